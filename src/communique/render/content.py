"""An entry as subscribers receive it: title, notices and the whole text, for every feed format."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from communique.translations import find_lag
from communique.words import has_words, load_words
from communique.words.languages import get_autonym, get_direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.channels import Channel
    from communique.model import Entry, Publication, Revision

GENERATOR = "communique"
"""Without its version: an upgrade must not change every feed."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def get_words(publication: Publication, language: str) -> Mapping[str, str]:
    """Give the words for *language*: ours, and in their place those of the settings."""
    own = publication.words.get(language)
    return {**load_words(language), **own} if own else load_words(language)


def name_language(publication: Publication, language: str) -> str:
    """Give the name of a language in that language."""
    words = get_words(publication, language)
    known = has_words(language) or "language" in publication.words.get(language, {})
    return words["language"] if known else get_autonym(language)


def write_channel_title(publication: Publication, channel: Channel) -> str:
    """Write the title of a channel in its own language."""
    words = get_words(publication, channel.language)
    title = publication.title.get(channel.language)
    if channel.every_language:
        return words["in_every_language"].format(title=title)
    if channel.topic:
        topic = publication.topic_labels[channel.topic].get(channel.language)
        return words["on_topic"].format(title=title, topic=topic)
    return title


def write_atom_id(publication: Publication, entry: Entry) -> str:
    """
    Write the id of an entry as Atom needs it: an IRI.

    A guid that RSS subscribers know an imported entry by may be any text; RSS keeps it as it is.

    Source: RFC 4287 §4.2.6; RFC 3986 §3.1.
    """
    if _IRI.fullmatch(entry.id):
        return entry.id
    return f"tag:{publication.authority}:guid:{quote(entry.id, safe='')}"


def write_channel_id(publication: Publication, channel: Channel) -> str:
    """Write the id of a channel: a tag URI that does not change with the address of the site."""
    return f"tag:{publication.authority}:/{channel.path}"


def write_title(publication: Publication, entry: Entry) -> str:
    """Write the title of an entry; that of a withdrawn one says so."""
    if entry.withdrawal:
        return get_words(publication, entry.language)["withdrawn_title"].format(title=entry.title)
    return entry.title


def write_summary(publication: Publication, entry: Entry) -> str:
    """Write the plain-text summary of an entry; that of a withdrawn one is its notice."""
    if entry.withdrawal:
        return write_revision(publication, entry, entry.withdrawal)
    return entry.summary


def write_notices(publication: Publication, entry: Entry) -> tuple[str, ...]:
    """
    Write what a reader has to know before the text, the most important first.

    Returns:
        Plain texts. Each correction has more than 50 characters: some readers show a changed entry
        only if that much of its text is new.
    """
    if entry.withdrawal:
        return (write_revision(publication, entry, entry.withdrawal),)
    words = get_words(publication, entry.language)
    notices = [write_revision(publication, entry, r) for r in entry.corrections]
    if lag := find_lag(publication, entry):
        notices.append(words[lag])
    if entry.translation == "provisional":
        language = name_language(publication, publication.authoritative)
        notices.append(words["provisional"].format(language=language))
    return tuple(notices)


def write_revision(publication: Publication, entry: Entry, revision: Revision) -> str:
    """Write one sentence on a revision, in the language of the entry."""
    words = get_words(publication, entry.language)
    return words[revision.kind].format(date=revision.date.date(), note=revision.note).strip()


def render_content(publication: Publication, entry: Entry) -> str:
    """
    Render the whole of an entry for a feed.

    Returns:
        An HTML fragment with absolute addresses only: notices, text, attachments, source, the other
        languages.
    """
    notices = [f"<p><strong>{escape(n)}</strong></p>\n" for n in write_notices(publication, entry)]
    text = "" if entry.withdrawal else publication.bodies[entry.file].html_absolute
    parts = [*notices, text]
    if not entry.withdrawal:
        parts += [_list_attachments(publication, entry), _name_source(publication, entry)]
    parts.append(_list_siblings(publication, entry))
    content = "".join(parts)
    if get_direction(entry.language) == "rtl":  # readers give a text the direction of their own
        return f'<div dir="rtl">\n{content}</div>\n'
    return content


def _list_attachments(publication: Publication, entry: Entry) -> str:
    links = [
        f'<li><a href="{publication.url(entry.path + file.name)}">{escape(file.name)}</a></li>'
        for file in entry.announced
    ]
    words = get_words(publication, entry.language)
    return f"<p>{words['attachments']}:</p>\n<ul>{''.join(links)}</ul>\n" if links else ""


def _name_source(publication: Publication, entry: Entry) -> str:
    if not entry.source:
        return ""
    words, source = get_words(publication, entry.language), escape(entry.source)
    return f'<p>{words["source"]} <a href="{source}">{source}</a></p>\n'


def _list_siblings(publication: Publication, entry: Entry) -> str:
    links = [
        f'<a href="{publication.url(sibling.path)}" hreflang="{sibling.language}">'
        f"{escape(name_language(publication, sibling.language))}</a>"
        for sibling in publication.siblings(entry)
    ]
    words = get_words(publication, entry.language)
    return f"<p>{words['also_in']}: {', '.join(links)}</p>\n" if links else ""
