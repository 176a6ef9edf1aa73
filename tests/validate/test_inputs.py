"""Reading what is named on the command line, whatever it is."""

from __future__ import annotations

import errno
import gzip
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.validate import inputs
from communique.validate.inputs import Refusal, find_feeds, read_input, read_stream
from tests.tools import say_missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

RSS = b'<rss version="2.0"/>'


def problem(answer: bytes | Refusal) -> str:
    """Return why something was refused."""
    assert isinstance(answer, Refusal)
    return answer.problem


def refuse(path: Path, _mode: str) -> None:
    """Refuse to open a file, as the system does."""
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_plain_file_is_read(tmp_path: Path) -> None:
    """A file comes back byte for byte."""
    (tmp_path / "a.xml").write_bytes(RSS)
    assert read_input(tmp_path / "a.xml") == RSS


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    """A packed feed is judged like any other."""
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(RSS))
    assert read_input(tmp_path / "a.xml.gz") == RSS


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """What is not there is said to be not there."""
    assert problem(read_input(tmp_path / "a.xml")) == say_missing().lower()


def test_zip_is_refused() -> None:
    """A zip archive may hold anything; it is not looked into."""
    assert problem(read_stream(io.BytesIO(b"PK\x03\x04..."), "-")) == "this is a zip archive"


def test_gzip_in_pieces_is_unpacked() -> None:
    """The members of a file that was packed bit by bit are read as one (RFC 1952 §2.2)."""
    packed = gzip.compress(RSS[:9]) + gzip.compress(RSS[9:])
    assert read_stream(io.BytesIO(packed), "-") == RSS


def test_damaged_gzip_is_refused() -> None:
    """Gzip that cannot be unpacked is no feed."""
    assert problem(read_stream(io.BytesIO(b"\x1f\x8bnonsense"), "-")).startswith("this is damaged")


def test_truncated_gzip_is_refused() -> None:
    """Gzip that ends too early is not judged as if it were whole."""
    packed = gzip.compress(RSS * 100)[:-9]
    assert problem(read_stream(io.BytesIO(packed), "-")) == "this is gzip that ends too early"


def test_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a large one stops at the limit."""
    monkeypatch.setattr(inputs, "LIMIT", 1000)
    packed = gzip.compress(b"x" * 100_000)
    assert problem(read_stream(io.BytesIO(packed), "-")).startswith("this is larger than")


def test_large_stream_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is read to the limit and no further."""
    monkeypatch.setattr(inputs, "LIMIT", 1000)
    assert problem(read_stream(io.BytesIO(b"x" * 1001), "-")).startswith("this is larger than")


def test_large_file_is_refused_without_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of a file is known before it is opened."""
    monkeypatch.setattr(inputs, "LIMIT", 10)
    (tmp_path / "a.xml").write_bytes(RSS)
    assert problem(read_input(tmp_path / "a.xml")).startswith("this is larger than")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO in a folder")
def test_fifo_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """A FIFO that nobody writes to does not block."""
    os.mkfifo(tmp_path / "a.xml")
    assert (problem(read_input(tmp_path / "a.xml")), find_feeds(tmp_path)) == (
        "this is not a plain file",
        [],
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_loop_of_folders_is_walked_once(tmp_path: Path) -> None:
    """A link to the folder above is not followed."""
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a.xml").write_bytes(RSS)
    (tmp_path / "gone.xml").symlink_to(tmp_path / "nowhere")
    assert find_feeds(tmp_path) == [tmp_path / "a.xml"]


def test_feeds_of_a_folder_are_found_by_content(tmp_path: Path) -> None:
    """Sitemaps, other JSON and pages are no feeds; UTF-16 and prefixes do not hide one."""
    files = {
        "a.xml": RSS,
        "b.xml": '<?xml version="1.0" encoding="utf-16"?><a:feed xmlns:a="x"/>'.encode("utf-16"),
        "broken.atom": b"no feed at all",
        "feed.json": b'{"version": "https://jsonfeed.org/version/1.1"}',
        "index.html": b"<html/>",
        "sitemap.xml": b"<urlset/>",
        "statements.json": b"[]",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = [path.name for path in find_feeds(tmp_path)]
    assert found == ["a.xml", "b.xml", "broken.atom", "feed.json"]


def test_feeds_that_were_lost_are_found_by_name(tmp_path: Path) -> None:
    """What is empty, zeroed or overwritten where a feed was is judged, and not passed over."""
    files = {
        "1.xml": b"",
        "2.xml": b"\0" * 4096,
        "atom.xml": b"<!doctype html>",
        "feed.json": b"",
        "other.json": b"",
        "rss.xml": b"502 Bad Gateway",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = [path.name for path in find_feeds(tmp_path)]
    assert found == ["1.xml", "2.xml", "atom.xml", "feed.json", "rss.xml"]


def test_what_may_not_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be looked into may be a feed; reading it says what is wrong."""
    (tmp_path / "a.xml").write_bytes(RSS)
    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert find_feeds(tmp_path) == [tmp_path / "a.xml"]
    assert problem(read_input(tmp_path / "a.xml")) == "permission denied"


def test_a_folder_that_may_not_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be feeds in it, so nobody may say that all is well."""
    (tmp_path / "a.xml").write_bytes(RSS)
    (tmp_path / "b").mkdir()
    scan = os.scandir

    def refuse_b(path: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse_b)
    assert find_feeds(tmp_path) == [tmp_path / "a.xml", tmp_path / "b"]
    assert problem(read_input(tmp_path / "b")) == "this folder cannot be read"
