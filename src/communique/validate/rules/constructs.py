"""Atom text constructs and content (RFC 4287 §3.1 and §4.1.3)."""

from __future__ import annotations

import base64
import binascii
import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from communique.validate.html.fragment import check_fragment
from communique.validate.html.xhtml import check_xhtml
from communique.validate.namespaces import ATOM, XHTML, name_element
from communique.validate.values import quote
from communique.validate.values.names import is_media_type, is_xml_media_type
from communique.validate.values.text import find_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from communique.validate.document import Element
    from communique.validate.reporter import Reporter


class Kind(Enum):
    """Say how the text of a construct is read."""

    TEXT = auto()
    HTML = auto()
    XHTML = auto()
    XML = auto()
    BASE64 = auto()


DEFINED = {"text": Kind.TEXT, "html": Kind.HTML, "xhtml": Kind.XHTML}
HTML_DOCUMENT = re.compile(r"<html[\s>]", re.IGNORECASE)


def check_text_construct(reporter: Reporter, element: Element) -> None:
    """Judge a title, subtitle, summary or rights."""
    kind = _read_type(reporter, element, _refuse_type)
    _note_language(reporter, element)
    if kind is not Kind.XHTML and not element.children and not element.text.strip():
        reporter.report(element, "not-blank", f"<{name_element(element.key)}> is empty")
        return
    _check_kind(reporter, element, kind, element.get("type") or "text")


def check_content(reporter: Reporter, element: Element) -> None:
    """Judge the content of an entry."""
    declared = element.get("type")
    _note_language(reporter, element)
    if element.get("src") is not None:
        _check_remote(reporter, element, declared)
        return
    kind = _read_type(reporter, element, _check_media_type)
    if not element.children and not element.text.strip():
        reporter.report(element, "not-blank", "<content> is empty")
    if kind is not Kind.XHTML and not element.children and not element.text.strip():
        return
    _check_kind(reporter, element, kind, declared or "text")


def is_inline_media(declared: str | None) -> bool:
    """Tell whether content of a type can be read without a program of its own."""
    if declared is None or "/" not in declared or declared.lower().startswith("text/"):
        return True
    return is_xml_media_type(declared)


def _note_language(reporter: Reporter, element: Element) -> None:
    if not element.lang:
        name = name_element(element.key)
        reporter.report_once(element, "missing-dc-language", f"no language is stated for <{name}>")


def _read_type(
    reporter: Reporter, element: Element, judge: Callable[[Reporter, Element, str], None]
) -> Kind:
    """Judge the type of a construct; return how to read it. *judge* takes what is no short name."""
    declared = element.get("type")
    if declared is None:
        return Kind.TEXT
    if not declared.strip():
        reporter.report_attribute(element, "type", "attr-not-blank", "type is empty")
        return Kind.TEXT
    if declared in DEFINED:
        return DEFINED[declared]
    judge(reporter, element, declared)
    return _read_media_type(declared)


def _refuse_type(reporter: Reporter, element: Element, declared: str) -> None:
    """Report the type of a text construct, which has the three short names alone."""
    code = "invalid-text-type" if "/" in declared else "invalid-mime-type"
    message = f"the type {quote(declared)} is not text, html or xhtml"
    reporter.report_attribute(element, "type", code, message)


def _check_media_type(reporter: Reporter, element: Element, declared: str) -> None:
    """Judge a media type, which may not be composite (RFC 4287 §4.1.3.1)."""
    if not is_media_type(declared):
        message = f"the type {quote(declared)} is not text, html, xhtml or a media type"
    elif declared.lower().startswith(("multipart/", "message/")):
        message = f"the type {quote(declared)} is composite"
    else:
        return
    reporter.report_attribute(element, "type", "invalid-mime-type", message)


def _read_media_type(declared: str) -> Kind:
    lowered = declared.lower()
    if lowered == "text/html":
        return Kind.HTML
    if is_xml_media_type(lowered):
        return Kind.XML
    return Kind.TEXT if lowered.startswith("text/") or "/" not in lowered else Kind.BASE64


def _check_remote(reporter: Reporter, element: Element, declared: str | None) -> None:
    """Judge content that stands elsewhere (RFC 4287 §4.1.3.2)."""
    if declared is None:
        reporter.report(
            element, "missing-type-attr", "<content src=…> does not say of what type it is"
        )
    elif declared in DEFINED:
        message = (
            f"the type {quote(declared)} is for text inside the feed; with src it is a media type"
        )
        reporter.report_attribute(element, "type", "invalid-mime-type", message)
    else:
        _check_media_type(reporter, element, declared)
    if element.text.strip():
        reporter.report(element, "unexpected-text", "<content src=…> holds text as well")
    _refuse_children(reporter, element, "<content src=…> holds nothing")


def _refuse_children(reporter: Reporter, element: Element, why: str) -> None:
    for child in element.children[:1]:
        reporter.report(child, "undefined-element", f"<{name_element(child.key)}>: {why}")


def _check_kind(reporter: Reporter, element: Element, kind: Kind, declared: str) -> None:
    if kind is Kind.XHTML:
        _check_xhtml(reporter, element)
    elif kind is Kind.XML:
        _check_xml(reporter, element, declared)
    elif element.children:
        _check_wrong_children(reporter, element, declared)
    elif kind is Kind.HTML:
        _check_html(reporter, element, declared)
    elif kind is Kind.TEXT:
        found = find_html(element.text)
        if found:
            name = name_element(element.key)
            reporter.report_text(
                element,
                element.text.find(found),
                "contains-undeclared-html",
                f"<{name}> is of type text, but holds {quote(found)}",
            )
    else:
        _check_base64(reporter, element, declared)


def _check_wrong_children(reporter: Reporter, element: Element, declared: str) -> None:
    """Judge elements in what is not XML."""
    if element.get("mode") == "escaped":
        name = name_element(element.key)
        reporter.report(element, "not-escaped", f"<{name} mode=escaped> holds elements")
        return
    _refuse_children(reporter, element, f"type {quote(declared)} holds text only, escaped")


def _check_html(reporter: Reporter, element: Element, declared: str) -> None:
    text = element.text
    document = declared.lower() == "text/html" and bool(HTML_DOCUMENT.search(text))
    if declared.lower() == "text/html" and not document and element.name == "content":
        reporter.report(
            element, "html-fragment", "text/html is a whole document, this is a piece of one"
        )
    for fault in check_fragment(text, document=document):
        reporter.report_text(element, fault.offset, fault.code, fault.message)


def _check_xhtml(reporter: Reporter, element: Element) -> None:
    """Judge what is one div of XHTML (RFC 4287 §3.1.1.3)."""
    children = element.children
    text = element.text
    name = name_element(element.key)
    divs = [child for child in children if child.key == f"{XHTML} div"]
    if text.strip() or len(children) != 1 or not divs:
        reporter.report(
            element, "missing-xhtml-div", f"<{name} type=xhtml> does not hold one XHTML <div>"
        )
    escaped = find_html(text) or next(
        (found for found in (find_html(div.text) for div in divs) if found), ""
    )
    if escaped:
        reporter.report(
            element, "not-inline", f"<{name} type=xhtml> holds escaped markup: {quote(escaped)}"
        )
    for part in element.walk():
        if part.namespace == XHTML and part.prefix:
            message = f"XHTML has the prefix “{part.prefix}:”"
            reporter.report_once(part, "avoid-namespace-prefix", message)
    for child in children:
        if child.key == f"{ATOM} div":
            reporter.report(child, "undefined-element", "this <div> is in the namespace of Atom")
            child_elements = child.children
        else:
            child_elements = [child]
        for part in child_elements:
            for at_fault, code, message in check_xhtml(part):
                reporter.report(at_fault, code, message)


def _check_xml(reporter: Reporter, element: Element, declared: str) -> None:
    """Judge content that is an XML document of its own."""
    children = element.children
    if element.text.strip():
        message = f"text beside the root of a document of type {quote(declared)}"
        reporter.report(element, "unexpected-text", message)
    if len(children) > 1:
        reporter.report(children[1], "undefined-element", "a second root in the XML of <content>")
    if declared.lower() == "application/xhtml+xml" and not any(
        c.key == f"{XHTML} html" for c in children
    ):
        reporter.report(
            element, "html-fragment", "application/xhtml+xml is a whole document, this is not"
        )


def _check_base64(reporter: Reporter, element: Element, declared: str) -> None:
    """Judge content that is neither text nor XML (RFC 4287 §4.1.3.3)."""
    try:
        data = base64.b64decode("".join(element.text.split()), validate=True)
    except (binascii.Error, ValueError):
        message = f"content of type {quote(declared)} is not base64"
        reporter.report(element, "not-base64", message)
        return
    if declared.lower().endswith("html"):
        for fault in check_fragment(data.decode("utf-8", "replace"), document=True):
            reporter.report(element, fault.code, fault.message)
