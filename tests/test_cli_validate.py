"""The command ``validate``: what it prints and how it leaves."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from communique.cli import judging, main
from communique.validate.catalogue import read_catalogue
from tests.tools import say_missing

if TYPE_CHECKING:
    from pathlib import Path

VALID = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title>'
    "<link>https://example.org/</link><description>d</description><language>en</language>"
    '<atom:link rel="self" type="application/rss+xml" href="https://example.org/rss.xml"/>'
    "%s</channel></rss>\n"
)
ITEM = '<item><title>t</title><guid isPermaLink="false">tag:example.org,2023:%d</guid>%s</item>\n'


def run(folder: Path, *arguments: str, given: str | bytes = "") -> Result:
    """Run the command in a folder."""
    return CliRunner().invoke(main, ["-C", str(folder), "validate", *arguments], input=given)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a publication whose site has one valid feed."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "rss.xml").write_text(VALID % "", "utf-8")
    return tmp_path


def test_valid_site_is_silent_on_stdout_and_leaves_with_0(site: Path) -> None:
    """Without a path the site of the publication is judged."""
    result = run(site)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 feed, valid\n")


def test_several_feeds_are_all_valid_or_some_are_not(site: Path) -> None:
    """The last line says it, and a warning takes nothing from it."""
    atom = site / "atom.xml"
    atom.write_text(VALID % "<ttl>soon</ttl>", "utf-8")
    assert "2 feeds, 1 invalid, 1 error" in run(site, str(site)).stderr
    atom.write_text(VALID % "<item><title>t</title></item>", "utf-8")
    assert run(site, str(site)).stderr.startswith("2 feeds, all valid, 1 warning")


def test_invalid_feed_is_reported_with_its_place(site: Path) -> None:
    """A finding is one line with path, line and column, then a hint."""
    path = site / "bad.xml"
    path.write_text(VALID % "<ttl>soon</ttl>", "utf-8")
    result = run(site, str(path))
    column = VALID.splitlines()[-1].index("%s") + 1
    problem = "error invalid-positive-integer: “soon” is not an integer of 1 or more"
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        [
            f"{path.as_posix()}:2:{column}: {problem}",
            "  hint: Write digits only, without sign, point or unit.",
        ],
    )


def test_same_finding_of_many_items_is_shown_once_with_a_count(site: Path) -> None:
    """Twenty wrong dates are one mistake of a program."""
    items = "\n".join(ITEM % (number, "<pubDate>today</pubDate>") for number in range(20))
    result = run(site, "-", given=VALID % items)
    first = result.stdout.splitlines()[0]
    assert result.stdout.count("error") == 1
    assert first.endswith("(and 19 more: line 4, 6, 8, 10, 12 …)")


def test_two_things_that_an_element_lacks_are_two_lines(site: Path) -> None:
    """Only what differs in its value is counted together; what has another mend is shown."""
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'>\n<entry/>\n<entry/></feed>"
    shown = run(site, "-", given=feed).stdout
    assert "<entry> has no <title> (and 1 more: line 3)\n" in shown
    assert "<entry> has no <id> (and 1 more: line 3)\n" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="such a name cannot be there")
def test_a_name_of_a_file_cannot_speak_to_a_terminal(site: Path) -> None:
    """Control characters are made visible, in the name of what is judged and of what is not."""
    (site / "a\x1b[31m.atom").write_text("<a/>", "utf-8")
    (site / "b\x1b[31m.atom").write_bytes(b"PK\x03\x04")
    result = run(site, str(site))
    assert "/a�[31m.atom:1:1: error" in result.stdout
    assert "/b�[31m.atom: this is a zip archive" in result.stderr


@pytest.mark.parametrize("mode", ["", "w"])
def test_standard_input_that_is_closed_is_not_readable(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to read from is said in a sentence."""
    with (tmp_path / "written").open(mode or "w", encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file if mode else None)
        status = main.main(["validate", "-"], standalone_mode=False)
    assert (status, capsys.readouterr().err.splitlines()[0]) == (
        3,
        "-: standard input is not open for reading",
    )


def test_json_lists_every_finding(site: Path) -> None:
    """A program gets all findings, with the members of the contract."""
    items = "".join(ITEM % (number, "<pubDate>today</pubDate>") for number in range(3))
    result = run(site, "--format", "json", "-", given=VALID % items)
    [report] = json.loads(result.stdout)
    assert (report["file"], report["format"], report["valid"], len(report["messages"])) == (
        "-",
        "RSS 2.0",
        False,
        3,
    )
    assert sorted(report["messages"][0]) == [
        "code", "column", "element", "hint", "line", "message", "reference", "severity",
    ]  # fmt: skip


def test_github_format_annotates_the_file(site: Path) -> None:
    """A finding is a workflow command; what the command would take for its own is escaped."""
    result = run(site, "--format", "github", "-", given="<rss version='2.0'>100%</rss>")
    assert "::error file=-,line=1,col=20,title=unexpected-text::" in result.stdout
    assert "100%25" in result.stdout


def test_github_format_annotates_what_cannot_be_read(site: Path) -> None:
    """A run that fails for it says why where findings are said."""
    result = run(site, "--format", "github", "missing.xml", "ftp://example.org/atom.xml")
    assert result.exit_code == 3
    address = "::error title=not-readable::ftp://example.org/atom.xml: nothing can be fetched from"
    assert result.stdout.splitlines() == [
        "::error file=missing.xml,title=not-readable::missing.xml: " + say_missing().lower(),
        f"{address} there%0AOnly http and https are fetched.",
    ]


def test_unreadable_file_leaves_with_3_and_the_rest_is_judged(site: Path) -> None:
    """One bad file does not hide the others."""
    result = run(site, "missing.xml", str(site / "site"))
    assert (result.exit_code, result.stderr.splitlines()) == (
        3,
        [f"missing.xml: {say_missing().lower()}", "1 feed, valid, 1 not readable"],
    )


@pytest.mark.skipif(sys.platform != "linux", reason="there is one process")
@pytest.mark.parametrize("style", ["text", "json", "github"])
def test_many_feeds_are_judged_by_several_processes(
    site: Path, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    """What is said, and in which order, is the same as if one judged them all."""
    for number in range(7):
        text = VALID % ("<ttl>soon</ttl>" if number % 2 else "")
        (site / "site" / f"{number}.xml").write_text(text, "utf-8")
    for name in ("0.rss", "6.rss"):
        (site / "site" / name).write_bytes(b"PK\x03\x04")
    results = []
    for processes in (1, 3):
        monkeypatch.setattr(judging, "count_processes", lambda *_, n=processes: n)
        result = run(site, "--format", style)
        results.append((result.exit_code, result.stdout, result.stderr))
    assert results[0] == results[1]
    assert results[0][0] == 3
    assert "8 feeds, 3 invalid" in results[0][2]


def test_what_cannot_be_fetched_is_not_sought_as_a_file(site: Path) -> None:
    """Another kind of address than those of the web says so."""
    result = run(site, "ftp://example.org/atom.xml")
    assert (result.exit_code, result.stderr.splitlines()[:2]) == (
        3,
        [
            "ftp://example.org/atom.xml: nothing can be fetched from there",
            "  hint: Only http and https are fetched.",
        ],
    )


def test_an_empty_name_is_wrong_usage(site: Path) -> None:
    """A shell whose variable is not set must not judge something else in silence."""
    result = run(site, "")
    assert result.exit_code == 2
    assert "a name is empty" in result.stderr


def test_zip_is_refused_with_a_hint(site: Path) -> None:
    """A refusal says what to do."""
    result = run(site, "-", given=b"PK\x03\x04")
    assert (result.exit_code, "hint: Unpack it first." in result.stderr) == (3, True)


def test_folder_without_a_feed_is_not_readable(site: Path) -> None:
    """Nothing judged is not the same as everything valid."""
    (site / "empty").mkdir()
    result = run(site, str(site / "empty"))
    assert (result.exit_code, "no feed in this folder" in result.stderr) == (3, True)


def test_page_lists_its_feeds(site: Path) -> None:
    """Who gives the address of a page is told where its feeds are."""
    page = (
        "<!doctype html><html><head><title>t</title>"
        '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
        '<link rel="stylesheet" href="/style.css"></head></html>'
    )
    result = run(site, "-", given=page)
    assert "this is a web page, not a feed; its feeds are: /atom.xml" in result.stdout
    assert "XML" not in result.stdout


def test_page_of_many_feeds_names_the_first(site: Path) -> None:
    """A directory of feeds does not fill the screen."""
    link = '<link rel="alternate" type="application/rss+xml" href="%d">'
    result = run(site, "-", given="<html>" + "".join(link % number for number in range(11)))
    assert "its feeds are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …\n" in result.stdout


def test_explain_says_what_why_and_how(site: Path) -> None:
    """A rule is explained in four paragraphs."""
    result = run(site, "--explain", "missing-guid")
    headings = [line.partition(":")[0] for line in result.stdout.splitlines() if line[:1].isupper()]
    assert (result.exit_code, headings[-4:]) == (
        0,
        ["What it means", "Why it matters", "How to mend it", "Where it stands"],
    )


@pytest.mark.parametrize(
    ("code", "hint"),
    [("mising-guid", "Did you mean missing-guid"), ("zzz", "--list shows every rule")],
)
def test_unknown_rule_is_wrong_usage(site: Path, code: str, hint: str) -> None:
    """A typing mistake gets a suggestion where there is one."""
    result = run(site, "--explain", code)
    assert (result.exit_code, hint in result.stderr) == (2, True)


def test_list_has_every_rule(site: Path) -> None:
    """The list is by section: code, severity, title."""
    result = run(site, "--list")
    rules = [line for line in result.stdout.splitlines() if line.startswith("  ")]
    ours = ("  x-", "  json-", "  opml-", "  live-")
    assert sum(not line.startswith(ours) for line in rules) == 158


def test_finding_without_a_hint_has_one_line_only() -> None:
    """Every rule has a hint, so the text always says what to do."""
    assert all(rule.mend for rule in read_catalogue().values())
