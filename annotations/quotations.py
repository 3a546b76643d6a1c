"""Pairs of quotation marks: « » ‹ › “ ” " ‘ ’ ' and doubled brackets (( )). Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from annotations.folding import HARAKAT
from annotations.model import Span


class Quotation(NamedTuple):
    """A pair of marks: what stands inside, without white space at its ends, and the same with the marks."""

    inner: Span
    outer: Span


def innermost(text: str, paragraph: Span, offset: int) -> Quotation | None:
    """The innermost pair of marks in ``paragraph`` round the code point at ``offset``, or with a mark there."""
    return Nesting(text, paragraph).innermost(offset)


class Nesting:
    """The pairs of one paragraph, and which of them is round an offset. Made once, it answers without reading on."""

    def __init__(self, text: str, paragraph: Span) -> None:
        self.pairs = sorted(pairs(text, paragraph), key=lambda pair: pair.outer)
        self._holders: dict[Quotation, Quotation] = {}
        self._places: list[int] = []
        self._innermost: list[Quotation | None] = []
        opened: list[Quotation] = []
        for pair in self.pairs:
            self._leave(opened, pair.outer.start)
            if opened:
                self._holders[pair] = opened[-1]
            opened.append(pair)
            self._enter(pair.outer.start, pair)
        self._leave(opened)

    def _leave(self, opened: list[Quotation], before: int | None = None) -> None:
        while opened and (before is None or opened[-1].outer.end <= before):
            ended = opened.pop()
            self._enter(ended.outer.end, opened[-1] if opened else None)

    def _enter(self, place: int, pair: Quotation | None) -> None:
        self._places.append(place)
        self._innermost.append(pair)

    def innermost(self, offset: int) -> Quotation | None:
        """The innermost pair round the code point at ``offset``, or with a mark there."""
        before = bisect_right(self._places, offset)
        return self._innermost[before - 1] if before else None

    def holder(self, pair: Quotation) -> Quotation | None:
        """The innermost pair round another one."""
        return self._holders.get(pair)


_OPENING, _CLOSING = "«‹“„‘‚", "»›”’"
_FAMILIES = {mark: family for family in ("«»", "‹›", "“”„", '"', "‘’‚", "'") for mark in family}
_SINGLE = "‘’‚'"
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Marks side by side share their neighbours: a run of them, or a run of equal brackets. Controls before a run are
# entered at the first only, so that many are read once.
_RUNS = re.compile(
    rf"(?:(?<![{_INVISIBLE}])[{_INVISIBLE}]+)?(?P<marks>[{''.join(_FAMILIES)}](?:[{_INVISIBLE}]*[{''.join(_FAMILIES)}])*)[{_INVISIBLE}]*"
    r"|\(+|\)+"
)
_GAP_BEFORE = re.compile(r"[\s(\[{:،؛=/–—-]")
_GAP_AFTER = re.compile(r"[\s)\]}.,;:!?؟،؛۔…/–—-]")
_PROCLITIC = re.compile(
    rf"(?<![\w{HARAKAT}])(?:[وف][{HARAKAT}]*)?(?:[بلك][{HARAKAT}]*)?(?:ال[{HARAKAT}]*)?ـ*\Z"
)
_LONGEST_PROCLITIC = 12
_ARABIC = re.compile(r"[ء-يٱ-ە]")


class _Open(NamedTuple):
    family: str
    start: int
    reversed: bool = False


class _Opened:
    """The marks that wait for a partner, of each family the last on top: none is looked for among others."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[_Open]] = {}

    def add(self, mark: _Open) -> None:
        self._waiting.setdefault(mark.family, []).append(mark)

    def last(self, *families: str) -> _Open | None:
        tops = [waiting[-1] for family in families if (waiting := self._waiting.get(family))]
        return max(tops, key=lambda mark: mark.start, default=None)

    def take(self, mark: _Open) -> None:
        """The last one of its family has found its partner."""
        self._waiting[mark.family].pop()

    def take_with_inner(self, mark: _Open) -> None:
        """The same, and what was opened after it will not find one."""
        for waiting in self._waiting.values():
            while waiting and waiting[-1].start >= mark.start:
                waiting.pop()


class _Place(NamedTuple):
    """What the neighbours of a run of marks say."""

    opens: bool
    closes: bool
    inside_word: bool
    before_arabic: bool


def pairs(text: str, paragraph: Span) -> Iterator[Quotation]:
    """The pairs of marks in ``paragraph``, in the order in which they close: apart, or one within the other.

    Whether a mark opens or closes is told by its neighbours first (so that »…« and ”…“ are pairs), then by its shape.
    Passed over are marks without a partner, apostrophes, and pairs with nothing inside.
    """
    opened = _Opened()
    for run in _RUNS.finditer(text, *paragraph):
        if run["marks"] is None:
            yield from _brackets(text, opened, run)
            continue
        place = _place(text, paragraph, run)
        for start in range(*run.span("marks")):
            if text[start] in _FAMILIES:
                yield from _mark(text, opened, start, place)


def _place(text: str, paragraph: Span, run: re.Match[str]) -> _Place:
    start, end = run.span()
    at_start, at_end = start == paragraph.start, end == paragraph.end
    gap_before = at_start or _GAP_BEFORE.match(text, start - 1) is not None
    gap_after = at_end or _GAP_AFTER.match(text, end) is not None
    proclitic = _PROCLITIC.search(text, max(paragraph.start, start - _LONGEST_PROCLITIC), start)
    follows_proclitic = proclitic is not None and proclitic.end() > proclitic.start()
    return _Place(
        opens=(gap_before or follows_proclitic) and not gap_after,
        closes=gap_after and not gap_before,
        inside_word=not (gap_before or follows_proclitic or gap_after),
        before_arabic=not at_end and _ARABIC.match(text, end) is not None,
    )


def _mark(text: str, opened: _Opened, start: int, place: _Place) -> Iterator[Quotation]:
    mark = text[start]
    family = _FAMILIES[mark]
    if mark in _SINGLE and place.inside_word:
        return  # an apostrophe
    partner = opened.last(family)
    reverses = mark in _CLOSING and place.opens
    if mark == "’" and reverses and (partner is not None or not place.before_arabic):
        return  # an apostrophe before its word: ’90s
    if partner is None:
        closes = False
    elif mark in _OPENING:
        closes = place.closes
    elif mark in _CLOSING:
        closes = not (reverses and partner.reversed)
    else:
        closes = not place.opens
    if closes and partner is not None:
        yield from _close(text, opened, partner, start + 1, width=1)
    elif mark in _OPENING or reverses or (mark not in _CLOSING and not place.closes):
        opened.add(_Open(family, start, reversed=reverses))


def _brackets(text: str, opened: _Opened, run: re.Match[str]) -> Iterator[Quotation]:
    """Doubled brackets quote; single ones are only counted, so that ``((a (b)))`` closes in the right order."""
    place, end = run.span()
    if text[place] == "(":
        doubled = end - 2 if end - place > 1 else end
        for single in range(place, doubled):
            opened.add(_Open("(", single))
        if doubled < end:
            opened.add(_Open("((", doubled))
        return
    while place < end:
        partner = opened.last("(", "((")
        if partner is None:
            return
        if partner.family == "(":
            opened.take(partner)
            place += 1
        elif end - place > 1:
            yield from _close(text, opened, partner, place + 2, width=2)
            place += 2
        else:
            return


def _close(text: str, opened: _Opened, partner: _Open, end: int, width: int) -> Iterator[Quotation]:
    """Ends a pair; marks opened within it that found no partner are forgotten."""
    start = partner.start
    opened.take_with_inner(partner)
    inside = text[start + width : end - width]
    body = inside.strip()
    if body:
        begin = start + width + len(inside) - len(inside.lstrip())
        yield Quotation(Span(begin, begin + len(body)), Span(start, end))
