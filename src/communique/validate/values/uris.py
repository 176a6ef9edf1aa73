"""URIs and IRIs: references, absolute ones, `tag:` and `urn:`, and their canonical form."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from communique.validate.registry import read_registry
from communique.validate.values import Fault, Faults, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
# RFC 3986 §2.2, §2.3: what may stand in a URI, besides what is not ASCII in an IRI.
FORBIDDEN = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
BRACKETS = re.compile(r"[\[\]]")
AUTHORITY = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//([^/?#]*)")
HIERARCHICAL = frozenset({"http", "https", "ftp"})
# RFC 4151 §2.1.
TAG = re.compile(
    r"tag:(?:[A-Za-z0-9._\-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?){0,127}"
    r",(\d{4})(?:-(\d\d)(?:-(\d\d))?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'(),%#]*",
    re.ASCII,
)
# RFC 8141 §2; the identifier is 2 to 32 characters long.
URN = re.compile(
    r"urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,\-.:=@;$_!*'%/?#&~]+", re.IGNORECASE
)
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RELATIVE_START = re.compile(r"[^/?#:]*(?:[/?#].*)?", re.DOTALL)
UNRESERVED = re.compile(rb"[A-Za-z0-9\-._~]")
PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}


@lru_cache(maxsize=1024)
def iri_reference(text: str) -> Faults:
    """Check an IRI reference (RFC 3987 §2.2), as Atom allows it nearly everywhere."""
    return tuple(_check_reference(text.strip(), "invalid-iri"))


def uri_attribute(text: str) -> Faults:
    """Check an attribute that is an IRI reference and has a code of its own."""
    return tuple(_check_reference(text.strip(), "invalid-uri-attribute"))


def uri_reference(text: str) -> Faults:
    """Check an Atom icon or logo: a reference in ASCII."""
    return tuple(_check_reference(text.strip(), "invalid-link", ascii_only=True))


@lru_cache(maxsize=1024)
def absolute_iri(text: str) -> Faults:
    """Check an IRI with a scheme."""
    return tuple(_check_absolute(text.strip(), ascii_only=False))


@lru_cache(maxsize=1024)
def absolute_uri(text: str) -> Faults:
    """Check a URI with a scheme, in ASCII."""
    return tuple(_check_absolute(text.strip(), ascii_only=True))


def rss_link(text: str) -> Faults:
    """Check an absolute URI as RSS knows it: of RFC 2396, so without an IPv6 address."""
    text = text.strip()
    found = BRACKETS.search(text)
    if found:
        return (Fault("invalid-uri-char", f"“{found[0]}” is not allowed in the URI {quote(text)}"),)
    return tuple(_check_absolute(text, ascii_only=True))


def web_address(text: str) -> Faults:
    """Check an attribute that is the http or https address of a file."""
    match = re.match(r"https?://([^/?#\s]+)", text.strip(), re.IGNORECASE)
    host = match[1].rpartition("@")[2] if match else ""
    if not match:
        message = f"{quote(text)} is not an http or https address"
    elif "." not in host and not host.startswith("["):
        message = f"{quote(host)} in {quote(text)} is no host that everybody can reach"
    elif re.search(r"\s", text.strip()):
        message = f"a space is not allowed in the address {quote(text)}"
    elif not text.isascii():  # RFC 2396, which knows no IRI
        message = f"{quote(text)} has characters outside ASCII; they have to be encoded"
    else:
        return tuple(_check_characters(text.strip(), ascii_only=False))
    return (Fault("invalid-url-attribute", message),)


def has_scheme(text: str) -> bool:
    """Tell whether a reference is absolute."""
    return bool(SCHEME.match(text))


def _check_characters(text: str, *, ascii_only: bool) -> Iterator[Fault]:
    found = FORBIDDEN.search(text)
    if found:
        shown = "a space" if found[0] == " " else quote(found[0])
        yield Fault("invalid-uri-char", f"{shown} is not allowed in the address {quote(text)}")
    elif ascii_only and not text.isascii():
        yield Fault(
            "uri-not-iri", f"{quote(text)} has characters outside ASCII; they have to be encoded"
        )


def _check_reference(text: str, code: str, *, ascii_only: bool = False) -> Iterator[Fault]:
    match = SCHEME.match(text)
    faults = list(_check_characters(text, ascii_only=ascii_only))
    if faults and not _has_own_grammar(match):
        yield from faults
    elif match:
        yield from _check_scheme(text, match[1].lower(), code)
    elif not RELATIVE_START.fullmatch(text):  # RFC 3986 §4.2: no colon in the first segment
        yield Fault(code, f"{quote(text)} is not a URI reference")


def _check_absolute(text: str, *, ascii_only: bool) -> Iterator[Fault]:
    match = SCHEME.match(text)
    faults = list(_check_characters(text, ascii_only=ascii_only))
    if faults and not _has_own_grammar(match):
        yield from faults
    elif match:
        yield from _check_scheme(text, match[1].lower(), "invalid-full-link")
    elif text:
        yield Fault("invalid-full-link", f"{quote(text)} is not a full address with a scheme")
    else:
        yield Fault("invalid-full-link", "it is empty; a full address is called for")


def _has_own_grammar(match: re.Match[str] | None) -> bool:
    """Tell whether a scheme is judged as a whole: one fault then says it all."""
    return match is not None and match[1].lower() in {"tag", "urn"}


def _check_scheme(text: str, scheme: str, code: str) -> Iterator[Fault]:
    """Check what the scheme of a URI asks for."""
    if scheme in HIERARCHICAL:
        authority = AUTHORITY.match(text)
        if not authority or not authority[1]:
            yield Fault(code, f"{quote(text)} has no host after {scheme}://")
    elif scheme == "tag":
        yield from check_tag(text)
    elif scheme == "urn":
        yield from check_urn(text)
    elif scheme.isalpha() and scheme not in read_registry("schemes"):
        yield Fault(
            "scheme-not-iana-registered", f"“{scheme}:” in {quote(text)} is not a registered scheme"
        )


def check_tag(text: str) -> Iterator[Fault]:
    """Check a tag URI."""
    match = TAG.fullmatch(text)
    if match:
        year, month, day = (int(part or 1) for part in match.groups())
        try:
            datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            pass
        else:
            return
    yield Fault("invalid-tag", f"{quote(text)} is not of the form tag:example.org,2026:name")


def check_urn(text: str) -> Iterator[Fault]:
    """Check a URN, and the UUID in one."""
    if text.lower().startswith("urn:uuid:"):
        if not UUID.fullmatch(text):
            yield Fault(
                "invalid-uuid",
                f"{quote(text)} is not urn:uuid: with groups of 8-4-4-4-12 hexadecimal digits",
            )
    elif not URN.fullmatch(text):
        yield Fault("invalid-urn", f"{quote(text)} is not of the form urn:name:something")


def canonical_uri(text: str) -> str:
    """
    Return the canonical form of a URI (RFC 4287 §4.2.6.1, RFC 3986 §6.2).

    What is not hierarchical has its scheme and its percent-encoding put right only.
    """
    match = SCHEME.match(text)
    if not match:
        return text
    scheme = match[1].lower()
    rest = PERCENT.sub(_normalize_percent, text[match.end() :])
    if rest.startswith("//"):
        authority, path, tail = _split_hierarchical(rest)
        user, at, host = authority.rpartition("@")
        host = host.lower()
        host = host.removesuffix(":" + DEFAULT_PORTS.get(scheme, "")).removesuffix(":")
        rest = f"//{user}{at}{host}{_remove_dots(path) or '/'}{tail}"
    return f"{scheme}:{rest}"


def _split_hierarchical(rest: str) -> tuple[str, str, str]:
    match = re.match(r"//([^/?#]*)([^?#]*)(.*)", rest, re.DOTALL)
    if match is None:
        raise AssertionError
    return match[1], match[2], match[3]


def _normalize_percent(match: re.Match[str]) -> str:
    """Write an encoded octet as it has to be: plain if unreserved, else in upper case."""
    octet = unquote_to_bytes(match[0])
    return octet.decode("ascii") if UNRESERVED.fullmatch(octet) else match[0].upper()


def _remove_dots(path: str) -> str:
    """Resolve the dot segments of a path (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
