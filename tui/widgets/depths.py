"""In which layer each annotation is drawn, so that those over each other are told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count

from annotations.margin import reading_order
from annotations.model import Annotation
from tui.widgets.layers import Layers, Shelves

NEAR = 1
"""Code points between two annotations of which the cells would run together all the same: a space shows no weight."""


class Depths:
    """A number from 0 for each annotation, which no other of its group has that overlaps it or stands beside it.

    It is found when first asked for and then kept, so that what comes later changes the look of nothing that is there.
    Asking costs what is near."""

    def __init__(self, layers: Layers, group: Callable[[Annotation], str]) -> None:
        self._layers, self._group = layers, group
        self._found: dict[str, tuple[int, Annotation]] = {}  # by id
        self._shelves: defaultdict[str, Shelves] = defaultdict(Shelves)

    def of(self, annotation: Annotation) -> int:
        """The depth of an annotation that the layers hold: of one inside another that of the outer one is found
        first, so that the outermost has 0 wherever reading began."""
        if annotation.id not in self._found:
            here = reading_order(annotation)
            for each in self._layers.touching(annotation.start, annotation.start + 1):
                if each.id not in self._found and reading_order(each) < here:
                    self._find(each)
            self._find(annotation)
        return self._found[annotation.id][0]

    def _find(self, annotation: Annotation) -> None:
        shelves, reach = self._shelves[self._group(annotation)], NEAR + 1
        near = shelves.touching(annotation.start - reach, annotation.end + reach)
        taken = {self._found[each.id][0] for each in near}
        depth = next(depth for depth in count() if depth not in taken)
        self._found[annotation.id] = depth, annotation
        shelves.add(annotation)

    def forget(self, gone: Iterable[Annotation]) -> None:
        """These are no longer there, or no longer as they were."""
        for each in gone:
            if (found := self._found.pop(each.id, None)) is not None:
                self._shelves[self._group(found[1])].remove(found[1])
