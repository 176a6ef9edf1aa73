"""A file that is to be at a target."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from hashlib import file_digest
from typing import TYPE_CHECKING, BinaryIO

from communique.durable import explain_errors
from communique.errors import WriteError
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class File(Struct, frozen=True, kw_only=True):
    """
    Name a file that is to be at a target.

    Args:
        path: In the site; forward slashes.
        root: The folder of the site.
        sha256: What they have to be.
        media_type: As in a Content-Type header.
        cache_control: As in a Cache-Control header.
        stage: A file names only files of its own and of lower stages.
    """

    path: str
    root: Path
    sha256: str
    media_type: str
    cache_control: str
    stage: int

    @property
    def served(self) -> str:
        """Give the headers in one text: a file whose headers changed has to be sent again."""
        return f"{self.media_type} | {self.cache_control}"

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """
        Open the file, once all its bytes are seen to be those that were built.

        Raises:
            WriteError: They cannot be read, or are others.
        """
        with ExitStack() as stack:
            with explain_errors(self.path, "read"):
                stream = stack.enter_context((self.root / self.path).open("rb"))
                digest = file_digest(stream, "sha256").hexdigest()
                stream.seek(0)
            if digest != self.sha256:
                problem = "it changed while the site was delivered"
                raise WriteError(self.path, problem, hint="run the command again")
            yield stream
