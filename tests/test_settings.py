"""The settings of a publication, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from communique.identity import Localized, Publisher, Topic
from communique.settings import read_settings
from tests.publication import SETTINGS

if TYPE_CHECKING:
    from communique.errors import SourceError
    from communique.settings import Settings
    from tests.publication import Folder

LEAST = """\
title: A
base_url: https://a.example/
authority: a.example,2023
publisher: {name: B}
languages: [en]
"""


def read(folder: Folder, text: str) -> tuple[Settings | None, list[str]]:
    """Give the settings and the faults, without their path."""
    folder.write("feed.yaml", text)
    faults: list[SourceError] = []
    settings = read_settings(folder.path, faults)
    assert all(fault.hint for fault in faults)
    return settings, [str(fault).removeprefix("entries/feed.yaml:") for fault in faults]


def test_every_setting_is_read(folder: Folder) -> None:
    """In all their forms."""
    more = (
        "hubs: [https://hub.example/]\nfeed_size: 7\nemail_signup: https://mail.example/\n"
        "rights:\n  en: CC\n    BY\n"
    )
    settings, faults = read(folder, SETTINGS + more)
    assert not faults
    assert settings
    assert settings.title == Localized(
        texts={"en": "Statements of the Example Council", "be": "Заявы Прыкладной рады"}
    )
    assert settings.publisher == Publisher(
        name=Localized(texts={"en": "Example Council", "be": "Прыкладная рада"}),
        url="https://example.org/",
        email="press@example.org",
        kind="NGO",
    )
    label = Localized(
        texts={"en": "International Criminal Court", "be": "Міжнародны крымінальны суд"}
    )
    assert settings.topics == (Topic(key="icc", label=label),)
    assert settings.rights == Localized(texts={"en": "CC BY"})
    expected = ("en", ("en", "be"), ZoneInfo("Europe/Vilnius"), 7, ("https://hub.example/",))
    assert expected == (
        settings.authoritative,
        settings.languages,
        settings.timezone,
        settings.feed_size,
        settings.hubs,
    )
    assert settings.email_signup == "https://mail.example/"


def test_the_least_settings_have_defaults(folder: Folder) -> None:
    """What is left out is empty, twenty entries, UTC."""
    settings, faults = read(folder, LEAST)
    assert not faults
    assert settings
    expected = (Localized(texts={"en": "A"}), None, None, (), (), "", 20, ZoneInfo("UTC"))
    assert expected == (
        settings.title,
        settings.subtitle,
        settings.rights,
        settings.topics,
        settings.hubs,
        settings.email_signup,
        settings.feed_size,
        settings.timezone,
    )
    assert settings.publisher.kind == "Organization"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: A", "title: [A]", ["1: title: expected fields of its own, got a list"]),
        ("title: A", "title: {}", ["1: title: expected a text, got nothing"]),
        ("title: A", "title: {xx: A}", ["1: title.xx: there is no such field"]),
        ("title: A\n", "", ["1: title: expected a text, got nothing"]),
        (
            "https://a.example/",
            "https://a.example/?b",
            [
                "2: base_url: expected an address without ? and #, got 'https://a.example/?b'",
            ],
        ),
        (
            "a.example,2023",
            "https://a.example/",
            [
                (
                    "3: authority: expected a domain and a year like example.org,2023,"
                    " got 'https://a.example/'"
                ),
            ],
        ),
        ("{name: B}", "B", ["4: publisher: expected fields of its own, got the text 'B'"]),
        (
            "publisher: {name: B}\n",
            "",
            ["1: publisher: expected name, url, email and kind, got nothing"],
        ),
        ("{name: B}", "{kind: NGO}", ["4: publisher.name: expected a text, got nothing"]),
        (
            "{name: B}",
            "{name: B, email: C <c@d.example>}",
            [
                (
                    "4: publisher.email: expected an address like press@example.org,"
                    " got 'C <c@d.example>'"
                ),
            ],
        ),
        ("[en]", "[]", ["5: languages: expected at least one language"]),
        ("languages: [en]\n", "", ["1: languages: expected at least one language"]),
        (
            "[en]",
            "[English]",
            ["5: languages: expected a language tag like en, be or zh-Hans, got"],
        ),
        ("[en]", "[en, zh-Hans, zh-hans]", ["5: languages: zh-hans stands here twice"]),
        (
            "[en]",
            "[en]\ntimezone: localtime",
            ["6: timezone: expected a time zone like Europe/Vilnius, got 'localtime'"],
        ),
        (
            "[en]",
            "[en]\ntimezone: Europe",
            ["6: timezone: expected a time zone like Europe/Vilnius, got 'Europe'"],
        ),
        (
            "[en]",
            "[en]\ntopics: {ICC: A}",
            ["6: topics.ICC: expected a name of a-z, 0-9 and single"],
        ),
        (
            "[en]",
            "[en]\ntopics: {icc: A}\nformer_topics: {A B: icc, icc: icc, law: court, war: icc}",
            [
                "7: former_topics.A B: expected a name of a-z, 0-9 and single",
                "7: former_topics.icc: icc is a topic still",
                "7: former_topics.law: there is no topic 'court'",
            ],
        ),
        ("[en]", "[en]\ntopics: {icc: }", ["6: topics.icc: expected a text, got nothing"]),
        ("[en]", "[en]\nhubs:\n- b", ["7: hubs: expected an address like https://example.org/"]),
        (
            "[en]",
            "[en]\nfeed_size: 0",
            ["6: feed_size: expected a whole number from 1 to 100, got"],
        ),
        ("title: A", "title: {en: A}\nlanguages: [x]\n#", None),
    ],
)
def test_a_wrong_setting_is_one_fault(
    folder: Folder, old: str, new: str, expected: list[str] | None
) -> None:
    """One mistake, one line; the rest is not blamed for it."""
    assert old in LEAST
    text = LEAST.replace(old, new, 1)
    if expected is None:
        text = text.replace("languages: [en]\n", "")
        expected = ["2: languages: expected a language tag like en"]
    settings, faults = read(folder, text)
    assert settings is None
    assert expected == [fault[: len(start)] for fault, start in zip(faults, expected, strict=True)]


def test_broken_yaml_is_one_fault(folder: Folder) -> None:
    """It is told where it breaks."""
    expected = (None, ["1:5: a colon stands where none can"])
    assert expected == read(folder, "a: b: c")
