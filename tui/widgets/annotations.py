"""The pane of annotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from annotations.anchoring import news
from annotations.margin import reading_order
from annotations.model import Anchor, Annotation, Decision, Direction, Review, paragraphs
from tui.widgets.layers import alike
from tui.widgets.row_list import Part, RowList

EXCERPT = 300
"""Code points of an annotation's text that are shown at most; the pane cuts it further."""


class Annotations(RowList):
    """The annotations of the open article in reading order."""

    def __init__(self, annotator: str) -> None:
        super().__init__(edge=-1)
        self.items: list[Annotation] = []
        self._annotator = annotator
        self._decisions: Callable[[str], list[Decision]] = lambda _: []
        self._text = ""
        self._starts: list[int] | None = None  # of the paragraphs, looked up when first asked for

    def show(
        self,
        text: str,
        items: list[Annotation],
        decisions: Callable[[str], list[Decision]] = lambda _: [],
    ) -> None:
        """List these annotations of ``text``, in reading order; ``decisions`` gives those on one of them by its id.

        The cursor stays on its annotation if that is there."""
        chosen = self.chosen
        first = alike(self.items, items)
        self.items, self._decisions = items, decisions
        if text is not self._text:
            self._text, self._starts, first = text, None, 0
        self.renew(self._place(chosen), first)

    @property
    def chosen(self) -> Annotation | None:
        """The annotation under the cursor of the list."""
        return self.items[self.index] if self.index < len(self.items) else None

    def follow(self, annotation: Annotation | None) -> None:
        """Put the cursor of the list on the annotation under the reader's cursor."""
        place = self._place(annotation)
        if place is not None and place != self.index:
            self.put(place)

    def _place(self, annotation: Annotation | None) -> int | None:
        if annotation is None:
            return None
        place = bisect_left(self.items, reading_order(annotation), key=reading_order)
        found = place < len(self.items) and self.items[place].id == annotation.id
        return place if found else None

    @property
    def count(self) -> int:
        return len(self.items)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        item = self.items[index]
        label = item.label if item.label in ("quote", "entity", "claim") else ""
        letter = item.label[0] if item.annotator == self._annotator else item.label[0].upper()
        first = [Part(letter, label), Part(item.exact[:EXCERPT])]
        if self._starts is None:
            self._starts = [span.start for span in paragraphs(self._text)]
        number = bisect_right(self._starts, item.start)
        second = [Part(f"¶{number}", "dim", right=False, direction=Direction.LTR)]
        if item.anchor is not Anchor.ANCHORED:
            lost = item.anchor is Anchor.ORPHAN
            word = "lost its place" if lost else "changed, now:"
            second.append(Part(word, "warning", right=False, direction=Direction.LTR))
        if item.annotator != self._annotator:
            second.append(Part(item.annotator, "dim", right=False))
        if item.review is not Review.NONE:
            style = "warning" if item.review is Review.DISPUTED else "dim"
            second.append(Part(item.review, style, right=False, direction=Direction.LTR))
        if item.anchor is Anchor.REVIEW:
            now = news(item.exact, self._text[item.start : item.end])
            second.append(Part(now[:EXCERPT], "warning"))
        said = [item.note, *(each.note for each in self._decisions(item.id))]
        if any(said):
            second.append(Part("  " + " · ".join(filter(None, said)), "dim"))
        return first, second
