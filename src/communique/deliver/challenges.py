"""
Recognise a page that stands in the way of a feed: a bot challenge, a consent form, a login.

A feed reader shows no page and ticks no box, so to a subscriber such a page is a feed that has
silently stopped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from communique.validate.webpage import is_page
from communique.values import Struct

if TYPE_CHECKING:
    from communique.deliver.answers import Answer

MISSING: Final = frozenset({404, 410})
"""What is not there is not behind anything, whatever the page that says so looks like."""
LOOKED_AT: Final = 200_000
"""How many bytes of a page are looked at."""


class Obstacle(Struct, frozen=True, kw_only=True):
    """Name what stands in the way, and what to do about it."""

    name: str
    hint: str


def _rule(product: str) -> str:
    return (
        f"In the settings of {product}, let requests for the addresses of the feeds pass without a "
        "challenge: a rule for their paths, above the others."
    )


HEADERS: Final = (
    ("cf-mitigated", "challenge", "a challenge of Cloudflare", _rule("Cloudflare")),
    ("x-amzn-waf-action", "", "a challenge of AWS WAF", _rule("AWS WAF")),
)
"""Header, what its value holds, name, hint."""
PAGES: Final = (
    (
        r"cdn-cgi/challenge-platform|_cf_chl_|Attention Required! \| Cloudflare",
        "a challenge of Cloudflare",
        _rule("Cloudflare"),
    ),
    (r"_Incapsula_Resource", "a challenge of Imperva", _rule("Imperva")),
    (r"ddos-guard", "a challenge of DDoS-Guard", _rule("DDoS-Guard")),
    (r"sucuri_cloudproxy|Sucuri WebSite Firewall", "a challenge of Sucuri", _rule("Sucuri")),
    (r"captcha-delivery\.com", "a challenge of DataDome", _rule("DataDome")),
    (r"px-captcha|_pxAppId", "a challenge of HUMAN", _rule("HUMAN (PerimeterX)")),
    (r"AwsWafIntegration|awswaf\.com", "a challenge of AWS WAF", _rule("AWS WAF")),
    (r"\.within\.website|anubis_challenge", "a challenge of Anubis", _rule("Anubis")),
    (
        r"g-recaptcha|h-captcha|cf-turnstile|Checking your browser|enable JavaScript and cookies",
        "a page that asks whether it has a person before it",
        _rule("whatever protects the host"),
    ),
    (
        r"consent\.(?:google|youtube|yahoo)\.|<title>[^<]*(?:cookie|consent|before you continue)",
        "a page that asks for consent",
        "Serve feeds without it: they set no cookie, and nobody can tick a box in a feed reader.",
    ),
    (
        r"<input[^>]{0,400}?type\s*=\s*[\"']?password",
        "a page to log in",
        "Serve the feed to everybody, or give subscribers an address that needs no login.",
    ),
)
"""Pattern of a page, name, hint; the first that is found counts."""


def find_obstacle(answer: Answer) -> Obstacle | None:
    """Tell what stands in the way; None for a feed and for any other page."""
    if answer.status in MISSING:
        return None
    for header, held, name, hint in HEADERS:
        if any(key == header and held in value for key, value in answer.headers):
            return Obstacle(name=name, hint=hint)
    text = answer.body[:LOOKED_AT].decode("utf-8", "replace").lstrip("\ufeff")
    if not is_page(text):
        return None
    for pattern, name, hint in PAGES:
        if re.search(pattern, text, re.IGNORECASE):
            return Obstacle(name=name, hint=hint)
    return None
