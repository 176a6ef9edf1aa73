"""Documents that mean harm: each ends soon, in a finding."""

from __future__ import annotations

import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.validate import Severity, tree, validate_feed
from communique.validate.inputs import LIMIT

CHANNEL = b'<rss version="2.0"><channel><item><description>%s</description></item></channel></rss>'
FEED = b'<feed xmlns="http://www.w3.org/2005/Atom">%s</feed>'
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}'


def nest(depth: int) -> bytes:
    """Make entities of which each is ten of the one before."""
    entities = "".join(f'<!ENTITY e{each} "{f"&e{each - 1};" * 10}">' for each in range(1, depth))
    return f'<!DOCTYPE rss [<!ENTITY e0 "boom">{entities}]>'.encode()


HOSTILE = {
    "exponential entities": nest(10) + b'<rss version="2.0">&e9;</rss>',
    "exponential entities in an attribute": nest(10) + b'<rss version="&e9;"/>',
    "linear entities": b'<!DOCTYPE rss [<!ENTITY e "%s">]><rss>%s</rss>'
    % (b"x" * 50_000, b"&e;" * 1_000),
    "an entity that holds itself": b'<!DOCTYPE rss [<!ENTITY a "&a;">]><rss>&a;</rss>',
    "an external entity": b'<!DOCTYPE rss [<!ENTITY a SYSTEM "/etc/passwd">]><rss>&a;</rss>',
    "an external document type": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x"><rss>&a;</rss>',
    "deep nesting": b"<rss><channel>" + b"<a>" * 100_000,
    "deep nesting of an extension": b'<rss xmlns:x="urn:x:y">'
    + b"<x:a>" * 100_000
    + b"</x:a>" * 100_000
    + b"</rss>",
    "deep HTML": CHANNEL % (b"&lt;div&gt;" * 100_000),
    "deep XHTML": FEED
    % (
        b'<title type="xhtml" xmlns:x="http://www.w3.org/1999/xhtml">'
        + b"<x:div>" * 100_000
        + b"</x:div>" * 100_000
        + b"</title>"
    ),
    "unclosed quotes in HTML": CHANNEL % (b'&lt;a x="' * 1_000_000),
    "unclosed comments in HTML": CHANNEL % (b"&lt;!-- " * 1_000_000),
    "many attributes": b"<rss " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>",
    "many entries without author": FEED % (b"<entry/>" * 20_000),
    "NUL": b"<rss>\x00</rss>",
    "UTF-7 without a declaration": b"+ADw-rss+AD4-",
    "UTF-7 with a declaration": b'<?xml version="1.0" encoding="utf-7"?>+ADw-rss/+AD4-',
    "half a character of UTF-16": "<rss/>".encode("utf-16")[:-1],
    "a contradicting byte order mark": b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-16"?><rss/>',
    "UTF-16 that is none": b'<?xml version="1.0" encoding="utf-16"?><rss/>',
    "a codec of something else": b'<?xml version="1.0" encoding="rot13"?><rss version="2.0"/>',
    "spaces in a media type": CHANNEL.replace(b"%s", b"").replace(
        b"<item>", b'<item><enclosure url="https://x.org/" length="1" type="a/b%s!"/>'
    )
    % (b" " * 1_000_000),
    "spaces in a style": CHANNEL % (b'&lt;p style="a:%s:"&gt;' % (b" " * 1_000_000)),
    "a long media type": FEED % (b'<link href="a" type="a/b%s"/>' % (b";a=b" * 1_000_000)),
    "a long language": FEED % (b'<link href="a" hreflang="en%s"/>' % (b"-a" * 1_000_000)),
    "a long style": CHANNEL % (b'&lt;p style="color:%s"&gt;' % (b"a " * 1_000_000)),
    "a long host of mail": FEED % (b"<author><email>a@%s!</email></author>" % (b"a." * 1_000_000)),
    "a long host of a tag": FEED % (b'<link href="tag:%s!"/>' % (b"a." * 1_000_000)),
    "one attribute many times": CHANNEL % (b"&lt;p " + b"a=x " * 1_000_000 + b"&gt;"),
    "nothing": b"",
    "zip": b"PK\x03\x04" + bytes(100),
    "every byte": bytes(range(256)) * 10,
    "deep JSON": b"[" * 100_000,
    "JSON with a long number": b'{"version": ' + b"9" * 10_000 + b"}",
    "JSON that is a list": b"[1, 2]",
    "a page": b"<!doctype html><p>No feed",
    "JSON with its names in escapes": JSON
    % b",".join([b'{"\\u0069d": "1", "\\u0075rl": "x", "\\u0074itle": "t"}'] * 100_000),
    "JSON on one line": JSON % b",".join([b'{"id": "1", "url": 1, "title": 1}'] * 100_000),
    # found by mutation: a member that is missing has no place
    "JSON without a version": b'{"title": "t", "items": [{"id": {}}, 1, {"id": ""}]}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_is_an_error_not_a_crash(name: str) -> None:
    """Whatever is served ends in at least one error with a place."""
    report = validate_feed(HOSTILE[name])
    assert (
        report.valid,
        all(each.line > 0 and each.column > 0 and each.message for each in report.findings),
    ) == (False, True)


LONG = b"n" * 100_000
NAMED = {
    "a page": b"<html><link rel=alternate type=application/rss+xml href='%s'>",
    "an element": FEED % b"<%s/>",
    "an attribute": FEED % b"<id %s=''/>",
    "an element of HTML": CHANNEL % b"&lt;%s>",
    "a namespace": FEED % b"<title type='xhtml'><a xmlns='%s'/></title>",
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_of_the_document_is_cut_in_a_message(kind: str) -> None:
    """A message is for a person, however long the names in the document are."""
    findings = validate_feed(NAMED[kind] % LONG).findings
    assert max(len(each.message + each.element) for each in findings) < 1_000


@pytest.mark.parametrize("kind", ["a page", "an element of HTML", "a namespace"])
def test_a_name_of_the_document_cannot_speak_to_a_terminal(kind: str) -> None:
    """No control character of a document is in a message."""
    findings = validate_feed(NAMED[kind] % "a\x9b31m".encode()).findings
    assert any("�31m" in each.message for each in findings)
    assert all(each.message.isprintable() for each in findings)


def test_what_is_not_listed_is_counted() -> None:
    """Of one rule 1,000 findings are listed, and how many more there are is told."""
    links = b"<link xmlns='%d' href='http:/x'/><author>x</author>"
    links = b"".join(links.replace(b"%d", b"urn:%d" % number) for number in range(1_234))
    links += b"<link href='http:/x'/>" * 1_234
    messages = [each.message for each in validate_feed(FEED % links).findings]
    for code in ("invalid-iri", "unknown-namespace", "unexpected-text"):
        assert f"{code} is broken 234 times more than is listed" in messages


def test_more_elements_than_the_limit_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is read up to a number of elements; the error names it."""
    monkeypatch.setattr(tree, "MOST_ELEMENTS", 1_000)
    last = validate_feed(b"<rss><channel>" + b"<ttl/>" * 1_100).findings[-1]
    assert last.severity is Severity.ERROR
    assert "more than 1,000 elements" in last.message


@pytest.mark.parametrize("data", [b"", b" \r\n", b"\0" * 4096, b"\xef\xbb\xbf"])
def test_a_document_of_nothing_is_called_empty(data: bytes) -> None:
    """A full disk or a crash leaves such files."""
    assert validate_feed(data).findings[-1].message == "not well-formed XML: the document is empty"


def test_a_long_value_takes_little_memory() -> None:
    """What no name can be is not matched to its end, which takes a hundred times its size."""
    for name in (each for each in HOSTILE if each.startswith(("a long", "one attribute"))):
        tracemalloc.start()
        validate_feed(HOSTILE[name])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 20 * len(HOSTILE[name])


def test_external_entities_are_never_read() -> None:
    """What an entity refers to does not appear in any message."""
    report = validate_feed(HOSTILE["an external entity"])
    assert "root:" not in "".join(each.message for each in report.findings)


def test_limit_is_a_round_number_of_megabytes() -> None:
    """The limit that messages state is the one that holds."""
    assert LIMIT % (1024 * 1024) == 0


PIECES = st.sampled_from(
    [
        "<rss version='2.0'>", "<channel>", "<item>", "<title>", "</title>", "<link>", "</link>",
        "<description>", "</description>", "<guid isPermaLink='false'>", "</guid>", "</item>",
        "</channel>", "</rss>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<id>",
        "</id>", "<updated>", "</updated>", "<content type='html'>", "<content type='xhtml'>",
        "</content>", "</entry>", "</feed>", "&lt;", "&gt;", "&lt;p&gt;", "&lt;/b&gt;", "&amp;#x",
        "<pubDate>", "</pubDate>", "Tue, 03 Oct 2023 12:00:00 GMT", "9999-12-31T23:59:59-23:59",
        "tag:a,2023:", "http://[", "urn:", "<![CDATA[", "]]>", "<link href='#'/>", "\x80", "Ã©",
        '{"version": "https://jsonfeed.org/version/1.1",', '"items": [', '{"id": 1}', "]", "}",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=25))
def test_any_sequence_of_pieces_is_judged(pieces: list[str]) -> None:
    """No order of tags, values and noise makes the validator fail or contradict itself."""
    report = validate_feed("".join(pieces).encode("utf-8", "surrogatepass"))
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    assert report.valid is (not errors)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200), st.integers(0, 40))
def test_damaged_feed_is_judged(noise: bytes, start: int, length: int) -> None:
    """Bytes put in and taken out anywhere are no crash."""
    data = FEED % (
        b"<id>tag:example.org,2023:1</id><title type='html'>&lt;b&gt;x&lt;/b&gt;</title>"
        b"<updated>2023-10-03T12:00:00Z</updated><entry><content type='xhtml'/></entry>"
    )
    report = validate_feed(data[:start] + noise + data[start + length :])
    assert all(re.fullmatch(r"[a-z0-9-]+", each.code) for each in report.findings)
