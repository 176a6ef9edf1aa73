"""People read the pages: with Chromium, with a keyboard, on a telephone, enlarged, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.browser import Watch, open_browser
from tests.e2e.servers import serve
from tests.e2e.sites import KINDS, PAGES, write_every_page
from tests.tools import find_package_file, find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
"""What axe looks for: by night only the colours are others."""

_LIST_FOCUSABLE = """() => Array.from(
  document.querySelectorAll("a[href], input, summary, [tabindex]"),
  element => element.checkVisibility() ? element.outerHTML.slice(0, 150) : "")
  .filter(text => text)"""

_DESCRIBE_FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.left >= 0 && box.right <= innerWidth + 1;
  return [element.outerHTML.slice(0, 150), parseFloat(style.outlineWidth) > 1 && seen];
}"""

# What scrolls within itself may be wider than it shows.
_LIST_CUT = """() => Array.from(document.querySelectorAll("body *"))
  .filter(element => !element.closest("table, pre, input, .skip"))
  .filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > document.documentElement.clientWidth + 1
      || (element.clientWidth && element.scrollWidth > element.clientWidth + 1));
  })
  .map(element => element.outerHTML.slice(0, 150))"""

_LIST_HIDDEN = """() => Array.from(document.querySelectorAll("p, li, dt, dd, h1, h2, h3, time"))
  .filter(element => !element.checkVisibility() && !element.closest("details"))
  .map(element => element.outerHTML)"""

_LIST_SHOWN = """() => Array.from(document.querySelectorAll(
    "title, entry > published, pubDate, summary, item > description, content, guid, id"))
  .filter(element => element.getClientRects().length)
  .map(element => element.textContent)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site with every kind of page."""
    find_tool("chromium")
    with serve(write_every_page(tmp_path_factory.mktemp("pages"))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser to all tests of this module."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a new page of an ordinary size."""
    page = browser.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(page: Page, address: str, scheme: str) -> None:
    """No page breaks a rule of WCAG 2.2 AA that axe can find, by day or by night."""
    axe = find_package_file("axe-core/axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its literals
    found: list[tuple[str, str, list[str]]] = []
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(axe)
        options = {"runOnly": _RULES[scheme], "resultTypes": ["violations"]}
        result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
        found += [
            (path, violation["id"], [node["html"] for node in violation["nodes"]])
            for violation in result["violations"]
        ]
    assert found == []


@pytest.mark.parametrize("path", ["", "he/2023/rich/", "2023/hard/", "be/subscribe/", "404.html"])
def test_a_keyboard_is_enough(page: Page, address: str, path: str) -> None:
    """Tab reaches everything in the order of the page, each time visibly, and skips at a word."""
    page.goto(address + path)
    expected: list[str] = page.evaluate(_LIST_FOCUSABLE)
    reached = []
    for _ in expected:
        page.keyboard.press("Tab")
        html, seen = page.evaluate(_DESCRIBE_FOCUS)
        assert seen, html
        reached.append(html)
    assert expected == reached
    assert len(expected) > 4
    page.goto(address + path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main, footer') !== null")


@pytest.mark.parametrize(
    ("width", "size"),
    [(1280, "100%"), (768, "100%"), (640, "100%"), (360, "100%"), (320, "100%"), (640, "200%")],
    ids=["desk", "tablet", "enlarged to 200 %", "telephone", "to 400 %", "letters twice as large"],
)
def test_nothing_is_cut_off(page: Page, address: str, width: int, size: str) -> None:
    """On a narrow screen, and enlarged, no page scrolls sideways and nothing is lost."""
    page.set_viewport_size({"width": width, "height": 900})
    cut = {}
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        found: list[str] = page.evaluate(_LIST_CUT)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if found or wide > 0:
            cut[path] = (wide, found)
    assert cut == {}


def test_enlarging_hides_no_link_and_no_word(page: Page, address: str) -> None:
    """What the pages say at 1280 pixels they say at 320 too, in the same order."""
    for path in KINDS:
        page.goto(address + path)
        page.set_viewport_size({"width": 1280, "height": 900})
        wide = page.evaluate(_LIST_FOCUSABLE)
        page.set_viewport_size({"width": 320, "height": 900})
        assert wide == page.evaluate(_LIST_FOCUSABLE)
        assert page.evaluate(_LIST_HIDDEN) == []


def test_asks_nobody_and_complains_of_nothing(browser: Browser, address: str) -> None:
    """No request leaves the site, and the console stays empty."""
    watch = Watch(host=urlsplit(address).netloc)
    page = browser.new_page()
    watch.follow(page)
    for path in PAGES:
        page.goto(address + path)
    page.wait_for_timeout(500)  # what comes after the page is there
    page.close()
    assert (watch.strays, watch.messages) == ([], [])


def test_works_without_javascript(browser: Browser, page: Page, address: str) -> None:
    """Every page says the same, looks the same and leads on with scripts switched off."""
    plain = browser.new_page(java_script_enabled=False)
    plain.set_viewport_size({"width": 1280, "height": 900})
    for path in KINDS:
        page.goto(address + path)
        plain.goto(address + path)
        assert page.locator("body").inner_text() == plain.locator("body").inner_text()
        if path in {"", "2023/hard/", "subscribe/"}:
            assert page.screenshot() == plain.screenshot()
    plain.goto(address)
    plain.locator(".follow a").click()
    field = plain.locator("input").first
    assert field.input_value() == "https://statements.example.org/atom.xml"
    plain.locator("summary").first.click()
    assert plain.locator("input").nth(1).is_visible()
    plain.close()


@pytest.mark.parametrize(
    ("path", "day"), [("atom.xml", "2023-10-03T11:30:00Z"), ("rss.xml", "Tue, 03 Oct 2023")]
)
def test_a_feed_is_a_page(page: Page, address: str, path: str, day: str) -> None:
    """A feed that is opened shows titles, dates and summaries, and nothing of its machinery."""
    blank = len(page.screenshot())
    page.goto(address + path)
    shown: list[str] = page.evaluate(_LIST_SHOWN)
    text = "\n".join(shown)
    assert shown[0] == "Statements of the Example Council"
    assert '<Rich> & "quoted" &final' in shown
    assert "See the annex, an earlier one and a note." in shown
    assert day in text
    assert "urn:uuid:" not in text
    assert "<p>" not in text
    root = "document.documentElement"
    explained = page.evaluate(f"getComputedStyle({root}, '::before').content")
    assert explained.startswith('"This is a feed: ')
    assert page.evaluate(f"{root}.scrollWidth <= innerWidth")
    assert len(page.screenshot()) > 4 * blank


def test_a_feed_speaks_the_language_of_its_folder(page: Page, address: str) -> None:
    """What to do with a feed is said in its language, from its side of the page."""
    page.goto(f"{address}be/topics/icc/rss.xml")
    root = "document.documentElement"
    explained = page.evaluate(f"getComputedStyle({root}, '::before').content")
    assert explained.startswith('"Гэта стужка')
    page.goto(f"{address}he/atom.xml")
    assert page.evaluate(f"getComputedStyle({root}).direction") == "rtl"


def test_on_paper_it_is_a_press_release(page: Page, address: str) -> None:
    """Paper has no buttons; it has the addresses of links, the contact and the reference."""
    page.goto(f"{address}2023/hard/")
    page.emulate_media(media="print")
    for gone in (".follow", ".languages", ".neighbours", ".skip"):
        assert [e for e in page.locator(gone).all() if e.is_visible()] == []
    after = page.evaluate(
        "getComputedStyle(document.querySelector('.text blockquote a'), '::after').content"
    )
    assert "https://example.org/else" in after
    for there in (".dateline", ".citation", ".h-card", "h1", ".brand"):
        assert page.locator(there).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")
