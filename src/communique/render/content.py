"""An entry as subscribers receive it: title, notices and the whole text, for every feed format."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from communique.render.words import load_words, name_language

if TYPE_CHECKING:
    from communique.channels import Channel
    from communique.model import Entry, Publication, Revision


def write_channel_title(publication: Publication, channel: Channel) -> str:
    """Write the title of a channel in its own language."""
    words = load_words(channel.language)
    title = publication.title.get(channel.language)
    if channel.every_language:
        return words["in_every_language"].format(title=title)
    if channel.topic:
        topic = publication.topic_labels[channel.topic].get(channel.language)
        return words["on_topic"].format(title=title, topic=topic)
    return title


def write_channel_id(publication: Publication, channel: Channel) -> str:
    """Write the id of a channel: a tag URI that does not change with the address of the site."""
    return f"tag:{publication.authority}:/{channel.path}"


def write_title(entry: Entry) -> str:
    """Write the title of an entry; that of a withdrawn one says so."""
    if entry.withdrawal:
        return load_words(entry.language)["withdrawn_title"].format(title=entry.title)
    return entry.title


def write_summary(entry: Entry) -> str:
    """Write the plain-text summary of an entry; that of a withdrawn one is its notice."""
    return write_revision(entry, entry.withdrawal) if entry.withdrawal else entry.summary


def write_notices(publication: Publication, entry: Entry) -> tuple[str, ...]:
    """
    Write what a reader has to know before the text, the most important first.

    Returns:
        Plain texts. Each correction has more than 50 characters: some readers show a changed entry
        only if that much of its text is new.
    """
    if entry.withdrawal:
        return (write_revision(entry, entry.withdrawal),)
    notices = [write_revision(entry, revision) for revision in entry.corrections]
    if publication.is_behind(entry):
        notices.append(load_words(entry.language)["behind"])
    if entry.translation == "provisional":
        language = name_language(publication.authoritative)
        notices.append(load_words(entry.language)["provisional"].format(language=language))
    return tuple(notices)


def write_revision(entry: Entry, revision: Revision) -> str:
    """Write one sentence on a revision, in the language of the entry."""
    words = load_words(entry.language)
    return words[revision.kind].format(date=revision.date.date(), note=revision.note).strip()


def render_content(publication: Publication, entry: Entry) -> str:
    """
    Render the whole of an entry for a feed.

    Returns:
        An HTML fragment with absolute addresses only: notices, text, attachments, source, the other
        languages.
    """
    notices = [f"<p><strong>{escape(n)}</strong></p>\n" for n in write_notices(publication, entry)]
    text = "" if entry.withdrawal else entry.html_absolute
    parts = [*notices, text]
    if not entry.withdrawal:
        parts += [_list_attachments(publication, entry), _name_source(entry)]
    parts.append(_list_siblings(publication, entry))
    return "".join(parts)


def _list_attachments(publication: Publication, entry: Entry) -> str:
    links = [
        f'<li><a href="{publication.url(entry.path + file.name)}">{escape(file.name)}</a></li>'
        for file in entry.announced
    ]
    words = load_words(entry.language)
    return f"<p>{words['attachments']}:</p>\n<ul>{''.join(links)}</ul>\n" if links else ""


def _name_source(entry: Entry) -> str:
    if not entry.source:
        return ""
    words, source = load_words(entry.language), escape(entry.source)
    return f'<p>{words["source"]} <a href="{source}">{source}</a></p>\n'


def _list_siblings(publication: Publication, entry: Entry) -> str:
    links = [
        f'<a href="{publication.url(sibling.path)}" hreflang="{sibling.language}">'
        f"{escape(name_language(sibling.language))}</a>"
        for sibling in publication.siblings(entry)
    ]
    words = load_words(entry.language)
    return f"<p>{words['also_in']}: {', '.join(links)}</p>\n" if links else ""


def write_history(publication: Publication, entry: Entry) -> tuple[str, ...]:
    """Write a sentence on every revision, newest first, then on every text that stood before."""
    words = load_words(entry.language)
    earlier = publication.history.earlier.get(entry.id, ())
    return (
        *(write_revision(entry, revision) for revision in reversed(entry.revisions)),
        *(
            words["earlier_text"].format(
                date=text.until.date(), title=text.title, sha256=text.sha256
            )
            for text in earlier
        ),
    )
