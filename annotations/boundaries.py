"""The natural units at an offset: paragraphs, sentences, words, quotations, known names. Offsets are code points.

Every function may be called with a very large text: it reads the paragraph round the offset, never the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from annotations import known_names, quotations
from annotations.known_names import Names
from annotations.model import Span
from annotations.quotations import Quotation
from annotations.words import next_word, previous_word, word_at

__all__ = [
    "Quotation",
    "known_name",
    "next_paragraph",
    "next_quotation",
    "next_sentence",
    "next_word",
    "paragraph_at",
    "previous_paragraph",
    "previous_quotation",
    "previous_sentence",
    "previous_word",
    "quotation_at",
    "quotations_in",
    "sentence_at",
    "sentences",
    "word_at",
]

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


def sentences(text: str, paragraph: Span) -> Iterator[tuple[int, Span]]:
    """The sentences of ``paragraph``, each after the place where the one before it ended; none in a blank one."""
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
    for begin, sentence in sentences(text, paragraph):
        if begin > offset:
            break
        found = sentence
    return found


def next_sentence(text: str, offset: int) -> int:
    """Where the first sentence after ``offset`` begins, or ``len(text)``."""
    own = paragraph_at(text, offset)
    for paragraph in chain([own], _paragraphs_after(text, own)):
        for _, sentence in sentences(text, paragraph):
            if sentence.start > offset:
                return sentence.start
    return len(text)


def previous_sentence(text: str, offset: int) -> int:
    """Where the last sentence before ``offset`` begins: from inside a sentence that one. 0 without one."""
    own = paragraph_at(text, offset)
    for paragraph in chain([own], _paragraphs_before(text, own)):
        starts = [sentence.start for _, sentence in sentences(text, paragraph)]
        before = bisect_left(starts, offset)
        if before:
            return starts[before - 1]
    return 0


def quotation_at(text: str, offset: int) -> Quotation | None:
    """The innermost pair of quotation marks round ``offset``, or of which one stands there, in its paragraph."""
    return quotations.innermost(text, paragraph_at(text, offset), offset)


def quotations_in(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The pairs of marks whose inner text begins from ``start`` to before ``end``, in reading order.

    Paragraphs are read one after the other, only as far as the caller goes on.
    """
    own = paragraph_at(text, start)
    for paragraph in chain([own], _paragraphs_after(text, own)):
        if paragraph.start >= end:
            return
        for quotation in sorted(quotations.pairs(text, paragraph)):
            if start <= quotation.inner.start < end:
                yield quotation


def next_quotation(text: str, offset: int) -> int:
    """Where the inner text of the next pair of marks begins, or ``len(text)``."""
    onward = quotations_in(text, offset + 1, len(text))
    return next((quotation.inner.start for quotation in onward), len(text))


def previous_quotation(text: str, offset: int) -> int:
    """Where the inner text of a pair last begins before ``offset``: from inside a quotation its own. 0 without one."""
    own = paragraph_at(text, offset)
    for paragraph in chain([own], _paragraphs_before(text, own)):
        starts = [quotation.inner.start for quotation in quotations.pairs(text, paragraph)]
        if before := [start for start in starts if start < offset]:
            return max(before)
    return 0


def known_name(text: str, offset: int, names: Names) -> Span | None:
    """The longest of ``names`` that stands at ``offset`` in its paragraph, on whole words and through folding.

    A conjunction or a preposition may be written before its first word (و ف ب ل ك, لل for ل and ال): an offset there
    counts as well, but the span is that of the name alone.
    """
    return known_names.longest(text, paragraph_at(text, offset), offset, names)
