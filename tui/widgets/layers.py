"""What lies over the text, to be asked which of it touches a row at the cost of that alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from annotations.model import Anchor, Annotation, Span


class Spans:
    """Spans of an article, such as the hits of a search."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans)
        self._starts = [span.start for span in self.spans]
        self._furthest = list(accumulate((span.end for span in self.spans), max))

    def touching(self, start: int, end: int) -> list[int]:
        """The indices of the spans that have a code point from ``start`` to ``end``."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._furthest, start, hi=last)
        return [place for place in range(first, last) if self.spans[place].end > start]

    def following(self, offset: int, step: int) -> int | None:
        """The index of the first span after ``offset`` (``step`` 1) or the last before it (-1), going round."""
        if not self.spans:
            return None
        if step > 0:
            return bisect_right(self._starts, offset) % len(self.spans)
        return (bisect_left(self._starts, offset) - 1) % len(self.spans)


class Layers:
    """The annotations of an article. A change costs what it changes, however many there are."""

    def __init__(self, annotations: list[Annotation] | None = None) -> None:
        """``annotations`` are in reading order; those that do not stand where they were made are passed over."""
        self.annotations: list[Annotation] = []
        self._starts: list[int] = []
        self._furthest: list[int] = []  # the greatest end up to each place
        self.replace(annotations or [])

    def replace(self, annotations: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
        """Hold these from now on; returns those that went and those that came."""
        old, furthest = self.annotations, self._furthest
        head = alike(old, annotations)
        tail = alike(old[head:][::-1], annotations[head:][::-1])
        changed = slice(head, len(old) - tail)
        gone, come = old[changed], annotations[head : len(annotations) - tail]
        self.annotations = annotations
        self._starts[changed] = [each.start for each in come]
        reach = furthest[head - 1] if head else 0
        reaches = list(accumulate((each.end for each in come), max, initial=reach))
        furthest[changed] = reaches[1:]
        reach = reaches[-1]
        for place in range(head + len(come), len(annotations)):
            reach = max(reach, annotations[place].end)
            if furthest[place] == reach:
                break  # as it was, so all that follows is
            furthest[place] = reach
        return gone, come

    def touching(self, start: int, end: int) -> list[Annotation]:
        """The annotations that have a code point from ``start`` to ``end``, in reading order."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._furthest, start, hi=last)
        return [
            each
            for each in self.annotations[first:last]
            if each.end > start and each.anchor is Anchor.ANCHORED
        ]

    def innermost(self, offset: int) -> Annotation | None:
        """The shortest annotation that covers ``offset``, the one that begins last where several are."""
        covering = self.touching(offset, offset + 1)
        return min(covering, key=lambda a: (a.end - a.start, -a.start), default=None)


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
