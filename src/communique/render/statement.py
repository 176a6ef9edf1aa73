"""The page of a statement: what it says, and what of that its template is given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from communique.dates import format_rfc3339
from communique.render.content import write_summary, write_title
from communique.render.forms import Forms
from communique.render.metadata import list_article_properties, write_json_ld
from communique.render.phrases import trust, write_html
from communique.render.views import Card, Moment
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from communique.channels import Channel
    from communique.model import Entry, Publication
    from communique.render.frame import Frame
    from communique.render.views import Feed, File, Page, Version


class Link(NamedTuple):
    """Hold where a page is, and its title."""

    path: str
    title: str


class Topic(NamedTuple):
    """Hold where a topic's page is, its name as HTML and as text, and what offers its feeds."""

    path: str
    label: str
    name: str
    offer: str


class Statement(NamedTuple):
    """
    Hold the texts of a page; what a page may be without is a tuple.

    Args:
        path: Its folder in the site.
        title: Plain text, like ``summaries``; the others are HTML if they are ``Markup``.
        heading: The title as the page shows it.
        topics: Of the statement.
        summaries: What describes it.
        leads: The same, if it was written by somebody.
        published: Of RFC 3339, like ``modified``.
        day: On which it was published.
        moment: The same, for machines.
        modified: If it is not what was published.
        corrected: The day, and the same for machines.
        texts: The statement itself.
        notices: Before it.
        history: Behind it.
        authors: In one line.
        references: Its number.
        sources: The address of the authoritative text.
        citation: How to cite it.
        json_ld: For machines.
        newer: The next one.
        older: The one before.
        versions: In all of its languages, in their order.
        files: Attached to it.
    """

    path: str
    title: str
    heading: str
    topics: tuple[Topic, ...]
    summaries: tuple[str, ...]
    leads: tuple[str, ...]
    published: str
    day: str
    moment: str
    modified: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    notices: tuple[str, ...]
    history: tuple[str, ...]
    authors: tuple[str, ...]
    references: tuple[str, ...]
    sources: tuple[str, ...]
    citation: str
    json_ld: str
    newer: tuple[Link, ...]
    older: tuple[Link, ...]
    versions: tuple[Link, ...]
    files: tuple[File, ...]


class _Fixed(NamedTuple):
    """
    Hold what else a page of a form has in common.

    Args:
        language: Of the page.
        root: As in ``Page``.
        languages: Of its versions; empty where that is one.
    """

    language: str
    root: str
    languages: tuple[str, ...]


class StatementPages:
    """
    Render the pages of statements.

    Args:
        publication: Whose they are.
        channels: All of its channels by their path.
        frame: What every page has.
    """

    def __init__(
        self, publication: Publication, channels: Mapping[str, Channel], frame: Frame
    ) -> None:
        self._publication = publication
        self._channels = channels
        self._frame = frame
        self._forms: Forms[Statement] = Forms([write_html] * len(Statement._fields))

    def render(self, entry: Entry, newer: Entry | None, older: Entry | None) -> bytes:
        """Render the page of a statement that stands between two others."""
        publication = self._publication
        root = "../" * entry.path.count("/")
        said = self._describe(entry, root, newer, older)
        languages = [e.language for e in publication.statements[entry.key]] if said.versions else ()
        fixed = _Fixed(entry.language, root, tuple(languages))
        # A template of somebody may do anything with a text; ours ask one thing of the title.
        name = publication.title.get(entry.language)
        typed = all(file.type for file in said.files)
        if typed and not (publication.theme.templates or name in said.title):
            return self._forms.render(said, partial(self._render, fixed), fixed)
        show = self._frame.cards.show
        return self._render(
            fixed, said, card=show(entry), newer=newer and show(newer), older=older and show(older)
        )

    def _describe(
        self, entry: Entry, root: str, newer: Entry | None, older: Entry | None
    ) -> Statement:
        publication, cards = self._publication, self._frame.cards
        card, say = cards.show(entry), cards.speak(entry.language)
        html = "" if entry.withdrawal else publication.bodies[entry.file].html
        labels, offer = publication.topic_labels, cards.offer
        changed, stands = entry.updated != entry.published, not entry.withdrawal
        corrected = say.show_moment(entry.updated) if changed and stands else None
        versions = publication.statements[entry.key]

        def link(*entries: Entry | None) -> tuple[Link, ...]:
            return tuple(Link(each.path, cards.show(each).title) for each in entries if each)

        return Statement(
            path=entry.path,
            title=write_title(publication, entry),
            heading=card.title,
            topics=tuple(
                Topic(at.path, at.label, labels[key].get(entry.language), offer(at.path, root))
                for key, at in zip(entry.topics, card.topics, strict=True)
            ),
            summaries=_any(write_summary(publication, entry)),
            leads=_any(card.summary if entry.own_summary and stands else ""),
            published=format_rfc3339(entry.published),
            day=card.published.date,
            moment=card.published.datetime,
            modified=(format_rfc3339(entry.updated),) if changed else (),
            corrected=((corrected.date, corrected.datetime),) if corrected else (),
            texts=_any(trust(_reach_tables(html))),
            notices=tuple(say.notices(entry)),
            history=tuple(say.history(entry)),
            authors=_any(say.join(entry.authors) if entry.authors else ""),
            references=_any(entry.reference),
            sources=_any(entry.source if stands else ""),
            citation=say.cite(entry),
            json_ld=trust(write_json_ld(publication, entry)),
            newer=link(newer),
            older=link(older),
            versions=link(*versions) if len(versions) > 1 else (),
            files=tuple(cards.show_file(file, entry.language) for file in entry.announced),
        )

    def _render(
        self,
        fixed: _Fixed,
        said: Statement,
        *,
        card: Card | None = None,
        newer: Card | None = None,
        older: Card | None = None,
    ) -> bytes:
        """
        Render a page.

        Args:
            fixed: Of its form.
            said: Its texts, or stand-ins for them.
            card: All of the statement; ours need no more of it than *said* has.
            newer: All of the next one.
            older: All of the one before.
        """
        versions = self._show_versions(fixed, said)
        others = tuple(each for each in versions if each.language != fixed.language)
        page = self._make_page(fixed, said, versions, card.topics if card else ())
        corrected = [Moment(date=day, datetime=moment) for day, moment in said.corrected]
        authoritative = self._publication.authoritative
        return self._frame.render(
            page,
            statement=card or _make_card(page, said, others),
            lead=_first(said.leads),
            text=_first(said.texts),
            notices=said.notices,
            history=said.history,
            authors=_first(said.authors),
            reference=_first(said.references),
            corrected=next(iter(corrected), None),
            attachments=said.files,
            authoritative=next((v for v in others if v.language == authoritative), None),
            source=_first(said.sources),
            citation=said.citation,
            json_ld=said.json_ld,
            newer=newer or next(iter(said.newer), None),
            older=older or next(iter(said.older), None),
        )

    def _show_versions(self, fixed: _Fixed, said: Statement) -> tuple[Version, ...]:
        """Show the statement in its languages; the page itself is one of them."""
        own = Link(said.path, said.heading)
        return tuple(
            self._frame.cards.show_version(
                language, *(own if language == fixed.language else version)
            )
            for language, version in zip(fixed.languages, said.versions, strict=True)
        )

    def _make_page(
        self,
        fixed: _Fixed,
        said: Statement,
        versions: tuple[Version, ...],
        topics: Iterable[Feed],
    ) -> Page:
        """Describe the page; *topics* are those of the statement, if all of them is known."""
        whole = self._publication.prefix(fixed.language)
        names = [topic.name for topic in said.topics]
        page = self._frame.make_page(
            "statement",
            said.path,
            [self._channels[path] for path in (whole, *(topic.path for topic in topics))],
            said.title,
            description=_first(said.summaries),
            versions=versions,
            properties=list_article_properties(said.published, said.modified, names),
            root=fixed.root,
        )
        return replace(page, offers=(*page.offers[:1], *(topic.offer for topic in said.topics)))


def _make_card(page: Page, said: Statement, others: tuple[Version, ...]) -> Card:
    """Make as much of the card of a statement as its own page shows."""
    return Card(
        title=said.heading,
        path=said.path,
        language=page.language,
        direction=page.direction,
        published=Moment(date=said.day, datetime=said.moment),
        summary=_first(said.leads),
        topics=said.topics,  # type: ignore[arg-type] # ours show no more of a channel
        versions=others,
    )


def _any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _reach_tables(html: str) -> str:
    """Let a keyboard reach a table, which scrolls where the screen is narrow (WCAG 2.2 §2.1.1)."""
    return html.replace("<table>", '<table tabindex="0">')
