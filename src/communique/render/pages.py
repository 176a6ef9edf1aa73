"""The pages that people read; the only importer of Jinja2."""

from __future__ import annotations

import json
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from communique.channels import list_years
from communique.dates import format_rfc3339
from communique.render.content import (
    get_words,
    name_language,
    write_atom_id,
    write_channel_title,
    write_history,
    write_notices,
    write_summary,
    write_title,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2.bccache import Bucket

    from communique.channels import Channel
    from communique.model import Entry, Publication

    Page = Callable[[], bytes]

FORMATS = (("Atom", "atom.xml"), ("RSS", "rss.xml"), ("JSON Feed", "feed.json"))
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}


class _Compiled(BytecodeCache):
    """Keep what templates were compiled to: a preview renders one page of many publications."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Pages:
    """
    Render every page of a publication.

    Args:
        publication: What is published.
        channels: All of its channels.
    """

    def __init__(self, publication: Publication, channels: tuple[Channel, ...]) -> None:
        self._publication = publication
        self._channels = {channel.path: channel for channel in channels}
        environment = Environment(
            loader=PackageLoader("communique.render"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_COMPILED,
        )
        environment.globals.update(
            write_title=partial(write_title, publication),
            write_summary=partial(write_summary, publication),
            name_language=partial(name_language, publication),
            url=publication.url,
            publisher=publication.publisher,
            formats=FORMATS,
        )
        environment.filters["quote"] = quote
        self._template = environment.get_template

    def render(self) -> Iterator[tuple[str, Page]]:
        """List each page, with the stylesheet: its path in the site, and what renders it."""
        publication = self._publication
        for language in publication.languages:
            whole = self._channels[publication.prefix(language)]
            yield from self._render_statements(whole)
            yield from self._render_years(whole)
            yield self._render_subscribe(whole)
        for channel in self._channels.values():
            yield self._render_channel(channel)
        yield self._render_not_found()
        style = files("communique.render") / "assets" / "style.css"
        yield "style.css", lambda: style.read_bytes().replace(b"\r\n", b"\n")

    def render_redirects(self) -> Iterator[tuple[str, Page]]:
        """List what stands where a page stood before: links to it must work for ever."""
        entries = {entry.path: entry for entry in self._publication.entries}
        for old, new in self._publication.history.redirects:
            yield self._render_redirect(old, entries[new])

    def _render(self, template: str, path: str, channels: list[Channel], **values: Any) -> Page:  # noqa: ANN401 - whatever the template shows
        """
        Make what renders a page.

        Args:
            template: Its template.
            path: The folder it stands in; its links are relative to it.
            channels: Whose feeds a browser offers, the page's own first.
            values: What the template shows beside what every page does.
        """
        publication, language = self._publication, channels[0].language
        root = "../" * path.count("/")
        return partial(
            self._fill,
            template,
            {
                "language": language,
                "rtl": language.partition("-")[0] in _RIGHT_TO_LEFT,
                "w": get_words(publication, language),
                "link": partial(_link, root),
                "here": path,
                "canonical": publication.url(path),
                "prefix": publication.prefix(language),
                "site_title": publication.title.get(language),
                "site_subtitle": publication.subtitle and publication.subtitle.get(language),
                "rights": publication.rights and publication.rights.get(language),
                "channels": [self._describe(channel) for channel in channels],
                **values,
            },
        )

    def _fill(self, template: str, values: Mapping[str, Any]) -> bytes:
        return self._template(template).render(values).encode()

    def _render_statements(self, whole: Channel) -> Iterator[tuple[str, Page]]:
        neighbours = [None, *whole.entries, None]
        for index, entry in enumerate(whole.entries):
            topics = [self._channels[f"{whole.path}topics/{key}/"] for key in entry.topics]
            page = self._render(
                "statement.html",
                entry.path,
                [whole, *topics],
                entry=entry,
                title=write_title(self._publication, entry),
                summary=write_summary(self._publication, entry),
                notices=write_notices(self._publication, entry),
                history=write_history(self._publication, entry),
                html=Markup(entry.html),  # noqa: S704 - sanitised by markup.py
                versions=self._versions(entry),
                siblings=self._publication.siblings(entry),
                topics=[self._describe(topic) for topic in topics],
                newer=neighbours[index],
                older=neighbours[index + 2],
                json_ld=_write_json_ld(self._publication, entry),
            )
            yield f"{entry.path}index.html", page

    def _versions(self, entry: Entry) -> tuple[Entry, ...]:
        versions = self._publication.statements[entry.key]
        return versions if len(versions) > 1 else ()

    def _render_years(self, whole: Channel) -> Iterator[tuple[str, Page]]:
        years = list_years(whole)
        for year, entries in years.items():
            path = f"{whole.path}{year:04}/"
            page = self._render(
                "year.html", path, [whole], year=year, years=list(years), entries=entries
            )
            yield f"{path}index.html", page

    def _render_channel(self, channel: Channel) -> tuple[str, Page]:
        whole = self._channels[self._publication.prefix(channel.language)]
        main = channel is whole
        page = self._render(
            "channel.html",
            channel.path,
            self._others(channel),
            main=main,
            channel_title=write_channel_title(self._publication, channel),
            newest=channel.window,
            # The years list what is older; a topic has no years.
            earlier=_list_earlier(channel) if channel.topic else (),
            years=list(list_years(channel)) if main else [],
            topics=[self._describe(c) for c in self._topics(whole)] if main else [],
            alternates=self._alternates("") if main else [],
        )
        return f"{channel.path}index.html", page

    def _render_subscribe(self, whole: Channel) -> tuple[str, Page]:
        path = f"{whole.path}subscribe/"
        page = self._render(
            "subscribe.html",
            path,
            self._others(whole),
            feeds=[self._describe(c) for c in [*self._others(whole), *self._topics(whole)]],
            email_signup=self._publication.email_signup,
            alternates=self._alternates("subscribe/"),
        )
        return f"{path}index.html", page

    def _render_not_found(self) -> tuple[str, Page]:
        publication = self._publication
        parts = [
            {"language": tag, "w": get_words(publication, tag), "path": publication.prefix(tag)}
            for tag in publication.languages
        ]
        whole = self._channels[publication.prefix(publication.authoritative)]
        # A server shows this page at any address, so that its links cannot be relative.
        page = self._render("404.html", "", [whole], parts=parts, link=publication.url)
        return "404.html", page

    def _render_redirect(self, old: str, entry: Entry) -> tuple[str, Page]:
        whole = self._channels[self._publication.prefix(entry.language)]
        title = write_title(self._publication, entry)
        path = f"{old}index.html" if old.endswith("/") else old
        return path, self._render("redirect.html", old, [whole], title=title, target=entry.path)

    def _others(self, channel: Channel) -> list[Channel]:
        """List *channel* and the whole languages, *channel* first."""
        wholes = [c for c in self._channels.values() if not c.topic and c is not channel]
        return [channel, *wholes]

    def _topics(self, whole: Channel) -> list[Channel]:
        language = whole.language
        return [c for c in self._channels.values() if c.topic and c.language == language]

    def _alternates(self, name: str) -> list[tuple[str, str]]:
        languages = self._publication.languages
        pairs = [(tag, self._publication.prefix(tag) + name) for tag in languages]
        return pairs if len(pairs) > 1 else []

    def _describe(self, channel: Channel) -> dict[str, str]:
        labels = self._publication.topic_labels
        return {
            "path": channel.path,
            "title": write_channel_title(self._publication, channel),
            "label": labels[channel.topic].get(channel.language) if channel.topic else "",
            "language": channel.language,
        }


def _list_earlier(channel: Channel) -> tuple[Entry, ...]:
    newest = set(channel.window)
    return tuple(entry for entry in channel.entries if entry not in newest)


def _link(root: str, path: str) -> str:
    return root + quote(path) or "./"


def _write_json_ld(publication: Publication, entry: Entry) -> Markup:
    """
    Describe a statement for machines.

    Source: schema.org, NewsArticle; HTML Standard §4.12.1.3: no ``<`` may end the script early.
    """
    publisher = publication.publisher
    organization = {"@type": publisher.kind, "name": publisher.name.get(entry.language)}
    if publisher.url:
        organization["url"] = publisher.url
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": write_atom_id(publication, entry),
        "url": publication.url(entry.path),
        "headline": write_title(publication, entry),
        "description": write_summary(publication, entry),
        "inLanguage": entry.language,
        "datePublished": format_rfc3339(entry.published),
        "dateModified": format_rfc3339(entry.updated),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": revision.note,
                "datePublished": format_rfc3339(revision.date),
            }
            for revision in entry.corrections
        ],
        "publisher": organization,
        "author": [{"@type": "Person", "name": name} for name in entry.authors] or organization,
    }
    text = json.dumps({k: v for k, v in article.items() if v}, ensure_ascii=False)
    escaped = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(escaped)  # noqa: S704 - nothing is left in it that HTML knows
