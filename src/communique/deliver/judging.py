"""
Judge how a feed is served: what was seen of it to findings.

Pure: the clock and the copy to compare with are arguments.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from communique.deliver.answers import show_text
from communique.deliver.challenges import find_obstacle
from communique.deliver.documents import Facts, read_facts
from communique.deliver.headers import (
    join_address,
    list_ages,
    list_links,
    name_codec,
    normalize_address,
    parse_http_date,
    read_charset,
)
from communique.deliver.rules import make_finding
from communique.deliver.statuses import check_redirects, describe_status
from communique.validate.values import quote
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from communique.deliver.answers import Answer, Fetched
    from communique.validate import Finding

TYPES: Final = {
    "Atom": "application/atom+xml",
    "RSS": "application/rss+xml",
    "JSON Feed": "application/feed+json",
    "OPML": "text/x-opml",
}
GENERIC: Final = frozenset({"application/xml", "text/xml"})
GENERIC_JSON: Final = frozenset({"application/json"})
WORTH_PACKING: Final = 8 * 1024
"""Bytes from which a document gains by gzip."""
DAY: Final = 86_400
LEEWAY: Final = timedelta(minutes=5)


class _Case(Struct, frozen=True, kw_only=True):
    """Hold what there is to judge."""

    fetched: Fetched
    facts: Facts
    now: datetime
    local: bytes | None

    @property
    def last(self) -> Answer:
        return self.fetched.last


def judge_fetched(
    fetched: Fetched, *, now: datetime, local: bytes | None = None
) -> tuple[Finding, ...]:
    """
    Judge how a feed is served; what is in it is left to the validator.

    Args:
        fetched: What was seen.
        now: The clock, aware.
        local: The copy that should be served; None where there is none.

    Returns:
        Findings of the document as a whole, in the order in which a reader meets them.
    """
    last = fetched.last
    found = list(check_redirects(fetched))
    if fetched.stop:
        return tuple(found)
    obstacle = find_obstacle(last)
    if obstacle:
        message = f"instead of the feed there is {obstacle.name} (status {last.status})"
        found.append(make_finding("live-challenge", message, obstacle.hint))
    elif last.status != 200:
        found.append(make_finding("live-status", describe_status(last)))
    facts = read_facts(last.body, read_charset(last))
    case = _Case(fetched=fetched, facts=facts, now=now, local=local)
    found += _check_agent(case)
    if not is_served(fetched):
        return tuple(found)
    for check in CHECKS:
        found += check(case)
    return tuple(found)


def is_served(fetched: Fetched) -> bool:
    """Tell whether the last answer is what the validator should judge."""
    return fetched.last.status == 200 and not find_obstacle(fetched.last)


def _check_agent(case: _Case) -> Iterator[Finding]:
    other, last = case.fetched.as_reader, case.last
    if other is None:
        return
    if not other.status:
        yield make_finding("live-unsteady", f"asked as a well-known reader: {other.problem}")
    elif other.status != last.status:
        message = f"a well-known reader gets status {other.status}, communique {last.status}"
        yield make_finding("live-user-agent", message)
    elif last.status == 200 and other.body != last.body:
        what = find_obstacle(other)
        got = what.name if what else "other bytes than communique"
        yield make_finding("live-user-agent", f"a well-known reader gets {got}")


def _check_empty(case: _Case) -> Iterator[Finding]:
    if not case.last.body.strip():
        yield make_finding("live-empty", "the answer has no body")
    elif case.facts.kind and case.facts.kind != "OPML" and not case.facts.ids:
        yield make_finding("live-no-entries", "the feed has no entry")


def _check_self(case: _Case) -> Iterator[Finding]:
    """RFC 4287 §4.2.7.2: rel=self is the address that the feed is to be subscribed to at."""
    url = case.last.url
    selves = [normalize_address(join_address(url, each)) for each in case.facts.selves]
    if selves and normalize_address(url) not in selves:
        message = f"it is served at {url}, its rel=self is {quote(case.facts.selves[0], 200)}"
        yield make_finding("live-self", message)


def _check_type(case: _Case) -> Iterator[Finding]:
    kind, served = case.facts.kind, case.last.media_type
    if not served:
        yield make_finding("live-type-missing", "there is no Content-Type")
        return
    if not kind:
        return
    best, generic = TYPES[kind], GENERIC_JSON if kind == "JSON Feed" else GENERIC
    if served in generic:
        yield make_finding("live-type-generic", f"the type is {served}; {best} is the exact one")
    elif served in TYPES.values() and served != best:
        yield make_finding("live-type-other", f"the type is {served}, but this is {kind}: {best}")
    elif served != best:
        yield make_finding("live-type", f"the type is {quote(served)}; {kind} is {best}")


def _check_charset(case: _Case) -> Iterator[Finding]:
    """RFC 7303 §3: a charset parameter overrules the XML declaration; RFC 8259 §8.1."""
    charset, encoding = read_charset(case.last), case.facts.encoding
    if charset and encoding and case.facts.kind and name_codec(charset) != name_codec(encoding):
        message = f"the header says charset={show_text(charset)}, the document is {encoding}"
        yield make_finding("live-charset", message)


def _check_validators(case: _Case) -> Iterator[Finding]:
    """RFC 9110 §8.8, §13.1, §15.4.5: ETag and Last-Modified, and what asking with them gives."""
    last = case.last
    if not last.get("etag") and not last.get("last-modified"):
        yield make_finding("live-no-validator", "there is neither ETag nor Last-Modified")
    for name, answer in (
        ("If-None-Match", case.fetched.by_etag),
        ("If-Modified-Since", case.fetched.by_date),
    ):
        if answer is None:
            continue
        if not answer.status:
            yield make_finding("live-unsteady", f"asked with {name}: {answer.problem}")
        elif answer.status != 304:
            message = f"asked with {name} it answers {answer.status} instead of 304"
            yield make_finding("live-no-304", message)
        elif answer.body:
            yield make_finding("live-304-body", f"its 304 to {name} is followed by a body")
    date = last.get("last-modified")
    if date:
        moment = parse_http_date(date)
        if moment is None:
            yield make_finding("live-date", f"Last-Modified is no date of HTTP: {quote(date)}")
        elif moment > case.now + LEEWAY:
            yield make_finding("live-future", f"Last-Modified is in the future: {quote(date)}")


def _check_packing(case: _Case) -> Iterator[Finding]:
    size = len(case.last.body)
    if size > WORTH_PACKING and not case.last.get("content-encoding"):
        message = f"{size / 1024:,.0f} KB are sent as they are, though gzip was asked for"
        yield make_finding("live-not-packed", message)


def _check_caching(case: _Case) -> Iterator[Finding]:
    """RFC 9111 §5.2.2."""
    control = case.last.get("cache-control").lower()
    words = {word.partition("=")[0].strip() for word in control.split(",")}
    if "no-store" in words:
        yield make_finding("live-no-store", f"Cache-Control is {quote(control)}")
    elif words & {"no-cache", "private"}:
        yield make_finding("live-not-shared", f"Cache-Control is {quote(control)}")
    longest = max(list_ages(control), default=0)
    if longest > DAY:
        days = longest / DAY
        message = f"Cache-Control lets copies be used for {days:,.3g} days: {quote(control)}"
        yield make_finding("live-cached-long", message)


def _check_vary(case: _Case) -> Iterator[Finding]:
    """RFC 9110 §12.5.5."""
    varies = {word.strip().lower() for word in case.last.get("vary").split(",")}
    odd = sorted(varies & {"*", "cookie", "user-agent"})
    if odd:
        yield make_finding("live-vary", f"Vary names {', '.join(odd)}")
    elif case.last.get("content-encoding") and "accept-encoding" not in varies:
        yield make_finding("live-vary-missing", "it is sent as gzip without Vary: Accept-Encoding")


def _check_links(case: _Case) -> Iterator[Finding]:
    """WebSub §4: a subscriber looks for hub and topic URL in the headers first."""
    for rel, code, inside in (
        ("self", "live-link-self", case.facts.selves),
        ("hub", "live-link-hub", case.facts.hubs),
    ):
        outside = list_links(case.last, rel)
        if outside and inside and set(outside) != set(inside):
            message = (
                f"the header says rel={rel} {quote(', '.join(outside), 200)}, "
                f"the document {quote(', '.join(inside), 200)}"
            )
            yield make_finding(code, message)


def _check_head(case: _Case) -> Iterator[Finding]:
    """RFC 9110 §9.3.2: the headers that GET would send."""
    head, last = case.fetched.head, case.last
    if head is None:
        return
    if not head.status:
        yield make_finding("live-unsteady", f"asked with HEAD: {head.problem}")
        return
    if head.status != last.status:
        yield make_finding("live-head", f"GET gives status {last.status}, HEAD {head.status}")
        return
    # RFC 9110 §8.8.3.2: readers compare entity tags weakly, and packing makes one weak.
    names = ("content-type", "etag", "last-modified")
    pairs = [(name, head.get(name), last.get(name)) for name in names]
    differing = [n for n, a, b in pairs if a.removeprefix("W/") != b.removeprefix("W/")]
    if differing:
        yield make_finding("live-head", f"GET and HEAD differ in {', '.join(differing)}")


def _check_local(case: _Case) -> Iterator[Finding]:
    """Compare with the copy that should be served."""
    if case.local is None or case.local == case.last.body:
        return
    served = set(case.facts.ids)
    missing = [each for each in read_facts(case.local).ids if each not in served]
    if missing:
        number = f"{len(missing)} entr{'y' if len(missing) == 1 else 'ies'}"
        message = f"{number} of the local copy are not served, first {quote(missing[0], 100)}"
        yield make_finding("live-stale", message)
    else:
        yield make_finding("live-differs", "the same entries are served in other bytes")


CHECKS: Final = (
    _check_empty,
    _check_self,
    _check_type,
    _check_charset,
    _check_validators,
    _check_packing,
    _check_caching,
    _check_vary,
    _check_links,
    _check_head,
    _check_local,
)
