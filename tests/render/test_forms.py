"""What is put together from a form is what would be rendered by itself."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import quote

from feedgen.feed import FeedGenerator
from hypothesis import given
from hypothesis import strategies as st

from communique.render.feedtexts import ATOM, RSS, AtomEntry, AtomFile, RssFile, RssItem
from communique.render.forms import Forms, find_form, put_stand_ins
from communique.render.xmlfeeds import render_atom_entry, render_rss_item

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff")
    | st.sampled_from("<>&\"'\n\t%{}"),
    min_size=1,
    max_size=8,
)
DATES = st.just("2026-10-03T11:30:00Z")


def some(parts: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Draw up to so many of something."""
    return st.lists(parts, max_size=most).map(tuple)


ENTRIES = st.builds(
    AtomEntry,
    language=TEXTS,
    id=TEXTS,
    title=TEXTS,
    page=TEXTS,
    sources=some(TEXTS, 1),
    files=some(st.builds(AtomFile, *[TEXTS] * 4), 2),
    published=DATES,
    updated=DATES,
    authors=some(TEXTS, 2),
    topics=some(st.tuples(TEXTS, TEXTS), 3),
    summaries=some(TEXTS, 1),
    content=TEXTS,
)
ITEMS = st.builds(
    RssItem,
    title=TEXTS,
    page=TEXTS,
    description=TEXTS,
    content=TEXTS,
    guid=TEXTS,
    topics=some(TEXTS, 3),
    published=DATES,
    creators=some(TEXTS, 2),
    languages=some(TEXTS, 1),
    files=some(st.builds(RssFile, *[TEXTS] * 3), 1),
)


def render_item(texts: RssItem) -> bytes:
    """Render an RSS item by itself."""
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.title("Title")
    feed.link(href="https://example.org/")
    feed.description("Description")
    return render_rss_item(feed, texts)


@given(st.lists(ENTRIES, min_size=1, max_size=3))
def test_atom_entries_are_what_feedgen_would_make(entries: list[AtomEntry]) -> None:
    """An Atom entry has the bytes that it has by itself."""
    forms: Forms[AtomEntry] = Forms(ATOM)
    for texts in entries:
        assert forms.render(texts, render_atom_entry) == render_atom_entry(texts)


@given(st.lists(ITEMS, min_size=1, max_size=3))
def test_rss_items_are_what_feedgen_would_make(items: list[RssItem]) -> None:
    """An RSS item has the bytes that it has by itself."""
    forms: Forms[RssItem] = Forms(RSS)
    for texts in items:
        assert forms.render(texts, render_item) == render_item(texts)


@given(ENTRIES, ENTRIES)
def test_one_form_is_one_frame(one: AtomEntry, other: AtomEntry) -> None:
    """Entries have one form where nothing but their texts differs."""
    frames = [
        re.sub(b"\xef\xbf\xbd[0-9]+", b"", render_atom_entry(put_stand_ins(each)))
        for each in (one, other)
    ]
    assert (frames[0] == frames[1]) is (find_form(one) == find_form(other))


class Pair(NamedTuple):
    """Two texts."""

    path: str
    title: str


def test_texts_go_where_they_are_wanted() -> None:
    """A text may stand in any place, more than once, and as a part of a link."""

    def render(texts: Pair) -> bytes:
        return f"{texts.title} 100% {quote(texts.path)} {texts.title} {texts.path}".encode()

    forms: Forms[Pair] = Forms((str, str.upper))
    assert forms.render(Pair("a/b", "c"), render) == b"C 100% a/b C a/b"
    assert forms.render(Pair("%d", "%s"), render) == b"%S 100% %d %S %d"


def test_a_form_is_rendered_once() -> None:
    """Nothing is rendered again for texts of a form that is known, unless it is fixed otherwise."""
    forms: Forms[Pair] = Forms((str, str))
    asked = []

    def note(texts: Pair) -> bytes:
        asked.append(texts)
        return f"{texts.title} {texts.path}".encode()

    for title, fixed in (("One", "en"), ("Two", "en"), ("Tri", "uk"), ("Four", "en")):
        assert forms.render(Pair("p", title), note, fixed) == f"{title} p".encode()
    assert len(asked) == 2
