"""What subscribers would see, in words and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from communique.errors import RefusedError, RefusedErrors
from communique.ledger import read_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from communique.comparison import Finding
    from communique.events import Event, Ledger
    from communique.impact import Impact
    from communique.model import Publication

_WORDS = {
    "published": "new",
    "correction": "corrected",
    "withdrawal": "withdrawn",
    "minor": "minor edit",
    "moved": "moved",
    "removed": "removed",
}


_SHOWN = 3
"""Refusals that a build names, as it does not stop for them."""


def summarise_impact(impact: Impact) -> str:
    """Write one line: ``1 new, 2 corrected, 1 minor edit, 0 vanished; subscribers will …``."""
    parts = [
        f"{impact.count('published')} new",
        f"{impact.count('correction')} corrected",
        f"{impact.count('minor')} minor edit{'s' if impact.count('minor') != 1 else ''}",
        f"{impact.vanished} vanished",
    ]
    rare = ("withdrawal", "removed")
    parts += [f"{impact.count(kind)} {_WORDS[kind]}" for kind in rare if impact.count(kind)]
    return f"{', '.join(parts)}; subscribers will be told of {impact.told}"


def list_refusals(impact: Impact) -> list[str]:
    """Name the first of what `publish` would refuse, one a line."""
    lines = [f"  publish will refuse: {_make_error(finding)}" for finding in impact.refusals]
    rest = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([f"  … and {rest} more: communique status"] if rest > 0 else [])]


def show_impact(impact: Impact, ledger: Ledger) -> None:
    """Print the summary, and a line for each event and notice, to standard error."""
    click.echo(summarise_impact(impact), err=True)
    for event in impact.events:
        click.echo(f"  {_name_event(event, ledger.latest.get(event.id))}", err=True)
    for finding in impact.findings:
        if not finding.refused:
            click.echo(f"  {finding.code}: {finding.text}", err=True)


def _name_event(event: Event, before: Event | None) -> str:
    """Say what an event records that follows on *before*."""
    word = _WORDS[event.kind]
    if event.kind == "moved" and before and event.path == before.path:
        if {*event.topics} == {*before.topics}:
            return "settings: base_url, languages, feed_size or former_topics changed"
        word = "other topics"
    return f"{word}: {event.title} ({event.file})"


def raise_refusals(folder: Path, publication: Publication, impact: Impact) -> None:
    """
    Stop if there is a refusal; show what changed where a change was not recorded.

    Raises:
        RefusedErrors: All of them.
    """
    if not impact.refusals:
        return
    # Imported here: to compare texts takes modules that nobody else needs.
    from communique.earlier import show_change  # noqa: PLC0415 - see above

    ledger = read_ledger(folder)
    changed = {f.place for f in impact.refusals if f.code == "unrecorded-change"}
    for entry in publication.entries if changed else ():
        recorded = ledger.latest[entry.id].sha256 if entry.file in changed else entry.sha256
        if entry.sha256 != recorded:
            change = show_change(folder, publication, entry, recorded)
            click.echo(change or f"{entry.file}: the earlier text is not known here", err=True)
    raise RefusedErrors(_make_error(finding) for finding in impact.refusals)


def _make_error(finding: Finding) -> RefusedError:
    return RefusedError(finding.code, finding.text, hint=finding.hint, place=finding.place)


def describe_impact(impact: Impact) -> dict[str, Any]:
    """Describe the impact for programs, as ``--format json`` prints it."""
    return {
        "told": impact.told,
        "events": [
            {"event": e.kind, "id": e.id, "file": e.file, "title": e.title} for e in impact.events
        ],
        "findings": [
            {
                "code": f.code,
                "refused": f.refused,
                "title": f.title,
                "reason": f.reason,
                "hint": f.hint,
                "file": f.place,
            }
            for f in impact.findings
        ],
    }


def describe_refusal(refusal: RefusedError) -> dict[str, Any]:
    """Describe what was refused beyond the impact, in the form of its findings."""
    return {
        "code": refusal.code,
        "refused": True,
        "title": "",
        "reason": refusal.reason,
        "hint": refusal.hint,
        "file": refusal.place,
    }
