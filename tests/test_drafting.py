"""New entries: their names and their first text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.drafting import NewEntry, start_entry, translate_entry
from communique.errors import SourceError, SourceErrors
from tests.publication import NOW

if TYPE_CHECKING:
    from communique.settings import Settings
    from tests.publication import Folder

ID = "urn:uuid:6f9b0a3c-0000-4000-8000-000000000000"


def make(**values: object) -> NewEntry:
    """Make a new entry with these values."""
    defaults: dict[str, object] = {
        "id": ID,
        "title": "A title",
        "language": "en",
        "published": datetime(2023, 10, 3, 14, 30, tzinfo=UTC),
        "topics": (),
        "draft": False,
        "body": "",
    }
    return NewEntry(**{**defaults, **values})  # type: ignore[arg-type]  # as the fields are


def test_a_new_entry_says_what_it_was_given(folder: Folder, known: Settings) -> None:
    """Name, id, title, date, topics, draft and text."""
    new = make(title="Пра арышты: 1", language="be", topics=("icc",), draft=True, body="Тэкст.\n")
    file, text = start_entry(folder.path, known, new)
    assert file == Path("entries/2023-10-03-pra-aryshty-1.be.md")
    expected = (
        f"---\nid: {ID}\ntitle: 'Пра арышты: 1'\ndate: 2023-10-03T14:30+00:00\ntopics: [icc]\n"
        "draft: true\n---\n\nТэкст.\n"
    )
    assert expected == text


def test_midnight_needs_no_date(folder: Folder, known: Settings) -> None:
    """The name of the file says it; seconds are kept where there are any."""
    midnight = datetime(2023, 10, 3, tzinfo=known.timezone)
    assert "date" not in start_entry(folder.path, known, make(published=midnight))[1]
    late = midnight.replace(second=5)
    assert (
        "\ndate: 2023-10-03T00:00:05+03:00\n"
        in (start_entry(folder.path, known, make(published=late))[1])
    )


def test_a_new_name_is_that_of_no_other_statement(folder: Folder, known: Settings) -> None:
    """Not of one in another language either, whose translation it would become."""
    folder.entry("2023-01-01-a-title.be.md")
    folder.entry("old/2023-05-05-a-title-2.md")
    folder.entry("2022-01-01-a-title-3.md")
    folder.entry("2023-13-01-a-title-3.md")
    file, _ = start_entry(folder.path, known, make())
    assert file == Path("entries/2023-10-03-a-title-3.md")


def test_a_new_name_is_one_that_windows_can_hold(folder: Folder, known: Settings) -> None:
    """The page of `Con` would stand in a folder that Windows keeps for a device."""
    file, _ = start_entry(folder.path, known, make(title="Con"))
    assert file == Path("entries/2023-10-03-con-2.md")


def test_a_translation_takes_over_what_is_the_same(folder: Folder, known: Settings) -> None:
    """Without a text of its own it starts as a draft from the original's."""
    original = folder.entry(
        "sub/2023-10-03-a.md",
        "date: 2023-10-03T09:00+03:00\ntopics: [icc]\nsource: https://a.example/\nreference: 1\n"
        "attachments: [b.pdf]\n",
        "\nText.\n",
    )
    file, text = translate_entry(folder.path, known, make(language="be", title=""), original, NOW)
    assert file == Path("entries/sub/2023-10-03-a.be.md")
    front = (
        f"---\nid: {ID}\ntitle: {{}}\ndate: 2023-10-03T09:00+03:00\ntopics: [icc]\n"
        "source: https://a.example/\nreference: 1\nattachments: [b.pdf]\n"
    )
    assert text == front.format("A title") + "draft: true\n---\n\nText.\n"
    new = make(language="be", title="Б", body="Т.\n")
    _, text = translate_entry(folder.path, known, new, original, NOW)
    assert text == front.format("Б") + "---\n\nТ.\n"


def test_a_translation_into_the_authoritative_language_has_no_suffix(
    folder: Folder, known: Settings
) -> None:
    """The original may have been written in any language."""
    original = folder.entry("2023-10-03-a.be.md")
    file, _ = translate_entry(folder.path, known, make(), original, NOW)
    assert file == Path("entries/2023-10-03-a.md")


def test_what_is_no_entry_to_translate_is_refused(
    folder: Folder, known: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Outside the publication, of another name, faulty, or in that language already."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "2023-10-03-a.md"
    elsewhere.write_text("---\ntitle: A\n---\nText.\n", encoding="utf-8")
    with pytest.raises(SourceError, match="expected an entry of this publication"):
        translate_entry(folder.path, known, make(language="be"), elsewhere, NOW)
    with pytest.raises(SourceError, match="expected a file name like"):
        translate_entry(folder.path, known, make(), folder.path / "entries" / "feed.yaml", NOW)
    original = folder.entry("2023-10-03-a.md", "lang: be\n")
    with pytest.raises(SourceError, match="the entry is in be already"):
        translate_entry(folder.path, known, make(language="be"), original, NOW)
    faulty = folder.entry("2023-10-03-b.md", "topic: icc\n")
    with pytest.raises(SourceErrors, match="topic: there is no such field"):
        translate_entry(folder.path, known, make(language="be"), faulty, NOW)
