"""Addresses that other programs wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable


def join_address(base: str, reference: str) -> str:
    """Make a reference absolute (RFC 3986 §5.2); empty where that leads nowhere on the web."""
    try:
        whole = urljoin(base, reference) if reference else ""
        parts = urlsplit(whole)
    except ValueError:
        return ""
    return whole if parts.scheme in {"http", "https"} and parts.netloc else ""


def join_addresses(base: str, references: Iterable[str]) -> tuple[str, ...]:
    """Make references absolute, each once, in order; what leads nowhere is left out."""
    return tuple(filter(None, dict.fromkeys(join_address(base, each) for each in references)))


def name_page(address: str) -> str:
    """Give one name for all the ways in which the address of a page is written."""
    parts = urlsplit(address)
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}"
