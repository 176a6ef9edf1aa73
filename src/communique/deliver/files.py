"""A file that is to be at a target."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from communique.durable import explain_errors
from communique.errors import WriteError
from communique.values import Struct

if TYPE_CHECKING:
    from pathlib import Path


class File(Struct, frozen=True, kw_only=True):
    """
    Name a file that is to be at a target.

    Args:
        path: In the site; forward slashes.
        source: Where its bytes are read.
        sha256: What they have to be.
        media_type: As in a Content-Type header.
        cache_control: As in a Cache-Control header.
        stage: A file names only files of its own and of lower stages.
    """

    path: str
    source: Path
    sha256: str
    media_type: str
    cache_control: str
    stage: int

    @property
    def served(self) -> str:
        """Give the headers in one text: a file whose headers changed has to be sent again."""
        return f"{self.media_type} | {self.cache_control}"

    def read(self) -> bytes:
        """
        Read the bytes.

        Raises:
            WriteError: They cannot be read, or are not what was built.
        """
        with explain_errors(self.path):
            data = self.source.read_bytes()
        if sha256(data).hexdigest() != self.sha256:
            problem = "it changed while the site was delivered"
            raise WriteError(self.path, problem, hint="run the command again")
        return data
