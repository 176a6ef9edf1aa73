"""Read the headers of an answer, as their standards say."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

from communique.deliver.addresses import PORTS

if TYPE_CHECKING:
    from communique.deliver.answers import Answer

LINK: Final = re.compile(r"<(?P<address>[^<>]*)>(?P<parameters>(?:\"[^\"]*\"|[^,\"])*)")
REL: Final = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)
CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
AGE: Final = re.compile(r"(?:s-maxage|max-age)\s*=\s*\"?(\d+)")


def list_links(answer: Answer, rel: str) -> list[str]:
    """List the addresses of a relation in Link headers (RFC 8288 §3), absolute, in order."""
    found = []
    for match in LINK.finditer(answer.get("link")):
        named = REL.search(match["parameters"])
        if named and rel in (named[1] or named[2] or "").lower().split():
            found.append(join_address(answer.url, match["address"].strip()))
    return found


def join_address(base: str, reference: str) -> str:
    """Make a reference absolute (RFC 3986 §5.2); one that is no address stays as it is."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def read_charset(answer: Answer) -> str:
    """Return the charset of the Content-Type (RFC 9110 §8.3.2); empty where there is none."""
    match = CHARSET.search(answer.get("content-type"))
    return match[1] if match else ""


def list_ages(control: str) -> list[int]:
    """List the seconds of every max-age and s-maxage of a Cache-Control in lower case."""
    return [int(age[:18]) for age in AGE.findall(control)]


def normalize_address(url: str) -> tuple[str, str, int | None, str, str]:
    """RFC 3986 §6.2: case of scheme and host, default port, empty path, one way of escaping."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS.get(parts.scheme)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # a UnicodeError is one
        return ("", url, None, "", "")
    return (parts.scheme, host, port, unquote(parts.path) or "/", unquote(parts.query))


def name_codec(name: str) -> str:
    """Return one name for all names of an encoding; its own where it is not known."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name.lower()


def parse_http_date(text: str) -> datetime | None:
    """Parse a date of HTTP (RFC 9110 §5.6.7)."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
