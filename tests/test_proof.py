"""No invalid feed is written."""

from __future__ import annotations

import io
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

import pytest

from communique.hosting import is_feed
from communique.processes import Aside
from communique.proof import Judge, is_due, prove, spread_due
from communique.site import Site, render_site
from communique.validate import validate_feed
from tests.publication import NOW, Folder, read, write_everything

if TYPE_CHECKING:
    from communique.errors import RefusedError
    from tests.publication import Run


@pytest.fixture
def site(folder: Folder) -> Site:
    """Render the site of a publication with every feature on."""
    write_everything(folder)
    return render_site(read(folder))


def test_every_feed_is_valid_without_a_warning(site: Site) -> None:
    """With everything on, no feed or archive document has an error or a warning."""
    found = {
        (path, finding.code, finding.message)
        for path, content in site.items()
        if is_feed(path) and isinstance(content, bytes)
        for finding in validate_feed(content, now=NOW).findings
        if finding.severity != "info"
    }
    assert found == set()


def test_feeds_are_made_between_the_pages(folder: Folder, site: Site) -> None:
    """Whoever judges has something to do from the first file to the last."""
    publication = read(folder)
    order = spread_due(site, publication)
    due = [place for place, path in enumerate(order) if is_due(path, publication)]
    assert sorted(order) == sorted(site)
    gaps = [after - before for before, after in pairwise([-1, *due, len(order)])]
    assert max(gaps) <= len(order) / len(due) + 1
    assert spread_due(["a/index.html"], publication) == ["a/index.html"]


def test_lets_valid_feeds_pass(folder: Folder, site: Site) -> None:
    """Feeds that are right are written; what need not be judged is not."""
    judge = Judge(read(folder), NOW, None)
    for path, content in site.items():
        if isinstance(content, bytes):
            assert judge.judge(path, content) == []
    judged = [path for path in site if judge.judge(path, b"<feed/>")]
    assert {"archive/1.xml", "topics/icc/atom.xml"} <= {*judged}
    assert "all/archive/1.xml" not in judged


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("atom.xml", b"<published>2023-10-03", b"<published>2023-13-03", "invalid-rfc3339-date"),
        ("rss.xml", b"<pubDate>Tue, 03 Oct", b"<pubDate>Tue, 33 Oct", "invalid-rfc2822-date"),
        ("feed.json", b'"date_published": "2023-10-03', b'"date_published": "x', "json-date"),
    ],
)
def test_names_the_entry_of_an_invalid_feed(
    folder: Folder, site: Site, path: str, old: bytes, new: bytes, code: str
) -> None:
    """The message says where in the feed, and which entry it comes from."""
    content = site[path]
    assert isinstance(content, bytes)
    assert old in content
    refusal = Judge(read(folder), NOW, None).judge(path, content.replace(old, new, 1))[0]
    assert (refusal.code, refusal.reason.partition(":")[0]) == ("invalid-feed", code)
    assert refusal.place.startswith(f"site/{path}:")
    assert refusal.hint.startswith("it comes from entries/2023-10-03-rich.md\n")


def test_names_the_settings_outside_of_every_entry(folder: Folder, site: Site) -> None:
    """What is wrong with a feed as a whole comes from the settings."""
    content = site["atom.xml"]
    assert isinstance(content, bytes)
    spoilt = content.replace(b"<updated>", b"<updated> ", 1)
    refusal = Judge(read(folder), NOW, None).judge("atom.xml", spoilt)[0]
    assert refusal.code == "invalid-feed"
    assert refusal.hint.startswith("it comes from entries/feed.yaml\n")


def test_judges_only_what_changed(build: Run, folder: Folder) -> None:
    """A feed that is on the disk already was judged when it was written."""
    folder.entry("2023-10-03-one.md")
    build()
    shutil.rmtree(folder.path / ".communique")
    judged: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def note(_: Judge, path: str, __: bytes) -> list[RefusedError]:
            judged.append(path)
            return []

        patch.setattr("communique.proof.Judge.judge", note)
        build()
        assert judged == []
        (folder.path / "site" / "rss.xml").write_text("<rss/>", "utf-8")
        build()
    assert judged == ["rss.xml"]


def test_an_invalid_feed_leaves_the_old_site(
    folder: Folder, build: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`build` refuses, and nothing is written."""
    folder.entry("2023-10-03-one.md")
    build()
    before = folder.site()
    folder.entry("2023-10-04-two.md")
    monkeypatch.setattr("communique.render.feedtexts.format_rfc3339", lambda _: "yesterday")
    result = build()
    assert result.exit_code == 1
    assert "invalid-feed: invalid-rfc3339-date" in result.stderr
    assert "hint: it comes from entries/2023-10-04-two.md" in result.stderr
    assert before == folder.site()


ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'/>"


def test_another_process_judges_the_same(folder: Folder, site: Site) -> None:
    """What is right it tells; of the rest this process says what is wrong."""
    publication = read(folder)
    requests, answers = io.BytesIO(), io.BytesIO()
    right = site["feed.json"]
    assert isinstance(right, bytes)
    files = [("feed.json", right), ("atom.xml", ATOM), ("rss.xml", site["rss.xml"])]
    far = Judge(publication, NOW, Aside(requests, answers))
    near = Judge(publication, NOW, None)
    expected = []
    for path, content in files:
        assert isinstance(content, bytes)
        assert far.judge(path, content) == []
        expected += near.judge(path, content)
    asked = io.BytesIO(requests.getvalue())
    answers.write(b'["a line that nobody read"]\n')
    prove(asked, answers, NOW)
    assert answers.getvalue().endswith(b"\n101\n")
    answers.seek(0)
    assert [str(refusal) for refusal in far.conclude()] == [str(refusal) for refusal in expected]
    assert expected
    assert requests.closed
    assert near.conclude() == []


@pytest.mark.parametrize("answer", [b"", b"1\n", b'["another line"]\n', b"\n"])
def test_what_another_process_did_not_judge_is_judged_here(folder: Folder, answer: bytes) -> None:
    """It may die before it answers, or while it is asked."""
    folder.entry("2023-10-03-one.md")
    requests = io.BytesIO()
    judge = Judge(read(folder), NOW, Aside(requests, io.BytesIO(answer)))
    for path in ("atom.xml", "be/atom.xml"):
        assert judge.judge(path, ATOM) == []
    places = {refusal.place.partition(":")[0] for refusal in judge.conclude()}
    assert places == {"site/atom.xml", "site/be/atom.xml"} - (
        {"site/atom.xml"} if answer == b"1\n" else set()
    )


def test_nobody_asks_a_process_that_died(folder: Folder) -> None:
    """A pipe that is broken is no error: this process judges."""

    class Broken(io.BytesIO):
        def flush(self) -> NoReturn:
            raise BrokenPipeError

        def close(self) -> None:
            if not self.closed:
                super().close()
                raise BrokenPipeError

    folder.entry("2023-10-03-one.md")
    judge = Judge(read(folder), NOW, Aside(Broken(), io.BytesIO()))
    assert judge.judge("atom.xml", ATOM) == []
    assert judge.conclude()[0].place == "site/atom.xml:1:1"
