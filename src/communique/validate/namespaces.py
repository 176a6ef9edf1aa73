"""The namespaces that feeds use: which name belongs to which usual prefix."""

from __future__ import annotations

from typing import Final

ATOM: Final = "http://www.w3.org/2005/Atom"
OBSOLETE_ATOM: Final = "http://purl.org/atom/ns#"
XHTML: Final = "http://www.w3.org/1999/xhtml"
SVG: Final = "http://www.w3.org/2000/svg"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
SY: Final = "http://purl.org/rss/1.0/modules/syndication/"
SLASH: Final = "http://purl.org/rss/1.0/modules/slash/"
THR: Final = "http://purl.org/syndication/thread/1.0"
FH: Final = "http://purl.org/syndication/history/1.0"
MEDIA: Final = "http://search.yahoo.com/mrss/"
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
WFW: Final = "http://wellformedweb.org/CommentAPI/"
ADMIN: Final = "http://webns.net/mvcb/"
CC: Final = "http://web.resource.org/cc/"
CREATIVE_COMMONS: Final = "http://backend.userland.com/creativeCommonsRssModule"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML: Final = "http://www.w3.org/XML/1998/namespace"
XML_BASE: Final = f"{XML} base"

KNOWN: Final = {
    ATOM: "atom",
    OBSOLETE_ATOM: "atom03",
    XHTML: "xhtml",
    SVG: "svg",
    MATHML: "mathml",
    CONTENT: "content",
    DC: "dc",
    DCTERMS: "dcterms",
    SY: "sy",
    SLASH: "slash",
    THR: "thr",
    FH: "fh",
    MEDIA: "media",
    OPENSEARCH: "opensearch",
    WFW: "wfw",
    ADMIN: "admin",
    CC: "cc",
    CREATIVE_COMMONS: "creativeCommons",
    RDF: "rdf",
    XML: "xml",
    "http://a9.com/-/spec/opensearchrss/1.0/": "opensearch10",
    "http://backend.userland.com/blogChannelModule": "blogChannel",
    "http://base.google.com/ns/1.0": "g",
    "http://earth.google.com/kml/2.0": "kml",
    "http://earth.google.com/kml/2.1": "kml",
    "http://conversationsnetwork.org/rssNamespace-1.0/": "conversationsNetwork",
    "http://feedsync.org/2007/feedsync": "sx",
    "http://geourl.org/rss/module/": "geourl",
    "http://hacks.benhammersley.com/rss/streaming/": "str",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://media.tangent.org/rss/1.0/": "audio",
    "http://my.netscape.com/rdf/simple/0.9/": "rss090",
    "http://my.theinfo.org/changed/1.0/rss/": "cp",
    "http://openid.net/xmlns/1.0": "openid",
    "http://postneo.com/icbm": "icbm",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://purl.org/net/rss1.1#": "rss11",
    "http://purl.org/rss/1.0/": "rss1",
    "http://purl.org/rss/1.0/modules/aggregation/": "ag",
    "http://purl.org/rss/1.0/modules/annotate/": "annotate",
    "http://purl.org/rss/1.0/modules/company": "company",
    "http://purl.org/rss/1.0/modules/email/": "email",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://purl.org/rss/1.0/modules/image/": "image",
    "http://purl.org/rss/1.0/modules/link/": "l",
    "http://purl.org/rss/1.0/modules/reference/": "ref",
    "http://purl.org/rss/1.0/modules/richequiv/": "reqv",
    "http://purl.org/rss/1.0/modules/rss091#": "rss091",
    "http://purl.org/rss/1.0/modules/search/": "search",
    "http://purl.org/rss/1.0/modules/servicestatus/": "ss",
    "http://purl.org/rss/1.0/modules/subscription/": "sub",
    "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://purl.org/rss/1.0/modules/threading/": "thr",
    "http://purl.org/rss/1.0/modules/wiki/": "wiki",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://schemas.xmlsoap.org/soap/envelope/": "soap",
    "http://www.apple.com/ilife/wallpapers": "apple-wallpapers",
    "http://www.bloglines.com/about/specs/fac-1.0": "access",
    "http://www.georss.org/georss": "georss",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.microsoft.com/schemas/rss/core/2005": "cf",
    "http://www.opengis.net/gml": "gml",
    "http://www.opengis.net/kml/2.2": "kml",
    "http://www.opml.org/spec2": "opml",
    "http://www.usemod.com/cgi-bin/mb.pl?ModWiki": "wiki",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.w3.org/2007/app": "app",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "urn:atom-extension:indexing": "indexing",
    "xri://$xrd*($v*2.0)": "xrd",
    "xri://$xrds": "xrds",
}
"""Every namespace that is recognised, with its usual prefix."""

JUDGED: Final = frozenset(
    {ADMIN, CC, CONTENT, DC, DCTERMS, FH, MEDIA, OPENSEARCH, SLASH, SY, THR, WFW}
)
"""The modules whose elements are all listed in the rows."""
UNJUDGED: Final = frozenset(
    {
        "http://schemas.google.com/g/2005",
        "http://www.rawvoice.com/rawvoiceRssModule/",
        "http://schema.org/",
        "https://schema.org/",
        "https://podcastindex.org/namespace/1.0",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        "http://www.georss.org/georss",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.w3.org/2007/app",
    }
)
"""Namespaces known by name whose elements are not looked at."""

USUAL_PREFIXES: Final = {
    prefix: [namespace for namespace, usual in KNOWN.items() if usual == prefix]
    for prefix in KNOWN.values()
}
"""What each usual prefix stands for, the one that is meant as a rule first."""


def name_element(key: str) -> str:
    """Write the key of an element or attribute for a person: ``dc:date`` whatever the prefix."""
    namespace, _, name = key.rpartition(" ")
    if namespace in {"", ATOM, XHTML}:
        return name
    return f"{KNOWN[namespace]}:{name}" if namespace in KNOWN else name
