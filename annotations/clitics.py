"""Clitics: what is written together with a word before it (و ف ب ل ك س ال). Taken off and put back one at a time.

Only where it is nearly certain: a wrong cut costs the reader more than one that is not proposed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from annotations.clitic_words import (
    FROZEN,
    LAM_WORDS,
    LETTERS,
    NEVER_CUT,
    NO_ARTICLE,
    NOT_BEFORE_PARTICLES,
    PARTICLES,
)
from annotations.folding import Folded, fold
from annotations.model import Span
from annotations.reporting_forms import AMBIGUOUS, Kind, forms
from annotations.words import word_at

_WORD = re.compile(r"[^\W_]+")
_PROCLITICS = re.compile(r"[وف]?[بلكس]?|[وف]?لل")
_MOST_LETTERS = len("وبال")
_LEAST_WORD = 3
"""Letters of a remainder that is taken for a word because it occurs by itself."""
_LEAST_AFTER_ARTICLE = 2
_NO_HAMZAS = str.maketrans("أإآٱ", "اااا")


def count_words(text: str) -> Counter[str]:
    """The folded words of a text and how often each occurs, to be added to those of other texts."""
    return Counter(_WORD.findall(_plain(fold(text, LETTERS))))


def trim(text: str, span: Span, counts: Mapping[str, int]) -> Span | None:
    """``span`` without the clitic that its first word begins with; None where nothing is certain enough to take off.

    First go a conjunction and a preposition (و ف · ب ل ك س), in the next step ال; لل goes at once, with both letters.
    ``counts`` are the words of the project as `count_words` gives them. Marks and tatweel go with their letters.
    """
    return _trimmed(text, span, counts, article=True)


def stem(text: str, word: Span, counts: Mapping[str, int]) -> Span:
    """``word`` without conjunction and preposition. ال stays (الكرملين), since most names are written with it."""
    return _trimmed(text, word, counts, article=False) or word


def untrim(text: str, span: Span) -> Span | None:
    """``span`` with the clitic that was last taken off its first word; None where it begins with a whole word.

    Whatever else is missing of the word is put back at once.
    """
    word = word_at(text, span.start)
    if word is None or word.start >= span.start:
        return None
    letters = fold(text[word.start : word.end], LETTERS)
    gone = _gone(letters, span.start - word.start) or 0
    before_article = gone - len("ال")
    if before_article > 0 and _plain(letters)[before_article:gone] == "ال":
        return Span(word.start + _place(letters, before_article), span.end)
    return Span(word.start, span.end)


def canonical(text: str, span: Span) -> str:
    """What stands in ``span`` as a name is written by itself: with its ال where لل before it has taken that along."""
    word = word_at(text, span.start)
    if word is not None and word.start < span.start:
        letters = fold(text[word.start : word.end], LETTERS)
        gone = _gone(letters, span.start - word.start) or 0
        if re.fullmatch("[وف]?لل", letters.text[:gone]):
            return "ال" + text[span.start : span.end]
    return text[span.start : span.end]


def _trimmed(text: str, span: Span, counts: Mapping[str, int], article: bool) -> Span | None:
    word = word_at(text, span.start)
    if word is None:
        return None
    letters = fold(text[word.start : word.end], LETTERS)
    gone = _gone(letters, span.start - word.start)
    if gone is None:
        return None
    cut = _after_proclitics(_plain(letters), gone, counts)
    if not cut and article:
        cut = _after_article(_plain(letters), gone)
    if not cut or _place(letters, cut) <= _place(letters, cut - 1):  # within one ligature
        return None
    start = word.start + _place(letters, cut)
    return Span(start, span.end) if start < span.end else None


def _plain(letters: Folded) -> str:
    """The letters, an alef that joins (ٱلزعيم) as any other."""
    return letters.text.replace("ٱ", "ا")


def _place(letters: Folded, letter: int) -> int:
    """Where a folded letter stands in its word."""
    return letters.span(letter, letter + 1).start


def _gone(letters: Folded, offset: int) -> int | None:
    """How many letters stand before ``offset`` in a word; None inside of one or further in than clitics reach."""
    if offset <= 0:
        return 0
    most = min(_MOST_LETTERS + 1, len(letters.text))
    return next((gone for gone in range(most) if _place(letters, gone) == offset), None)


def _after_article(word: str, gone: int) -> int:
    rest = word[gone:]
    long_enough = len(rest) >= len("ال") + _LEAST_AFTER_ARTICLE
    if _PROCLITICS.fullmatch(word, 0, gone) and rest.startswith("ال") and long_enough:
        return 0 if rest in NO_ARTICLE else gone + len("ال")
    return 0


def _after_proclitics(word: str, gone: int, counts: Mapping[str, int]) -> int:
    """How many letters of ``word`` are gone when the conjunction and the preposition are; 0 where none may go."""
    if gone > 1 or (gone and word[0] not in "وف") or word in AMBIGUOUS or word in NEVER_CUT:
        return 0
    if word[:1] in ("و", "ف"):
        if preposition := _preposition(word[1:], word, counts):
            return 1 + preposition
        return 1 if not gone and _is_word(word[1:], word, counts) else 0
    return _preposition(word, word, counts)


def _preposition(part: str, whole: str, counts: Mapping[str, int]) -> int:
    """How many letters of ب ل ك س or لل go from ``part``, the word after a conjunction; 0 if it begins with its own."""
    rest = part[1:]
    if not rest or part in NEVER_CUT or part in NO_ARTICLE or part in AMBIGUOUS:
        return 0
    match part[0]:
        case "ل" if rest[0] == "ل":
            return _double_lam(part, counts)
        case "س":
            return int(rest[0] in "يتنأ" and (_reports(rest, True) or _occurs(rest, whole, counts)))
        case "ل" if _reports(rest, imperfect=True):
            return 1
        case "ب" | "ل" | "ك":
            if part in FROZEN or (rest in PARTICLES and part not in NOT_BEFORE_PARTICLES):
                return 1
            return int(_has_article(rest) or _occurs(rest, whole, counts))
    return 0


def _double_lam(part: str, counts: Mapping[str, int]) -> int:
    """The letters to go of لل: both, but one where the word after it begins with ل as well (للجنة); none of لله."""
    rest = part[2:]
    if len(rest) < _LEAST_AFTER_ARTICLE:
        return 0
    lam = "ل" + rest
    if lam in LAM_WORDS or counts.get(lam, 0) > counts.get(rest, 0) + counts.get("ال" + rest, 0):
        return 1
    return 2


def _is_word(rest: str, whole: str, counts: Mapping[str, int]) -> bool:
    """Whether what follows a conjunction is a word."""
    if whole in NO_ARTICLE:
        return False
    known = rest in PARTICLES or rest == "قد" or _has_article(rest) or _reports(rest)
    return known or _occurs(rest, whole, counts)


def _has_article(rest: str) -> bool:
    return rest.startswith("ال") and len(rest) >= len("ال") + _LEAST_AFTER_ARTICLE


def _reports(rest: str, imperfect: bool = False) -> bool:
    form = forms().get(rest.translate(_NO_HAMZAS))
    if form is None:
        return False
    return form.kind is Kind.IMPERFECT if imperfect else form.kind is not Kind.NOUN


def _occurs(rest: str, whole: str, counts: Mapping[str, int]) -> bool:
    """Whether ``rest``, with or without ال, is written by itself at least as often as the whole word."""
    times = counts.get(rest, 0) + counts.get("ال" + rest, 0)
    return len(rest) >= _LEAST_WORD and times > 0 and times >= counts.get(whole, 0)
