"""RSS 2.0: the rows of the specification and of the RSS Advisory Board's profile."""

from __future__ import annotations

from typing import Final

from communique.validate.namespaces import CONTENT, DC, DCTERMS, XHTML
from communique.validate.rules import history, html
from communique.validate.rules import modules as module_rules
from communique.validate.rules import rss as rules
from communique.validate.shapes import (
    ANYTHING,
    PLAIN_TEXT,
    Attribute,
    Clock,
    Holds,
    Shape,
    atom,
    modules,
    often,
    once,
)
from communique.validate.values.dates import check_rfc822
from communique.validate.values.mail import contact
from communique.validate.values.names import language, media_type
from communique.validate.values.numbers import integer, one_of, positive_integer
from communique.validate.values.uris import rss_link, web_address

DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

DUBLIN_CORE: Final = {
    key: child for key, child in modules.CHANNEL.items() if key.startswith((DC, DCTERMS))
}
TITLE: Final = Shape(blank=False, markup="contains-html")
LINK: Final = Shape(check=rss_link)
DATE: Final = Shape(check=check_rfc822, clock=Clock.RSS)
CONTACT: Final = Shape(check=contact)
HTML: Final = Shape(specials=(html.check_rss_html,))

IMAGE: Final = Shape(
    holds=Holds.ELEMENTS,
    children={
        "url": once(Shape(check=rss_link, specials=(rules.check_image_format,))),
        "title": once(TITLE),
        "link": once(LINK),
        "width": once(Shape(check=integer("invalid-width", 1, 144))),
        "height": once(Shape(check=integer("invalid-height", 1, 400))),
        "description": once(PLAIN_TEXT),
        **DUBLIN_CORE,
    },
    missing={"url": "missing-element", "title": "missing-title", "link": "missing-link"},
    specials=(rules.check_image,),
)
TEXT_INPUT: Final = Shape(
    holds=Holds.ELEMENTS,
    children={
        "title": once(PLAIN_TEXT),
        "description": once(PLAIN_TEXT),
        "name": once(Shape(specials=(rules.check_form_name,))),
        "link": once(LINK),
        **DUBLIN_CORE,
    },
    missing={
        "title": "missing-title",
        "description": "missing-description",
        "name": "missing-element",
        "link": "missing-link",
    },
    specials=(rules.avoid_text_input,),
)
SKIP_HOURS: Final = Shape(
    holds=Holds.ELEMENTS,
    children={"hour": often(Shape(specials=(rules.check_hour,)))},
    missing={"hour": "missing-element"},
    specials=(rules.check_hours,),
)
SKIP_DAYS: Final = Shape(
    holds=Holds.ELEMENTS,
    children={"day": often(Shape(check=one_of("invalid-day", DAYS)))},
    missing={"day": "missing-element"},
    specials=(rules.check_days,),
)
CLOUD: Final = Shape(
    attributes={
        "port": Attribute(
            check=integer("invalid-integer-attribute", 1), missing="missing-attribute"
        ),
        **{
            name: Attribute(missing="missing-attribute")
            for name in ("domain", "path", "registerProcedure", "protocol")
        },
    },
)
ENCLOSURE: Final = Shape(
    attributes={
        "url": Attribute(check=web_address, missing="missing-attribute"),
        "length": Attribute(check=rules.enclosure_length, missing="missing-attribute"),
        "type": Attribute(check=media_type("invalid-mime-attribute"), missing="missing-attribute"),
    },
)
GUID: Final = Shape(
    attributes={
        "isPermaLink": Attribute(check=one_of("invalid-boolean-attribute", ("true", "false")))
    },
    blank=False,
    specials=(rules.check_guid,),
)
CATEGORY: Final = Shape(attributes={"domain": Attribute()}, blank=False, markup="contains-html")
SOURCE: Final = Shape(
    attributes={"url": Attribute(check=rss_link, missing="missing-attribute")},
    markup="contains-html",
)
ITEM: Final = Shape(
    holds=Holds.ELEMENTS,
    children={
        "title": once(TITLE),
        "link": once(LINK),
        "description": once(HTML),
        "author": once(CONTACT),
        "category": often(CATEGORY),
        "comments": once(LINK),
        "enclosure": often(ENCLOSURE),
        "guid": once(GUID),
        "pubDate": once(DATE),
        "source": once(SOURCE),
        **modules.ITEM,
        **atom.IN_ITEM,
        f"{CONTENT} encoded": once(HTML),
        f"{CONTENT} items": once(ANYTHING),
        f"{XHTML} body": once(Shape(holds=Holds.ANYTHING, specials=(html.check_body,))),
        f"{XHTML} div": once(Shape(holds=Holds.ANYTHING, specials=(html.check_body,))),
    },
    specials=(rules.check_item, rules.check_item_semantics, history.check_entry_links),
)
CHANNEL: Final = Shape(
    holds=Holds.ELEMENTS,
    children={
        "title": once(TITLE),
        "link": once(LINK),
        "description": once(PLAIN_TEXT),
        "language": once(Shape(check=language)),
        "copyright": once(PLAIN_TEXT),
        "managingEditor": once(CONTACT),
        "webMaster": once(CONTACT),
        "pubDate": once(DATE),
        "lastBuildDate": once(DATE),
        "category": often(Shape(attributes={"domain": Attribute()}, markup="contains-html")),
        "generator": once(PLAIN_TEXT),
        "docs": once(LINK),
        "cloud": once(CLOUD),
        "ttl": once(Shape(check=positive_integer, blank=False)),
        "image": once(IMAGE),
        "rating": once(Shape()),
        "textInput": once(TEXT_INPUT),
        "skipHours": once(SKIP_HOURS),
        "skipDays": once(SKIP_DAYS),
        "item": often(ITEM),
        **modules.CHANNEL,
        **atom.IN_CHANNEL,
    },
    missing={
        "title": "missing-title",
        "link": "missing-link",
        "description": "missing-description",
    },
    specials=(
        rules.check_channel,
        rules.check_channel_semantics,
        rules.check_language,
        rules.check_guids,
        module_rules.check_slash_date,
        history.check_feed,
    ),
)
RSS: Final = Shape(
    holds=Holds.ELEMENTS,
    children={"channel": once(CHANNEL)},
    attributes={"version": Attribute(missing="missing-attribute")},
    missing={"channel": "missing-element"},
    specials=(rules.check_version,),
)
