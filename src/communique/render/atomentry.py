"""
The Atom element of an entry: what stands in it, and the form that others share with it.

A form is rendered once, with stand-ins; an entry then takes only its texts put in their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from communique.dates import format_rfc3339
from communique.render.content import render_content, write_atom_id, write_summary, write_title

if TYPE_CHECKING:
    from communique.model import Entry, Publication

_STAND_IN = "\ufffd"
"""No text of anybody has it."""

Form = tuple[int, int, int, int, int]


class AtomFile(NamedTuple):
    """Hold the attributes of a link of relation ``enclosure``."""

    type: str
    length: str
    title: str
    href: str


class AtomEntry(NamedTuple):
    """Hold the texts of an entry, in the order in which they stand."""

    language: str
    id: str
    title: str
    page: str
    sources: tuple[str, ...]
    files: tuple[AtomFile, ...]
    published: str
    updated: str
    authors: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    summaries: tuple[str, ...]
    content: str

    @property
    def form(self) -> Form:
        """Give what tells the elements of two entries apart, but for their texts."""
        parts = self.sources, self.files, self.authors, self.topics, self.summaries
        return tuple(map(len, parts))  # type: ignore[return-value] # mypy knows no length here


def describe_entry(publication: Publication, entry: Entry) -> AtomEntry:
    """Collect the texts of an entry."""
    summary = write_summary(publication, entry)
    labels, url = publication.topic_labels, publication.url
    return AtomEntry(
        language=entry.language,
        id=write_atom_id(publication, entry),
        title=write_title(publication, entry),
        page=publication.announced_url(entry),
        sources=(entry.source,) if entry.source else (),
        files=tuple(
            AtomFile(file.media_type, str(file.length), file.name, url(entry.path + file.name))
            for file in entry.announced
        ),
        published=format_rfc3339(entry.published),
        updated=format_rfc3339(entry.updated),
        authors=entry.authors,
        topics=tuple((key, labels[key].get(entry.language)) for key in entry.topics),
        summaries=(summary,) if summary else (),
        content=render_content(publication, entry),
    )


def list_stand_ins(form: Form) -> AtomEntry:
    """Give an entry of a form, with stand-ins for its texts."""
    sources, files, authors, topics, summaries = form
    text = _STAND_IN
    return AtomEntry(
        language=text,
        id=text,
        title=text,
        page=text,
        sources=(text,) * sources,
        files=(AtomFile(text, text, text, text),) * files,
        published=text,
        updated=text,
        authors=(text,) * authors,
        topics=((text, text),) * topics,
        summaries=(text,) * summaries,
        content=text,
    )


def make_frame(element: bytes) -> str:
    """Make the frame of a form of its element."""
    return element.decode().replace("%", "%%").replace(_STAND_IN, "%s")


def fill_frame(frame: str, entry: AtomEntry) -> bytes:
    """
    Put the texts of an entry into the frame of its form.

    Returns:
        The same as if its element had been rendered by itself.

    Source: XML 1.0 §2.4; RSS Best Practices Profile, "Character Data".
    """
    texts = [_attribute(entry.language), _text(entry.id)]
    texts += _plain(entry.title), _attribute(entry.page)
    texts += map(_attribute, entry.sources)
    for file in entry.files:
        texts += map(_attribute, file)
    texts += entry.published, entry.updated
    texts += map(_plain, entry.authors)
    for topic in entry.topics:
        texts += map(_attribute, topic)
    texts += map(_plain, entry.summaries)
    texts.append(_text(entry.content))
    return (frame % tuple(texts)).encode()


def _text(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _plain(text: str) -> str:
    """Write plain text as ``spell_out`` does."""
    return _text(text).replace("&lt;", "&#x3C;").replace("&amp;", "&#x26;")


def _attribute(text: str) -> str:
    text = _text(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")
