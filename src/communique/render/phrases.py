"""
What pages say in one language; the only importer of markupsafe.

Where the language of a page has no words of its own they are English, and say so: a screen reader
pronounces them as English, and they run from left to right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from communique.render.content import get_words, name_language
from communique.render.views import Moment, quote_path
from communique.translations import find_lag
from communique.words import FALLBACK, choose_form, has_words
from communique.words.languages import get_direction, write_date, write_list, write_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from communique.identity import Localized
    from communique.model import Entry, Publication, Revision


_SPECIAL = re.compile("[&<>\"']").search


class Phrases:
    """
    Speak one language.

    Args:
        publication: Whose words are used.
        language: A language of it.
    """

    def __init__(self, publication: Publication, language: str) -> None:
        self.language = language
        self.direction = get_direction(language)
        self.texts: Mapping[str, str] = get_words(publication, language)
        own = publication.words.get(language, {})
        self._foreign = set() if has_words(language) else self.texts.keys() - own.keys()
        # A language without words of ours is not to borrow the English form for one.
        self._counts = own if self._foreign and "count.other" in own else self.texts
        self.words: Mapping[str, Markup] = {
            key: self.mark(text, FALLBACK if key in self._foreign else language)
            for key, text in self.texts.items()
        }
        self._publication = publication
        self._publisher = self.localize(publication.publisher.name)

    def has(self, key: str) -> bool:
        """Tell whether a word is in this language, and not in English for want of it."""
        return key not in self._foreign

    def mark(self, text: str, language: str) -> Markup:
        """Escape *text*, and say which language it is in where that is not the page's."""
        if language == self.language:
            return escape(text)
        attributes = f'lang="{language}" dir="{get_direction(language)}"'
        return Markup("<span {}>{}</span>").format(Markup(attributes), text)  # noqa: S704 - no text of anybody's

    def localize(self, text: Localized) -> Markup:
        """Give a text of the settings, marked where it is not in the language of the page."""
        return self.mark(text.get(self.language), text.find(self.language))

    def fill(self, key: str, **values: object) -> Markup:
        """Fill the placeholders of a word; what is put there is in the language of the page."""
        if key in self._foreign:
            lang = Markup('<span lang="{}" dir="{}">{}</span>')
            values = {n: lang.format(self.language, self.direction, v) for n, v in values.items()}
        # ``Markup.format`` parses the word anew, in Python, for what settings cannot write there.
        pieces = {n: v if isinstance(v, Markup) else escape(v) for n, v in values.items()}
        return Markup(str.format(self.words[key], **pieces))  # noqa: S704 - escaped above

    def count(self, number: int) -> Markup:
        """Count statements, in the plural form that the number takes."""
        language = FALLBACK if "count.other" in self._foreign else self.language
        key = choose_form(self._counts, "count", number, language)
        return self.words[key].format(count=number)

    def date(self, day: date) -> str:
        """Write a date in running text."""
        return write_date(day, self.language)

    def show_moment(self, moment: datetime) -> Moment:
        """Show a moment as the day that it is where it was written."""
        return Moment(date=self.date(moment.date()), datetime=moment.isoformat())

    def size(self, length: int) -> str:
        """Write the size of a file of *length* bytes."""
        return write_size(length, self.language)

    def join(self, items: Iterable[str]) -> Markup:
        """Join pieces of text or HTML as the language joins them."""
        return Markup(write_list([escape(item) for item in items], self.language))  # noqa: S704 - escaped above

    def name(self, language: str) -> str:
        """Name another language in itself."""
        return name_language(self._publication, language)

    def title(self, entry: Entry) -> Markup:
        """Write the title of an entry; that of a withdrawn one says so."""
        return (
            self.fill("withdrawn_title", title=entry.title)
            if entry.withdrawal
            else escape(entry.title)
        )

    def summary(self, entry: Entry) -> Markup:
        """Write the summary of an entry; that of a withdrawn one is its notice."""
        return self.revision(entry.withdrawal) if entry.withdrawal else escape(entry.summary)

    def revision(self, revision: Revision) -> Markup:
        """Write one sentence on a revision."""
        text = self.fill(revision.kind, date=self.date(revision.date.date()), note=revision.note)
        return Markup(text.strip())  # noqa: S704 - it was Markup

    def notices(self, entry: Entry) -> list[Markup]:
        """Write what a reader has to know before the text, the most important first."""
        if entry.withdrawal:
            return [self.revision(entry.withdrawal)]
        notices = [self.revision(revision) for revision in entry.corrections]
        if lag := find_lag(self._publication, entry):
            notices.append(self.words[lag])
        if entry.translation == "provisional":
            source = self._publication.authoritative
            name = self.mark(self.name(source), source)
            notices.append(self.fill("provisional", language=name))
        return notices

    def cite(self, entry: Entry) -> Markup:
        """Write how to cite a statement."""
        publication = self._publication
        date = self.date(entry.published.date())
        details = f"{date}, {entry.reference}" if entry.reference else date
        # An address may break after a slash, rather than anywhere.
        path = quote_path(entry.path[:-1]).replace("/", "/<wbr>")
        base_url = escape(publication.base_url)
        return self.fill(
            "citation",
            publisher=self._publisher,
            title=self.title(entry),
            details=details.removesuffix("."),  # a full stop follows
            url=Markup(f'<span dir="ltr">{base_url}{path}/</span>'),  # noqa: S704 - escaped above
        )

    def history(self, entry: Entry) -> list[Markup]:
        """Write a sentence on every revision, newest first, then on every earlier text."""
        earlier = self._publication.history.earlier.get(entry.id, ())
        texts = [
            self.fill(
                "earlier_text",
                date=self.date(text.until.date()),
                title=text.title,
                sha256=Markup("<code>{}</code>").format(text.sha256),
            )
            for text in earlier
        ]
        return [*(self.revision(revision) for revision in reversed(entry.revisions)), *texts]


def offer_feeds(title: str, folder: str) -> Markup:
    """Write what the head of a page offers to browsers: the feeds in the folder of a channel."""
    link = Markup('<link rel="alternate" type="application/{}" title="{}{}" href="{}{}">\n')
    return Markup().join(
        [
            link.format("atom+xml", title, "", folder, "atom.xml"),
            link.format("rss+xml", title, " (RSS)", folder, "rss.xml"),
            link.format("feed+json", title, " (JSON Feed)", folder, "feed.json"),
        ]
    )


def write_html(text: str) -> str:
    """Write a text as HTML, unless it is that already."""
    return escape(text) if type(text) is str and _SPECIAL(text) else text


def trust(html: str) -> Markup:
    """Take sanitised HTML for what it is."""
    return Markup(html)  # noqa: S704 - markup.py sanitised it
