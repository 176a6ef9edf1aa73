"""What concerns a document as a whole: encoding, document type, namespaces, characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.namespaces import (
    ATOM,
    KNOWN,
    MEDIA,
    OBSOLETE_ATOM,
    UNJUDGED,
    USUAL_PREFIXES,
    XML,
    name_element,
)
from communique.validate.positions import START
from communique.validate.values import quote
from communique.validate.values.text import find_bad_character

if TYPE_CHECKING:
    from communique.validate.document import Declaration
    from communique.validate.encoding import Decoded
    from communique.validate.reporter import Reporter

NETSCAPE_DTD = "my.netscape.com/publish/formats/rss-0.91.dtd"
# Any byte sequence or reference that could be a character read the wrong way: several expressions,
# as one that starts with a literal is searched for ten times as fast.
SUSPICIOUS = [
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xef\xbf\xbd"),
    re.compile(rb"\xc3[\x82\x83](?:\xc2|&)"),
    re.compile(rb"&#(?:[xX]0*(?:[89]|[cC]|[fF]{3})|0*(?:1[2-9]|65533))"),
]


def check_encoding(reporter: Reporter, decoded: Decoded) -> None:
    """Report what is wrong with the encoding and the version of XML."""
    for fault in decoded.faults:
        reporter.report_place(*START.after(fault.before), fault.code, fault.message)
    if decoded.declared_version not in {"", "1.0"}:
        message = f"the XML declaration says version {quote(decoded.declared_version)}, not 1.0"
        reporter.report_place(*START, "bad-xml-version", message)


def check_document(reporter: Reporter) -> None:
    """Report the end of reading, the document type and what it refers to."""
    document = reporter.document
    if document.fault:
        message = f"not well-formed XML: {document.fault}"
        reporter.report_place(*document.fault_place, "sax-error", message)
    for place in document.system_entities:
        message = "the document refers to something outside of it, which is not fetched"
        reporter.report_place(*place, "contains-system-entity", message)
    _check_doctype(reporter)


def _check_doctype(reporter: Reporter) -> None:
    """Report the document type of a version of RSS that is gone."""
    document = reporter.document
    if not document.doctype or document.root is None:
        return
    system, public = (part.lower() for part in document.doctype[1:])
    place = document.system_entities[0] if document.system_entities else START
    if NETSCAPE_DTD in system:
        message = f"the document type {quote(system)} is gone from the web"
        reporter.report_place(*place, "deprecated-dtd", message)
    elif not system.endswith("/rss-0.91.dtd") and "dtd rss 0.91" not in public:
        return
    version = document.root.get("version")
    if version != "0.91":
        message = f"the document type is that of RSS 0.91, the version is {quote(version or '')}"
        reporter.report_place(*place, "invalid-doctype", message)


def check_namespaces(reporter: Reporter) -> None:
    """Judge every namespace where it is first declared."""
    for declaration in reporter.document.declarations:
        namespace = declaration.namespace
        if namespace == XML or not namespace:
            continue
        if namespace in UNJUDGED:
            message = f"the elements of {namespace} are not judged"
            reporter.report_namespace(declaration, "unsupported-namespace", message)
        if namespace == MEDIA.rstrip("/"):
            message = f"the namespace of Media RSS is {MEDIA}, with a slash at its end"
            reporter.report_namespace(declaration, "media-rss-namespace", message)
        elif namespace == OBSOLETE_ATOM:
            message = f"{namespace} is that of Atom 0.3; Atom 1.0 is {ATOM}"
            reporter.report_namespace(declaration, "obsolete-namespace", message)
        elif namespace in KNOWN or namespace not in UNJUDGED:
            _check_prefix(reporter, declaration)


def _check_prefix(reporter: Reporter, declaration: Declaration) -> None:
    """Judge whether prefix and namespace belong together by custom."""
    prefix, namespace = declaration.prefix, declaration.namespace
    usual = KNOWN.get(namespace)
    reserved_for = USUAL_PREFIXES.get(prefix, [namespace])
    if namespace not in reserved_for:
        message = f"“{prefix}:” usually stands for {reserved_for[0]}, not {quote(namespace, 200)}"
        reporter.report_namespace(declaration, "reserved-prefix", message)
    if not usual:
        message = f"the namespace {quote(namespace, 200)} is not known"
        reporter.report_namespace(declaration, "unknown-namespace", message)
    elif prefix and prefix != usual and namespace in reserved_for:
        message = f"“{prefix}:” stands for {namespace}, which is usually “{usual}:”"
        reporter.report_namespace(declaration, "nonstd-prefix", message)


def check_characters(reporter: Reporter) -> None:
    """Find characters that were read the wrong way, in text and in attributes."""
    document = reporter.document
    if document.root is None or not any(each.search(document.source) for each in SUSPICIOUS):
        return
    for element in document.root.walk():
        found = find_bad_character(element.text)
        name = name_element(element.key)
        if found:
            message = f"<{name}> holds {found[1]}: text was read in the wrong encoding"
            reporter.report_text(element, found[0], "bad-characters", message)
        for key, value in element.attributes.items():
            found = find_bad_character(value)
            if found:
                message = (
                    f"{name_element(key)} holds {found[1]}: text was read in the wrong encoding"
                )
                reporter.report_attribute(element, key, "bad-characters", message)
