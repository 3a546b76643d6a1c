"""Articles in an order, and those among them that are looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.facts import Facts

ALL_READ = 100
"""Per cent of an article that has been read to its end."""


class Order(StrEnum):
    """What the articles are sorted by. Those that are even in it are in the natural order of their paths."""

    NAME = "name"
    TITLE = "title"
    WORKED = "date"
    """The one that somebody wrote beside last is the first."""
    READ = "read"
    """The one that is read furthest is the first."""
    COUNT = "tags"
    """The one with most annotations is the first."""


class State(StrEnum):
    """How far one's own work on an article has got."""

    UNTOUCHED = "untouched"
    """Nothing of one's own is tagged, and nothing but what was seen on opening it has been read."""
    BEGUN = "begun"
    READ = "read"
    """To its end."""


class Listing:
    """The articles that are shown, in their order: ``shown``, made anew by ``arrange``."""

    def __init__(self, paths: Sequence[str], percent: Callable[[str], int] = lambda _: 0) -> None:
        """``paths`` in natural order."""
        self.paths = paths
        self.percent = percent
        """How many per cent of the article of a path have been read."""
        self.facts: dict[str, Facts] = {}
        """By path, as far as they are known. Until then an article is looked for by its path."""
        self.order = Order.NAME
        self.words = ""
        """Only articles that have all of these words in title or path are shown."""
        self.state: State | None = None
        """Only articles of this state are shown, if it is given."""
        self.shown: Sequence[str] = paths
        self._places: dict[str, int] | None = None
        self._folded: dict[str, str] = {}  # the paths as they are searched, once they are

    @property
    def filtered(self) -> bool:
        """Whether articles may be left out."""
        return bool(self.words.strip() or self.state)

    @property
    def missing(self) -> int:
        """How many articles nothing is known of yet."""
        return len(self.paths) - len(self.facts)

    @property
    def settled(self) -> bool:
        """Whether the order can be made: most need the facts of all, and until they are known it is that of names."""
        return self.order in (Order.NAME, Order.READ) or not self.missing

    @property
    def needs_facts(self) -> bool:
        """Whether facts that have come may change which articles are shown, or where."""
        return self.filtered or self.order not in (Order.NAME, Order.READ)

    def replace(self, paths: Sequence[str]) -> None:
        """There are other articles now."""
        self.paths, self._folded = paths, {}
        there = set(paths)
        for gone in [path for path in self.facts if path not in there]:
            del self.facts[gone]
        self.arrange()

    def arrange(self) -> None:
        """Choose and sort anew. Sorting is stable, so that the natural order decides between those that are even."""
        paths = self.paths
        if self.state is not None:
            paths = [path for path in paths if self.state_of(path) is self.state]
        if self.words:
            from annotations.facts import searched

            for word in searched(self.words).split():
                paths = [path for path in paths if word in self._searched(path)]
        if self.order is Order.READ:
            paths = sorted(paths, key=lambda path: -self.percent(path))
        elif self.settled and self.order is not Order.NAME:
            facts = self.facts
            if self.order is Order.TITLE:
                paths = sorted(paths, key=lambda path: facts[path].folded)
            elif self.order is Order.WORKED:
                paths = sorted(paths, key=lambda path: facts[path].worked, reverse=True)
            else:
                paths = sorted(paths, key=lambda path: -facts[path].count)
        self.shown, self._places = paths, None

    def place(self, path: str) -> int | None:
        """Where an article stands among those that are shown; None if it is not."""
        if self._places is None:
            self._places = {each: place for place, each in enumerate(self.shown)}
        return self._places.get(path)

    def state_of(self, path: str) -> State:
        percent = self.percent(path)
        if percent >= ALL_READ:
            return State.READ
        facts = self.facts.get(path)
        return State.BEGUN if percent or (facts and facts.own) else State.UNTOUCHED

    def _searched(self, path: str) -> str:
        facts = self.facts.get(path)
        if facts:
            return facts.folded
        if not self._folded:  # all at once, which is much sooner done than one by one
            from annotations.facts import searched

            folded = searched("\0".join(self.paths)).split("\0")
            self._folded = dict(zip(self.paths, folded, strict=True))
        return self._folded[path]
