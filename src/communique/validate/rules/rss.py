"""RSS 2.0: what concerns several elements of a channel or an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.namespaces import (
    ADMIN,
    ATOM,
    CC,
    CONTENT,
    CREATIVE_COMMONS,
    DC,
    DCTERMS,
    KNOWN,
    XHTML,
    name_element,
)
from communique.validate.rules.atom import read_rel
from communique.validate.values import Fault, Faults, quote
from communique.validate.values.numbers import parse_integer
from communique.validate.values.uris import has_scheme, rss_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.validate.document import Element
    from communique.validate.reporter import Reporter

VERSIONS = frozenset({"2.0", "0.91", "0.92", "0.93", "0.94"})
BOARD = "rssboard.org/rss-specification"
IMAGE_FORMATS = frozenset({"jpg", "jpeg", "gif", "png"})
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})(?:[?#].*)?$")
SMALL_NUMBER = re.compile(r"\d{1,8}", re.ASCII)

CHANNEL_TWINS = (
    ("category", f"{DC} subject"),
    ("copyright", f"{DC} rights"),
    ("generator", f"{ADMIN} generatorAgent"),
    ("language", f"{DC} language"),
    ("lastBuildDate", f"{DCTERMS} modified"),
    ("managingEditor", f"{DC} creator"),
    ("pubDate", f"{DC} date"),
    ("webMaster", f"{DC} publisher"),
    (f"{CC} license", f"{CREATIVE_COMMONS} license"),
)
ITEM_TWINS = (
    ("author", f"{DC} creator"),
    ("category", f"{DC} subject"),
    ("guid", f"{ATOM} id"),
    ("pubDate", f"{DC} date"),
    ("pubDate", f"{ATOM} published"),
    ("source", f"{DC} source"),
    (f"{CC} license", f"{CREATIVE_COMMONS} license"),
)


def enclosure_length(text: str) -> Faults:
    """Check the length of an enclosure: bytes, and 0 where it is not known."""
    number = parse_integer(text)
    if number is None:
        return (Fault("invalid-integer-attribute", f"{quote(text)} is not a number of bytes"),)
    if number == -1:
        return (Fault("use-zero-for-unknown", "a length that is not known is 0, not -1"),)
    if number < 0:
        return (Fault("invalid-non-negative-integer", f"{quote(text)} is less than nothing"),)
    return ()


def check_version(reporter: Reporter, element: Element) -> None:
    """Judge the version of RSS."""
    version = element.get("version")
    if version is not None and version not in VERSIONS:
        message = f"the version {quote(version)} is none of RSS; it is 2.0"
        reporter.report_attribute(element, "version", "invalid-rss-version", message)


def check_channel(reporter: Reporter, element: Element) -> None:
    """Judge the order of a channel, its own address and its extensions."""
    item = None
    for child in element.children:
        if child.key == "item":
            item = item or child
        elif item and not child.namespace and child.key != "textInput":
            message = (
                f"<{child.name}> of the channel stands after the first item, of line {item.line}"
            )
            reporter.report_once(child, "misplaced-item", message)
    links = element.find_all(f"{ATOM} link")
    if not _is_older(reporter) and all(read_rel(link) != "self" for link in links):
        reporter.report(element, "missing-atom-self-link", "<channel> has no <atom:link> to itself")
    docs = element.find("docs")
    if docs is None or BOARD not in docs.text:
        for child in (element, *element.children):
            _check_extension_attributes(reporter, child)
        for item in element.find_all("item"):
            for child in item.children:
                _check_extension_attributes(reporter, child)


def _is_older(reporter: Reporter) -> bool:
    """Tell whether a document is of a version that has no guid, and knows nothing of Atom."""
    root = reporter.document.root
    return root is not None and root.get("version") in VERSIONS - {"2.0"}


def _check_extension_attributes(reporter: Reporter, element: Element) -> None:
    """Judge whether a core element carries attributes of others, which many readers drop."""
    if element.namespace:
        return
    for key in element.attributes:
        namespace = key.rpartition(" ")[0]
        if namespace and namespace not in KNOWN:
            message = (
                f"<{element.name}> has the attribute “{key.rpartition(' ')[2]}” of an extension"
            )
            reporter.report_attribute(element, key, "use-of-extension-attr", message)


def check_language(reporter: Reporter, element: Element) -> None:
    """Judge whether a channel says what language it is in."""
    if (
        not element.lang
        and element.find("language") is None
        and element.find(f"{DC} language") is None
    ):
        reporter.report(element, "missing-dc-language", "<channel> has no <language>")


def check_channel_semantics(reporter: Reporter, element: Element) -> None:
    """Judge whether a channel says the same thing in two vocabularies."""
    _check_twins(reporter, element, CHANNEL_TWINS, "duplicate-semantics")


def check_item_semantics(reporter: Reporter, element: Element) -> None:
    """Judge whether an item says the same thing in two vocabularies."""
    _check_twins(reporter, element, ITEM_TWINS, "duplicate-item-semantics")
    for child in element.children:
        used = child.key == f"{XHTML} body" or (
            child.key == f"{ATOM} content" and child.get("src") is None
        )
        if used:
            message = f"<{name_element(child.key)}> is used for the text of an item"
            reporter.report(child, "duplicate-description-semantics", message)


def _check_twins(
    reporter: Reporter, element: Element, twins: tuple[tuple[str, str], ...], code: str
) -> None:
    there = {child.key: child for child in reversed(element.children)}
    for core, twin in twins:
        if core in there and twin in there:
            message = f"<{name_element(core)}> and <{name_element(twin)}> say the same thing"
            reporter.report(there[twin], code, message)


def check_guids(reporter: Reporter, element: Element) -> None:
    """Judge whether items can be told apart."""
    seen: dict[str, Element] = {}
    for item in element.find_all("item"):
        guid = item.find("guid")
        value = guid.text.strip() if guid is not None else ""
        if guid is None or not value:
            continue
        first = seen.setdefault(value, guid)
        if first is not guid:
            message = f"the guid {quote(value)} is that of another item, see line {first.line}"
            reporter.report(guid, "duplicate-value", message)


def check_item(reporter: Reporter, element: Element) -> None:
    """Judge what an item cannot be without, and the order of its texts."""
    there = {child.key for child in element.children}
    if not {"title", "description"} & there:
        message = "<item> has neither <title> nor <description>"
        reporter.report(element, "item-must-contain-title-or-description", message)
    if "guid" not in there and not _is_older(reporter):
        reporter.report(element, "missing-guid", "<item> has no <guid>")
    for enclosure in element.find_all("enclosure")[1:]:
        reporter.report(
            enclosure, "duplicate-enclosure", "a second <enclosure>; most readers take one"
        )
    encoded = element.find(f"{CONTENT} encoded")
    description = element.find("description")
    if encoded is not None and (description is None or description.start > encoded.start):
        message = "<content:encoded> has no <description> before it"
        reporter.report(encoded, "need-description-before-content", message)


def check_guid(reporter: Reporter, element: Element) -> None:
    """Judge a guid, which is an address unless it says otherwise."""
    text = element.text.strip()
    if element.get("isPermaLink") == "false":
        if SMALL_NUMBER.fullmatch(text):
            message = f"{quote(text)} is a small number, which another feed may use too"
            reporter.report(element, "not-sufficiently-unique", message)
    elif text.lower().startswith(("tag:", "urn:uuid:")):
        message = f"{quote(text)} is no address of a page"
        reporter.report(element, "invalid-permalink", message)
    elif not has_scheme(text):
        message = f"{quote(text)} is no full address, and isPermaLink is not false"
        reporter.report(element, "invalid-http-guid", message)
    else:
        reporter.report_faults(element, rss_link(text))


def check_image_format(reporter: Reporter, element: Element) -> None:
    """Judge the format of the image of a channel by its name."""
    found = EXTENSION.search(element.text.strip().rpartition("/")[2])
    if found and found[1].lower() not in IMAGE_FORMATS:
        message = f"the image is a .{found[1]}, not a JPEG, GIF or PNG"
        reporter.report(element, "image-url-format", message)


def check_image(reporter: Reporter, element: Element) -> None:
    """Judge whether an image says of the channel what the channel says."""
    channel = element.parent
    if channel is None:
        raise AssertionError
    for name, code in (("link", "image-link-doesnt-match"), ("title", "image-title-doesnt-match")):
        mine, theirs = element.find(name), channel.find(name)
        if mine is not None and theirs is not None and mine.text.strip() != theirs.text.strip():
            expected, got = quote(theirs.text.strip()), quote(mine.text.strip())
            reporter.report(
                mine, code, f"the {name} of the image is {got}, of the channel {expected}"
            )


def avoid_text_input(reporter: Reporter, element: Element) -> None:
    """Report that no reader shows a text input."""
    reporter.report(element, "avoid-text-input", "<textInput> is shown by no reader")


def check_form_name(reporter: Reporter, element: Element) -> None:
    """Judge the name of a form field."""
    if not element.text.strip()[:1].isalpha():
        message = f"{quote(element.text.strip())} does not start with a letter"
        reporter.report(element, "invalid-form-component-name", message)


def check_hour(reporter: Reporter, element: Element) -> None:
    """Judge one hour of skipHours."""
    number = parse_integer(element.text)
    if number == 24:
        reporter.report(element, "use-zero-for-midnight", "midnight is hour 0, not 24")
    elif number is None or not 0 <= number <= 23:
        reporter.report(
            element, "invalid-hour", f"{quote(element.text.strip())} is not an hour from 0 to 23"
        )


def check_hours(reporter: Reporter, element: Element) -> None:
    """Judge the hours of skipHours against each other."""
    hours = element.find_all("hour")
    _report_repeats(reporter, hours, "hour")
    if len(hours) > 24:
        message = f"<skipHours> has {len(hours)} hours; a day has 24"
        reporter.report(element, "not-enough-hours-in-the-day", message)


def check_days(reporter: Reporter, element: Element) -> None:
    """Judge the days of skipDays against each other."""
    days = element.find_all("day")
    _report_repeats(reporter, days, "day")
    if len(days) > 7:
        message = f"<skipDays> has {len(days)} days; a week has 7"
        reporter.report(element, "eight-days-a-week", message)


def _report_repeats(reporter: Reporter, elements: Sequence[Element], what: str) -> None:
    seen: set[str] = set()
    for element in elements:
        value = element.text.strip().lstrip("0") or "0"
        value = "0" if value == "24" else value
        if value in seen:
            reporter.report(
                element, "duplicate-value", f"the {what} {quote(element.text)} stands twice"
            )
        seen.add(value)
