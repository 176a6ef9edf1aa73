"""
Lead publications through random lives, and watch what their followers are told.

A press officer writes, renames, revises, deletes and configures at random, and publishes; what is
refused is undone, or done with the word that the hint names. At times the power fails, a delivery
is broken off, git takes back what was published, or the next run is one of a fresh checkout. Three
readers follow every feed that was delivered.
Whatever happens: none announces a statement twice without a word for it, none misses one, no feed
that held something is gone, the record forgets nothing, and once everything is published there is
nothing to do.

    python -m tests.random_walks --seed 1 --times 200

A seed gives the same lives again.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import re
import shutil
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest

from communique.deliver.targets import FolderTarget
from communique.disk import STATE_FOLDER
from communique.entries import read_publication
from communique.errors import TargetError
from communique.ledger import LEDGER_FILE, parse_ledger, read_ledger
from tests.desk import START, Desk, change, configure, delete, mint, rename, restore, revise, write
from tests.histories import Step
from tests.readers import read_feeds
from tests.subscribers import Subscribers
from tests.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from communique.events import Ledger
    from communique.model import Entry, Publication
    from tests.desk import Edit, Text
    from tests.readers import Item

STEPS: Final = 14

CRASHES: Final = (
    "append_records",
    "make_site",
    "put_site",
    "keep_texts",
    "deliver",
    "record_delivery",
    *("", "", ""),
)
"""Functions of `publish` that never return; empty for a target that is full after some files."""
REVISIONS: Final = {"minor", "correction", "withdrawal"}

_CONSENT = re.compile(r" --now \S+ ((?:--removed|--announce|--moved)[^\n]*)")
_BASES = ("https://statements.example.org/", "https://other.example/x/")


class Life:
    """One publication, and what was done with it."""

    def __init__(self, path: Path, seed: int, patch: pytest.MonkeyPatch) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing depends on its secrecy
        self.walk = Walk(path, patch)
        self._patch = patch
        self.desk.settings.update(
            deploy="www",
            languages=self.choose("[en]", "[en, be]"),
            feed_size=self.choose("1", "2", "3", "20"),
            flood_limit="50",
        )
        self.day = 0.0
        self.names = 0
        self.copies: set[str] = set()
        self.said: list[str] = []
        self.desk.files.update({"a.pdf": b"a", "b.pdf": b"b"})
        self._subscribers = Subscribers()
        self._filled: set[str] = set()
        self._seen: dict[str, tuple[tuple[str, str], int]] = {}
        self._record = b""
        self._past: list[tuple[dict[str, Text], bytes]] = []

    @property
    def desk(self) -> Desk:
        """Give what stands in the folder."""
        return self.walk.desk

    def choose(self, *words: str) -> str:
        """Choose one of some words."""
        return self.random.choice(words)

    def pick(self) -> str:
        """Pick a statement that stands in the folder; a copy stays one, or it is a new one."""
        others = [name for name in self.desk.texts if name not in self.copies]
        return self.choose(*(others or self.desk.texts))

    @property
    def told(self) -> set[str]:
        """Give the titles of what was published."""
        return {event.title for event in parse_ledger(self._record).events}

    @property
    def topics(self) -> list[str]:
        """Give the keys of the topics."""
        return re.findall(r"(\w+): \{", self.desk.settings["topics"])

    def go_on(self) -> str:
        """Change something and publish; give what followers have to complain of."""
        desk = self.desk
        settings, files = dict(desk.settings), dict(desk.files)
        texts, binned = dict(desk.texts), dict(desk.bin)
        self._past.append((texts, self._record))
        for _ in range(self.random.randint(1, 3)):
            make = self.random.choice(EDITS if self.desk.texts else EDITS[:1])
            self.said.append(f"{self.day:.2f} {make.__name__}")
            if edit := make(self):
                edit(self.desk)
        self.desk.save()
        self._disturb()
        begun = self.random.random() < 1 / 4 and self._break_off()
        if begun and self.random.random() < 1 / 2:
            self._check_out_anew()
        consent = self._publish()
        said = parse_ledger(self._record).events
        if done := consent is not None:
            self._record = self._read_record()
        else:
            desk.settings, desk.files = settings, files
            desk.texts, desk.bin = texts, binned
            desk.save()
            self._write_record(self._record)
        complaints = self._look(consented=bool(consent), done=done)
        complaints["not gone on with"] = begun and not done
        known = parse_ledger(self._record).events
        # What changed no file may be recorded anew: nobody saw it.
        complaints["forgotten"] = [e for e in said if e.kind != "moved" and e not in known]
        self.day += self.random.choice([0.01, 0.3, 1, 3])
        return "; ".join(f"{what}: {found}" for what, found in complaints.items() if found)

    def _read_record(self) -> bytes:
        file = self.desk.path / LEDGER_FILE
        return file.read_bytes() if file.is_file() else b""

    def _write_record(self, record: bytes) -> None:
        file = self.desk.path / LEDGER_FILE
        file.unlink(missing_ok=True)
        if record:
            file.write_bytes(record)

    def _step(self, arguments: str = "", crash: str = "") -> Step:
        return Step(day=self.day, arguments=f"--wait 0 {arguments}", crash=crash)

    def _disturb(self) -> None:
        """Let git take back what was published at times, and begin in a fresh checkout."""
        if self.random.random() < 1 / 8 and self._record:
            self.desk.texts, record = self.random.choice(self._past)
            self.desk.save()
            self._write_record(record)
            self.said.append("git took back")
        if self.random.random() < 1 / 4:
            self._check_out_anew()

    def _check_out_anew(self) -> None:
        """Lose what git does not hold."""
        self.said.append("fresh checkout")
        for name in self.random.choice([[STATE_FOLDER], [STATE_FOLDER, "site"]]):
            shutil.rmtree(self.desk.path / name, ignore_errors=True)

    def _publish(self) -> str | None:
        """Publish; give the word with which it was done, None where it was refused."""
        status, refused = self.walk.publish(self._step())
        self.said.append(f"publish: {refused or status}")
        if not status:
            return ""
        asked = _CONSENT.search(self.walk.run("publish", self._step()).stderr)
        if not asked or self.random.random() < 1 / 2:
            return None
        arguments = asked[1].replace("TEXT", "Law")
        status, refused = self.walk.publish(self._step(arguments))
        self.said.append(f"publish {arguments}: {refused or status}")
        return None if status else arguments

    def _break_off(self) -> bool:
        """Publish what would not be refused, and be stopped at some moment."""
        if self.walk.run("publish", self._step("--dry-run")).exit_code:
            return False
        crash = self.choose(*CRASHES)
        self.said.append(f"broken off: {crash}")
        if crash:
            self.walk.publish(self._step(crash=crash))
        else:
            self._fill_target()
        return True

    def _fill_target(self) -> None:
        """Publish, and let the target do a few things only."""
        left = iter(range(self.random.randint(0, 25)))

        def limit(method: Callable[..., object]) -> Callable[..., object]:
            def do(target: FolderTarget, *args: object, **kwargs: object) -> object:
                if next(left, None) is None:
                    raise TargetError(target.name, "no space left")
                return method(target, *args, **kwargs)

            return do

        with self._patch.context() as patch:
            for name in ("put", "delete", "write_manifest"):
                patch.setattr(FolderTarget, name, limit(getattr(FolderTarget, name)))
            self.walk.publish(self._step())

    def _look(self, *, consented: bool, done: bool) -> dict[str, object]:
        """Look at what was delivered as followers do."""
        site, now = self.desk.path / "www", START + timedelta(days=self.day)
        ledger = read_ledger(self.desk.path)
        _, again = self._subscribers.poll(site, now, "", ledger.removed)
        feeds = read_feeds(site)
        gone = sorted(self._filled - feeds.keys())
        self._filled |= {path for path, items in feeds.items() if items}
        complaints: dict[str, object] = {
            "told again": not consented and again,
            "gone": gone,
            "changed silently": self._list_changed(feeds, ledger),
        }
        if done:
            left = self.walk.run("publish", self._step()).stderr
            publication = read_publication(self.desk.path, now).publication
            complaints["missed"] = self._list_missed(publication, ledger)
            complaints["not done"] = ledger.events and "Nothing to do" not in left and left
        return complaints

    def _list_changed(self, feeds: Mapping[str, list[Item]], ledger: Ledger) -> list[str]:
        """List what says something else than before, though no revision was recorded."""
        changed = []
        for item in itertools.chain.from_iterable(feeds.values()):
            kinds = [event.kind for event in ledger.by_id.get(item.id, ())]
            revisions = sum(kind in REVISIONS for kind in kinds)
            said, number = self._seen.get(item.id, (item.said, 0))
            if said != item.said and number == revisions:
                changed.append(item.title)
            self._seen[item.id] = item.said, revisions
        return changed

    def _list_missed(self, publication: Publication, ledger: Ledger) -> list[str]:
        """List what was published, and whoever follows its language for ever was not told of."""
        first = ledger.first
        since = min((event.at for event in first.values()), default=None)
        return [
            entry.title
            for entry in publication.entries
            # Nobody followed before the first statements were there.
            if first[entry.id].at != since and not entry.withdrawal
            # Its language may have had another folder when it was published.
            if not any(
                self._subscribers.was_told(folder, find_name(entry), entry.id)
                for folder in (first[entry.id].folder, publication.prefix(entry.language))
            )
        ]


def find_name(entry: Entry) -> str:
    """Find the name of a statement: every title ends with it."""
    return entry.title.rpartition(" ")[2]


def write_one(life: Life) -> Edit:
    """Write a statement, of now, backdated or scheduled."""
    life.names += 1
    back = life.random.choice([0, 0, 0, 1, 300, -1, -3])
    languages = ["", "be"] if "be" in life.desk.settings["languages"] else [""]
    topics = life.choose("", life.topics[0], life.topics[-1], ", ".join(life.topics))
    return write(
        f"n{life.names}",
        int(life.day) - back,
        life.choose(*languages),
        minted=life.random.random() < 0.7,
        topics=f"[{topics}]",
    )


def write_translation(life: Life) -> Edit | None:
    """Write a statement in the other language."""
    name = life.pick()
    original = life.desk.texts[name]
    if "be" not in life.desk.settings["languages"] or f"{name}x" in life.desk.texts:
        return None
    language = "en" if original.language == "be" else "be"
    front = {**original.front, "id": mint(f"{name}x"), "title": f"Title of {name}x"}
    text = replace(original, language=language, front=front, text=f"Words of {name}x.")
    return lambda desk: desk.texts.update({f"{name}x": text})


def copy_one(life: Life) -> Edit | None:
    """Copy a statement that was published: perhaps into another language, or unrevised."""
    texts = {**life.desk.bin, **life.desk.texts}
    before = [text for text in texts.values() if text.front["title"] in life.told]
    if not before:  # what nobody was told of may be changed yet, and the copy be another
        return None
    life.names += 1
    original = life.random.choice(before)
    other = f"n{life.names}"
    text = replace(
        original,
        slug=other,
        front={**original.front, "id": mint(other)},
        language=life.choose(original.language, "be"),
        revisions=life.random.choice((original.revisions, ())),
    )
    life.copies.add(other)
    return lambda desk: desk.texts.update({other: text})


def rename_file(life: Life) -> Edit:
    """Give a file another name, or move it to another folder."""
    return rename(life.pick(), life.choose("", "r1", "r2", "r3"), folder=life.choose("", "a/"))


def date_otherwise(life: Life) -> Edit:
    """Give a statement another day."""
    name = life.pick()
    return rename(name, day=life.desk.texts[name].day + life.random.randint(-1, 1))


def change_text(life: Life) -> Edit:
    """Change what a statement says, or what stands beside it."""
    name, number = life.pick(), life.random.randint(0, 9)
    fronts = ({"title": f"T{number} of {name}"}, {"source": life.choose("", "https://x.org/")})
    return change(name, f"Words of {name}, {number}.", **life.random.choice(fronts))


def revise_one(life: Life) -> Edit:
    """Record a revision."""
    return revise(life.pick(), life.choose("minor", "correction", "withdrawal"), life.day)


def sort_otherwise(life: Life) -> Edit:
    """Give a statement other topics."""
    return change(life.pick(), topics=f"[{life.choose('', *life.topics)}]")


def attach(life: Life) -> Edit:
    """Give a statement attachments, or take them away."""
    return change(life.pick(), attachments=life.choose("", "[a.pdf]", "[b.pdf]", "[a.pdf, b.pdf]"))


def replace_file(life: Life) -> Edit:
    """Put another file in the place of an attachment."""
    name, number = life.choose(*life.desk.files), life.random.randint(0, 2)
    return lambda desk: desk.files.update({name: f"{name} {number}".encode()})


def choose_topics(life: Life) -> Edit:
    """Add a topic, or drop one with what it is written on."""
    topic = life.choose("t4", "t5", *life.topics)

    def edit(desk: Desk) -> None:
        keys = [key for key in life.topics if key != topic] or [topic]
        if topic not in life.topics:
            keys.append(topic)
        for name, text in desk.texts.items():
            own = re.findall(r"\w+", text.front.get("topics", ""))
            front = {**text.front, "topics": f"[{', '.join(k for k in own if k in keys)}]"}
            desk.texts[name] = replace(text, front=front)
        desk.settings["topics"] = write_topics(keys)

    return edit


def write_topics(keys: Iterable[str]) -> str:
    """Write the topics as they stand in the settings."""
    return f"{{{', '.join(f'{key}: {{en: Topic {key}}}' for key in keys)}}}"


def withhold(life: Life) -> Edit:
    """Make a statement a draft, or publish a draft."""
    return change(life.pick(), draft=life.choose("", "true"))


def take_id(life: Life) -> Edit:
    """Give a statement the id of another, or one that follows from its file."""
    return change(life.pick(), id=life.choose("", mint(life.pick())))


def delete_one(life: Life) -> Edit:
    """Delete a statement."""
    return delete(life.pick())


def restore_one(life: Life) -> Edit | None:
    """Bring back a statement that was deleted."""
    return restore(life.choose(*life.desk.bin)) if life.desk.bin else None


def resize(life: Life) -> Edit:
    """Change the size of the feeds."""
    return configure(feed_size=life.choose("1", "2", "3", "5", "20"))


def choose_languages(life: Life) -> Edit:
    """Change the languages or their order."""
    return configure(languages=life.choose("[en]", "[en, be]", "[be, en]", "[en, uk, be]"))


def move_site(life: Life) -> Edit:
    """Move the site."""
    return configure(base_url=life.choose(*_BASES))


def rename_topic(life: Life) -> Edit | None:
    """Give a topic another key, perhaps that of another topic, and mostly say so."""
    old, new = life.choose(*life.topics), life.choose("t1", "t2", "t3", *life.topics)
    if old == new:
        return None
    told = life.random.random() < 0.8

    def edit(desk: Desk) -> None:
        for name, text in desk.texts.items():
            own = re.findall(r"\w+", text.front.get("topics", ""))
            topics = dict.fromkeys(new if topic == old else topic for topic in own)
            front = {**text.front, "topics": f"[{', '.join(topics)}]"}
            desk.texts[name] = replace(text, front=front)
        keys = dict.fromkeys(new if topic == old else topic for topic in life.topics)
        former = dict(re.findall(r"(\w+): (\w+)", desk.settings.get("former_topics", "")))
        former = {key: new if topic == old else topic for key, topic in former.items()}
        former |= {old: new} if told else {}
        said = [f"{key}: {v}" for key, v in former.items() if key not in keys and v in keys]
        desk.settings["former_topics"] = f"{{{', '.join(said)}}}"
        desk.settings["topics"] = write_topics(keys)

    return edit


EDITS: tuple[Callable[[Life], Edit | None], ...] = (
    *(write_one,) * 5,
    write_translation,
    copy_one,
    rename_file,
    date_otherwise,
    change_text,
    revise_one,
    revise_one,
    sort_otherwise,
    attach,
    replace_file,
    choose_topics,
    withhold,
    take_id,
    delete_one,
    restore_one,
    resize,
    choose_languages,
    move_site,
    rename_topic,
)
"""What can be done; the first one without any statement."""


def live(seed: int) -> str:
    """Lead one life; give what is wrong and how it came to that, empty if nothing is."""
    gc.unfreeze()  # what a command of the life before kept until its run would end
    gc.collect()
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        # A checkout that delivers where another one was broken off need not wait for two minutes.
        patch.setattr("communique.deliver.manifest.PATIENCE", timedelta(0))
        life = Life(Path(name), seed, patch)
        for _ in range(STEPS):
            if complaint := life.go_on():
                return f"seed {seed}: {complaint}\n  " + "\n  ".join(life.said)
    return ""


def main() -> None:
    """Lead many lives; stop at the first that went wrong."""
    parser = argparse.ArgumentParser(description="Lead publications through random lives.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    for seed in range(options.seed, options.seed + options.times):
        if complaint := live(seed):
            raise SystemExit(complaint)
    last = options.seed + options.times - 1
    sys.stdout.write(f"{options.times} lives, seeds {options.seed} to {last}\n")


if __name__ == "__main__":
    main()
