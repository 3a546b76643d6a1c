"""The natural units of a text: paragraphs, words, sentences. Offsets are code points of the whole text.

Every function may be called with a very large text: it looks at the paragraph round the offset, or at the run of
characters without white space there, never at the whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, combinations_with_replacement, pairwise

from annotations.folding import fold
from annotations.model import Span
from annotations.quotations import Quotation, innermost

_PARAGRAPH_END = re.compile("[\n\u2029]")
_FIRST_STEP = 1024


def paragraph_at(text: str, offset: int) -> Span:
    """The paragraph at ``offset`` (0 to ``len(text)``) without its end: LF, CRLF or U+2029.

    An offset on the end of a paragraph, or after the last end of the text, belongs to the paragraph that it ends.
    """
    if offset == len(text) and offset and _PARAGRAPH_END.match(text, offset - 1):
        offset -= 1
    start = _paragraph_start(text, offset)
    end = _PARAGRAPH_END.search(text, offset)
    if end is None:
        return Span(start, len(text))
    stop = end.start()
    if end.group() == "\n" and stop > start and text[stop - 1] == "\r":
        stop -= 1
    return Span(start, stop)


def _paragraph_start(text: str, offset: int) -> int:
    """Looks back in growing steps, so that a text without one of the two ends is not searched to its beginning."""
    step, high = _FIRST_STEP, offset
    while high > 0:
        low = max(0, high - step)
        found = max(text.rfind("\n", low, high), text.rfind("\u2029", low, high))
        if found >= 0:
            return found + 1
        high, step = low, step * 2
    return 0


def _paragraphs_after(text: str, span: Span) -> Iterator[Span]:
    while (end := _PARAGRAPH_END.search(text, span.end)) and end.end() < len(text):
        span = paragraph_at(text, end.end())
        yield span


def _paragraphs_before(text: str, span: Span) -> Iterator[Span]:
    while span.start > 0:
        span = paragraph_at(text, span.start - 1)
        yield span


def next_paragraph(text: str, offset: int) -> int:
    """Where the next paragraph that is not blank begins, or ``len(text)``."""
    for start, end in _paragraphs_after(text, paragraph_at(text, offset)):
        if not _blank(text, start, end):
            return start
    return len(text)


def previous_paragraph(text: str, offset: int) -> int:
    """Where the own paragraph begins, from inside it; else where the nearest before it that is not blank does, or 0."""
    own = paragraph_at(text, offset)
    if own.start < offset and not _blank(text, *own):
        return own.start
    for start, end in _paragraphs_before(text, own):
        if not _blank(text, start, end):
            return start
    return 0


def _blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip()


# Words are found in the classes of a run of characters without white space: A letter of the Arabic script, L another,
# d digit, m mark (or ZWJ, which shapes the letter before it), c control that shows nothing, a apostrophe, u low line,
# n what may stand inside a number, p sign of per cent, x any other.
_WORD = re.compile(
    r"c*((?:p(?=d))?[ALd]m*"
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


_RUN = re.compile(r"\S+")


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, Span, int]]:
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
    run = _RUN.match(text, _run_start(text, offset))
    assert run is not None
    for begin, word, end in _words(text, *run.span()):
        if begin <= offset < end:
            return word
    return None


def next_word(text: str, offset: int) -> int:
    """Where the first word after ``offset`` begins, in this paragraph or a later one, or ``len(text)``."""
    for run in _RUN.finditer(text, _run_start(text, offset)):
        for begin, word, _ in _words(text, *run.span()):
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
        run = _RUN.match(text, start)
        starts = [word.start for _, word, _ in _words(text, *run.span())] if run else []
        before = [start for start in starts if start < offset]
        if before:
            return before[-1]
        end = start
    return 0


_ENDS = ".؟?!۔…"
_CLOSING = "»”’\"'›«“"
_CONTROLS = "\u061c\u200b-\u200f\u2066-\u2069"
_SENTENCE_END = re.compile(
    rf"(?<![{_ENDS}])[{_ENDS}](?:[{_ENDS}{_CLOSING}{_CONTROLS}]|\)\))*"
    r"(?:(?=\s)|\Z|(?<=[»”])(?![،؛:]))"
)
# One letter, an initial or a title (د. أ. م.), perhaps after و; after a number it is an era or a unit and may end.
_ABBREVIATION = re.compile(r"(?<!\w)(?<!\d\s)و?[A-Zء-ي]\.")


def _abbreviates(text: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` belongs to the letter before it."""
    starts = range(max(0, stop - 2), stop)
    return any(_ABBREVIATION.fullmatch(text, start, stop + 1) for start in starts)


def _sentences(text: str, paragraph: Span) -> Iterator[tuple[int, Span]]:
    """The sentences of a paragraph, each after the place where the one before it ended."""
    begin, limit = paragraph
    ends = [
        found.end()
        for found in _SENTENCE_END.finditer(text, begin, limit)
        if found.group() != "." or not _abbreviates(text, found.start())
    ]
    for end in [*ends, limit]:
        sentence = text[begin:end]
        body = sentence.strip()
        if body:
            start = begin + len(sentence) - len(sentence.lstrip())
            yield begin, Span(start, start + len(body))
            begin = end


def sentence_at(text: str, offset: int) -> Span:
    """The sentence at ``offset`` without white space round it; in a blank paragraph an empty span.

    It ends at ``. ؟ ? ! ۔ …`` before white space, with the closing marks that follow, and with its paragraph; not after
    a title or an initial (د. أ. م.) nor in a number. White space between two sentences belongs to the second.
    """
    paragraph = paragraph_at(text, offset)
    found = Span(paragraph.start, paragraph.start)
    for begin, sentence in _sentences(text, paragraph):
        if begin > offset:
            break
        found = sentence
    return found


def next_sentence(text: str, offset: int) -> int:
    """Where the first sentence after ``offset`` begins, or ``len(text)``."""
    own = paragraph_at(text, offset)
    for paragraph in chain([own], _paragraphs_after(text, own)):
        for _, sentence in _sentences(text, paragraph):
            if sentence.start > offset:
                return sentence.start
    return len(text)


def previous_sentence(text: str, offset: int) -> int:
    """Where the last sentence before ``offset`` begins: from inside a sentence that one. 0 without one."""
    own = paragraph_at(text, offset)
    for paragraph in chain([own], _paragraphs_before(text, own)):
        starts = [sentence.start for _, sentence in _sentences(text, paragraph)]
        before = bisect_left(starts, offset)
        if before:
            return starts[before - 1]
    return 0


def quotation_at(text: str, offset: int) -> Quotation | None:
    """The innermost pair of quotation marks round ``offset``, or of which one stands there, in its paragraph."""
    return innermost(text, paragraph_at(text, offset), offset)


_PROCLITICS = frozenset(["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"])
_BEFORE_ARTICLE = frozenset(["لل", "ولل", "فلل"])
"""ل with the article after it, which loses its alef."""
_LONGEST_NAME = 24
"""Words. A longer stretch is no name, whatever it was tagged as."""


def known_name(text: str, offset: int, names: Collection[str]) -> Span | None:
    """The longest of ``names`` that stands at ``offset`` in its paragraph, on whole words and through folding.

    A conjunction or a preposition may be written before its first word (و ف ب ل ك, لل for ل and ال): an offset there
    counts as well, but the span is that of the name alone.
    """
    known = {key for key in map(_name_key, names) if 0 < len(key) < 2 * _LONGEST_NAME}
    if not known:
        return None
    words = _words_round(text, offset, (max(map(len, known)) + 1) // 2)
    folded = [fold(text[start:end]) for start, end in words]
    key = _key(text, words)
    best: Span | None = None
    for first, last in combinations_with_replacement(range(len(words)), 2):
        if not words[first].start <= offset < words[last].end:
            continue
        rest = key[2 * first + 1 : 2 * last + 1]
        for spelling, cut in _without_proclitic(key[2 * first]):
            if (spelling, *rest) in known:
                start = words[first].start + folded[first].span(cut, cut + 1).start
                found = Span(start, words[last].end)
                if best is None or found.end - found.start > best.end - best.start:
                    best = found
    return best


def _without_proclitic(word: str) -> Iterator[tuple[str, int]]:
    """A folded word as it is and without what may be a proclitic, with the letters that this takes away."""
    yield word, 0
    for cut in range(1, min(4, len(word))):
        if word[:cut] in _PROCLITICS:
            yield word[cut:], cut
        if word[:cut] in _BEFORE_ARTICLE:
            yield "ال" + word[cut:], cut


@lru_cache(maxsize=1 << 16)
def _name_key(name: str) -> tuple[str, ...]:
    return _key(
        name, [word for run in _RUN.finditer(name) for _, word, _ in _words(name, *run.span())]
    )


def _key(text: str, words: list[Span]) -> tuple[str, ...]:
    """The folded words and, between them, what parts them but for white space: equal for spellings of one name."""
    parts = [part for word in words for part in word]
    return tuple(fold(text[start:end]).text.strip() for start, end in pairwise(parts))


def _words_round(text: str, offset: int, reach: int) -> list[Span]:
    """The words at ``offset`` and up to ``reach`` of them on each side, within the paragraph."""
    paragraph = paragraph_at(text, offset)
    start = offset
    for _ in range(reach):
        before = previous_word(text, start)
        if not paragraph.start <= before < start:
            break
        start = before
    words: list[Span] = []
    after = 0
    for run in _RUN.finditer(text, start, paragraph.end):
        for _, word, _ in _words(text, *run.span()):
            words.append(word)
            after += word.start > offset
        if after >= reach:
            break
    return words
