"""The single values of the settings: a text is read, or refused with what to write instead."""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import get_close_matches
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from communique.errors import FieldError
from communique.fields import parse_url

if TYPE_CHECKING:
    from datetime import tzinfo

STORES = ("s3", "gs", "az")
"""Schemes of object stores: Amazon S3 and compatible ones, Google Cloud Storage, Azure."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")
# RFC 4151 §2.1: a domain name or e-mail address, lower case, and a date on which it was ours.
_AUTHORITY = re.compile(
    r"([a-z0-9._+-]+@)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
    r",\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
    re.ASCII,
)
# Folders of the site that belong to no language.
_RESERVED_LANGUAGES = {"all"}


def parse_language(text: str) -> str:
    """
    Read a language tag.

    Raises:
        FieldError: Anything else.

    Source: BCP 47 §2.1, as far as it can be told without the registry.
    """
    if not _LANGUAGE.fullmatch(text) or text in _RESERVED_LANGUAGES:
        problem = f"expected a language tag like en, be or zh-Hans, got {text!r}"
        raise FieldError(problem, "two or three small letters, as in the address of a Wikipedia")
    return text


def parse_base(text: str) -> str:
    """
    Read the address of a site.

    Returns:
        It ends with a slash.

    Raises:
        FieldError: No http or https address, or one with a query or fragment.
    """
    base = parse_url(text)
    if "?" in base or "#" in base:
        problem = f"expected an address without ? and #, got {text!r}"
        raise FieldError(problem, "give the address of the folder in which the site stands")
    return base if base.endswith("/") else f"{base}/"


def parse_authority(text: str) -> str:
    """
    Read the tag authority of a publication.

    Raises:
        FieldError: Anything but a domain or e-mail address, a comma and a date.

    Source: RFC 4151 §2.1.
    """
    if not _AUTHORITY.fullmatch(text):
        problem = f"expected a domain and a year like example.org,2023, got {text!r}"
        hint = "a domain that was yours in that year; lower case; it can never change"
        raise FieldError(problem, hint)
    return text


def parse_target(text: str) -> str:
    """
    Read the name of a place to which the site is delivered.

    Raises:
        FieldError: It is neither a store that we know nor a folder, or it holds a secret.
    """
    scheme, slashes, rest = text.partition("://")
    if not text.strip():
        problem = "expected s3://, gs:// or az:// and the name of a bucket, or a folder"
        raise FieldError(problem, "leave it out where the site is delivered nowhere")
    if re.search("[\ud800-\udfff]", text):  # bytes that are no UTF-8, as the system hands them on
        problem = f"expected a name that is text, got {text!r}"
        raise FieldError(problem, "give the folder another name")
    if not slashes:
        return text
    if scheme not in STORES or not rest.strip("/"):
        problem = f"expected s3://, gs:// or az:// and the name of a bucket, or a folder: {text!r}"
        raise FieldError(problem, "write it like s3://statements or s3://statements/folder")
    if re.search("[@?#]", rest):
        problem = "the name of a target must hold no name, password or key"
        raise FieldError(problem, "credentials come from the environment: see README.md")
    return text.rstrip("/")


def parse_zone(text: str) -> tzinfo:
    """
    Find a time zone by its name.

    Raises:
        FieldError: There is none; or it would be another one on another computer.
    """
    zone = None
    with suppress(KeyError, ValueError, OSError):
        zone = ZoneInfo(text)
    if zone is None or text == "localtime":
        problem = f"expected a time zone like Europe/Vilnius, got {text!r}"
        near = get_close_matches(text, available_timezones(), n=1)
        hint = f"did you mean {near[0]}?" if near else "write continent/city, or UTC"
        raise FieldError(problem, hint)
    return zone


def parse_email(text: str) -> str:
    """
    Read an e-mail address.

    Raises:
        FieldError: Anything but one address alone.
    """
    if not _EMAIL.fullmatch(text):
        problem = f"expected an address like press@example.org, got {text!r}"
        raise FieldError(problem, "one e-mail address alone, without a name")
    return text
