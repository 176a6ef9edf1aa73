"""Judge the XHTML that stands in a feed as elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.validate.html.fragment import check_attributes
from communique.validate.namespaces import ATOM, MATHML, SVG, XHTML
from communique.validate.vocabulary import (
    HTML_ELEMENTS,
    SAFE_ELEMENTS,
    SAFE_MATHML_ATTRIBUTES,
    SAFE_MATHML_ELEMENTS,
    SAFE_SVG_ATTRIBUTES,
    SAFE_SVG_ELEMENTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.validate.document import Element

FOREIGN = {
    SVG: (SAFE_SVG_ELEMENTS, SAFE_SVG_ATTRIBUTES, "SVG"),
    MATHML: (SAFE_MATHML_ELEMENTS, SAFE_MATHML_ATTRIBUTES, "MathML"),
}


def check_xhtml(root: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield each element at fault from *root* on, with the code and the message."""
    for element in root.walk():
        namespace, name = element.namespace, element.name
        if namespace == XHTML:
            yield from _check_html(element, name)
        elif namespace in FOREIGN:
            yield from _check_foreign(element, name)
        elif not namespace:
            yield element, "missing-namespace", f"<{name}> is in no namespace; XHTML is {XHTML}"
        elif namespace == ATOM:
            yield element, "undefined-element", f"<{name}> of Atom stands inside XHTML"
        else:
            yield element, "not-html", f"<{name}> is no XHTML, its namespace is {namespace}"


def _check_html(element: Element, name: str) -> Iterator[tuple[Element, str, str]]:
    if name not in SAFE_ELEMENTS:
        if name in HTML_ELEMENTS:
            yield element, "security-risk", f"<{name}> is removed by readers"
        else:
            yield element, "not-html", f"<{name}> is no element of XHTML"
    if element.attributes:
        for code, message in check_attributes(element.attributes.items(), name):
            yield element, code, message


def _check_foreign(element: Element, name: str) -> Iterator[tuple[Element, str, str]]:
    elements, attributes, language = FOREIGN[element.namespace]
    if name not in elements:
        yield element, "security-risk", f"<{name}> is no harmless element of {language}"
    for attribute in element.attributes:
        if " " not in attribute and attribute not in attributes:
            yield (
                element,
                "security-risk-attr",
                f"<{name} {attribute}=…> is no harmless attribute of {language}",
            )
