"""Deliver the site: say what would be sent, send it, record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from communique.cli.progress import Progress
from communique.cli.taking import list_changed
from communique.deliver.files import File
from communique.deliver.kept import DELIVERED, read_kept, write_kept
from communique.deliver.sending import Survey, carry_out, survey_target
from communique.deliver.targets import open_target
from communique.disk import STATE_FOLDER, write_new
from communique.errors import RefusedError, RefusedErrors
from communique.events import Delivery
from communique.hosting import choose_cache_control, choose_media_type, find_stage
from communique.ledger import append_records, read_ledger
from communique.site import hash_content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from communique.deliver.planning import Plan
    from communique.model import Publication
    from communique.site import Made

SHOWN = 20
"""Paths of a plan that are listed for a person."""


def survey(
    folder: Path, publication: Publication, site: Made, name: str, now: datetime, *, take_over: bool
) -> Survey:
    """
    Find out what has to be done at a target; change nothing there.

    Args:
        folder: Of the publication.
        publication: What is delivered.
        site: Every file of it; what is sent is read from ``site/`` later.
        name: Of the target.
        now: The clock, aware.
        take_over: Whatever stands there may be overwritten, and a folder that lost all be filled.

    Raises:
        RefusedErrors: ``target-empty``, ``target-taken`` or ``target-ahead``; with *take_over*
            ``unrecorded-change``, where the record is to be made anew.
        TargetError: The target cannot be reached.
    """
    root = folder / "site"
    files = [
        File(
            path=path,
            root=root,
            sha256=hash_content(content),
            media_type=choose_media_type(path, publication.feed_types),
            cache_control=choose_cache_control(path),
            stage=find_stage(path),
        )
        for path, content in site.items()
    ]
    target = open_target(name, folder)
    found = survey_target(target, files)
    # All of them, as one word overrides all.
    doubts = (
        list_changed(folder, publication, target, now) if take_over else _list_doubts(folder, found)
    )
    if refusals := tuple(doubts):
        raise RefusedErrors(refusals)
    return found


def _list_doubts(folder: Path, found: Survey) -> Iterator[RefusedError]:
    """List what a delivery would fill, overwrite or take back, and should not without a word."""
    name = found.target.name
    if found.bare and found.target.place in read_kept(folder / STATE_FOLDER, DELIVERED):
        reason = "what was delivered there from here is gone, all of it"
        hint = "see that its disk is mounted, and that it is the right folder"
        hint += "\nor, if all of it is to be delivered anew: the same command with --take-over"
        yield RefusedError("target-empty", reason, hint=hint, place=name)
    if found.foreign:
        first, count = found.foreign[0], len(found.foreign)
        files_there = f"{count} files" if count > 1 else "a file"
        reason = f"{files_there} of somebody else would be overwritten there: {first}"
        hint = "if they may be: the same command with --take-over; else name another place"
        yield RefusedError("target-taken", reason, hint=hint, place=name)
    head = found.manifest.head
    if head and head not in read_ledger(folder).hashes:
        reason = (
            "what stands there was published from another copy, and this one knows nothing of it"
        )
        if pages := [path for path in found.plan.gone if path.endswith("/index.html")]:
            reason += f"; {len(pages)} of its pages would be gone, {pages[0]} first"
        hint = "bring this copy up to date first: git pull; or take a git revert back"
        hint += "\nor, if all of that is to be taken back, or a run was broken off before its"
        hint += " record was kept: the same command with --take-over"
        yield RefusedError("target-ahead", reason, hint=hint, place=name)


def show_plan(found: Survey, *, every: bool) -> None:
    """Say what would be sent and deleted; each path if asked for, as far as a person reads."""
    click.echo(f"{found.target.name}: {_count(found.plan)}", err=True)
    if every:
        lines = [*_list_steps(found.plan)]
        for sign, path in lines[:SHOWN]:
            click.echo(f"  {sign} {path}", err=True)
        if len(lines) > SHOWN:
            click.echo(f"  … and {len(lines) - SHOWN} more: --format json lists all", err=True)


def _count(plan: Plan) -> str:
    changed = len(plan.files) - len(plan.new)
    gone = f", {len(plan.gone)} to delete" if plan.gone else ""
    return f"{len(plan.new)} new, {changed} changed{gone}, {plan.unchanged} unchanged"


def _list_steps(plan: Plan) -> list[tuple[str, str]]:
    sent = [("+" if file.path in plan.new else "~", file.path) for file in plan.files]
    return [*sent, *(("-", path) for path in plan.gone)]


def describe_plan(found: Survey) -> dict[str, Any]:
    """Describe a plan for programs, as ``--format json`` prints it."""
    plan = found.plan
    return {
        "target": found.target.name,
        "send": [{"path": file.path, "new": file.path in plan.new} for file in plan.files],
        "delete": list(plan.gone),
        "unchanged": plan.unchanged,
    }


def deliver(folder: Path, found: Survey) -> bool:
    """
    Bring the target to the state of ``site/``.

    Returns:
        False if there was nothing to do.

    Raises:
        TargetError: The target did not take it; the next run goes on from there.
    """
    plan, name = found.plan, found.target.name
    with Progress(f"Delivering to {name}", len(plan.files) + len(plan.gone)) as progress:
        head = read_ledger(folder).head
        guarded = carry_out(found, _name_publisher(folder), progress.step, head=head)
    if not guarded:
        warning = "it cannot tell two publishers apart: never let two of them deliver at once"
        click.echo(f"{name}: warning: {warning}", err=True)
    _remember(folder / STATE_FOLDER, found.target.place)
    if not plan.is_empty:
        gone = f", {len(plan.gone)} deleted" if plan.gone else ""
        click.echo(f"{name}: {len(plan.files)} sent{gone}, {plan.unchanged} unchanged", err=True)
    return not plan.is_empty


def record_delivery(folder: Path, name: str, feeds: str, now: datetime) -> bool:
    """
    Record that what is recorded stands at a target.

    Args:
        folder: Of the publication.
        name: Of the target.
        feeds: One hash for all that stand there.
        now: The clock, aware.

    Returns:
        False where that is known.
    """
    ledger = read_ledger(folder)
    if ledger.is_delivered(name, feeds):
        return False
    append_records(folder, [Delivery(at=ledger.choose_moment(now), target=name, feeds=feeds)])
    return True


def _remember(state: Path, place: str) -> None:
    """Keep in mind that something stands in a folder, if its name is one line of text."""
    known = read_kept(state, DELIVERED)
    if place and place.isprintable() and place not in known:
        write_kept(state, DELIVERED, {*known, place})


def _name_publisher(folder: Path) -> str:
    """Give this copy of the publication a name that no other has, and that a crash leaves alone."""
    file = folder / STATE_FOLDER / "publisher"
    if not file.is_file():
        write_new(file, f"{STATE_FOLDER}/publisher", f"{uuid4()}\n")
    return file.read_text(encoding="utf-8").strip()
