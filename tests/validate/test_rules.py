"""Every rule, by a document that breaks it and one that keeps it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import communique.validate
from communique.validate import Report, Severity, validate_feed
from communique.validate.catalogue import read_catalogue
from communique.validate.namespaces import KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCUMENTS = Path(__file__).parent / "documents"
FRAMES: dict[str, str] = tomllib.loads((DOCUMENTS / "frames.toml").read_text("utf-8"))
HERE = "<!--here-->"
NOW = datetime(2026, 3, 9, tzinfo=UTC)
LACKING = {
    "missing-atom-self-link",
    "missing-dc-language",
    "missing-encoding",
    "missing-guid",
    "missing-self",
    "missing-textual-content",
    "x-not-judged-in-detail",
}
"""What a document that is as short as ours may lack; there is a row for each."""
ROWS = {
    code: row
    for path in sorted(DOCUMENTS.glob("*.toml"))
    if path.name not in {"frames.toml", "less.toml", "more.toml"}
    for code, row in tomllib.loads(path.read_text("utf-8")).items()
}


def judge(code: str, which: str) -> tuple[Report, int]:
    """Judge the document of a rule; return the report and the line where the snippet starts."""
    row = ROWS[code]
    frame = FRAMES[row["in"]] if "in" in row else HERE
    snippet = row[which] * (row.get("repeat", 1) if which == "breaks" else 1)
    text = frame.lstrip("\n").replace(HERE, snippet)
    start = frame.lstrip("\n").partition(HERE)[0].count("\n")
    return validate_feed(text.encode(row.get("encoding", "utf-8")), now=NOW), start


@pytest.mark.parametrize("code", read_catalogue())
def test_document_that_breaks_a_rule_is_reported_on_its_line(code: str) -> None:
    """A rule is reported where a person would look for what is wrong."""
    report, start = judge(code, "breaks")
    lines = [finding.line for finding in report.findings if finding.code == code]
    assert lines[:1] == [start + ROWS[code].get("line", 1)]


@pytest.mark.parametrize("code", read_catalogue())
def test_document_that_keeps_a_rule_is_valid_without_it(code: str) -> None:
    """What keeps a rule is not reported for it, nor invalid for another reason."""
    report, _ = judge(code, "keeps")
    assert (report.valid, code in {f.code for f in report.findings}) == (True, False)


@pytest.mark.parametrize("which", ["breaks", "keeps"])
@pytest.mark.parametrize("code", read_catalogue())
def test_document_is_reported_for_nothing_else(code: str, which: str) -> None:
    """Who broke one rule, or kept it, is not told of others."""
    report, _ = judge(code, which)
    assert find_others(report, ROWS[code] | {"code": code}) == set()


def find_others(report: Report, row: Mapping[str, str]) -> set[str]:
    """List the codes of a report that the row of a document has no place for."""
    return (
        {finding.code for finding in report.findings}
        - {row["code"], *row.get("also", ())}
        - LACKING
    )


def test_every_rule_has_documents_and_every_document_a_rule() -> None:
    """The table of documents and the catalogue name the same rules."""
    assert set(read_catalogue()) == set(ROWS)


def test_catalogue_counts_the_rules_of_the_w3c() -> None:
    """Of the W3C validator's rules 94 are errors, 58 warnings and 6 infos."""
    theirs = [
        r for r in read_catalogue().values() if not r.code.startswith(("x-", "json-", "opml-"))
    ]
    counts = {kind: sum(rule.severity is kind for rule in theirs) for kind in Severity}
    assert counts == {Severity.ERROR: 94, Severity.WARNING: 58, Severity.INFO: 6}


def test_rules_of_ours_with_x_are_never_errors() -> None:
    """What has no counterpart at the W3C does not make a feed invalid."""
    severities = {r.severity for r in read_catalogue().values() if r.code.startswith("x-")}
    assert Severity.ERROR not in severities


@pytest.mark.parametrize("code", read_catalogue())
def test_every_rule_is_explained(code: str) -> None:
    """Title, meaning, reason, remedy and reference are written out."""
    rule = read_catalogue()[code]
    prose = (rule.meaning, rule.why, rule.mend)
    assert (
        bool(rule.title and rule.reference) and not rule.title.endswith("."),
        all(len(text) > 9 and text[-1] in ".…>" for text in prose),
        len(set(prose)) == len(prose),
    ) == (True, True, True)


MORE: list[dict[str, str]] = tomllib.loads((DOCUMENTS / "more.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("row", MORE, ids=lambda row: row["code"])
def test_further_document_is_reported(row: dict[str, str]) -> None:
    """A rule with several sides has a document for each."""
    data = FRAMES[row["in"]].lstrip("\n").replace(HERE, row["document"]).encode()
    report = validate_feed(data, now=NOW)
    assert row["code"] in {finding.code for finding in report.findings}
    assert find_others(report, row) == set()


LESS: list[dict[str, str]] = tomllib.loads((DOCUMENTS / "less.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("row", LESS, ids=lambda row: row["code"])
def test_further_document_is_right(row: dict[str, str]) -> None:
    """What a rule allows is valid and not reported, however unusual it is."""
    data = FRAMES[row["in"]].lstrip("\n").replace(HERE, row["document"]).encode()
    report = validate_feed(data, now=NOW)
    assert (report.valid, row["code"] in {finding.code for finding in report.findings}) == (
        True,
        False,
    )
    assert find_others(report, row) == set()


TWICE = {
    "channel": (
        "category=dc:subject copyright=dc:rights generator=admin:generatorAgent"
        " language=dc:language lastBuildDate=dcterms:modified managingEditor=dc:creator"
        " pubDate=dc:date webMaster=dc:publisher cc:license=creativeCommons:license"
    ),
    "item": (
        "author=dc:creator category=dc:subject guid=atom:id pubDate=dc:date"
        " pubDate=atom:published source=dc:source cc:license=creativeCommons:license"
    ),
}
"""What says the same in RSS and in another vocabulary."""


@pytest.mark.parametrize(
    ("frame", "code"),
    [("channel", "duplicate-semantics"), ("item", "duplicate-item-semantics")],
)
def test_what_is_said_twice_is_reported_at_the_second(frame: str, code: str) -> None:
    """Programs differ in which of the two they take, whatever it is."""
    names = [pair.split("=") for pair in TWICE[frame].split()]
    prefixes = ["atom", "admin", "cc", "creativeCommons", "dc", "dcterms"]
    spaces = {prefix: space for space, prefix in KNOWN.items() if prefix in prefixes}
    declared = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    text = "".join(f"<{name}>a</{name}>" for name in dict.fromkeys(chain(*names)))
    outer = f'<rss version="2.0"{declared}><channel>%s</channel></rss>'
    document = outer % (f"<item>{text}</item>" if frame == "item" else text)
    found = [each for each in validate_feed(document.encode()).findings if each.code == code]
    seconds = [other.removeprefix("atom:") for _, other in names]
    assert sorted(each.element for each in found) == sorted(seconds)


def test_same_fault_of_many_json_items_is_listed_up_to_a_limit() -> None:
    """A thousand items without content are enough to see what is wrong."""
    text = FRAMES["json"].replace(HERE, ",".join(["{}"] * 1001))
    codes = [finding.code for finding in validate_feed(text.encode()).findings]
    assert (codes.count("json-missing-content"), codes.count("x-and-more")) == (1000, 2)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "undefined-element", "web page"),
        ("<!doctype html>", "undefined-element", "web page"),
        ("<rss xmlns='urn:x:y'/>", "invalid-namespace", "RSS of an unknown kind"),
        ("<feed/>", "missing-namespace", "Atom without namespace"),
        ("<feed xmlns='http://purl.org/atom/ns#'/>", "obsolete-namespace", "Atom 0.3"),
        (
            "<a:entry xmlns:a='http://www.w3.org/2005/Atom'/>",
            "avoid-namespace-prefix",
            "Atom 1.0 entry",
        ),
        ("<feed xmlns='urn:x:y'/>", "invalid-namespace", "Atom of an unknown kind"),
        ("<rss version='0.92'><channel/></rss>", "x-not-judged-in-detail", "RSS 0.92"),
        (
            "<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
            "x-not-judged-in-detail",
            "RSS 1.0",
        ),
        ("<RDF/>", "undefined-element", "XML"),
        ("<opml version='2.0'/>", "missing-encoding", "OPML"),
        ("<opml xmlns='urn:x:y'/>", "undefined-element", "XML"),
        ("<HTML/>", "undefined-element", "web page"),
        ("<html xmlns='urn:x:y'/>", "undefined-element", "XML"),
        ("<urlset/>", "undefined-element", "XML"),
        ("", "sax-error", "no XML"),
    ],
)
def test_document_is_recognised(text: str, code: str, name: str) -> None:
    """A report says what the document is, also where it is no feed."""
    report = validate_feed(text.encode())
    assert (report.format, code in {finding.code for finding in report.findings}) == (name, True)


def test_findings_are_in_the_order_of_the_document() -> None:
    """What is looked for last, such as a wrong encoding, is told where it stands."""
    text = "<rss version='2.0'><channel a='b'><title>\u0080</title><ttl>\u0080</ttl>\n<x/><x/>"
    places = [(each.line, each.column) for each in validate_feed(text.encode()).findings]
    assert places == sorted(places)


def test_attribute_is_placed_where_it_stands() -> None:
    """In a tag of several lines the line of an attribute is its own; far in, that of the tag."""
    near = '<rss version="2.0"\n  xml:lang="e_n"/>'
    far = f'<rss version="2.0" x="{"y" * 30_000}"\n xml:lang="e_n"/>'
    places = [
        [(f.line, f.column) for f in validate_feed(text.encode()).findings if "lang" in f.code]
        for text in (near, far)
    ]
    assert [found[:1] for found in places] == [[(2, 3)], [(1, 1)]]


def test_same_fault_in_many_texts_is_listed_up_to_a_limit() -> None:
    """The thousandth text with a wrong character says no more than the first."""
    items = "<title>\u0080</title>" * 1500
    report = validate_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    assert [f.code for f in report.findings].count("bad-characters") == 1000


def test_validator_is_an_independent_witness() -> None:
    """Nothing that writes feeds is imported by what judges them."""
    package = Path(communique.validate.__file__).parent
    imported = {
        line.split()[1]
        for path in package.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.lstrip().startswith(("from communique", "import communique"))
    }
    assert {name for name in imported if not name.startswith("communique.validate")} == set()


def test_json_feed_that_is_not_utf_8_is_refused_at_the_byte() -> None:
    """JSON is UTF-8; the first byte that is not is named."""
    [finding] = validate_feed('{"version": "1",\n"title": "Café"}'.encode("latin-1")).findings
    assert (finding.line, finding.column, finding.message) == (2, 14, "the byte E9 is not UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_feed_in_utf_16_is_called_that(encoding: str) -> None:
    """It is not XML that cannot be read; and what it has to be in is said."""
    report = validate_feed('{"version": "1"}'.encode(encoding))
    [finding] = report.findings
    assert (report.format, finding.code) == ("JSON", "json-syntax")
    assert finding.message == "this is UTF-16 or UTF-32; JSON is written in UTF-8"
