"""A real WebSub hub and its subscriber: news arrives, signed, when it is live, and once."""

from __future__ import annotations

import hmac
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server

from communique.deliver.websub import Patience
from tests.e2e.servers import Asked, Reply, serve_as_host, serve_script
from tests.publication import NOW, SETTINGS, Folder, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

SECRET = "a secret of the subscriber"  # noqa: S105 - of a test
SOON = 20
"""Seconds within which news has to arrive, however busy the machine."""


class Tasks:
    """Run the tasks of the hub at once, in threads, as Celery would in its workers."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def task(self, **_: object) -> Callable[[Callable[..., object]], Any]:
        """Turn a function into a task."""

        def register(function: Callable[..., object]) -> Any:  # noqa: ANN401 - as Celery's
            bound = "make_request_retrying" in function.__name__

            class Task:
                @staticmethod
                def delay(*arguments: object) -> None:
                    first = (None,) if bound else ()
                    self._pool.submit(function, *first, *arguments)

            return Task

        return register


@contextmanager
def run_hub(folder: Path) -> Iterator[str]:
    """Run a hub on a free port; give its address."""
    with ThreadPoolExecutor(4) as pool:
        hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite3")), Tasks(pool))
        app = Flask("hub")
        app.config["PUBLISH_SUPPORTED"] = True
        app.register_blueprint(hub.build_blueprint(url_prefix=f"/{folder.name}"))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{folder.name}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class Scene:
    """A publication, the host that serves it, a hub that may have a fault, and a subscriber."""

    def __init__(self, folder: Folder, run: Run, hub: str) -> None:
        self.folder = folder
        self.run = run
        self.real_hub = hub
        self.base = ""
        self.fault: Reply | None = None
        self.stale_until = 0.0
        self.pings: list[float] = []
        self.received: list[tuple[str, bytes]] = []

    def start(self, stack: ExitStack) -> None:
        """Start host, hub and subscriber."""
        www = self.folder.path / "www"
        www.mkdir()
        inner = stack.enter_context(serve_as_host(www))
        self.inner = inner
        self.client = stack.enter_context(httpx.Client())
        self.base = stack.enter_context(serve_script(self.serve))
        hub = stack.enter_context(serve_script(self.forward))
        self.callback = stack.enter_context(serve_script(self.listen))
        settings = SETTINGS.replace("https://statements.example.org/", self.base)
        self.folder.write("feed.yaml", f"{settings}deploy: www\nhubs: ['{hub}hub']\n")

    def serve(self, asked: Asked) -> Reply:
        """Be the public copy; a stale one knows nothing new."""
        if time.monotonic() < self.stale_until:
            return Reply(status=404)
        answer = self.client.get(self.inner + asked.path.lstrip("/"))
        headers = {name: answer.headers[name] for name in ("link",) if name in answer.headers}
        return Reply(status=answer.status_code, headers=headers, body=answer.content)

    def forward(self, asked: Asked) -> Reply:
        """Be the hub, or have its fault."""
        self.pings.append(time.monotonic())
        if self.fault:
            return self.fault
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.client.post(self.real_hub, content=asked.body, headers=form)
        return Reply(status=answer.status_code, body=answer.content)

    def listen(self, asked: Asked) -> Reply:
        """Be the subscriber: confirm what was asked for, take news that is signed."""
        if asked.method == "GET":
            challenge = parse_qs(urlsplit(asked.path).query)["hub.challenge"][0]
            return Reply(body=challenge.encode())
        algorithm, _, signature = asked.headers["x-hub-signature"].partition("=")
        expected = hmac.new(SECRET.encode(), asked.body, algorithm).hexdigest()
        assert hmac.compare_digest(signature, expected)
        self.received.append((urlsplit(asked.path).path, asked.body))
        return Reply()

    def subscribe(self, *paths: str) -> None:
        """Subscribe to feeds at the hub, and wait until it has verified that."""
        for path in paths:
            form = {
                "hub.mode": "subscribe",
                "hub.topic": self.base + path,
                "hub.callback": self.callback + path,
                "hub.secret": SECRET,
            }
            assert self.client.post(self.real_hub, data=form).status_code == 202
        time.sleep(0.5)

    def publish(self, *arguments: str, day: int = 0) -> Result:
        """Publish on a day of 2024."""
        return self.run("publish", "--now", (NOW + timedelta(days=day)).isoformat(), *arguments)

    def wait_for(self, count: int) -> dict[str, bytes]:
        """Wait until so much news has arrived; give it by path."""
        end = time.monotonic() + SOON
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.05)
        return dict(self.received)


@pytest.fixture
def scene(
    folder: Folder, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """Set the scene, with one statement."""
    quick = Patience(tries=2, pause=0.01, connect=2, read=1)
    monkeypatch.setattr("communique.deliver.websub.Patience", lambda: quick)
    monkeypatch.setenv("NO_PROXY", "*")
    with ExitStack() as stack:
        found = Scene(folder, run, stack.enter_context(run_hub(tmp_path)))
        found.start(stack)
        folder.entry("2023-10-03-one.md", "title: One\n")
        yield found


def test_news_reaches_the_subscriber(scene: Scene) -> None:
    """A new statement arrives within seconds, signed, for Atom and for RSS; and it is the feed."""
    assert scene.publish().exit_code == 0
    scene.subscribe("atom.xml", "rss.xml")
    scene.folder.entry("2023-10-04-two.md", "title: The second one\n")
    assert scene.publish(day=1).exit_code == 0
    news = scene.wait_for(2)
    site = scene.folder.site()
    assert news == {"/atom.xml": site["atom.xml"], "/rss.xml": site["rss.xml"]}
    assert b"The second one" in news["/atom.xml"]
    assert len(scene.received) == 2


def test_no_news_is_no_ping(scene: Scene) -> None:
    """Publishing what has not changed tells nobody anything."""
    assert scene.publish().exit_code == 0
    scene.pings.clear()
    assert scene.publish(day=1).exit_code == 0
    assert scene.pings == []


def test_a_stale_copy_delays_the_ping(scene: Scene) -> None:
    """The hub is told when readers get the new feed, and not before."""
    scene.stale_until = time.monotonic() + 2
    assert scene.publish().exit_code == 0
    assert scene.pings
    assert min(scene.pings) > scene.stale_until


FAULTS = {
    "answers 500": Reply(status=500, body=b"Oops"),
    "redirects": Reply(status=302, headers={"Location": "/elsewhere"}),
    "closes the connection": Reply(raw=b"\n"),
    "is slow": Reply(raw=b"HTTP/1.1 204 No Content\r\n\r\n", pause=1.5),
}


@pytest.mark.parametrize("fault", [*FAULTS, "is down"])
def test_a_hub_with_a_fault_loses_nothing(scene: Scene, fault: str) -> None:
    """The publish succeeds; when the hub is well again the subscriber gets the news."""
    assert scene.publish().exit_code == 0
    scene.subscribe("atom.xml")
    scene.folder.entry("2023-10-04-two.md", "title: The second one\n")
    if fault == "is down":
        settings = scene.folder.path / "entries" / "feed.yaml"
        well = settings.read_text("utf-8")
        with serve_script(lambda _: Reply()) as nothing:
            pass
        port = urlsplit(nothing).port
        hub = well.partition("hubs: ['")[2].partition("'")[0]
        settings.write_text(well.replace(hub, f"http://127.0.0.1:{port}/hub"), "utf-8")
        failed = scene.publish(day=1)
        settings.write_text(well, "utf-8")
        retried = scene.publish(day=2)
    else:
        scene.fault = FAULTS[fault]
        failed = scene.publish(day=1)
        scene.fault = None
        retried = scene.run("notify", "--retry")
    assert failed.exit_code == 0
    assert "wait; the next run tries again" in failed.stderr
    assert retried.exit_code == 0
    news = scene.wait_for(1)
    assert b"The second one" in news["/atom.xml"]


def test_a_hub_without_subscribers_is_well(scene: Scene) -> None:
    """Nobody subscribes yet: the hub accepts all the same."""
    result = scene.publish()
    assert result.exit_code == 0
    assert "accepted by the hub: 9 feeds" in result.stderr
