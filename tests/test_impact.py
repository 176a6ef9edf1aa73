"""Every refusal: what it says, that its hint mends it, and what overrides it."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.ledger import LEDGER_FILE, TEXTS_FOLDER, append_records, read_ledger
from communique.values import replace
from tests.desk import (
    START,
    Desk,
    Edit,
    attach,
    change,
    configure,
    copy,
    delete,
    mint,
    rename,
    restore,
    revise,
    unrevise,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from communique.events import Event

ONE = "entries/2024-01-01-one.md"
ID = mint("one")
TWO = (write("one"), write("two"))
SIX = tuple(write(f"new{number}", 2) for number in range(6))
REMOVED = f"--removed {ID} --because Law"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """
    State when `publish` stops.

    Args:
        before: What is published on day 0.
        between: What is published on day 1, and with which arguments.
        edits: What is changed on day 2.
        message: The line that is printed.
        hints: The lines of its hint.
        override: Arguments with which it is done all the same; empty where nothing does that.
        arguments: Of the `publish` that is refused.
    """

    edits: tuple[Edit, ...]
    message: str
    hints: tuple[str, ...]
    before: tuple[Edit, ...] = TWO
    between: tuple[tuple[Edit, ...], str] | None = None
    override: str = ""
    arguments: str = ""

    @property
    def code(self) -> str:
        """Give its name."""
        found = re.match(r"(?:entries/\S+: )?([a-z-]+): ", self.message)
        assert found
        return found[1]


def refusal(
    message: str,
    hint: str,
    *edits: Edit,
    before: tuple[Edit, ...] = TWO,
    between: tuple[tuple[Edit, ...], str] | None = None,
    override: str = "",
    arguments: str = "",
) -> Refusal:
    """State a refusal."""
    return Refusal(
        edits=edits,
        message=message,
        hints=tuple(hint.splitlines()),
        before=before,
        between=between,
        override=override,
        arguments=arguments,
    )


REFUSALS = (
    refusal(
        f"{ONE}: id-changed: Title of one: its id changed: subscribers would be told of it again",
        f"write into {ONE}:\nid: {ID}",
        change("one", id=mint("x")),
    ),
    refusal(
        "entries/2024-01-01-uno.md: id-changed: Title of one: its id changed: subscribers would be"
        " told of it again",
        "write into entries/2024-01-01-uno.md:\n"
        "id: tag:statements.example.org,2023:2024-01-01-one:en",
        rename("one", "uno"),
        before=(write("one", minted=False),),
    ),
    refusal(
        f"{ONE}: entry-vanished: Title of one: it was published, and is gone",
        f"restore {ONE}, then: communique revise {ONE} --withdraw NOTE\n"
        f"or, where the law wants it gone: communique publish --removed {ID} --because TEXT",
        delete("one"),
        override=REMOVED,
    ),
    refusal(
        f"{ONE}: entry-vanished: Title of one: it was published, and is a draft or dated in the"
        " future now",
        f"undo that in {ONE}\n"
        f"or, where the law wants it gone: communique publish --removed {ID} --because TEXT",
        change("one", draft="true"),
        override=REMOVED,
    ),
    refusal(
        f"{ONE}: entry-vanished: Title of one: it was published, and is a draft or dated in the"
        " future now",
        f"rename entries/2024-02-10-one.md to {ONE}, and undo that in it\n"
        f"or, where the law wants it gone: communique publish --removed {ID} --because TEXT",
        rename("one", day=40),
        override=REMOVED,
    ),
    refusal(
        f"{ONE}: entry-returned: Title of one: it was removed for good, and is back",
        f"delete {ONE}; a new statement needs an id of its own",
        restore("one"),
        between=((delete("one"),), REMOVED),
    ),
    refusal(
        "entries/2024-01-01-uno.md: entry-returned: Title of one: it was removed for good, and is"
        " back under another id",
        "delete entries/2024-01-01-uno.md",
        restore("one"),
        change("one", id=mint("x")),
        rename("one", "uno"),
        between=((delete("one"),), REMOVED),
    ),
    refusal(
        "entries/2024-01-02-uno.md: entry-returned: Title of one: it was removed for good, and is"
        " back under another id",
        "delete entries/2024-01-02-uno.md",
        restore("one"),
        change("one", id=mint("x")),
        attach("one", "a.pdf"),
        rename("one", "uno", day=1),
        between=((delete("one"),), REMOVED),
    ),
    refusal(
        f"{ONE}: not-removed: Title of one: it is to be removed, but it is still there",
        f"delete {ONE} first",
        arguments=REMOVED,
    ),
    refusal(
        f"not-removed: nothing was ever published under {mint('x')}",
        f"leave out --removed {mint('x')}",
        arguments=f"--removed {mint('x')} --because Law",
    ),
    refusal(
        f"{ONE}: unrecorded-change: Right title: its text changed, and no revision says so",
        f"communique revise {ONE} --minor\n"
        f'communique revise {ONE} --correction "What was corrected."',
        change("one", title="Right title"),
    ),
    refusal(
        f"{ONE}: unrecorded-change: Title of one: its source changed from none to"
        " https://example.org/, and no revision says so",
        f"communique revise {ONE} --minor\n"
        f'communique revise {ONE} --correction "What was corrected."',
        change("one", source="https://example.org/"),
    ),
    refusal(
        f"{ONE}: unrecorded-change: Title of one: its reference changed from 2023-42 to none, and"
        " no revision says so",
        f"communique revise {ONE} --minor\n"
        f'communique revise {ONE} --correction "What was corrected."',
        change("one", reference=""),
        before=(write("one", reference="2023-42"), write("two")),
    ),
    refusal(
        "entries/2024-01-01-one.be.md: unrecorded-change: Title of one.be: its translation changed"
        " from provisional to official, and no revision says so",
        "communique revise entries/2024-01-01-one.be.md --minor\n"
        'communique revise entries/2024-01-01-one.be.md --correction "What was corrected."',
        change("one.be", translation="official"),
        before=(
            configure(languages="[en, be]"),
            write("one", language="en"),
            write("one.be", language="be", translation="provisional"),
        ),
    ),
    refusal(
        f"{ONE}: unrecorded-change: Title of one: its text changed, and no revision says so",
        f"it was withdrawn: restore {ONE} from git or a backup",
        change("one", "Words of one, again."),
        between=((revise("one", "withdrawal", 1),), ""),
    ),
    refusal(
        f"{ONE}: revision-vanished: Title of one: a recorded correction is missing from its"
        " revisions",
        f"restore the lines under revisions: in {ONE} from git or a backup",
        unrevise("one"),
        between=((revise("one", "correction", 1),), ""),
    ),
    refusal(
        f"{ONE}: revision-date: Title of one: its correction has the date that readers know, and"
        " most would not notice it",
        f"write into {ONE}, in its last revision:\ndate: 2024-01-03T14:00+02:00",
        revise("one", "correction", 1, "Another number."),
        between=((revise("one", "correction", 1),), ""),
    ),
    refusal(
        "flood: subscribers would be told of 6 at once",
        "if that is meant: communique publish --announce 6",
        *SIX,
        override="--announce 6",
    ),
    refusal(
        "flood: subscribers would be told of 1, not of 2",
        "communique publish --announce 1",
        write("new", 2),
        arguments="--announce 2",
        override="--announce 1",
    ),
    refusal(
        "flood: subscribers would be told of 1 at once",
        "if that is meant: communique publish --announce 1",
        copy("one", "uno"),
        override="--announce 1",
    ),
    refusal(
        "entries/feed.yaml: feed-vanished: the feeds in topics/icc/ would be gone, and nobody would"
        " tell who follows them",
        "write into entries/feed.yaml:\n"
        "former_topics: {icc: court}\n"
        "or put icc back into topics in entries/feed.yaml",
        configure(topics="{court: {en: The Court}}"),
        change("one", topics="[court]"),
        before=(write("one", topics="[icc]"), write("two")),
    ),
    refusal(
        "entries/feed.yaml: feed-vanished: the feeds in topics/icc/ would be gone, and nobody would"
        " tell who follows them",
        "put icc back into topics in entries/feed.yaml",
        configure(topics="{law: {en: Law}}"),
        change("one", topics=""),
        before=(write("one", topics="[icc]"), write("two")),
    ),
    refusal(
        "entries/feed.yaml: feed-vanished: the feeds in be would be gone, and nobody would tell"
        " who follows them",
        "put be back into languages in entries/feed.yaml",
        configure(languages="[en]"),
        delete("two"),
        before=(
            configure(languages="[en, be]"),
            write("one", language="en"),
            write("two", language="be"),
        ),
        arguments=f"--removed {mint('two')} --because Law",
    ),
    refusal(
        "entries/feed.yaml: address-moved: the site moves from https://statements.example.org/ to"
        " https://example.com/: readers that know a statement by its address would announce those"
        " in the feed again",
        "set base_url back to https://statements.example.org/\n"
        "or, if that leads here now: communique publish --moved",
        configure(base_url="https://example.com/"),
        override="--moved",
    ),
    refusal(
        "entries/2024-01-03-one.md: address-taken: Title of new: its page would stand at 2024/one/,"
        " the address of 'Title of one'",
        "rename entries/2024-01-03-one.md, so that its page has an address of its own",
        write("new", 2),
        rename("new", "one"),
        between=((rename("one", "uno"),), ""),
    ),
    refusal(
        f"{ONE}: address-taken: Title of two: its page would stand at 2024/one/, the address of"
        " 'Title of one'",
        f"rename {ONE}, so that its page has an address of its own",
        rename("two", "one"),
        between=((rename("one", "uno"),), ""),
    ),
    refusal(
        "entries/2024-01-01-one.be.md: address-taken: Title of one.be: its page would stand at"
        " 2024/one/, the address of 'Title of one'",
        "undo the change of languages: in entries/feed.yaml",
        configure(languages="[be, en]"),
        before=(
            configure(languages="[en, be]"),
            write("one", language="en"),
            write("one.be", language="be"),
        ),
    ),
    refusal(
        f"{ONE}: language-changed: Title of one: its language changed from en to be",
        f"write into {ONE}:\nlang: en",
        change("one", lang="be"),
        before=(configure(languages="[en, be]"), write("one", minted=False)),
    ),
    refusal(
        f"{ONE}: language-changed: Title of one: its language changed from en to be",
        f"write into {ONE}:\nlang: en",
        change("one", lang="be"),
        before=(configure(languages="[en, be]"), *TWO),
    ),
    refusal(
        "entries/2024-01-01-one.be.md: language-changed: Title of one: its language changed from en"
        " to be",
        f"rename entries/2024-01-01-one.be.md to {ONE}",
        rename("one", language="be"),
        before=(configure(languages="[en, be]"), *TWO),
    ),
    refusal(
        f"{ONE}: date-changed: Title of one: its date changed; it was published"
        " 2024-01-01T00:00+02:00",
        f"write into {ONE}:\ndate: 2024-01-01T00:00+02:00",
        change("one", date="2024-01-01T12:00+02:00"),
    ),
    refusal(
        f"{ONE}: date-changed: Title of one: its date changed; it was published"
        " 2023-12-31T17:00-05:00",
        f"write into {ONE}:\ndate: 2024-01-01T00:00+02:00",
        configure(timezone="America/New_York"),
        before=(write("one"),),
    ),
    refusal(
        "entries/2023-12-29-one.md: date-changed: Title of one: its date changed; it was published"
        " 2024-01-01T00:00+02:00",
        "rename entries/2023-12-29-one.md: its name begins with 2024-01-01",
        rename("one", day=-3),
    ),
)


class Office:
    """A desk, a backup of yesterday, and a command line."""

    def __init__(self, path: Path) -> None:
        self.path = path / "publication"
        self.path.mkdir()
        self.desk = Desk(path=self.path)
        self._backup = path / "backup"

    def work(self, *edits: Edit) -> None:
        """Make a backup, then do what is to be done."""
        if (self.path / "entries").exists():
            shutil.copytree(self.path / "entries", self._backup, dirs_exist_ok=True)
        for edit in edits:
            edit(self.desk)
        self.desk.save()

    def publish(self, day: int, arguments: str = "") -> Result:
        """Publish."""
        now = (START + timedelta(days=day)).isoformat()
        line = ["-C", str(self.path), "publish", "--now", now, *shlex.split(arguments)]
        return CliRunner().invoke(main, line)

    def prepare(self, case: Refusal) -> Result:
        """Come to a refusal."""
        self.work(*case.before)
        assert self.publish(0).exit_code == 0
        if case.between:
            edits, arguments = case.between
            self.work(*edits)
            assert self.publish(1, arguments).exit_code == 0
        self.work(*case.edits)
        return self.publish(2, case.arguments)

    def record_instead(self, *events: Event) -> None:
        """Write another ledger, as an older communique would have."""
        self.file(LEDGER_FILE).unlink()
        shutil.rmtree(self.file(TEXTS_FOLDER))
        append_records(self.path, events)

    def file(self, name: str) -> Path:
        """Give the place of a file that a hint names."""
        return self.path / name

    def follow(self, hints: tuple[str, ...], arguments: str) -> str:
        """Do what a hint says, to the letter; give the arguments with which to publish then."""
        hint = hints[0]
        if match := re.match(r"write into ([^\s:,]+)", hint):
            self._write_line(self.file(match[1]), hints[1], hint)
        elif match := re.match(r"delete ([^\s;]+)", hint):
            self.file(match[1]).unlink()
        elif match := re.match(r"rename (\S+) to ([^\s,]+)", hint):
            self.file(match[1]).rename(self.file(match[2]))
        elif match := re.fullmatch(r"rename (\S+): its name begins with (\S+)", hint):
            name = match[2] + match[1].rpartition("/")[2][10:]
            self.file(match[1]).rename(self.path / "entries" / name)
        elif match := re.match(r"rename ([^\s,]+), so", hint):
            self.file(match[1]).rename(self.file(match[1].replace(".md", "-again.md")))
        elif match := re.search(r"(?:restore|undo|put) .*?(entries/[^\s,]+)", hint):
            self._restore(match[1])
        elif match := re.match(r"set base_url back to (\S+)", hint):
            settings = self.file("entries/feed.yaml")
            text = re.sub("(?m)^base_url: .*", f"base_url: {match[1]}", settings.read_text("utf-8"))
            settings.write_text(text, "utf-8")
        elif match := re.match(r"communique revise (\S+) --minor", hint):
            file = self.file(match[1])
            line = "revisions: [{date: 2024-01-03T12:00Z, kind: minor}]"
            file.write_text(file.read_text("utf-8").replace("---\n", f"---\n{line}\n", 1), "utf-8")
        elif match := re.search(r"communique publish (.*)", hint):
            return match[1]
        else:
            assert hint == f"leave out {arguments.partition(' --because')[0]}"
            return ""
        return arguments

    @staticmethod
    def _write_line(file: Path, line: str, hint: str) -> None:
        key = line.partition(":")[0]
        if "in its last" in hint:
            before, _, after = file.read_text("utf-8").rpartition("date: ")
            file.write_text(f"{before}{line}{after[after.index(',') :]}", "utf-8")
            return
        text = re.sub(f"(?m)^{key}: .*\n", "", file.read_text("utf-8"))
        mark = "---\n" if text.startswith("---\n") else ""
        file.write_text(f"{mark}{line}\n{text.removeprefix(mark)}", "utf-8")

    def _restore(self, name: str) -> None:
        shutil.copy(self._backup / name.removeprefix("entries/"), self.file(name))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Open an office."""
    return Office(tmp_path)


def name(case: Refusal) -> str:
    """Name a case after its code."""
    return case.code


@pytest.mark.parametrize("case", REFUSALS, ids=name)
def test_says_what_would_happen_and_what_to_do(office: Office, case: Refusal) -> None:
    """A refusal has one line and an exact hint, and changes nothing on disk."""
    result = office.prepare(case)
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    place = lines.index(case.message)
    printed = [line[8:] for line in lines[place + 1 : place + 1 + len(case.hints)]]
    typed = re.compile(r"communique -C \S+ (publish|revise)(?: --now \S+)?")
    assert list(case.hints) == [typed.sub(r"communique \1", line) for line in printed]
    ledger = (office.path / "entries" / "ledger.jsonl").read_bytes()
    office.publish(3, case.arguments)
    assert ledger == (office.path / "entries" / "ledger.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("edit", "code", "hints"),
    [
        (attach("one", "a.pdf"), "id-changed", 2),
        (change("one", "Other words."), "entry-vanished", 4),
    ],
)
def test_a_file_renamed_and_changed_at_once_is_mended_step_by_step(
    office: Office, edit: Edit, code: str, hints: int
) -> None:
    """The hint finds the statement under its new name, and the next one asks what changed in it."""
    office.work(write("one", minted=False))
    assert office.publish(0).exit_code == 0
    office.work(rename("one", "uno"), edit)
    lines = office.publish(1).stderr.splitlines()
    place = next(place for place, line in enumerate(lines) if code in line)
    mend = [line[8:] for line in lines[place + 1 : place + 1 + hints]]
    assert mend[0].startswith("write into entries/2024-01-01-uno.md")
    office.follow(tuple(mend), "")
    refused = office.publish(2).stderr
    assert "entries/2024-01-01-uno.md: unrecorded-change" in refused
    office.follow(("communique revise entries/2024-01-01-uno.md --minor",), "")
    assert "0 new, 0 corrected, 1 minor edit" in office.publish(3).stderr


@pytest.mark.parametrize("case", REFUSALS, ids=name)
def test_following_the_hint_mends_it(office: Office, case: Refusal) -> None:
    """Whoever does what the hint says can publish."""
    office.prepare(case)
    arguments = office.follow(case.hints, case.arguments)
    result = office.publish(2, arguments)
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize("case", [case for case in REFUSALS if case.override], ids=name)
def test_an_override_does_it_all_the_same(office: Office, case: Refusal) -> None:
    """Where there is a good reason to do it, a word does; afterwards there is nothing to do."""
    office.prepare(case)
    result = office.publish(2, case.override)
    assert result.exit_code == 0, result.stderr
    assert "Nothing to do" in office.publish(2).stderr


@pytest.mark.parametrize("case", [case for case in REFUSALS if not case.override], ids=name)
def test_nothing_else_overrides_it(office: Office, case: Refusal) -> None:
    """Every other refusal stands, whatever is said yes to."""
    office.prepare(case)
    result = office.publish(2, f"{case.arguments} --moved")
    assert result.exit_code == 1
    assert f"{case.code}: " in result.stderr


@pytest.mark.parametrize(
    ("rename", "named"),
    [
        ({"map.pdf": "annex.pdf", "annex.pdf": "map.pdf"}, "annex.pdf, map.pdf"),
        ({"map.pdf": "plan.pdf", "annex.pdf": "annex.pdf"}, "map.pdf, plan.pdf"),
    ],
)
def test_files_that_change_places_or_names_are_a_change(
    office: Office, rename: dict[str, str], named: str
) -> None:
    """Two attachments that swap their names, or one that gets another, want a revision."""
    office.work(write("one", attachments="[annex.pdf, map.pdf]"))
    for name in rename:
        office.file(f"entries/{name}").write_bytes(f"%PDF-1.4 {name}".encode())
    assert office.publish(0).exit_code == 0
    assert "Nothing to do" in office.publish(1).stderr
    office.work(change("one", attachments=f"[{', '.join(sorted(rename.values()))}]"))
    for name, new in rename.items():
        office.file(f"entries/{new}").write_bytes(f"%PDF-1.4 {name}".encode())
    result = office.publish(2)
    assert f"its attachments changed: {named}, and no revision says so" in result.stderr
    office.work(revise("one", "minor", 2))
    assert office.publish(3).exit_code == 0


def test_a_clock_that_lags_is_told_from_an_entry_that_was_changed(office: Office) -> None:
    """Nobody is led to undo what they did not do, or to remove what they published."""
    office.work(write("one", 2))
    assert office.publish(3).exit_code == 0
    said = office.publish(1).stderr
    reason = "it was published, and lies in the future by the clock, which says"
    assert f"Title of one: {reason} 2024-01-02T14:00+02:00\n" in said
    assert "hint: set the clock" in said
    assert "--removed" not in said


@pytest.mark.parametrize(
    ("edits", "named"),
    [
        ((rename("one", "uno"), change("one", "Other words.", draft="true")), True),
        ((delete("one"), write("uno", 1, title="Appeal")), True),
        (
            (change("one", draft="true"), delete("three"), write("uno", 1, title="Appeal")),
            False,
        ),
        ((delete("one"),), False),
    ],
)
def test_says_what_may_be_a_statement_that_is_gone(
    office: Office, edits: tuple[Edit, ...], *, named: bool
) -> None:
    """A draft may be it, or a new one; none that is known, and none where it is not gone."""
    office.work(
        write("one", minted=False, title="Appeal"), write("two", title="Appeal"), write("three")
    )
    assert office.publish(0).exit_code == 0
    office.work(*edits)
    said = office.publish(1).stderr
    assert f", {said.count('entry-vanished: ')} vanished; subscribers" in said
    assert ("-uno.md, if it is that now:" in said) == named
    assert said.count("if it is that now:") == named


def test_what_is_kept_back_is_not_removed_with_what_is_gone(office: Office) -> None:
    """One word removes all that is gone, and nothing that is a draft by mistake."""
    office.work(write("one"), write("two"), write("three"))
    assert office.publish(0).exit_code == 0
    office.work(delete("one", "two"), change("three", draft="true"))
    lines = [line for line in office.publish(1).stderr.splitlines() if "--removed" in line]
    assert len(lines) == 3
    assert sum(mint("three") in line for line in lines) == 1
    assert all(mint("one") in line and mint("two") in line for line in lines)


def test_a_file_that_was_replaced_is_named(office: Office) -> None:
    """Whoever did not mean to change it would look for that in the text."""
    office.work(write("one", attachments="[annex.pdf]"))
    office.file("entries/annex.pdf").write_bytes(b"%PDF-1.4 one")
    assert office.publish(0).exit_code == 0
    office.file("entries/annex.pdf").write_bytes(b"%PDF-1.4 two")
    said = "Title of one: its attachments changed: annex.pdf, and no revision says so"
    assert said in office.publish(1).stderr


def test_settings_wait_for_a_statement_to_be_recorded_with(office: Office) -> None:
    """Where every statement was removed nothing carries them; the next one asks, and does."""
    office.work(write("one"))
    assert office.publish(0).exit_code == 0
    office.work(delete("one"))
    assert office.publish(1, REMOVED).exit_code == 0
    office.work(configure(feed_size="5", base_url="https://example.com/"))
    assert office.publish(2).exit_code == 0
    office.work(write("two", 3))
    assert "address-moved: the site moves from https://statements" in office.publish(3).stderr
    assert office.publish(3, "--moved").exit_code == 0
    kinds = [event.kind for event in read_ledger(office.path).events]
    assert kinds == ["published", "removed", "published"]


def test_an_older_record_does_not_say_what_stood_beside_a_text(office: Office) -> None:
    """What a ledger of before says nothing of is no change."""
    office.work(write("one", source="https://example.org/"))
    assert office.publish(0).exit_code == 0
    (event,) = read_ledger(office.path).events
    office.record_instead(replace(event, source="", attachments=None, authority=""))
    assert "Nothing to do" in office.publish(1).stderr


def test_a_copy_is_known_where_an_older_record_has_no_words(office: Office) -> None:
    """A ledger of before has the hash of a corrected text, and none of that without corrections."""
    office.work(write("one"), revise("one", "correction", 0))
    assert office.publish(0).exit_code == 0
    first, corrected = read_ledger(office.path).events
    office.record_instead(replace(first, sha256="0" * 64, words=""), replace(corrected, words=""))
    office.work(copy("one", "uno"))
    refused = office.publish(1)
    assert refused.exit_code == 1
    assert "told-again: Title of one: it says word for word what" in refused.stderr


NOTICES = (
    (
        "path-changed: Title of one: its page moved; 2024/one/ leads to 2024/uno/ from now on",
        (rename("one", "uno"),),
        "",
    ),
    (
        (
            "backdated: Title of old: new, but dated before the newest one; it is announced all the"
            " same"
        ),
        (write("old", -300),),
        "",
    ),
    (
        (
            "told-again: Title of one: it says word for word what entries/2024-01-01-one.en.md"
            " says: a copy is to be deleted"
        ),
        (copy("one", "uno"),),
        "--announce 1",
    ),
    (
        "told-again: the main feed would show 1 old statement as new",
        (configure(languages="[be, en]"),),
        "--announce 1",
    ),
    (
        "language-dropped: the feeds in de are gone; they never held a statement",
        (configure(languages="[en, be]"),),
        "",
    ),
    (
        "told-again: topics/icc/ would show 1 old statement as new",
        (change("one", topics="[icc]"),),
        "--announce 1",
    ),
    (
        "topic-added: topics/icc/ shows 1 old statement that it did not hold before",
        (change("two", topics="[icc]"),),
        "",
    ),
    (
        "topic-added: topics/icc/ shows 1 old statement that it did not hold before",
        (change("two", topics="[icc]"), write("five", language="en", topics="[icc]")),
        "",
    ),
    (
        (
            "address-moved: the site moves from https://statements.example.org/ to"
            " https://example.com/: readers that know a statement by its address would announce"
            " those in the feed again"
        ),
        (configure(base_url="https://example.com/"),),
        "--moved",
    ),
)


@pytest.mark.parametrize(
    ("notice", "edits", "arguments"), NOTICES, ids=[case[0].partition(":")[0] for case in NOTICES]
)
def test_notices_stop_nothing(
    office: Office, notice: str, edits: tuple[Edit, ...], arguments: str
) -> None:
    """What is no mistake is said once, and done."""
    office.work(
        configure(languages="[en, be, de]"),
        write("one", language="en", topics="[icc]"),
        write("two", language="en"),
        write("three.be", language="be"),
        write("four", -400, language="en", topics="[icc]"),
    )
    assert office.publish(0).exit_code == 0
    office.work(change("one", topics=""))
    assert office.publish(1).exit_code == 0
    office.work(*edits)
    result = office.publish(2, arguments)
    assert result.exit_code == 0, result.stderr
    assert f"  {notice}" in result.stderr.splitlines()
    again = office.publish(2)
    assert again.exit_code == 0, again.stderr
    assert notice not in again.stderr


def test_what_comes_back_with_another_topic_is_told_again(office: Office) -> None:
    """Who followed the first topic saw it leave; the second one brings it back to them."""
    office.work(write("one", topics="[law]"))
    assert office.publish(0).exit_code == 0
    office.work(change("one", topics="[icc]"))
    assert office.publish(1).exit_code == 0
    topics = "{icc: {en: The Court}, all: {en: All}}"
    office.work(configure(topics=topics, former_topics="{law: all}"))
    assert office.publish(2).exit_code == 0
    former = "{law: all, icc: all}"
    office.work(
        configure(topics="{all: {en: All}}", former_topics=former), change("one", topics="[all]")
    )
    refused = office.publish(6)
    assert refused.exit_code == 1
    assert "told-again: topics/all/ would show 1 old statement as new" in refused.stderr
    assert office.publish(6, "--announce 1").exit_code == 0


def test_a_renaming_that_is_taken_back_may_bring_something(office: Office) -> None:
    """Whoever followed the topic under its first name sees what comes to it."""
    office.work(write("one", topics="[icc]"), write("two"), write("three", topics="[icc]"))
    assert office.publish(0).exit_code == 0
    topics = "{court: {en: The Court}}"
    office.work(
        configure(topics=topics, former_topics="{icc: court}"),
        change("one", topics="[court]"),
        change("three", topics="[court]"),
    )
    assert office.publish(1).exit_code == 0
    office.work(
        configure(topics="{icc: {en: The Court}, court: {en: Court}}", former_topics="{}"),
        change("one", topics="[icc]"),
        change("two", topics="[icc]"),
    )
    refused = office.publish(2)
    assert refused.exit_code == 1
    assert "told-again: topics/icc/ would show 1 old statement as new" in refused.stderr
    assert "topic-added: topics/icc/ shows 1 old statement that" in refused.stderr
    assert "flood: subscribers would be told of 2 at once" in refused.stderr


def test_a_topic_that_is_renamed_tells_of_what_is_new_once(office: Office) -> None:
    """A statement that is published with the renaming is new, and no old one."""
    office.work(write("one", topics="[icc]"))
    assert office.publish(0).exit_code == 0
    office.work(
        configure(topics="{court: {en: The Court}}", former_topics="{icc: court}"),
        change("one", topics="[court]"),
        write("two", 2, topics="[court]"),
    )
    said = office.publish(2).stderr
    assert said.startswith(
        "1 new, 0 corrected, 0 minor edits, 0 vanished; subscribers will be told"
    )
    assert "of 1\n" in said
    assert "topic-added" not in said


def test_a_topic_that_is_renamed_is_asked_about_in_each_language(office: Office) -> None:
    """What is published in one language puts nothing out of the feeds of another."""
    office.work(
        configure(languages="[en, be]", feed_size="2"),
        write("one", language="en", topics="[icc]"),
    )
    assert office.publish(0).exit_code == 0
    later = {f"new{day}": day for day in (5, 10, 15)}
    for name, day in later.items():
        office.work(write(name, day, language="be", topics="[icc]"))
        assert office.publish(day).exit_code == 0
    office.work(
        configure(topics="{court: {en: The Court}}", former_topics="{icc: court}"),
        *(change(name, topics="[court]") for name in ("one", *later)),
    )
    renamed = office.publish(20)
    assert renamed.exit_code == 0
    assert "subscribers will be told of 0\n" in renamed.stderr
    assert "topic-added" not in renamed.stderr


def test_a_hint_names_every_former_topic_there_is_and_was(office: Office) -> None:
    """What is to be written takes the place of a line that may be there."""
    topics = "{a: {en: A}, b: {en: B}, c: {en: C}, law: {en: Law}}"
    office.work(
        configure(topics=topics, former_topics="{old: law}"),
        write("one", topics="[c, a, b]"),
        write("two", topics="[law]"),
        write("three", topics="[law]"),
    )
    assert office.publish(0).exit_code == 0
    office.work(
        configure(topics="{law: {en: Law}, d: {en: D}, e: {en: E}}"),
        change("one", topics="[d]"),
        change("two", topics="[e]"),
        change("three", topics="[e]"),
        write("four", topics="[e]"),
    )
    said = office.publish(1).stderr
    assert re.findall(r"the feeds in topics/(.*)/ would be gone", said) == ["a", "b", "c"]
    assert said.count("former_topics: {old: law, a: d, b: d, c: d}\n") == 3


def test_a_renamed_statement_keeps_its_files_and_misses_its_translations(office: Office) -> None:
    """What was announced stays where it was; who renames one language is told of the others."""
    pdf = b"%PDF-1.4 annex"
    office.work(
        configure(languages="[en, be]"),
        write("one", language="en", attachments="[annex.pdf]"),
        write("one.be", language="be"),
    )
    office.file("entries/annex.pdf").write_bytes(pdf)
    assert office.publish(0).exit_code == 0
    office.work(rename("one", "uno"))
    said = office.publish(1).stderr.splitlines()
    assert (
        "  parted: Title of one: it is no translation of entries/2024-01-01-one.be.md any more:"
        " rename that as well"
    ) in said
    assert office.file("site/2024/one/annex.pdf").read_bytes() == pdf
    assert office.file("site/2024/uno/annex.pdf").read_bytes() == pdf
    office.work(rename("one.be", "uno"))
    assert "parted" not in office.publish(2).stderr
    office.work(revise("one", "withdrawal", 3))
    assert office.publish(3).exit_code == 0
    assert not list(office.file("site").rglob("annex.pdf"))


def test_another_order_of_languages_parts_no_translations(office: Office) -> None:
    """Pages move, and every statement keeps its name in each language."""
    office.work(
        configure(languages="[en, be, uk]"),
        write("one", language="en"),
        write("one.uk", language="uk"),
        write("two.be", language="be"),
    )
    assert office.publish(0).exit_code == 0
    office.work(configure(languages="[be, en, uk]"))
    said = office.publish(1, "--announce 1").stderr
    assert "path-changed: Title of one: its page moved; 2024/one/ leads to en/2024/one/" in said
    assert "parted" not in said


def test_says_where_nobody_would_be_told_of_a_correction(office: Office) -> None:
    """What left every feed can only be told of by a new statement; what is in one is told."""
    old = tuple(write(name, -9) for name in ("a", "b", "c", "d"))
    office.work(configure(feed_size="2"), *old, write("e", -8))
    assert office.publish(0).exit_code == 0
    office.work(revise("d", "minor", 1), revise("e", "correction", 1))
    assert "left-the-feeds" not in office.publish(1).stderr
    office.work(revise("d", "withdrawal", 2))
    said = office.publish(2).stderr
    assert (
        "  left-the-feeds: Title of d: it left the feeds, and nobody who follows them is told of"
        " its withdrawal; to tell them: communique revise entries/2023-12-23-d.md --announce"
    ) in said.splitlines()


def test_says_what_no_feed_has_room_for(office: Office) -> None:
    """Of more than readers take at once, the oldest would be in no feed; an archive may be."""
    many = tuple(write(f"old{number}", -9) for number in range(101))
    office.work(configure(feed_size="2", flood_limit="500"), *many)
    assert "left-the-feeds" not in office.publish(0).stderr
    office.work(*(write(f"new{number}", 2) for number in range(100)), write("late", 1))
    said = office.publish(2, "--dry-run").stderr.splitlines()
    reason = "no feed has room for it, and nobody is told: publish fewer a day"
    assert [line for line in said if "left-the-feeds" in line] == [
        f"  left-the-feeds: Title of late: {reason}"
    ]


def test_interrupted_consent_is_no_mistake(office: Office) -> None:
    """The command that was allowed to tell of six can be repeated when all is done."""
    office.work(*TWO)
    office.publish(0)
    office.work(*SIX)
    assert office.publish(2, "--announce 6").exit_code == 0
    assert office.publish(2, "--announce 6").exit_code == 0


def test_every_event_of_a_revision_is_recorded(office: Office) -> None:
    """A statement that comes with its revisions is recorded with them, once."""
    office.work(write("one", -9), revise("one", "minor", -5), revise("one", "correction", -4))
    assert office.publish(0).stderr.startswith("1 new, 1 corrected, 1 minor edit, 0 vanished;")
    assert "Nothing to do" in office.publish(1).stderr
