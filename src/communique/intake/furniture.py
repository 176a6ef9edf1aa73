"""Tell page furniture from text: buttons, crumbs, cookie notices, a caption that stands twice."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.intake.draft import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from communique.intake.draft import Line

# What a browser copies of the controls of a page, each a whole line of its own. English, then
# Belarusian, Ukrainian, Russian, Polish, Lithuanian, German, French.
_CONTROLS = frozenset(
    phrase.strip()
    for line in """
    top of page|bottom of page|skip to content|skip to main content|skip to navigation|back to top
    share|share this|share this page|share this post|share via|print|print this page|copy link|menu
    accept|accept all|accept cookies|accept all cookies|reject all|cookie settings|cookie policy
    read more|related posts|recent posts|see all|previous post|next post|search|close|log in|sign up
    пачатак старонкі|канец старонкі|перайсці да зместу|перайсці да змесціва|уверх|наверх|падзяліцца
    друк|раздрукаваць|друкаваць|скапіяваць спасылку|прыняць|прыняць усе|чытаць далей|меню|пошук
    початок сторінки|кінець сторінки|перейти до вмісту|перейти до змісту|вгору|нагору|догори
    поділитися|поширити|друк|друкувати|роздрукувати|копіювати посилання|прийняти|прийняти всі
    читати далі|меню|пошук
    начало страницы|конец страницы|перейти к содержимому|перейти к содержанию|вверх|наверх
    поделиться|печать|распечатать|версия для печати|скопировать ссылку|принять|принять все
    читать далее|меню|поиск
    góra strony|dół strony|przejdź do treści|przejdź do głównej treści|do góry|wróć na górę
    powrót do góry|udostępnij|podziel się|drukuj|wydrukuj|kopiuj link|akceptuję|akceptuj wszystkie
    czytaj więcej|czytaj dalej|szukaj
    puslapio viršus|puslapio apačia|pereiti prie turinio|pereiti į turinį|į viršų|grįžti į viršų
    dalintis|dalinkitės|pasidalinti|spausdinti|kopijuoti nuorodą|sutinku|priimti visus
    skaityti daugiau|meniu|paieška
    seitenanfang|seitenende|zum inhalt springen|zum inhalt|nach oben|zurück nach oben|teilen
    seite teilen|drucken|seite drucken|link kopieren|akzeptieren|alle akzeptieren|alle ablehnen
    weiterlesen|mehr lesen|menü|suche
    haut de page|bas de page|aller au contenu|aller au contenu principal|passer au contenu
    retour en haut|retour en haut de page|partager|partager cette page|imprimer|copier le lien
    accepter|tout accepter|tout refuser|lire la suite|recherche
    """.splitlines()  # noqa: RUF001 - Cyrillic
    for phrase in line.split("|")
    if phrase.strip()
)
_NETWORKS = frozenset(
    """
    facebook twitter x telegram instagram linkedin whatsapp viber vk youtube email e-mail
    tiktok threads bluesky mastodon reddit pinterest
    """.split()  # noqa: SIM905 - a list of words reads better
)
_HOMES = frozenset(
    ["home", "галоўная", "головна", "главная", "strona główna", "pradžia", "startseite", "accueil"]
)
_CRUMB = re.compile(r"\s+[>›»/|→]\s+")  # noqa: RUF001 - the marks between crumbs
# A cookie notice opens by saying that this site, or "we", use them.
_COOKIE_NOTICE = re.compile(
    r"(?:we use|(?:this|our) (?:web)?site uses|мы выкарыстоўваем|(?:гэты )?сайт выкарыстоўвае"
    r"|ми використовуємо|(?:цей )?сайт використовує|мы используем|(?:этот |наш )?сайт использует"
    r"|używamy|(?:ta|nasza) strona (?:używa|korzysta z)|(?:ši )?svetainė(?:je)? naudoja(?:mi)?"
    r"|mes naudojame|naudojame|wir (?:verwenden|nutzen)"
    r"|(?:diese|unsere) (?:web)?(?:seite|site) (?:verwendet|nutzt)"
    r"|nous utilisons|(?:ce|notre) site utilise)\b.{0,30}?"
    r"(?:cookies?|кукі|куки|ciaste\w+|slapuk\w+)",
    re.IGNORECASE,
)
_SENTENCE_END = tuple(".!?…:;,")
_LONGEST_NOTICE = 400
_LONGEST_CAPTION = 100


def is_control(text: str) -> bool:
    """Tell whether *text*, a whole line or block, can only be a control or notice of a page."""
    if len(text) > _LONGEST_NOTICE:
        return False
    plain = text.casefold().strip(" \t\u00a0↑▲⇧^«»<>›‹→←|·•")  # noqa: RUF001 - arrows of buttons
    if plain in _CONTROLS:
        return True
    crumbs = _CRUMB.split(text.strip())
    if len(crumbs) > 2 and crumbs[0].casefold() in _HOMES and not text.endswith(_SENTENCE_END):
        return True
    return _COOKIE_NOTICE.match(text.strip()) is not None


def drop_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """
    Blank the controls of a page, and the network names that stand beside one.

    Returns:
        As many lines as came in, and what was dropped with its line number.
    """
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    gone = {n for n in spoken if is_control(lines[n].text)}
    # "Share", "Facebook", "Telegram": a row of buttons is found from either of its ends.
    for walk in (spoken, spoken[::-1]):
        for before, here in pairwise(walk):
            if before in gone and lines[here].text.strip().casefold() in _NETWORKS:
                gone.add(here)
    kept = [line._replace(text="") if n in gone else line for n, line in enumerate(lines)]
    return kept, [
        (lines[n].number, f"page furniture: {shorten(lines[n].text)}") for n in sorted(gone)
    ]


def drop_captions(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """
    Blank a picture's caption that a page shows twice.

    Such a pair stands alone: two short lines, alike but for a letter or two, with a full line of
    text or nothing before, and text after it. At the end it may be two signatures.

    Returns:
        As `drop_furniture`.
    """
    kept = list(lines)
    dropped: list[tuple[int, str]] = []
    spoken = [n for n, line in enumerate(lines) if line.text.strip()]
    for run in _find_short_runs(lines, spoken):
        if len(run) == 2 and run[1] != spoken[-1] and are_alike(*(lines[n].text for n in run)):
            for n in run:
                kept[n] = lines[n]._replace(text="")
                caption = shorten(lines[n].text)
                dropped.append((lines[n].number, f"a caption that stands twice: {caption}"))
    return kept, dropped


def _find_short_runs(lines: Sequence[Line], spoken: Sequence[int]) -> Iterator[list[int]]:
    """Yield each longest run of neighbouring lines that are short and end no sentence."""
    run: list[int] = []
    for n in spoken:
        text = lines[n].text.strip()
        if len(text) <= _LONGEST_CAPTION and not text.endswith(_SENTENCE_END):
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


def are_alike(one: str, other: str) -> bool:
    """
    Tell whether two lines are one, but for a letter or two in long words.

    "Article 5" and "Article 6" are two; so are "Tuesday" and "Thursday", "Annex I" and "Annex II".
    """
    words, others = one.casefold().split(), other.casefold().split()
    return len(words) == len(others) and all(map(_are_alike_words, words, others))


def _are_alike_words(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 2 or one[0] != other[0]:
        return False
    if any(map(str.isdigit, one + other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.85
