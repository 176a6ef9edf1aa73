"""Which pictures the README shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """
    Describe a picture.

    Args:
        path: Of a page of the example publication.
        width: Of the window, in CSS pixels; so is ``height``.
        height: The picture ends where the window does.
        scheme: By day or by night.
    """

    path: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


SHOTS = {
    "index.png": Shot(path="", width=1120, height=800),
    "statement.png": Shot(
        path="be/2023/attempts-to-legalise-war-crimes/", width=400, height=800, scheme="dark"
    ),
}
