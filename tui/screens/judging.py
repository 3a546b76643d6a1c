"""Judging what waits, one after another.

Every act goes through the margin of its article, open or not, and is undone in the order in which it was done.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from annotations import HashiyaError
from annotations.anchoring import describe
from annotations.messages import tr
from annotations.model import Anchor, Annotation, Review
from annotations.reviewing import Waiting, state_of
from annotations.waiting_list import WaitingList
from tui.screens.front import Front
from tui.screens.tagging import JUDGED
from tui.widgets.queue import Queue

if TYPE_CHECKING:
    from annotations.history import Act
    from annotations.margin import Margin
    from tui.screens.tagging import Tagging


class Work:
    """What the list of what waits keeps while it is not on the screen."""

    def __init__(self, annotator: str) -> None:
        self.waiting = WaitingList(annotator)
        self.chosen = ""
        """The id of the annotation that was looked at last."""
        self.margins: dict[str, Margin] = {}
        """By path, of the articles in which something was done or looked at."""
        self.done: list[tuple[Margin, Act, Waiting]] = []
        """The last one last; each with the entry that it is about."""
        self.undone: list[tuple[Margin, Waiting]] = []


class Judging(Front):
    """What can be done to the chosen entry of a `WaitingList`."""

    def __init__(self, room: Tagging, work: Work) -> None:
        super().__init__(room)
        self._work, self._waiting, self._queue = work, work.waiting, Queue(work.waiting)

    @abstractmethod
    def show_told(self) -> None:
        """Show what is told round the list."""

    def _to_next(self, step: int) -> bool:
        """Choose the next that waits, or the one before; tells whether there is one."""
        shown, at = self._waiting.shown, self._queue.index
        places = range(at + 1, len(shown)) if step > 0 else range(at - 1, -1, -1)
        place = next((n for n in places if not self._waiting.settled(shown[n])), None)
        if place is not None:
            self._queue.put(place)
            self.show_told()
        return place is not None

    def _entry(self) -> Waiting | None:
        """The one under the cursor, if it is there still; where not, that is said."""
        entry = self._queue.chosen
        if entry is None:
            self.say(tr("Nothing is chosen here."), warning=True)
        elif self._waiting.now(entry) is None:
            self.say(tr("It is no longer there: n goes on to the next."), warning=True)
        else:
            return entry
        return None

    def _act(self, change: Callable[[Margin, str], Annotation | None]) -> Annotation | None:
        """Do something to the chosen annotation; None where it was refused, which is then said."""
        entry = self._entry()
        if entry is None:
            return None
        room, identifier = self._room, entry.annotation.id
        try:
            margin = room.margin_at(entry.path)
        except HashiyaError as error:
            self.say(str(error), warning=True)
            return None
        self._work.margins[entry.path], before = margin, margin.last
        result = None
        try:
            result = change(margin, identifier)
        except HashiyaError as error:
            self.say(str(error), warning=True)
        if (act := margin.last) is not None and act is not before:
            self._work.done.append((margin, act, entry))
            self._work.undone.clear()
        self._after(margin, entry)
        return result

    def _after(self, margin: Margin, entry: Waiting) -> None:
        """Something may have been done to an annotation."""
        self._waiting.hold(entry, state_of(margin, entry.annotation.id))
        self._room.changed = monotonic()
        if self._room.has_article and margin is self._room.margin:
            self._room.show_annotations()
        self._queue.refresh()
        self.show_told()

    def action_judge(self, review: str) -> None:
        wanted = Review(review)

        def judge(margin: Margin, identifier: str) -> Annotation:
            found = margin.annotation(identifier)
            placed = found and found.anchor is Anchor.ANCHORED
            if wanted is Review.ACCEPTED and found and self._room.mine(found) and not placed:
                return margin.accept(identifier)
            return margin.decide(identifier, wanted)

        if judged := self._act(judge):
            self.say(tr(JUDGED[wanted], annotation=describe(judged)))
            self._to_next(1)

    def _relabel(self, label: str) -> None:
        self._act(lambda margin, identifier: margin.relabel(identifier, label))

    def _adopt(self) -> None:
        if copy := self._act(lambda margin, identifier: margin.adopt(identifier)):
            self.say(tr("A copy of your own: {annotation}.", annotation=describe(copy)))

    def action_comment(self) -> None:
        self._ask_comment("")

    def _ask_comment(self, words: str) -> None:
        entry = self._entry()
        if entry is None:
            return
        name = entry.annotation.annotator

        def keep(written: str) -> None:
            written = written.strip()
            if written and not self._act(lambda margin, at: margin.comment(at, written)):
                self._ask_comment(written)

        question = tr("Comment on what {name} made", name=name)
        if self._room.mine(entry.annotation):
            question = tr("Comment")
        self.prompt.ask(question, keep, words, keep=True, lines=True)

    def action_step_history(self, step: int) -> None:
        """Undo what was done last here (-1), or redo what was undone last (1)."""
        if step < 0:
            if not self._work.done:
                self.say(
                    tr("Nothing was done here yet. In the text, u undoes what was done there.")
                )
                return
            margin, act, entry = self._work.done.pop()
            if margin.last is not act:
                told = tr("More was done in {path} since: undo that in its text.", path=entry.path)
                self.say(told, warning=True)
                return
        elif self._work.undone:
            margin, entry = self._work.undone.pop()
        else:
            self.say(tr("There is nothing to redo."))
            return
        try:
            change = margin.undo() if step < 0 else margin.redo()
        except HashiyaError as error:
            self.say(str(error), warning=True)
            change = None
        if change is not None and step < 0:
            self._work.undone.append((margin, entry))
        elif change is not None and margin.last is not None:
            self._work.done.append((margin, margin.last, entry))
        self._after(margin, entry)
        if self._waiting.place(entry.annotation.id) is None:  # it was let go
            self._waiting.arrange()
            self._queue.renew()
        if (place := self._waiting.place(entry.annotation.id)) is not None:
            self._queue.put(place)
            self.show_told()
        if change is not None:
            named = describe(entry.annotation)
            self.say(
                tr("Undone: {annotation}.", annotation=named)
                if step < 0
                else tr("Done again: {annotation}.", annotation=named)
            )
