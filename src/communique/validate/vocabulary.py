"""Which elements and attributes HTML has, and which of them a feed reader can show safely."""

from __future__ import annotations

from typing import Final

from communique.validate.registry import words

SAFE_ELEMENTS: Final = words(
    "a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas "
    "caption center cite code col colgroup command data datagrid datalist dd del details dfn "
    "dialog dir div dl dt em event-source fieldset figcaption figure font footer form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr i img input ins kbd keygen label legend li m main map mark menu meter "
    "multicol nav nextid noscript ol optgroup option output p picture pre progress q rb rp rt rtc "
    "ruby s samp search section select slot small sound source spacer span strike strong sub "
    "summary sup table tbody td template textarea tfoot th thead time tr track tt u ul var video "
    "wbr"
)
HTML_ELEMENTS: Final = SAFE_ELEMENTS | words(
    "applet base basefont bgsound blink body embed frame frameset head html iframe isindex layer "
    "link listing marquee meta nobr noembed noframes object param plaintext rp script style title "
    "xmp"
)
VOID: Final = words(
    "area base basefont bgsound br col command embed frame hr img input keygen link meta param "
    "source spacer track wbr"
)
RAW_TEXT: Final = words("iframe noembed noframes script style textarea title xmp")

# WHATWG HTML §13.1.2.4, optional tags, and §13.2.6: what a start tag closes without being asked.
IMPLIED_END: Final = words("dd dt li option optgroup p rb rp rt rtc")
MAY_STAY_OPEN: Final = words(
    "body dd dt html li optgroup option p rb rp rt rtc tbody td tfoot th thead tr"
)
CLOSES_PARAGRAPH: Final = words(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p "
    "plaintext pre search section summary table ul xmp"
)
HEADINGS: Final = words("h1 h2 h3 h4 h5 h6")
NEVER_NESTED: Final = words("a button form nobr")
DOCUMENT: Final = words("html head body frameset frame")
TABLE_PARENTS: Final = {
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"table", "colgroup"}),
    "tbody": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"table", "tbody", "thead", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
"""What has to be open around each part of a table."""
TABLE_PARTS: Final = frozenset(TABLE_PARENTS)
SCOPES: Final = words("applet caption html marquee object table td template th")

SAFE_SVG_ELEMENTS: Final = words(
    "a animate animateColor animateMotion animateTransform circle clipPath defs desc ellipse "
    "font-face font-face-name font-face-src foreignObject g glyph hkern line linearGradient "
    "marker metadata missing-glyph mpath path polygon polyline radialGradient rect set stop svg "
    "switch symbol text title tspan use"
)
SAFE_SVG_ATTRIBUTES: Final = words(
    "accent-height accumulate additive alphabetic arabic-form ascent attributeName attributeType "
    "baseProfile bbox begin by calcMode cap-height class clip-path clip-rule color "
    "color-interpolation color-rendering content cx cy d descent display dur dx dy end fill "
    "fill-opacity fill-rule font-family font-size font-stretch font-style font-variant "
    "font-weight from fx fy g1 g2 glyph-name gradientTransform gradientUnits hanging height "
    "horiz-adv-x horiz-origin-x id ideographic k keyPoints keySplines keyTimes lang marker-end "
    "marker-mid marker-start markerHeight markerUnits markerWidth mathematical max min name "
    "offset opacity orient origin overline-position overline-thickness panose-1 path pathLength "
    "points preserveAspectRatio r refX refY repeatCount repeatDur requiredExtensions "
    "requiredFeatures restart rotate rx ry slope stemh stemv stop-color stop-opacity "
    "strikethrough-position strikethrough-thickness stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style "
    "systemLanguage target text-anchor to transform type u1 u2 underline-position "
    "underline-thickness unicode unicode-range units-per-em values version viewBox visibility "
    "width widths x x-height x1 x2 y y1 y2 zoomAndPan"
)
SAFE_MATHML_ELEMENTS: Final = words(
    "annotation annotation-xml maction math menclose merror mfenced mfrac mglyph mi mlabeledtr "
    "mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle "
    "msub msubsup msup mtable mtd mtext mtr munder munderover none semantics"
)
SAFE_MATHML_ATTRIBUTES: Final = words(
    "actiontype align alttext class columnalign columnlines columnspacing columnspan depth "
    "display displaystyle encoding equalcolumns equalrows fence fontstyle fontweight form frame "
    "framespacing height href id largeop linethickness lspace mathbackground mathcolor mathsize "
    "mathvariant maxsize minsize movablelimits notation open close other rowalign rowlines "
    "rowspacing rowspan rspace scriptlevel selection separator separators stretchy style "
    "symmetric title voffset width"
)
