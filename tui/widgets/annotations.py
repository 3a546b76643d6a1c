"""The pane of annotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from annotations.anchoring import news
from annotations.margin import reading_order
from annotations.messages import mark, tr
from annotations.model import (
    Anchor,
    Annotation,
    Decision,
    Direction,
    Review,
    direction_from,
    paragraphs,
)
from annotations.wanted import Wanted, Why
from tui.keymap import LISTED, NARROWING, bindings
from tui.text.said import mirrored, running
from tui.widgets.layers import alike
from tui.widgets.row_list import Part, RowList, word
from tui.widgets.styles import labels_known, letter_of

REVIEWS = {
    Review.SUGGESTED: mark("suggested"),
    Review.ACCEPTED: mark("accepted"),
    Review.REJECTED: mark("rejected"),
    Review.DISPUTED: mark("disputed"),
}
"""The word for each."""
EXCERPT = 300
"""Code points of an annotation's text that are shown at most; the pane cuts it further."""

HERE = "•"
"""Before each of several annotations at the reader's cursor."""


class Annotations(RowList):
    """The annotations of the open article in reading order."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*LISTED, *NARROWING))]

    def __init__(self, annotator: str) -> None:
        super().__init__(edge=-1)
        self.items: list[Annotation] = []
        """All of the article that are not hidden."""
        self.shown: list[Annotation] = []
        """Those of them that are wanted."""
        self.wanted = Wanted()
        """What is looked for among them; to be set before ``show``."""
        self._annotator = annotator
        self._here: set[str] = set()  # the ids of those at the reader's cursor, if they are several
        self._decisions: Callable[[str], list[Decision]] = lambda _: []
        self._told: Callable[[Annotation], tuple[list[str], bool]] = lambda _: ([], False)
        self._text = ""
        self._starts: list[int] | None = None  # of the paragraphs, looked up when first asked for

    def show(
        self,
        text: str,
        items: list[Annotation],
        decisions: Callable[[str], list[Decision]] = lambda _: [],
        told: Callable[[Annotation], tuple[list[str], bool]] = lambda _: ([], False),
        why: Callable[[Annotation], Sequence[Why]] = lambda _: (),
    ) -> None:
        """List those of these annotations of ``text``, in reading order, that are wanted; ``decisions`` gives those on
        one of them by its id, ``told`` to which words one is linked, and whether something is still to be said of
        it, ``why`` the reasons for which one waits.

        The cursor stays on its annotation if that is there."""
        chosen = self.chosen
        shown = items
        if wanted := self.wanted:
            from annotations.reviewing import text_of

            shown = [
                each
                for each in items
                if (wanted.label in ("", each.label) and wanted.annotator in ("", each.annotator))
                and (
                    not wanted.words.strip()
                    or wanted.takes(each, text_of(each, decisions(each.id)))
                )
                and (wanted.why is None or wanted.why in why(each))
            ]
        first = alike(self.shown, shown)
        self.items, self.shown = items, shown
        self._decisions, self._told = decisions, told
        if text is not self._text:
            self._text, self._starts, first = text, None, 0
        self.renew(self.place(chosen), first)

    @property
    def chosen(self) -> Annotation | None:
        """The annotation under the cursor of the list."""
        return self.shown[self.index] if self.index < len(self.shown) else None

    def follow(self, annotation: Annotation | None, here: Sequence[Annotation] = ()) -> None:
        """Put the cursor of the list on the reader's annotation, and mark all that are ``here``, at its cursor."""
        before, self._here = self._here, {each.id for each in here} if len(here) > 1 else set()
        if before != self._here:
            self._refresh_marked(before ^ self._here)
        place = self.place(annotation)
        if place is not None and place != self.index:
            self.put(place)

    def _refresh_marked(self, ids: set[str]) -> None:
        """Draw those of them that are on the screen again."""
        first = self.scroll_offset.y // self.ROWS
        shown = range(first, min(self.count, first + self.size.height // self.ROWS + 2))
        self._refresh_entries(*(index for index in shown if self.shown[index].id in ids))

    def place(self, annotation: Annotation | None) -> int | None:
        """The index of an annotation in the list; None where it is not there."""
        if annotation is None:
            return None
        place = bisect_left(self.shown, reading_order(annotation), key=reading_order)
        found = place < len(self.shown) and self.shown[place].id == annotation.id
        return place if found else None

    def paragraph(self, annotation: Annotation) -> int:
        """The number of the paragraph that it begins in, from 1."""
        if self._starts is None:
            self._starts = [span.start for span in paragraphs(self._text)] or [0]
        return bisect_right(self._starts, annotation.start)

    def _direction(self, annotation: Annotation) -> Direction:
        """Of that paragraph."""
        number = self.paragraph(annotation)
        assert self._starts is not None
        return direction_from(self._text, self._starts[number - 1])

    @property
    def count(self) -> int:
        return len(self.shown)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        item = self.shown[index]
        label = item.label if item.label in labels_known() else ""
        letter = letter_of(item.label)
        letter = letter if item.annotator == self._annotator else letter.upper()
        way = self._direction(item)
        first = [Part(letter, label), Part(running(item.exact[:EXCERPT], way))]
        if item.id in self._here:
            first.insert(0, Part(HERE, "key"))
        linked, lacks = self._told(item)
        second = [word(f"¶{self.paragraph(item)}", "dim")]
        if lacks:
            second.append(word("!", "dim"))
        if item.annotator != self._annotator:
            second.append(Part(item.annotator, "dim", right=mirrored()))
        if item.review is not Review.NONE:
            style = "warning" if item.review is Review.DISPUTED else "dim"
            second.append(word(tr(REVIEWS[item.review]), style))
        if item.anchor is Anchor.ORPHAN:
            second.append(word(tr("lost its place"), "warning"))
        elif item.anchor is Anchor.REVIEW:
            second.append(word(tr("changed, now:"), "warning"))
            now = news(item.exact, self._text[item.start : item.end])
            second.append(Part(running(now[:EXCERPT], way), "warning"))
        if linked:
            second.append(Part("← " + " · ".join(linked), "dim"))
        said = [item.note, *(each.note for each in self._decisions(item.id))]
        if any(said):
            second.append(Part("  " + " · ".join(filter(None, said)), "dim"))
        return first, second
