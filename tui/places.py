"""The places where a reader has been, to go back to and forth again."""

from __future__ import annotations

from typing import NamedTuple

MOST = 200
"""Places that are kept; the oldest go."""
NEAR = 40
"""Code points: a place so near to the last one is the same place."""


class Place(NamedTuple):
    article: str
    offset: int
    exact: bool = False
    """Whether it is gone back to from however near, as from the other end of a link."""


class Places:
    """A line of places with the reader on it, as a browser keeps its pages."""

    def __init__(self) -> None:
        self._before: list[Place] = []
        self._after: list[Place] = []

    def leave(self, place: Place) -> None:
        """The reader jumps away from ``place``; what lay ahead is forgotten."""
        self._after.clear()
        self._push(self._before, place)

    def back(self, here: Place) -> Place | None:
        """The place before, or None at the beginning; ``here`` can be gone forth to again."""
        return self._go(self._before, self._after, here)

    def forth(self, here: Place) -> Place | None:
        """The place that was gone back from last, or None."""
        return self._go(self._after, self._before, here)

    def _go(self, source: list[Place], target: list[Place], here: Place) -> Place | None:
        while source and _same(source[-1], here):
            source.pop()
        if not source:
            return None
        place = source.pop()
        self._push(target, here._replace(exact=place.exact))
        return place

    @staticmethod
    def _push(line: list[Place], place: Place) -> None:
        if not (line and _same(line[-1], place)):
            line.append(place)
            del line[:-MOST]


def _same(one: Place, other: Place) -> bool:
    near = 1 if one.exact or other.exact else NEAR
    return one.article == other.article and abs(one.offset - other.offset) < near
