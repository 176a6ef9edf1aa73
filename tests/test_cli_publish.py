"""``communique publish``, as the press officer types it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from communique import making
from communique.chain import format_line
from communique.cli import main
from communique.ledger import parse_ledger
from communique.shells import quote
from communique.site import hash_content
from tests.publication import NOW, SETTINGS, lock_elsewhere, publish, write_everything
from tests.tools import split_command

if TYPE_CHECKING:
    from click.testing import Result

    from communique.site import Made
    from tests.publication import Folder, Run

Edit = Callable[[list[bytes], int], None]

ONE = "2023-10-03-one.md"
ID = "tag:statements.example.org,2023:2023-10-03-one:en"


def test_records_and_writes(folder: Folder, run: Run) -> None:
    """It says what subscribers are told of, records that, and writes the site."""
    folder.entry(ONE, "title: One\n")
    result = publish(run)
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    assert lines[:2] == [
        "1 new, 0 corrected, 0 minor edits, 0 vanished; subscribers will be told of 1",
        f"  new: One (entries/{ONE})",
    ]
    assert re.fullmatch(r"site/: \d+ written, 0 unchanged", lines[2])
    assert lines[3] == "Next: commit entries/ and site/, then upload site/"
    assert result.stdout == ""
    ledger = parse_ledger((folder.path / "entries" / "ledger.jsonl").read_bytes())
    assert [(event.kind, event.id) for event in ledger.events] == [("published", ID)]
    assert "2023/one/index.html" in folder.site()


def test_a_second_time_there_is_nothing_to_do(folder: Folder, run: Run) -> None:
    """What is published is published; no file is touched."""
    folder.entry(ONE)
    publish(run)
    before = folder.site(), (folder.path / "entries" / "ledger.jsonl").read_bytes()
    result = publish(run, day=1)
    assert result.stderr.splitlines()[-1] == "Nothing to do: everything is published"
    assert before == (folder.site(), (folder.path / "entries" / "ledger.jsonl").read_bytes())


def test_names_every_kind_of_event(folder: Folder, run: Run) -> None:
    """The summary counts what happened, what is rare only where it did."""
    for name in ("one", "two", "three", "four"):
        folder.entry(f"2023-10-03-{name}.md", f"title: {name}\nid: tag:example.org,2023:{name}\n")
    publish(run)
    entries = folder.path / "entries"
    (entries / "2023-10-03-one.md").rename(entries / "2023-10-03-uno.md")
    (entries / "2023-10-03-two.md").unlink()
    revisions = "revisions:\n- {date: 2024-01-01T10:00Z, kind: "
    for name, kind in (("three", "withdrawal, note: Wrong."), ("four", "minor")):
        front = f"title: {name}\nid: tag:example.org,2023:{name}\n{revisions}{kind}}}\n"
        folder.entry(f"2023-10-03-{name}.md", front)
    result = publish(run, "--removed", "tag:example.org,2023:two", "--because", "An order", day=1)
    assert result.exit_code == 0
    summary = "0 new, 0 corrected, 1 minor edit, 0 vanished"
    assert sorted(result.stderr.splitlines()[:6]) == [
        "  minor edit: four (entries/2023-10-03-four.md)",
        "  moved: one (entries/2023-10-03-uno.md)",
        "  path-changed: one: its page moved; 2023/one/ leads to 2023/uno/ from now on",
        "  removed: two (entries/2023-10-03-two.md)",
        "  withdrawn: three (entries/2023-10-03-three.md)",
        f"{summary}, 1 withdrawn, 1 removed; subscribers will be told of 0",
    ]
    assert json.loads((entries / "ledger.jsonl").read_text("utf-8").splitlines()[-1])["because"]


def test_names_what_is_no_move_of_a_page(folder: Folder, run: Run) -> None:
    """Another topic, and another size of the feeds, are called what they are."""
    folder.entry(ONE, "title: One\n")
    publish(run)
    folder.entry(ONE, "title: One\ntopics: [icc]\n")
    assert f"  other topics: One (entries/{ONE})" in publish(run, day=1).stderr.splitlines()
    folder.write("feed.yaml", f"{SETTINGS}feed_size: 7\n")
    line = "  settings: base_url, languages, feed_size or former_topics changed"
    assert line in publish(run, day=2).stderr.splitlines()


def test_dry_run_does_nothing(folder: Folder, run: Run) -> None:
    """A dry run says the same, and leaves everything as it was."""
    folder.entry(ONE)
    result = publish(run, "--dry-run")
    assert result.exit_code == 0
    assert result.stderr.startswith("1 new, ")
    assert not (folder.path / "site").exists()
    assert not (folder.path / "entries" / "ledger.jsonl").exists()


def test_dry_run_speaks_to_programs(folder: Folder, run: Run) -> None:
    """With --format json it tells a program what would happen, refusals included."""
    folder.entry(ONE, "title: One\n")
    described = json.loads(publish(run, "--dry-run", "--format", "json").stdout)
    event = {"event": "published", "id": ID, "file": f"entries/{ONE}", "title": "One"}
    assert described == {"told": 1, "events": [event], "findings": []}
    publish(run)
    folder.entry(ONE, "title: Another\n")
    result = publish(run, "--dry-run", "--format", "json")
    assert result.exit_code == 1
    finding = json.loads(result.stdout)["findings"][0]
    assert (finding["code"], finding["refused"], finding["file"]) == (
        "unrecorded-change",
        True,
        f"entries/{ONE}",
    )


def test_a_statement_is_not_taken_back_with_its_record(folder: Folder, run: Run) -> None:
    """What was published from here is missed, though the ledger ends before it."""
    folder.entry(ONE, "title: One\n")
    publish(run)
    ledger = folder.path / "entries" / "ledger.jsonl"
    two = folder.path / "entries" / "2023-10-04-two.md"
    before = ledger.read_bytes()
    folder.entry(two.name, "title: Two\n")
    publish(run, day=1)
    after, text = ledger.read_bytes(), two.read_bytes()
    ledger.write_bytes(before)
    two.unlink()
    reason = "knows nothing of 'Two' any more, though that was published from here"
    for result in (publish(run, day=2), run("status")):
        assert result.exit_code == 1
        assert f"entries/ledger.jsonl: ledger-broken: {reason}" in result.stderr
        assert "if nobody can have read it: delete .communique/texts" in result.stderr
    assert (folder.path / "site" / "2023" / "two").is_dir()
    two.write_bytes(text)
    assert "  new: Two" in publish(run, "--dry-run", day=2).stderr
    two.unlink()
    built = run("build").stderr
    assert f"  publish will refuse: entries/ledger.jsonl: ledger-broken: {reason}" in built
    shutil.rmtree(folder.path / ".communique" / "texts")
    assert publish(run, "--dry-run", day=2).exit_code == 0
    two.write_bytes(text)
    ledger.write_bytes(after)
    assert publish(run, day=2).stderr.startswith("0 new")


def test_only_a_dry_run_is_printed_as_json(folder: Folder, run: Run) -> None:
    """Whoever waits for JSON is told that there will be none, before anything is published."""
    folder.entry(ONE)
    result = publish(run, "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--format json goes with --dry-run" in result.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()


def test_delivers_or_does_not(folder: Folder, run: Run) -> None:
    """Who names a target and wants no delivery is asked which, before anything is published."""
    folder.entry(ONE)
    result = publish(run, "--to", "../www", "--no-deliver")
    assert result.exit_code == 2
    assert "--to and --no-deliver exclude each other" in result.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()


def test_a_plan_tells_what_is_new_from_what_changes(folder: Folder, run: Run) -> None:
    """Whoever looks before a delivery sees what it would do to each file, and then it does that."""
    folder.entry("2023-10-03-one.md")
    deliver = ("--to", "www", "--wait", "0")
    publish(run, *deliver)
    before = folder.site()
    folder.entry("2023-10-04-two.md", "title: Two\n")
    looked = publish(run, *deliver, "--dry-run", "--format", "json", day=1)
    plan = json.loads(looked.stdout)["delivery"]
    publish(run, *deliver, day=1)
    after = folder.site()
    sent = {path: path not in before for path in after if after[path] != before.get(path)}
    assert sent == {each["path"]: each["new"] for each in plan["send"]}
    assert plan["unchanged"] == len(after) - len(sent)
    counted = f"{sum(sent.values())} new, {len(sent) - sum(sent.values())} changed"
    assert f"www: {counted}, {plan['unchanged']} unchanged" in looked.stderr.splitlines()
    again = publish(run, *deliver, "--dry-run", day=1).stderr
    assert f"www: 0 new, 0 changed, {len(after)} unchanged\n" in again


@pytest.mark.parametrize("arguments", [("--removed", "x"), ("--because", "x")])
def test_removal_needs_a_reason(folder: Folder, run: Run, arguments: tuple[str, str]) -> None:
    """One of the two alone is wrong usage."""
    folder.entry(ONE)
    result = publish(run, *arguments)
    assert result.exit_code == 2
    assert "--removed and --because go together" in result.stderr


def test_publishes_as_of_the_clock(folder: Folder, run: Run) -> None:
    """Without --now the moment is now."""
    folder.entry(ONE)
    folder.entry("2999-10-03-later.md", "title: An entirely later title\n")
    assert run("publish").stderr.startswith("1 new, ")


def test_second_of_two_runs_stops(folder: Folder, run: Run) -> None:
    """While one run is at work another is told so and changes nothing."""
    folder.entry(ONE)
    with lock_elsewhere(folder.path):
        result = publish(run)
    assert result.exit_code == 1
    assert "already at work" in result.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()


def test_shows_what_changed_in_silence(folder: Folder, run: Run) -> None:
    """A change that no revision records is shown line by line."""
    folder.entry(ONE)
    folder.entry("2023-10-04-two.md", "title: Two\n")
    publish(run)
    folder.entry(ONE, text="Another text.\n")
    result = publish(run, day=1)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    place = lines.index("--- published")
    assert lines[place + 4 : place + 7] == [" ", "-The text.", "+Another text."]


def test_says_that_the_earlier_text_is_not_known(folder: Folder, run: Run) -> None:
    """In a copy without the earlier texts the change is refused all the same."""
    folder.entry(ONE)
    publish(run)
    for file in (folder.path / ".communique" / "texts").iterdir():
        file.unlink()
    folder.entry(ONE, text="Another text.\n")
    result = publish(run, day=1)
    assert result.exit_code == 1
    assert f"entries/{ONE}: the earlier text is not known here" in result.stderr


def test_mends_a_torn_line(folder: Folder, run: Run) -> None:
    """What a crash left of a line is cut off, and that is said."""
    folder.entry(ONE)
    publish(run)
    ledger = folder.path / "entries" / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + b'{"at": "2024-01-02T')
    result = publish(run, day=1)
    assert result.exit_code == 0
    said = "entries/ledger.jsonl: the last line was torn by a crash; it is mended"
    assert said in result.stderr.splitlines()
    assert ledger.read_bytes() == whole
    assert said not in publish(run, day=1).stderr


def write_five(folder: Folder, run: Run) -> list[bytes]:
    """Publish five statements; give the lines of the ledger."""
    for day in range(5):
        folder.entry(f"2023-10-0{day + 1}-no-{day}.md", f"title: Number {day}\n", f"Text {day}.\n")
    assert publish(run).exit_code == 0
    return (folder.path / "entries" / "ledger.jsonl").read_bytes().splitlines(keepends=True)


def change(lines: list[bytes], place: int) -> None:
    """Change a word."""
    lines[place] = lines[place].replace(b"Number", b"Nummer")


def drop(lines: list[bytes], place: int) -> None:
    """Take a line out."""
    del lines[place]


def swap(lines: list[bytes], place: int) -> None:
    """Let a line and the next one change places."""
    lines[place : place + 2] = lines[place + 1], lines[place]


def repeat(lines: list[bytes], place: int) -> None:
    """Repeat the line before."""
    lines.insert(place, lines[place - 1])


def forge(lines: list[bytes], place: int) -> None:
    """Put in a line that is sound in itself."""
    record = json.loads(lines[place])
    for key in ("after", "sum"):
        del record[key]
    lines.insert(place, format_line(record, "0" * 64)[0])


def blank(lines: list[bytes], place: int) -> None:
    """Put in an empty line."""
    lines.insert(place, b"\n")


ALTERED = "was changed after it was written"
UNCHAINED = "does not follow the line before: lines were dropped, inserted or moved here"
STRANGE = "is not a line that communique wrote"


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (change, ALTERED),
        (drop, UNCHAINED),
        (swap, UNCHAINED),
        (repeat, UNCHAINED),
        (forge, UNCHAINED),
        (blank, STRANGE),
    ],
)
@pytest.mark.parametrize("command", ["publish", "build"])
def test_every_edit_of_the_ledger_is_found(
    folder: Folder, run: Run, command: str, edit: Edit, problem: str, place: int
) -> None:
    """The first line that is not as it was written is named, and nothing is done."""
    lines = write_five(folder, run)
    edit(lines, place)
    ledger = folder.path / "entries" / "ledger.jsonl"
    ledger.write_bytes(b"".join(lines))
    before = folder.site()
    folder.entry("2023-10-09-new.md", "title: New\n")
    result = run(command, "--now", (NOW + timedelta(days=9)).isoformat())
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"entries/ledger.jsonl:{place + 1}: ledger-broken: {problem}",
        "  hint: restore the file from git or a backup; never edit it by hand",
    ]
    assert before == folder.site()
    assert ledger.read_bytes() == b"".join(lines)


def test_a_restored_ledger_is_sound(folder: Folder, run: Run) -> None:
    """Whoever does what the hint says can publish."""
    lines = write_five(folder, run)
    ledger = folder.path / "entries" / "ledger.jsonl"
    ledger.write_bytes(b"".join(lines[1:]))
    assert publish(run, day=9).exit_code == 1
    ledger.write_bytes(b"".join(lines))
    assert publish(run, day=9).exit_code == 0


def test_a_checkout_on_windows_is_sound(folder: Folder, run: Run) -> None:
    """Line ends that git changed are no edit by hand."""
    lines = write_five(folder, run)
    ledger = folder.path / "entries" / "ledger.jsonl"
    ledger.write_bytes(b"".join(lines).replace(b"\n", b"\r\n"))
    assert publish(run, day=9).exit_code == 0


def test_build_gives_what_publish_gave(folder: Folder, run: Run, build: Run) -> None:
    """With the ledger a build comes to the same bytes as the publishing before it."""
    write_everything(folder)
    assert publish(run, "--announce", "13").exit_code == 0
    published = folder.site()
    assert build().exit_code == 0
    assert published == folder.site()
    shutil.rmtree(folder.path / "site")
    assert build().exit_code == 0
    assert published == folder.site()


def test_build_records_nothing(folder: Folder, build: Run) -> None:
    """Without a ledger a build works, comes to the same bytes each time, and makes none."""
    write_everything(folder)
    entries = sorted((folder.path / "entries").rglob("*"))
    assert build().exit_code == 0
    first = folder.site()
    shutil.rmtree(folder.path / "site")
    assert build().exit_code == 0
    assert first == folder.site()
    assert entries == sorted((folder.path / "entries").rglob("*"))


def test_build_needs_nothing_but_entries(folder: Folder, run: Run, build: Run) -> None:
    """What is kept beside entries/ may be deleted at any time."""
    write_everything(folder)
    publish(run, "--announce", "13")
    published = folder.site()
    shutil.rmtree(folder.path / "site")
    shutil.rmtree(folder.path / ".communique")
    assert build().exit_code == 0
    assert published == folder.site()


def test_a_changed_note_is_a_changed_text(folder: Folder, run: Run) -> None:
    """What a correction says was read by subscribers: it cannot be rewritten in silence."""
    revision = "revisions: [{date: 2023-12-01, kind: correction, note: A name was wrong.}]\n"
    entry = folder.entry("2023-10-03-one.md", revision)
    assert publish(run).exit_code == 0
    entry.write_text(entry.read_text("utf-8").replace("A name", "A date"), "utf-8")
    result = publish(run)
    assert result.exit_code == 1
    assert "unrecorded-change" in result.stderr
    assert "-correction: 2023-11-30T22:00:00Z A name was wrong." in result.stderr
    assert "+correction: 2023-11-30T22:00:00Z A date was wrong." in result.stderr


def test_warns_of_a_translation_that_is_behind(folder: Folder, run: Run) -> None:
    """A correction that has not reached a translation is no reason to stop, but is said."""
    revision = "revisions: [{date: 2023-12-01, kind: correction, note: A name was wrong.}]\n"
    folder.entry("2023-10-03-one.md", revision)
    folder.entry("2023-10-03-one.be.md", "title: Адзін\n")
    expected = "  behind the authoritative text: Адзін (entries/2023-10-03-one.be.md)"
    result = publish(run)
    assert result.exit_code == 0
    assert expected in result.stderr.splitlines()


def test_writes_the_very_site_that_was_judged(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged before the record is extended is what is written after it, byte for byte."""
    judged: dict[str, str] = {}
    make = making.Maker.make

    def spy(maker: making.Maker, *rest: object) -> Made:
        site = make(maker, *rest)  # type: ignore[arg-type] # as they came
        judged.update({path: hash_content(content) for path, content in site.items()})
        return site

    monkeypatch.setattr(making.Maker, "make", spy)
    folder.entry("2023-10-03-one.md")
    assert publish(run, day=9).exit_code == 0
    assert {path: hash_content(content) for path, content in folder.site().items()} == judged


def test_one_command_removes_all_that_vanished(folder: Folder, run: Run) -> None:
    """A hint can be followed as it stands, whatever the ids are and however many."""
    folder.entry("2023-10-03-one.md")
    folder.entry("2023-10-03-two.md", "id: https://a.example/?p=5&b=1\nimported-from: feed.xml\n")
    folder.entry("2023-10-04-three.md")
    assert run("publish", "--now", NOW.isoformat(), "--announce", "3").exit_code == 0
    for name in ("one", "two"):
        (folder.path / "entries" / f"2023-10-03-{name}.md").unlink()
    result = run("publish", "--now", NOW.isoformat())
    line = next(line for line in result.stderr.splitlines() if "--removed" in line)
    command = split_command(line.partition("communique ")[2].replace("TEXT", "Law"))
    assert command[:3] == ["-C", str(folder.path), "publish"]
    assert run(*command[2:]).exit_code == 0


def test_the_only_statement_can_be_removed(folder: Folder, run: Run) -> None:
    """What the law wants gone is gone, were it all that there was; the feeds are empty then."""
    file = folder.entry("2023-10-03-one.md")
    assert run("publish", "--now", NOW.isoformat()).exit_code == 0
    (event,) = parse_ledger((folder.path / "entries" / "ledger.jsonl").read_bytes()).events
    file.unlink()
    time = ("--now", (NOW + timedelta(days=1)).isoformat())
    result = run("publish", "--removed", event.id, "--because", "Law", *time)
    assert result.exit_code == 0
    site = folder.site()
    assert "2023/one/index.html" not in site
    assert b"<entry>" not in site["atom.xml"]
    assert run("publish", *time).stderr.endswith("Nothing to do: everything is published\n")


def write_flood(folder: Folder) -> None:
    """Write more statements than are published without a word."""
    folder.write("feed.yaml", SETTINGS + "flood_limit: 1\n")
    folder.entry(ONE)
    folder.entry("2023-10-03-two.md")


def find_hint(result: Result) -> str:
    """Give the command in the hint of a flood."""
    found = re.search(r"if that is meant: (.*)", result.stderr)
    assert found
    return found[1]


def test_the_command_of_a_hint_has_every_option_that_was_typed(folder: Folder, run: Run) -> None:
    """Whoever pastes it publishes to the same place, as of the same time, and is asked nothing."""
    write_flood(folder)
    options = ("--to", "a b", "--take-over", "--wait", "0", "--yes", "--now", "2024-01-01")
    hint = find_hint(run("publish", *options))
    typed = f"--yes --to {quote('a b')} --take-over --wait 0 --now 2024-01-01T00:00:00+00:00"
    assert hint == f"communique -C {folder.path} publish {typed} --announce 2"
    assert run(*split_command(hint)[3:]).exit_code == 0
    assert (folder.path / "a b" / "atom.xml").exists()


def test_every_command_of_a_hint_works_on_this_publication(
    folder: Folder,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever works on a folder from elsewhere can paste what the hint says to do in it."""
    folder.entry(ONE)
    publish(run)
    folder.entry(ONE, text="Other words.\n")
    hint = re.search(r"hint: (communique .* --minor)", publish(run, day=1).stderr)
    assert hint
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert CliRunner().invoke(main, split_command(hint[1])[1:]).exit_code == 0
    assert publish(run, day=2000).exit_code == 0


def test_the_command_of_a_hint_after_a_look_publishes(folder: Folder, run: Run) -> None:
    """What belongs to a dry run is left out: the hint says how to go on after it, and now."""
    write_flood(folder)
    hint = find_hint(publish(run, "--dry-run", "--format", "json", "--no-deliver"))
    assert hint == f"communique -C {folder.path} publish --no-deliver --announce 2"


def test_a_reason_that_no_record_can_hold_is_wrong_usage(folder: Folder, run: Run) -> None:
    """Bytes that are no UTF-8 are named before anything is done; line breaks are spaces."""
    file = folder.entry(ONE)
    publish(run)
    file.unlink()
    result = publish(run, "--removed", ID, "--because", "a\udcff", day=1)
    assert result.exit_code == 2
    assert "'--because': U+DCFF, an invisible character" in result.stderr
    assert publish(run, "--removed", ID, "--because", "a\n b", day=1).exit_code == 0
    ledger = parse_ledger((folder.path / "entries" / "ledger.jsonl").read_bytes())
    assert [event.because for event in ledger.events] == ["", "a b"]


def test_a_dry_run_needs_to_write_nothing(folder: Folder, run: Run) -> None:
    """In a checkout that is read-only it says the same, and that it keeps nothing."""
    folder.entry(ONE)
    expected = publish(run, "--dry-run", "--to", "www").stderr
    shutil.rmtree(folder.path / ".communique")
    (folder.path / ".communique").write_bytes(b"")  # no folder can be made in its place
    result = publish(run, "--dry-run", "--to", "www")
    assert result.exit_code == 0
    assert result.stderr == f".communique cannot be written: nothing is kept\n{expected}"
    assert sorted(file.name for file in folder.path.iterdir()) == [".communique", "entries"]
    refused = publish(run)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(".communique: ")
