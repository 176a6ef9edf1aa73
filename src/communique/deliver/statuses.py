"""Judge the way to a feed: redirects and the status at their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.deliver.answers import REDIRECTS, Answer, Fetched, Stop, show_address
from communique.deliver.headers import join_address
from communique.deliver.rules import make_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.validate import Finding

TOLD: Final = {
    401: "asks for a password",
    403: "refuses",
    404: "has no such document",
    410: "says that it is gone for good",
    429: "says that it is asked too often",
}
PERMANENT: Final = frozenset({301, 308})


def describe_status(answer: Answer) -> str:
    """Say what a status other than 200 means, for a person; no final full stop."""
    if answer.status in REDIRECTS:
        return f"status {answer.status}, a redirect that does not say where to"
    kind = "has a fault of its own" if answer.status >= 500 else "serves no feed"
    return f"status {answer.status}: the server {TOLD.get(answer.status, kind)}"


def check_redirects(fetched: Fetched) -> Iterator[Finding]:
    """Judge each hop by itself (RFC 9110 §15.4)."""
    hops = fetched.chain if fetched.stop else fetched.chain[:-1]
    steps = [(h, show_address(join_address(h.url, h.location))) for h in hops]
    for code, permanent in (("live-moved", True), ("live-moved-for-now", False)):
        of_kind = [(hop, to) for hop, to in steps if (hop.status in PERMANENT) is permanent]
        if of_kind:
            shown = ", then ".join(f"{hop.url} → {to} ({hop.status})" for hop, to in of_kind)
            yield make_finding(code, f"it is redirected: {shown}")
    for hop, to in steps:
        if hop.url.startswith("https:") and to.lower().startswith("http:"):
            yield make_finding("live-downgrade", f"{hop.url} leads to {to}, without encryption")
            break
    if fetched.stop is Stop.LOOP:
        yield make_finding("live-redirect-loop", f"{steps[-1][0].url} leads back to {steps[-1][1]}")
    elif fetched.stop is Stop.MANY:
        yield make_finding("live-redirects", f"after {len(hops)} redirects there is no feed yet")
