"""Which feeds a web page has, for somebody who gave its address."""

from __future__ import annotations

import pytest

from communique.validate import validate_feed
from communique.validate.webpage import quote_address

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
    assert found.hint == f"Judge one of its feeds: communique validate {quote_address(feeds)}"
    (found,) = validate_feed(page).findings
    assert found.hint == "Judge one of its feeds instead."


@pytest.mark.parametrize(
    ("address", "quoted"),
    [
        ("https://a.example/atom.xml", "https://a.example/atom.xml"),
        ("https://a.example/a%20b/~c+d", "https://a.example/a%20b/~c+d"),
        ("https://a.example/?a=1&b=2", '"https://a.example/?a=1&b=2"'),
        (
            'https://a.example/$(calc)`calc`"&calc&"!calc\\ \n',
            '"https://a.example/%24(calc)%60calc%60%22&calc&%22%21calc%5C%20%0A"',
        ),
    ],
)
def test_an_address_of_somebody_else_does_nothing(address: str, quoted: str) -> None:
    """Whoever pastes it asks for it, and runs no other command, in whatever shell."""
    assert quote_address(address) == quoted


def test_a_page_without_a_feed_that_can_be_fetched_names_none() -> None:
    """A link to a script, or to nothing, leads nobody on."""
    page = f"<html>{LINK.format('javascript:x')}{LINK.format('')}</html>".encode()
    (found,) = validate_feed(page, address="https://a.example/").findings
    assert found.message == "this is a web page, not a feed; it names no feed"
