"""Pages that stand in the way of a feed."""

from __future__ import annotations

import time

import pytest

from communique.deliver.answers import Answer
from communique.deliver.challenges import PAGES, find_obstacle

MARKS = {
    "a challenge of Cloudflare": '<script src="/cdn-cgi/challenge-platform/h/g/orchestrate">',
    "a challenge of Imperva": '<iframe src="/_Incapsula_Resource?x">',
    "a challenge of DDoS-Guard": '<script src="/.well-known/ddos-guard/js-challenge">',
    "a challenge of Sucuri": "<script>sucuri_cloudproxy_js=''</script>",
    "a challenge of DataDome": '<script src="https://ct.captcha-delivery.com/c.js">',
    "a challenge of HUMAN": '<div id="px-captcha">',
    "a challenge of AWS WAF": "<script>AwsWafIntegration.checkForceRefresh()</script>",
    "a challenge of Anubis": '<script id="anubis_challenge">',
    "a page that asks whether it has a person before it": '<div class="h-captcha">',
    "a page that asks for consent": "<title>Before you continue</title>",
    "a page to log in": "<input name=p type='password'>",
}


def make_page(inside: str, status: int = 200, **headers: str) -> Answer:
    """Make an answer with a page."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    body = f"<!DOCTYPE html><html><body>{inside}</body></html>".encode()
    return Answer(url="https://example.org/", status=status, headers=pairs, body=body)


@pytest.mark.parametrize("name", MARKS)
def test_page_in_the_way_is_recognised(name: str) -> None:
    """Each kind by what is in its page."""
    obstacle = find_obstacle(make_page(MARKS[name]))
    assert obstacle is not None
    assert (obstacle.name, bool(obstacle.hint)) == (name, True)


def test_every_kind_of_page_has_a_test() -> None:
    """No row of the table is without an example."""
    assert {name for _, name, _ in PAGES} == set(MARKS)


@pytest.mark.parametrize(
    ("header", "value", "name"),
    [
        ("cf_mitigated", "challenge", "a challenge of Cloudflare"),
        ("x_amzn_waf_action", "captcha", "a challenge of AWS WAF"),
    ],
)
def test_header_gives_a_challenge_away(header: str, value: str, name: str) -> None:
    """Some say so before the page."""
    obstacle = find_obstacle(make_page("", 403, **{header: value}))
    assert obstacle is not None
    assert obstacle.name == name


def test_other_pages_and_feeds_are_none() -> None:
    """A page without such marks is a page; a feed that tells of captchas is a feed."""
    feed = Answer(
        url="", status=200, body=b"<rss><channel><title>h-captcha</title></channel></rss>"
    )
    assert [find_obstacle(make_page("<p>Not found")), find_obstacle(feed)] == [None, None]


def test_page_that_says_not_found_is_none() -> None:
    """What is not there is not behind a login, though its page may offer one."""
    assert find_obstacle(make_page(MARKS["a page to log in"], 404)) is None


@pytest.mark.parametrize("piece", ["<!---->", "<input ", "<title>", "<?xml ", " "])
def test_hostile_page_is_read_in_time(piece: str) -> None:
    """No page takes longer than its length deserves."""
    start = time.perf_counter()
    for body in (piece * 30_000, f"<html>{piece * 30_000}"):
        find_obstacle(Answer(url="", status=200, body=body.encode()))
    assert time.perf_counter() - start < 5
