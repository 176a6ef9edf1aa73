"""The element of an entry that is put together is the one that feedgen makes."""

from __future__ import annotations

from typing import Any

from feedgen.feed import FeedGenerator
from hypothesis import given
from hypothesis import strategies as st

from communique.render.forms import (
    AtomEntry,
    AtomFile,
    Forms,
    RssFile,
    RssItem,
    find_form,
    put_stand_ins,
)
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


def render(texts: AtomEntry | RssItem) -> bytes:
    """Render an element by itself."""
    if isinstance(texts, AtomEntry):
        return render_atom_entry(texts)
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.title("Title")
    feed.link(href="https://example.org/")
    feed.description("Description")
    return render_rss_item(feed, texts)


@given(st.lists(ENTRIES | ITEMS, min_size=1, max_size=3))
def test_what_is_put_together_is_what_would_be_rendered(entries: list[AtomEntry | RssItem]) -> None:
    """Texts put into the frame of their form give the bytes that they give by themselves."""
    forms = Forms()
    for texts in entries:
        assert forms.render(texts, render) == render(texts)  # type: ignore[type-var] # either


@given(ENTRIES | ITEMS, ENTRIES | ITEMS)
def test_one_form_is_one_frame(one: AtomEntry | RssItem, other: AtomEntry | RssItem) -> None:
    """Entries have one form where nothing but their texts differs."""
    same = render(put_stand_ins(one)) == render(put_stand_ins(other))
    assert same is (find_form(one) == find_form(other))


def test_a_form_is_rendered_once() -> None:
    """Feedgen is asked once for all entries of one form."""
    forms, asked = Forms(), []

    def note(texts: RssItem) -> bytes:
        asked.append(texts)
        return render(texts)

    for title in ("One", "Two"):
        item = RssItem(title, "p", "d", "c", "g", (), "2026", ("a",), (), ())
        assert title.encode() in forms.render(item, note)
    assert [texts.title for texts in asked] == ["\ufffd"]
