"""``entries/feed.yaml``: the settings of a publication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from communique.errors import FieldError, SourceError, SourceErrors
from communique.fields import Fields, parse_url
from communique.identity import PUBLISHER_KINDS, Localized, Publisher, Topic
from communique.model import FEED_TYPE_KINDS
from communique.nodes import parse_mapping
from communique.scalars import (
    parse_authority,
    parse_base,
    parse_email,
    parse_language,
    parse_target,
    parse_zone,
)
from communique.sources import read_source
from communique.theme import read_theme
from communique.values import Struct
from communique.words.overrides import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from pathlib import Path

    from communique.files import Theme


SETTINGS_FILE = "feed.yaml"
_TOPIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class Settings(Struct, frozen=True, kw_only=True):
    """Hold what ``feed.yaml`` says; the fields are those of ``model.Publication``."""

    title: Localized
    subtitle: Localized | None
    base_url: str
    authority: str
    publisher: Publisher
    languages: tuple[str, ...]
    timezone: tzinfo
    topics: tuple[Topic, ...]
    former_topics: Mapping[str, str]
    feed_size: int
    flood_limit: int
    feed_types: str
    hubs: tuple[str, ...]
    deploy: str
    email_signup: str
    rights: Localized | None
    words: Mapping[str, Mapping[str, str]]
    theme: Theme

    @property
    def authoritative(self) -> str:
        """Give the language in which the organisation speaks first."""
        return self.languages[0]


def read_settings(folder: Path, faults: list[SourceError]) -> Settings | None:
    """
    Read the settings of the publication in *folder*.

    Args:
        folder: Holds ``entries/feed.yaml``.
        faults: Receives every fault.

    Returns:
        None if a fault makes the settings unusable.
    """
    path = f"entries/{SETTINGS_FILE}"
    if not (folder / path).exists():
        faults.append(SourceError(path, "there is no publication here", hint=find_way(folder)))
        return None
    try:
        text = read_source(folder / path, path)
        fields = Fields(parse_mapping(text, path), path, faults)
    except SourceError as fault:
        faults.append(fault)
        return None
    before = len(faults)
    settings = _read(fields, folder)
    fields.finish()
    # What is wrong beside entries/ does not keep the entries from being read.
    return settings if all(fault.path != path for fault in faults[before:]) else None


def has_entries(folder: Path) -> bool:
    """Tell whether the publication in *folder* has a file yet that may be an entry."""
    return any((folder / "entries").rglob("*.md"))


def find_way(folder: Path) -> str:
    """Say how to come to a publication from a folder that holds none."""
    for count, parent in enumerate(folder.resolve().parents, start=1):
        if (parent / "entries" / SETTINGS_FILE).exists():
            outer = folder.joinpath(*[".."] * count).as_posix()
            return f"it is further up: say communique -C {outer}, or go there"
    return "`communique init` starts a publication; `-C FOLDER` names another folder"


def demand_settings(folder: Path) -> Settings:
    """
    Read the settings of the publication in *folder*, which have to be right.

    Raises:
        SourceErrors: Every fault.
    """
    faults: list[SourceError] = []
    settings = read_settings(folder, faults)
    if settings is None:
        raise SourceErrors(faults)
    return settings


def _read(fields: Fields, folder: Path) -> Settings | None:
    languages = _read_languages(fields)
    title = _read_localized(fields, "title", languages, required=True)
    subtitle = _read_localized(fields, "subtitle", languages)
    base_url = fields.parsed("base_url", parse_base, required=True)
    authority = fields.parsed("authority", parse_authority, required=True)
    publisher = _read_publisher(fields, languages)
    zone = fields.parsed("timezone", parse_zone) or ZoneInfo("UTC")
    topics = _read_topics(fields, languages)
    former_topics = _read_former_topics(fields, [topic.key for topic in topics])
    feed_size = fields.integer("feed_size", 1, 100) or 20
    flood_limit = fields.integer("flood_limit", 1, 10_000) or 5
    feed_types = fields.choice("feed_types", FEED_TYPE_KINDS) or FEED_TYPE_KINDS[0]
    hubs = _read_hubs(fields)
    deploy = fields.parsed("deploy", parse_target) or ""
    email_signup = fields.url("email_signup") or ""
    rights = _read_localized(fields, "rights", languages)
    words = read_words(fields, languages)
    theme = read_theme(fields, folder)
    if not (languages and title and base_url and authority and publisher):
        return None
    return Settings(
        title=title,
        subtitle=subtitle,
        base_url=base_url,
        authority=authority,
        publisher=publisher,
        languages=languages,
        timezone=zone,
        topics=topics,
        former_topics=former_topics,
        feed_size=feed_size,
        flood_limit=flood_limit,
        feed_types=feed_types,
        hubs=hubs,
        deploy=deploy,
        email_signup=email_signup,
        rights=rights,
        words=words,
        theme=theme,
    )


def _read_languages(fields: Fields) -> tuple[str, ...]:
    before = len(fields.faults)
    languages: list[str] = []
    for tag, line in fields.texts_with_lines("languages"):
        try:
            parse_language(tag)
        except FieldError as error:
            hint = f"write languages: [{tag}]" if "," in tag else error.hint
            fields.fault("languages", error.problem, hint, line=line)
            continue
        # Not every file system tells capital letters from small ones.
        if tag.lower() in (known.lower() for known in languages):
            fields.fault("languages", f"{tag} stands here twice", "keep one of the two", line=line)
        else:
            languages.append(tag)
    if not languages and len(fields.faults) == before:
        fields.fault("languages", "expected at least one language", "write languages: [en]")
    return tuple(languages)


def _read_localized(
    fields: Fields, name: str, languages: tuple[str, ...], *, required: bool = False
) -> Localized | None:
    """Read a text, or a text for each language; a text alone is in the authoritative language."""
    if name not in fields or fields.is_text(name):
        text = fields.line_of_text(name, required=required)
        return Localized(texts={languages[0]: text}) if text and languages else None
    nested = fields.fields(name)
    if nested is None or not languages:
        return None
    before = len(fields.faults)
    texts = {lang: text for lang in languages if (text := nested.line_of_text(lang))}
    nested.finish()
    if not texts and len(fields.faults) == before:
        hint = f"write {name}: {{{languages[0]}: the text}}"
        fields.fault(name, "expected a text, got nothing", hint)
    return Localized(texts=texts) if texts else None


def _read_publisher(fields: Fields, languages: tuple[str, ...]) -> Publisher | None:
    before = len(fields.faults)
    publisher = fields.fields("publisher")
    if publisher is None:
        if len(fields.faults) == before:
            hint = "write publisher: {name: Example Council, url: https://example.org/}"
            fields.fault("publisher", "expected name, url, email and kind, got nothing", hint)
        return None
    name = _read_localized(publisher, "name", languages, required=True)
    url = publisher.url("url") or ""
    email = publisher.parsed("email", parse_email) or ""
    kind = publisher.choice("kind", PUBLISHER_KINDS) or PUBLISHER_KINDS[0]
    publisher.finish()
    return Publisher(name=name, url=url, email=email, kind=kind) if name else None


def _read_topics(fields: Fields, languages: tuple[str, ...]) -> tuple[Topic, ...]:
    topics = fields.fields("topics")
    if topics is None:
        return ()
    found = []
    for key in topics.names():
        label = _read_localized(topics, key, languages, required=True)
        if not _TOPIC.fullmatch(key):
            hint = "it stands in addresses; the name that readers see stands after the colon"
            topics.fault(key, "expected a name of a-z, 0-9 and single hyphens", hint)
        elif label:
            found.append(Topic(key=key, label=label))
    return tuple(found)


def _read_former_topics(fields: Fields, known: list[str]) -> Mapping[str, str]:
    """Read which topic goes on under which key; *known* are those of today."""
    former = fields.fields("former_topics")
    if former is None:
        return {}
    found = {}
    for old in former.names():
        new = former.text(old) or ""
        if not _TOPIC.fullmatch(old):
            former.fault(old, "expected a name of a-z, 0-9 and single hyphens", "it was a topic")
        elif old in known:
            former.fault(old, f"{old} is a topic still", "take it out here, or out of topics")
        elif new not in known:
            hint = f"there is: {', '.join(known)}" if known else "add it to topics"
            former.fault(old, f"there is no topic {new!r}", hint)
        else:
            found[old] = new
    return found


def _read_hubs(fields: Fields) -> tuple[str, ...]:
    hubs = []
    for text, line in fields.texts_with_lines("hubs"):
        try:
            hubs.append(parse_url(text))
        except FieldError as error:
            fields.fault("hubs", error.problem, error.hint, line=line)
    return tuple(hubs)
