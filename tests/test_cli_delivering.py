"""``communique publish`` and ``notify`` beyond the record: deliver, prove, notify."""

from __future__ import annotations

import json
import re
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from communique.deliver.websub import Patience
from communique.events import Delivery, Notice
from communique.ledger import read_ledger
from tests.e2e.servers import Asked, Reply, serve, serve_script
from tests.publication import NOW, PNG, SETTINGS, Folder, Run, publish

if TYPE_CHECKING:
    from collections.abc import Iterator


ONE, TWO = "2023-10-03-one.md", "2023-10-04-two.md"
FEEDS = 9  # en, be, all: Atom, RSS and JSON each
HUB_ANSWERS = {"accepts": Reply(status=202), "refuses": Reply(status=400)}


class Host:
    """A publication that is delivered to a folder, which is served; and a hub."""

    def __init__(self, folder: Folder, base: str, hub: str) -> None:
        self.base = base
        self.hub = hub
        self.answer = "accepts"
        self.pings: list[str] = []
        settings = SETTINGS.replace("https://statements.example.org/", base)
        folder.write("feed.yaml", f"{settings}deploy: www\nhubs: ['{hub}']\n")
        folder.entry(ONE, "title: One\n")

    def listen(self, asked: Asked) -> Reply:
        """Take a ping."""
        self.pings.append(asked.body.decode())
        return HUB_ANSWERS[self.answer]


@pytest.fixture
def host(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """Serve the target of the publication, and be its hub."""
    monkeypatch.setattr("communique.deliver.websub.Patience", lambda: Patience(tries=1, pause=0))
    monkeypatch.setenv("NO_PROXY", "*")
    with host_for(folder) as found:
        yield found


@contextmanager
def host_for(folder: Folder) -> Iterator[Host]:
    """Serve ``www`` beside the entries."""
    www = folder.path / "www"
    www.mkdir()
    hosts: list[Host] = []
    with (
        serve_script(lambda asked: hosts[0].listen(asked)) as hub,  # noqa: PLW0108 - made below
        serve(www) as base,
    ):
        hosts.append(Host(folder, base, f"{hub}hub"))
        yield hosts[0]


def test_delivers_proves_and_notifies(folder: Folder, run: Run, host: Host) -> None:
    """Each step says what it did, in its order, and the ledger records it."""
    result = publish(run)
    assert result.exit_code == 0
    count = len(folder.site())
    lines = [
        "1 new, 0 corrected, 0 minor edits, 0 vanished; subscribers will be told of 1",
        f"  new: One (entries/{ONE})",
        f"www: {count} new, 0 changed, 0 unchanged",
        f"site/: {count} written, 0 unchanged",
        f"www: {count} sent, 0 unchanged",
        f"{host.base}: {FEEDS} feeds are live",
        f"{host.hub}: accepted by the hub: {FEEDS} feeds",
        "Next: commit entries/ and site/",
    ]
    assert lines == result.stderr.splitlines()
    assert len(host.pings) == FEEDS
    notice, delivery = read_ledger(folder.path).records[1:]
    assert isinstance(delivery, Delivery)
    assert (delivery.at, delivery.target) == (NOW, "www")
    assert isinstance(notice, Notice)
    assert (notice.hub, len(notice.topic_urls)) == (host.hub, FEEDS)


def test_a_second_run_has_nothing_to_do(folder: Folder, run: Run, host: Host) -> None:
    """Nothing is sent, nobody told, nothing recorded."""
    publish(run)
    host.pings.clear()
    before = (folder.path / "entries" / "ledger.jsonl").read_bytes()
    result = publish(run, day=1)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == ["Nothing to do: everything is published"]
    assert host.pings == []
    assert before == (folder.path / "entries" / "ledger.jsonl").read_bytes()


def test_tells_only_of_what_changed(folder: Folder, run: Run, host: Host) -> None:
    """A statement in one language is no news for the feeds of another."""
    publish(run)
    host.pings.clear()
    folder.entry(TWO, "title: Two\n")
    result = publish(run, day=1)
    assert f"{host.hub}: accepted by the hub: 6 feeds" in result.stderr
    assert not any("be%2F" in ping for ping in host.pings)


def test_a_hub_that_refuses_never_fails_a_publish(folder: Folder, run: Run, host: Host) -> None:
    """It is a warning; the news waits, and the next run or `notify --retry` tells it."""
    host.answer = "refuses"
    result = publish(run)
    assert result.exit_code == 0
    assert f"{host.hub}: {FEEDS} feeds wait; the next run tries again" in result.stderr
    assert result.stderr.count("status 400") == 1
    outbox = folder.path / ".communique" / "outbox.jsonl"
    assert len(outbox.read_text("utf-8").splitlines()) == FEEDS
    retried = run("notify", "--retry")
    assert retried.exit_code == 3
    host.answer = "accepts"
    retried = run("notify", "--retry")
    assert retried.exit_code == 0
    assert f"accepted by the hub: {FEEDS} feeds" in retried.stderr
    assert not outbox.exists()
    assert run("notify", "--retry").stderr.startswith("Nothing to do: ")


def test_the_next_publish_tries_again(folder: Folder, run: Run, host: Host) -> None:
    """What a hub did not take is tried again though nothing else is to be done."""
    host.answer = "refuses"
    publish(run)
    (folder.path / ".communique" / "outbox.jsonl").unlink()
    host.answer = "accepts"
    result = publish(run, day=1)
    assert f"accepted by the hub: {FEEDS} feeds" in result.stderr
    assert "Nothing to do" not in result.stderr


def test_nobody_is_told_of_what_is_not_live(folder: Folder, run: Run, host: Host) -> None:
    """A stale public copy ends the run with status 3, and no hub hears of it."""
    result = publish(run, "--to", "elsewhere", "--wait", "0.1")
    assert result.exit_code == 3
    lines = result.stderr.splitlines()
    assert f"{host.base}atom.xml: status 404: the server has no such document" in lines
    problem = f"after 0.1 seconds {FEEDS} of {FEEDS} feeds are not what was built"
    assert f"{host.base}: {problem}; no hub was told" in lines
    assert "What is new is recorded in spite of this: commit entries/" in lines
    assert host.pings == []
    assert (folder.path / "elsewhere" / "atom.xml").is_file()
    result = publish(run)
    assert result.exit_code == 0
    assert len(host.pings) == FEEDS


def test_wait_0_leaves_proof_and_hubs_to_notify(run: Run, host: Host) -> None:
    """For a host that takes its time."""
    assert publish(run, "--wait", "0").exit_code == 0
    assert host.pings == []
    result = run("notify")
    assert result.exit_code == 0
    assert len(host.pings) == FEEDS
    assert run("notify").stderr == "Nothing to do: the hubs know every feed as it is\n"


def test_notify_tells_of_one_channel(run: Run, host: Host) -> None:
    """A channel is named by its folder, the main one by a dot."""
    publish(run, "--wait", "0")
    assert run("notify", "be/").exit_code == 0
    assert len(host.pings) == 3
    assert all("be%2F" in ping for ping in host.pings)
    assert run("notify", ".").exit_code == 0
    assert len(host.pings) == 6
    result = run("notify", "bee")
    assert result.exit_code == 2
    assert "there is no channel 'bee', only . (the main one), be, all" in result.stderr


def test_retry_is_for_the_channel_that_is_named(run: Run, host: Host) -> None:
    """Both limits hold at once."""
    host.answer = "refuses"
    publish(run)
    host.pings.clear()
    run("notify", "--retry", "be")
    assert len(host.pings) == 3


def test_notify_needs_a_site(folder: Folder, run: Run) -> None:
    """Before the first build there is nothing to compare with."""
    folder.entry(ONE)
    result = run("notify")
    assert result.exit_code == 1
    hint = f"communique -C {folder.path} build makes it"
    assert result.stderr == f"site: there is no site here\n  hint: {hint}\n"


def test_notify_without_hubs_says_so(folder: Folder, run: Run) -> None:
    """No hub is no fault."""
    folder.entry(ONE)
    publish(run)
    result = run("notify", ".", "--wait", "0")
    assert (result.exit_code, result.stderr) == (0, "Nothing to do: feed.yaml names no hub\n")


def test_notify_tells_of_nothing_that_is_not_recorded(
    folder: Folder, run: Run, build: Run, host: Host
) -> None:
    """What only `build` made is published first; what no site holds yet stops nothing."""
    page = f"{host.base}2023/one/"
    silent, missing = f"{page} says there what no publish recorded", f"{page} is missing there"
    one = folder.path / "entries" / ONE
    text = one.read_text("utf-8")
    folder.entry("2023-10-02-older.md")
    for other, reason in (("", silent), (f"{text}Changed.\n", silent), (None, missing)):
        one.write_text(other or text, "utf-8")
        if other is None:
            one.unlink()
        build()
        refused = run("notify")
        assert refused.exit_code == 1
        assert refused.stderr.splitlines() == [
            f"site/: not-recorded: {reason}",
            f"  hint: communique -C {folder.path} publish",
            "        then bring site/ there again, and repeat this command",
        ]
        one.write_text(text, "utf-8")
        publish(run, "--wait", "0")
    assert host.pings == []
    folder.entry("2023-10-05-three.md")
    assert run("notify").exit_code == 0
    assert len(host.pings) == FEEDS


def test_notify_sees_that_an_uploaded_site_is_live(folder: Folder, run: Run, host: Host) -> None:
    """Once for what was recorded, from whatever checkout, where there is no hub either."""
    settings = folder.path / "entries" / "feed.yaml"
    settings.write_text(settings.read_text("utf-8").split("deploy:")[0], "utf-8")
    publish(run)
    shutil.rmtree(folder.path / ".communique")
    late = run("notify", "--wait", "0.1")
    assert late.exit_code == 3
    assert f"after 0.1 seconds {FEEDS} of {FEEDS} feeds are not what was built" in late.stderr
    shutil.copytree(folder.path / "site", folder.path / "www", dirs_exist_ok=True)
    assert f"{host.base}: {FEEDS} feeds are live" in run("notify").stderr
    assert read_ledger(folder.path).is_delivered(host.base)
    assert "Nothing to do" in run("notify").stderr


def test_dry_run_lists_the_plan(folder: Folder, run: Run, host: Host) -> None:
    """Each file with what would be done; nothing is sent or recorded."""
    result = publish(run, "--dry-run")
    assert result.exit_code == 0
    assert "  + 2023/one/index.html" in result.stderr.splitlines()
    assert "more: --format json lists all" in result.stderr
    assert not any((folder.path / "www").iterdir())
    described = json.loads(publish(run, "--dry-run", "--format", "json").stdout)
    assert described["delivery"]["target"] == "www"
    assert {"path": "atom.xml", "new": True} in described["delivery"]["send"]
    folder.write("dot.png", PNG)
    folder.entry(ONE, "title: One\nattachments: [dot.png]\n")
    publish(run)
    folder.entry(ONE, "title: One\nsummary: x\nrevisions: [{date: 2023-11-01, kind: minor}]\n")
    lines = publish(run, "--dry-run", day=1).stderr.splitlines()
    assert "  ~ atom.xml" in lines
    assert "  - 2023/one/dot.png" in lines
    assert host.pings


def test_never_overwrites_what_is_not_ours(folder: Folder, run: Run, host: Host) -> None:
    """A folder that somebody else filled is named before anything is done, with the way out."""
    index = folder.path / "www" / "index.html"
    index.write_text("theirs", "utf-8")
    result = publish(run)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[2:] == [
        "www: target-taken: a file of somebody else would be overwritten there: index.html",
        "  hint: if they may be: the same command with --take-over; else name another place",
    ]
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
    (folder.path / "www" / "rss.xml").write_text("theirs", "utf-8")
    assert "2 files of somebody else" in publish(run).stderr
    assert publish(run, "--take-over").exit_code == 0
    assert index.read_text("utf-8").startswith("<!doctype html>")
    assert host.pings


@pytest.mark.parametrize("left", [(), ("www",), ("www", "www/lost+found")])
def test_a_disk_that_is_not_there_is_not_filled(
    folder: Folder, run: Run, host: Host, left: tuple[str, ...]
) -> None:
    """The folder has nothing that this copy delivered: that is said, with the way out."""
    publish(run)
    www = folder.path / "www"
    shutil.rmtree(www)
    for name in left:
        (folder.path / name).mkdir()
    for arguments in ((), ("--dry-run",)):
        result = publish(run, *arguments, day=1)
        assert result.exit_code == 1
        what = "what was delivered there from here is gone, all of it"
        assert result.stderr.splitlines()[1:] == [
            f"www: target-empty: {what}",
            "  hint: see that its disk is mounted, and that it is the right folder",
            "        or, if all of it is to be delivered anew: the same command with --take-over",
        ]
    assert bool(left) == www.exists()
    assert publish(run, "--take-over", day=1).exit_code == 0
    assert (www / "atom.xml").exists()
    assert publish(run, day=2).exit_code == 0
    assert host.pings


def test_a_copy_that_never_delivered_fills_an_empty_folder(
    folder: Folder, run: Run, host: Host
) -> None:
    """A fresh checkout knows of no disk that could be missing; nor does one for another folder."""
    publish(run)
    assert publish(run, "--to", "elsewhere", "--wait", "0").exit_code == 0
    shutil.rmtree(folder.path / "www")
    shutil.rmtree(folder.path / ".communique")
    assert publish(run, day=1).exit_code == 0
    assert (folder.path / "www" / "atom.xml").exists()
    assert host.pings


def test_each_folder_that_was_filled_is_remembered(folder: Folder, run: Run) -> None:
    """Another target since then takes nothing from what is known of the first."""
    folder.entry(ONE)
    for name in ("www", "mirror"):
        assert publish(run, "--to", name, "--wait", "0").exit_code == 0
    shutil.rmtree(folder.path / "www")
    assert "www: target-empty: " in publish(run, "--to", "www", "--wait", "0", day=1).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="such a name cannot be there")
def test_a_folder_whose_name_is_no_line_is_not_remembered(folder: Folder, run: Run) -> None:
    """It is filled all the same, each time."""
    folder.entry(ONE)
    for day in range(2):
        assert publish(run, "--to", "a\nb", "--wait", "0", day=day).exit_code == 0
        shutil.rmtree(folder.path / "a\nb")
    assert not (folder.path / ".communique" / "delivered").exists()


def test_a_copy_that_is_behind_takes_nothing_back(folder: Folder, run: Run, host: Host) -> None:
    """What was published from another copy stays, until somebody says that it may go."""
    publish(run)
    ledger = folder.path / "entries" / "ledger.jsonl"
    behind = ledger.read_bytes()
    folder.entry(TWO, "title: Two\n")
    assert publish(run, day=1).exit_code == 0
    (folder.path / "entries" / TWO).unlink()
    shutil.rmtree(folder.path / ".communique")
    ledger.write_bytes(behind)
    folder.entry("2023-10-05-three.md", "title: Three\n")
    for arguments in ((), ("--dry-run",)):
        result = publish(run, *arguments, day=2)
        assert result.exit_code == 1
        assert (
            "www: target-ahead: what stands there was published from another copy" in result.stderr
        )
        assert "git pull" in result.stderr
        assert "; 1 of its pages would be gone, 2023/two/index.html first\n" in result.stderr
    theirs = folder.path / "www" / "2023" / "three" / "index.html"
    theirs.parent.mkdir()
    theirs.write_text("theirs", "utf-8")
    described = json.loads(publish(run, "--dry-run", "--format", "json", day=2).stdout)
    codes = [finding["code"] for finding in described["findings"]]
    assert codes[-2:] == ["target-taken", "target-ahead"]
    assert "or a run was broken off before its record was kept" in result.stderr
    assert ledger.read_bytes() == behind
    assert (folder.path / "www" / "2023" / "two" / "index.html").exists()
    assert publish(run, "--take-over", day=2).exit_code == 0
    assert not (folder.path / "www" / "2023" / "two").exists()
    assert publish(run, day=3).exit_code == 0
    assert host.pings


AGAIN = ("--to", "www", "--wait", "0", "--take-over")


def lose_record(folder: Folder) -> None:
    """Lose the record, as a job does that is cancelled before it kept it."""
    (folder.path / "entries" / "ledger.jsonl").unlink()
    shutil.rmtree(folder.path / ".communique")


def test_what_stands_there_is_not_changed_as_its_record_is_lost(folder: Folder, run: Run) -> None:
    """What is recorded anew is what readers have, or a revision says that it is not."""
    folder.write("dot.png", PNG)
    folder.entry(ONE, "title: T\n")
    folder.entry(TWO, "title: T\nattachments: [dot.png]\n")
    folder.entry("2023-10-05-three.md", "title: Three\n")
    assert publish(run, *AGAIN).exit_code == 0
    lose_record(folder)
    ahead = publish(run, *AGAIN[:-1], day=1).stderr
    assert "www: target-ahead: " in ahead
    assert "would be gone" not in ahead
    folder.entry("2023-10-06-new.md", "title: New\n")  # the page before it leads to it
    folder.entry(ONE, "title: T\n", "Other words.\n")
    folder.write("dot.png", PNG + b" ")
    result = publish(run, *AGAIN, day=1)
    assert result.exit_code == 1
    reason = (
        "unrecorded-change: it stands at https://statements.example.org/2023/{}/ otherwise, and"
    )
    reason += " no revision says so"
    then = "what is recorded can be changed and revised"
    lines = result.stderr.splitlines()
    assert lines[-8:-4] == [
        f"entries/{TWO}: {reason.format('two')}",
        f"  hint: restore entries/{TWO} as it stands there; {then}",
        f"        or say what changed, at the end of revisions: in entries/{TWO}:",
        "        - {date: 2024-01-02T02:00+02:00, kind: correction, note: What was corrected.}",
    ]
    assert lines[-4] == f"entries/{ONE}: {reason.format('one')}"
    told = json.loads(publish(run, *AGAIN, "--dry-run", "--format", "json", day=1).stdout)
    assert told["findings"][-1]["code"] == "unrecorded-change"
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
    folder.write("dot.png", PNG)
    folder.entry(ONE, f"title: T\nrevisions:\n{lines[-1].strip()}\n", "Other words.\n")
    assert publish(run, *AGAIN, day=1).exit_code == 0
    events = [(event.file, event.kind) for event in read_ledger(folder.path).events]
    assert events[:2] == [(f"entries/{ONE}", "published"), (f"entries/{ONE}", "correction")]
    assert len(events) == 5
    lose_record(folder)
    folder.entry(ONE, f"title: T\nrevisions:\n{lines[-1].strip()}\n", "Others, in silence.\n")
    assert "unrecorded-change" in publish(run, *AGAIN, day=2).stderr


def test_what_stands_there_keeps_its_id_as_its_record_is_lost(folder: Folder, run: Run) -> None:
    """An id that follows from the name of a file is the one under which readers have it."""
    first = folder.entry(ONE, "title: T\n")
    folder.entry(TWO)
    assert publish(run, *AGAIN).exit_code == 0
    lose_record(folder)
    first.rename(first.with_name("2023-10-03-uno.md"))
    (folder.path / "entries" / TWO).unlink()
    refused = publish(run, *AGAIN, day=1).stderr.splitlines()[-3:]
    reason = "id-changed: its id changed: subscribers would be told of it again"
    assert refused == [
        f"entries/2023-10-03-uno.md: {reason}",
        "  hint: write into entries/2023-10-03-uno.md:",
        "        id: tag:statements.example.org,2023:2023-10-03-one:en",
    ]
    folder.entry("2023-10-03-uno.md", f"title: T\n{refused[-1].strip()}\n")
    assert publish(run, *AGAIN, day=1).exit_code == 0


def test_an_older_site_does_not_say_what_it_says(folder: Folder, run: Run) -> None:
    """Where nothing is known of what stands there, whoever takes it over is believed."""
    folder.entry(ONE)
    assert publish(run, *AGAIN).exit_code == 0
    lose_record(folder)
    folder.entry(ONE, text="Other words.\n")
    (folder.path / "www" / "statements.json").write_text('{"statements": [{"id": "x"}]}', "utf-8")
    assert publish(run, *AGAIN, day=1).exit_code == 0


def test_asks_on_a_terminal(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sits there sees the plan first; no is no, and --yes does not ask."""
    monkeypatch.setattr("communique.cli.publishing.is_terminal", lambda: True)
    result = run("publish", stdin=b"n\n")
    assert result.exit_code == 1
    assert "Publish this? [y/N]" in result.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
    assert run("publish", stdin=b"y\n").exit_code == 0
    folder.entry(TWO, "title: Two\n")
    assert run("publish", "--yes").exit_code == 0
    assert "Publish this?" not in run("publish").stderr
    assert host.pings


def test_asks_before_it_records_or_delivers_anything(
    folder: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either alone is enough to be asked, and nothing to do is nothing to be asked for."""
    monkeypatch.setattr("communique.cli.publishing.is_terminal", lambda: True)
    folder.entry(ONE)
    assert run("publish", stdin=b"n\n").exit_code == 1
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
    assert run("publish", "--yes").exit_code == 0
    assert "Publish this?" not in run("publish").stderr
    assert run("publish", "--to", "www", stdin=b"n\n").exit_code == 1
    assert not (folder.path / "www").exists()


@pytest.mark.parametrize("target", ["ftp://host/x", "", " "])
def test_a_wrong_target_is_wrong_usage(folder: Folder, run: Run, target: str) -> None:
    """What `deploy` refuses `--to` refuses; a variable of the shell that is not set, too."""
    folder.entry(ONE)
    result = publish(run, "--to", target)
    assert result.exit_code == 2
    assert "expected s3://, gs:// or az://" in result.stderr


def test_warns_where_two_publishers_could_meet(
    run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target that takes any writing is named each time something is sent."""
    monkeypatch.setattr("communique.deliver.targets.FolderTarget.probe", lambda _: False)
    result = publish(run)
    warning = "www: warning: it cannot tell two publishers apart: never let two of them deliver"
    assert warning in result.stderr
    assert host.pings


def test_warns_of_a_hub_that_is_known_to_fail(
    run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known against a hub is said when it is used."""
    monkeypatch.setattr("communique.deliver.websub.find_note", lambda _: "it fails (since 2024)")
    assert f"{host.hub}: warning: it fails (since 2024)" in publish(run).stderr


def test_says_that_nobody_subscribes(run: Run, host: Host) -> None:
    """The hub took it, but there is nobody to tell: not the same as accepted."""
    HUB_ANSWERS["knows nobody"] = Reply(status=500, body=b"Topic not found")
    host.answer = "knows nobody"
    result = publish(run)
    said = f"accepted by the hub: {FEEDS} feeds, {FEEDS} of which nobody subscribes to there"
    assert said in result.stderr


def test_next_step_names_notify_where_there_is_a_hub(folder: Folder, run: Run) -> None:
    """Without a target the press officer uploads, and then has the hubs told."""
    folder.write("feed.yaml", f"{SETTINGS}hubs: [https://hub.example.org/]\n")
    folder.entry(ONE)
    expected = "Next: commit entries/ and site/, then upload site/, then: communique -C"
    assert publish(run).stderr.splitlines()[-1] == f"{expected} {folder.path} notify"


@pytest.mark.parametrize("command", ["publish", "notify"])
def test_what_is_not_live_is_named_with_its_reason(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Each address stands with what is wrong with it, then how many there are, then what to do."""
    publish(run, "--wait", "0")
    wrong = {f"{host.base}rss.xml": "it is wrong"}
    monkeypatch.setattr("communique.deliver.awaiting.await_live", lambda *_: wrong)
    result = run(command, "--wait", "7")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-4:] == [
        f"{host.base}rss.xml: it is wrong",
        f"{host.base}: after 7 seconds 1 of {FEEDS} feeds are not what was built; no hub was told",
        "  hint: once they are: the same command again",
        f"        look closer with: communique -C {folder.path} validate URL",
    ]
    assert host.pings == []


@pytest.mark.parametrize("command", ["publish", "notify"])
def test_what_was_never_seen_live_is_looked_for_again(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Without a hub as well, the next run does not take a site for published that nobody sees."""
    folder.write(
        "feed.yaml", folder.path.joinpath("entries/feed.yaml").read_text("utf-8").split("hubs:")[0]
    )
    with monkeypatch.context() as broken:
        broken.setattr("communique.deliver.awaiting.await_live", lambda *_: {"x": "it is wrong"})
        assert [publish(run).exit_code, run(command).exit_code] == [3, 3]
    status = run("status", "--now", NOW.isoformat()).stderr
    assert "  not delivered to www, or not seen live: what was recorded\nNext: comm" in status
    assert f"{host.base}: {FEEDS} feeds are live" in run(command).stderr
    assert "Nothing to do" in run(command).stderr


def test_another_checkout_looks_for_what_was_never_seen_live(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only `.communique/` could know, follows from the record as well."""
    settings = folder.path / "entries" / "feed.yaml"
    settings.write_text(settings.read_text("utf-8").split("hubs:")[0], "utf-8")
    with monkeypatch.context() as broken:
        broken.setattr("communique.deliver.awaiting.await_live", lambda *_: {"x": "it is wrong"})
        for first in (True, False):
            result = publish(run)
            assert result.exit_code == 3
            assert first == ("commit entries/" in result.stderr)
            shutil.rmtree(folder.path / ".communique")
    assert f"{host.base}: {FEEDS} feeds are live" in publish(run).stderr
    shutil.rmtree(folder.path / ".communique")
    assert "Nothing to do" in publish(run).stderr


def test_a_change_of_the_settings_is_looked_for_again_as_well(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no event of the record; this copy knows what it did not see, and tells how much."""
    publish(run)
    settings = folder.path / "entries" / "feed.yaml"
    settings.write_text(settings.read_text("utf-8").replace("Positions", "Words"), "utf-8")
    with monkeypatch.context() as broken:
        broken.setattr("communique.deliver.awaiting.await_live", lambda *_: {"x": "it is wrong"})
        assert publish(run).exit_code == 3
    status = run("status", "--now", NOW.isoformat()).stderr
    assert "feeds were delivered, and not seen live yet\nNext: comm" in status
    host.pings.clear()
    assert "feeds are live" in publish(run).stderr
    assert host.pings


@pytest.mark.parametrize("command", ["publish", "notify"])
def test_another_checkout_looks_for_a_change_of_the_settings(
    folder: Folder, run: Run, host: Host, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Without a hub as well: the record says which feeds were seen, and these are others."""
    settings = folder.path / "entries" / "feed.yaml"
    settings.write_text(settings.read_text("utf-8").split("hubs:")[0], "utf-8")
    assert [publish(run).exit_code, run("notify").exit_code] == [0, 0]
    settings.write_text(settings.read_text("utf-8").replace("Positions", "Words"), "utf-8")
    with monkeypatch.context() as broken:
        broken.setattr("communique.deliver.awaiting.await_live", lambda *_: {"x": "it is wrong"})
        assert publish(run).exit_code == 3
    shutil.rmtree(folder.path / ".communique")
    assert f"{host.base}: {FEEDS} feeds are live" in run(command).stderr
    shutil.rmtree(folder.path / ".communique")
    assert "Nothing to do" in run(command).stderr


def test_status_knows_what_was_not_delivered_or_told(run: Run, host: Host) -> None:
    """What was recorded may still have to be delivered, and what was delivered to be told."""
    publish(run, "--no-deliver")
    status = run("status", "--now", NOW.isoformat())
    assert "  not delivered to www, or not seen live: what was recorded\n" in status.stderr
    assert re.search(r"\nNext: communique -C \S+ publish\n$", status.stderr)
    host.answer = "refuses"
    publish(run)
    status = run("status", "--now", NOW.isoformat())
    assert f"  {FEEDS} feeds wait for a hub that did not take them\n" in status.stderr
    assert re.search(r"\nNext: communique -C \S+ notify --retry\n$", status.stderr)
    host.answer = "accepts"
    assert run("notify", "--retry").exit_code == 0
    told = json.loads(run("status", "--format", "json", "--now", NOW.isoformat()).stdout)
    assert (told["delivered"], told["unsent"]) == (True, 0)


def test_a_hub_that_refuses_fails_notify(
    run: Run, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone it has nothing else to do, so its status says what came of it."""
    publish(run, "--wait", "0")
    monkeypatch.setattr("communique.deliver.awaiting.await_live", lambda *_: {})
    host.answer = "refuses"
    assert run("notify").exit_code == 3
    host.answer = "accepts"
    result = run("notify", "be")
    assert result.exit_code == 0
    assert f"{host.base}: 3 feeds are live" in result.stderr
    assert len(host.pings) == FEEDS + 3


def test_a_target_whose_name_is_no_text_is_wrong_usage(folder: Folder, run: Run) -> None:
    """No record can hold it; that is said before anything is done."""
    folder.entry(ONE)
    result = publish(run, "--to", "a\udcff")
    assert result.exit_code == 2
    assert "expected a name that is text, got 'a\\udcff'" in result.stderr
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
