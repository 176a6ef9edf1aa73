"""Answers to a browser; the only importer of starlette."""

from __future__ import annotations

import asyncio
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from communique.errors import CommuniqueError, explain_error
from communique.hosting import choose_media_type
from communique.preview.pages import (
    ASSETS,
    OWN,
    dress_page,
    read_asset,
    write_faults,
    write_missing,
    write_reader,
)
from communique.values import replace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from communique.files import Attachment
    from communique.preview.view import View

# A page of another site could have its own name lead here, and read drafts (DNS rebinding).
_HOSTS = ["127.0.0.1", "localhost"]

_HEADERS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Changes:
    """Tell waiting browsers that there is something else to see, or that the preview ends."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._ended = False

    def announce(self) -> None:
        """Wake everybody who waits."""
        self._changed.set()
        self._changed = asyncio.Event()

    def end(self) -> None:
        """Wake everybody, for the last time."""
        self._ended = True
        self.announce()

    async def wait(self) -> bool:
        """Wait for the next change; False if there will be none."""
        if not self._ended:
            await self._changed.wait()
        return not self._ended


def make_app(get_view: Callable[[], View], changes: Changes) -> Starlette:
    """
    Make the application that shows a publication.

    Args:
        get_view: Gives what there is to see now.
        changes: Announced after each change of that.
    """

    async def tell(request: Request) -> Response:
        return StreamingResponse(
            _tell(request.query_params.get("seen", ""), get_view, changes),
            media_type="text/event-stream",
            headers=_HEADERS,
        )

    def show_reader(request: Request) -> Response:
        view, path = get_view(), request.path_params["path"]
        entry = view.pages.get(path)
        if view.publication is None or entry is None:
            return _show(request, view, path)
        return _answer(request, write_reader(view.publication, entry, view), "reader.html")

    return Starlette(
        routes=[
            Route(f"{OWN}changes", tell),
            *(Route(OWN + name, partial(_show_asset, name=name)) for name in ASSETS),
            Route(f"{OWN}reader/{{path:path}}", show_reader),
            Route("/{path:path}", lambda r: _show(r, get_view(), r.path_params["path"])),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)],
    )


async def _tell(seen: str, get_view: Callable[[], View], changes: Changes) -> AsyncIterator[str]:
    """Tell a browser, once, that what it has *seen* is out of date (HTML Standard §9.2)."""
    yield ": connected\n\n"
    while (version := get_view().version) == seen:
        if not await changes.wait():
            return
    yield f"data: {version}\n\n"


def _show(request: Request, view: View, path: str) -> Response:
    """Answer with a file of the site, or with what is wrong."""
    if view.faults:
        return _answer(request, write_faults(view), "faults.html", status=500)
    if f"{path}/index.html" in view.files:
        return RedirectResponse(f"/{quote(path)}/")
    if not path or path.endswith("/"):
        path += "index.html"
    file = view.files.get(path)
    if file is None:
        return _answer(request, write_missing(view), "missing.html", status=404)
    if not callable(file):
        return _hand_out(request, file, view)
    try:
        content = file()
    except CommuniqueError as error:  # a template of the publication asks for what is not there
        faulty = replace(view, faults=tuple(explain_error(error)))
        return _answer(request, write_faults(faulty), "faults.html", status=500)
    if path.endswith(".html"):
        content = dress_page(content, view, path.removesuffix("index.html"))
    return _answer(request, content, path)


def _hand_out(request: Request, file: Attachment, view: View) -> Response:
    headers = {**_HEADERS, "ETag": f'"{file.sha256}"'}
    if _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if not file.source.is_file():  # gone since, and we are about to notice
        return _answer(request, write_missing(view), "missing.html", status=404)
    return FileResponse(file.source, media_type=file.media_type, headers=headers)


def _show_asset(request: Request, name: str) -> Response:
    return _answer(request, read_asset(name), name)


def _answer(request: Request, content: bytes, path: str, status: int = 200) -> Response:
    """Answer with *content*, or with 304 where the browser has it (RFC 9110 §13.1.2)."""
    headers = {**_HEADERS, "ETag": f'"{sha256(content).hexdigest()}"'}
    if status == 200 and _has_it(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    media_type = choose_media_type(path, "general")  # a browser looks at it
    return Response(content, status, {**headers, "Content-Type": media_type})


def _has_it(request: Request, etag: str) -> bool:
    known = request.headers.get("If-None-Match", "")
    return etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
