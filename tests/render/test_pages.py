"""The pages that people read."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from communique.channels import list_channels
from communique.render.pagelist import PageList
from tests.publication import PNG, SETTINGS, Folder, read, write_everything

if TYPE_CHECKING:
    from communique.model import Publication


def render(publication: Publication) -> dict[str, BeautifulSoup]:
    """Render and parse every page."""
    pages = PageList(publication, list_channels(publication)).list_pages()
    return {p: BeautifulSoup(page(), "html.parser") for p, page in pages if p.endswith("html")}


@pytest.fixture
def pages(folder: Folder) -> dict[str, BeautifulSoup]:
    """Render the pages of a publication with every feature on."""
    write_everything(folder)
    return render(read(folder))


def list_text(page: Tag, selector: str) -> list[str]:
    """List the text of every element that *selector* finds."""
    return [" ".join(element.get_text().split()) for element in page.select(selector)]


def test_index_lists_newest_years_topics_and_languages(pages: dict[str, BeautifulSoup]) -> None:
    """The index shows the newest statements and the way to everything else."""
    page = pages["index.html"]
    titles = ["Withdrawn: Taken back", '<Rich> & "quoted" &final', "Plain 9", "Plain 8"]
    assert titles == list_text(page, ".statements .title")[:4]
    assert list_text(page, ".years li") == ["2023 11 statements"]
    assert list_text(page, ".topics li") == ["International Criminal Court 10 statements"]
    assert list_text(page, "nav.languages a") == ["English", "Беларуская", "עברית"]
    assert list_text(page, ".follow") == ["Follow"]


def test_index_shows_what_a_statement_is_about(pages: dict[str, BeautifulSoup]) -> None:
    """Date, summary, topics and other languages stand with the title."""
    rich = pages["index.html"].select(".statements > li")[1]
    assert list_text(rich, "time, p") == [
        "October 3, 2023",
        "See the annex, an earlier one and a note.",
    ]
    assert list_text(rich, ".tags a") == ["International Criminal Court", "Беларуская", "עברית"]


def test_lists_are_the_same_beside_templates_of_a_publication(folder: Folder) -> None:
    """A line of a long list is what the template makes of it, however many are made at a time."""
    write_everything(folder)
    settings = folder.path / "entries" / "feed.yaml"
    text = settings.read_text("utf-8").replace("topics: {", "topics: {war: {en: War}, ")
    settings.write_text(text, "utf-8")
    for number in range(1, 29):
        name, front = f"2023-02-{number:02}-more-{number}.md", "title: More & more\n"
        folder.entry(name, f"{front}topics: [icc, war]\n")
    lists = [f"{path}index.html" for path in ("2023/", "topics/icc/", "topics/war/", "he/2023/")]
    ours = {path: str(page) for path, page in render(read(folder)).items()}
    (folder.path / "templates").mkdir()
    (folder.path / "templates" / "404.html").write_text("Not here", "utf-8")
    theirs = {path: str(page) for path, page in render(read(folder)).items()}
    assert all(ours[path].count("<li><time") for path in lists)
    assert [ours[path] for path in lists] == [theirs[path] for path in lists]


def test_index_of_a_thousand_statements_stays_small(folder: Folder) -> None:
    """The newest twenty and the way to the years: under 40 kB, one stylesheet, no script."""
    topics = [f"topic-{number}" for number in range(12)]
    labels = ", ".join(f"{key}: A subject with a longer name" for key in topics)
    folder.write(
        "feed.yaml", SETTINGS.partition("topics:")[0] + f"topics: {{{labels}}}\nfeed_size: 100\n"
    )
    for number in range(1000):
        day = date(1990, 1, 1) + timedelta(days=12 * number)
        folder.entry(
            f"{day}-statement-{number}.md",
            f"title: A title of the usual length, as statement number {number} may have it\n"
            f"topics: [{topics[number % 12]}, {topics[(number + 5) % 12]}]\n",
            "These are the words with which a statement of the usual kind begins. " * 5,
        )
    publication = read(folder)
    content = dict(PageList(publication, list_channels(publication)).list_pages())["index.html"]()
    page = BeautifulSoup(content, "html.parser")
    assert len(page.select(".statements > li")) == 20
    assert len(page.select(".years li")) == 33
    assert [(a.get_text(), a["href"]) for a in page.select(".more a")] == [
        ("Earlier statements", "2022/")
    ]
    assert len(content) < 40_000
    assert len(page.select("link[rel=stylesheet]")) == 1
    assert page.select("script") == []


def test_a_publisher_of_the_same_name_is_not_named_twice(folder: Folder) -> None:
    """Above a title that is the name of the publisher stands no other name."""
    folder.write(
        "feed.yaml",
        "title: Example Council\nbase_url: https://example.org/\nauthority: example.org,2023\n"
        "publisher: {name: Example Council}\nlanguages: [en]\n",
    )
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["index.html"]
    assert list_text(page, ".brand, h1") == ["", "Example Council"]
    assert page.select(".more") == []


def test_topic_page_lists_earlier_statements_too(folder: Folder) -> None:
    """No statement of a topic is out of reach of its page."""
    for number in range(25):
        folder.entry(f"2023-01-{number + 1:02}-number-{number}.md", "topics: [icc]\n")
    page = render(read(folder))["topics/icc/index.html"]
    assert list_text(page, "h2") == ["Newest statements", "Earlier statements"]
    assert [len(part.select("li")) for part in page.select(".statements")] == [20 + 20, 5]


def test_year_page_lists_all_statements_of_the_year(pages: dict[str, BeautifulSoup]) -> None:
    """A year has every statement of its language."""
    page = pages["2023/index.html"]
    assert list_text(page, "h1, .subtitle") == ["Statements of 2023", "11 statements"]
    assert len(page.select(".statements > li")) == 11


def test_statement_page_tells_the_facts(pages: dict[str, BeautifulSoup]) -> None:
    """Date, correction, reference, languages, source, contact and citation stand by the text."""
    page = pages["2023/rich/index.html"]
    title = '<Rich> & "quoted" &final'
    expected = {
        "Published": "October 3, 2023",
        "Corrected": "October 5, 2023",
        "Reference": "2023-42",
        "Also in": "Беларуская: Багатая עברית: עשיר",
        "Authoritative text": "https://example.org/rich?a=1&b=2",
        "Contact": "Example Council press@example.org",
        "How to cite": f"Example Council: “{title}”, October 3, 2023, 2023-42. "
        "https://statements.example.org/2023/rich/",
    }
    assert expected == dict(
        zip(list_text(page, ".about dt"), list_text(page, ".about dd"), strict=True)
    )
    assert list_text(page, "article .tags a") == ["International Criminal Court"]
    assert list_text(page, ".dateline") == ["October 3, 2023 2023-42"]
    notice = "Corrected on October 5, 2023. This text differs from the one published first: "
    assert [f"{notice}A sum was wrong."] == list_text(page, ".notice")
    assert list_text(page, ".files li") == ["annex one.pdf PDF, 0.1 kB"]
    newest, oldest = list_text(page, "section[aria-labelledby=history] li")
    assert ("October 6, 2023" in newest, "October 5, 2023" in oldest) == (True, True)
    neighbours = ["Newer Withdrawn: Taken back", "Older Plain 9"]
    assert neighbours == list_text(page, ".neighbours p")


def test_own_summary_leads_the_text(folder: Folder) -> None:
    """A summary that was written is shown; one that was taken from the text is not said twice."""
    folder.entry("2023-01-01-one.md", "summary: In short.\n")
    folder.entry("2023-01-02-two.md")
    pages = render(read(folder))
    assert list_text(pages["2023/one/index.html"], ".lead") == ["In short."]
    assert list_text(pages["2023/two/index.html"], ".lead") == []


def test_dates_are_in_the_form_of_the_language(pages: dict[str, BeautifulSoup]) -> None:
    """A page in Belarusian or Hebrew has its dates in that language."""
    assert list_text(pages["be/2023/rich/index.html"], "time") == ["3 кастрычніка 2023 г."]
    assert list_text(pages["he/2023/rich/index.html"], "time") == ["3 באוקטובר 2023"]


def test_words_that_are_missing_are_english_and_say_so(pages: dict[str, BeautifulSoup]) -> None:
    """A page in a language that we do not speak tells English words and titles from its own."""
    page = pages["he/2023/rich/index.html"]
    follow = page.select_one(".follow a span")
    assert follow is not None
    assert (follow["lang"], follow["dir"], follow.get_text()) == ("en", "ltr", "Follow")
    assert page.select_one(".brand span[lang=en]") is not None
    cite = page.select_one(".citation > span[lang=en]")
    assert cite is not None
    assert list_text(cite, "span[lang=he][dir=rtl]") == [
        "Example Council",
        "עשיר",
        "3 באוקטובר 2023",
        "https://statements.example.org/he/2023/rich/",
    ]


def test_translation_says_what_it_is(pages: dict[str, BeautifulSoup]) -> None:
    """A provisional translation names the authoritative language; one that is behind says so."""
    page = pages["be/2023/rich/index.html"]
    behind, provisional = list_text(page, ".notice")
    assert behind.startswith("Аўтарытэтны тэкст быў выпраўлены")
    assert provisional == "Гэта папярэдні пераклад. Мова аўтарытэтнага тэксту: English."
    facts = dict(zip(list_text(page, ".about dt"), list_text(page, ".about dd"), strict=True))
    assert facts["Аўтарытэтны тэкст"] == "English"


def test_withdrawn_page_has_the_notice_alone(pages: dict[str, BeautifulSoup]) -> None:
    """Nothing of a withdrawn text is left on its page."""
    page = pages["2023/taken-back/index.html"]
    assert list_text(page, "h1") == ["Withdrawn: Taken back"]
    assert page.select(".text, .lead, .files") == []
    assert "Corrected" not in list_text(page, ".about dt")


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


def find_json_ld(page: BeautifulSoup) -> dict[str, Any]:
    """Parse the JSON-LD of a page."""
    script = page.select_one("script[type='application/ld+json']")
    assert script is not None
    data: dict[str, Any] = json.loads(script.string or "")
    return data


def test_json_ld_tells_translations_from_originals(pages: dict[str, BeautifulSoup]) -> None:
    """A translation names the work that it translates, and the work its translations."""
    original = find_json_ld(pages["2023/rich/index.html"])
    translation = find_json_ld(pages["be/2023/rich/index.html"])
    assert translation["translationOfWork"] == {
        "@type": "NewsArticle",
        "@id": original["@id"],
        "url": original["url"],
        "inLanguage": "en",
    }
    assert [work["inLanguage"] for work in original["workTranslation"]] == ["be", "he"]
    assert original["workTranslation"][0]["@id"] == translation["@id"]
    assert "translationOfWork" not in original
    assert "workTranslation" not in translation


def test_json_ld_names_who_signs(folder: Folder) -> None:
    """The author of a statement is the publisher, unless people signed it."""
    folder.entry("2023-01-01-plain.md")
    folder.entry("2023-01-02-signed.md", "authors: [Ann, Bob & Co]\n")
    pages = render(read(folder))
    plain, signed = (find_json_ld(pages[f"2023/{key}/index.html"]) for key in ("plain", "signed"))
    assert plain["author"] == plain["publisher"] == signed["publisher"]
    names = ["Ann", "Bob & Co"]
    assert signed["author"] == [{"@type": "Person", "name": name} for name in names]


def test_every_statement_has_the_fields_that_machines_expect(
    pages: dict[str, BeautifulSoup],
) -> None:
    """JSON-LD, OpenGraph and the canonical address of a page agree."""
    found = 0
    for path, page in pages.items():
        if not page.select("article.h-entry") or path.endswith("taken-back/index.html"):
            continue
        found += 1
        data = find_json_ld(page)
        expected = {"@context", "@type", "@id", "url", "headline", "description", "inLanguage"}
        expected |= {"datePublished", "dateModified", "publisher", "author", "mainEntityOfPage"}
        assert set() == expected - data.keys()
        graph = {str(m["property"]): str(m["content"]) for m in page.select("meta[property]")}
        canonical = page.select("link[rel=canonical]")
        assert [data["url"]] == [str(link["href"]) for link in canonical]
        assert [data["url"]] == [
            str(element["value"]) for element in page.select(".h-entry .u-url.u-uid")
        ]
        assert data["url"] == graph["og:url"]
        assert data["headline"] == graph["og:title"]
        assert data["description"] == graph["og:description"]
        assert data["datePublished"] == graph["article:published_time"]
        assert graph["og:locale"].startswith(data["inLanguage"])
        assert graph["og:type"] == "article"
    assert found == 12


def test_languages_of_a_page_name_one_another(pages: dict[str, BeautifulSoup]) -> None:
    """Whatever page another calls its version in a language calls that one likewise back."""
    base = "https://statements.example.org/"
    named = {
        base + path.removesuffix("index.html"): {
            str(link["hreflang"]): str(link["href"]) for link in page.select("head link[hreflang]")
        }
        for path, page in pages.items()
    }
    assert sum(map(bool, named.values())) == 3 * 4 + 2  # index, subscribe, year, rich; the topic
    for address, versions in named.items():
        if versions:
            assert address in versions.values()
            assert versions["x-default"] == versions["en"]
        for other in versions.values():
            assert named[other] == versions
    for path, page in pages.items():
        html = page.html
        assert html is not None
        shown = [str(a["href"]) for a in page.select("nav.languages a") if path != "404.html"]
        address = base + path.removesuffix("index.html")
        expected = {v for k, v in named[address].items() if k != "x-default"}
        assert {urljoin(address, href) for href in shown} == expected
        assert named[address].get(str(html["lang"]), address) == address


@pytest.mark.parametrize("name", ["logo.png", "logo.JPG", "logo.jpeg", "logo.webp", "logo.gif"])
def test_a_logo_stands_for_the_publisher(folder: Folder, name: str) -> None:
    """On every page, in the tab, for machines and where a page is shared."""
    (folder.path / "assets").mkdir()
    (folder.path / "assets" / name).write_bytes(PNG)
    folder.write("feed.yaml", f"{SETTINGS}logo: {name}\n")
    folder.entry("2023-01-01-one.md")
    pages = render(read(folder))
    page = pages["2023/one/index.html"]
    assert [str(img["src"]) for img in page.select(".brand img")] == [f"../../{name}"]
    assert [str(link["href"]) for link in page.select("link[rel=icon]")] == [f"../../{name}"]
    url = f"https://statements.example.org/{name}"
    assert url == find_json_ld(page)["publisher"]["logo"]
    assert [url] == [str(m["content"]) for m in page.select("meta[property='og:image']")]
    assert [str(img["src"]) for img in pages["index.html"].select(".brand img")] == [name]


def test_subscribe_page_has_every_address_ready_to_copy(pages: dict[str, BeautifulSoup]) -> None:
    """Each feed stands in a field of its own, the page's language first."""
    page = pages["be/subscribe/index.html"]
    values = [str(field["value"]) for field in page.select("input[readonly]")]
    assert values[0] == "https://statements.example.org/be/atom.xml"
    assert values[-1] == "https://statements.example.org/be/topics/icc/feed.json"
    assert len(values) == 3 * 5
    labels = ["Беларуская", "English", "עברית", "All languages", "Міжнародны крымінальны суд"]
    assert labels == list_text(page, ".feed h3")
    assert list_text(page, ".follow a[href^='https://example.org/news']") == [
        "Па электроннай пошце"
    ]
    assert [str(a["href"]) for a in page.select(".feed h3 a")][-2:] == [
        "../../all/",
        "../../be/topics/icc/",
    ]
    assert page.select(".address a")[0]["href"] == "../../be/atom.xml"


def test_not_found_page_works_at_any_address(pages: dict[str, BeautifulSoup]) -> None:
    """Its links do not depend on where it is shown, and it speaks every language that we do."""
    page = pages["404.html"]
    assert [str(a["href"]) for a in page.select("main a")] == ["/", "/be/"]
    assert [str(a["href"]) for a in page.select("nav a")] == ["/", "/be/", "/he/"]
    assert list_text(page, "h1, h2") == ["There is no such page", "Такой старонкі няма"]


def test_not_found_page_of_a_site_in_a_folder(folder: Folder) -> None:
    """Its links begin with the folder of the site."""
    folder.write("feed.yaml", SETTINGS.replace("example.org/\n", "example.org/news/\n", 1))
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["404.html"]
    assert [str(a["href"]) for a in page.select("main a")] == ["/news/", "/news/be/"]
    assert [str(a["href"]) for a in page.select("link[rel=stylesheet]")] == ["/news/style.css"]


def test_empty_language_says_so(folder: Folder) -> None:
    """The index of a language without statements is a page all the same."""
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["be/index.html"]
    assert list_text(page, "main > p") == ["Тут яшчэ няма апублікаваных заяў."]


def test_publisher_without_address(folder: Folder) -> None:
    """What the settings leave out the pages leave out."""
    settings = SETTINGS.replace("  url: https://example.org/\n", "")
    folder.write("feed.yaml", settings.replace("  email: press@example.org\n", ""))
    folder.entry("2023-01-01-one.md")
    page = render(read(folder))["2023/one/index.html"]
    assert list_text(page, "footer.site") == ["Example Council"]
    assert list_text(page, ".about .h-card") == ["Example Council"]
    script = page.select_one("script")
    assert script is not None
    assert json.loads(script.string or "")["author"] == {"@type": "NGO", "name": "Example Council"}


def test_an_index_names_the_hubs_and_the_feed_they_know(folder: Folder) -> None:
    """Whoever subscribes by the address of the page is told through the Atom feed of it."""
    folder.write("feed.yaml", f"{SETTINGS}hubs: [https://hub.example.org/, https://b.example/]\n")
    folder.entry("2023-10-03-one.md")
    pages = render(read(folder))

    def list_links(path: str, rel: str) -> list[object]:
        return [link["href"] for link in pages[path].select(f"link[rel={rel}]")]

    for path in ("index.html", "be/index.html", "all/index.html"):
        assert list_links(path, "hub") == ["https://hub.example.org/", "https://b.example/"]
        feed = f"https://statements.example.org/{path.removesuffix('index.html')}atom.xml"
        assert list_links(path, "self") == [feed]
    assert list_links("2023/one/index.html", "hub") == []


def test_a_statement_names_its_authors(folder: Folder) -> None:
    """Who wrote it stands below the title, joined as the language does."""
    folder.entry("2023-10-03-one.md", "title: One\nauthors: [Ann <A>, Bob]\n")
    folder.entry("2023-10-04-two.md")
    pages = render(read(folder))
    assert list_text(pages["2023/one/index.html"], ".byline") == ["Ann <A> and Bob"]
    assert list_text(pages["2023/two/index.html"], ".byline") == []
