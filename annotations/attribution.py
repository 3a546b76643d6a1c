"""What is said by the one who is quoted: the content that follows إن or أن, or a colon, after a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from annotations.boundaries import paragraph_at, sentences
from annotations.clauses import clauses
from annotations.folding import fold
from annotations.imperfect import LETTERS, is_imperfect
from annotations.model import Span
from annotations.quotations import Nesting
from annotations.reporting import Cue, cues_in


class Attribution(NamedTuple):
    """A cue and what it attributes: the content without إن or أن, with quotation marks that belong to it."""

    cue: Cue
    content: Span


class _Opener(NamedTuple):
    """إن, أن or a colon."""

    start: int
    end: int
    colon: bool
    joined: bool
    """With «and» to what was said before."""
    reports: bool
    """أن before an imperfect does not: it is what somebody is to do."""


_OPENER = re.compile(
    r"(?<!\w)(?P<joined>[وب])?(?P<that>[إأا]ن)(?P<pronoun>ه|ها|هم|هما|هن|نا|ني|ك|كم)?(?!\w)"
    r"|(?<!\d):(?!/)|:(?![\d/])"
)
_WORD_BEFORE = re.compile(r"(\w+)\s+\Z")
_WORD_AFTER = re.compile(r"\W*(?:لا\s+)?(\w+)")
_NO_SPEECH = frozenset(
    fold(
        "قبل بعد منذ دون بدون حتى إلا مجرد يمكن يجب ينبغي المتوقع المقرر بد شرط غير بيد رغم مع علما كما لولا",
        LETTERS,
    ).text.split()
)
"""Before أن they make another kind of clause: after he came, except that, it is possible that."""
_LONGEST_OF_THEM = 16
_ENDS = ".۔،؛:"


def attributed_at(text: str, offset: int) -> Span | None:
    """The smallest attributed content over the code point at ``offset``; None where nothing is attributed.

    It begins after إن or أن (but أن before an imperfect opens none) or after a colon that follow a cue, and goes to the
    end of the clause, after a colon to the end of the sentence, without the sign there.
    """
    found = attributions_in(text, *paragraph_at(text, offset))
    contents = [content for _, content in found if content.start <= offset < content.end]
    return min(contents, key=lambda content: content.end - content.start, default=None)


def attributions_in(text: str, start: int, end: int) -> Iterator[Attribution]:
    """What is attributed within ``start`` to ``end``, in reading order, paragraph after paragraph."""
    while start < end:
        paragraph = paragraph_at(text, start)
        for found in _attributions(text, paragraph):
            if start <= found.cue.span.start and found.content.end <= end:
                yield found
        start = max(start, paragraph.end) + 1


def _attributions(text: str, paragraph: Span) -> Iterator[Attribution]:
    openers = _openers(text, paragraph)
    cues = list(cues_in(text, *paragraph)) if openers else []
    if cues:
        marks = Nesting(text, paragraph)
        for _, sentence in sentences(text, paragraph):
            yield from _said(text, sentence, marks, cues, openers)


def _openers(text: str, paragraph: Span) -> list[_Opener]:
    folded = fold(text[paragraph.start : paragraph.end], LETTERS)
    found = []
    for opener in _OPENER.finditer(folded.text):
        colon = opener["that"] is None
        before = _WORD_BEFORE.search(
            folded.text, max(0, opener.start() - _LONGEST_OF_THEM), opener.start()
        )
        if not colon and before and before[1] in _NO_SPEECH:
            continue
        bare = opener["that"] in ("أن", "ان") and opener["pronoun"] is None
        after = _WORD_AFTER.match(folded.text, opener.end()) if bare else None
        span = folded.span(*opener.span())
        found.append(
            _Opener(
                paragraph.start + span.start,
                paragraph.start + span.end,
                colon,
                joined=opener["joined"] == "و",
                reports=not (after and is_imperfect(after[1])),
            )
        )
    return found


def _said(
    text: str, sentence: Span, marks: Nesting, cues: list[Cue], openers: list[_Opener]
) -> Iterator[Attribution]:
    """What is attributed in one sentence. A cue has the first opener after it within the same marks, and those that
    «and» joins to it."""
    cues = cues[bisect_left(cues, sentence.start, key=_start) :]
    openers = openers[
        bisect_left(openers, sentence.start, key=_start) : bisect_left(
            openers, sentence.end, key=_start
        )
    ]
    parts = clauses(text, sentence, marks)
    begins = [begin for begin, _ in parts]
    joined = [opener.start for opener in openers if opener.joined]
    taken = 0
    last: Cue | None = None
    for opener in openers:
        before = bisect_right(cues, opener.start, key=_start)
        near = reversed(cues[max(taken, before - _NEAR) : before])
        cue = next((cue for cue in near if _together(marks, cue, opener)), None)
        if cue is not None:
            taken, last = before, cue
        elif last is None or not opener.joined or not _together(marks, last, opener):
            continue
        if not opener.reports:
            last = None
        elif last is not None:
            limit = sentence.end
            if not opener.colon:
                limit = parts[bisect_right(begins, opener.end) - 1][1].end
                after = bisect_left(joined, opener.end)
                limit = min([limit, *joined[after : after + 1]])
            if content := _content(text, opener, limit, marks):
                yield Attribution(last, content)


_NEAR = 4
"""Cues before an opener that are looked at: those next to it may stand inside marks."""


def _start(of: Cue | _Opener) -> int:
    return of.span.start if isinstance(of, Cue) else of.start


def _together(marks: Nesting, cue: Cue, opener: _Opener) -> bool:
    """Whether both stand within the same marks, or the opener is the first word in marks of its own: قال "إن …"."""
    round_cue, round_opener = marks.innermost(cue.span.start), marks.innermost(opener.start)
    if round_opener is not None and round_opener.inner.start == opener.start:
        return round_cue in (round_opener, marks.holder(round_opener))
    return round_cue == round_opener


def _content(text: str, opener: _Opener, end: int, marks: Nesting) -> Span | None:
    """What begins after an opener and ends at ``end``, or with the marks that it takes up or stands in."""
    start = opener.end
    while start < end and text[start].isspace():
        start += 1
    around, first = marks.innermost(opener.start), marks.innermost(start)
    if opener.colon and first is not None and first.outer.start == start:
        return first.outer
    pair = marks.innermost(end - 1)
    while pair is not None and pair.outer.start >= start:
        end = max(end, pair.outer.end)
        pair = marks.holder(pair)
    if around is not None:
        end = min(end, around.inner.end)
    while end > start and (text[end - 1] in _ENDS or text[end - 1].isspace()):
        end -= 1
    return Span(start, end) if start < end else None
