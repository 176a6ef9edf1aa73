"""Addresses as the user names them, and the numbers that a server may send us to."""

from __future__ import annotations

import ipaddress
from typing import Any, Final

PORTS: Final = {"http": 80, "https": 443}
"""The schemes that feed readers follow, each with the port that it means."""


def is_address(name: str) -> bool:
    """Tell whether an argument is an address rather than a file."""
    return name.lower().startswith(("http://", "https://"))


def read_peer(stream: Any) -> str:  # noqa: ANN401 - httpx publishes no type for it
    """Read which address a connection leads to; empty where it is closed or leads to a proxy."""
    try:
        return str((stream.get_extra_info("server_addr") or ("",))[0])
    except OSError:
        return ""


def is_public(number: str) -> bool:
    """Tell whether an address is of the public internet."""
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_global) and not mapped.is_multicast
