"""An Atom element that is put together is the one that feedgen makes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from communique.render.atomentry import (
    AtomEntry,
    AtomFile,
    fill_frame,
    list_stand_ins,
    make_frame,
)
from communique.render.xmlfeeds import render_atom_entry

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff")
    | st.sampled_from("<>&\"'\n\t%{}"),
    min_size=1,
    max_size=8,
)
ENTRIES = st.builds(
    AtomEntry,
    *[TEXTS] * 4,
    st.lists(TEXTS, max_size=1).map(tuple),
    st.lists(st.builds(AtomFile, *[TEXTS] * 4), max_size=2).map(tuple),
    *[st.just("2026-10-03T11:30:00Z")] * 2,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple),
    st.lists(TEXTS, max_size=1).map(tuple),
    TEXTS,
)


@given(ENTRIES)
def test_a_filled_frame_is_what_would_be_rendered(entry: AtomEntry) -> None:
    """An entry put into the frame of its form gives the bytes that it gives by itself."""
    frame = make_frame(render_atom_entry(list_stand_ins(entry.form)))
    assert fill_frame(frame, entry) == render_atom_entry(entry)


@given(ENTRIES, ENTRIES)
def test_one_form_is_one_frame(one: AtomEntry, other: AtomEntry) -> None:
    """Entries have one form where nothing but their texts differs."""
    frames = [make_frame(render_atom_entry(list_stand_ins(each.form))) for each in (one, other)]
    assert (frames[0] == frames[1]) is (one.form == other.form)
