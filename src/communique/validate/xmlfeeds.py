"""Judge an XML document by its root: Atom, RSS, OPML, something older, or no feed at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.validate.encoding import decode_document
from communique.validate.findings import Report
from communique.validate.judge import Judge
from communique.validate.namespaces import ATOM, OBSOLETE_ATOM, RDF, XHTML
from communique.validate.opml import check_opml
from communique.validate.plainatom import is_plain_atom
from communique.validate.reporter import Reporter
from communique.validate.rules import documents
from communique.validate.shapes import atom, rss
from communique.validate.tree import parse_document
from communique.validate.values import quote
from communique.validate.webpage import check_page, is_page

if TYPE_CHECKING:
    from datetime import datetime

    from communique.validate.document import Element

OLD_RSS = frozenset({"0.90", "0.91", "0.92", "0.93", "0.94", "1.0", "1.1"})

NOT_OF_PAGES = frozenset({"missing-encoding", "sax-error"})
"""What HTML need not keep, as it is no XML."""


def validate_xml(data: bytes, now: datetime | None, charset: str = "", address: str = "") -> Report:
    """Judge the bytes of an XML document."""
    if not charset and is_plain_atom(data, now, _is_right):
        return Report(format="Atom 1.0 feed", findings=())
    return judge_xml(data, now, charset, address)


def _is_right(data: bytes, now: datetime | None) -> bool:
    return judge_xml(data, now) == Report(format="Atom 1.0 feed", findings=())


def judge_xml(data: bytes, now: datetime | None, charset: str = "", address: str = "") -> Report:
    """Judge the bytes of an XML document element by element."""
    decoded = decode_document(data, charset)
    document = parse_document(decoded.utf8)
    reporter = Reporter(document, now, address)
    documents.check_encoding(reporter, decoded)
    name = "no XML"
    if document.root is not None:
        documents.check_namespaces(reporter)
        name = _check_root(reporter, document.root)
        documents.check_characters(reporter)
    elif is_page(decoded.utf8[:4096].decode("utf-8", "replace")):
        name = "web page"
        check_page(reporter, decoded.utf8.decode("utf-8", "replace"))
    documents.check_document(reporter)
    reporter.report_omissions()
    found = (
        each for each in reporter.findings if name != "web page" or each.code not in NOT_OF_PAGES
    )
    findings = sorted(found, key=lambda each: (each.line, each.column))
    return Report(format=name, findings=tuple(findings))


def _check_root(reporter: Reporter, root: Element) -> str:
    """Judge a document along the rows of its format; return what it is."""
    name, namespace = root.name, root.namespace
    if name in {"feed", "entry"}:
        return _check_atom(reporter, root, name, namespace)
    if name == "rss":
        return _check_rss(reporter, root, namespace)
    if namespace == RDF and name == "RDF":
        message = "of RSS 1.0 and 0.90 only the XML is judged, not what is in it"
        reporter.report(root, "x-not-judged-in-detail", message)
        return "RSS 1.0"
    if name == "opml" and not namespace:
        check_opml(reporter, root)
        return "OPML"
    if name.lower() == "html" and namespace in {"", XHTML}:
        check_page(reporter, reporter.document.source.decode("utf-8", "replace"))
        return "web page"
    reporter.report(
        root, "undefined-element", f"<{root.name}> is no feed; the root is feed, entry or rss"
    )
    return "XML"


def _check_atom(reporter: Reporter, root: Element, name: str, namespace: str) -> str:
    """Judge a feed or an entry document."""
    if not namespace:
        reporter.report(root, "missing-namespace", f"<{name}> is in no namespace; Atom is {ATOM}")
        return "Atom without namespace"
    if namespace == OBSOLETE_ATOM:
        return "Atom 0.3"
    if namespace != ATOM:
        message = f"<{name}> is in the namespace {quote(namespace)}; Atom is {ATOM}"
        reporter.report(root, "invalid-namespace", message)
        return "Atom of an unknown kind"
    for declaration in reporter.document.declarations:
        if declaration.namespace == ATOM and declaration.prefix:
            message = f"Atom has the prefix “{declaration.prefix}:”"
            reporter.report_namespace(declaration, "avoid-namespace-prefix", message)
    Judge(reporter, core=ATOM).walk(root, atom.FEED if name == "feed" else atom.ENTRY)
    return f"Atom 1.0 {name}"


def _check_rss(reporter: Reporter, root: Element, namespace: str) -> str:
    """Judge an RSS document; the older versions by the rows of 2.0, which came from them."""
    if namespace:
        message = f"<rss> is in the namespace {quote(namespace)}; it has none"
        reporter.report(root, "invalid-namespace", message)
        return "RSS of an unknown kind"
    version = root.get("version") or ""
    Judge(reporter, core="").walk(root, rss.RSS)
    if version in OLD_RSS:
        message = f"RSS {version} is judged by the rules of RSS 2.0, its own are not looked at"
        reporter.report(root, "x-not-judged-in-detail", message)
        return f"RSS {version}"
    return "RSS 2.0"
