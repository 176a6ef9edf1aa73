"""How files of the site are served, by their paths."""

from __future__ import annotations

import pytest

from communique.hosting import Stage, choose_cache_control, choose_media_type, find_stage, is_feed


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("2023/our-title/index.html", Stage.PAGE),
        ("be/2023/our-title/annex.pdf", Stage.PAGE),
        ("2023/our-title/table.xml", Stage.PAGE),
        ("style.css", Stage.PAGE),
        ("2023/index.html", Stage.INDEX),
        ("topics/2023/index.html", Stage.INDEX),
        ("statements.json", Stage.INDEX),
        ("sitemap.xml", Stage.INDEX),
        ("topics/2023/archive/1.xml", Stage.ARCHIVE),
        ("be/atom.xml", Stage.FEED),
        ("feed.json", Stage.FEED),
        ("SHA256SUMS", Stage.SUMS),
    ],
)
def test_what_is_named_comes_first(path: str, stage: Stage) -> None:
    """Statements come before the pages that list them, these before feeds, the hashes last."""
    assert stage == find_stage(path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("atom.xml", True),
        ("be/topics/icc/rss.xml", True),
        ("all/feed.json", True),
        ("archive/12.xml", True),
        ("be/archive/1.xml", True),
        ("sitemap.xml", False),
        ("statements.json", False),
        ("2023/archive.xml", False),
    ],
)
def test_tells_feeds_from_other_files(path: str, *, expected: bool) -> None:
    """Feeds and archive documents are feeds; other XML and JSON is not."""
    assert expected == is_feed(path)


@pytest.mark.parametrize(
    ("path", "general", "exact"),
    [
        ("atom.xml", "application/xml; charset=utf-8", "application/atom+xml; charset=utf-8"),
        ("be/rss.xml", "application/xml; charset=utf-8", "application/rss+xml; charset=utf-8"),
        ("archive/1.xml", "application/xml; charset=utf-8", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8", "application/xml; charset=utf-8"),
        ("2023/index.html", "text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("2023/title/index.html", "text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("2023/title/a.txt", "text/plain", "text/plain"),
        ("2023/title/a.odd", "application/octet-stream", "application/octet-stream"),
        ("SHA256SUMS", "text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("logo.PNG", "image/png", "image/png"),
        ("feed.json", *["application/feed+json; charset=utf-8"] * 2),
    ],
)
def test_each_file_has_its_media_type(path: str, general: str, exact: str) -> None:
    """Feeds are called what browsers show unless the settings say otherwise."""
    assert choose_media_type(path, "general") == general
    assert choose_media_type(path, "exact") == exact


@pytest.mark.parametrize(
    ("path", "seconds"),
    [
        ("atom.xml", "300"),
        ("2023/title/index.html", "300"),
        ("statements.json", "300"),
        ("2023/title/annex.pdf", "3600"),
        ("style.css", "3600"),
        ("style.0123abcd.css", "31536000, immutable"),
    ],
)
def test_copies_are_kept_as_long_as_is_right(path: str, seconds: str) -> None:
    """What may change is asked for again soon; a name that holds a hash never changes."""
    assert choose_cache_control(path) == f"public, max-age={seconds}"
