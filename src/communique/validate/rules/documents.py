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
from communique.validate.tree import Place
from communique.validate.values import quote
from communique.validate.values.text import find_bad_character

if TYPE_CHECKING:
    from communique.validate.encoding import Decoded
    from communique.validate.judge import Judge

NETSCAPE_DTD = "my.netscape.com/publish/formats/rss-0.91.dtd"
# Any byte sequence or reference that could be a character read the wrong way.
SUSPICIOUS = re.compile(
    rb"\xc2[\x80-\x9f]|\xef\xbf\xbd|\xc3[\x82\x83](?:\xc2|&)|&#(?:[xX]0*(?:[89]|[cC]|[fF]{3})|0*(?:1[2-9]|65533))"
)


def check_encoding(judge: Judge, data: bytes, decoded: Decoded) -> None:
    """Report what is wrong with the encoding and the version of XML."""
    for fault in decoded.faults:
        before = data[: fault.offset]
        line = before.count(b"\n") + 1
        column = len(before) - before.rfind(b"\n") if fault.offset else 1
        judge.report_place(line, column, fault.code, fault.message)
    if decoded.declared_version not in {"", "1.0"}:
        message = f"the XML declaration says version {quote(decoded.declared_version)}, not 1.0"
        judge.report_place(1, 1, "bad-xml-version", message)


def check_document(judge: Judge) -> None:
    """Report the end of reading, the document type and what it refers to."""
    document = judge.document
    if document.fault:
        judge.place(document.fault_place, "sax-error", f"not well-formed XML: {document.fault}")
    for place in document.system_entities:
        message = "the document refers to something outside of it, which is not fetched"
        judge.place(place, "contains-system-entity", message)
    _check_doctype(judge)


def _check_doctype(judge: Judge) -> None:
    """Report the document type of a version of RSS that is gone."""
    document = judge.document
    if not document.doctype or document.root is None:
        return
    system = document.doctype[1].lower()
    place = document.system_entities[0] if document.system_entities else Place(line=1, column=1)
    if NETSCAPE_DTD not in system:
        return
    judge.place(place, "deprecated-dtd", f"the document type {quote(system)} is gone from the web")
    version = document.root.get("version")
    if version != "0.91":
        message = f"the document type is that of RSS 0.91, the version is {quote(version or '')}"
        judge.place(place, "invalid-doctype", message)


def check_namespaces(judge: Judge) -> None:
    """Judge every namespace where it is first declared."""
    for declaration in judge.document.declarations:
        prefix, namespace, place = declaration.prefix, declaration.namespace, declaration.place
        usual = KNOWN.get(namespace)
        if namespace == XML or not namespace:
            continue
        if namespace == MEDIA.rstrip("/"):
            message = f"the namespace of Media RSS is {MEDIA}, with a slash at its end"
            judge.place(place, "media-rss-namespace", message)
        elif namespace in UNJUDGED:
            message = f"the elements of {namespace} are not judged"
            judge.place(place, "unsupported-namespace", message)
        elif namespace == OBSOLETE_ATOM:
            judge.place(
                place, "obsolete-namespace", f"{namespace} is that of Atom 0.3; Atom 1.0 is {ATOM}"
            )
        elif prefix in USUAL_PREFIXES and USUAL_PREFIXES[prefix] != namespace and usual != prefix:
            message = f"“{prefix}:” usually stands for {USUAL_PREFIXES[prefix]}, not {namespace}"
            judge.place(place, "reserved-prefix", message)
            if not usual:
                judge.place(place, "unknown-namespace", f"the namespace {namespace} is not known")
        elif not usual:
            judge.place(place, "unknown-namespace", f"the namespace {namespace} is not known")
        elif prefix and prefix != usual:
            message = f"“{prefix}:” stands for {namespace}, which is usually “{usual}:”"
            judge.place(place, "nonstd-prefix", message)


def check_characters(judge: Judge) -> None:
    """Find characters that were read the wrong way, in text and in attributes."""
    document = judge.document
    if document.root is None or not SUSPICIOUS.search(document.source):
        return
    for element in document.root.walk():
        found = find_bad_character(element.text)
        name = name_element(element.key)
        if found:
            message = f"<{name}> holds {found[1]}: text was read in the wrong encoding"
            judge.report_text(element, found[0], "bad-characters", message)
        for key, value in element.attributes.items():
            found = find_bad_character(value)
            if found:
                message = (
                    f"{name_element(key)} holds {found[1]}: text was read in the wrong encoding"
                )
                judge.report_attribute(element, key, "bad-characters", message)
