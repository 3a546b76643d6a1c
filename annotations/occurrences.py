"""The same name everywhere in a text: through folding and with proclitics before it, on whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from annotations.clitic_words import LETTERS, NEVER_CUT, NO_ARTICLE
from annotations.folding import Folded, fold
from annotations.model import Span
from annotations.words import RUN, words

_BEFORE_NAME = re.compile(r"(?<![^\W_])[وف]?[بلك]?\Z")
_BEFORE_ARTICLE = re.compile(r"(?<![^\W_])(?:(?P<doubled>[وف]?لل)|[وف]?[بك]?(?P<article>ال))\Z")
_LOOK_BACK = len("وبال") + 2
_LEAST_WITH_ARTICLE = 4
_LEAST_AFTER_PROCLITIC = 3
"""Letters of a name of one word: in a shorter one «ولو» would be a name with و."""
_NO_PROCLITIC = NEVER_CUT | NO_ARTICLE
_CLEAR = frozenset(["", *" \n\r\t\u00a0،؛؟!«»“”()[]"])
"""Beside these, and at the ends of the text, there is no doubt where a word ends."""
_WINDOW = 32


def occurrences(text: str, name: str, folded: Folded | None = None) -> list[Span]:
    """Where ``name`` stands in ``text``, in reading order: the spelling may differ as folding allows.

    A span is the name alone: و ف ب ل ك before it stay outside, and where لل has taken its ال along (للولايات المتحدة)
    it begins after that; `clitics.canonical` is the name to ask for there. No other spelling is joined (سيرغي, سيرجي).
    ``folded`` is ``fold(text)``, for who asks for many names.
    """
    wanted = fold(name).text.split()
    if not wanted:
        return []
    folded = fold(text) if folded is None else folded
    article = wanted[0].startswith("ال") and len(wanted[0]) >= _LEAST_WITH_ARTICLE
    proclitics = len(wanted) > 1 or len(wanted[0]) >= _LEAST_AFTER_PROCLITIC
    body = [wanted[0].removeprefix("ال") if article else wanted[0], *wanted[1:]]
    end = r"(?![^\W_])" if wanted[-1][-1].isalnum() else ""
    pattern = re.compile(r"[^\S\n\u2029]+".join(map(re.escape, body)) + end)
    found: list[Span] = []
    at = 0
    while hit := pattern.search(folded.text, at):
        at = hit.start() + 1
        name_and_word = _before(folded.text, hit.start(), article)
        if name_and_word is None:
            continue
        first, word = name_and_word
        span = whole = folded.span(first, hit.end())
        if word < first:
            whole = folded.span(word, hit.end())
            in_ligature = folded.span(first - 1, first).start == span.start
            if not proclitics or in_ligature or _own_letter(text[whole.start : whole.end]):
                continue
        if _whole_words(text, whole):
            found.append(span)
            at = hit.end()
    return found


def _before(folded: str, start: int, article: bool) -> tuple[int, int] | None:
    """Where a name whose letters after ال begin at ``start`` begins itself, and where its word does."""
    near = folded[max(0, start - _LOOK_BACK) : start]
    before = (_BEFORE_ARTICLE if article else _BEFORE_NAME).search(near)
    if before is None:
        return None
    own = before["article"] if article else None
    return start - len(own or ""), start - len(before[0])


@lru_cache(maxsize=256)
def _own_letter(word: str) -> bool:
    """Whether what looks like a proclitic belongs to a word."""
    return fold(word, LETTERS).text in _NO_PROCLITIC


def _whole_words(text: str, span: Span) -> bool:
    """Whether the words at both ends of ``span`` begin and end with it."""
    start, end = span
    first, last = text[start - 1 : start], text[end : end + 1]
    return (first in _CLEAR or any(word.start == start for word in _words_near(text, start))) and (
        last in _CLEAR or any(word.end == end for word in _words_near(text, end))
    )


def _words_near(text: str, offset: int) -> Iterator[Span]:
    for run in RUN.finditer(text, max(0, offset - _WINDOW), offset + _WINDOW):
        for _, word, _ in words(text, *run.span()):
            yield word
