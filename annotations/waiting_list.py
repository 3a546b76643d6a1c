"""What waits in the articles of a project, as far as it is known, narrowed down and in an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from annotations.reviewing import Found, Progress, Waiting, counts
from annotations.wanted import Wanted, Why
from annotations.written import reading_order


class Order(StrEnum):
    PLACE = "place"
    """By article, and there as one reads."""
    KIND = "kind"
    """By why they wait, and of one kind by place."""


_PRESSING = {why: place for place, why in enumerate(Why)}


class WaitingList:
    """What waits, and what has waited until it was dealt with here: that stays in its place until ``forget``."""

    def __init__(self, annotator: str, paths: Sequence[str] = ()) -> None:
        """``paths`` are the articles of the project, in natural order."""
        self.paths = paths
        self.annotator = annotator
        self.order = Order.PLACE
        self.only = ""
        """The path of the one article that is looked through; empty for all."""
        self.wanted = Wanted()
        self.shown: list[Waiting] = []
        """Made anew by ``arrange``."""
        self.total = 0
        """How many there are without ``wanted``, those that were dealt with among them."""
        self._found: dict[str, Found] = {}
        self._held: dict[str, Waiting] = {}  # by id, as they were before they were dealt with here
        self._now: dict[str, Waiting | None] = {}  # what became of them
        self._ahead: dict[str, Progress] = {}  # of what was done here, and is not in what was found

    @property
    def missing(self) -> int:
        """How many articles nothing is known of yet."""
        return sum(path not in self._found for path in self._scope)

    @property
    def problems(self) -> dict[str, str]:
        """By path, what could not be read."""
        return {path: each.problem for path, each in self._of_scope() if each.problem}

    @property
    def progress(self) -> Progress:
        """Of all articles that are looked through."""
        return sum_of(self.progress_of(path) for path, _ in self._of_scope())

    def progress_of(self, path: str) -> Progress:
        """Of one article, as far as it is known."""
        found = self._found.get(path, Found())
        return found.progress.plus(self._ahead.get(path, Progress()))

    @property
    def labels(self) -> list[str]:
        """Those of what waits."""
        return sorted({each.annotation.label for each in self._all()})

    @property
    def annotators(self) -> list[str]:
        return sorted({each.annotation.annotator for each in self._all()})

    @property
    def kinds(self) -> list[Why]:
        """Why anything waits."""
        there = {why for each in self._all() for why in each.why}
        return [why for why in Why if why in there]

    def replace(self, paths: Sequence[str]) -> None:
        """There are other articles now."""
        self.paths = paths
        there = set(paths)
        self._found = {path: each for path, each in self._found.items() if path in there}

    def put(self, path: str, found: Found) -> bool:
        """This waits in an article; tells whether that is another list than before."""
        before = self._found.get(path)
        self._found[path] = found
        self._ahead.pop(path, None)
        return before is None or before.waiting != found.waiting

    def hold(self, entry: Waiting, now: Waiting | None) -> None:
        """This was dealt with, and what it is ``now``, None if it is gone; it stays in its place meanwhile."""
        identifier, path = entry.annotation.id, entry.path
        before = self.now(entry)
        self._held.setdefault(identifier, entry)
        self._now[identifier] = now
        was, is_now = (self._counts(each) if each else Progress() for each in (before, now))
        ahead = self._ahead.get(path, Progress())
        self._ahead[path] = Progress(
            ahead.judged + is_now.judged - was.judged, ahead.of + is_now.of - was.of
        )

    def held(self, path: str) -> list[str]:
        """The ids of what was dealt with in an article."""
        return [name for name, each in self._held.items() if each.path == path]

    def renew(self, identifier: str, now: Waiting | None) -> None:
        """What was dealt with here has become something else, by another window or another hand."""
        if identifier in self._held:
            self._now[identifier] = now

    def now(self, entry: Waiting) -> Waiting | None:
        """What became of an entry; None if it is gone."""
        return self._now.get(entry.annotation.id, entry)

    def settled(self, entry: Waiting) -> bool:
        """Whether it waits no longer."""
        now = self.now(entry)
        return now is None or not now.why

    def forget(self) -> None:
        """Let go what was dealt with."""
        for identifier, entry in self._held.items():
            self._replace(entry.path, identifier, self._now[identifier])
        self._held.clear()
        self._now.clear()
        self.arrange()

    def arrange(self) -> None:
        """Choose and sort anew."""
        entries = list(self._all())
        self.total = len(entries)
        if wanted := self.wanted:
            entries = [
                each
                for each in entries
                if wanted.takes(each.annotation, each.folded)
                and (wanted.why is None or wanted.why in each.why)
            ]
        if self.order is Order.KIND:
            entries.sort(key=lambda each: _PRESSING[each.why[0]])
        self.shown = entries

    def place(self, identifier: str) -> int | None:
        """Where an annotation is among those that are shown."""
        found = (at for at, each in enumerate(self.shown) if each.annotation.id == identifier)
        return next(found, None)

    @property
    def _scope(self) -> Sequence[str]:
        return [self.only] if self.only else self.paths

    def _of_scope(self) -> Iterator[tuple[str, Found]]:
        return ((path, self._found[path]) for path in self._scope if path in self._found)

    def _all(self) -> Iterator[Waiting]:
        held: dict[str, list[Waiting]] = {}
        for each in self._held.values():
            held.setdefault(each.path, []).append(each)
        for path, found in self._of_scope():
            if path not in held:
                yield from found.waiting
                continue
            here = {each.annotation.id: each for each in (*found.waiting, *held[path])}
            yield from sorted(here.values(), key=lambda each: reading_order(each.annotation))

    def _replace(self, path: str, identifier: str, now: Waiting | None) -> None:
        found = self._found.get(path, Found())
        rest = [each for each in found.waiting if each.annotation.id != identifier]
        if now is not None and now.why:
            rest.append(now)
            rest.sort(key=lambda each: reading_order(each.annotation))
        self._found[path] = Found(tuple(rest), found.progress, found.problem)

    def _counts(self, entry: Waiting) -> Progress:
        return counts(entry.annotation, entry.decisions, self.annotator)


def sum_of(progress: Iterable[Progress]) -> Progress:
    total = Progress()
    for each in progress:
        total = total.plus(each)
    return total
