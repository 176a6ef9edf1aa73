"""One entry against what was recorded of it."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

from communique.canonical import hash_text
from communique.changes import find_change, is_unnoticed
from communique.dates import format_moment
from communique.ledger import name_several, record_entry
from communique.quoting import format_scalar
from communique.values import Struct, replace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from communique.events import Event, Ledger
    from communique.model import Entry, Publication

_REVISIONS = {"minor", "correction", "withdrawal"}


class Finding(Struct, frozen=True, kw_only=True):
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

    @property
    def text(self) -> str:
        """Say what it is about, then why: ``Our title: its id changed``."""
        return ": ".join(filter(None, (self.title, self.reason)))


class Comparison:
    """
    Collect what is to be recorded, and what is to be said, entry by entry.

    Args:
        publication: With its past.
        ledger: What was recorded.
        now: When it would be recorded; aware.
    """

    def __init__(self, publication: Publication, ledger: Ledger, now: datetime) -> None:
        self._publication = publication
        self._ledger = ledger
        # A clock that was set back must not break the order of the ledger.
        self._now = ledger.choose_moment(now)
        present = {entry.id for entry in publication.entries}
        self.events: list[Event] = []
        self.findings: list[Finding] = []
        self.copied = False
        self.vanished = {
            key: event
            for key, event in ledger.latest.items()
            if key not in present and event.kind != "removed"
        }
        self._newest = max((event.published for event in ledger.first.values()), default=None)
        # In whatever language: there is a channel of all of them.
        self._said = {text: event.file for event in ledger.events for text in event.texts}
        for entry in publication.entries:
            latest = ledger.latest.get(entry.id)
            if latest and latest.sha256 != entry.sha256:  # about to be said
                self._said |= dict.fromkeys(self._hash(entry), entry.file)
        self._owners = {event.path: event for event in ledger.events}

    def compare(self, entry: Entry) -> None:
        """Compare an entry with what was recorded of it."""
        latest = self._ledger.latest.get(entry.id)
        if latest is None:
            self._compare_new(entry)
        elif latest.kind == "removed":
            hint = f"delete {entry.file}; a new statement needs an id of its own"
            self.refuse("entry-returned", entry, "it was removed for good, and is back", hint)
        else:
            self._compare_known(entry, latest)

    def _compare_new(self, entry: Entry) -> None:
        if self._refuse_twin(entry) or self._refuse_address(entry):
            return
        self.record(entry, "published")
        for revision in entry.revisions:
            self.record(entry, revision.kind)
        hashes = self._hash(entry)
        if file := next(filter(None, map(self._said.get, hashes)), ""):
            self.copied = True
            reason = f"it says word for word what {file} says: a copy is to be deleted"
            self.notice("told-again", entry, reason)
        elif entry.imported_from:
            self.copied = True
            reason = (
                f"it came from {entry.imported_from[0]}, and whoever followed that knows it; the"
                " same `communique import` without --review records it, and tells nobody"
            )
            self.notice("told-again", entry, reason)
        self._said |= dict.fromkeys(hashes, entry.file)
        if self._newest and entry.published < self._newest:
            reason = "new, but dated before the newest one; it is announced all the same"
            self.notice("backdated", entry, reason)

    def _refuse_twin(self, entry: Entry) -> bool:
        """Refuse an entry without a past that is one that was recorded under another id."""
        gone = self.vanished.values()
        if event := next((e for e in gone if self._is_same(entry, e)), None):
            reason = "its id changed: subscribers would be told of it again"
            hint = f"write into {entry.file}:\nid: {format_scalar(event.id)}"
            self.refuse("id-changed", entry, reason, hint)
        elif event := next((e for e in gone if e.file == entry.file), None):
            self._refuse_language(entry, event)
        else:
            if any(self._was_same(entry, key) for key in self._ledger.removed):
                reason = "it was removed for good, and is back under another id"
                self.refuse("entry-returned", entry, reason, f"delete {entry.file}")
                return True
            return False
        del self.vanished[event.id]
        return True

    def _is_same(self, entry: Entry, event: Event) -> bool:
        """Tell whether they have one file or page, or say the same."""
        if entry.language != event.language:
            return False
        same = entry.file == event.file or entry.path == event.path
        return same or self._says_same(entry, event)

    def _was_same(self, entry: Entry, key: str) -> bool:
        """Tell whether that is what an entry is that was removed, or what it ever said."""
        *before, latest = self._ledger.by_id[key]
        said = (self._says_same(entry, event) for event in before)
        return self._is_same(entry, latest) or (entry.language == latest.language and any(said))

    def _says_same(self, entry: Entry, event: Event) -> bool:
        """Tell whether they say the same, whatever files come with it."""
        if entry.title != event.title:
            return entry.sha256 in event.texts
        files = None if event.attachments is None else event.attachments.values()
        return not {*event.texts}.isdisjoint(self._hash(entry, files))

    def _hash(self, entry: Entry, files: Iterable[str] | None = None) -> tuple[str, ...]:
        """Hash what it says, perhaps with other files: as it is, and without its revisions."""
        if files is None and not entry.revisions:
            return (entry.sha256,)
        text = self._publication.bodies[entry.file].text
        first = entry._replace(revisions=())
        return tuple(hash_text(version, text, files) for version in (entry, first))

    def _refuse_language(self, entry: Entry, before: Event) -> None:
        reason = f"its language changed from {before.language} to {entry.language}"
        hint = f"rename {entry.file} to {before.file}"
        if entry.file == before.file:
            hint = f"write into {entry.file}:\nlang: {before.language}"
        self.refuse("language-changed", entry, reason, hint)

    def _refuse_address(self, entry: Entry) -> bool:
        """Refuse a page that would hide another one, or the way to where that is now."""
        owner = self._owners.get(entry.path)
        if owner is None or owner.id == entry.id:
            return False
        reason = f"its page would stand at {entry.path}, the address of {owner.title!r}"
        hint = f"rename {entry.file}, so that its page has an address of its own"
        latest = self._ledger.latest.get(entry.id)
        if latest and latest.file == entry.file:
            hint = "undo the change of languages: in entries/feed.yaml"
        self.refuse("address-taken", entry, reason, hint)
        return True

    def _compare_known(self, entry: Entry, latest: Event) -> None:
        recorded = [e.kind for e in self._ledger.by_id[entry.id] if e.kind in _REVISIONS]
        revisions = [revision.kind for revision in entry.revisions]
        if revisions[: len(recorded)] != recorded:
            reason = f"a recorded {recorded[-1]} is missing from its revisions"
            hint = f"restore the lines under revisions: in {entry.file} from git or a backup"
            self.refuse("revision-vanished", entry, reason, hint)
            return
        new = revisions[len(recorded) :]
        if not new and (change := find_change(entry, latest)):
            self._refuse_change(entry, change, withdrawn="withdrawal" in recorded)
            return
        if entry.language != latest.language:
            self._refuse_language(entry, latest)
            return
        if self._refuse_date(entry) or self._refuse_address(entry):
            return
        if is_unnoticed(entry, len(recorded)):
            reason = f"its {new[-1]} has the date that readers know, and most would not notice it"
            now = format_moment(self._now.astimezone(self._publication.timezone))
            hint = f"write into {entry.file}, in its last revision:\ndate: {now}"
            self.refuse("revision-date", entry, reason, hint)
            return
        for kind in new:
            self.record(entry, kind)
        if not new and (entry.path, {*entry.topics}) != (latest.path, {*latest.topics}):
            self.record(entry, "moved")
        if entry.path != latest.path:
            reason = f"its page moved; {latest.path} leads to {entry.path} from now on"
            self.notice("path-changed", entry, reason)
            self._notice_parting(entry, latest)

    def _notice_parting(self, entry: Entry, before: Event) -> None:
        """Say where a renamed file leaves the other languages of its statement behind."""
        others = self._publication.statements.get(before.key, ())
        if before.key != entry.key and others:
            names = ", ".join(other.file for other in others)
            reason = f"it is no translation of {names} any more: rename that as well"
            self.notice("parted", entry, reason)

    def _refuse_change(self, entry: Entry, change: str, *, withdrawn: bool) -> None:
        hint = (
            f"communique revise {entry.file} --minor\n"
            f'communique revise {entry.file} --correction "What was corrected."'
        )
        if withdrawn:
            hint = f"it was withdrawn: restore {entry.file} from git or a backup"
        self.refuse("unrecorded-change", entry, f"{change}, and no revision says so", hint)

    def _refuse_date(self, entry: Entry) -> bool:
        """Refuse another date of publication: that is fixed for good (RFC 4287 §4.2.9)."""
        before = self._ledger.first[entry.id].published
        if before == entry.published:
            return False
        zones = [self._publication.timezone, UTC]
        zones += [timezone(timedelta(hours=hours)) for hours in range(-12, 15)]
        local = [before.astimezone(zone) for zone in zones]
        day = entry.key[:10]
        fitting = next((m for m in local if f"{m:%Y-%m-%d}" == day), None)
        reason = f"its date changed; it was published {format_moment(local[0])}"
        hint = f"rename {entry.file}: its name begins with {local[0]:%Y-%m-%d}"
        if fitting:
            hint = f"write into {entry.file}:\ndate: {format_moment(fitting)}"
        self.refuse("date-changed", entry, reason, hint)
        return True

    def record(self, entry: Entry, kind: str) -> None:
        """Note what is to be recorded."""
        self.events.append(record_entry(self._publication, entry, kind, self._now))

    def remove(self, event: Event, because: str) -> None:
        """Note that an entry is gone for good; its place in the feeds stays taken."""
        publication = self._publication
        self.events.append(
            replace(
                event,
                at=self._now,
                kind="removed",
                because=because,
                url=publication.url(self._ledger.first[event.id].path),
                feed_size=publication.feed_size,
                authority=publication.authority,
                languages=name_several(publication),
                former_topics=publication.former_topics,
            )
        )

    def refuse(self, code: str, entry: Entry, reason: str, hint: str) -> None:
        """Stop a `publish` for an entry."""
        self.stop(code, reason, hint, title=entry.title, place=entry.file)

    def notice(self, code: str, entry: Entry, reason: str) -> None:
        """Say something about an entry that stops nothing."""
        self.findings.append(
            Finding(code=code, refused=False, title=entry.title, reason=reason, place=entry.file)
        )

    def remark(self, code: str, reason: str) -> None:
        """Say something about the whole that stops nothing."""
        self.findings.append(Finding(code=code, refused=False, title="", reason=reason))

    def stop(self, code: str, reason: str, hint: str, *, title: str = "", place: str = "") -> None:
        """Stop a `publish`."""
        self.findings.append(
            Finding(code=code, refused=True, title=title, reason=reason, hint=hint, place=place)
        )
