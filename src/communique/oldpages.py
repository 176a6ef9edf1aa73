"""Where the page of an imported entry stood, as a place in the site that can lead to it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from communique.errors import FieldError
from communique.names import find_barred

_PAGE = (".html", ".htm")
# What no file system takes, or what would lead out of the site.
_IMPOSSIBLE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]|(?:^|/)\.{1,2}(?:/|$)|//|[. ](?:/|$)|\ufffd')
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}", re.ASCII)
_LONGEST_NAME = 200
"""In bytes of UTF-8; some file systems take 255."""


def find_old_page(address: str, base_url: str) -> str:
    """
    Find the place of a former page in the site.

    Args:
        address: Where the page stood; anything else than an address is nowhere.
        base_url: Of the site.

    Returns:
        A folder, which ends with a slash, or a file; empty where the address is none of this site.

    Raises:
        FieldError: It is one of this site, but no file can answer there.
    """
    try:
        old, base = urlsplit(address), urlsplit(base_url)
        hosts = [_strip(parts.hostname or "") for parts in (old, base)]
    except ValueError:
        return ""
    root = unquote(base.path)
    path = unquote(old.path) or "/"
    if old.scheme not in {"http", "https"} or hosts[0] != hosts[1] or not path.startswith(root):
        return ""
    path = path.removeprefix(root)
    if old.query:
        raise FieldError(f"no file can answer at ?{old.query}")
    if not path or path in {"index.html", "index.htm"}:
        return ""
    names = path.split("/")
    long = any(len(name.encode()) > _LONGEST_NAME for name in names)
    if long or _IMPOSSIBLE.search(path) or find_barred(path):
        raise FieldError(f"no file can be called {path}")
    if path.endswith("/index.html"):
        return path.removesuffix("index.html")
    if path.endswith(("/", *_PAGE)):
        return path
    if suffix := _SUFFIX.search(names[-1], max(names[-1].rfind("."), 0)):
        raise FieldError(f"no page is served at an address that ends with {suffix[0]}")
    return f"{path}/"


def _strip(host: str) -> str:
    """Leave out what says nothing about whose host it is."""
    return host.lower().removeprefix("www.")
