"""
What many elements or pages have in common is rendered once, with stand-ins for their texts.

Each of them then takes only its texts put in their places.
"""

from __future__ import annotations

import re
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

Texts = TypeVar("Texts", bound="tuple[Any, ...]")

# No text of anybody has it; in a link it is encoded.
_MARK = "\ufffd"
_STAND_IN = re.compile("(?:\ufffd|%EF%BF%BD)([0-9]+)(?:\ufffd|%EF%BF%BD)")


class _Frame(NamedTuple):
    """
    Hold what a form has in common.

    Args:
        template: Has a place for each text.
        choose: Gives the text of each place, of all texts in their order.
    """

    template: str
    choose: Callable[[Sequence[str]], tuple[str, ...]]


class Forms(Generic[Texts]):
    """
    Put together what has texts of one kind from the frames of its forms.

    Texts have one form if what is rendered differs in them alone. They are a tuple of texts, and of
    tuples for what may be absent or there more than once: of texts, or of as many texts each.

    Args:
        writers: How to write the texts of each field in its place.
    """

    def __init__(self, writers: Sequence[Callable[[str], str]]) -> None:
        self._writers = writers
        self._frames: dict[Hashable, _Frame] = {}

    def render(self, texts: Texts, render: Callable[[Texts], bytes], fixed: Hashable = ()) -> bytes:
        """
        Render *texts*.

        Args:
            texts: More than one.
            render: Gives what is wanted for any texts, by itself.
            fixed: What else tells one form from another.

        Returns:
            The same as *render*.
        """
        form = find_form(texts), fixed
        frame = self._frames.get(form)
        if frame is None:
            frame = self._frames[form] = _make_frame(render(put_stand_ins(texts)).decode())
        written: list[str] = []
        for part, write in zip(texts, self._writers, strict=True):
            if isinstance(part, str):
                written.append(write(part))
                continue
            for piece in part:
                written.extend([write(piece)] if isinstance(piece, str) else map(write, piece))
        return (frame.template % frame.choose(written)).encode()


def find_form(texts: tuple[Any, ...]) -> tuple[int, ...]:
    """Tell how many there are of each part that may be absent or there more than once."""
    return tuple([len(part) for part in texts if not isinstance(part, str)])


def put_stand_ins(texts: Texts) -> Texts:
    """Put a stand-in in the place of each text."""
    return _put(texts, count())  # type: ignore[no-any-return] # of the same type


def _put(part: Any, numbers: Iterator[int]) -> Any:  # noqa: ANN401 - texts of any depth
    if isinstance(part, str):
        return f"{_MARK}{next(numbers)}{_MARK}"
    parts = [_put(each, numbers) for each in part]
    return part._make(parts) if hasattr(part, "_make") else tuple(parts)


def _make_frame(rendered: str) -> _Frame:
    pieces = _STAND_IN.split(rendered)
    template = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
    return _Frame(template, itemgetter(*map(int, pieces[1::2])))
