"""Targets: a folder here; what is refused before anything is sent."""

from __future__ import annotations

import errno
import os
import re
import sys
import tracemalloc
from hashlib import sha256
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from obstore.exceptions import PermissionDeniedError

from communique.deliver import stores
from communique.deliver.files import File
from communique.deliver.manifest import ConflictError
from communique.deliver.sending import carry_out, survey_target
from communique.deliver.targets import FolderTarget, open_target
from communique.errors import TargetError

if TYPE_CHECKING:
    from pathlib import Path

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows links want rights")


def make_file(folder: Path, path: str, text: str = "x") -> File:
    """Write a file of a site."""
    source = folder / "site" / path
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, "utf-8")
    return File(
        path=path,
        root=folder / "site",
        sha256=sha256(text.encode()).hexdigest(),
        media_type="text/html",
        cache_control="max-age=300",
        stage=0,
    )


def list_all(folder: Path) -> set[str]:
    """List every file of a folder."""
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


def test_a_large_file_does_not_fill_the_memory(tmp_path: Path) -> None:
    """A film of a statement is sent piece by piece."""
    target, file = open_target("www", tmp_path), make_file(tmp_path, "a.mp4", "film" * 10_000_000)
    tracemalloc.start()
    try:
        assert carry_out(survey_target(target, [file]), "me")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5_000_000
    assert (tmp_path / "www" / "a.mp4").read_bytes() == (file.root / file.path).read_bytes()


def test_a_folder_comes_to_hold_the_site(tmp_path: Path) -> None:
    """What is there has the mode of what is public; nothing else is there, nothing temporary."""
    target = open_target("www", tmp_path)
    files = [make_file(tmp_path, "a/b.html"), make_file(tmp_path, "c.html")]
    before = os.umask(0o077)
    try:
        assert carry_out(survey_target(target, files), "me")
    finally:
        os.umask(before)
    www = tmp_path / "www"
    assert list_all(www) == {"a/b.html", "c.html", ".communique/manifest.json"}
    if sys.platform != "win32":
        assert (www / "c.html").stat().st_mode & 0o777 == 0o644
        assert [place.stat().st_mode & 0o777 for place in (www, www / "a")] == [0o755] * 2
    assert survey_target(target, files).plan.is_empty
    carry_out(survey_target(target, files[1:]), "me")
    assert list_all(www) == {"c.html", ".communique/manifest.json"}
    assert {place.name for place in www.iterdir()} == {"c.html", ".communique"}


def test_a_change_has_a_later_second(tmp_path: Path) -> None:
    """A server tells readers the time of a file: two deliveries in a second must differ in it."""
    target = FolderTarget("www", tmp_path / "www")
    for text in ("1", "2", "3"):
        carry_out(survey_target(target, [make_file(tmp_path, "a", text)]), "me")
        times = [int((tmp_path / "www" / "a").stat().st_mtime)]
    assert times == sorted(set(times))
    assert (tmp_path / "www" / "a").read_text("utf-8") == "3"


def test_sees_what_was_changed_by_hand(tmp_path: Path) -> None:
    """A file that somebody edited in the folder is mended by the next delivery."""
    target, file = FolderTarget("www", tmp_path / "www"), make_file(tmp_path, "a")
    carry_out(survey_target(target, [file]), "me")
    (tmp_path / "www" / "a").write_text("other", "utf-8")
    assert [f.path for f in survey_target(target, [file]).plan.files] == ["a"]


def test_sees_nothing_but_the_files_of_the_site(tmp_path: Path) -> None:
    """What else is there, such as ``lost+found``, may be large and not to be read by us."""
    target = FolderTarget("www", tmp_path)
    (tmp_path / "a").write_text("1", "utf-8")
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "d").write_text("1", "utf-8")
    assert set(target.list_files(["a", "a/in-a-file", "b/c", "b/e", "f/g"])) == {"a"}


def test_a_file_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    """What is to be deleted may have been deleted already."""
    target, file = FolderTarget("www", tmp_path / "www"), make_file(tmp_path, "a")
    carry_out(survey_target(target, [file]), "me")
    (tmp_path / "www" / "a").unlink()
    survey = survey_target(target, [])
    assert survey.plan.gone == ("a",)
    assert carry_out(survey, "me")


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    """Whoever put it there is told which it is: it is neither read nor deleted."""
    target, file = FolderTarget("www", tmp_path / "www"), make_file(tmp_path, "a")
    carry_out(survey_target(target, [file]), "me")
    (tmp_path / "www" / "a").unlink()
    (tmp_path / "www" / "a" / "b").mkdir(parents=True)
    with pytest.raises(TargetError, match="www/a: cannot be written"):
        carry_out(survey_target(target, []), "me")
    with pytest.raises(TargetError, match="www: cannot be read"):
        target.read("a")
    assert (tmp_path / "www" / "a" / "b").is_dir()


class Slow(BytesIO):
    """Does something else, beside the first reading of it, and waits for that a little."""

    def __init__(self, content: bytes, other: Thread) -> None:
        super().__init__(content)
        self.other = other

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, a little later."""
        if not self.other.ident:
            self.other.start()
            self.other.join(0.1)
        return super().read(size)


def test_a_manifest_is_written_while_a_file_is(tmp_path: Path) -> None:
    """A long delivery writes down how far it is, and takes nothing from the file on its way."""
    target, file = FolderTarget("www", tmp_path / "www"), make_file(tmp_path, "a.html")
    target.write_manifest(b"1", conditional=True)
    other = Thread(target=target.write_manifest, args=(b"2",), kwargs={"conditional": True})
    target.put(file, Slow(b"x", other))
    other.join()
    assert (tmp_path / "www" / "a.html").read_bytes() == b"x"
    assert target.read_manifest() == b"2"


def test_a_folder_notices_another_publisher(tmp_path: Path) -> None:
    """A manifest that somebody else wrote meanwhile is not overwritten."""
    target = FolderTarget("www", tmp_path)
    target.write_manifest(b"1", conditional=True)
    other = FolderTarget("www", tmp_path)
    other.read_manifest()
    other.write_manifest(b"2", conditional=True)
    with pytest.raises(ConflictError):
        target.write_manifest(b"3", conditional=True)
    target.write_manifest(b"3", conditional=False)
    assert other.read_manifest() == b"3"


@needs_links
def test_never_follows_a_link_out_of_the_folder(tmp_path: Path) -> None:
    """A link in the target could lead anywhere."""
    (tmp_path / "www").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "www" / "a").symlink_to(tmp_path / "elsewhere")
    target = FolderTarget("www", tmp_path / "www")
    with pytest.raises(TargetError, match="expected a folder, got a link"):
        carry_out(survey_target(target, [make_file(tmp_path, "a/b")]), "me")
    assert list_all(tmp_path / "elsewhere") == set()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks nobody who has one")
def test_a_home_that_nobody_has_is_no_folder(tmp_path: Path) -> None:
    """The name behind ~ may be misspelt."""
    with pytest.raises(TargetError, match="nobody of this name has a folder here"):
        open_target("~no-such-user/www", tmp_path)


@pytest.mark.parametrize("name", [".", "..", "entries", "site", "site/www", ".communique/x"])
def test_refuses_a_folder_of_the_publication(tmp_path: Path, name: str) -> None:
    """A site that is delivered over its own sources would be lost."""
    with pytest.raises(TargetError, match="this folder belongs to the publication"):
        open_target(name, tmp_path / "publication")


@needs_links
def test_refuses_its_own_folder_by_whichever_way(tmp_path: Path) -> None:
    """A publication that is reached by a link is the same, and so is its folder."""
    (tmp_path / "publication").mkdir()
    (tmp_path / "link").symlink_to("publication")
    with pytest.raises(TargetError, match="this folder belongs to the publication"):
        open_target("entries", tmp_path / "link")


def test_refuses_a_file(tmp_path: Path) -> None:
    """A file is no folder."""
    (tmp_path / "www").write_text("", "utf-8")
    with pytest.raises(TargetError, match="expected a folder, got a file"):
        survey_target(FolderTarget("www", tmp_path / "www"), [])


def test_names_the_file_that_a_full_disk_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the target and the file."""
    target, file = FolderTarget("www", tmp_path / "www"), make_file(tmp_path, "a")
    survey = survey_target(target, [file])

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("communique.durable._age", fail)
    with pytest.raises(TargetError, match="www: cannot be written: No space left") as caught:
        carry_out(survey, "me")
    assert caught.value.hint == "make room on the disk, then run the command again"


def test_says_how_to_install_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Object stores are an extra; without it the message says which."""
    monkeypatch.setattr(stores, "from_url", None)
    with pytest.raises(TargetError) as caught:
        open_target("s3://bucket", tmp_path)
    assert caught.value.hint == 'pip install "communique[deploy]"'


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("AWS_ENDPOINT_URL", "h:9", "expected https:// and a host in AWS_ENDPOINT_URL, got 'h:9'"),
        ("AWS_SECRET_ACCESS_KEY", "a\n", "AWS_SECRET_ACCESS_KEY holds a line break"),
        ("AWS_REGION", " eu", "AWS_REGION holds a line break, or a space before or after"),
    ],
)
def test_refuses_variables_that_would_end_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, problem: str
) -> None:
    """A secret that was pasted with its line end is named without its value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(TargetError, match=re.escape(problem)):
        open_target("s3://bucket", tmp_path)


def test_an_empty_variable_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workflow sets a variable to nothing where the repository has none of that name."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")
    open_target("s3://bucket", tmp_path)
    assert "AWS_ENDPOINT_URL" not in os.environ


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("status code: 403 Forbidden: <Code>RequestTimeTooSkewed</Code>", "set the clock"),
        ("status code: 400 Bad Request: <Code>ExpiredToken</Code>", "out of date: get new ones"),
        ("an incorrectly configured region", "look at AWS_REGION"),
        ("<Code>NoSuchBucket</Code>", "make the bucket first"),
        ("status code: 403 Forbidden: <Code>AccessDenied</Code>", "look at the credentials"),
        ("status code: 418 I'm a teapot", ""),
    ],
)
def test_advises_what_helps(text: str, advice: str) -> None:
    """Of what is refused only some has to do with credentials."""
    error = PermissionDeniedError(text) if "403" in text else ValueError(text)
    given = stores._advise(error)
    assert advice in given
    assert bool(advice) is bool(given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            (
                "Generic S3 error: Error performing GET http://127.0.0.1:9/b/k?sig=x in 1s, after "
                "6 retries - HTTP error: error sending request\n\nDebug source: …"
            ),
            "nothing answers at http://127.0.0.1:9",
        ),
        (
            (
                "Generic S3 error: Error performing PUT http://h/b in 1ms - Server returned "
                "non-2xx status code: 507 Insufficient Storage: <Error><Code>Full</Code></Error>"
            ),
            "the store answers 507 Insufficient Storage, Full",
        ),
        ("status code: 503 Service Unavailable", "the store answers 503 Service Unavailable"),
        ("Generic error: at https://h/k?sig=secret.\nmore", "Generic error: at https://h/k"),
    ],
)
def test_what_a_store_says_is_one_line_without_secrets(text: str, said: str) -> None:
    """Of a library's error the user sees what happened, and where; never a query."""
    assert stores._say(ValueError(text)) == said
