"""The source of an import: an address, a file or a folder, opened."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from communique.deliver.addresses import is_address
from communique.deliver.answers import show_address
from communique.deliver.documents import read_served
from communique.disk import STATE_FOLDER
from communique.importing.folders import read_posts
from communique.importing.media import Fetched
from communique.importing.walking import parse_page, walk_back
from communique.validate.inputs import Refusal, read_input
from communique.validate.webpage import find_feeds, is_page, quote_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.deliver.answers import Answer
    from communique.deliver.collecting import Collector
    from communique.importing.items import Choices, Item, Page
    from communique.settings import Settings

_NO_FEED = "there is no feed in it: no Atom, RSS, JSON Feed or WordPress export"
_NO_PAGE = "give the address of the feed, not of a page"


class NotReadableError(Exception):
    """Say why a source cannot be read at all."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem = problem
        self.hint = hint


def name_source(source: str) -> str:
    """Name a source in what everybody may read: no password, and nothing of this computer."""
    return show_address(source) if is_address(source) else Path(source).resolve().name


@contextmanager
def open_source(
    source: str, folder: Path, settings: Settings, choices: Choices, *, allow_private: bool
) -> Iterator[tuple[list[Item], list[str], Callable[[str], Fetched | str]]]:
    """
    Read every item of a source.

    Args:
        source: An address, or the path of a file or folder.
        folder: Of the publication.
        settings: Of it.
        choices: Of the press officer.
        allow_private: Follow addresses in the source into private networks.

    Returns:
        The items, what is to be said of the source, and what fetches a picture or file while it is
        open.

    Raises:
        NotReadableError: There is nothing to read.
    """
    # Imported here: the HTTP library takes longer to load than a file to be read.
    from communique.deliver.collecting import Collector  # noqa: PLC0415 - see above

    try:
        path = Path(source).expanduser()
    except RuntimeError:
        problem = f"{source}: nobody of this name has a folder here"
        raise NotReadableError(problem, "write the folder in full, without ~") from None
    if is_address(source):
        store = folder / STATE_FOLDER / "fetched"
        with Collector(source, store=store, allow_private=allow_private) as collector:
            items, notes = _read_address(source, collector, settings, choices)
            yield items, notes, lambda url: _fetch(collector, url)
        return
    with Collector("", allow_private=allow_private) as collector:
        if path.is_dir():
            site, posts = read_posts(path, settings.timezone)
            if not posts:
                hint = "name the folder of the posts: _posts, content/posts, content"
                raise NotReadableError("there are no posts in this folder", hint)
            unknown = [] if site.url else [f"{source}: the address of the site is not known"]
            yield posts, [*unknown, *site.notes], lambda url: _fetch(collector, url)
            return
        items, notes, locate = _read_file(path, settings, choices)

        def fetch(url: str) -> Fetched | str:
            file = locate(url)
            return (
                Fetched(media_type="", data=file.read_bytes()) if file else _fetch(collector, url)
            )

        yield items, notes, fetch


def _fetch(collector: Collector, url: str) -> Fetched | str:
    answer = collector.fetch(url)
    if isinstance(answer, Refusal):
        return answer.problem
    return Fetched(media_type=answer.media_type, data=answer.body)


def _read_address(
    source: str, collector: Collector, settings: Settings, choices: Choices
) -> tuple[list[Item], list[str]]:
    def read_page(url: str) -> Page | str:
        answer = collector.fetch(url, keep=True)
        if isinstance(answer, Refusal):
            return answer.problem
        return parse_page(read_served(answer), url, answer.url, settings.timezone, choices.types)

    return walk_back(
        _read_first(collector.fetch(source, keep=True), settings, choices),
        source,
        read_page,
        choices,
    )


def _read_first(answer: Answer | Refusal, settings: Settings, choices: Choices) -> Page:
    if isinstance(answer, Refusal):
        raise NotReadableError(answer.problem, answer.hint)
    data = read_served(answer)
    first = parse_page(data, "feed", answer.url, settings.timezone, choices.types)
    if not first.items:
        text = answer.body.decode("utf-8", "replace")
        feeds = find_feeds(text, answer.url) if is_page(text[:4096]) else []
        hint = f"communique import {quote_address(feeds[0])}" if feeds else _NO_PAGE
        raise NotReadableError(_NO_FEED, hint)
    return first


def _read_file(
    path: Path, settings: Settings, choices: Choices
) -> tuple[list[Item], list[str], Callable[[str], Path | None]]:
    """Read a feed on this computer; what stands beside it as it stands on its server is found."""
    data = read_input(path)
    if isinstance(data, Refusal):
        raise NotReadableError(data.problem, data.hint)
    first = parse_page(data, path.name, "", settings.timezone, choices.types)
    if not first.items:
        why = first.notes[0].removeprefix(f"{path.name}: ") if first.notes else _NO_FEED
        raise NotReadableError(why)
    base, root = _find_root(first.own, path.resolve())

    def locate(url: str) -> Path | None:
        if not base or not url.startswith(base):
            return None
        file = (root / unquote(urlsplit(url.removeprefix(base)).path)).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None

    def read_page(url: str) -> Page | str:
        file = locate(url)
        if file is None:
            return "there is no such file beside this one; import the address of the feed instead"
        data = read_input(file)
        if isinstance(data, Refusal):
            return data.problem
        return parse_page(data, file.name, "", settings.timezone, choices.types)

    items, notes = walk_back(first, "", read_page, choices)
    return items, notes, locate


def _find_root(own: str, file: Path) -> tuple[str, Path]:
    """Find the part of the address of a feed that the folders above its file do not repeat."""
    base, place = own, file
    while base and unquote(base.rpartition("/")[2]) == place.name and base.count("/") > 2:
        base, place = base.rpartition("/")[0], place.parent
    return ("", file) if base == own else (f"{base}/", place)
