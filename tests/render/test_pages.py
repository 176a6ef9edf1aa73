"""The pages that people read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from communique.channels import list_channels
from communique.render.pages import Pages
from tests.publication import SETTINGS, Folder, read, write_everything

if TYPE_CHECKING:
    from communique.model import Publication


def render(publication: Publication) -> dict[str, BeautifulSoup]:
    """Render and parse every page."""
    pages = Pages(publication, list_channels(publication)).render()
    return {p: BeautifulSoup(page(), "html.parser") for p, page in pages if p.endswith("html")}


@pytest.fixture
def pages(folder: Folder) -> dict[str, BeautifulSoup]:
    """Render the pages of a publication with every feature on."""
    write_everything(folder)
    return render(read(folder))


def list_text(page: BeautifulSoup, selector: str) -> list[str]:
    """List the text of every element that *selector* finds."""
    return [" ".join(element.get_text().split()) for element in page.select(selector)]


def test_index_lists_newest_years_topics_and_languages(pages: dict[str, BeautifulSoup]) -> None:
    """The index shows the window of the feed and the way to everything else."""
    page = pages["index.html"]
    titles = ["Withdrawn: Taken back", '<Rich> & "quoted" &final', "Plain 9", "Plain 8"]
    assert titles == list_text(page, ".statements a")
    assert list_text(page, ".years a") == ["2023"]
    assert list_text(page, ".languages a") != ["International Criminal Court"]
    assert list_text(page, ".languages a") == ["English", "Беларуская", "he"]
    assert list_text(page, ".follow") == ["Follow"]


def test_topic_page_lists_earlier_statements_too(pages: dict[str, BeautifulSoup]) -> None:
    """No statement of a topic is out of reach of its page."""
    page = pages["topics/icc/index.html"]
    assert list_text(page, "h2") == ["Newest statements", "Earlier statements"]
    assert len(page.select(".statements li")) == 10


def test_year_page_lists_all_statements_of_the_year(pages: dict[str, BeautifulSoup]) -> None:
    """A year has every statement of its language."""
    page = pages["2023/index.html"]
    assert list_text(page, "h1") == ["Statements of 2023"]
    assert len(page.select(".statements li")) == 11


def test_statement_page_tells_the_facts(pages: dict[str, BeautifulSoup]) -> None:
    """Date, correction, reference, topics and languages stand above the text."""
    page = pages["2023/rich/index.html"]
    expected = {
        "Published": "2023-10-03",
        "Corrected": "2023-10-05",
        "Reference": "2023-42",
        "Topics": "International Criminal Court",
        "Also in": "Беларуская, he",
    }
    assert expected == dict(
        zip(list_text(page, ".facts dt"), list_text(page, ".facts dd"), strict=True)
    )
    notice = "Corrected on 2023-10-05. This text differs from the one published first: "
    assert [f"{notice}A sum was wrong."] == list_text(page, ".notice")
    assert list_text(page, "section[aria-labelledby=attachments] li") == [
        "annex one.pdf (19 Bytes)"
    ]
    assert len(page.select("section[aria-labelledby=history] li")) == 2
    assert list_text(page, ".siblings a") == ["Withdrawn: Taken back", "Plain 9"]


def test_translation_says_what_it_is(pages: dict[str, BeautifulSoup]) -> None:
    """A provisional translation names the authoritative language; one that is behind says so."""
    page = pages["be/2023/rich/index.html"]
    behind, provisional = list_text(page, ".notice")
    assert behind.startswith("Аўтарытэтны тэкст быў выпраўлены")
    assert provisional == "Гэта папярэдні пераклад. Мова аўтарытэтнага тэксту: English."


def test_withdrawn_page_has_the_notice_alone(pages: dict[str, BeautifulSoup]) -> None:
    """Nothing of a withdrawn text is left on its page."""
    page = pages["2023/taken-back/index.html"]
    assert list_text(page, "h1") == ["Withdrawn: Taken back"]
    assert page.select(".text, [aria-labelledby=attachments], .source") == []


def test_json_ld_describes_the_statement(pages: dict[str, BeautifulSoup]) -> None:
    """Machines read headline, dates, language and publisher."""
    script = pages["2023/rich/index.html"].select_one("script[type='application/ld+json']")
    assert script is not None
    data = json.loads(script.string or "")
    assert (
        data["@type"],
        data["headline"],
        data["inLanguage"],
        data["publisher"]["@type"],
    ) == ("NewsArticle", '<Rich> & "quoted" &final', "en", "NGO")


def test_json_ld_tells_of_corrections(pages: dict[str, BeautifulSoup]) -> None:
    """A correction is a correction for machines too, as schema.org has it."""
    script = pages["2023/rich/index.html"].select_one("script[type='application/ld+json']")
    assert script is not None
    comment = {
        "@type": "CorrectionComment",
        "text": "A sum was wrong.",
        "datePublished": "2023-10-05T06:00:00Z",
    }
    assert [comment] == json.loads(script.string or "")["correction"]


def test_json_ld_cannot_end_its_script_early(folder: Folder) -> None:
    """A title with </script> stays a title."""
    title = "</script><script>alert(1)</script><!--"
    folder.entry("2023-01-01-one.md", f"title: '{title}'\n")
    page = render(read(folder))["2023/one/index.html"]
    scripts = page.find_all("script")
    assert [title] == [json.loads(script.string or "")["headline"] for script in scripts]
    assert [title] == list_text(page, "h1")


def test_subscribe_page_has_every_address_ready_to_copy(pages: dict[str, BeautifulSoup]) -> None:
    """Each feed stands in a field of its own, the page's language first."""
    page = pages["be/subscribe/index.html"]
    values = [str(field["value"]) for field in page.select("input[readonly]")]
    assert values[0] == "https://statements.example.org/be/atom.xml"
    assert values[-1] == "https://statements.example.org/be/topics/icc/feed.json"
    assert len(values) == 3 * 5
    assert list_text(page, "a[href^='https://example.org/news']") == ["Па электроннай пошце"]


def test_not_found_page_works_at_any_address(pages: dict[str, BeautifulSoup]) -> None:
    """Its links are absolute, and it speaks every language."""
    page = pages["404.html"]
    links = [str(a["href"]) for a in page.select("main a")]
    base = "https://statements.example.org/"
    assert [base, f"{base}be/", f"{base}he/"] == links
    assert list_text(page, "h1")[0] == "There is no such page"


def test_empty_language_says_so(folder: Folder) -> None:
    """The index of a language without statements is a page all the same."""
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["be/index.html"]
    assert list_text(page, "main p") == ["Тут яшчэ няма апублікаваных заяў."]


def test_publisher_without_address(folder: Folder) -> None:
    """What the settings leave out the pages leave out."""
    settings = SETTINGS.replace("  url: https://example.org/\n", "")
    folder.write("feed.yaml", settings.replace("  email: press@example.org\n", ""))
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["2023/one/index.html"]
    assert list_text(page, "footer") == ["Example Council"]
    script = page.select_one("script")
    assert script is not None
    assert json.loads(script.string or "")["author"] == {"@type": "NGO", "name": "Example Council"}
