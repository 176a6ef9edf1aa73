"""Atom 1.0: the rows of RFC 4287 §3 and §4."""

from __future__ import annotations

from typing import Final

from communique.validate.namespaces import ATOM, THR
from communique.validate.rules import atom as rules
from communique.validate.rules import constructs, history
from communique.validate.shapes import Attribute, Child, Clock, Holds, Shape, modules, often, once
from communique.validate.values.dates import check_rfc3339
from communique.validate.values.mail import addr_spec
from communique.validate.values.names import language, media_type
from communique.validate.values.numbers import non_negative_integer
from communique.validate.values.uris import (
    absolute_iri,
    absolute_uri,
    iri_reference,
    uri_attribute,
    uri_reference,
)

CONSTRUCT: Final = {"type": Attribute()}

TEXT: Final = Shape(
    holds=Holds.ANYTHING, attributes=CONSTRUCT, specials=(constructs.check_text_construct,)
)
CONTENT: Final = Shape(
    holds=Holds.ANYTHING,
    attributes={"type": Attribute(), "src": Attribute(check=uri_attribute)},
    specials=(constructs.check_content,),
)
DATE: Final = Shape(check=check_rfc3339, spaced=False, clock=Clock.ATOM)
# RFC 4287 §3.2
PERSON: Final = Shape(
    holds=Holds.ELEMENTS,
    children={
        f"{ATOM} name": once(
            Shape(blank=False, markup="contains-html", specials=(rules.check_name,))
        ),
        f"{ATOM} uri": once(Shape(check=iri_reference, blank=False, spaced=False)),
        f"{ATOM} email": once(Shape(check=addr_spec)),
    },
    missing={f"{ATOM} name": "missing-element"},
)
# RFC 4287 §4.2.2
CATEGORY: Final = Shape(
    holds=Holds.ANYTHING,
    attributes={
        "term": Attribute(missing="missing-attribute"),
        "scheme": Attribute(check=absolute_iri),
        "label": Attribute(plain=True),
    },
)
# RFC 4287 §4.2.4
GENERATOR: Final = Shape(
    attributes={"uri": Attribute(check=uri_attribute), "version": Attribute()},
    blank=False,
    markup="contains-html",
)
ICON: Final = Shape(check=uri_reference, blank=False, spaced=False)
FEED_ID: Final = Shape(check=absolute_uri, spaced=False, specials=(rules.check_canonical,))
ENTRY_ID: Final = Shape(
    check=absolute_uri, blank=False, spaced=False, specials=(rules.check_canonical,)
)
# RFC 4287 §4.2.7; RFC 4685 §4
LINK: Final = Shape(
    holds=Holds.ANYTHING,
    attributes={
        "href": Attribute(check=iri_reference, missing="missing-href"),
        "rel": Attribute(blank=False),
        "type": Attribute(check=media_type("invalid-mime-type")),
        "hreflang": Attribute(check=language),
        "title": Attribute(plain=True, blank=False),
        "length": Attribute(check=non_negative_integer),
        f"{THR} count": Attribute(check=non_negative_integer),
        f"{THR} updated": Attribute(check=check_rfc3339),
        f"{THR} when": Attribute(),
    },
    specials=(rules.check_link,),
)
METADATA: Final = {
    f"{ATOM} author": often(PERSON),
    f"{ATOM} category": often(CATEGORY),
    f"{ATOM} contributor": often(PERSON),
    f"{ATOM} generator": once(GENERATOR),
    f"{ATOM} icon": once(ICON),
    f"{ATOM} id": once(FEED_ID),
    f"{ATOM} link": often(LINK),
    f"{ATOM} logo": once(ICON),
    f"{ATOM} rights": once(TEXT),
    f"{ATOM} subtitle": once(TEXT),
    f"{ATOM} title": once(TEXT),
    f"{ATOM} updated": once(DATE),
}
REQUIRED: Final = {f"{ATOM} {name}": "missing-element" for name in ("title", "id", "updated")}
# RFC 4287 §4.2.11
SOURCE: Final = Shape(
    holds=Holds.ELEMENTS,
    children={**METADATA, **modules.FEED},
    missing={f"{ATOM} {name}": "missing-source-element" for name in ("title", "id", "updated")},
    specials=(rules.check_alternates,),
)
IN_ITEM: Final[dict[str, Child]] = {
    f"{ATOM} author": often(PERSON),
    f"{ATOM} category": often(CATEGORY),
    f"{ATOM} content": once(CONTENT),
    f"{ATOM} contributor": often(PERSON),
    f"{ATOM} id": once(ENTRY_ID),
    f"{ATOM} link": often(LINK),
    f"{ATOM} published": once(DATE),
    f"{ATOM} rights": once(TEXT),
    f"{ATOM} source": once(SOURCE),
    f"{ATOM} summary": once(TEXT),
    f"{ATOM} title": once(TEXT),
    f"{ATOM} updated": once(DATE),
}
"""What an entry holds, and what an item of RSS may hold of it."""
# RFC 4287 §4.1.2
ENTRY: Final = Shape(
    holds=Holds.ELEMENTS,
    children={**IN_ITEM, **modules.ENTRY},
    missing=REQUIRED,
    specials=(
        rules.check_author,
        rules.check_substance,
        rules.check_alternates,
        history.check_entry_links,
    ),
)
# RFC 4287 §4.1.1
FEED: Final = Shape(
    holds=Holds.ELEMENTS,
    children={**METADATA, **modules.FEED, f"{ATOM} entry": often(ENTRY)},
    missing=REQUIRED,
    specials=(
        rules.check_alternates,
        rules.check_self,
        rules.check_same_document,
        rules.check_order,
        rules.check_entry_values,
        history.check_feed,
    ),
)
IN_CHANNEL: Final = {
    **METADATA,
    f"{ATOM} published": once(DATE),
}
"""Atom elements in an RSS channel."""
