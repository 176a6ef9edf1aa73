"""What the lists of a JSON Feed hold."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime

import pytest

from communique.validate import validate_feed
from communique.validate.jsonplaces import find_places
from communique.validate.jsontext import parse_json

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


TEXTS = {"title": "t", "description": "d", "user_comment": "c", "language": "en"}
ADDRESSES = dict.fromkeys(["home_page_url", "feed_url", "next_url", "icon", "favicon"], ADDRESS)
WHOLE_FEED = FEED | TEXTS | ADDRESSES | {"author": {}, "authors": [], "expired": True, "hubs": []}
WHOLE_ITEM = (
    dict.fromkeys(["title", "content_html", "content_text", "summary"], "t")
    | dict.fromkeys(["url", "external_url", "image", "banner_image"], ADDRESS)
    | dict.fromkeys(["date_published", "date_modified"], "2023-10-03T12:00:00Z")
    | {"author": {}, "authors": [], "tags": [], "attachments": [], "language": "en"}
)


def list_elements(feed: object, code: str) -> list[str]:
    """List what is reported for a rule, and see that nothing else is."""
    findings = validate_feed(json.dumps(feed).encode()).findings
    assert {finding.code for finding in findings} <= {code}
    return sorted(finding.element for finding in findings)


def test_every_member_of_the_standard_is_known() -> None:
    """A feed and an item with all that JSON Feed 1.1 names have no fault."""
    assert list_elements(WHOLE_FEED | {"items": [WHOLE_ITEM | {"id": "1"}]}, "") == []


def test_every_member_of_the_standard_has_its_type() -> None:
    """What is of another type is reported, whichever member it is."""
    feed = dict.fromkeys(WHOLE_FEED.keys() - {"version", "items"}, None)
    item = dict.fromkeys(WHOLE_ITEM, None)
    assert list_elements(FEED | feed | {"items": [{"id": "1"} | item]}, "json-type") == sorted(
        [*feed, *(f"items[0].{member}" for member in item)]
    )


def test_every_address_and_date_of_the_standard_is_judged() -> None:
    """An address is absolute, and a date one of RFC 3339, whichever member it is."""
    pictures = {"authors": [{"avatar": "x"}]}
    feed = FEED | dict.fromkeys(ADDRESSES, "x") | pictures
    assert list_elements(feed, "json-address") == sorted([*ADDRESSES, "authors[0].avatar"])
    item: dict[str, object] = {"id": "1", "content_text": "c"}
    names = ["banner_image", "external_url", "image", "url"]
    found = list_elements(FEED | {"items": [item | dict.fromkeys(names, "x")]}, "json-address")
    assert found == [f"items[0].{name}" for name in names]
    names = ["date_modified", "date_published"]
    found = list_elements(FEED | {"items": [item | dict.fromkeys(names, "x")]}, "json-date")
    assert found == [f"items[0].{name}" for name in names]


PLACES = """{
 "items": [
  {"url": "x", "content_text": "c",
   "id": 1},
  {"_ours": {"url": "x", "id": "9"}, "content_text": "]",
   "i\\u0064": "2",
   "attachments": [7,
    {"title": "a", "mime_type": "audio"}]},
  {"content_text": "c"},
  {"url": "x", "url": "y", "id": "2", "content_text": ""}
 ],
 "language": "?"
}"""


def test_every_finding_has_its_own_place() -> None:
    """Whatever the order of the members, a finding points at what it speaks of."""
    findings = validate_feed(PLACES.encode()).findings
    assert [(each.line, each.column, each.code, each.message.split()[0]) for each in findings] == [
        (1, 1, "json-version", "there"),
        (1, 1, "json-missing-member", "the"),
        (3, 4, "json-address", "items[0].url:"),
        (4, 4, "x-json-id-not-text", "the"),
        (7, 20, "json-type", "items[1].attachments[0]"),
        (8, 5, "json-missing-member", "items[1].attachments[1]"),
        (8, 20, "json-type", "items[1].attachments[1].mime_type:"),
        (9, 3, "json-missing-member", "items[2]"),
        (10, 16, "json-address", "items[3].url:"),
        (10, 16, "x-json-repeated-name", "items[3].url"),
        (10, 28, "json-duplicate-id", "the"),
        (12, 2, "json-language", "language:"),
    ]


def test_a_place_is_that_of_what_is_around_where_there_is_none() -> None:
    """A value that is no list, or too deep to be looked into, has no elements."""
    assert find_places(' {"items": 1}', ["items[2].url", "title"]) == {
        "items[2].url": 2,
        "title": 0,
    }
    deep = "[" * 100_000
    assert find_places(deep, ["[0]"]) == {"[0]": 1}


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ('{"a": "NaN \\" NaN", "b":\n -Infinity}', (2, 2), "not JSON: -Infinity is no number"),
        ('{"a": NaN}', (1, 7), "not JSON: NaN is no number"),
        ('{"a": "b', (1, 7), "not JSON: Unterminated string"),
        ('{"a":\n\n 1 b}', (3, 4), "not JSON: Expecting ',' delimiter"),
        ("[" * 100_000, (1, 1), "not readable as JSON: it is nested too deeply"),
        ("[" + "9" * 10_000 + "]", (1, 1), "not readable as JSON: a number in it is too long"),
    ],
)
def test_what_is_no_json_is_one_error(text: str, place: tuple[int, int], problem: str) -> None:
    """What Python alone takes for a number is none, and each fault has its place."""
    [finding] = validate_feed(text.encode()).findings
    assert (finding.code, finding.line, finding.column, finding.message) == (
        "json-syntax",
        *place,
        problem,
    )


def test_a_repeated_name_is_found_wherever_it_stands() -> None:
    """Each is named once, with its last place, in an extension as in the feed itself."""
    text = """{"version": "https://jsonfeed.org/version/1.1", "title": "t", "_a": 1, "items": [
{"id": "1", "content_text": "c", "_ours": [[{"x": 1, "x": 2,
"x": 3}]]}],
"title": "u"}"""
    findings = validate_feed(text.encode()).findings
    assert [(each.code, each.element, each.line) for each in findings] == [
        ("x-json-repeated-name", "items[0]._ours[0][0].x", 3),
        ("x-json-repeated-name", "title", 4),
    ]


def test_a_repeated_name_takes_little_memory() -> None:
    """Below a name of a megabyte there are thousands, and some too deep to be looked for."""
    inner = '{"x": 1, "x": 2' + ', "y": {}, "y": {}' * 5_000 + "}"
    deep = '{"a":' * 50 + '{"x": 1, "x": 2}' + "}" * 50
    text = f'{{"{"n" * 1_000_000}": {inner}, "deep": {deep}}}'
    tracemalloc.start()
    parsed = list(parse_json(text)[1])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert parsed == [f"{'n' * 100}.{name}" for name in "xy"]
    assert peak < 20_000_000


def test_an_id_that_is_true_is_not_called_a_number() -> None:
    """Readers make a string of whatever the id is."""
    feed = FEED | {"items": [{"id": True, "content_text": "c"}]}
    [finding] = validate_feed(json.dumps(feed).encode()).findings
    assert (finding.code, finding.message) == (
        "x-json-id-not-text",
        "the id of items[0] is true or false, not a string",
    )


@pytest.mark.parametrize(
    ("date", "problem"),
    [
        ("1989-12-31T23:59:59Z", "is before 1990"),
        ("2026-01-01T00:10:00Z", ""),
        ("2026-01-01T00:10:01Z", "is in the future"),
    ],
)
def test_a_date_is_of_the_time_of_feeds(date: str, problem: str) -> None:
    """What was published a moment ago by a clock that is ahead is not of the future."""
    item = {"id": "1", "content_text": "c", "date_published": date}
    data = json.dumps(FEED | {"items": [item]}).encode()
    findings = validate_feed(data, now=datetime(2026, 1, 1, tzinfo=UTC)).findings
    expected = [f"items[0].date_published: “{date}” {problem}"] if problem else []
    assert [each.message for each in findings] == expected


def test_members_that_nobody_reads_are_named() -> None:
    """With the name that is meant, where one is near."""
    item = {"id": "1", "content_text": "c", "date_publised": "", "foo": 1, "_foo": 1}
    feed = {**FEED, "items": [item], "titel": "t"}
    found = validate_feed(json.dumps(feed).encode()).findings
    assert sorted(finding.message for finding in found) == [
        "“date_publised” is no member of an item; is it date_published?",
        "“foo” is no member of an item",
        "“titel” is no member of a feed; is it title?",
    ]
    assert {finding.code for finding in found} == {"x-json-unknown-member"}


@pytest.mark.parametrize("code", [0xFFFD, 0x92, 0xD800])
def test_characters_that_were_read_wrongly_are_found_as_in_xml(code: int) -> None:
    """JSON can even hold half a character."""
    text = chr(code)
    feed = {**FEED, "title": f"a{text}", "items": [{"id": "1", "content_html": f"{text}b"}]}
    found = validate_feed(json.dumps(feed).encode()).findings
    assert [finding.message for finding in found] == [
        f"{where} holds U+{code:04X}: text was read in the wrong encoding"
        for where in ("title", "items[0].content_html")
    ]
    assert {finding.code for finding in found} == {"bad-characters"}
