"""Object stores through obstore: Amazon S3 and compatible ones, Google Cloud Storage, Azure."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO, Final, Literal
from uuid import uuid4

from communique.deliver.manifest import FOLDER, MANIFEST, ConflictError
from communique.errors import TargetError
from communique.validate.webpage import is_page

try:
    from obstore import exceptions as refused
    from obstore.store import from_url
except ImportError:  # the extra is not installed
    from_url = None  # type: ignore[assignment] # said once, when a store is opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from obstore import ObjectMeta, PutResult, UpdateVersion
    from obstore.store import ObjectStore

    from communique.deliver.files import File

_HTTP: Final = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT")
"""Variables of the environment that may name a server without TLS: whoever does so means it."""

_PART: Final = 5 * 2**20
"""Bytes of a part: S3 takes none that is smaller, and 10,000, and so objects of 50 GB."""
_PARTS: Final = 4
"""Of a file, at the same time."""

_SERVER: Final = re.compile(r"https?://[^\s/]\S*")
_OURS: Final = ("AWS_", "AZURE_")
_QUERY: Final = re.compile(r"\?\S*")
_ASKED: Final = re.compile(r"Error performing \w+ (https?://[^/\s?]+)")
_STATUS: Final = re.compile(r"status code: (\d+ [A-Za-z ]+)")
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")
_ACCESS: Final = "it needs leave to list, read, write and delete below this name"
_REGION: Final = "look at AWS_REGION: the bucket is in another region"
_PORTAL: Final = (
    "open any page in a browser: this network may want a login first; else look at the address of"
    " the store in the environment"
)
_ADVICE: Final = {
    "NoSuchBucket": "make the bucket first, or look for a typing mistake",
    "RequestTimeTooSkewed": "set the clock of this computer: it is not that of the store",
    "ExpiredToken": "the credentials in the environment are out of date: get new ones",
    "AuthorizationHeaderMalformed": _REGION,
    "incorrectly configured region": _REGION,
    "511 Network Authentication Required": _PORTAL,
    "Header missing from response": _PORTAL,
    "Got invalid ": _PORTAL,
}
"""What to do, by what a store or the library says."""


def open_store(name: str) -> ObjectTarget:
    """
    Open an object store; credentials come from the environment or the cloud's usual places.

    Raises:
        TargetError: obstore is not installed, or cannot make sense of the environment.
    """
    if from_url is None:
        hint = 'pip install "communique[deploy]"'
        raise TargetError(name, "delivering to an object store needs obstore", hint=hint)
    _check_environment(name)
    plain = any(os.environ.get(key, "").startswith("http://") for key in _HTTP)
    with _explain(name):
        store = from_url(
            name,
            client_options={"timeout": "60s", "connect_timeout": "10s", "allow_http": plain},
            retry_config={"max_retries": 6, "retry_timeout": timedelta(seconds=60)},
        )
    return ObjectTarget(name, store)


def _check_environment(name: str) -> None:
    """
    Refuse what the library would end the whole program for; an empty variable is none.

    A workflow sets a variable to nothing where its repository has none of that name.

    Raises:
        TargetError: A variable holds what is no address of a server, or fits into no header.
    """
    for key, value in sorted(os.environ.items()):
        if not key.startswith(_OURS):
            continue
        if not value:
            del os.environ[key]
        elif key in _HTTP and not _SERVER.fullmatch(value):
            problem = f"expected https:// and a host in {key}, got {value!r}"
            raise TargetError(name, problem)
        elif not value.isprintable() or value != value.strip():
            problem = f"{key} holds a line break, or a space before or after its value"
            raise TargetError(name, problem, hint="look how it got there: often it was pasted")


@contextmanager
def _explain(name: str) -> Iterator[None]:
    """Turn an error of the library into one of ours; nothing of an address that is a secret."""
    try:
        yield
    except (refused.BaseError, ValueError, FileNotFoundError, NotImplementedError) as error:
        raise TargetError(name, _say(error), hint=_advise(error)) from None


def _say(error: Exception) -> str:
    text = str(error)
    status, code = _STATUS.search(text), _CODE.search(text)
    if status:
        parts = [f"the store answers {status[1].strip()}", *([code[1]] if code else [])]
        return ", ".join(parts)
    asked = _ASKED.search(text)
    if asked and "HTTP error" in text:
        return f"nothing answers at {asked[1]}"
    return _QUERY.sub("", text.partition("\n")[0]).strip().rstrip(".")


def _advise(error: Exception) -> str:
    text = str(error)
    for said, advice in _ADVICE.items():
        if said in text:
            return advice
    if isinstance(error, (refused.PermissionDeniedError, refused.UnauthenticatedError)):
        return f"look at the credentials in the environment: {_ACCESS}"
    return ""


def _keep_version(answer: PutResult | ObjectMeta) -> UpdateVersion:
    """Keep what tells one state of an object from another; the store says one or both."""
    names: tuple[Literal["e_tag", "version"], ...] = ("e_tag", "version")
    return {name: value for name in names if (value := answer[name]) is not None}  # type: ignore[return-value] # names above


class ObjectTarget:
    """
    Deliver to an object store: a reader sees the old object or the new one.

    Args:
        name: What the user calls it.
        store: Its root is the root of the site.
    """

    place = ""
    workers = 16

    def __init__(self, name: str, store: ObjectStore) -> None:
        self.name = name
        self._store = store
        self._seen: UpdateVersion | None = None

    def list_files(self, paths: Iterable[str]) -> Mapping[str, str]:  # noqa: ARG002 - see Target
        """List every object with its entity tag: a thousand in one request."""
        with _explain(self.name):
            return {
                item["path"]: item["e_tag"] or ""
                for chunk in self._store.list()
                for item in chunk
                if not item["path"].startswith(FOLDER)
            }

    def read(self, path: str) -> bytes:
        """Read an object."""
        with _explain(self.name):
            try:
                return bytes(self._store.get(path).bytes())
            except FileNotFoundError:
                return b""

    def read_manifest(self) -> bytes:
        """Read the manifest, and remember which one it was."""
        self._seen = None
        with _explain(self.name):
            try:
                found = self._store.get(MANIFEST)
            except FileNotFoundError:
                return b""
            self._seen = _keep_version(found.meta)
            data = bytes(found.bytes())
        if is_page(data.decode("utf-8", "replace")):
            problem = "a web page answers in the place of the store"
            raise TargetError(self.name, problem, hint=_PORTAL)
        return data

    def write_manifest(self, data: bytes, *, conditional: bool) -> None:
        """Replace the manifest, if it is still the one that was seen last."""
        with _explain(self.name):
            try:
                self._seen = self._write(MANIFEST, data, self._seen, conditional=conditional)
            except (refused.AlreadyExistsError, refused.PreconditionError):
                raise ConflictError from None

    def _write(
        self, path: str, data: bytes, seen: UpdateVersion | None, *, conditional: bool
    ) -> UpdateVersion:
        attributes = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        mode: UpdateVersion | Literal["create", "overwrite"] = "overwrite"
        if conditional:
            mode = seen or "create"
        try:
            return _keep_version(self._store.put(path, data, mode=mode, attributes=attributes))
        except (refused.AlreadyExistsError, refused.PreconditionError):
            # Where the answer to a first try was lost, the second one meets what that wrote.
            found = self._store.get(path)
            if bytes(found.bytes()) != data:
                raise
            return _keep_version(found.meta)

    def probe(self) -> bool:
        """Write twice what may be written once, and upon a state that never was."""
        path = f"{FOLDER}probe-{uuid4()}"
        with _explain(self.name):
            try:
                older = self._write(path, b"1", None, conditional=True)
                self._write(path, b"2", older, conditional=True)
                return self._refuses(path, None) and self._refuses(path, older)
            except (refused.NotSupportedError, NotImplementedError):
                return False
            finally:
                with suppress(FileNotFoundError):  # not even the first writing went through
                    self._store.delete([path])

    def _refuses(self, path: str, seen: UpdateVersion | None) -> bool:
        try:
            self._write(path, b"3", seen, conditional=True)
        except (refused.AlreadyExistsError, refused.PreconditionError):
            return True
        return False

    def put(self, file: File, stream: BinaryIO) -> str:
        """Put an object there, with its headers; a large one in parts."""
        attributes = {"Content-Type": file.media_type, "Cache-Control": file.cache_control}
        data = stream.read(_PART)
        stream.seek(0)
        whole = stream if len(data) == _PART else data
        with _explain(f"{self.name}/{file.path}"):
            put = self._store.put(
                file.path,
                whole,
                attributes=attributes,
                chunk_size=_PART,
                max_concurrency=_PARTS,
            )
        return put["e_tag"] or ""

    def delete(self, paths: Iterable[str]) -> None:
        """Delete objects, many in one request where the store can."""
        with _explain(self.name):
            self._store.delete(list(paths))
