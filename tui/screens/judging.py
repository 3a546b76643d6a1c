"""Judging what waits, one after another.

Every act goes through the margin of its article, open or not, and is undone in the order in which it was done.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from annotations import HashiyaError
from annotations.anchoring import describe
from annotations.messages import tr
from annotations.model import Anchor, Annotation, Review
from annotations.reviewing import Waiting, state_of
from annotations.waiting_list import WaitingList
from tui.screens.tagging import JUDGED
from tui.widgets.prompt import Prompt
from tui.widgets.queue import Queue

if TYPE_CHECKING:
    from annotations.history import Act
    from annotations.margin import Margin
    from tui.screens.tagging import Tagging


class Judging(ModalScreen[None]):
    """What can be done to the chosen entry of a `WaitingList`."""

    def __init__(self, room: Tagging, waiting: WaitingList) -> None:
        super().__init__()
        self._room, self._waiting = room, waiting
        self._queue, self.prompt = Queue(waiting), Prompt()
        self._margins: dict[str, Margin] = {}  # of the articles in which something was done here
        self._done: list[tuple[Margin, Act, Waiting]] = []
        self._undone: list[tuple[Margin, Waiting]] = []

    @abstractmethod
    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence until the next key."""

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
        self._margins[entry.path], before = margin, margin.last
        result = None
        try:
            result = change(margin, identifier)
        except HashiyaError as error:
            self.say(str(error), warning=True)
        if (act := margin.last) is not None and act is not before:
            self._done.append((margin, act, entry))
            self._undone.clear()
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
            if not self._done:
                self.say(
                    tr("Nothing was done here yet. In the text, u undoes what was done there.")
                )
                return
            margin, act, entry = self._done.pop()
            if margin.last is not act:
                told = tr("More was done in {path} since: undo that in its text.", path=entry.path)
                self.say(told, warning=True)
                return
        elif self._undone:
            margin, entry = self._undone.pop()
        else:
            self.say(tr("There is nothing to redo."))
            return
        try:
            change = margin.undo() if step < 0 else margin.redo()
        except HashiyaError as error:
            self.say(str(error), warning=True)
            change = None
        if change is not None and step < 0:
            self._undone.append((margin, entry))
        elif change is not None and margin.last is not None:
            self._done.append((margin, margin.last, entry))
        self._after(margin, entry)
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
