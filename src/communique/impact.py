"""
What subscribers would see: a publication against the ledger and the feeds last written.

Readers differ. One remembers every id for ever, one forgets what left the feed a day ago, one knows
an entry by its link. What any of them would take for a new statement counts as told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.canonical import hash_entry
from communique.channels import list_channels
from communique.ledger import record_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from communique.lastsite import LastFeed
    from communique.ledger import Event, Ledger
    from communique.model import Entry, Publication


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """
    Hold what the press officer said yes to.

    Args:
        announce: How many statements subscribers may be told of; None for up to the flood limit.
        removed: Ids of entries that are gone for good, each with the reason.
        moved: True if the whole site has moved to another address.
    """

    announce: int | None = None
    removed: Mapping[str, str] = field(default_factory=dict)
    moved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """
    Say one thing that subscribers or the press officer should know.

    Args:
        code: ``flood``, ``id-changed`` …
        refused: True if `publish` stops for it.
        title: Of the entry that it is about; empty where it is about all.
        reason: What would happen.
        hint: The exact mend; empty where nothing has to be done.
        place: The file that it is about; may be empty.
    """

    code: str
    refused: bool
    title: str
    reason: str
    hint: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """
    Hold what a `publish` would do.

    Args:
        events: What is to be recorded, in its order; empty if there is nothing to do.
        findings: Refusals first, then notices.
    """

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Give the findings that stop a `publish`."""
        return tuple(finding for finding in self.findings if finding.refused)

    def count(self, *kinds: str) -> int:
        """Count the events of these kinds."""
        return sum(event.kind in kinds for event in self.events)

    @property
    def vanished(self) -> int:
        """Count the entries that are missing without leave."""
        return sum(finding.code == "entry-vanished" for finding in self.findings)


def assess_impact(
    publication: Publication,
    ledger: Ledger,
    last: Mapping[str, LastFeed],
    now: datetime,
    *,
    withheld: Iterable[Entry] = (),
    consent: Consent | None = None,
) -> Impact:
    """
    Compare *publication* with what was recorded and last written.

    Args:
        publication: With its past.
        ledger: What was recorded.
        last: The feeds last written, by the folder of their channel.
        now: When it would be recorded; aware.
        withheld: Drafts and later entries: one of them that was published has vanished.
        consent: What was said yes to.
    """
    assessment = _Assessment(publication, ledger, now, consent or Consent())
    entries = publication.entries[::-1]
    for entry in entries:
        assessment.compare(entry)
    assessment.find_vanished({entry.id: entry for entry in withheld})
    assessment.find_move()
    assessment.find_flood(last)
    return assessment.conclude()


class _Assessment:
    """Collect events and findings, one question after the other."""

    def __init__(
        self, publication: Publication, ledger: Ledger, now: datetime, consent: Consent
    ) -> None:
        self._publication = publication
        self._ledger = ledger
        # A clock that was set back must not break the order of the ledger.
        self._now = max([now, *(event.at for event in ledger.events[-1:])])
        self._consent = consent
        self._events: list[Event] = []
        self._findings: list[Finding] = []
        present = {entry.id for entry in publication.entries}
        self._vanished = {
            key: event
            for key, event in ledger.latest.items()
            if key not in present and event.kind != "removed"
        }
        self._newest = max((event.published for event in ledger.first.values()), default=None)

    def compare(self, entry: Entry) -> None:
        """Compare an entry with what was recorded of it."""
        latest = self._ledger.latest.get(entry.id)
        if latest is None:
            self._compare_new(entry)
        elif latest.kind == "removed":
            hint = f"delete {entry.file}; a new statement needs an id of its own"
            self._refuse("entry-returned", entry, "it was removed for good, and is back", hint)
        else:
            self._compare_known(entry, latest)

    def _compare_new(self, entry: Entry) -> None:
        twin = next((e for e in self._vanished.values() if _is_same(entry, e)), None)
        if twin:
            del self._vanished[twin.id]
            reason = "its id changed: subscribers would be told of it again"
            self._refuse("id-changed", entry, reason, f"write into {entry.file}:\nid: {twin.id}")
            return
        self._record(entry, "published")
        if self._newest and entry.published < self._newest:
            reason = "new, but dated before the newest one; it is announced all the same"
            self._notice("backdated", entry, reason)

    def _compare_known(self, entry: Entry, latest: Event) -> None:
        kinds = {"minor", "correction", "withdrawal"}
        recorded = [e.kind for e in self._ledger.by_id[entry.id] if e.kind in kinds]
        revisions = [revision.kind for revision in entry.revisions]
        if revisions[: len(recorded)] != recorded:
            reason = f"a recorded {recorded[-1]} is missing from its revisions"
            hint = f"restore the lines under revisions: in {entry.file} from git or a backup"
            self._refuse("revision-vanished", entry, reason, hint)
            return
        new = revisions[len(recorded) :]
        if hash_entry(entry) != latest.sha256 and not new:
            reason = "its text changed, and no revision says so"
            hint = (
                f"communique revise {entry.file} --minor\n"
                f'communique revise {entry.file} --correction "What was corrected."'
            )
            self._refuse("unrecorded-change", entry, reason, hint)
            return
        for kind in new:
            self._record(entry, kind)
        if entry.path != latest.path:
            if not new:
                self._record(entry, "moved")
            reason = f"its page moved; {latest.path} leads to {entry.path} from now on"
            self._notice("path-changed", entry, reason)

    def find_vanished(self, withheld: Mapping[str, Entry]) -> None:
        """Find entries that were published and are gone."""
        for key, event in self._vanished.items():
            if key in self._consent.removed:
                self._remove(event, self._consent.removed[key])
                continue
            reason = "it was published, and is gone"
            hint = f"restore {event.file}, then: communique revise {event.file} --withdraw NOTE"
            if key in withheld:
                reason = "it was published, and is a draft or dated in the future now"
                hint = f"undo that in {withheld[key].file}"
            hint += f"\nor, where the law wants it gone: publish --removed {key} --because TEXT"
            self._add("entry-vanished", event.title, reason, hint, event.file)

    def find_move(self) -> None:
        """Find out whether the whole site has another address."""
        if not self._ledger.events:
            return
        publication, event = self._publication, self._ledger.events[-1]
        path = publication.url(self._ledger.first[event.id].path)
        before = event.url.removesuffix(path.removeprefix(publication.base_url))
        if before == publication.base_url:
            return
        reason = (
            f"the site moves from {before} to {publication.base_url}: readers that know a statement"
            " by its address would announce those in the feed again"
        )
        if not self._consent.moved:
            hint = f"set base_url back to {before}\nor, if that leads here now: publish --moved"
            self._add("address-moved", "", reason, hint, "entries/feed.yaml")
            return
        self._findings.append(Finding(code="address-moved", refused=False, title="", reason=reason))
        # Any event carries the new address; the newest entry is in every reader's sight.
        if not self._events and self._publication.entries:
            self._record(self._publication.entries[0], "moved")

    def find_flood(self, last: Mapping[str, LastFeed]) -> None:
        """Count what subscribers would be told of."""
        again = self._find_told_again(last)
        for channel, titles in again.items():
            reason = f"{channel or 'the main feed'} would show {len(titles)} old statements as new"
            self._findings.append(
                Finding(code="told-again", refused=False, title=titles[0], reason=reason)
            )
        new = sum(event.kind == "published" for event in self._events)
        told = new + max(map(len, again.values()), default=0)
        allowed = self._consent.announce
        if allowed is not None and allowed != told:
            reason = f"subscribers would be told of {told} statements, not of {allowed}"
            self._add("flood", "", reason, f"publish --announce {told}", "")
        elif allowed is None and (again or new > self._publication.flood_limit):
            reason = f"subscribers would be told of {told} statements at once"
            hint = f"if that is meant: publish --announce {told}"
            self._add("flood", "", reason, hint, "")

    def _find_told_again(self, last: Mapping[str, LastFeed]) -> Mapping[str, list[str]]:
        """Find old statements that come into a feed in which they were not, by its folder."""
        again: dict[str, list[str]] = {}
        for channel in list_channels(self._publication):
            feed = last.get(channel.path)
            if feed is None or channel.topic:  # a topic may be given to an old statement
                continue
            for entry in channel.window:
                first = self._ledger.first.get(entry.id)
                if first and entry.id not in feed.ids and first.at <= feed.updated:
                    again.setdefault(channel.path, []).append(entry.title)
        return again

    def conclude(self) -> Impact:
        """Give the events and findings, refusals first."""
        findings = sorted(self._findings, key=lambda finding: not finding.refused)
        return Impact(events=tuple(self._events), findings=tuple(findings))

    def _record(self, entry: Entry, kind: str) -> None:
        self._events.append(record_entry(self._publication, entry, kind, self._now))

    def _remove(self, event: Event, because: str) -> None:
        url = self._publication.url(self._ledger.first[event.id].path)
        removed = replace(event, at=self._now, kind="removed", because=because, url=url)
        self._events.append(removed)

    def _refuse(self, code: str, entry: Entry, reason: str, hint: str) -> None:
        self._add(code, entry.title, reason, hint, entry.file)

    def _notice(self, code: str, entry: Entry, reason: str) -> None:
        self._findings.append(
            Finding(code=code, refused=False, title=entry.title, reason=reason, place=entry.file)
        )

    def _add(self, code: str, title: str, reason: str, hint: str, place: str) -> None:
        self._findings.append(
            Finding(code=code, refused=True, title=title, reason=reason, hint=hint, place=place)
        )


def _is_same(entry: Entry, event: Event) -> bool:
    """Tell whether an entry without a past is one that was recorded under another id."""
    if entry.language != event.language:
        return False
    return entry.file == event.file or entry.path == event.path or hash_entry(entry) == event.sha256
