"""Judge what is served at an address: how, and whether it is what was built."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from communique.deliver.answers import show_address
from communique.deliver.headers import read_charset
from communique.deliver.judging import is_served, judge_fetched
from communique.settings import read_settings
from communique.validate import Report, validate_feed
from communique.validate.inputs import Refusal, read_input

if TYPE_CHECKING:
    from datetime import datetime

    from communique.deliver.answers import Fetched
    from communique.errors import SourceError


def judge_address(
    url: str, folder: Path, now: datetime, *, against: Path | None, allow_private: bool
) -> tuple[str, Report | Refusal]:
    """
    Fetch a feed and judge how it is served, and the feed itself.

    Args:
        url: http or https; may hold credentials.
        folder: The publication, if there is one here.
        now: The clock, aware.
        against: The site that should be served; None for the one of the publication.
        allow_private: Follow redirects into private networks.

    Returns:
        The address without credentials, and what was found or why nothing could be fetched.
    """
    # Imported here: the HTTP library takes longer to load than a feed to be judged.
    from communique.deliver.live import fetch_feed  # noqa: PLC0415 - see above

    fetched = fetch_feed(url, allow_private=allow_private)
    return show_address(url), _judge(fetched, url, folder, against, now)


def _judge(
    fetched: Fetched | Refusal, url: str, folder: Path, against: Path | None, now: datetime
) -> Report | Refusal:
    """Judge what was fetched, if anything was: how it is served first, then the feed itself."""
    if isinstance(fetched, Refusal):
        return fetched
    local = _read_local(url, folder, against)
    if isinstance(local, Refusal):
        return local
    findings = judge_fetched(fetched, now=now, local=local)
    if not is_served(fetched):
        return Report(format="no feed", findings=findings)
    report = validate_feed(
        fetched.last.body, now=now, charset=read_charset(fetched.last), address=fetched.last.url
    )
    return Report(format=report.format, findings=(*findings, *report.findings))


def _read_local(url: str, folder: Path, against: Path | None) -> bytes | Refusal | None:
    """Read the file that should be served at an address; None where there is none to compare."""
    faults: list[SourceError] = []  # of the settings: not what is judged here
    settings = read_settings(folder, faults)
    asked = unquote(urlsplit(url).path)
    base = unquote(urlsplit(settings.base_url).path) if settings else "/"
    if settings and show_address(url).startswith(settings.base_url):
        path = asked.removeprefix(base)
    elif against:
        path = asked.removeprefix(base).lstrip("/")
    else:
        return None
    file = (against or folder / "site").joinpath(*_list_parts(path))
    if file.is_file():
        return read_input(file)
    if against:
        hint = "--against takes the folder that is uploaded as the root of the site."
        return Refusal(path=file.as_posix(), problem="no such file to compare with", hint=hint)
    return None


def _list_parts(path: str) -> list[str]:
    """List the parts of a path below a folder, none of which leads out of it."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return [part for part in parts if part not in {"/", ".."} and ":" not in part]
