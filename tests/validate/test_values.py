"""Values by themselves: what is one, what is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.validate.html.css import find_danger
from communique.validate.html.fragment import check_fragment
from communique.validate.values import Check, quote
from communique.validate.values.dates import (
    check_rfc822,
    check_rfc3339,
    check_w3cdtf,
    parse_rfc822,
    parse_rfc3339,
)
from communique.validate.values.mail import addr_spec, contact
from communique.validate.values.names import language, media_type, optional_language
from communique.validate.values.numbers import integer
from communique.validate.values.text import find_bad_character, find_html, hide_hexadecimal
from communique.validate.values.uris import (
    absolute_uri,
    canonical_uri,
    has_scheme,
    iri_reference,
    rss_link,
    web_address,
)

VALUES: list[tuple[Check, str, str]] = [
    (check_rfc3339, "2023-10-03T23:59:60Z", ""),
    (check_rfc3339, "2023-10-03T10:60:60+99:99", ""),
    (check_rfc3339, "2023-10-03T10:00:00.Z", ""),
    (check_rfc3339, "2023-02-29T10:00:00Z", "invalid-rfc3339-date"),
    (check_rfc3339, "2023-10-03T24:00:00Z", "invalid-rfc3339-date"),
    (check_rfc3339, "2023-10-03t10:00:00z", "invalid-rfc3339-date"),
    (check_rfc3339, "2023-10-03T10:00:00ZZ", "invalid-rfc3339-date"),
    (check_rfc3339, "0001-01-01T00:00:00+23:00", "invalid-rfc3339-date"),
    (check_w3cdtf, "2023", ""),
    (check_w3cdtf, " 2016-12-31T23:59:60Z ", ""),
    (check_w3cdtf, "2023-13", "invalid-w3-cdtf-date"),
    (check_rfc822, "Tue, 03 Oct 2023 25:00:00 GMT", ""),
    (check_rfc822, "03 Oct 2023 10:00:00 +0545", "problematical-rfc822-date"),
    (check_rfc822, "3 oct 2023 10:00 est", "problematical-rfc822-date"),
    (check_rfc822, "3 Oct 99 10:00 A", "problematical-rfc822-date"),
    (check_rfc822, "Tue ,3  Oct 2023  10:00  GMT", "problematical-rfc822-date"),
    (check_rfc822, "03 Oct 2023 10:00:00 J", "invalid-rfc2822-date"),
    (check_rfc822, "Tue, 03 Oct 2023 9:00:00 GMT", "invalid-rfc2822-date"),
    (check_rfc822, "03Oct 2023 10:00:00 GMT", "invalid-rfc2822-date"),
    (check_rfc822, "03 Oct2023 10:00:00 GMT", "invalid-rfc2822-date"),
    (check_rfc822, "03 Oct 2023 10:00:00GMT", "invalid-rfc2822-date"),
    (check_rfc822, "03 Oct 2023 10:00:00+0000", "invalid-rfc2822-date"),
    (check_rfc822, "Tue, 3 Oct 2023 10:00:00 -0500 (EST)", "problematical-rfc822-date"),
    (check_rfc822, "Tue, 03 Oct 2023 10:00:00 UTC", "invalid-rfc2822-date"),
    (check_rfc822, "Xyz, 03 Oct 2023 10:00:00 GMT", "invalid-rfc2822-date"),
    (check_rfc822, "03 Okt 2023 10:00:00 GMT", "invalid-rfc2822-date"),
    *(
        (check_rfc822, f"{day}, {number:02} Oct 2023 10:00:00 GMT", "")
        for number, day in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], 2)
    ),
    (check_rfc822, "Mon, 03 Oct 2023 10:00:00 GMT", "incorrect-dow"),
    (language, "x-klingon", ""),
    (language, "und", ""),
    (language, "qaa", ""),
    (language, "qtz-Cyrl", ""),
    (language, "qzz", "invalid-language"),
    (language, "EN-us", ""),
    (language, "bel", ""),
    (language, "i-klingon", "invalid-language"),
    (optional_language, "", ""),
    (media_type("m"), 'text/plain; charset="utf-8"', ""),
    (media_type("m"), "text", "m"),
    (addr_spec, "press+news@example.org", ""),
    (addr_spec, "press@localhost", ""),
    (addr_spec, "press@foo_bar.example.org", ""),
    (addr_spec, "jürgen@example.org", ""),
    (addr_spec, "press@-example.org", "invalid-addr-spec"),
    (addr_spec, "press at example.org", "invalid-addr-spec"),
    (addr_spec, "a" * 100_000, "invalid-addr-spec"),
    (addr_spec, "press@" + "a." * 50_000 + "!", "invalid-addr-spec"),
    (addr_spec, "press@" + "a-" * 50_000, ""),
    (contact, "mailto:Ann%20%3Cann@example.org%3E?subject=x", ""),
    (contact, "mailto:%20ann@example.org%20(Ann)", ""),
    (contact, "mailto:" * 5_000, "invalid-contact"),
    (contact, "ann@example.org (Ann)", ""),
    (contact, "ann@localhost (Ann)", ""),
    (contact, "Ann (ann)", "invalid-contact"),
    (contact, "Ann (ann@example.org)", "invalid-contact"),
    (contact, "Ann", "invalid-contact"),
    (contact, "@example.org", "invalid-contact"),
    (contact, "ann@example.org)", "invalid-contact"),
    (contact, "ann@localhost", "missing-real-name"),
    (contact, "jürgen@example.org", "missing-real-name"),
    (contact, "<ann@example.org>", "missing-real-name"),
    (contact, "ann@example.org,ben@example.org", "missing-real-name"),
    (contact, "ann@exa mple.org", "email-format"),
    (integer("i"), "9" * 5000, "i"),
    (integer("i", 1, 5), "6", "i"),
    (iri_reference, "", ""),
    (iri_reference, "a:b/c", "scheme-not-iana-registered"),
    (iri_reference, "?q=1:2", ""),
    (iri_reference, "1a:b", "invalid-iri"),
    (rss_link, "http://[::1]/", "invalid-uri-char"),
    (rss_link, "http:/x", "invalid-full-link"),
    (rss_link, "", "invalid-full-link"),
    (absolute_uri, "tag:ann@example.org,2023-02-29:x", "invalid-tag"),
    (absolute_uri, "tag:example.org,2023:a b", "invalid-tag"),
    (absolute_uri, "urn:example:a^b", "invalid-urn"),
    (absolute_uri, "HTTP:///a", "invalid-full-link"),
    (absolute_uri, "URN:uuid:1", "invalid-uuid"),
    (absolute_uri, "tag:example.org,2023-02:x", ""),
    (absolute_uri, "x-own:a", ""),
    (web_address, "see https://example.org/a", "invalid-url-attribute"),
    (web_address, " HTTPS://ann@example.org/a ", ""),
    (web_address, "https://example.org@localhost/a", "invalid-url-attribute"),
    (web_address, "https://localhost/a", "invalid-url-attribute"),
    (web_address, "https://example.org/a|b", "invalid-uri-char"),
    (web_address, "https://example.org/a b", "invalid-url-attribute"),
    (web_address, "https://example.org/подкаст.mp3", "invalid-url-attribute"),
    (web_address, "https://пример.example/a.mp3", "invalid-url-attribute"),
    (web_address, "https://example.org/%D0%BF.mp3", ""),
]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a.mp3", "“a.mp3” is not an http or https address"),
        ("http://a.org/b c", "a space is not allowed in the address “http://a.org/b c”"),
        ("http://host/b", "“host” in “http://host/b” is no host that everybody can reach"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(text: str, problem: str) -> None:
    """Three mistakes with one code have a sentence each."""
    assert [fault.message for fault in web_address(text)] == [problem]


@pytest.mark.parametrize(("check", "text", "code"), VALUES)
def test_value_is_judged(check: Check, text: str, code: str) -> None:
    """Each value has the code that is expected, or none."""
    assert [fault.code for fault in check(text)] == ([code] if code else [])


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - the strategy adds no zone
def test_dates_are_read_back(moment: datetime) -> None:
    """Both formats of dates mean the moment that was written."""
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    atom, rss = aware.strftime("%Y-%m-%dT%H:%M:%SZ"), aware.strftime("%d %b %Y %H:%M:%S +0000")
    assert (parse_rfc3339(atom), parse_rfc822(rss)) == (aware, aware)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-10-03T01:15:00+02:30", datetime(2023, 10, 2, 22, 45, tzinfo=UTC)),
        ("2023-10-03T01:15:00-02:30", datetime(2023, 10, 3, 3, 45, tzinfo=UTC)),
        ("2023-10-03T10:60:60.5Z", datetime(2023, 10, 3, 10, 59, 59, tzinfo=UTC)),
    ],
)
def test_date_of_atom_means_a_moment(text: str, moment: datetime) -> None:
    """Whether a date is in the future hangs on its offset, either way."""
    assert parse_rfc3339(text) == moment


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("+0530", 5.5), ("-0330", -3.5), ("UT", 0), ("GMT", 0), ("A", 0), ("EST", -5), ("EDT", -4),
        ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
    ],
)  # fmt: skip
def test_date_of_rss_means_a_moment(zone: str, hours: float) -> None:
    """Zones have the offsets of RFC 822; seconds may be missing, and two digits of the year."""
    moment = datetime(2023, 10, 3, 10, 5, tzinfo=UTC) - timedelta(hours=hours)
    assert parse_rfc822(f"3 Oct 2023 10:05 {zone}") == moment
    for year, digits in ((2049, "49"), (1950, "50")):
        assert parse_rfc822(f"3 Oct {digits} 10:05:00 {zone}") == moment.replace(year=year)


def test_an_address_in_a_query_makes_no_address_absolute() -> None:
    """Only what stands at the start is a scheme."""
    assert [has_scheme(text) for text in ("https:a", "/a?u=https://example.org/")] == [True, False]


@pytest.mark.parametrize(
    ("given_uri", "canonical"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://a@b.org:443/x/./y/../%7e%c3", "https://a@b.org/x/~%C3"),
        ("http://b.org/x/..", "http://b.org/"),
        ("http://b.org/x/.?a#b", "http://b.org/x/?a#b"),
        ("ftp://b.org:21/x", "ftp://b.org/x"),
        ("http://b.org:8080/x", "http://b.org:8080/x"),
        ("URN:a:/./b//c", "urn:a:/./b//c"),
        ("http://b.org/../x", "http://b.org/x"),
        ("URN:a:B", "urn:a:B"),
        ("relative", "relative"),
    ],
)
def test_uri_is_made_canonical(given_uri: str, canonical: str) -> None:
    """Scheme, host, port, dots and percents are put right, nothing else."""
    assert canonical_uri(given_uri) == canonical


@given(st.sampled_from(["http", "HTTPS", "tag", "urn"]), st.text("aB/.%7e:?#", max_size=20))
def test_canonical_form_is_stable(scheme: str, rest: str) -> None:
    """The canonical form of a canonical form is itself, at the second time at latest."""
    once = canonical_uri(canonical_uri(f"{scheme}://h.org/{rest}"))
    assert canonical_uri(once) == once


@pytest.mark.parametrize(
    ("style", "danger"),
    [
        ("color: red; margin: 2px 1em", ""),
        ("border: 1px solid rgb(0, 0, 0)", ""),
        ("margin: -2px", "margin: -2px"),
        ("margin: 1px -2px", "margin: 1px -2px"),
        ("color: red; color: red:x", "color: red:x"),
        ("background-color:#ff0000;;", ""),
        ("border: solid 2px rgb(1,2,3)", ""),
        ("border-top: 0pt", ""),
        ("padding: 99999em", "padding: 99999em"),
        ("color red", "color red"),
        ("width: expression(alert(1))", "width: expression(alert(1))"),
        ("background-image: none", ""),
        ("tab-stops: list .5in", "tab-stops: list .5in"),
    ],
)
def test_style_is_harmless_or_not(style: str, danger: str) -> None:
    """Looks are harmless; place, foreign properties and odd sizes are not."""
    assert find_danger(style) == danger


@pytest.mark.parametrize(
    "text",
    [
        "plain", "a & b", "<p>one<p>two", "<ul><li>a<li>b</ul>", "<br/><img src='a' alt=b>",
        "<table><tr><td>x</table>", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        "<table><caption>c</caption><colgroup><col></colgroup><tr><th>x</th></tr></table>",
        "<dl><dt>a<dd>b</dl>", "<select><option>a<option>b</select>", "<b><p>x</p></b>",
        "<script>if (a < b) { '</p>' }</script>", "&eacute;&#233;&#xe9;", "<!-- note -->",
        "<table><tr><td>a<tr><td>b</table>", "<table><script></script></table>",
        "<table><thead><tr><th>a<tbody><tr><td>b<tfoot><tr><td>c</table>", "<dl><dd>a<dt>b</dl>",
        "<table><colgroup><col><tr><td>a</table>", "<button><p>a</p></button>", "<A B=c>d</A>",
        "<ul><li><ol><li>a</ol><li>b</ul>", "<ul><li><dl><dt>a<dd>b</dl><li>c</ul>",
        "<ol><li><menu><li>a<li>b</menu></ol>", "<ul><li><div><ul><li>a</ul></div><li>b</ul>",
        "<select><optgroup><option>a<optgroup><option>b</select>", "<img src=a alt=b />",
        "&#9;&#10;&#12;&#32;&#126;&#160;&#xD7FF;&#xE000;&#xFDCF;&#xFDF0;&#xFFFD;&#x10FFFD;&apos;",
    ],
)  # fmt: skip
def test_html_is_accepted(text: str) -> None:
    """What the standard lets pass is no fault."""
    assert [fault for fault in check_fragment(text) if fault.code == "not-html"] == []


@pytest.mark.parametrize(
    "text",
    [
        "<a", "</a", "<b>x", "<b><i>x</b></i>", "<p>x</div>", "<div/>", "</p>", "a < b", "&foo;",
        "&nbsp x", "&#x92;", "&#0;", "&#;", "&#xD800;", "&#38 x", "<!-- a", "<!-- a -- b -->",
        "<![CDATA[x]]>", "<?x?>", "<?x", "</>", "<a href=x href=y>a</a>", "<a b='c'd>x</a>",
        '<a href=a"b>x</a>', "<b></b x=y>", "<body>x</body>", "<h1>x</h2>", "<h1><h2>x</h2></h1>",
        "<a>x<a>y</a></a>", "<td>x</td>", "<table><td>x</td></table>", "<table><b>x</b></table>",
        "<image>", "<hr></hr>", "<p><div>x</div></p>", "<table><tr><td><b>x<td>y</table>",
        "<foo>x</foo>", "<script>x", "<p><b>x<p>y", "<div><p>x</div></p>",
        "<a href='&foo;'>x</a>", "<b><table></b></table>", "&#1;", "&#11;", "&#13;", "&#31;",
        "&#127;", "&#128;", "&#159;", "&#xDFFF;", "&#xFDD0;", "&#xFDEF;", "&#xFFFE;", "&#x1FFFF;",
        "&#x110000;", "&#99999999999;", "&#x;", "<!-- a --!>", "<!>", "</ x>", "<ul><li>a</ol>",
        "</body>", "</br>", "<a href=a`b>x</a>", "<a b<c=d>x</a>", "<a ='x'>a</a>",
        "<option><b>a<option>b", "<table><tr><td>a</tr></td></table>", "<i>" * 600 + "</i>" * 600,
    ],
)  # fmt: skip
def test_html_fault_is_found(text: str) -> None:
    """What breaks the rules of HTML is reported."""
    assert "not-html" in {fault.code for fault in check_fragment(text)}


def test_whole_document_may_have_its_elements() -> None:
    """In text/html the elements of a document are right."""
    text = "<html><head></head><body><p>x</p></body></html>"
    assert [list(check_fragment(text, document=True)), len(list(check_fragment(text)))] == [[], 4]


def test_import_instruction_is_a_risk() -> None:
    """An old way to smuggle in a script is known."""
    assert "security-risk" in {fault.code for fault in check_fragment("<?import x>")}


def test_first_attribute_decides_about_a_relative_link() -> None:
    """RSS asks of a its first attribute, of img its src wherever it stands."""
    text = '<a class="x" href="/a">a</a><img alt="" src="//example.org/b">'
    found = [fault.code for fault in check_fragment(text, absolute=True)]
    assert found == ["contains-rel-ref"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("isn\x92t", (3, "U+0092")),
        ("CafÃ©", (3, "“Ã©”, UTF-8 encoded twice")),
        ("Ã©日", None),
        ("é", None),
    ],
)
def test_wrong_encoding_is_seen(text: str, found: tuple[int, str] | None) -> None:
    """What is left of a wrong conversion is found, and nothing else."""
    assert find_bad_character(text) == found


def test_markup_in_plain_text_is_seen() -> None:
    """An end tag of HTML or a reference is markup; a company's ampersand is not."""
    assert [find_html(text) for text in ("x</b>", "x</foo>", "&eacute;", "AT&T", "&#38;")] == [
        "</b>", "", "&eacute;", "", "&#38;",
    ]  # fmt: skip


def test_hexadecimal_references_are_hidden() -> None:
    """What cannot be read alone is left to the caller."""
    tag = b"<title>a &#x3C;b&#x3e; &amp;lt;"
    plain = hide_hexadecimal(tag, tag)
    undefined = hide_hexadecimal(b"<t>", b"<t>&#x26;&council;")
    assert (plain, undefined, hide_hexadecimal(b"<t>", b"<t>x")) == ("a b> &lt;", "", "")


def test_long_and_odd_text_is_quoted_readably() -> None:
    """Messages stay on one line and short."""
    assert quote("a\nb\x07" + "c" * 100) == "“a b�" + "c" * 56 + "…”"
