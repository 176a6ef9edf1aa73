"""An item as an entry: its file, its front matter, its text."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communique.dates import format_moment
from communique.frontmatter import format_entry
from communique.importing.addresses import join_address
from communique.importing.cleaning import ItemError, check_markdown, clean_item, make_title
from communique.importing.links import settle_html, settle_links
from communique.importing.media import is_file_address, is_picture
from communique.importing.naming import choose_file, choose_language
from communique.importing.own import Around, take_around
from communique.importing.report import Loss, place_losses
from communique.intake.draft import shorten
from communique.intake.richtext import RichText
from communique.markup import sanitise
from communique.sources import drop_forbidden
from communique.values import Struct, replace
from communique.words import load_words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import PurePosixPath

    from communique.importing.items import Choices, Item
    from communique.importing.media import Media
    from communique.importing.places import Places
    from communique.importing.report import Report
    from communique.settings import Settings

LONGEST_TEXT = 2_000_000
"""In characters of HTML, pictures within it not counted: no statement has more."""
_DATA = re.compile(r"data:image/[^\"'\s>]*")


class Written(Struct, frozen=True, kw_only=True):
    """
    Hold an entry that is about to be written.

    Args:
        file: Relative to the publication.
        text: Of the file.
        title: Of the entry.
        losses: What changed on the way.
        page: The folder of its page.
        origins: Where it stood before, then what led to it there.
    """

    file: str
    text: str
    title: str
    losses: tuple[Loss, ...]
    page: str
    origins: tuple[str, ...]


class _Text(Struct, frozen=True, kw_only=True):
    """Hold what stands in an entry below its front matter, and what was found on the way."""

    body: str
    around: Around
    files: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()


class Writer:
    """
    Make entries of items.

    Args:
        settings: Of the publication.
        choices: Of the press officer.
        source: Named in an entry that has no former address.
        media: Puts files beside entries; None to keep their addresses.
        pages: The folders of pages that are taken; grows.
        places: Of what was imported before; grows.
        report: Receives counts.
    """

    def __init__(
        self,
        settings: Settings,
        choices: Choices,
        source: str,
        media: Media | None,
        pages: set[str],
        places: Places,
        report: Report,
    ) -> None:
        self._settings = settings
        self._choices = choices
        self._source = source
        self._media = media
        self._pages = pages
        self._places = places
        self._report = report
        self._topics = _list_topics(settings, choices)

    def write(self, item: Item, published: datetime) -> Written:
        """
        Make an entry; its pictures and files are put beside it.

        Args:
            item: Has an id.
            published: Its date; aware.

        Raises:
            ItemError: It cannot become one.
        """
        settings = self._settings
        published = published.astimezone(settings.timezone).replace(microsecond=0)
        item, notes = clean_item(replace(item, published=published))
        language = choose_language(item, self._choices, settings, notes)
        versions = list(filter(None, map(self._places.find, item.versions)))
        file, page = choose_file(item, published, language, settings, self._pages, versions, notes)
        try:
            text = self._convert(item, language, file, notes)
            body, title = text.body, text.around.title or make_title(text.body, notes)
        except RecursionError:
            raise ItemError("its elements are nested too deeply") from None
        if not body.strip() and not text.files:
            body = f"{title}\n"
            notes.append("it had no text: the title stands in its place")
        origins = (item.link or self._source, *item.former)
        front: dict[str, str | tuple[str, ...]] = {
            "id": item.id,
            "imported-from": origins if item.former else origins[0],
            "title": title,
            "date": format_moment(published),
            "topics": self._find_topics(item),
            "authors": self._find_authors(item, language),
            "summary": item.summary,
            "source": text.around.source,
            "attachments": text.files,
            "translation": "provisional" if text.around.provisional else "",
        }
        whole = format_entry(front, body, text.around.revisions)
        self._pages.add(page)
        self._places.add(item, file.as_posix())
        return Written(
            file=file.as_posix(),
            text=whole,
            title=title,
            losses=tuple(place_losses(file.as_posix(), whole, notes, text.kept)),
            page=page,
            origins=origins,
        )

    def _convert(self, item: Item, language: str, file: PurePosixPath, notes: list[str]) -> _Text:
        """Turn the text into Markdown that our own renderer takes."""
        around = Around(title=item.title)
        if item.markdown:
            copies = self._media.copy(file, item.found, notes) if self._media else {}
            body, kept = settle_links(item, file.as_posix(), copies, self._places)
            files: list[str] = []
        else:
            if len(_DATA.sub("", item.text)) > LONGEST_TEXT:
                raise ItemError(f"its text is longer than {LONGEST_TEXT:,} characters")
            html, lost = settle_html(item, self._places)
            rich = RichText(html, item.base)
            if item.ours:
                around = take_around(rich, item, self._get_words(language), self._settings.timezone)
            files = list(dict.fromkeys([*item.files, *around.files]))
            places = self._fetch(rich, files, file, item, notes)
            # A character reference may have made what no feed can hold.
            body, _ = drop_forbidden(rich.write({**self._link(rich, file), **places}, sanitise))
            files = [places[address] for address in files if address in places]
            notes += rich.notes
            kept = [*rich.kept, *lost]
            self._report.pixels += rich.pixels
        check_markdown(body)
        # A picture that is seen needs no download; a file does, though the text links to it.
        offered = [name for name in files if not (is_picture(name) and name in body)]
        kept += [(f"{shorten(part)} stays as it is", part) for part in item.strange]
        return _Text(body=body, around=around, files=tuple(offered), kept=tuple(kept))

    def _fetch(
        self,
        rich: RichText,
        files: list[str],
        file: PurePosixPath,
        item: Item,
        notes: list[str],
    ) -> dict[str, str]:
        """Put the files of a text beside its entry; give the place of each."""
        if self._media is None:
            return {}
        host = urlsplit(item.link or item.base).hostname or ""
        linked = [link for link in rich.links if is_file_address(link, host)]
        # What lies in the folder of a post is not asked for on its server.
        here = {join_address(item.base, name): found for name, found in item.found.items()}
        here.pop("", None)
        places = self._media.copy(file, here, notes)
        addresses = [a for a in (*rich.pictures, *files, *linked) if a not in places]
        return {**places, **self._media.place(file, addresses, rich.data, notes)}

    def _link(self, rich: RichText, file: PurePosixPath) -> dict[str, str]:
        """Let links to what was imported before lead to its entry: the old site may vanish."""
        links: dict[str, str] = {}
        for address in rich.links:
            page, mark, fragment = address.partition("#")
            if entry := self._places.find_page(page):
                links[address] = posixpath.relpath(entry, file.parent) + mark + fragment
        return links

    def _get_words(self, language: str) -> dict[str, str]:
        return {**load_words(language), **self._settings.words.get(language, {})}

    def _find_topics(self, item: Item) -> tuple[str, ...]:
        topics = []
        for category in item.categories:
            key = self._topics.get(category.casefold())
            if key is None:
                counts = self._report.categories
                counts[category] = counts.get(category, 0) + 1
            elif key:
                topics.append(key)
        return tuple(dict.fromkeys(topics))

    def _find_authors(self, item: Item, language: str) -> tuple[str, ...]:
        """Name those who are not the publisher, nor the account of a program."""
        ours = {*self._settings.publisher.name.texts.values(), "admin", "Administrator", "Unknown"}
        ours.add(self._settings.publisher.name.get(language))
        return tuple(author for author in item.authors if author not in ours and "@" not in author)


def _list_topics(settings: Settings, choices: Choices) -> dict[str, str]:
    """List the topic of each category by its name: what was chosen, else what is the same."""
    topics = {}
    for topic in settings.topics:
        for name in (topic.key, *topic.label.texts.values()):
            topics[name.casefold()] = topic.key
    return {**topics, **choices.topics}
