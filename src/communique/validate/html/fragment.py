"""Judge a piece of HTML: every fault with its code and its place in the text."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from communique.validate.html.css import find_danger
from communique.validate.html.nesting import Nesting
from communique.validate.html.plain import read_plain
from communique.validate.html.tokens import read_tokens
from communique.validate.values import quote
from communique.validate.values.uris import has_scheme
from communique.validate.vocabulary import DOCUMENT, HTML_ELEMENTS, SAFE_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.validate.html.tokens import Token

DOCTYPE = re.compile(r"\A\s*+<!doctype\s[^>]*+>", re.IGNORECASE)


class HtmlFault(NamedTuple):
    """A broken rule in a text: its code, what was found, and the offset where."""

    code: str
    message: str
    offset: int


@lru_cache(maxsize=256)  # the same text stands in several feeds of a site
def check_fragment(
    text: str, *, document: bool = False, absolute: bool = False
) -> tuple[HtmlFault, ...]:
    """
    Judge HTML as it stands in a feed.

    The first syntax fault is reported, its consequences are not; every unsafe element and
    attribute is.

    Args:
        text: The HTML, unescaped.
        document: It is a whole document, not a fragment.
        absolute: Links and images have to be absolute, as in RSS, which knows no base address.
    """
    if "<" not in text and "&" not in text:
        return ()
    if _is_plainly_good(text, document=document, absolute=absolute):
        return ()
    return tuple(read_faults(text, document=document, absolute=absolute))


def _is_plainly_good(text: str, *, document: bool, absolute: bool) -> bool:
    """Tell whether a text is beyond doubt, as nearly all are; then `read_faults` finds nothing."""
    tokens = read_plain(text)
    return tokens is not None and not any(
        fault
        for token in tokens
        for fault in _check_start(token, document=document, absolute=absolute)
    )


def read_faults(text: str, *, document: bool, absolute: bool) -> Iterator[HtmlFault]:
    """Yield every fault of a text, read token by token."""
    nesting = Nesting(document=document)
    problem = ""
    if document:
        text = DOCTYPE.sub(lambda found: " " * len(found[0]), text)
    for token in read_tokens(text):
        if token.kind == "start":
            yield from _check_start(token, document=document, absolute=absolute)
        elif text.startswith("<?import", token.offset):
            yield HtmlFault("security-risk", "<?import> is not shown by readers", token.offset)
        if not problem:
            problem = nesting.follow(token)
            if problem:
                yield HtmlFault("not-html", problem, token.offset)
    unfinished = nesting.finish()
    if unfinished and not problem:
        yield HtmlFault("not-html", unfinished, len(text))


def check_attributes(attributes: Iterable[tuple[str, str]], name: str) -> Iterator[tuple[str, str]]:
    """Yield the code and the message of each unsafe attribute of the HTML element *name*."""
    for attribute, value in attributes:
        if attribute.startswith("on"):
            yield "security-risk-attr", f"<{name} {attribute}=…> runs a script; readers remove it"
        elif attribute == "style":
            danger = find_danger(value)
            if danger:
                yield "dangerous-style-attr", f"<{name} style=…>: {quote(danger)} is not harmless"


def _check_start(token: Token, *, document: bool, absolute: bool) -> Iterator[HtmlFault]:
    """Judge a start tag: what it is, its attributes, where it links to."""
    if not (document and token.name in DOCUMENT):
        yield from _check_tag(token)
    if absolute and token.attributes:
        yield from _check_absolute(token)


def _check_tag(token: Token) -> Iterator[HtmlFault]:
    """Judge one start tag by itself."""
    name = token.name
    if name not in SAFE_ELEMENTS:
        if name in HTML_ELEMENTS:
            yield HtmlFault("security-risk", f"<{name}> is removed by readers", token.offset)
        elif name != "image":
            yield HtmlFault("not-html", f"<{name}> is no element of HTML", token.offset)
    if token.attributes:
        for code, message in check_attributes(token.attributes, name):
            yield HtmlFault(code, message, token.offset)


def _check_absolute(token: Token) -> Iterator[HtmlFault]:
    """Find links and images without a scheme, which point nowhere in a feed without a base."""
    name, value = token.attributes[0]
    if token.name == "img":
        name, value = "src", dict(token.attributes).get("src", "http:")
    address = unescape(value).strip()
    if (token.name, name) in {("a", "href"), ("img", "src")} and not has_scheme(address):
        yield HtmlFault(
            "contains-rel-ref", f"<{token.name} {name}={quote(value)}> is relative", token.offset
        )
