"""What the lists of a JSON Feed hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.validate import validate_feed
from communique.validate.jsonfeed import _Reader

FEED = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []}
ADDRESS = "https://example.org/a"
FILE = {"url": ADDRESS, "mime_type": "audio/mpeg"}
Found = list[tuple[str, str]]
LISTS: list[tuple[str, object, Found]] = [
    ("hubs", [{"type": "WebSub", "url": ADDRESS}], []),
    ("hubs", [1], [("json-type", "[0]")]),
    ("hubs", [{"type": 1}], [("json-missing-member", "[0]"), ("json-type", "[0].type")]),
    ("author", {"name": "Ann", "url": ADDRESS}, []),
    ("author", {"name": ["Ann"]}, [("json-type", ".name")]),
    ("authors", [{"name": "Ann", "avatar": ADDRESS}], []),
    (
        "authors",
        [{"name": 1}, {"url": "y"}],
        [("json-type", "[0].name"), ("json-address", "[1].url")],
    ),
    ("authors", ["Ann", {}], [("json-type", "[0]"), ("json-type", "[1]")]),
    ("tags", ["a"], []),
    ("tags", ["a", 1], [("json-type", "[1]")]),
    ("attachments", [FILE | {"size_in_bytes": 1, "duration_in_seconds": 0.5}], []),
    ("attachments", [FILE | {"title": None}], [("json-type", "[0].title")]),
    ("attachments", [FILE | {"mime_type": "audio"}], [("json-type", "[0].mime_type")]),
    ("attachments", [FILE | {"mime_type": 1}], [("json-type", "[0].mime_type")]),
    ("attachments", [FILE | {"size_in_bytes": "1"}], [("json-type", "[0].size_in_bytes")]),
    ("attachments", [FILE | {"size_in_bytes": True}], [("json-type", "[0].size_in_bytes")]),
    ("attachments", [{"mime_type": "audio/mpeg"}], [("json-missing-member", "[0]")]),
]


@pytest.mark.parametrize(("member", "value", "found"), LISTS)
def test_members_have_their_type(member: str, value: object, found: Found) -> None:
    """Tags are strings; people, files and hubs have members of one type each."""
    item = {"id": "1", "content_text": "c"}
    feed, prefix = (
        (FEED | {member: value}, member)
        if member == "hubs"
        else (FEED | {"items": [item | {member: value}]}, f"items[0].{member}")
    )
    findings = validate_feed(json.dumps(feed).encode()).findings
    expected = [(code, prefix + where) for code, where in found]
    assert [(finding.code, finding.element) for finding in findings] == expected


@given(st.text("a\n"), st.lists(st.integers(0, 20)))
def test_a_place_does_not_depend_on_the_one_before(text: str, offsets: list[int]) -> None:
    """Whether one goes forward or back, line and column are those of the text before."""
    reader = _Reader(text, None)
    for offset in (min(offset, len(text)) for offset in offsets):
        before = text[:offset]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert reader.move(offset) == place


@given(st.lists(st.sampled_from(['"a"', '"b"', " "])), st.lists(st.integers(0, 20)))
def test_a_member_is_found_again(pieces: list[str], starts: list[int]) -> None:
    """What was looked for before changes nothing but the time that it takes."""
    text = "".join(pieces)
    reader = _Reader(text, None)
    for start in starts:
        assert reader.find("a", start) == max(text.find('"a"', start), start)
