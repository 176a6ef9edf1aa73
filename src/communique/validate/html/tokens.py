"""Cut HTML into tags and text, in one pass and in linear time, with every syntax fault."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

from communique.validate.vocabulary import RAW_TEXT

# Possessive repeats and atomic groups: whatever fails, fails without a second try. Before 3.11.5
# Python reads possessive repeats of groups wrongly; of one character they are sound. Each
# repeat of a group takes memory: a tag of more than 10,000 attributes counts as not closed.
TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)(?P<rest>(?>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["']))){0,20000}))>"""
)
ATTRIBUTE = re.compile(
    r"""(?P<gap>[\s/]*+)(?P<name>=?[^\s/>=]*+)(?>(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?)"""
)
REFERENCE = re.compile(
    r"&(?:#(?P<number>[xX][0-9a-fA-F]*|[0-9]*)|(?P<name>[A-Za-z][A-Za-z0-9]*))(?P<end>;?)"
)
TAG_START = re.compile(r"</?[A-Za-z]")
COMMENT = re.compile(r"<!--(?P<text>.*?)(?:-->|--!>)", re.DOTALL)


class Token(NamedTuple):
    """
    A start tag, an end tag or a fault.

    Args:
        kind: ``start``, ``end`` or ``fault``.
        name: The name of the tag in lower case; of a fault, what is wrong.
        attributes: Names in lower case with their values, in order; the first of equal names.
        closing: The tag ends with ``/>``.
        offset: Where it starts in the text.
    """

    kind: str
    name: str
    attributes: tuple[tuple[str, str], ...]
    closing: bool
    offset: int


def _fault(problem: str, offset: int) -> Token:
    return Token("fault", problem, (), False, offset)  # noqa: FBT003 - a tuple's field


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tags and faults of a text in order (WHATWG HTML §13.2.5)."""
    position = 0
    while True:
        found = text.find("<", position)
        yield from read_references(text, position, len(text) if found < 0 else found)
        if found < 0:
            return
        match = TAG.match(text, found)
        if match is None:
            position, fault = _skip_other(text, found)
            if fault:
                yield _fault(fault, found)
            continue
        position = match.end()
        name = match["name"].lower()
        attributes, problem = read_attributes(match["rest"]) if match["rest"] else ((), "")
        if problem:
            yield _fault(problem, found)
        if "&" in match["rest"]:
            yield from read_references(text, match.start("rest"), match.end("rest"))
        if match["end"]:
            if attributes:
                yield _fault(f"the end tag </{name}> has attributes", found)
            yield Token("end", name, (), False, found)  # noqa: FBT003 - a tuple's field
            continue
        closing = match["rest"].endswith("/")
        yield Token("start", name, attributes, closing, found)
        if name in RAW_TEXT:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, position)
            position = end.start() if end else len(text)


def _skip_other(text: str, start: int) -> tuple[int, str]:
    """Skip what starts with ``<`` and is no tag; return where it ends and what is wrong with it."""
    following = text[start + 1 : start + 2]
    if text.startswith("<!--", start):
        match = COMMENT.match(text, start)
        if match is None:
            return len(text), "a comment is not closed"
        inner = match["text"]
        wrong = "--" in inner or match[0].endswith("--!>") or inner.endswith("-")
        return match.end(), "“--” inside a comment" if wrong else ""
    if TAG_START.match(text, start):
        return len(text), "a tag is not closed by “>”"
    if following and following in "!?/":
        end = text.find(">", start)
        what = {
            "!": "a declaration",
            "?": "a processing instruction",
            "/": "an end tag without name",
        }
        return (len(text) if end < 0 else end + 1), f"{what[following]} is no HTML"
    return start + 1, "“<” stands for itself; it has to be written &lt;"


def read_attributes(rest: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Read the attributes of a tag, and what is the first thing wrong with them."""
    attributes: dict[str, str] = {}
    problem = ""
    position = 0
    while position < len(rest):
        match = ATTRIBUTE.match(rest, position)
        if match is None or match.end() == position:
            raise AssertionError
        name = match["name"].lower()
        if not name:
            position = match.end()
            continue
        if position and not match["gap"]:
            problem = problem or f"no space before the attribute “{name}”"
        bare = match["bare"] or ""
        if any(char in "\"'<=" for char in name) or any(char in "\"'<=`" for char in bare):
            problem = problem or f"a quote, “<” or “=” in the attribute “{name}”"
        if name in attributes:
            problem = problem or f"the attribute “{name}” stands twice in one tag"
        else:
            attributes[name] = match["double"] or match["single"] or bare
        position = match.end()
    return tuple(attributes.items()), problem


def read_references(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the faults of the character references between *start* and *end*."""
    if text.find("&", start, end) < 0:
        return
    for match in REFERENCE.finditer(text, start, end):
        problem = _judge_number(match) if match["name"] is None else _judge_name(match)
        if problem:
            yield _fault(problem, match.start())


def _judge_name(match: re.Match[str]) -> str:
    name = match["name"]
    if match["end"] and name + ";" in html5:
        return ""
    return f"“{match[0]}” is no character reference; a plain & is written &amp;"


def _judge_number(match: re.Match[str]) -> str:
    digits = match["number"]
    hexadecimal = digits[:1] in {"x", "X"}
    digits = digits.lstrip("xX").lstrip("0") if digits.strip("xX") else ""
    if not match["number"].strip("xX"):
        return f"“{match[0]}” is no character reference"
    number = int(digits or "0", 16 if hexadecimal else 10) if len(digits) < 9 else 0
    wrong = number < 0x20 and number not in {9, 10, 12}
    wrong = wrong or 0x7F <= number <= 0x9F or 0xD800 <= number <= 0xDFFF
    wrong = wrong or number > 0x10FFFF or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    if wrong:
        return f"“{match[0]}” is a reference to no character"
    return "" if match["end"] else f"“{match[0]}” is not closed by “;”"
