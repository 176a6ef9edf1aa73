"""Nothing of a draft or a later statement is in any file of the site."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.embargo import Embargo, _holds, refuse
from communique.entries import read_publication
from communique.errors import RefusedErrors
from communique.site import render_site
from tests.publication import NOW, Folder, Run, write_everything

if TYPE_CHECKING:
    from communique.site import Site

ID = "urn:uuid:11111111-2222-4333-8444-555555555555"
TITLE = "An entirely secret title"
SECRET = f"title: {TITLE}\nid: {ID}\ndraft: true\n"
DRAFT = "entries/2023-10-03-secret.md"
LATER = "title: An entirely secret title\ndate: 2099-01-02T10:00Z\n"


def refuse_leaks(site: Site, embargo: Embargo) -> None:
    """Search a whole site that is held in memory; raise ``RefusedErrors`` of what is found."""
    refuse(
        [
            leak
            for path, content in site.items()
            for leak in embargo.search(
                path, content if isinstance(content, bytes) else content.sha256.encode()
            )
        ]
    )


def find_leaks(folder: Folder) -> list[str]:
    """List the messages about a publication, without the file of the site."""
    reading = read_publication(folder.path, NOW)
    publication = reading.publication
    try:
        embargo = Embargo(publication, (*reading.scheduled, *reading.drafts))
        refuse_leaks(render_site(publication), embargo)
    except RefusedErrors as error:
        return sorted({refusal.reason.partition(" holds ")[2] for refusal in error.refusals})
    return []


def test_a_whole_publication_leaks_nothing(folder: Folder) -> None:
    """Drafts and later entries leave no trace."""
    write_everything(folder)
    assert find_leaks(folder) == []


LEAKS = (
    ("title", "An entirely secret title", "It says: an entirely. An entirely secret title!"),
    ("id", ID, f"See {ID}."),
    ("page", "/2023/secret/", "See <https://statements.example.org/2023/secret/>."),
    ("page", "/2023/secret/", "See [it](https://statements.example.org/2023/secret/index.html)."),
    ("attachment", "secret-annex.pdf", "Soon: secret-annex.pdf."),
)


@pytest.mark.parametrize(("what", "secret", "text"), LEAKS)
@pytest.mark.parametrize("command", ["build", "publish"])
def test_a_leak_is_named(
    folder: Folder, run: Run, command: str, what: str, secret: str, text: str
) -> None:
    """Build and publish refuse; what to do about it helps, whichever of the two is done."""
    folder.write("secret-annex.pdf", b"%PDF-1.4 secret")
    folder.entry("2023-10-03-secret.md", f"{SECRET}attachments: [secret-annex.pdf]\n")
    public = folder.entry("2023-10-04-public.md", "title: Public\n", text)
    result = run(command, "--now", NOW.isoformat())
    assert result.exit_code == 1
    expected = (
        "site/2023/public/index.html: embargo-leak: 2023/public/index.html holds the"
        f" {what} of entries/2023-10-03-secret.md, which is not published: {secret!r}"
    )
    lines = result.stderr.splitlines()
    assert expected in lines
    hint = (
        "  hint: take it out of the published entry that says it, or publish"
        " entries/2023-10-03-secret.md first"
    )
    assert hint == lines[lines.index(expected) + 1]
    assert not (folder.path / "site").exists()
    taken_out = public.read_text("utf-8").replace(text, "Nothing.")
    kept = public.read_text("utf-8")
    public.write_text(taken_out, "utf-8")
    assert run(command, "--now", NOW.isoformat()).exit_code == 0
    public.write_text(kept, "utf-8")
    front = SECRET.replace("draft: true\n", "")
    folder.entry("2023-10-03-secret.md", f"{front}attachments: [secret-annex.pdf]\n")
    assert run("build", "--now", NOW.isoformat()).exit_code == 0


@pytest.mark.parametrize(
    ("title", "content", "found"),
    [
        ('Заява "Рады" <і> суд & мы', 'Заява "Рады" <і> суд & мы', True),
        ('Заява "Рады" <і> суд & мы', 'Заява "Рады" &lt;і&gt; суд &amp; мы', True),
        ('Заява "Рады" <і> суд & мы', "Заява &quot;Рады&quot; &lt;і&gt; суд &amp; мы", True),
        ('Заява "Рады" <і> суд & мы', r'{"title":"Заява \"Рады\" <і> суд & мы"}', True),
        ("Appeal", "<h2>Appeal</h2>", True),
        ("Appeal", '{"title":"Appeal"}', True),
        ("Appeal", "<p>An Appeal to all</p>", False),
    ],
)
def test_a_title_is_found_in_a_file_of_each_format(
    folder: Folder, title: str, content: str, *, found: bool
) -> None:
    """As text, in HTML, in one of its attributes and in JSON; a short one where it stands alone."""
    folder.entry("2023-10-03-secret.md", f"title: '{title}'\ndraft: true\n")
    reading = read_publication(folder.path, NOW)
    embargo = Embargo(reading.publication, reading.drafts)
    assert bool([*embargo.search("a", content.encode())]) == found


def test_what_is_published_elsewhere_is_no_secret(folder: Folder) -> None:
    """A published entry may have the bytes of the attachment under another name."""
    folder.write("secret.pdf", b"%PDF-1.4 secret")
    folder.write("harmless.pdf", b"%PDF-1.4 secret")
    folder.entry("2023-10-03-secret.md", f"{SECRET}attachments: [secret.pdf]\n")
    folder.entry("2023-10-04-public.md", "attachments: [harmless.pdf]\n")
    assert find_leaks(folder) == []


def test_another_file_of_that_name_is_none(folder: Folder) -> None:
    """A published file of the same name in a folder is another file."""
    folder.write("a/secret.pdf", b"%PDF-1.4 secret")
    folder.write("b/secret.pdf", b"%PDF-1.4 another")
    folder.entry("a/2023-10-03-secret.md", f"{SECRET}attachments: [secret.pdf]\n")
    folder.entry("b/2023-10-04-public.md", "title: Public\n", "[It](x/secret.pdf)\n")
    folder.write("b/x/secret.pdf", b"%PDF-1.4 another")
    assert find_leaks(folder) == []


def test_a_later_statement_is_as_secret_as_a_draft(folder: Folder) -> None:
    """What is dated in the future is searched for too."""
    folder.entry("2099-01-02-secret.md", LATER)
    folder.entry("2023-10-04-public.md", "title: Public\n", "An entirely secret title\n")
    assert find_leaks(folder) == [
        f"the title of entries/2099-01-02-secret.md, which is not published: {TITLE!r}"
    ]


@pytest.mark.parametrize("title", ["Terms & conditions", 'The "final" word', "Заява аб «вайне»"])
def test_a_title_is_found_however_it_is_spelt(folder: Folder, title: str) -> None:
    """Escaped for HTML or for JSON, it is the same title."""
    folder.entry("2023-10-03-secret.md", f"title: '{title}'\ndraft: true\n")
    folder.entry("2023-10-04-public.md", "title: Public\n", f"{title}\n")
    assert len(find_leaks(folder)) == 1


def test_a_short_title_may_be_an_ordinary_word(folder: Folder) -> None:
    """A short one counts only where it stands alone."""
    folder.entry("2023-10-03-secret.md", "title: War\ndraft: true\n")
    public = folder.entry("2023-10-04-public.md", "title: Public\n", "War is war.\n")
    assert find_leaks(folder) == []
    public.write_text("---\ntitle: Public\n---\n- War\n", "utf-8")
    assert len(find_leaks(folder)) == 1


def test_a_longer_public_title_gives_nothing_away(folder: Folder) -> None:
    """A title within that of a published statement is no secret there, but is elsewhere."""
    folder.entry("2023-10-03-secret.md", "title: Statement on Belarus\ndraft: true\n")
    front = "title: Statement on Belarus and its neighbours\n"
    folder.entry("2023-10-04-public.md", front)
    assert find_leaks(folder) == []
    folder.entry("2023-10-04-public.md", front, "A Statement on Belarus will follow.\n")
    assert len(find_leaks(folder)) == 1


def test_a_translation_may_come_first(folder: Folder) -> None:
    """The address of a translation is not that of the original, which is still a draft."""
    folder.entry("2023-10-03-one.md", "title: Not ready in this language\ndraft: true\n")
    folder.entry("2023-10-03-one.be.md", "title: Заява\n")
    folder.entry("2024-01-01-two.be.md", "title: Другая\n", "[Першая](2023-10-03-one.be.md)\n")
    assert find_leaks(folder) == []


def test_siblings_share_what_is_public(folder: Folder) -> None:
    """A draft translation may have the title and the attachment of what is published."""
    folder.write("annex.pdf", b"%PDF-1.4 annex")
    front = "title: The same title in both\nattachments: [annex.pdf]\n"
    folder.entry("2023-10-03-one.md", front)
    folder.entry("2023-10-03-one.be.md", f"{front}draft: true\n")
    assert find_leaks(folder) == []


BY_HAND: tuple[tuple[str, str, list[str]], ...] = (
    ("index.html", '<a href="http://[">x</a> <a href="2023/secret/">x</a>', ["index.html"]),
    ("2024/a/index.html", '<a href="../../2023/secret/index.html#x">', ["2024/a/index.html"]),
    ("be/2024/a/index.html", '<a href="../../2023/secret/">', []),
    ("2023/secret/secret.pdf", "", ["2023/secret/secret.pdf"]),
    ("index.html", '<a href="2023/other/">secret</a>', []),
)


@pytest.mark.parametrize(("path", "content", "expected"), BY_HAND)
def test_relative_links_are_followed(
    folder: Folder, path: str, content: str, expected: list[str]
) -> None:
    """Where a link leads depends on the page on which it stands; files are found by their names."""
    folder.write("secret.pdf", b"%PDF-1.4 secret")
    folder.entry("2023-10-03-secret.md", f"{SECRET}attachments: [secret.pdf]\n")
    folder.entry("2023-10-04-public.md", "title: Public\n")
    reading = read_publication(folder.path, NOW)
    embargo = Embargo(reading.publication, reading.drafts)
    places = []
    try:
        refuse_leaks({path: content.encode()}, embargo)
    except RefusedErrors as error:
        places = [refusal.place.removeprefix("site/") for refusal in error.refusals]
    assert expected == places


NEEDLES = (TITLE, "War", ID, "/2023/war/", "2023/war/", "war", "secret-annex.pdf", "2023/public/")
PIECES = st.sampled_from(
    [*NEEDLES, ">", "<", '"', "../", 'href="', "index.html", "https://statements.example.org"]
)
PLACES = ("index.html", "2024/a/index.html", "2023/war/secret-annex.pdf", "2023/b/war")


@given(path=st.sampled_from(PLACES), content=st.lists(PIECES, max_size=9).map("".join))
@example(path="index.html", content='<a href="2023/war/">it</a>')
@example(path="2023/war/secret-annex.pdf", content="")
def test_nothing_is_lost_by_a_search_for_traces_first(path: str, content: str) -> None:
    """What no secret can be in is passed over; what is found is what each secret alone finds."""
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.write("secret-annex.pdf", b"%PDF-1.4 secret")
        attached = "draft: true\nattachments: [secret-annex.pdf]\n"
        folder.entry("2023-10-03-war.md", f"title: War\nid: {ID}\n{attached}")
        folder.entry("2023-10-03-other.md", f"title: {TITLE}\ndraft: true\n")
        folder.entry("2023-10-04-public.md", "title: A title of war\n")
        reading = read_publication(folder.path, NOW)
    embargo, data = Embargo(reading.publication, reading.drafts), content.encode()
    alone = [secret.rank for secret in embargo._secrets if _holds(path, data, secret)]
    assert alone == [rank for rank, _ in embargo.search(path, data)]


def test_a_dry_run_tells_programs_of_a_leak(folder: Folder, run: Run) -> None:
    """What is refused when the site is made stands beside what the record refuses."""
    folder.entry("2023-10-03-secret.md", SECRET)
    folder.entry("2023-10-04-public.md", "title: Public\n", f"See {ID}.")
    result = run("publish", "--now", NOW.isoformat(), "--dry-run", "--format", "json")
    assert result.exit_code == 1
    assert {each["code"] for each in json.loads(result.stdout)["findings"]} == {"embargo-leak"}


def test_every_leak_has_its_line(folder: Folder) -> None:
    """All leaks of a run are told at once, a line each."""
    folder.entry("2023-10-03-secret.md", SECRET)
    folder.entry("2023-10-04-public.md", "title: Public\n")
    reading = read_publication(folder.path, NOW)
    embargo = Embargo(reading.publication, reading.drafts)
    with pytest.raises(RefusedErrors) as caught:
        refuse_leaks({"a.txt": TITLE.encode(), "b.txt": ID.encode()}, embargo)
    starts = [line.partition(" holds ")[0] for line in str(caught.value).splitlines()]
    assert starts == ["site/a.txt: embargo-leak: a.txt", "site/b.txt: embargo-leak: b.txt"]


@pytest.mark.parametrize(
    "title",
    [
        "International Criminal Court",
        "Positions and appeals",
        "Прыкладная рада",
        "Follow these statements",
    ],
)
def test_what_the_site_says_of_itself_betrays_nothing(folder: Folder, title: str) -> None:
    """A draft may be called as a topic, the publication, who publishes it, or one of its pages."""
    folder.entry("2023-10-03-secret.md", f"title: {title}\nid: {ID}\ndraft: true\n")
    folder.entry("2023-10-04-public.md", "title: Public\ntopics: [icc]\n")
    assert find_leaks(folder) == []
    folder.entry("2023-10-04-public.md", f"title: Public\ntopics: [icc]\nreference: {ID}\n")
    assert find_leaks(folder) == [f"the id of {DRAFT}, which is not published: {ID!r}"]
