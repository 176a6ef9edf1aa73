"""No invalid feed is written."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from communique import proof
from communique.hosting import is_feed
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


def test_lets_valid_feeds_pass(folder: Folder, site: Site) -> None:
    """Feeds that are right are written; what need not be judged is not."""
    publication = read(folder)
    for path, content in site.items():
        if isinstance(content, bytes):
            assert proof.judge(path, content, publication, NOW) == []
    judged = [path for path in site if proof.judge(path, b"<feed/>", publication, NOW)]
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
    refusal = proof.judge(path, content.replace(old, new, 1), read(folder), NOW)[0]
    assert (refusal.code, refusal.reason.partition(":")[0]) == ("invalid-feed", code)
    assert refusal.place.startswith(f"site/{path}:")
    assert refusal.hint.startswith("it comes from entries/2023-10-03-rich.md\n")


def test_names_the_settings_outside_of_every_entry(folder: Folder, site: Site) -> None:
    """What is wrong with a feed as a whole comes from the settings."""
    content = site["atom.xml"]
    assert isinstance(content, bytes)
    spoilt = content.replace(b"<updated>", b"<updated> ", 1)
    refusal = proof.judge("atom.xml", spoilt, read(folder), NOW)[0]
    assert refusal.code == "invalid-feed"
    assert refusal.hint.startswith("it comes from entries/feed.yaml\n")


def test_judges_only_what_changed(build: Run, folder: Folder) -> None:
    """A feed that is on the disk already was judged when it was written."""
    folder.entry("2023-10-03-one.md")
    build()
    shutil.rmtree(folder.path / ".communique")
    judged: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def note(path: str, *_: object) -> list[RefusedError]:
            judged.append(path)
            return []

        patch.setattr("communique.making.judge", note)
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
    monkeypatch.setattr("communique.render.xmlfeeds.format_rfc3339", lambda _: "yesterday")
    result = build()
    assert result.exit_code == 1
    assert "invalid-feed: invalid-rfc3339-date" in result.stderr
    assert "hint: it comes from entries/2023-10-04-two.md" in result.stderr
    assert before == folder.site()
