"""
What subscribers would see: a publication against the ledger.

Readers differ. One remembers every id for ever, one forgets what left the feed a day ago, one knows
an entry by its link. What any of them would take for a new statement counts as told. What they saw
follows from the ledger alone: the files of the site may come from a build that was never uploaded.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from communique.comparison import Comparison, Finding
from communique.consent import Consent
from communique.dates import format_moment
from communique.followers import guess_name, list_old, list_unseen
from communique.ledger import name_several
from communique.quoting import format_scalar
from communique.shells import quote
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from communique.events import Event, Ledger
    from communique.model import Entry, Publication


class Impact(Struct, frozen=True, kw_only=True):
    """
    Hold what a `publish` would do.

    Args:
        events: What is to be recorded, in its order; empty if there is nothing to do.
        findings: Refusals first, then notices.
        told: Of how many statements a subscriber would be told, old ones included.
    """

    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    told: int

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Give the findings that stop a `publish`."""
        return tuple(finding for finding in self.findings if finding.refused)

    def count(self, kind: str) -> int:
        """Count the events of a kind."""
        return sum(event.kind == kind for event in self.events)

    @property
    def vanished(self) -> int:
        """Count the entries that are missing without leave."""
        return sum(finding.code == "entry-vanished" for finding in self.findings)


def assess_impact(
    publication: Publication,
    ledger: Ledger,
    now: datetime,
    *,
    withheld: Iterable[Entry] = (),
    consent: Consent | None = None,
) -> Impact:
    """
    Compare *publication* with what was recorded.

    Args:
        publication: With its past.
        ledger: What was recorded.
        now: When it would be recorded; aware.
        withheld: Drafts and later entries: one of them that was published has vanished.
        consent: What was said yes to.
    """
    assessment = _Assessment(publication, ledger, now, consent or Consent())
    assessment.compare_all()
    assessment.find_vanished({entry.id: entry for entry in withheld})
    assessment.find_settings()
    return assessment.conclude()


class _Assessment:
    """Ask one question of the whole after the other."""

    def __init__(
        self, publication: Publication, ledger: Ledger, now: datetime, consent: Consent
    ) -> None:
        self._publication = publication
        self._ledger = ledger
        self._consent = consent
        self._now = now
        self._found = Comparison(publication, ledger, now)

    def compare_all(self) -> None:
        """Compare every entry, the oldest first: that is the order of publication."""
        for entry in reversed(self._publication.entries):
            self._found.compare(entry)

    def find_vanished(self, withheld: Mapping[str, Entry]) -> None:
        """Find entries that were published and are gone."""
        gone = [key for key in self._found.vanished if key not in withheld]
        unknown = {
            (entry.language, entry.title): entry
            for entry in (*self._publication.entries, *withheld.values())
            if gone and entry.id not in self._ledger.latest
        }
        for key, event in self._found.vanished.items():
            if key in self._consent.removed:
                self._found.remove(event, self._consent.removed[key])
                continue
            reason, hint = self._explain_vanished(event, withheld.get(key), gone)
            if key in gone and (entry := unknown.get((event.language, event.title))):
                line = f"id: {format_scalar(event.id)}"
                hint = f"write into {entry.file}, if it is that now:\n{line}\nelse {hint}"
            self._found.stop("entry-vanished", reason, hint, title=event.title, place=event.file)
        self._find_present()

    def _explain_vanished(
        self, event: Event, entry: Entry | None, gone: Iterable[str]
    ) -> tuple[str, str]:
        """
        Say why an entry is missing, and what to do.

        Args:
            event: The last one of it.
            entry: What is kept back of it; None where there is nothing.
            gone: Ids of all of which there is nothing: one command removes them.
        """
        command = self._consent.ask(removed=[*gone, event.id])
        override = f"or, where the law wants it gone: {command}"
        if entry is None:
            hint = f"restore {event.file}, then: communique revise {event.file} --withdraw NOTE"
            return "it was published, and is gone", f"{hint}\n{override}"
        if self._now < entry.published == event.published:
            clock = format_moment(self._now.astimezone(self._publication.timezone))
            reason = f"it was published, and lies in the future by the clock, which says {clock}"
            return reason, "set the clock of this computer, or the time of --now"
        hint = f"undo that in {entry.file}"
        if entry.file != event.file:
            hint = f"rename {entry.file} to {event.file}, and undo that in it"
        return (
            "it was published, and is a draft or dated in the future now",
            f"{hint}\n{override}",
        )

    def _find_present(self) -> None:
        """Find what is said to be removed, but is not."""
        entries = {entry.id: entry for entry in self._publication.entries}
        for key in self._consent.removed:
            if key in entries:
                reason = "it is to be removed, but it is still there"
                hint = f"delete {entries[key].file} first"
                self._found.refuse("not-removed", entries[key], reason, hint)
            elif key not in self._ledger.latest:
                reason = f"nothing was ever published under {key}"
                self._found.stop("not-removed", reason, f"leave out --removed {quote(key)}")

    def find_settings(self) -> None:
        """Find out whether what is recorded of the settings is so no more."""
        event = self._ledger.settings
        if event is None:
            return
        self._refuse_authority()
        self._refuse_lost_feeds(event.languages)
        moved = self._find_move(event)
        publication = self._publication
        changed = (event.feed_size, event.former_topics) != (
            publication.feed_size,
            publication.former_topics,
        )
        if event.attachments is not None:  # an older line says nothing of languages either
            changed = changed or event.languages != name_several(publication)
        # Any event carries the settings; the newest entry is in every reader's sight.
        if (moved or changed) and not self._found.events and publication.entries:
            self._found.record(publication.entries[0], "moved")

    def _refuse_authority(self) -> None:
        """Refuse another name in the ids of feeds and of imported entries (RFC 4151 §2.1)."""
        said = (event.authority for event in reversed(self._ledger.events) if event.authority)
        before = next(said, self._publication.authority)
        if before != self._publication.authority:
            reason = (
                f"its authority changed from {before} to {self._publication.authority}: the ids of"
                " the feeds would change, and readers would announce imported statements again"
            )
            hint = f"write into entries/feed.yaml:\nauthority: {before}"
            self._found.stop("authority-changed", reason, hint, place="entries/feed.yaml")

    def _refuse_lost_feeds(self, offered: tuple[str, ...]) -> None:
        """Refuse that a feed goes away under those who follow it; name the *offered* languages."""
        publication = self._publication
        place = "entries/feed.yaml"
        used = {event.language for event in self._ledger.events}
        for language in sorted({*offered}.difference(used, publication.languages)):
            reason = f"the feeds in {language} are gone; they never held a statement"
            self._found.remark("language-dropped", reason)
        for language in sorted(used.difference(publication.languages)):
            reason = (
                f"the feeds in {language} would be gone, and nobody would tell who follows them"
            )
            hint = f"put {language} back into languages in {place}"
            self._found.stop("feed-vanished", reason, hint, place=place)
        known = {topic.key for topic in publication.topics} | publication.former_topics.keys()
        gone = {topic for event in self._ledger.events for topic in event.topics}.difference(known)
        names = {k: new for k in sorted(gone) if (new := guess_name(publication, self._ledger, k))}
        written = [f"{key}: {new}" for key, new in {**publication.former_topics, **names}.items()]
        for key in sorted(gone):
            reason = (
                f"the feeds in topics/{key}/ would be gone, and nobody would tell who follows them"
            )
            hint = f"put {key} back into topics in {place}"
            if key in names:
                hint = f"write into {place}:\nformer_topics: {{{', '.join(written)}}}\nor {hint}"
            self._found.stop("feed-vanished", reason, hint, place=place)

    def _find_move(self, event: Event) -> bool:
        publication = self._publication
        path = publication.url(self._ledger.first[event.id].path)
        before = event.url.removesuffix(path.removeprefix(publication.base_url))
        # Where nothing is left to record it with, the next statement asks.
        recordable = publication.entries or self._found.events
        if before == publication.base_url or not recordable:
            return False
        reason = (
            f"the site moves from {before} to {publication.base_url}: readers that know a statement"
            " by its address would announce those in the feed again"
        )
        if self._consent.moved:
            self._found.remark("address-moved", reason)
        else:
            override = f"or, if that leads here now: {self._consent.ask(moved=True)}"
            hint = f"set base_url back to {before}\n{override}"
            self._found.stop("address-moved", reason, hint, place="entries/feed.yaml")
        return True

    def conclude(self) -> Impact:
        """Count what subscribers would be told of; give all of it, refusals first."""
        again, joined = list_old(self._publication, self._ledger)
        new = sum(event.kind == "published" for event in self._found.events)
        shown = Counter({folder: len(titles) for folder, titles in again.items()})
        shown.update({folder: len(titles) for folder, titles in joined.items()})
        told = new + max(shown.values(), default=0)
        for channel, titles in again.items():
            reason = f"{channel or 'the main feed'} would show {_count(titles)} as new"
            self._found.remark("told-again", reason)
        for channel, titles in joined.items():
            reason = f"{channel} shows {_count(titles)} that it did not hold before"
            self._found.remark("topic-added", reason)
        allowed = self._consent.announce
        # Where nothing is told any more, the run that was allowed to has been interrupted.
        if allowed is not None and told and allowed != told:
            reason = f"subscribers would be told of {told}, not of {allowed}"
            self._found.stop("flood", reason, self._consent.ask(announce=told))
        elif allowed is None and (
            again or self._found.copied or told > self._publication.flood_limit
        ):
            reason = f"subscribers would be told of {told} at once"
            hint = f"if that is meant: {self._consent.ask(announce=told)}"
            self._found.stop("flood", reason, hint)
        for event in list_unseen(self._publication, self._ledger, self._found.events):
            reason = (
                f"it left the feeds, and nobody who follows them is told of its {event.kind};"
                f" to tell them: communique revise {event.file} --announce"
            )
            if event.kind == "published":
                reason = "no feed has room for it, and nobody is told: publish fewer a day"
            self._found.remark("left-the-feeds", f"{event.title}: {reason}")
        findings = sorted(self._found.findings, key=lambda finding: not finding.refused)
        return Impact(events=tuple(self._found.events), findings=tuple(findings), told=told)


def _count(titles: list[str]) -> str:
    return f"{len(titles)} old statement{'s' if len(titles) > 1 else ''}"
