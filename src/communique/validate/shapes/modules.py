"""The modules that feeds use: Dublin Core, syndication, slash, threads, history, search, media."""

from __future__ import annotations

from typing import Final

from communique.validate.namespaces import (
    ADMIN,
    CC,
    CREATIVE_COMMONS,
    DC,
    DCTERMS,
    FH,
    MEDIA,
    OPENSEARCH,
    RDF,
    SLASH,
    SY,
    THR,
    WFW,
)
from communique.validate.registry import words
from communique.validate.rules import media as media_rules
from communique.validate.rules import modules as rules
from communique.validate.shapes import (
    ANYTHING,
    EMPTY,
    PLAIN_TEXT,
    Attribute,
    Child,
    Clock,
    Holds,
    Shape,
    often,
    once,
    optional,
)
from communique.validate.values.dates import check_w3cdtf
from communique.validate.values.names import encoding_name, language, media_type
from communique.validate.values.numbers import (
    decimal,
    integer,
    integers,
    non_negative_integer,
    npt_time,
    one_of,
    positive_integer,
    true_or_false,
)
from communique.validate.values.uris import absolute_iri, absolute_uri, iri_reference, rss_link

W3CDTF: Final = Shape(check=check_w3cdtf, clock=Clock.DUBLIN_CORE)
LINK: Final = Shape(check=rss_link)
COUNT: Final = Shape(check=non_negative_integer)

DUBLIN_CORE: Final[dict[str, Child]] = {
    **{
        f"{DC} {name}": once(PLAIN_TEXT)
        for name in words("title description type format source rights")
    },
    **{
        f"{DC} {name}": often(PLAIN_TEXT)
        for name in words("creator subject publisher contributor identifier relation coverage")
    },
    f"{DC} language": once(Shape(check=language)),
    f"{DC} date": once(W3CDTF),
    **{
        f"{DCTERMS} {name}": once(W3CDTF)
        for name in words("created issued modified dateAccepted dateCopyrighted dateSubmitted")
    },
    **{
        f"{DCTERMS} {name}": often(Shape(holds=Holds.ANYTHING))
        for name in words(
            "abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative "
            "audience available bibliographicCitation conformsTo contributor coverage creator "
            "date description educationLevel extent format hasFormat hasPart hasVersion "
            "identifier instructionalMethod isFormatOf isPartOf isReferencedBy isReplacedBy "
            "isRequiredBy isVersionOf language license mediator medium provenance publisher "
            "references relation replaces requires rights rightsHolder source spatial subject "
            "tableOfContents temporal title type valid"
        )
    },
}
RESOURCE: Final = Shape(holds=Holds.ELEMENTS, attributes={f"{RDF} resource": Attribute()})
LICENSES: Final = {
    f"{CC} license": often(RESOURCE),
    f"{CREATIVE_COMMONS} license": often(LINK),
}
SYNDICATION: Final = {
    f"{SY} updatePeriod": once(
        Shape(
            check=one_of("invalid-update-period", words("hourly daily weekly monthly yearly")),
        )
    ),
    f"{SY} updateFrequency": once(Shape(check=positive_integer, blank=False)),
    f"{SY} updateBase": once(Shape(check=check_w3cdtf)),
}
IN_REPLY_TO: Final = Shape(
    holds=Holds.ELEMENTS,
    attributes={
        "ref": Attribute(check=absolute_iri),
        "href": Attribute(check=iri_reference),
        "type": Attribute(check=media_type("invalid-mime-type")),
        "source": Attribute(check=iri_reference),
    },
)
THREADS: Final = {
    f"{THR} in-reply-to": often(IN_REPLY_TO),
    f"{THR} total": once(COUNT),
}
HISTORY: Final = {f"{FH} archive": once(EMPTY), f"{FH} complete": once(EMPTY)}
EVERYWHERE: Final = {**DUBLIN_CORE, **LICENSES, **THREADS}
QUERY: Final = Shape(
    holds=Holds.ANYTHING,
    attributes={
        "role": Attribute(check=rules.query_role, missing="missing-attribute"),
        "title": Attribute(check=rules.short_title),
        "searchTerms": Attribute(check=rules.url_encoded),
        "count": Attribute(check=non_negative_integer),
        "totalResults": Attribute(check=non_negative_integer),
        "startIndex": Attribute(check=integer()),
        "startPage": Attribute(check=integer()),
        "language": Attribute(),
        "inputEncoding": Attribute(check=encoding_name),
        "outputEncoding": Attribute(check=encoding_name),
        "osd": Attribute(),
    },
)
SEARCH: Final = {
    f"{OPENSEARCH} totalResults": once(COUNT),
    f"{OPENSEARCH} itemsPerPage": once(COUNT),
    f"{OPENSEARCH} startIndex": once(COUNT),
    f"{OPENSEARCH} link": often(ANYTHING),
    f"{OPENSEARCH} Query": often(QUERY),
}
SLASH_ITEM: Final = {
    f"{SLASH} section": often(PLAIN_TEXT),
    f"{SLASH} department": often(PLAIN_TEXT),
    f"{SLASH} comments": once(COUNT),
    f"{SLASH} hit_parade": once(Shape(check=integers)),
}
COMMENTS: Final = {
    f"{WFW} comment": once(LINK),
    f"{WFW} commentRss": once(LINK),
    f"{WFW} commentRSS": once(Shape(check=rss_link, specials=(rules.check_comment_rss,))),
}

TIMED: Final = {"start": optional(npt_time), "end": optional(npt_time)}
SIZED: Final = {"height": optional(positive_integer), "width": optional(positive_integer)}
MEDIA_TEXT: Final = Shape(
    attributes={"type": Attribute(), "lang": optional(language), **TIMED},
    specials=(media_rules.check_media_text,),
)
MEDIA_ELEMENTS: Final[dict[str, Child]] = {
    f"{MEDIA} adult": once(Shape(specials=(media_rules.deprecate_adult,))),
    f"{MEDIA} category": often(
        Shape(
            attributes={"scheme": optional(absolute_uri), "label": Attribute(plain=True)},
            markup="contains-html",
        )
    ),
    f"{MEDIA} copyright": once(
        Shape(attributes={"url": optional(absolute_uri)}, markup="contains-html")
    ),
    f"{MEDIA} credit": often(
        Shape(
            attributes={"role": Attribute(), "scheme": Attribute()},
            markup="contains-html",
            specials=(media_rules.check_credit,),
        )
    ),
    f"{MEDIA} description": once(MEDIA_TEXT),
    f"{MEDIA} hash": often(
        Shape(attributes={"algo": Attribute()}, specials=(media_rules.check_hash,))
    ),
    f"{MEDIA} keywords": often(PLAIN_TEXT),
    f"{MEDIA} player": often(
        Shape(
            holds=Holds.ANYTHING,
            attributes={"url": Attribute(check=absolute_uri, missing="missing-attribute"), **SIZED},
        )
    ),
    f"{MEDIA} rating": often(
        Shape(attributes={"scheme": Attribute()}, specials=(media_rules.check_rating,))
    ),
    f"{MEDIA} restriction": often(
        Shape(
            attributes={
                "relationship": Attribute(
                    check=one_of("invalid-media-restriction-rel", ("allow", "deny")),
                    missing="missing-attribute",
                ),
                "type": optional(one_of("invalid-media-restriction-type", ("country", "uri"))),
            },
            specials=(media_rules.check_restriction,),
        )
    ),
    f"{MEDIA} text": often(MEDIA_TEXT),
    f"{MEDIA} thumbnail": often(
        Shape(
            holds=Holds.ELEMENTS,
            attributes={
                "url": Attribute(check=absolute_uri, missing="missing-attribute"),
                "time": optional(npt_time),
                **SIZED,
            },
        )
    ),
    f"{MEDIA} title": once(MEDIA_TEXT),
    # Media RSS 1.5, which the W3C validator does not look into.
    **{
        f"{MEDIA} {name}": often(ANYTHING)
        for name in words(
            "backLinks comments community embed license location peerLink price responses "
            "rights scenes status subTitle"
        )
    },
}
MEDIA_CONTENT: Final = often(
    Shape(
        holds=Holds.ELEMENTS,
        children={**MEDIA_ELEMENTS, **EVERYWHERE},
        attributes={
            "url": optional(absolute_uri),
            "fileSize": optional(positive_integer),
            "type": optional(media_type("invalid-mime-attribute")),
            "medium": optional(
                one_of("invalid-media-medium", words("image audio video document executable"))
            ),
            "isDefault": optional(true_or_false),
            "expression": optional(
                one_of("invalid-media-expression", ("sample", "full", "nonstop"))
            ),
            "channels": optional(non_negative_integer),
            "lang": optional(language),
            **{
                name: optional(decimal)
                for name in ("bitrate", "duration", "framerate", "samplingrate")
            },
            **SIZED,
        },
    )
)
MEDIA_GROUP: Final = often(
    Shape(
        holds=Holds.ELEMENTS,
        children={**MEDIA_ELEMENTS, f"{MEDIA} content": MEDIA_CONTENT},
        specials=(media_rules.check_group,),
    )
)
IN_ENTRY: Final = {
    **MEDIA_ELEMENTS,
    f"{MEDIA} content": MEDIA_CONTENT,
    f"{MEDIA} group": MEDIA_GROUP,
}
GENERATOR: Final = {
    f"{ADMIN} generatorAgent": once(RESOURCE),
    f"{ADMIN} errorReportsTo": once(RESOURCE),
}

FEED: Final[dict[str, Child]] = {
    **EVERYWHERE,
    **SYNDICATION,
    **HISTORY,
    **SEARCH,
    **GENERATOR,
    **MEDIA_ELEMENTS,
}
"""What may stand in an Atom feed besides Atom."""
CHANNEL: Final[dict[str, Child]] = {**FEED}
"""What may stand in an RSS channel besides RSS."""
ENTRY: Final[dict[str, Child]] = {
    **EVERYWHERE,
    **IN_ENTRY,
    **SLASH_ITEM,
    **COMMENTS,
    f"{DC} date": often(W3CDTF),
}
"""What may stand in an Atom entry besides Atom."""
ITEM: Final[dict[str, Child]] = {**ENTRY}
"""What may stand in an RSS item besides RSS."""
