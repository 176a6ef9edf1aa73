"""The preview at work: it watches the files and answers until it is stopped."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import uvicorn
from watchfiles import awatch

from communique.cache.store import recall
from communique.disk import STATE_FOLDER
from communique.preview.app import Changes, make_app
from communique.preview.search import Search
from communique.preview.view import look
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from communique.preview.view import View

ADDRESS = "127.0.0.1"
"""Nobody but this computer sees what is not public yet."""

_WATCHED = ("entries", "templates", "assets")
_STEP = 10
"""Milliseconds without another change before we look: an editor saves in several steps."""

_TICK = 1000
"""Milliseconds after which we look whether the time of a scheduled entry has come."""


def open_port(port: int, *, other: bool) -> socket.socket:
    """
    Open a port of this computer alone.

    Args:
        port: 0 for any free one.
        other: Take any free one where *port* is taken.

    Raises:
        OSError: It is taken, or not ours to open.
    """
    # asyncio sends without delay only where the protocol is said; else a page waits 40 ms more.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # On Windows this would share a port that is taken.
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
    try:
        opened.bind((ADDRESS, port))
        opened.listen()
    except OSError:
        opened.close()
        if other:
            return open_port(0, other=False)
        raise
    return opened


class Preview:
    """
    Show a publication in the browser while it is written.

    Args:
        folder: Holds ``entries/``.
        notify: Called with the first view and with every other one after it.
    """

    def __init__(self, folder: Path, notify: Callable[[View], object]) -> None:
        self._folder = folder
        self._notify = notify
        self._memory = recall(folder / STATE_FOLDER, datetime.now(UTC))
        self._search = Search(folder / "site", self._memory)
        self._checked = ""
        # No version of an earlier run may be one of this: its pages may still be open.
        self._run, self._count = time.time_ns(), 0
        self.view = self._look()

    def run(self, opened: socket.socket, ready: Callable[[], object]) -> None:
        """
        Answer on *opened* until a signal stops us (Ctrl-C).

        Args:
            opened: Listens; is closed in the end.
            ready: Called once we answer.
        """
        asyncio.run(self._run_until_stopped(opened, ready))

    async def _run_until_stopped(self, opened: socket.socket, ready: Callable[[], object]) -> None:
        changes, stop = Changes(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def end() -> None:
            stop.set()
            changes.end()

        app = make_app(lambda: self.view, changes)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="off"
        )
        server = _Server(config, lambda: loop.call_soon_threadsafe(end), ready)
        watching = asyncio.create_task(self._watch(changes, stop))
        try:
            await server.serve(sockets=[opened])
        finally:
            end()
            await watching

    async def _watch(self, changes: Changes, stop: asyncio.Event) -> None:
        checking = asyncio.create_task(self._check(changes))
        others = False
        while not stop.is_set():
            folders = self._list_folders()
            changing = awatch(
                *folders, step=_STEP, rust_timeout=_TICK, yield_on_timeout=True, stop_event=stop
            )
            async with aclosing(changing) as batches:
                async for batch in batches:
                    if batch or others or self._is_due():
                        self.view = await asyncio.to_thread(self._look)
                        changes.announce()
                    else:  # nobody writes: there is time
                        checking = self._check_again(checking, changes)
                    # git makes a folder anew, under the same name; nobody watches that yet.
                    gone = any(path in folders for _, path in batch)
                    others = gone or self._list_folders() != folders
                    if others:
                        break
        await checking

    def _list_folders(self) -> list[str]:
        """List the folders to be watched; a publication need not have all of them yet."""
        folders = [(self._folder / name).resolve() for name in _WATCHED]
        return [str(folder) for folder in folders if folder.is_dir()]

    def _check_again(self, before: asyncio.Task[None], changes: Changes) -> asyncio.Task[None]:
        return asyncio.create_task(self._check(changes)) if before.done() else before

    async def _check(self, changes: Changes) -> None:
        """Look, while nobody writes, for what takes longer to find; once for each view."""
        view = self.view
        if self._checked == view.version:
            return
        found = await asyncio.to_thread(self._search.find_refusals, view)
        self._show_refusals(view, found, changes)

    def _show_refusals(
        self, view: View, refusals: tuple[tuple[str, str], ...], changes: Changes
    ) -> None:
        """Show what was found in *view*, unless there is another one by now."""
        if self.view is not view:
            return
        self._checked = view.version
        if refusals:
            self._checked = f"{self.view.version}-checked"
            self.view = replace(self.view, version=self._checked, refusals=refusals)
            self._notify(self.view)
            changes.announce()

    def _is_due(self) -> bool:
        """Tell whether an entry has become public since we looked."""
        until = self.view.until
        return until is not None and until <= datetime.now(UTC)

    def _look(self) -> View:
        self._count += 1
        version = f"{self._run}-{self._count}"
        view = look(self._folder, datetime.now(UTC), self._memory, version)
        self._notify(view)
        return view


class _Server(uvicorn.Server):
    """End without a word, and let go of those who wait for changes first."""

    def __init__(
        self, config: uvicorn.Config, end: Callable[[], object], ready: Callable[[], object]
    ) -> None:
        super().__init__(config)
        self._end = end
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        self.force_exit = self.should_exit
        self.should_exit = True
        self._end()
