"""The ledger: what was published is recorded once, in order, and every change by hand is found."""

from __future__ import annotations

import errno
import os
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.canonical import canonical_text, normalise_text
from communique.chain import format_line
from communique.errors import RefusedError, WriteError
from communique.eventlines import LineError, parse_line
from communique.events import Delivery, Event, Ledger, Notice
from communique.ledger import (
    LEDGER_FILE,
    TEXTS_FOLDER,
    append_records,
    parse_ledger,
    read_ledger,
    record_entry,
)
from communique.values import replace
from tests.publication import PNG, Folder, read

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2023, 10, 3, 11, 30, tzinfo=UTC)
A, B = "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555", "tag:example.org,2023:2023-10-03-b:be"


class Forgetful(list[tuple[bytes, Ledger]]):
    """What is kept of the ledger that was read last: nothing."""

    def __setitem__(self, *_: object) -> None:
        """Keep nothing."""


@pytest.fixture(autouse=True, scope="module")
def forgetful() -> Iterator[None]:
    """Read each ledger from its bytes, as the next command does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("communique.ledger._latest", Forgetful([(b"", Ledger())]))
        yield


def make(kind: str, entry_id: str = A, minutes: int = 0, **values: str) -> Event:
    """Make an event some minutes after the first."""
    event = Event(
        at=START + timedelta(minutes=minutes),
        kind=kind,
        id=entry_id,
        file="entries/2023-10-03-a.md",
        path="2023/a/",
        url="https://example.org/2023/a/",
        topics=("icc",),
        feed_size=20,
        title="«Заява» \u2028 {}",
        sha256="0" * 64,
        language="en",
        published=START,
        because="A court said so." if kind == "removed" else "",
    )
    return replace(event, **values)


def write(events: list[Event]) -> bytes:
    """Write a ledger, and give its bytes."""
    with TemporaryDirectory() as name:
        (Path(name) / "entries").mkdir()
        append_records(Path(name), events)
        file = Path(name) / LEDGER_FILE
        return file.read_bytes() if file.exists() else b""


def refusal(data: bytes) -> RefusedError:
    """Give the refusal that these bytes meet."""
    with pytest.raises(RefusedError) as caught:
        parse_ledger(data)
    return caught.value


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Give a history that can happen: two events at least."""
    open_ids: list[str] = []
    events: list[Event] = []
    for step in range(draw(st.integers(2, 6))):
        minutes = step // 2
        if draw(st.booleans()) and open_ids:
            chosen = draw(st.sampled_from(open_ids))
            kind = draw(st.sampled_from(["minor", "correction", "moved", "withdrawal", "removed"]))
            if kind in {"withdrawal", "removed"}:
                open_ids.remove(chosen)
            events.append(make(kind, chosen, minutes, path=f"2023/{step}/"))
        else:
            open_ids.append(f"tag:example.org,2023:{step}")
            title = draw(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=9))
            events.append(make("published", open_ids[-1], minutes, title=title))
    return events


def test_an_absent_ledger_is_empty(folder: Folder) -> None:
    """Before anything is published there is no file, and that is no fault."""
    ledger = read_ledger(folder.path)
    assert (ledger, ledger.head) == (Ledger(), "")


def test_reads_back_what_was_appended(folder: Folder) -> None:
    """Every event comes back as it was, whichever call appended it."""
    events = [make("published"), make("correction", minutes=1), make("removed", minutes=2)]
    append_records(folder.path, events[:1])
    appended = append_records(folder.path, events[1:])
    ledger = read_ledger(folder.path)
    assert tuple(events) == ledger.events
    assert appended == ledger


def test_a_command_reads_what_it_appended_no_more(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was appended is known; what another program makes of the file is read."""
    monkeypatch.setattr("communique.ledger._latest", [(b"", Ledger())])
    append_records(folder.path, [make("published")])
    with monkeypatch.context() as patch:
        patch.setattr("communique.ledger.parse_chain", None)
        appended = append_records(folder.path, [make("correction", minutes=1)])
        assert read_ledger(folder.path) is appended
    file = folder.path / LEDGER_FILE
    file.write_bytes(file.read_bytes().replace(b"correction", b"withdrawal"))
    with pytest.raises(RefusedError, match="was changed after it was written"):
        read_ledger(folder.path)


def test_a_line_looks_as_the_design_says(folder: Folder) -> None:
    """The keys stand in their order, and no letter is escaped."""
    append_records(folder.path, [make("published", title="Заява")])
    line = (folder.path / LEDGER_FILE).read_text("utf-8")
    expected = (
        '{"at": "2023-10-03T11:30:00Z", "event": "published", "id": "' + A + '", '
        '"file": "entries/2023-10-03-a.md", "path": "2023/a/", '
        '"url": "https://example.org/2023/a/", "title": "Заява", '
        '"sha256": "' + "0" * 64 + '", "language": "en", "published": "2023-10-03T11:30:00Z", '
        '"topics": ["icc"], "feed_size": 20, "after": "", "sum": "'
    )
    assert line.startswith(expected)
    assert line.endswith('"}\n')


def test_looks_up_by_id(folder: Folder) -> None:
    """First and last event, order of publication and what is gone are at hand."""
    events = [
        make("published", B, path="be/2023/b/"),
        make("published", A),
        make("moved", B, 1, path="be/2023/c/"),
        make("moved", B, 2, path="be/2023/b/"),
        make("moved", B, 3, path="be/2023/d/"),
        make("removed", A, 4),
    ]
    ledger = append_records(folder.path, events)
    assert list(ledger.first) == [B, A]
    assert ledger.first[B] == events[0]
    assert ledger.latest[B] == events[4]
    assert ledger.by_id[B] == (events[0], *events[2:5])
    assert ledger.removed == {A}
    assert events[0].key == "2023-10-03-a"


@pytest.mark.parametrize(
    ("events", "line", "problem"),
    [
        ([make("minor")], 1, "was never published"),
        ([make("published"), make("published")], 2, "was published already"),
        ([make("published", minutes=1), make("minor")], 2, "lies before 2023-10-03T11:31:00Z"),
        ([make("published"), make("removed"), make("minor")], 3, "was removed already"),
        ([make("published"), make("removed"), make("published")], 3, "was published already"),
        ([make("published"), make("withdrawal"), make("minor")], 3, "was withdrawn already"),
        ([make("published"), make("withdrawal"), make("withdrawal")], 3, "was withdrawn already"),
        ([make("published"), make("moved", sha256="1" * 64)], 2, "its text changed too"),
        ([make("published"), make("sold")], 2, "there is no event 'sold'"),
        ([make("published", sha256="x")], 1, "sha256: expected 64 digits"),
    ],
)
def test_refuses_what_cannot_have_happened(
    folder: Folder, events: list[Event], line: int, problem: str
) -> None:
    """An event that cannot follow is refused before anything is written."""
    with pytest.raises(RefusedError) as caught:
        append_records(folder.path, events)
    assert caught.value.code == "ledger-broken"
    assert caught.value.place == f"{LEDGER_FILE}:{line}"
    assert problem in caught.value.reason
    newer = "there is no event" in problem
    assert caught.value.hint.startswith("a newer communique" if newer else "restore the file")
    assert not (folder.path / LEDGER_FILE).exists()


def test_a_withdrawn_entry_can_move_and_be_removed(folder: Folder) -> None:
    """A withdrawal ends what is said; its notice can still move, or be forbidden by a court."""
    events = [make("published"), make("withdrawal"), make("moved", path="x/"), make("removed")]
    assert append_records(folder.path, events).events == tuple(events)


RECORD = {
    "at": "2023-10-03T11:30:00Z",
    "event": "published",
    "id": A,
    "file": "f",
    "url": "u",
    "topics": [],
    "feed_size": 20,
    "path": "p/",
    "title": "t",
    "sha256": "0" * 64,
    "language": "en",
    "published": "2023-10-03T11:30:00Z",
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"at": 5}, "at: expected a text, got 5"),
        ({"topics": "icc"}, "topics: expected a list of texts, got 'icc'"),
        ({"topics": [5]}, "topics: expected a list of texts, got [5]"),
        ({"feed_size": "20"}, "feed_size: expected a whole number above 0, got '20'"),
        ({"feed_size": 0}, "feed_size: expected a whole number above 0, got 0"),
        ({"at": "yesterday"}, "at: expected a date"),
        ({"published": None}, "published: expected a date"),
        ({"title": ["t"]}, "title: expected a text, got ['t']"),
        ({"event": None}, "event: expected a text, got None"),
        ({"languages": "en"}, "languages: expected a list of texts, got 'en'"),
        (
            {"former_topics": {"a": "b", "c": 1}},
            "former_topics: expected keys and present keys, got {'a': 'b', 'c': 1}",
        ),
        ({"former_topics": []}, "former_topics: expected keys and present keys, got []"),
        ({"source": 5}, "source: expected a text, got 5"),
        ({"attachments": []}, "attachments: expected names and their hashes, got []"),
        ({"attachments": {"a": "x"}}, "attachments: expected 64 digits 0-9 a-f, got 'x'"),
        ({"event": "removed"}, "because: expected a text, got None"),
    ],
)
def test_each_field_has_its_type(change: dict[str, object], problem: str) -> None:
    """A line that fits the chain and still is no event is refused, naming the field."""
    line, _ = format_line({**RECORD, **change}, "")
    error = refusal(line)
    assert problem in error.reason
    assert f"{LEDGER_FILE}:1" == error.place


ODD: tuple[object, ...] = (
    None,
    True,
    0,
    5,
    "",
    "x",
    "0" * 64,
    "0" * 64 + "\n",
    [],
    ["a"],
    [5],
    {},
    {"a": "b"},
)
MOMENTS = ("2023-10-03T11:30:00Z", "2023-10-03T11:30Z", "2023-10-03", "2023-10-03T11:30:00")
BESIDE = ("because", "languages", "former_topics", "attachments", "target", "hub", "topic_urls")
CHANGES = st.dictionaries(
    st.sampled_from([*RECORD, *BESIDE]),
    st.sampled_from(
        [*ODD, *MOMENTS, "removed", "delivered", "notified", "x-sent", {"a": "0" * 64}]
    ),
    max_size=3,
)


@given(CHANGES)
@example({"because": "Law"})
@example({"feed_size": 1, "source": "https://example.org/", "imported": "a.xml"})
@example({"event": "removed", "because": "Law"})
@example({"languages": ["a"], "former_topics": {"a": "b"}, "attachments": {"a": "0" * 64}})
@example({"event": "delivered", "target": "x"})
@example({"event": "notified", "hub": "x", "topic_urls": {"a": "0" * 64}})
def test_what_is_right_at_first_sight_is_right_on_a_closer_look(change: dict[str, object]) -> None:
    """An event that is read in one go is the one that is read word by word."""

    def read() -> object:
        line, _ = format_line({**RECORD, **change}, "")
        try:
            return parse_line(line)
        except LineError as error:
            return error.problem, error.hint

    with pytest.MonkeyPatch.context() as patch:
        at_first_sight = read()
        patch.setattr("communique.eventlines.read_json", raise_value_error)
        assert read() == at_first_sight


def raise_value_error(*_: object) -> None:
    """Read nothing."""
    raise ValueError


def test_what_is_not_ours_is_part_of_the_chain_only() -> None:
    """An event named x-… and a key that we do not know harm nothing."""
    first, first_hash = format_line({"at": "", "event": "x-mailed", "to": "all"}, "")
    second, _ = format_line({**RECORD, "mood": "good"}, first_hash)
    ledger = parse_ledger(first + second)
    assert [event.kind for event in ledger.events] == ["published"]
    assert len(ledger.hashes) == 2
    assert refusal(second).place == f"{LEDGER_FILE}:1"


@pytest.mark.parametrize(
    "line",
    [b"\n", b"{}\n", b"\xef\xbb\xbf{}\n", b"=======\n", b"null\n", b"\xff\n", b"no line"],
)
def test_refuses_a_line_that_is_none(line: bytes) -> None:
    """What an editor or a merge leaves behind is named, wherever it stands."""
    whole = write([make("published")])
    assert refusal(line + whole).place == f"{LEDGER_FILE}:1"
    error = refusal(whole + line)
    assert error.place == f"{LEDGER_FILE}:2"
    assert error.hint == "restore the file from git or a backup; never edit it by hand"


@pytest.mark.parametrize(
    "body", [b'{"at": "', b'{"at": "\xff"', b'["at"', b'{"at": x, "after": ""']
)
def test_a_sealed_line_can_still_be_nonsense(body: bytes) -> None:
    """A line whose sum is right and that is no JSON object is refused too."""
    seal = sha256(body).hexdigest().encode()
    assert refusal(body + b', "sum": "' + seal + b'"}\n').place == f"{LEDGER_FILE}:1"


@given(histories(), st.data())
def test_any_change_by_hand_is_found_and_named(events: list[Event], data: st.DataObject) -> None:
    """A changed, dropped, duplicated, swapped or inserted line is found, and the line named."""
    lines = write(events).splitlines(keepends=True)
    lines = [line + b"\n" for line in b"".join(lines).split(b"\n")[:-1]]
    where = data.draw(st.integers(0, len(lines) - 1))
    inner = data.draw(st.integers(0, len(lines) - 2))
    kind = data.draw(st.sampled_from(["change", "drop", "double", "swap", "insert"]))
    expected = where + 1
    if kind == "change":
        line = bytearray(lines[where])
        position = data.draw(st.integers(0, len(line) - 2))
        line[position] ^= data.draw(st.integers(1, 127)) or 1
        lines[where] = bytes(line)
    elif kind == "drop":
        del lines[inner]
        expected = inner + 1
    elif kind == "double":
        lines.insert(where, lines[where])
        expected = where + 2
    elif kind == "swap":
        lines[inner], lines[inner + 1] = lines[inner + 1], lines[inner]
        expected = inner + 1
    else:
        lines.insert(where, format_line({**RECORD, "id": "tag:x,2000:new"}, "f" * 64)[0])
    assert refusal(b"".join(lines)).place == f"{LEDGER_FILE}:{expected}"


def cuts(whole: bytes) -> Iterator[tuple[bytes, int]]:
    """Cut the bytes everywhere; with each piece, the number of its whole lines."""
    for length in range(len(whole) + 1):
        piece = whole[:length]
        complete = piece.count(b"\n") + (whole[length : length + 1] == b"\n")
        yield piece, complete


HISTORY = [
    make("published"),
    make("published", B),
    make("correction", minutes=1, title='}", "sum"'),
]


def test_a_cut_never_loses_a_whole_line() -> None:
    """Wherever a crash cuts the file, its whole lines are read and the rest is called torn."""
    for piece, complete in cuts(write(HISTORY)):
        ledger = parse_ledger(piece)
        assert ledger.events == tuple(HISTORY[:complete])
        assert piece == piece[: ledger.length] + ledger.torn
        assert bool(ledger.torn) == (b"\n" not in piece[-1:] and ledger.ended and piece != b"")


@pytest.mark.parametrize("filling", [b"", b"\0", b"\0" * 300])
def test_after_a_crash_appending_gives_what_an_undisturbed_run_gives(
    folder: Folder, filling: bytes
) -> None:
    """A torn line is cut off, a line without its end gets it, and what is missing follows."""
    whole = write(HISTORY)
    file = folder.path / LEDGER_FILE
    for piece, complete in cuts(whole):
        if filling and piece.count(b"\n") == complete:
            piece += filling  # noqa: PLW2901 - the room that a file system had made for the rest
        file.write_bytes(piece)
        append_records(folder.path, HISTORY[len(read_ledger(folder.path).events) :])
        assert whole == file.read_bytes()


def test_a_mended_ledger_stays_as_it_is(folder: Folder) -> None:
    """Appending nothing cuts off what is torn, and touches nothing the second time."""
    whole = write(HISTORY)
    file = folder.write("ledger.jsonl", whole + b'{"at": "2023')
    assert append_records(folder.path, []).torn == b""
    assert whole == file.read_bytes()
    os.utime(file, (1, 1))
    append_records(folder.path, [])
    assert file.stat().st_mtime == 1


def test_a_checkout_with_other_line_ends_is_the_same(folder: Folder) -> None:
    """Git on Windows may write CRLF; that is no change by hand, and appending goes on."""
    folder.write("ledger.jsonl", write(HISTORY).replace(b"\n", b"\r\n"))
    append_records(folder.path, [make("minor", B, 5)])
    assert [*HISTORY, make("minor", B, 5)] == list(read_ledger(folder.path).events)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_everybody_may_read_it(folder: Folder) -> None:
    """The file is published with the entries, whatever the umask."""
    umask = os.umask(0o077)
    try:
        append_records(folder.path, HISTORY)
    finally:
        os.umask(umask)
    assert (folder.path / LEDGER_FILE).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_full_disk_leaves_the_ledger_as_it_was(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    """All lines are recorded or none is, and the message says what to do."""
    file = folder.path / LEDGER_FILE
    append_records(folder.path, HISTORY[:earlier])
    before = file.read_bytes() if earlier else None
    real, calls = os.fsync, []

    def fail(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match=r"ledger\.jsonl: cannot be written") as caught:
        append_records(folder.path, HISTORY[earlier:])
    assert caught.value.hint == "make room on the disk, then run the command again"
    assert before == (file.read_bytes() if file.exists() else None)


def test_an_unreadable_ledger_is_an_error(folder: Folder) -> None:
    """A folder in its place is no empty ledger."""
    (folder.path / LEDGER_FILE).mkdir()
    with pytest.raises(WriteError, match=r"ledger\.jsonl: cannot be read"):
        read_ledger(folder.path)


def test_a_ledger_that_we_may_not_read_is_not_to_be_written(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hint is about reading, as nobody needs to write it yet."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(WriteError, match=r"cannot be read: Permission denied") as caught:
        read_ledger(folder.path)
    assert caught.value.hint == "give yourself the right to read it, then run the command again"


def test_the_canonical_text_is_what_was_written(folder: Folder) -> None:
    """Title, written summary, hashes of attachments, Markdown; nothing that was derived."""
    folder.write("dot.png", PNG)
    folder.entry(
        "2023-10-03-a.md",
        "title: A  title\nsummary: In short.\nreference: 7\ntopics: [icc]\n",
        "\n# One  \n\n![dot](dot.png)\t\n\n\n",
    )
    publication = read(folder)
    (entry,) = publication.entries
    expected = (
        "title: A title\nsummary: In short.\n"
        f"attachment: {entry.attachments[0].sha256}\n\n# One\n\n![dot](dot.png)\n"
    )
    assert expected == canonical_text(entry, publication.bodies[entry.file].text)


@pytest.mark.parametrize(
    ("front", "text", "same"),
    [
        ("title: Café\n", "One.\r\n\r\nTwo.  \n\n", True),
        ("title: Cafe\u0301\ntopics: [icc]\nreference: '7'\n", "One.\n\nTwo.\n", True),
        ("title: Café\ndate: 2023-10-03T10:00Z\nsource: https://x.org/\n", "One.\n\nTwo.\n", True),
        ("title: Cafe\n", "One.\n\nTwo.\n", False),
        ("title: Café\nsummary: One.\n", "One.\n\nTwo.\n", False),
        ("title: Café\n", "One.\nTwo.\n", False),
        ("title: Café\nattachments: [dot.png]\n", "One.\n\nTwo.\n", False),
    ],
)
def test_the_hash_changes_only_with_what_is_said(
    folder: Folder, front: str, text: str, *, same: bool
) -> None:
    """Line ends, composed letters, topics, dates and numbers are no change; a word is."""
    folder.write("dot.png", PNG)
    folder.entry("2023-10-03-a.md", "title: Café\n", "One.\n\nTwo.\n")
    folder.entry("2023-10-03-b.md", front, text)
    first, second = sorted(read(folder).entries, key=lambda entry: entry.key)
    assert same == (first.sha256 == second.sha256)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """The canonical form of a canonical text is itself."""
    assert normalise_text(normalise_text(text)) == normalise_text(text)


def test_records_an_entry(folder: Folder) -> None:
    """An event takes from the entry what is to be remembered, in whole seconds of UTC."""
    folder.entry("2023-10-03-a.be.md")
    publication = read(folder)
    (entry,) = publication.entries
    event = record_entry(publication, entry, "published", START.replace(microsecond=5))
    assert event == Event(
        at=START,
        kind="published",
        id="tag:statements.example.org,2023:2023-10-03-a:be",
        file="entries/2023-10-03-a.be.md",
        path="be/2023/a/",
        url="https://statements.example.org/be/2023/a/",
        title="A title",
        sha256=entry.sha256,
        language="be",
        published=entry.published,
        topics=(),
        feed_size=20,
        authority="statements.example.org,2023",
        languages=("en", "be"),
        translation="official",
        attachments={},
    )


def test_records_what_stands_beside_a_text(folder: Folder) -> None:
    """Source, reference, kind of translation and files come back as the entry says them."""
    folder.write("dot.png", PNG)
    front = "source: https://x.org/\nreference: 7\ntranslation: official\nattachments: [dot.png]\n"
    folder.entry("2023-10-03-a.be.md", f"title: A\n{front}")
    publication = read(folder)
    (entry,) = publication.entries
    append_records(folder.path, [record_entry(publication, entry, "published", START)])
    (event,) = read_ledger(folder.path).events
    assert (event.source, event.reference, event.translation) == ("https://x.org/", "7", "official")
    assert event.attachments == {"dot.png": entry.attachments[0].sha256}


S3, HUB = "s3://statements", "https://hub.example.org/"
ATOM = "https://statements.example.org/atom.xml"


def test_records_where_statements_were_delivered(folder: Folder) -> None:
    """What was recorded before a delivery stands at its target; what comes after does not yet."""
    assert Ledger().is_delivered(S3)
    ledger = append_records(folder.path, [make("published")])
    assert not ledger.is_delivered(S3)
    ledger = append_records(folder.path, [Delivery(at=START, target=S3)])
    assert ledger.is_delivered(S3)
    assert not ledger.is_delivered("/srv/www")
    ledger = append_records(folder.path, [Delivery(at=START, target="/srv/www")])
    assert ledger.is_delivered(S3)
    assert ledger.is_delivered(S3, "1" * 64)  # an older line does not say which feeds were seen
    ledger = append_records(folder.path, [Delivery(at=START, target=S3, feeds="2" * 64)])
    assert [ledger.is_delivered(S3, feeds) for feeds in ("", "2" * 64)] == [True, True]
    assert not ledger.is_delivered(S3, "1" * 64)
    ledger = append_records(folder.path, [make("minor", minutes=1)])
    assert not ledger.is_delivered(S3)
    assert ledger == read_ledger(folder.path)


def test_records_what_a_hub_accepted(folder: Folder) -> None:
    """The hash under which a hub last accepted news of a feed is at hand."""
    first = Notice(at=START, hub=HUB, topic_urls={ATOM: "1" * 64, f"{ATOM}x": "2" * 64})
    second = Notice(at=START, hub=HUB, topic_urls={ATOM: "3" * 64})
    ledger = append_records(folder.path, [make("published"), first, second])
    assert ledger.accepted == {(HUB, ATOM): "3" * 64, (HUB, f"{ATOM}x"): "2" * 64}
    assert [event.kind for event in ledger.events] == ["published"]
    assert ledger == read_ledger(folder.path)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"event": "delivered"}, "target: expected a text, got None"),
        (
            {"event": "delivered", "target": "x", "feeds": "a"},
            "feeds: expected 64 digits 0-9 a-f, got 'a'",
        ),
        ({"event": "notified", "hub": 1}, "hub: expected a text, got 1"),
        (
            {"event": "notified", "hub": HUB},
            "topic_urls: expected names and their hashes, got None",
        ),
        (
            {"event": "notified", "hub": HUB, "topic_urls": {ATOM: "x"}},
            "topic_urls: expected 64 digits 0-9 a-f, got 'x'",
        ),
        (
            {"event": "notified", "hub": HUB, "topic_urls": {ATOM: None}},
            "topic_urls: expected 64 digits 0-9 a-f, got None",
        ),
    ],
)
def test_a_delivery_that_cannot_be_read_is_named(record: dict[str, object], problem: str) -> None:
    """Records of deliveries are checked as those of statements are."""
    line, _ = format_line({"at": "2023-10-03T11:30:00Z", **record}, "")
    assert refusal(line).reason == problem


@pytest.mark.parametrize("left", [None, b""])
def test_a_ledger_that_is_gone_is_missed(folder: Folder, left: bytes | None) -> None:
    """Everything would be new again, and what was removed or moved forgotten."""
    append_records(folder.path, [make("published")])
    ledger = folder.path / LEDGER_FILE
    ledger.unlink()
    if left is not None:
        ledger.write_bytes(left)
    assert read_ledger(folder.path) == Ledger()
    texts = folder.path / TEXTS_FOLDER
    texts.mkdir(parents=True)
    (texts / "0.md").touch()
    with pytest.raises(RefusedError, match="is gone or empty") as caught:
        read_ledger(folder.path)
    assert (caught.value.code, caught.value.place) == ("ledger-broken", LEDGER_FILE)
    assert caught.value.hint.endswith(f"delete {TEXTS_FOLDER}")


def test_a_clock_that_was_set_back_does_no_harm(folder: Folder) -> None:
    """What is recorded never lies before what was, whatever the clock says."""
    ledger = append_records(folder.path, [make("published", minutes=5)])
    late = START + timedelta(minutes=9)
    assert ledger.choose_moment(START) == START + timedelta(minutes=5)
    assert (ledger.choose_moment(late), Ledger().choose_moment(late)) == (late, late)
