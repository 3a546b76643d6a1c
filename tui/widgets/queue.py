"""The list of what waits for judgement: each entry its words in a line of the text, and why it waits."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from annotations.messages import mark, spoken, tr, trn
from annotations.model import Anchor, Direction, Review
from annotations.reviewing import Waiting
from annotations.threads import thread, verdicts
from annotations.waiting_list import WaitingList
from annotations.wanted import NAMES, Why
from tui.text.line import line
from tui.text.said import direction, mirrored
from tui.widgets.painter import HIT, Palette, no_ink, paint
from tui.widgets.row_list import Part, RowList, word
from tui.widgets.styles import labels_known

WITH_PATHS = 72
"""Cells from which an entry names its article."""
_PLACE = 32
"""Cells that are kept for the article and the paragraph at most, as long as there is anything else to tell."""
SIGNS = {Review.ACCEPTED: "✓", Review.REJECTED: "✗", Review.DISPUTED: "?"}
GONE, OPEN = "–", "·"
_LOOKS = {
    Why.DISPUTED: "warning",
    Why.LOST: "warning",
    Why.MOVED: "warning",
    Why.INCOMPLETE: "dim",
}
_NOTHING = mark(
    "Nothing waits for your judgement. What colleagues tag and models suggest shows here, and what is disputed, "
    "incomplete or has lost its place. Esc goes back to the text."
)
_NOT_YET = mark("Looking through the articles …")
_NONE_LIKE_THAT = mark("Nothing that waits is like this. Esc shows all of it.")


class Queue(RowList):
    """Draws what a `WaitingList` shows. What was dealt with stays, dimmed."""

    def __init__(self, waiting: WaitingList) -> None:
        super().__init__(edge=0)
        self.waiting = waiting

    @property
    def empty(self) -> str:  # type: ignore[override]
        if self.waiting.wanted and self.waiting.total:
            return tr(_NONE_LIKE_THAT)
        return tr(_NOT_YET) if self.waiting.missing else tr(_NOTHING)

    @property
    def count(self) -> int:
        return len(self.waiting.shown)

    @property
    def chosen(self) -> Waiting | None:
        """The entry under the cursor."""
        shown = self.waiting.shown
        return shown[self.index] if self.index < len(shown) else None

    def draw(self, y: int, width: int) -> Strip | None:
        index, row = divmod(y, self.ROWS)
        if row or index >= self.count:
            return super().draw(y, width)
        entry = self.waiting.shown[index]
        now, base = self.waiting.now(entry), self._base(index)
        sign, style = GONE, base + self.look("dim")
        if now is not None:
            own = verdicts(now.decisions).get(self.waiting.annotator)
            sign = SIGNS[own] if own else OPEN
            if not self.waiting.settled(entry):
                style = base
        at = now or entry
        words = line(at.line, width - 6, at.direction, forced=True)
        stands = at.annotation.anchor is Anchor.ANCHORED
        look = self.look(_look(at.annotation.label) if stands else "waiting")
        if self.waiting.settled(entry):
            look = self.look("dim")
        painted = paint(words, Palette(style, no_ink, {HIT: look}, style), hits=[at.span])
        blank = Segment(" " * (width - 4 - words.width), base)
        tick = Segment(f" {sign} ", base + self.look("key"))
        cells = [Segment(" ", base), blank, *painted, tick]
        if mirrored():
            cells = [Segment(" ", base), *painted, blank, tick]
        return Strip(cells, width)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        entry = self.waiting.shown[index]
        now, settled = self.waiting.now(entry), self.waiting.settled(entry)
        at = now or entry
        label = at.annotation.label
        told = [[_said(spoken(label), "dim" if settled else _look(label))]]
        if now is None:
            told.append([word(tr("no longer there"), "dim")])
        elif settled:
            told.append([word(tr("done"), "dim")])
        else:
            told += [[word(tr(NAMES[why]), _LOOKS.get(why, ""))] for why in at.why]
        told.append([_said(at.annotation.annotator, "dim")])
        for name, review in verdicts(at.decisions).items():
            if name != self.waiting.annotator:
                told.append([_said(name, "dim"), word(SIGNS[review], "dim")])
        if comments := len(thread(at.decisions)):
            told.append([word(trn("{n} comment", "{n} comments", comments), "dim")])
        place = self._place(at)
        room = self.room - 3 - min(_PLACE, sum(len(part.text) + 1 for part in place))
        return [], [*self._fitting(told, room), *place]

    def _place(self, entry: Waiting) -> list[Part]:
        """Where it is, at the other end: the paragraph, and the article where there is room for it."""
        number = Part(f"¶{entry.paragraph}", "dim", right=not mirrored(), direction=direction())
        if self.room < WITH_PATHS:
            return [number]
        way = Direction.LTR
        return [number, Part(entry.path, "dim", right=not mirrored(), direction=way, keep_end=True)]

    def _fitting(self, told: list[list[Part]], room: int) -> list[Part]:
        """Those that there is room for; the first always."""
        fitting: list[Part] = []
        for parts in told:
            room -= sum(line(part.text, self.room, part.direction).width + 1 for part in parts)
            if fitting and room < 0:
                break
            fitting += parts
        return fitting

    def on_click(self, event: events.Click) -> None:
        """A click chooses an entry; one on the chosen entry does what Enter does."""
        index = (event.y + self.scroll_offset.y) // self.ROWS
        if 0 <= index < self.count and not self.takes(event):
            if index == self.index:
                self.action_choose()
            else:
                self._to(index)


def _look(label: str) -> str:
    return label if label in labels_known() else "selection"


def _said(text: str, style: str) -> Part:
    """A name in an order of its own, at the side where reading begins."""
    return Part(text, style, right=mirrored(), direction=direction())
