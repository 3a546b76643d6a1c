"""What became of a text in another one: which stretches are certainly the same, and where the rest may be.

Paragraphs are compared first, those that are the same word for word with each other, then the words between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

import msgspec

from annotations.alignment import outermost
from annotations.model import Span, paragraphs

_ATTACHED = (  # what belongs to the character before it: marks, joiners, variation selectors, skin tones
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u0711\u0730-\u074a\u08ca-\u08e1\u08e3-\u08ff\u200c\u200d\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff"
)
WORD_CHARACTER = re.compile(rf"[\w{_ATTACHED}]")
LETTER = re.compile(r"\w")
"""What makes a word of a run of characters."""
_TOKEN = re.compile(
    rf"\w[\w{_ATTACHED}]*|[\U0001f1e6-\U0001f1ff]{{2}}|\S[{_ATTACHED}]*(?:(?<=\u200d)\S[{_ATTACHED}]*)*"
)
_MARGIN = 256
"""Code points that are compared at first on each side of what differs."""
_MOST_UNITS = 1 << 16
"""Words or paragraphs of a stretch that are compared; of more no list is made."""


class Run(NamedTuple):
    """A stretch that is in both texts, word for word."""

    old: int
    """Where it begins in the old text."""
    new: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


class Diff(msgspec.Struct, frozen=True):
    """Two texts and what they have in common. All runs are in order, in both texts."""

    old: str
    new: str
    certain: list[Run]
    """What every way to keep as many words as can be kept leaves in its place."""
    ways: tuple[list[Run], list[Run]]
    """The same with what could be kept by one way or another: by the two that differ most."""
    uncompared: list[Span]
    """Stretches of the old text that are too large and too different to be compared."""


def run_after(runs: list[Run], offset: int) -> int:
    """The number of the first run that ends after ``offset`` of the old text."""
    return bisect_right(runs, offset, key=lambda run: run.end)


def between(diff: Diff, runs: list[Run], place: int) -> tuple[Span, Span]:
    """What lies in the old and in the new text before the run of that number, after the one before it."""
    old_start, new_start = (runs[place - 1].end, runs[place - 1].new_end) if place else (0, 0)
    if place == len(runs):
        return Span(old_start, len(diff.old)), Span(new_start, len(diff.new))
    return Span(old_start, runs[place].old), Span(new_start, runs[place].new)


def units(text: str, span: Span, *, words: bool) -> list[Span]:
    """The words in a stretch of a text, or all that is not white space: marks of punctuation and pictures too."""
    return [each for each in _tokens(text, *span) if not words or LETTER.match(text, each.start)]


def compare(old: str, new: str) -> Diff:
    """What became of ``old`` in ``new``."""
    matches = _Matches()
    _compare_paragraphs(old, new, matches)
    ways = _joined(old, new, matches.ways[0]), _joined(old, new, matches.ways[1])
    return Diff(old, new, _joined(old, new, matches.certain), ways, matches.uncompared)


class _Matches:
    """What has been found to be in both texts, in order, before it is joined."""

    def __init__(self) -> None:
        self.certain: list[Run] = []
        self.ways: tuple[list[Run], list[Run]] = [], []
        self.uncompared: list[Span] = []

    def add(self, run: Run) -> None:
        """Something that is certain."""
        for runs in (self.certain, *self.ways):
            runs.append(run)

    def add_units(self, window: _Window, begin: int, end: int, *, certain: bool) -> None:
        """The units of a window from ``begin`` to ``end``, each as the two ways have it."""
        for place in range(begin, end):
            first, last = (way[place] for way in window.ways)
            if certain and first is not None and first == last:
                self.add(window.run(place, first))
                continue
            for way, found in zip(self.ways, (first, last), strict=True):
                if found is not None:
                    way.append(window.run(place, found))


class _Window(NamedTuple):
    """Two stretches compared, without what is certain before and after them. Offsets are those of the texts."""

    old: Span
    new: Span
    old_units: list[Span]
    new_units: list[Span]
    ways: tuple[list[int | None], list[int | None]]

    def run(self, place: int, found: int) -> Run:
        start, end = self.old_units[place]
        return Run(start, self.new_units[found].start, end - start)


def _compare_paragraphs(old: str, new: str, matches: _Matches) -> None:
    whole = Span(0, len(old)), Span(0, len(new))
    window = _window(old, new, *whole, _paragraphs, "\n")
    if window is None:
        _compare_words(old, new, *whole, matches)
        return
    if window.old.start:
        matches.add(Run(0, 0, window.old.start))
    begin, done, new_done = 0, window.old.start, window.new.start
    first, last = window.ways
    for place in range(len(window.old_units) + 1):
        found: int | None = None
        if place == len(window.old_units):
            stop, new_stop = window.old.end, window.new.end
        else:
            found = first[place]
            if found is None or found != last[place]:
                continue
            stop, new_stop = window.old_units[place].start, window.new_units[found].start
        gap = Span(done, stop), Span(new_done, new_stop)
        if not _compare_words(old, new, *gap, matches):
            matches.add_units(window, begin, place, certain=False)
        if found is not None:
            matches.add(run := window.run(place, found))
            begin, done, new_done = place + 1, run.end, run.new_end
    if rest := len(old) - window.old.end:
        matches.add(Run(window.old.end, window.new.end, rest))


def _compare_words(old: str, new: str, span: Span, new_span: Span, matches: _Matches) -> bool:
    """Compare two stretches by their words; False if they are too large and too different for that."""
    if not (old[span.start : span.end].strip() and new[new_span.start : new_span.end].strip()):
        return True
    window = _window(old, new, span, new_span, _tokens, " \n")
    if window is None:
        matches.uncompared.append(span)
        return False
    if lead := window.old.start - span.start:
        matches.add(Run(span.start, new_span.start, lead))
    matches.add_units(window, 0, len(window.old_units), certain=True)
    if rest := span.end - window.old.end:
        matches.add(Run(window.old.end, window.new.end, rest))
    return True


def _window(
    old: str,
    new: str,
    span: Span,
    new_span: Span,
    split: Callable[[str, int, int], Iterator[Span]],
    separators: str,
) -> _Window | None:
    """Compare two stretches by units; None if they are too large and too different for that.

    They differ only between a common beginning and end, but what is inserted or deleted may look like what is beside
    it. So some of both is compared too, and more until the outermost units are certain: then all beyond them is.
    """
    most = min(span.end - span.start, new_span.end - new_span.start)
    lead = _agreement(
        lambda a, b: _at(old, span.start, a, b) == _at(new, new_span.start, a, b), most
    )
    tail = _agreement(
        lambda a, b: _at(old, span.end, -b, -a) == _at(new, new_span.end, -b, -a), most - lead
    )
    margin = _MARGIN
    while True:
        begin = _after_last(old, span.start, span.start + lead - margin, separators)
        end = _after_next(old, span.end - tail + margin, span.end, separators)
        new_begin, new_end = new_span.start + begin - span.start, new_span.end - (span.end - end)
        units = list(islice(split(old, begin, end), _MOST_UNITS + 1))
        new_units = list(islice(split(new, new_begin, new_end), _MOST_UNITS + 1))
        if max(len(units), len(new_units)) > _MOST_UNITS:
            return None
        numbers: dict[str, int] = {}
        one, other = (
            [numbers.setdefault(text[a:b], len(numbers)) for a, b in some]
            for text, some in ((old, units), (new, new_units))
        )
        ways = outermost(one, other)
        if ways is None:
            return None
        sure_begin = begin == span.start or (one and ways[0][0] == ways[1][0] == 0)
        sure_end = end == span.end or (one and ways[0][-1] == ways[1][-1] == len(other) - 1)
        if sure_begin and sure_end:
            return _Window(Span(begin, end), Span(new_begin, new_end), units, new_units, ways)
        margin *= 8


def _agreement(agree: Callable[[int, int], bool], most: int) -> int:
    """How far two texts agree, ``most`` at most; ``agree`` tells whether they do between two distances."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        if agree(low, middle):
            low = middle
        else:
            most = middle - 1
    return low


def _at(text: str, origin: int, start: int, end: int) -> str:
    return text[origin + start : origin + end]


def _after_last(text: str, start: int, offset: int, separators: str) -> int:
    """After the last separator between ``start`` and ``offset``, or ``start``."""
    return max(start, *(text.rfind(each, start, max(start, offset)) + 1 for each in separators))


def _after_next(text: str, offset: int, end: int, separators: str) -> int:
    """After the first separator that ends between ``offset`` and ``end``, or ``end``."""
    found = (text.find(each, offset - 1, end) for each in separators)
    return min((place + 1 for place in found if place >= 0), default=end)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    for begin, stop in paragraphs(text[start:end]):
        if not text[start + begin : start + stop].isspace() and begin < stop:
            yield Span(start + begin, start + stop)


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    return (Span(*found.span()) for found in _TOKEN.finditer(text, start, end))


def _joined(old: str, new: str, runs: list[Run]) -> list[Run]:
    """The same runs, where nothing but the same white space parts two of them as one."""
    joined: list[Run] = []
    for run in runs:
        if joined:
            last = joined[-1]
            space = old[last.end : run.old]
            if space == new[last.new_end : run.new] and not space.strip():
                joined[-1] = Run(last.old, last.new, run.end - last.old)
                continue
        joined.append(run)
    return joined
