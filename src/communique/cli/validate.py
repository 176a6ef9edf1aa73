"""``communique validate``: judge feeds, and explain the rules."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.judging import judge_all
from communique.deliver.addresses import is_address
from communique.deliver.rules import read_rules
from communique.validate import Finding, Report, Severity
from communique.validate.catalogue import SECTIONS, read_catalogue, read_section
from communique.validate.inputs import Refusal
from communique.validate.values import make_visible

if TYPE_CHECKING:
    from collections.abc import Iterator

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
HEADINGS = {
    "xml": "XML, encoding, document type",
    "values": "Values",
    "structure": "Structure of both formats",
    "atom": "Atom 1.0",
    "rss": "RSS 2.0",
    "html": "HTML and XHTML inside",
    "modules": "Modules",
    "json": "JSON Feed (ours)",
    "opml": "OPML (ours)",
    "own": "Further rules of ours",
}
LIVE = "How it is served (validate URL)"
NOT_READABLE = 3
LINES_SHOWN = 5
VALUE = re.compile(r"“[^”]*”|\d+")
"""What differs between two messages that say the same of two places."""


def _explain(ctx: click.Context, _param: click.Parameter, code: str | None) -> None:
    """Print what a rule means, and leave."""
    if not code or ctx.resilient_parsing:
        return
    rules = read_catalogue() | read_rules()
    if code not in rules:
        near = difflib.get_close_matches(code, rules, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else " --list shows every rule."
        message = f"There is no rule “{code}”.{hint}"
        raise click.BadParameter(message, ctx=ctx)
    rule = rules[code]
    click.echo(f"{click.style(rule.code, bold=True)}  ({rule.severity})")
    click.echo(f"{rule.title}.\n")
    for heading, text in (
        ("What it means", rule.meaning),
        ("Why it matters", rule.why),
        ("How to mend it", rule.mend),
        ("Where it stands", rule.reference),
    ):
        click.echo(click.wrap_text(f"{heading}: {text}", 80, subsequent_indent="  "))
    ctx.exit()


def _list(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - Click's signature
    """Print all rules by section, and leave."""
    if not wanted or ctx.resilient_parsing:
        return
    for section in SECTIONS:
        click.echo(click.style(HEADINGS[section], bold=True))
        for code, row in read_section(section).items():
            click.echo(f"  {code:<36} {row['severity']:<8} {row['title']}")
    click.echo(click.style(LIVE, bold=True))
    for rule in read_rules().values():
        click.echo(f"  {rule.code:<36} {rule.severity:<8} {rule.title}")
    ctx.exit()


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|URL|-]...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="text for people, json for programs, github for annotations.",
)
@click.option(
    "--explain", metavar="CODE", is_eager=True, expose_value=False, callback=_explain,
    help="Say what a rule means, why it matters and how to mend it.",
)  # fmt: skip
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list,
    help="List every rule.",
)  # fmt: skip
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Compare what a URL serves with the site in FOLDER; site/ for a URL below base_url.",
)
@click.option(
    "--allow-private", is_flag=True, help="Follow redirects of a URL into private networks."
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    style: str,
    against: Path | None,
    allow_private: bool,
) -> None:
    """
    Judge feeds as the W3C validator does, offline; a URL also for how it is served.

    Atom, RSS, JSON Feed and OPML are told apart by what is in them. A folder means every feed in
    it, - means standard input; without any, site/ is judged.

    A URL is fetched as a feed reader would: redirects, content type, caching, compression, links to
    hubs, bot challenges, and whether it is the copy that was built.

    Exit status: 0 valid, 1 at least one error, 2 wrong usage, 3 something could not be read.
    """
    if "" in paths:
        raise click.UsageError("a name is empty: is a variable of the shell not set?")
    now, folder = datetime.now(UTC), ctx.obj or Path()
    reports: list[tuple[str, Report]] = []
    refusals: list[Refusal] = []

    def judge_url(url: str) -> tuple[str, Report | Refusal]:
        # Imported here: what compares with the site takes longer to load than a feed to be judged.
        from communique.cli.served import judge_address  # noqa: PLC0415 - see above

        return judge_address(url, folder, now, against=against, allow_private=allow_private)

    for name, found in judge_all(folder, paths, now, judge_url):
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            reports.append((name, found))
    click.echo(_render(reports, style), nl=False)
    for refusal in refusals:
        if style == "github":
            click.echo(_annotate_refusal(refusal))
        click.echo(f"{make_visible(refusal.path)}: {refusal.problem}", err=True)
        if refusal.hint:
            click.echo(click.style(f"  hint: {refusal.hint}", dim=True), err=True)
    click.echo(_summarise(reports, refusals), err=True)
    if refusals:
        ctx.exit(NOT_READABLE)
    ctx.exit(0 if all(report.valid for _, report in reports) else 1)


def _render(reports: list[tuple[str, Report]], style: str) -> str:
    """Render all findings in the style asked for."""
    if style == "json":
        return (
            json.dumps([_to_json(*each) for each in reports], ensure_ascii=False, indent=2) + "\n"
        )
    render = _render_github if style == "github" else _render_text
    return "".join(f"{line}\n" for name, report in reports for line in render(name, report))


def _to_json(name: str, report: Report) -> dict[str, object]:
    """Turn a report into what a program reads."""
    return {
        "file": name,
        "format": report.format,
        "valid": report.valid,
        "messages": [asdict(finding) for finding in report.findings],
    }


def _render_text(name: str, report: Report) -> Iterator[str]:
    """Write each finding for a person, what is found at many elements once."""
    live = read_rules()
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in report.findings:
        kind = finding.code, finding.element, VALUE.sub("", finding.message)
        groups.setdefault(kind, []).append(finding)
    for group in groups.values():
        first = group[0]
        severity = click.style(first.severity, fg=COLOURS[first.severity], bold=True)
        shown = make_visible(name)
        place = f"{shown}:{first.line}:{first.column}" if first.code not in live else shown
        yield f"{place}: {severity} {first.code}: {first.message}{_count(group[1:])}"
        yield click.style(f"  hint: {first.hint}", dim=True)


def _count(others: list[Finding]) -> str:
    """Say how often the same is found elsewhere."""
    if not others:
        return ""
    lines = list(dict.fromkeys(str(finding.line) for finding in others))
    shown = ", ".join(lines[:LINES_SHOWN]) + (" …" if len(lines) > LINES_SHOWN else "")
    return f" (and {len(others)} more: line {shown})"


def _render_github(name: str, report: Report) -> Iterator[str]:
    """Write each finding as a workflow command that annotates the file."""
    for finding in report.findings:
        text = f"{finding.message}\n{finding.hint}"
        place = f"file={_escape(name, ':,')},line={finding.line},col={finding.column},"
        if is_address(name):  # a file of no repository
            place, text = "", f"{name}:{finding.line}:{finding.column}: {text}"
        yield f"::{GITHUB[finding.severity]} {place}title={finding.code}::{_escape(text)}"


def _annotate_refusal(refusal: Refusal) -> str:
    """Write as a workflow command what is not judged, so that it is no red run without a reason."""
    place = "" if "://" in refusal.path else f"file={_escape(refusal.path, ':,')},"
    text = f"{refusal.path}: {refusal.problem}\n{refusal.hint}".rstrip()
    return f"::error {place}title=not-readable::{_escape(text)}"


def _escape(text: str, also: str = "") -> str:
    """Escape what a workflow command would take for its own."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _summarise(reports: list[tuple[str, Report]], refusals: list[Refusal]) -> str:
    """Say in one line how it went."""
    findings = [finding for _, report in reports for finding in report.findings]
    invalid = sum(not report.valid for _, report in reports)
    counts = [
        (len(reports), "feed"),
        (invalid, "invalid"),
        *((sum(f.severity is kind for f in findings), str(kind)) for kind in COLOURS),
        (len(refusals), "not readable"),
    ]
    parts = [
        f"{number} {what}{'s' if what in {'feed', 'error', 'warning'} and number != 1 else ''}"
        for number, what in counts
        if number or what == "feed"
    ]
    if reports and not invalid:
        parts.insert(1, "valid" if len(reports) == 1 else "all valid")
    end = "; see communique validate --explain CODE" if findings else ""
    return f"{', '.join(parts)}{end}"
