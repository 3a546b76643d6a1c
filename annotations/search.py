"""Find in an article: by folded text, by every code point, or by a regular expression over either."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import lru_cache
from threading import Lock

import msgspec

from annotations.clusters import whole
from annotations.folding import EVERYTHING, NOTHING, Folded, Folding, fold
from annotations.model import Span

Places = Generator[tuple[int, int] | None, int | None, None]
"""Where hits begin and end in a folded text. Sent to, it goes on from there if that is later. None means: not yet."""
_FIRST, _MOST = 64, 256
"""Hits in the first batch, and in the largest: each is twice as large as the one before."""
_STRETCH = 1 << 19
"""Code points that are looked through without a pause; they take a millisecond."""
_LITTLE = 1 << 16
"""Code points that are folded in no time."""


class Query(msgspec.Struct, frozen=True):
    """What is looked for."""

    text: str
    rules: Folding = EVERYTHING
    """What counts as the same. With nothing folded each code point counts."""
    regex: bool = False
    """Whether it is a regular expression, over the text as the rules fold it."""

    def check(self) -> None:
        """Raises HashiyaError, a WrongPatternError, for a regular expression that cannot be read."""
        if self.regex:
            from annotations.patterns import compiled

            compiled(self.text, self.rules)


class Finder:
    """Searches one text as often as asked and folds it once for each set of rules. For any number of threads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lock = Lock()
        self._fold = lru_cache(maxsize=2)(lambda rules: fold(text, rules))
        self._ready: set[Folding] = {NOTHING}

    def ready(self, query: Query) -> bool:
        """Whether looking begins at once: nothing has to be folded first, and no expression may run away."""
        return not query.regex and (query.rules in self._ready or len(self.text) <= _LITTLE)

    def folded(self, rules: Folding) -> Folded:
        with self._lock:
            folded = self._fold(rules)
            self._ready.add(rules)
            return folded

    def find(self, query: Query, most: int | None = None) -> list[Span]:
        """All hits in reading order, or the first ``most``; as ``look``."""
        return [hit for batch in self.look(query, most=most) for hit in batch]

    def look(self, query: Query, start: int = 0, most: int | None = None) -> Iterator[list[Span]]:
        """The hits in batches: in reading order from ``start`` to the end of the text, then those before, ``most`` in
        all. None lies over another, none parts a letter from its marks; a query of which folding leaves nothing has
        none. An empty batch comes where it takes long, so that whoever asks may stop.

        Raises HashiyaError: WrongPatternError, SlowPatternError.
        """
        batch: list[Span] = []
        room, size = len(self.text) if most is None else most, _FIRST
        for hit in self._look(query, start):
            if hit is not None:
                batch.append(hit)
                room -= 1
            if hit is None or len(batch) >= size or not room:
                yield batch
                batch, size = [], min(2 * size, _MOST)
            if not room:
                return
        yield batch

    def _look(self, query: Query, start: int) -> Iterator[Span | None]:
        query.check()
        folded = self.folded(query.rules)
        middle = folded.place(start)
        first = len(self.text)
        for hit in self._between(query, folded, middle, len(folded.text) + 1):
            if hit:
                first = min(first, hit.start)
            yield hit
        if middle:
            for hit in self._between(query, folded, 0, middle):
                if hit and hit.end > first:
                    return
                yield hit

    def _between(self, query: Query, folded: Folded, start: int, end: int) -> Iterator[Span | None]:
        """The hits that begin in a part of the folded text."""
        if query.regex:
            from annotations.patterns import compiled, matches

            places = matches(compiled(query.text, query.rules), folded.text, start, end)
        else:
            places = _places(_wanted(query), folded.text, start, end)
        last = 0
        with suppress(StopIteration):
            found = next(places)
            while True:
                if found is None:
                    yield None
                elif (hit := whole(self.text, folded.span(*found))).start >= last:
                    last = hit.end
                    yield hit
                found = places.send(folded.place(last))


@lru_cache(maxsize=16)
def _wanted(query: Query) -> str:
    return fold(query.text, query.rules).text


def _places(wanted: str, text: str, start: int, end: int) -> Places:
    """Where ``wanted`` stands in ``text``, as `patterns.matches` has it."""
    place = start if wanted else end
    while place < end:
        stop = min(end, place + _STRETCH)
        found = text.find(wanted, place, stop + len(wanted) - 1)
        if found >= 0:
            sent = yield found, found + len(wanted)
            place = max(found + len(wanted), sent or 0)
        elif (place := stop) < end:
            yield None


def find(text: str, query: str, rules: Folding = EVERYTHING) -> list[Span]:
    """All hits of ``query`` in ``text``, in reading order. To search the same text again keep a `Finder`."""
    return Finder(text).find(Query(query, rules))
