"""
Values: frozen, with named fields, and equal where they hold the same; the only one to make them.

msgspec makes a class of them in a fortieth of the time of ``dataclass``, and there are so many that
this was a tenth of a small run.
"""

from __future__ import annotations

from msgspec import Struct, field, to_builtins
from msgspec.structs import asdict, replace

__all__ = ["Struct", "asdict", "field", "replace", "to_builtins"]
