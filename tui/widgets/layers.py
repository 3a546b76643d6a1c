"""What lies over the text, to be asked which of it touches a row at the cost of that alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter

from annotations.margin import reading_order
from annotations.model import Annotation, Span

_start, _end = attrgetter("start"), attrgetter("end")


class Spans:
    """Spans of an article, the hits of a search. A question costs the same however many they are."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        """None of ``spans`` lies over another."""
        self.spans = sorted(spans)

    def add(self, spans: list[Span]) -> None:
        """Hold these as well, of which none lies over any. Cheap if they follow on what is held, or on nothing but the
        text's beginning: as the batches of a search do, which goes round the end of the text."""
        turn = next((at for at, (one, two) in enumerate(pairwise(spans), 1) if two < one), 0)
        for run in (spans[:turn], spans[turn:]):
            if run:
                place = bisect_left(self.spans, run[0])
                self.spans[place:place] = run

    def touching(self, start: int, end: int) -> range:
        """The indices of the spans that have a code point from ``start`` to ``end``."""
        last = bisect_left(self.spans, end, key=_start)
        return range(bisect_right(self.spans, start, hi=last, key=_end), last)

    def following(self, offset: int, step: int) -> int | None:
        """The index of the first span after ``offset`` (``step`` 1) or the last before it (-1), going round."""
        if not self.spans:
            return None
        if step > 0:
            return bisect_right(self.spans, offset, key=_start) % len(self.spans)
        return (bisect_left(self.spans, offset, key=_start) - 1) % len(self.spans)


class Layers:
    """The annotations of an article. A change costs what it changes, a question what is near, however many they are."""

    def __init__(self, annotations: list[Annotation] | None = None) -> None:
        """``annotations`` are in reading order; one that has lost its place has no code point, and touches nothing."""
        self.annotations: list[Annotation] = []
        self._shelves = Shelves()
        self.replace(annotations or [])

    def replace(self, annotations: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
        """Hold these from now on; returns those that went and those that came."""
        old = self.annotations
        head = alike(old, annotations)
        tail = alike(old[head:][::-1], annotations[head:][::-1])
        gone, come = old[head : len(old) - tail], annotations[head : len(annotations) - tail]
        self.annotations = annotations
        for each in gone:
            self._shelves.remove(each)
        for each in come:
            self._shelves.add(each)
        return gone, come

    def touching(self, start: int, end: int) -> list[Annotation]:
        """The annotations that have a code point from ``start`` to ``end``, in reading order; of one in several parts
        what is between them counts."""
        return sorted(self._shelves.touching(start, end), key=reading_order)

    def covering(self, offset: int) -> list[Annotation]:
        """The annotations that ``offset`` is a code point of: the shortest first, of those as long the one that
        begins last."""
        touching = self._shelves.touching(offset, offset + 1)
        found = [a for a in touching if any(part.start <= offset < part.end for part in a.parts)]
        return sorted(found, key=_inner_first)


def _inner_first(annotation: Annotation) -> tuple[int, int, tuple[int, int, str, str]]:
    length = sum(end - start for start, end in annotation.parts)
    return length, -annotation.start, reading_order(annotation)


class Shelves:
    """Annotations in no order, to be asked which of them touch a span."""

    def __init__(self) -> None:
        # By the binary digits of their length, so that a long one at the beginning, which reaches far, is not a reason
        # to look at all the short ones between.
        self._shelves: dict[int, _Shelf] = {}

    def add(self, annotation: Annotation) -> None:
        self._shelves.setdefault(_digits(annotation), _Shelf()).add(annotation)

    def remove(self, annotation: Annotation) -> None:
        self._shelves[_digits(annotation)].remove(annotation)

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Those that have a code point from ``start`` to ``end``."""
        return [
            each
            for digits, shelf in self._shelves.items()
            for each in shelf.beginning(start - (1 << digits) + 1, end)
            if each.end > start
        ]


def _digits(annotation: Annotation) -> int:
    return (annotation.end - annotation.start).bit_length()


class _Shelf:
    """Annotations by where they begin."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._items: list[Annotation] = []

    def add(self, annotation: Annotation) -> None:
        place = bisect_right(self._starts, annotation.start)
        self._starts.insert(place, annotation.start)
        self._items.insert(place, annotation)

    def remove(self, annotation: Annotation) -> None:
        place = bisect_left(self._starts, annotation.start)
        while self._items[place] != annotation:
            place += 1
        del self._starts[place], self._items[place]

    def beginning(self, start: int, end: int) -> list[Annotation]:
        """Those that begin at ``start`` or after it, and before ``end``."""
        first = bisect_left(self._starts, start)
        return self._items[first : bisect_left(self._starts, end, lo=first)]


def alike(one: list[Annotation], other: list[Annotation]) -> int:
    """How many at the beginning of both are the same.

    Halves are compared, since lists are compared fast where they hold the same objects."""
    first, end = 0, min(len(one), len(other))
    while first < end:
        middle = (first + end + 1) // 2
        if one[first:middle] == other[first:middle]:
            first = middle
        else:
            end = middle - 1
    return first
