"""What Media RSS asks for beyond its rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.html.fragment import check_fragment
from communique.validate.namespaces import MEDIA, name_element
from communique.validate.values import quote
from communique.validate.values.names import countries
from communique.validate.values.text import find_html
from communique.validate.values.uris import absolute_uri

if TYPE_CHECKING:
    from communique.validate.document import Element
    from communique.validate.reporter import Reporter


def _split(text: str) -> frozenset[str]:
    """Split a list of roles, most of which have spaces in them."""
    return frozenset(text.split("|"))


HASHES = {"md5": re.compile(r"[0-9a-fA-F]{32}"), "sha-1": re.compile(r"[0-9a-fA-F]{40}")}
CREDIT_SCHEMES = frozenset({"urn:ebu", "urn:yvs"})
ICRA = r"(?:[nsvlocx]z [01]|(?:n[a-c]|s[a-f]|v[a-j]|l[a-c]|o[a-h]|c[ab]|x[a-e]) 1)"
LONGEST = 1000
"""No rating is longer, and a much longer one would take much memory to match."""
SIMPLE = re.compile(r"adult|nonadult")
RATINGS = {
    "": SIMPLE,
    "urn:simple": SIMPLE,
    "urn:mpaa": re.compile(r"g|m|nc-17|pg|pg-13|r|x"),
    # Of the United States, and of Canada.
    "urn:v-chip": re.compile(r"tv-(?:14|g|ma|pg|y|y7|y7-fv)|14\+|18\+|c8?|g|pg"),
    "urn:icra": re.compile(rf"r \({ICRA}(?: {ICRA})*\)"),
}
# The roles of the European Broadcasting Union that Media RSS names.
ROLES = _split(
    "actor|adaptor|anchor person|animal trainer|animator|announcer|armourer|art director|"
    "artist/performer|assistant camera|assistant chief lighting technician|assistant director|"
    "assistant producer|assistant visual editor|author|broadcast assistant|broadcast journalist|"
    "camera operator|carpenter|casting|causeur|chief lighting technician|choir|choreographer|"
    "clapper loader|commentary or commentator|commissioning broadcaster|composer|"
    "computer programmer|conductor|consultant|continuity checker|correspondent|costume designer|"
    "dancer|dialogue coach|director|director of photography|distribution company|draughtsman|"
    "dresser|dubber|editor/producer|editor|editor-in-chief|editor-of-the-day|ensemble|"
    "executive producer|expert|fight director|floor manager|focus puller|foley artist|foley editor|"
    "foley mixer|graphic assistant|graphic designer|greensman|grip|hairdresser|illustrator|"
    "interviewed guest|interviewer|key character|key grip|key talents|leadman|librettist|"
    "lighting director|lighting technician|location manager|lyricist|make up artist|manufacturer|"
    "matte artist|music arranger|music group|musician|news reader|orchestra|participant|"
    "photographer|post|producer|production assistant|production company|production department|"
    "production manager|production secretary|programme production researcher|property manager|"
    "publishing company|puppeteer|pyrotechnician|reporter|rigger|runner|scenario|scenic operative|"
    "script supervisor|second assistant camera|second assistant director|second unit director|"
    "set designer|set dresser|sign language|singer|sound designer|sound mixer|sound recordist|"
    "special effects|stunts|subtitles|technical director|term|translation|transportation manager|"
    "treatment|treatment proposal|programme proposal|treatment/programme proposal|vision mixer|"
    "visual editor|visual effects|vocalist|wardrobe|witness|artist|band|performer|lyricist|editor"
)


def check_media_text(reporter: Reporter, element: Element) -> None:
    """Judge a title, description or text, which is plain or HTML."""
    declared = element.get("type") or "plain"
    if declared not in {"plain", "html"}:
        message = f"the type {quote(declared)} is not plain or html"
        reporter.report_attribute(element, "type", "invalid-media-text-type", message)
    elif declared == "html":
        for fault in check_fragment(element.text):
            reporter.report_text(element, fault.offset, fault.code, fault.message)
    elif found := find_html(element.text):
        message = f"<{name_element(element.key)}> is plain text, but holds {quote(found)}"
        reporter.report_text(element, element.text.find(found), "contains-undeclared-html", message)


def check_hash(reporter: Reporter, element: Element) -> None:
    """Judge a hash by its algorithm; md5 where none is stated."""
    algorithm = element.get("algo") or "md5"
    if algorithm not in HASHES:
        message = f"the algorithm {quote(algorithm)} is not md5 or sha-1"
    elif not HASHES[algorithm].fullmatch(element.text.strip()):
        message = f"{quote(element.text.strip())} is not a hash made by {algorithm}"
    else:
        return
    reporter.report(element, "invalid-media-hash", message)


def check_rating(reporter: Reporter, element: Element) -> None:
    """Judge a rating by its scheme, if it is one of the four that are defined."""
    scheme = element.get("scheme") or ""
    known = RATINGS.get(scheme)
    if known is None:
        reporter.report_faults(element, absolute_uri(scheme))
    elif not known.fullmatch(element.text.strip()[:LONGEST]):
        message = f"{quote(element.text.strip())} is no rating of {scheme or 'urn:simple'}"
        reporter.report(element, "invalid-media-rating", message)


def check_restriction(reporter: Reporter, element: Element) -> None:
    """Judge the countries or addresses of a restriction."""
    text = element.text.strip()
    kind = element.get("type")
    if kind == "country":
        reporter.report_faults(element, countries(text))
    elif kind == "uri":
        for address in text.split():
            reporter.report_faults(element, absolute_uri(address))
    elif not kind and text not in {"", "all", "none"}:
        message = f"without a type it says all or none, not {quote(text)}"
        reporter.report(element, "invalid-media-restriction", message)


def check_credit(reporter: Reporter, element: Element) -> None:
    """Judge the role of a credit."""
    role = element.get("role")
    scheme = element.get("scheme") or "urn:ebu"
    if scheme not in CREDIT_SCHEMES:
        reporter.report_faults(element, absolute_uri(scheme))
    if not role:
        return
    if role != role.lower():
        message = f"the role {quote(role)} is not in lower case"
    elif scheme == "urn:ebu" and role not in ROLES:
        message = f"the role {quote(role)} is none of the scheme urn:ebu"
    else:
        return
    reporter.report_attribute(element, "role", "invalid-credit-role", message)


def check_group(reporter: Reporter, element: Element) -> None:
    """Judge whether a group offers a choice."""
    if len(element.find_all(f"{MEDIA} content")) < 2:
        message = "<media:group> offers fewer than two <media:content>"
        reporter.report(element, "media-group-without-alternatives", message)


def deprecate_adult(reporter: Reporter, element: Element) -> None:
    """Report an element that was replaced."""
    reporter.report(
        element, "deprecated-media-adult", "<media:adult> was replaced by <media:rating>"
    )
