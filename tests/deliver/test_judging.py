"""What was seen of a feed to findings: tables, no network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from communique.deliver.answers import Answer, Fetched, Stop, show_address
from communique.deliver.judging import is_served, judge_fetched
from communique.deliver.rules import read_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2024, 1, 1, tzinfo=UTC)
URL = "https://example.org/atom.xml"
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    f'<link rel="self" href="{URL}"/><link rel="hub" href="https://hub.example/"/>'
    "<entry><id>urn:a</id></entry></feed>"
).encode()
IDN = ATOM.replace(URL.encode(), "https://пример.бел/ж".encode())
RSS = b'<?xml version="1.0"?><rss><channel><item><guid>a</guid></item></channel></rss>'
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a"}]}'
OPML = b'<?xml version="1.0"?><opml version="2.0"><body/></opml>'
PAGE = b"<!doctype html><html><head><title>T</title></head></html>"
HEADERS = {
    "content-type": "application/atom+xml",
    "etag": '"a"',
    "last-modified": "Tue, 03 Oct 2023 11:30:00 GMT",
}
PACKED = {"content-encoding": "gzip", "vary": "accept-encoding"}
HUB = "<https://hub.example/>; rel=hub"


def answer(
    status: int = 200,
    body: bytes = ATOM,
    url: str = URL,
    problem: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Make an answer: good headers, and those that are given; an empty one is left out."""
    merged = {name: value for name, value in (HEADERS | dict(headers or {})).items() if value}
    return Answer(url=url, status=status, headers=tuple(merged.items()), body=body, problem=problem)


def hop(status: int, url: str, to: str) -> Answer:
    """Make a redirect."""
    return Answer(url=url, status=status, headers=(("location", to),))


def judge(
    last: Answer, local: bytes | None = None, more: Mapping[str, Answer] | None = None
) -> list[str]:
    """List the codes for one answer, with good answers to everything else unless given."""
    asked = {"by_etag": answer(304, b""), "head": last, "as_reader": last, **(more or {})}
    fetched = Fetched(
        chain=(last,),
        by_etag=asked["by_etag"],
        by_date=asked.get("by_date"),
        head=asked["head"],
        as_reader=asked["as_reader"],
    )
    return [finding.code for finding in judge_fetched(fetched, now=NOW, local=local)]


def test_good_answer_has_no_finding() -> None:
    """Nothing is said where nothing is wrong."""
    assert judge(answer(), local=ATOM) == []


@pytest.mark.parametrize(
    ("body", "served", "codes"),
    [
        (ATOM, "application/atom+xml; charset=UTF-8", []),
        (ATOM, "Application/XML", ["live-type-generic"]),
        (ATOM, "text/xml", ["live-type-generic"]),
        (ATOM, "text/plain", ["live-type"]),
        (ATOM, "application/json", ["live-type"]),
        (ATOM, "application/rss+xml", ["live-type-other"]),
        (RSS, "application/rss+xml", []),
        (RSS, "application/atom+xml", ["live-type-other"]),
        (JSON, "application/feed+json", []),
        (JSON, "application/json", ["live-type-generic"]),
        (JSON, "application/xml", ["live-type"]),
        (OPML, "text/x-opml", []),
        (OPML, "text/html", ["live-type"]),
        (PAGE, "text/html", []),
        (ATOM, "", ["live-type-missing"]),
    ],
)
def test_content_type_is_that_of_the_format(body: bytes, served: str, codes: list[str]) -> None:
    """Exact, general, another format's, or wrong."""
    assert judge(answer(body=body, headers={"content-type": served})) == codes


@pytest.mark.parametrize(
    ("body", "charset", "codes"),
    [
        (ATOM, "utf8", []),
        (ATOM, '"UTF-8"', []),
        (ATOM, "windows-1251", ["live-charset"]),
        (ATOM, "no-such", ["live-charset"]),
        (ATOM.replace(b' encoding="utf-8"', b""), "windows-1251", []),
        (ATOM.replace(b"utf-8", b"windows-1251"), "cp1251", []),
        (ATOM.decode().replace("utf-8", "utf-16").encode("utf-16"), "utf-16", []),
        (ATOM.decode().replace("utf-8", "utf-16").encode("utf-16"), "utf-8", ["live-charset"]),
    ],
)
def test_charset_agrees_with_the_document(body: bytes, charset: str, codes: list[str]) -> None:
    """The names of an encoding are many, the encoding is one."""
    served = f"application/atom+xml; charset={charset}"
    assert judge(answer(body=body, headers={"content-type": served})) == codes


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        ({"etag": ""}, []),
        ({"last-modified": ""}, []),
        ({"etag": "", "last-modified": ""}, ["live-no-validator"]),
        ({"last-modified": "today"}, ["live-date"]),
        ({"last-modified": "Mon, 99 Jan 99999999999 00:00:00 GMT"}, ["live-date"]),
        ({"last-modified": "Mon, 01 Jan 2024 00:04:00 GMT"}, []),
        ({"last-modified": "Mon, 01 Jan 2024 00:06:00 GMT"}, ["live-future"]),
        ({"last-modified": "Mon, 01 Jan 2024 00:06:00 -0000"}, ["live-future"]),
        ({"cache-control": "max-age=86400, public"}, []),
        ({"cache-control": "max-age=60, s-maxage=86401"}, ["live-cached-long"]),
        ({"cache-control": "no-store, no-cache"}, ["live-no-store"]),
        ({"cache-control": "public, no-store"}, ["live-no-store"]),
        ({"cache-control": "No-Cache"}, ["live-not-shared"]),
        ({"cache-control": 'private="x"'}, ["live-not-shared"]),
        ({"vary": "Accept-Encoding, Accept"}, []),
        ({"vary": "Accept-Encoding, User-Agent"}, ["live-vary"]),
        ({"vary": "Cookie"}, ["live-vary"]),
        ({"vary": "*"}, ["live-vary"]),
        ({"content-encoding": "gzip"}, ["live-vary-missing"]),
        ({"content-encoding": "gzip", "vary": "accept-encoding"}, []),
        ({"link": HUB}, []),
        ({"link": "<https://other.example/>; rel=hub"}, ["live-link-hub"]),
        ({"link": '</atom.xml>; title="a, b"; rel=\'x\'; rel="start self"'}, []),
        ({"link": '</atom.xml>; title="a, b"; rel="start SELF"'}, []),
        ({"link": '<b>; rel="self"'}, ["live-link-self"]),
        ({"link": "<c>; rel=next, <d>"}, []),
    ],
)
def test_headers_are_judged(headers: dict[str, str], codes: list[str]) -> None:
    """Each header by itself, at its limits."""
    assert judge(answer(headers=headers)) == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"by_etag": answer()}, ["live-no-304"]),
        ({"by_etag": answer(412)}, ["live-no-304"]),
        ({"by_date": answer()}, ["live-no-304"]),
        ({"by_date": answer(304, b"x")}, ["live-304-body"]),
        ({"by_date": answer(0, problem="silence")}, ["live-unsteady"]),
        ({"head": answer(405, headers={"etag": ""})}, ["live-head"]),
        ({"head": answer(headers={"etag": '"b"'})}, ["live-head"]),
        ({"head": answer(headers={"etag": 'W/"a"'})}, []),
        ({"head": answer(headers={"content-type": "text/html"})}, ["live-head"]),
        ({"head": answer(headers={"last-modified": ""})}, ["live-head"]),
        ({"head": answer(0, problem="silence")}, ["live-unsteady"]),
        ({"as_reader": answer(0, problem="silence")}, ["live-unsteady"]),
        ({"as_reader": answer(403)}, ["live-user-agent"]),
        ({"as_reader": answer(body=b"other")}, ["live-user-agent"]),
        ({"as_reader": answer(body=PAGE + b"g-recaptcha")}, ["live-user-agent"]),
    ],
)
def test_further_requests_are_judged(more: dict[str, Answer], codes: list[str]) -> None:
    """What readers ask again and again."""
    assert judge(answer(), more=more) == codes


def test_what_two_answers_may_differ_in() -> None:
    """A page that says what is missing is no feed, and packing makes a tag weak."""
    missing = answer(404, PAGE)
    assert judge(missing, more={"as_reader": answer(404, PAGE + b"2")}) == ["live-status"]
    assert judge(answer(headers={"etag": 'W/"a"'}), more={"head": answer()}) == []


def test_nothing_is_said_of_what_was_not_asked() -> None:
    """A look that ended early is judged as far as it went."""
    assert judge_fetched(Fetched(chain=(answer(),)), now=NOW) == ()


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (answer(404, PAGE), ["live-status"]),
        (answer(302, b""), ["live-status"]),
        (answer(503, b""), ["live-status"]),
        (answer(204, b""), ["live-status"]),
        (answer(503, PAGE + b"_Incapsula_Resource"), ["live-challenge"]),
        (answer(200, PAGE + b"h-captcha", headers={"content-type": ""}), ["live-challenge"]),
        (answer(200, b" \n"), ["live-empty"]),
        (answer(200, ATOM.replace(b"entry", b"other")), ["live-no-entries"]),
        (answer(200, ATOM + b"x" * 8193), ["live-not-packed"]),
        (answer(200, ATOM + b"x" * 8193, headers=PACKED), []),
        (
            answer(200, RSS, headers={"content-type": "text/xml", "link": HUB}),
            ["live-type-generic"],
        ),
        (answer(200, ATOM, "HTTPS://EXAMPLE.org:443/atom.xml#x"), []),
        (answer(200, ATOM, "https://example.org/atom.xml?x"), ["live-self"]),
        (answer(200, ATOM, "https://example.org/%61tom.xml"), []),
        (answer(200, IDN, "https://xn--e1afmkfd.xn--90ais/%D0%B6"), []),
        (answer(200, ATOM.replace(b"https://example.org/", b"http://[")), ["live-self"]),
    ],
)
def test_what_is_served_is_judged(last: Answer, codes: list[str]) -> None:
    """Status, challenge, emptiness, size, address."""
    assert judge(last) == codes


@pytest.mark.parametrize(
    ("local", "codes"),
    [
        (ATOM, []),
        (ATOM + b"\n", ["live-differs"]),
        (ATOM.replace(b"urn:a", b"urn:b"), ["live-stale"]),
    ],
)
def test_local_copy_is_compared(local: bytes, codes: list[str]) -> None:
    """Equal, the same entries, or entries that are missing."""
    assert judge(answer(), local) == codes


@pytest.mark.parametrize(
    ("hops", "stop", "codes"),
    [
        ([hop(301, "http://example.org/", URL)], None, ["live-moved"]),
        ([hop(307, "https://example.org/", "/atom.xml")], None, ["live-moved-for-now"]),
        (
            [
                hop(301, "https://a.example/", "http://b.example/"),
                hop(302, "http://b.example/", URL),
            ],
            None,
            ["live-moved", "live-moved-for-now", "live-downgrade"],
        ),
        ([hop(308, URL, URL)], Stop.LOOP, ["live-moved", "live-redirect-loop"]),
        ([hop(308, URL, URL)] * 11, Stop.MANY, ["live-moved", "live-redirects"]),
    ],
)
def test_each_hop_is_judged(hops: list[Answer], stop: Stop | None, codes: list[str]) -> None:
    """Permanent, temporary, without encryption, in a circle, without end."""
    chain = (*hops,) if stop else (*hops, answer())
    fetched = Fetched(chain=chain, stop=stop)
    found = [finding.code for finding in judge_fetched(fetched, now=NOW)]
    assert (found, is_served(fetched)) == (codes, stop is None)


def test_redirect_shows_every_hop_without_credentials() -> None:
    """The message names both ends of each hop and the status, and no password."""
    first = hop(301, "http://example.org/", "http://user:secret@example.org/2")
    second = hop(308, "http://example.org/2", URL)
    [finding] = judge_fetched(Fetched(chain=(first, second, answer())), now=NOW)
    assert finding.message == (
        "it is redirected: http://example.org/ → http://example.org/2 (301), "
        f"then http://example.org/2 → {URL} (308)"
    )


def test_redirect_is_shown_in_letters() -> None:
    """Servers write UTF-8 into a header, whose bytes HTTP reads as Latin-1."""
    to = "https://example.org/стужка.xml"
    first = hop(302, URL, to.encode().decode("latin-1"))
    finding, *_ = judge_fetched(Fetched(chain=(first, answer(url=to))), now=NOW)
    assert finding.message == f"it is redirected: {URL} → {to} (302)"


def test_hint_of_a_challenge_names_the_product() -> None:
    """Who protects the site is who has to be told."""
    last = Answer(url=URL, status=403, headers=(("cf-mitigated", "challenge"),))
    [finding] = judge_fetched(Fetched(chain=(last,)), now=NOW)
    assert ("Cloudflare" in finding.hint, finding.message) == (
        True,
        "instead of the feed there is a challenge of Cloudflare (status 403)",
    )


def test_credentials_are_hidden() -> None:
    """User name and password go, an @ in path or query stays."""
    assert [show_address(u) for u in ("http://a:b@c/d@e", "http://c/d@e?f@g", "http://c?@")] == [
        "http://c/d@e",
        "http://c/d@e?f@g",
        "http://c?@",
    ]
    assert show_address("http://a\x9b2J/") == "http://a�2J/"


@pytest.mark.parametrize("code", read_rules())
def test_every_live_rule_is_explained(code: str) -> None:
    """Title, meaning, reason, remedy and reference are written out."""
    rule = read_rules()[code]
    assert code.startswith("live-")
    assert bool(rule.title and rule.reference)
    assert not rule.title.endswith(".")
    assert all(text.endswith(".") for text in (rule.meaning, rule.why, rule.mend))
