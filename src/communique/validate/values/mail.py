"""Mail addresses: bare in Atom, with a name in RSS."""

from __future__ import annotations

import re
from urllib.parse import unquote

from communique.validate.values import Fault, Faults, quote

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.){1,127}[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?"
    r"|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@\[\d{1,3}(?:\.\d{1,3}){3}\]"
    # A host of one label (RFC 2822 §3.4.1), or one that is good among neighbours only.
    r"|[\w.%+-]+@[A-Za-z][\w.-]+"
)


def addr_spec(text: str) -> Faults:
    """Check the address of an Atom person (RFC 4287 §3.2.3)."""
    if ADDRESS.fullmatch(text.strip()):
        return ()
    return (
        Fault("invalid-addr-spec", f"{quote(text)} is not a bare address like press@example.org"),
    )


def contact(text: str) -> Faults:
    """
    Check a person in RSS.

    The specification asks for an address; the Best Practices Profile for ``address (name)``.
    """
    text = text.strip()
    if text.startswith("mailto:"):
        text = _read_mailto(text).strip()
    if text.find("@") > 0 and not text.endswith(")"):
        if " " in text:
            return (Fault("email-format", f"{quote(text)} is not of the form “address (name)”"),)
        return (Fault("missing-real-name", f"{quote(text)} has no name after the address"),)
    address, _, name = text.partition("(")
    address = address.strip() if name else text
    if not ADDRESS.fullmatch(address):
        return (Fault("invalid-contact", f"{quote(address)} is not a mail address"),)
    return ()


def _read_mailto(text: str) -> str:
    """Read a person written as a URI (RFC 6068): an address, or a name and an address in <>."""
    person = unquote(text.removeprefix("mailto:").partition("?")[0])
    in_brackets = re.fullmatch(r"[^<>]*<([^<>]*)>", person)
    return f"{in_brackets[1]} (name)" if in_brackets else person
