"""Delivery: what is sent, in which order, and what happens when it is broken off."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.deliver import sending
from communique.deliver.files import File
from communique.deliver.manifest import (
    PATIENCE,
    Claim,
    ConflictError,
    Manifest,
    Sent,
    format_manifest,
    parse_manifest,
)
from communique.deliver.sending import carry_out, survey_target
from communique.errors import TargetError, WriteError
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

START = datetime(2024, 1, 1, tzinfo=UTC)
FEED = 3

Site = dict[str, str]
"""Path to text; a text that is a feed names, by their paths, the files that it leads to."""


class KilledError(BaseException):
    """The process is no more."""


class MemoryTarget:
    """
    A target that counts its steps, and at which this process may end.

    Args:
        left: Steps until the process ends; -1 for never.
    """

    name = "memory"
    place = ""

    def __init__(self, *, workers: int = 1, conditional: bool = True) -> None:
        self.workers = workers
        self.conditional = conditional
        self.files: dict[str, bytes] = {}
        self.tags: dict[str, str] = {}
        self.manifest = b""
        self.seen = b""
        self.left = -1
        self.log: list[str] = []
        self.dangling: list[str] = []
        self.lock = threading.Lock()

    def step(self, what: str) -> None:
        """Count a step; once the process is dead it does nothing more."""
        if self.left == 0:
            raise KilledError
        self.left -= 1
        self.log.append(what)

    def list_files(self, paths: Iterable[str]) -> Mapping[str, str]:  # noqa: ARG002 - see Target
        """List what is there."""
        return dict(self.tags)

    def read(self, path: str) -> bytes:
        """Read a file."""
        return self.files.get(path, b"")

    def read_manifest(self) -> bytes:
        """Read the manifest."""
        self.seen = self.manifest
        return self.manifest

    def write_manifest(self, data: bytes, *, conditional: bool) -> None:
        """Write the manifest, unless another was written since."""
        with self.lock:
            self.step("manifest")
            if conditional and self.seen != self.manifest:
                raise ConflictError
            self.manifest = self.seen = data

    def probe(self) -> bool:
        """Tell whether writings can be refused."""
        self.step("probe")
        return self.conditional

    def put(self, file: File, stream: BinaryIO) -> str:
        """Put a file there."""
        data = stream.read()
        with self.lock:
            self.step(f"put {file.path}")
            if file.path == "bad":
                raise TargetError(self.name, "it is full")
            self.files[file.path] = data
            self.tags[file.path] = f"{len(self.log)}"
            self.look()
            return self.tags[file.path]

    def delete(self, paths: Iterable[str]) -> None:
        """Delete files, one a step."""
        for path in paths:
            self.step(f"delete {path}")
            if path == "kept":
                raise TargetError(self.name, "it is kept")
            self.files.pop(path, None)
            self.tags.pop(path, None)
            self.look()

    def look(self) -> None:
        """Follow every link of every feed that is served at this moment."""
        for path, data in self.files.items():
            if path.startswith("feed"):
                self.dangling += [to for to in data.decode().split() if to not in self.files]


def make_files(folder: Path, site: Site) -> list[File]:
    """Write a site; what begins with ``feed`` is one."""
    files = []
    for path, text in site.items():
        source = folder / path
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text, "utf-8")
        files.append(
            File(
                path=path,
                root=folder,
                sha256=sha256(text.encode()).hexdigest(),
                media_type="text/html",
                cache_control="max-age=300",
                stage=FEED if path.startswith("feed") else 0,
            )
        )
    return files


def send(target: MemoryTarget, folder: Path, site: Site, publisher: str = "me") -> bool:
    """Deliver a site."""
    return carry_out(
        survey_target(target, make_files(folder, site)), publisher, clock=lambda: START
    )


def read(target: MemoryTarget) -> Site:
    """Give what a reader would find."""
    return {path: data.decode() for path, data in target.files.items()}


def test_sends_pages_before_feeds_and_deletes_last(tmp_path: Path) -> None:
    """A feed never names a page that is not there; what is gone goes after that."""
    target = MemoryTarget()
    assert send(target, tmp_path, {"feed": "a b", "a": "1", "b": "2"})
    target.log.clear()
    assert send(target, tmp_path, {"feed": "b c", "b": "3", "c": "4"})
    expected = ["put c", "put b", "put feed", "delete a"]
    assert expected == [step for step in target.log if step != "manifest"]
    assert target.dangling == []


def test_sends_nothing_twice(tmp_path: Path) -> None:
    """What is there is not sent again, and the target is not even claimed."""
    target, site = MemoryTarget(), {"feed": "a", "a": "1"}
    send(target, tmp_path, site)
    target.log.clear()
    assert send(target, tmp_path, site)
    assert target.log == []


def test_sends_what_somebody_else_changed(tmp_path: Path) -> None:
    """A file that was replaced or deleted at the target is sent again."""
    target, site = MemoryTarget(), {"a": "1", "b": "2", "c": "3"}
    send(target, tmp_path, site)
    target.tags["a"] = "other"
    target.files["a"] = b"other"
    del target.tags["b"]
    target.log.clear()
    send(target, tmp_path, site)
    assert [step for step in target.log if step.startswith("put")] == ["put b", "put a"]
    assert site == read(target)


def test_sends_what_is_to_have_other_headers(tmp_path: Path) -> None:
    """A store serves a file with the headers that it was sent with, whatever its bytes are."""
    target, site = MemoryTarget(), {"a": "1", "b": "2"}
    send(target, tmp_path, site)
    first, second = make_files(tmp_path, site)
    files = [replace(first, cache_control="no-cache"), second]
    assert survey_target(target, files).plan.files == (files[0],)


def test_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """A file that communique did not put there stays, and is told apart before the first time."""
    target = MemoryTarget()
    target.tags = {"a": "theirs", "theirs": "theirs"}
    survey = survey_target(target, make_files(tmp_path, {"a": "1", "b": "2"}))
    assert survey.foreign == ("a",)
    carry_out(survey, "me")
    assert survey_target(target, make_files(tmp_path, {"a": "2"})).foreign == ()
    send(target, tmp_path, {"b": "2"})
    assert set(target.tags) == {"b", "theirs"}


def test_what_came_later_is_not_ours_either(tmp_path: Path) -> None:
    """A file that somebody put there since is told apart as well, but none of a broken run."""
    target = MemoryTarget()
    send(target, tmp_path, {"a": "1"})
    target.tags |= {"b": "theirs", "c": "theirs"}
    files = make_files(tmp_path, {"a": "2", "b": "1", "c": "1"})
    survey = survey_target(target, files)
    assert survey.foreign == ("b", "c")
    target.left = 2
    with pytest.raises(KilledError):
        carry_out(survey, "me")
    assert survey_target(target, files).foreign == ()


SITES = st.builds(
    lambda pages: {**pages, "feed": " ".join(pages), "feed2": " ".join([*pages][:2])},
    st.dictionaries(st.sampled_from(["a", "b/c", "b/d", "e"]), st.sampled_from(["1", "2"])),
)


@given(before=SITES, after=SITES, left=st.integers(0, 14))
def test_a_delivery_that_is_killed_comes_to_the_same_end(
    before: Site, after: Site, left: int
) -> None:
    """Wherever it ends, no feed leads nowhere, and the next run brings the site and no more."""
    with TemporaryDirectory() as name:
        target = MemoryTarget()
        send(target, Path(name), before)
        target.left = left
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sending, "MANY", 2)
            try:
                send(target, Path(name), after)
            except KilledError:
                target.left = -1
                send(target, Path(name), after)
        assert after == read(target)
        assert target.dangling == []
        left_over = parse_manifest(target.manifest)
        assert (set(left_over.files), left_over.claim) == (set(after), None)


@given(before=SITES, between=SITES, after=SITES, left=st.integers(0, 14))
def test_what_a_killed_delivery_left_is_cleared_away(
    before: Site, between: Site, after: Site, left: int
) -> None:
    """A site that never got there completely leaves nothing behind when another follows."""
    with TemporaryDirectory() as name:
        target = MemoryTarget()
        send(target, Path(name), before)
        target.left = left
        try:
            send(target, Path(name), between)
        except KilledError:
            target.left = -1
        target.left = -1
        send(target, Path(name), after)
        assert after == read(target)
        assert target.dangling == []


def test_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written down before the end is not sent again."""
    monkeypatch.setattr(sending, "MANY", 3)
    target, site = MemoryTarget(), {f"page-{n}": "x" for n in range(9)}
    target.left = 11  # probe, claim, three files, manifest, three, manifest, one
    with pytest.raises(KilledError):
        send(target, tmp_path, site)
    target.left = -1
    target.log.clear()
    send(target, tmp_path, site)
    assert len([step for step in target.log if step.startswith("put")]) == 3


def test_long_deliveries_write_down_how_far_they_are(tmp_path: Path) -> None:
    """Others have to hear of a run from time to time, however large its files."""
    target, clock = MemoryTarget(), iter(START + timedelta(seconds=9 * n) for n in range(99))
    files = make_files(tmp_path, {f"page-{n}": "x" for n in range(9)})
    carry_out(survey_target(target, files), "me", clock=lambda: next(clock))
    assert target.log.count("manifest") > 3


def test_a_short_delivery_is_written_down_at_both_ends(tmp_path: Path) -> None:
    """The manifest of a large site is longer than what is sent of most statements."""
    target = MemoryTarget()
    send(target, tmp_path, {"feed": "a", "a": "1"})
    target.log.clear()
    send(target, tmp_path, {"feed": "b", "b": "1"})
    assert target.log == ["manifest", "put b", "put feed", "delete a", "manifest"]


def test_what_was_sent_before_a_deletion_failed_is_written_down(tmp_path: Path) -> None:
    """It is not sent again, and what is to be deleted is not forgotten."""
    target = MemoryTarget()
    target.manifest = format_manifest(Manifest(files={"kept": Sent()}))
    with pytest.raises(TargetError, match="it is kept"):
        send(target, tmp_path, {"a": "1"})
    plan = survey_target(target, make_files(tmp_path, {"a": "1"})).plan
    assert (plan.files, plan.gone) == ((), ("kept",))


def test_an_error_ends_it_in_good_order(tmp_path: Path) -> None:
    """The first error is reported; what was sent until then is written down."""
    target = MemoryTarget(workers=4)
    site = {f"page-{n}": "x" for n in range(40)}
    with pytest.raises(TargetError, match="it is full"):
        send(target, tmp_path, {**site, "bad": "", "feed": "page-1"})
    assert "feed" not in target.files
    known = parse_manifest(target.manifest).files
    assert {path for path, sent in known.items() if sent.sha256} == set(target.files)
    send(target, tmp_path, {**site, "feed": "page-1"})
    assert read(target) == {**site, "feed": "page-1"}


def test_a_file_that_changes_on_the_way_is_not_sent(tmp_path: Path) -> None:
    """Only what was judged is delivered."""
    target, files = MemoryTarget(), make_files(tmp_path, {"a": "1"})
    (tmp_path / "a").write_text("2", "utf-8")
    with pytest.raises(WriteError, match="it changed while the site was delivered"):
        carry_out(survey_target(target, files), "me")
    assert target.files == {}


def claimed(publisher: str, ago: timedelta) -> MemoryTarget:
    """Give a target at which a publisher is at work."""
    target = MemoryTarget()
    claim = Claim(publisher=publisher, at=START - ago)
    target.manifest = format_manifest(Manifest(claim=claim, conditional=True))
    return target


def test_waits_for_another_publisher(tmp_path: Path) -> None:
    """While somebody else is at work nothing is sent; who is dead or oneself is no obstacle."""
    other = claimed("other", timedelta(seconds=9))
    with pytest.raises(TargetError, match="another publisher is delivering here"):
        send(other, tmp_path, {"a": "1"})
    assert other.log == []
    ahead = claimed("other", -timedelta(days=1))  # its clock was wrong
    for target in (claimed("other", PATIENCE), claimed("me", timedelta()), ahead):
        assert send(target, tmp_path, {"a": "1"})
        assert read(target) == {"a": "1"}


def test_lets_go_of_a_claim_though_there_is_nothing_to_do(tmp_path: Path) -> None:
    """A run that was killed at its very end must not keep others waiting."""
    target = claimed("me", timedelta())
    assert send(target, tmp_path, {})
    assert parse_manifest(target.manifest).claim is None


def test_of_two_publishers_one_stops(tmp_path: Path) -> None:
    """Who rests on an older state stops before anything is sent."""
    target = MemoryTarget()
    send(target, tmp_path, {"a": "1"})
    survey = survey_target(target, make_files(tmp_path, {"a": "2"}))
    target.manifest += b" "
    target.log.clear()
    with pytest.raises(TargetError, match="another publisher delivered here meanwhile"):
        carry_out(survey, "me")
    assert target.log == ["manifest"]


def test_says_where_publishers_could_meet(tmp_path: Path) -> None:
    """A target that takes any writing is tried out once, and named each time."""
    target = MemoryTarget(conditional=False)
    assert not send(target, tmp_path, {"a": "1"})
    assert not send(target, tmp_path, {"a": "2"})
    assert target.log.count("probe") == 1


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    """It says which file it is, and what to do."""
    target = MemoryTarget()
    target.manifest = b"?"
    with pytest.raises(TargetError, match=r"\.communique/manifest\.json") as caught:
        send(target, tmp_path, {})
    assert "delete that file" in caught.value.hint


def test_counts_each_step(tmp_path: Path) -> None:
    """Each file that is sent or deleted moves the bar by one."""
    target, steps = MemoryTarget(), iter(range(9))
    send(target, tmp_path, {"a": "1", "b": "2"})
    files = make_files(tmp_path, {"b": "3", "c": "4"})
    carry_out(survey_target(target, files), "me", lambda: next(steps))
    assert next(steps) == 3
