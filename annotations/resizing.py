"""Moving the ends of a span by a letter or a word, parting it in two, joining several. Offsets are code points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from annotations.boundaries import next_word, previous_word, word_at
from annotations.clusters import clusters
from annotations.folding import HARAKAT
from annotations.model import Span

End = Literal["start", "end"]
By = Literal["letter", "word"]

_ALEF_AFTER_LAM = re.compile(f"(?<=ل)[{HARAKAT}]*([اأإآ])")


def split(text: str, span: Span, at: int) -> tuple[Span, Span] | None:
    """The parts of ``span`` before and after ``at``, without white space at the cut; None if one would be blank."""
    if not span.start < at < span.end:
        return None
    before, after = text[span.start : at].rstrip(), text[at : span.end].lstrip()
    if not before.strip() or not after.strip():
        return None
    return Span(span.start, span.start + len(before)), Span(span.end - len(after), span.end)


def join(spans: Iterable[Span]) -> Span:
    """The smallest span that holds them all; raises ValueError if there are none."""
    joined = list(spans)
    if not joined:
        raise ValueError("there are no spans to join")
    return Span(min(span.start for span in joined), max(span.end for span in joined))


def move_end(
    text: str,
    span: Span,
    end: End,
    by: By,
    onward: bool,
) -> Span:
    """``span`` with one of its ends moved in reading order; the same where that would leave nothing of it.

    A letter is a cluster, but lam and alef are two. By word the start goes to where a word begins, the end to where one
    ends.
    """
    if by == "letter":
        place = _letter(text, span.start if end == "start" else span.end, onward)
    elif end == "start":
        place = _word_start(text, span.start, onward)
    else:
        place = _word_end(text, span.end, onward)
    moved = span._replace(**{end: place})
    return moved if moved.start < moved.end else span


def alef_in(text: str, cluster: Span) -> int | None:
    """Where the alef of a cluster stands that is lam and alef; None for any other."""
    alef = _ALEF_AFTER_LAM.search(text, *cluster)
    return alef.start(1) if alef else None


def _letter(text: str, offset: int, onward: bool) -> int:
    """Where the nearest letter after or before ``offset`` begins; ``offset`` itself at the ends of the text."""
    low = max(0, text.rfind(" ", 0, max(0, offset - 1)), text.rfind("\n", 0, max(0, offset - 1)))
    stops = [stop + 1 for sign in " \n" if (stop := text.find(sign, offset + 1)) >= 0]
    near = text[low : min(stops, default=len(text))]
    begins = [low + begin for begin in clusters(near)]
    begins += [low + alef.start(1) for alef in _ALEF_AFTER_LAM.finditer(near)]
    if onward:
        return min((begin for begin in begins if begin > offset), default=offset)
    return max((begin for begin in begins if begin < offset), default=offset)


def _word_start(text: str, offset: int, onward: bool) -> int:
    start = (next_word if onward else previous_word)(text, offset)
    word = word_at(text, start)
    return start if word is not None and word.start == start else offset


def _word_end(text: str, offset: int, onward: bool) -> int:
    if onward:
        word = word_at(text, offset) or word_at(text, next_word(text, offset))
        if word is not None and word.end <= offset:  # only controls are left of it
            word = word_at(text, next_word(text, offset))
        return word.end if word is not None else offset
    start = previous_word(text, offset)
    for begin in (start, previous_word(text, start)):
        word = word_at(text, begin)
        if word is not None and word.end < offset:
            return word.end
    return offset
