"""Real S3 servers: what is sent, with which headers, and that a kill at any moment does no harm."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import feedparser
import httpx
import pytest

from communique.hosting import Stage, choose_cache_control, choose_media_type, find_stage
from communique.validate import validate_feed
from tests.e2e.stores import BUCKET, ENVIRONMENT, SECRET, SERVERS, Store, run_store
from tests.publication import NOW, Folder
from tests.tools import leave_out_coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHANCE = random.Random(7)  # noqa: S311 - the moments of a test
PAUSE = 0.05
"""Seconds between two looks: a server that does nothing but answer takes no deliveries."""


@pytest.fixture(scope="module", params=SERVERS)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Run a server."""
    with run_store(request.param, tmp_path_factory.mktemp("store")) as found:
        yield found


def start(
    folder: Folder,
    store: Store,
    *arguments: str,
    day: int = 0,
    environment: Mapping[str, str] = os.environ,
) -> subprocess.Popen[str]:
    """Start `publish` in a process of its own."""
    now = (NOW + timedelta(days=day)).isoformat()
    command = [sys.executable, "-m", "communique", "-C", str(folder.path), "publish", "--now", now]
    return subprocess.Popen(
        [*command, "--to", f"s3://{BUCKET}/site", "--wait", "0", *arguments],
        env={**environment, **ENVIRONMENT, "AWS_ENDPOINT_URL": store.url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def publish(
    folder: Folder,
    store: Store,
    *arguments: str,
    day: int = 0,
    environment: Mapping[str, str] = os.environ,
) -> str:
    """Publish, and give what was said."""
    with start(folder, store, *arguments, day=day, environment=environment) as process:
        said = process.communicate()[1]
    assert process.returncode == 0, said
    assert SECRET not in said
    return said


def write_statements(folder: Folder, count: int, slug: str = "number") -> None:
    """Write a publication of so many statements in one language."""
    folder.write("feed.yaml", PLAIN)
    for number in range(count):
        folder.entry(
            f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}-{slug}-{number}.md",
            f"title: Number {number}\nattachments: [annex.txt]\n" if number == 0 else "",
        )
    folder.write("annex.txt", b"An annex.")


PLAIN = """\
title: Statements
base_url: https://statements.example.org/
authority: statements.example.org,2023
publisher: {name: Example Council}
languages: [en]
feed_size: 5
"""


def read_manifest(store: Store) -> dict[str, list[str]]:
    """Read what the target says of itself."""
    document = json.loads(store.get(".communique/manifest.json").content)
    assert document["claim"] is None
    assert document["conditional"] is store.guarded
    files: dict[str, list[str]] = document["files"]
    return files


def test_a_thousand_files_with_the_right_headers(folder: Folder, store: Store) -> None:
    """Each object has its type and time to live; a second run sends nothing, a statement little."""
    write_statements(folder, store.statements)
    said = publish(folder, store, "--announce", f"{store.statements}", "--take-over")
    site = folder.site()
    assert len(site) > store.statements * 1.02
    assert f"s3://{BUCKET}/site: {len(site)} sent, 0 unchanged" in said
    assert ("it cannot tell two publishers apart" in said) is not store.guarded
    assert set(read_manifest(store)) == set(site)
    for path, found in store.get_all(site):
        assert (found.status_code, found.content) == (200, site[path])
        assert found.headers["content-type"] == choose_media_type(path, "general")
        if store.guarded:  # the other server does not keep it
            assert found.headers["cache-control"] == choose_cache_control(path)
    assert "Nothing to do: everything is published" in publish(folder, store, day=1)
    folder.entry("2024-01-02-new.md", "title: New\n")
    said = publish(folder, store, day=9)
    changed = {path for path, content in folder.site().items() if site.get(path) != content}
    assert f"{len(changed)} sent, {len(folder.site()) - len(changed)} unchanged" in said
    assert len(changed) < 20


def test_a_large_file_goes_in_parts(folder: Folder, store: Store) -> None:
    """A film of a statement comes there whole, and is known again."""
    write_statements(folder, 1, "film")
    film = bytes(range(256)) * 100_000
    folder.write("annex.txt", film)
    publish(folder, store, "--take-over")
    site = folder.site()
    place = next(path for path, content in site.items() if content == film)
    found = store.get(place)
    assert found.content == film
    assert found.headers["content-type"] == choose_media_type(place, "general")
    folder.entry("2024-01-02-new.md", "title: New\n")
    said = publish(folder, store, day=9)
    changed = {path for path, content in folder.site().items() if site.get(path) != content}
    assert f"{len(changed)} sent" in said


class Reader(threading.Thread):
    """Read the served feed again and again, and follow its links to pages."""

    def __init__(self, store: Store) -> None:
        super().__init__(daemon=True)
        self._store = store
        self._stop_asking = threading.Event()
        self.looks = 0  # at pages
        self.missing: list[str] = []

    def run(self) -> None:
        """Look until it is enough; a server that stalls is asked again."""
        with httpx.Client(base_url=f"{self._store.url}/{BUCKET}/site/") as client:
            while not self._stop_asking.wait(PAUSE):
                with suppress(httpx.TransportError):
                    self.look(client)

    def look(self, client: httpx.Client) -> None:
        """Follow every link of the feed."""
        feed = client.get("atom.xml")
        # One of the servers mixes the old and the new while it takes an object; S3 never does.
        if feed.status_code == 200 and validate_feed(feed.content, now=datetime.now(UTC)).valid:
            for entry in feedparser.parse(feed.content).entries:
                path = entry.link.removeprefix("https://statements.example.org/")
                self.looks += 1
                if client.get(f"{path}index.html").status_code != 200:
                    self.missing.append(path)

    def stop(self) -> None:
        """End it."""
        self._stop_asking.set()
        self.join()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_does_no_harm(folder: Folder, store: Store) -> None:
    """Killed at random moments, it comes to the same end, and no feed ever leads nowhere."""
    plain = leave_out_coverage()  # what is killed could not say what it covered
    write_statements(folder, 12)
    publish(folder, store, "--announce", "12", "--take-over", environment=plain)
    began = time.monotonic()
    publish(folder, store, environment=plain)
    length = time.monotonic() - began
    reader = Reader(store)
    reader.start()
    kills = day = 0
    while kills < store.kills:
        day += 1
        folder.entry(f"2024-{day % 12 + 1:02}-01-later-{day}.md", f"title: Later {day}\n")
        for _ in range(4):
            with start(folder, store, day=400 + day, environment=plain) as process:
                time.sleep(CHANCE.uniform(0.3, 1) * length * 1.3)
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
        # One of the servers writes over an object where it lies, its manifest too: what dies while
        # it sends leaves half of one. S3 takes an object whole or not at all, like the other.
        began = time.monotonic()
        word = () if store.guarded else ("--take-over",)
        publish(folder, store, *word, day=400 + day, environment=plain)
        length = time.monotonic() - began  # the machine may have been busier before
        site = folder.site()
        assert set(read_manifest(store)) == set(site)
        for path, found in store.get_all(p for p in site if find_stage(p) >= Stage.FEED):
            assert found.content == site[path]
    reader.stop()
    assert reader.looks > 100
    assert reader.missing == [] or not store.guarded  # as above: half of a page is none


def test_a_missing_bucket_is_named(folder: Folder, store: Store) -> None:
    """What the store answers is said in a line, with what to do, and nothing is recorded."""
    write_statements(folder, 1)
    with start(folder, store, "--to", "s3://nowhere/x") as process:
        said = process.communicate()[1]
    assert process.returncode == 3
    lines = said.splitlines()[-2:]
    assert lines[0].startswith("s3://nowhere/x: the store answers 404")
    assert lines[1] == "  hint: make the bucket first, or look for a typing mistake"
    assert not (folder.path / "entries" / "ledger.jsonl").exists()
