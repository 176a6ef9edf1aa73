"""``entries/feed.yaml``: the settings of a publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from communique.errors import FieldError, SourceError
from communique.fields import Fields, parse_url
from communique.model import PUBLISHER_KINDS, Localized, Publisher, Topic
from communique.nodes import parse_mapping
from communique.sources import read_source

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

SETTINGS_FILE = "feed.yaml"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_TOPIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")
# RFC 4151 §2.1: a domain name or e-mail address, lower case, and a date on which it was ours.
_AUTHORITY = re.compile(
    r"([a-z0-9._+-]+@)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
    r",\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
    re.ASCII,
)
# Folders of the site that belong to no language.
_RESERVED_LANGUAGES = {"all"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Hold what ``feed.yaml`` says; the fields are those of ``model.Publication``."""

    title: Localized
    subtitle: Localized | None
    base_url: str
    authority: str
    publisher: Publisher
    languages: tuple[str, ...]
    timezone: tzinfo
    topics: tuple[Topic, ...]
    feed_size: int
    hubs: tuple[str, ...]
    email_signup: str
    rights: Localized | None

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
        hint = "`communique init` starts a publication; `-C FOLDER` names another folder"
        faults.append(SourceError(path, "there is no publication here", hint=hint))
        return None
    try:
        text = read_source(folder / path, path)
        fields = Fields(parse_mapping(text, path), path, faults)
    except SourceError as fault:
        faults.append(fault)
        return None
    before = len(faults)
    settings = _read(fields)
    fields.finish()
    return settings if len(faults) == before else None


def _read(fields: Fields) -> Settings | None:
    languages = _read_languages(fields)
    title = _read_localized(fields, "title", languages, required=True)
    subtitle = _read_localized(fields, "subtitle", languages)
    base_url = fields.parsed("base_url", _parse_base, required=True)
    authority = fields.parsed("authority", _parse_authority, required=True)
    publisher = _read_publisher(fields, languages)
    zone = fields.parsed("timezone", _parse_zone) or ZoneInfo("UTC")
    topics = _read_topics(fields, languages)
    feed_size = fields.integer("feed_size", 1, 100) or 20
    hubs = _read_hubs(fields)
    email_signup = fields.url("email_signup") or ""
    rights = _read_localized(fields, "rights", languages)
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
        feed_size=feed_size,
        hubs=hubs,
        email_signup=email_signup,
        rights=rights,
    )


def _read_languages(fields: Fields) -> tuple[str, ...]:
    languages: list[str] = []
    for tag, line in fields.texts_with_lines("languages"):
        # BCP 47 §2.1, as far as it can be told without the registry.
        if not _LANGUAGE.fullmatch(tag) or tag in _RESERVED_LANGUAGES:
            problem = f"expected a language tag like en, be or zh-Hans, got {tag!r}"
            fields.fault("languages", problem, line=line)
        elif tag in languages:
            fields.fault("languages", f"{tag} stands here twice", line=line)
        else:
            languages.append(tag)
    if not languages:
        fields.fault("languages", "expected at least one language", "write languages: [en]")
    return tuple(languages)


def _read_localized(
    fields: Fields, name: str, languages: tuple[str, ...], *, required: bool = False
) -> Localized | None:
    """Read a text, or a text for each language; a text alone is in the authoritative language."""
    if name not in fields or fields.is_text(name):
        text = fields.text(name, required=required)
        return Localized(texts={languages[0]: text}) if text and languages else None
    nested = fields.fields(name)
    if nested is None:
        return None
    texts = {}
    for language in languages:
        if text := nested.text(language):
            texts[language] = " ".join(text.split())
    nested.finish()
    if not texts:
        nested.fault(languages[0] if languages else "", "expected a text, got nothing")
        return None
    return Localized(texts=texts)


def _parse_base(text: str) -> str:
    base = parse_url(text)
    if "?" in base or "#" in base:
        problem = f"expected an address without ? and #, got {text!r}"
        raise FieldError(problem)
    return base if base.endswith("/") else f"{base}/"


def _parse_authority(text: str) -> str:
    if not _AUTHORITY.fullmatch(text):
        problem = f"expected a domain and a year like example.org,2023, got {text!r}"
        hint = "a domain that was yours in that year; lower case; it can never change"
        raise FieldError(problem, hint)
    return text


def _parse_zone(text: str) -> tzinfo:
    try:
        return ZoneInfo(text)
    except (ValueError, OSError):
        problem = f"expected a time zone like Europe/Vilnius, got {text!r}"
        near = get_close_matches(text, available_timezones(), n=1)
        raise FieldError(problem, f"did you mean {near[0]}?" if near else "") from None


def _parse_email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        problem = f"expected an address like press@example.org, got {text!r}"
        raise FieldError(problem)
    return text


def _read_publisher(fields: Fields, languages: tuple[str, ...]) -> Publisher | None:
    publisher = fields.fields("publisher")
    if publisher is None:
        fields.fault("publisher", "expected name, url, email and kind, got nothing")
        return None
    name = _read_localized(publisher, "name", languages, required=True)
    url = publisher.url("url") or ""
    email = publisher.parsed("email", _parse_email) or ""
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
            topics.fault(key, "expected a name of a-z, 0-9 and single hyphens")
        elif label:
            found.append(Topic(key=key, label=label))
    return tuple(found)


def _read_hubs(fields: Fields) -> tuple[str, ...]:
    hubs = []
    for text, line in fields.texts_with_lines("hubs"):
        try:
            hubs.append(parse_url(text))
        except FieldError as error:
            fields.fault("hubs", error.problem, error.hint, line=line)
    return tuple(hubs)
