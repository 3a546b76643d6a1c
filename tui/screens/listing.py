"""What a list of hits holds: kept when the list is left, so that it can be gone back to. It knows no screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from threading import Lock
from time import monotonic

from annotations.concordance import Labels, Line, Looked, Order, Seek, look_through
from annotations.model import Article, Span
from annotations.search import Query
from tui.screens.opening import MOST_HITS

SLICE = 0.03
"""Seconds for which articles are looked through before what was found is shown."""


class Listing:
    """Lines of hits, found step by step. ``step`` and ``widen`` are for another thread than all else."""

    def __init__(
        self,
        title: str,
        seek: Seek,
        paths: list[tuple[int, str]],
        read: Callable[[str], Article],
        labels: Labels,
        *,
        query: Query | None = None,
        label: str | None = None,
        quick: bool = False,
    ) -> None:
        """``title`` is what was looked for, with ``seek``, in the articles of ``paths``, which come with their numbers.
        ``query`` is what it can be looked for with in one of them; ``label`` is what the hits are to be tagged with,
        and marks those that are not tagged so already. ``quick``: the first step takes no time to speak of."""
        self.title, self.query, self.label, self.quick = title, query, label, quick
        self.lines: list[Line] = []
        self.marked: set[Line] = set()
        self.order = Order.PLACE
        self.index = 0
        """Of the line with the cursor."""
        self.problems: list[str] = []
        """A sentence for each article that could not be looked through."""
        self.done = 0
        """Articles that were looked through."""
        self.over = False
        """Whether no more are."""
        self.stopped = False
        """Whether that is because somebody wanted it so."""
        self.with_hits = 0
        """Articles that have hits."""
        self.paths = paths
        self._seek, self._read, self._labels = seek, read, labels
        self._lock = Lock()
        self._arrived: list[Looked] = []
        self._looking: Iterator[Looked] = look_through(paths, read, seek, labels, MOST_HITS)

    def step(self) -> None:
        """Look through articles for a moment."""
        with self._lock:
            until = monotonic() + SLICE
            for looked in self._looking:
                self._arrived.append(looked)
                if monotonic() > until:
                    return
            self._looking, self.over = iter(()), True

    def take(self) -> int:
        """Take in what was found; returns the index of the first line that is new."""
        first = len(self.lines)
        while self._arrived:
            looked = self._arrived.pop(0)
            self.done += 1
            self.lines += looked.lines
            self.with_hits += bool(looked.lines)
            if looked.problem:
                self.problems.append(looked.problem)
            if self.label is not None:
                self.marked |= {each for each in looked.lines if self.label not in each.labels}
        return first

    def stop(self) -> None:
        """Look through no more articles."""
        self.over = self.stopped = True

    def widen(self, paths: list[tuple[int, str]]) -> None:
        """Look through these articles as well, but for those that are looked through anyway; and go on where it was
        stopped. Waits for a step that is being made."""
        known = {path for _, path in self.paths}
        more = [(number, path) for number, path in paths if path not in known]
        with self._lock:
            room = MOST_HITS - len(self.lines)
            rest = look_through(more, self._read, self._seek, self._labels, room)
            self._looking = chain(self._looking, rest)
            self.paths = self.paths + more
            self.over = self.over and not (more or self.stopped)
            self.stopped = False

    def put_in_order(self, lines: list[Line], order: Order) -> None:
        """Take these, the lines that were there a moment ago in another order. What came since stands after them, and
        the cursor stays on its line."""
        here = self.lines[self.index] if self.lines else None
        self.order, self.lines = order, [*lines, *self.lines[len(lines) :]]
        if here is not None:
            self.index = self.lines.index(here)

    def tagged_now(self, tagged: Callable[[str], Mapping[Span, frozenset[str]] | None]) -> None:
        """Learn what is tagged by now, where that is known."""
        for found in {line.found for line in self.lines}:
            now = tagged(found.path)
            if now is not None:
                found.tagged = now
