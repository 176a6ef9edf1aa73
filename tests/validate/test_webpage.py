"""Which feeds a web page has, for somebody who gave its address."""

from __future__ import annotations

import pytest

from communique.shells import quote
from communique.validate import validate_feed

LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


@pytest.mark.parametrize(
    ("head", "feeds"),
    [
        (LINK.format("feed.xml"), "https://a.example/news/feed.xml"),
        (LINK.format(" /f?a=1&amp;b=2 "), "https://a.example/f?a=1&b=2"),
        ('<base href="/x/"><base href="/y/">' + LINK.format("f"), "https://a.example/x/f"),
        (LINK.format("//b.example/f") + LINK.format("http://["), "https://b.example/f"),
        (LINK.format("f") + '<base href="https://c.example/">', "https://c.example/f"),
    ],
)
def test_feeds_of_a_page_are_named_with_the_command_that_judges_them(head: str, feeds: str) -> None:
    """Where its address is known, theirs are whole, and can be typed."""
    page = f"<!doctype html><html><head>{head}</head></html>".encode()
    (found,) = validate_feed(page, address="https://a.example/news/").findings
    assert found.message == f"this is a web page, not a feed; its feeds are: {feeds}"
    assert found.hint == f"Judge one of its feeds: communique validate {quote(feeds)}"
    (found,) = validate_feed(page).findings
    assert found.hint == "Judge one of its feeds instead."


def test_a_page_without_a_feed_that_can_be_fetched_names_none() -> None:
    """A link to a script, or to nothing, leads nobody on."""
    page = f"<html>{LINK.format('javascript:x')}{LINK.format('')}</html>".encode()
    (found,) = validate_feed(page, address="https://a.example/").findings
    assert found.message == "this is a web page, not a feed; it names no feed"
