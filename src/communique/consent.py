"""What the press officer said yes to, and the command that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.shells import quote
from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Consent(Struct, frozen=True, kw_only=True):
    """
    Hold what the press officer said yes to.

    Args:
        announce: How many statements subscribers may be told of; None for up to the flood limit.
        removed: Ids of entries that are gone for good, each with the reason.
        moved: True if the whole site has moved to another address.
        command: How `publish` was called, without all of that.
    """

    announce: int | None = None
    removed: Mapping[str, str] = field(default_factory=dict)
    moved: bool = False
    command: str = "communique publish"

    def ask(
        self, *, announce: int | None = None, removed: Iterable[str] = (), moved: bool = False
    ) -> str:
        """
        Write the command that says yes to more, beside what was said already.

        Args:
            announce: How many statements subscribers would be told of; None to leave that as it is.
            removed: Ids of further entries that are gone for good.
            moved: True if the site has moved.

        Returns:
            To be pasted; ``TEXT`` stands where a reason is still to be written.
        """
        words = [self.command]
        ids = sorted({*self.removed, *removed})
        words += [f"--removed {quote(key)}" for key in ids]
        if ids:
            reason = next(iter(self.removed.values()), "")
            words.append(f"--because {quote(reason) if reason else 'TEXT'}")
        if moved or self.moved:
            words.append("--moved")
        count = self.announce if announce is None else announce
        if count is not None:
            words.append(f"--announce {count}")
        return " ".join(words)
