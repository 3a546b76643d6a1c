"""Words, with their clitics and marks. What is read of a text is the run without white space round an offset."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from annotations.model import Span

# Words are found in the classes of a run of characters without white space: A letter of the Arabic script, L another,
# d digit, m mark (or ZWJ, which shapes the letter before it), c control that shows nothing, a apostrophe, u low line,
# n what may stand inside a number, p sign of per cent, x any other. A run of controls is entered at its first only, so
# that a long one is read once.
_WORD = re.compile(
    r"(?:(?<!c)c+)?((?:p(?=d))?[ALd]m*"
    r"(?:c*[ALd]m*|(?<=[Lm])a(?=L)|u(?=[ALd])|(?<=d)c*nc*(?=d))*"
    r"(?:(?<=d)p)?)c*"
)
_CLASSES = {
    **dict.fromkeys("'’‘׳״", "a"),
    "_": "u",
    **dict.fromkeys(".,:/،٫٬", "n"),
    **dict.fromkeys("%٪‰", "p"),
    "\u200d": "m",
}
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    if character in _CLASSES:
        return _CLASSES[character]
    category = unicodedata.category(character)
    if category[0] == "L":
        return "A" if _ARABIC.match(character) else "L"
    return {"Nd": "d", "Cf": "c", "Nl": "L", "No": "L"}.get(
        category, "m" if category[0] == "M" else "x"
    )


RUN = re.compile(r"\S+")
"""What words are looked for in: no word has white space inside."""


def words(text: str, start: int, end: int) -> Iterator[tuple[int, Span, int]]:
    """The words of a run without white space, each between the begin and the end of the controls that adjoin it."""
    classes = "".join(map(_class, text[start:end]))
    for word in _WORD.finditer(classes):
        yield (
            start + word.start(),
            Span(start + word.start(1), start + word.end(1)),
            start + word.end(),
        )


def _run_start(text: str, offset: int) -> int:
    while offset > 0 and not text[offset - 1].isspace():
        offset -= 1
    return offset


def word_at(text: str, offset: int) -> Span | None:
    """The whole word over the code point at ``offset``, with its clitics and marks; None between words.

    A word is letters, digits, marks and tatweel, with joiners and low lines inside, and with apostrophes between
    letters that are not Arabic. A number with ``. , : /`` (or ``، ٫ ٬``) between its digits is one word (3.5, 12:30,
    18/10/2023), a sign of per cent beside it belongs to it (50%), a hyphen parts. Controls that show nothing lead to
    the word that they adjoin, outside of it.
    """
    if offset >= len(text) or text[offset].isspace():
        return None
    run = RUN.match(text, _run_start(text, offset))
    assert run is not None
    for begin, word, end in words(text, *run.span()):
        if begin <= offset < end:
            return word
    return None


def next_word(text: str, offset: int) -> int:
    """Where the first word after ``offset`` begins, in this paragraph or a later one, or ``len(text)``."""
    for run in RUN.finditer(text, _run_start(text, offset)):
        for begin, word, _ in words(text, *run.span()):
            if begin > offset:
                return word.start
    return len(text)


def previous_word(text: str, offset: int) -> int:
    """Where the last word that begins before ``offset`` does: from inside a word its own start. 0 without one."""
    end = offset
    while end > 0:
        while end > 0 and text[end - 1].isspace():
            end -= 1
        start = _run_start(text, end)
        run = RUN.match(text, start)
        starts = [word.start for _, word, _ in words(text, *run.span())] if run else []
        before = [start for start in starts if start < offset]
        if before:
            return before[-1]
        end = start
    return 0
