"""Pairs of quotation marks: « » ‹ › “ ” " ‘ ’ ' and doubled brackets (( )). Offsets are code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from annotations.folding import HARAKAT
from annotations.model import Span


class Quotation(NamedTuple):
    """A pair of marks: what stands inside, without white space at its ends, and the same with the marks."""

    inner: Span
    outer: Span


def innermost(text: str, paragraph: Span, offset: int) -> Quotation | None:
    """The innermost pair of marks in ``paragraph`` round the code point at ``offset``, or with a mark there.

    Whether a mark opens or closes is told by its neighbours first (so that »…« and ”…“ are pairs), then by its shape.
    Passed over are marks without a partner, apostrophes, and pairs with nothing inside.
    """
    found: Quotation | None = None
    for quotation in _pairs(text, paragraph):
        start, end = quotation.outer
        inside = start <= offset < end
        if inside and (found is None or end - start < found.outer.end - found.outer.start):
            found = quotation
    return found


_OPENING, _CLOSING = "«‹“„‘‚", "»›”’"
_FAMILIES = {mark: family for family in ("«»", "‹›", "“”„", '"', "‘’‚", "'") for mark in family}
_SINGLE = "‘’‚'"
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Marks side by side share their neighbours: a run of them, or a run of equal brackets.
_RUNS = re.compile(
    rf"[{_INVISIBLE}]*(?P<marks>[{''.join(_FAMILIES)}](?:[{_INVISIBLE}]*[{''.join(_FAMILIES)}])*)[{_INVISIBLE}]*"
    r"|\(+|\)+"
)
_GAP_BEFORE = re.compile(r"[\s(\[{:،؛=/–—-]")
_GAP_AFTER = re.compile(r"[\s)\]}.,;:!?؟،؛۔…/–—-]")
_PROCLITIC = re.compile(
    rf"(?<![\w{HARAKAT}])(?:[وف][{HARAKAT}]*)?(?:[بلك][{HARAKAT}]*)?(?:ال[{HARAKAT}]*)?ـ*\Z"
)
_LONGEST_PROCLITIC = 12
_ARABIC = re.compile(r"[ء-يٱ-ە]")


@dataclass
class _Open:
    family: str
    start: int
    reversed: bool = False


class _Place(NamedTuple):
    """What the neighbours of a run of marks say."""

    opens: bool
    closes: bool
    inside_word: bool
    before_arabic: bool


def _pairs(text: str, paragraph: Span) -> Iterator[Quotation]:
    opened: list[_Open] = []
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


def _mark(text: str, opened: list[_Open], start: int, place: _Place) -> Iterator[Quotation]:
    mark = text[start]
    family = _FAMILIES[mark]
    if mark in _SINGLE and place.inside_word:
        return  # an apostrophe
    partner = _last(opened, family)
    reverses = mark in _CLOSING and place.opens
    if mark == "’" and reverses and (partner is not None or not place.before_arabic):
        return  # an apostrophe before its word: ’90s
    if partner is None:
        closes = False
    elif mark in _OPENING:
        closes = place.closes
    elif mark in _CLOSING:
        closes = not (reverses and opened[partner].reversed)
    else:
        closes = not place.opens
    if closes and partner is not None:
        yield from _close(text, opened, partner, start + 1, width=1)
    elif mark in _OPENING or reverses or (mark not in _CLOSING and not place.closes):
        opened.append(_Open(family, start, reversed=reverses))


def _brackets(text: str, opened: list[_Open], run: re.Match[str]) -> Iterator[Quotation]:
    """Doubled brackets quote; single ones are only counted, so that ``((a (b)))`` closes in the right order."""
    place, end = run.span()
    if text[place] == "(":
        doubled = end - 2 if end - place > 1 else end
        opened.extend(_Open("(", single) for single in range(place, doubled))
        if doubled < end:
            opened.append(_Open("((", doubled))
        return
    while place < end:
        partner = _last(opened, "(", "((")
        if partner is None:
            return
        if opened[partner].family == "(":
            del opened[partner]
            place += 1
        elif end - place > 1:
            yield from _close(text, opened, partner, place + 2, width=2)
            place += 2
        else:
            return


def _last(opened: list[_Open], *families: str) -> int | None:
    return next((at for at in reversed(range(len(opened))) if opened[at].family in families), None)


def _close(
    text: str, opened: list[_Open], partner: int, end: int, width: int
) -> Iterator[Quotation]:
    """Ends a pair; marks opened within it that found no partner are forgotten."""
    start = opened[partner].start
    del opened[partner:]
    inside = text[start + width : end - width]
    body = inside.strip()
    if body:
        begin = start + width + len(inside) - len(inside.lstrip())
        yield Quotation(Span(begin, begin + len(body)), Span(start, end))
