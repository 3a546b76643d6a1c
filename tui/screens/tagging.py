"""What is done to annotations: made, changed, judged, placed, taken away, and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from annotations import HashiyaError
from annotations.anchoring import describe, excerpt
from annotations.messages import tr, trn
from annotations.model import Anchor, Annotation, Review
from tui.screens.selecting import Selecting

if TYPE_CHECKING:
    from annotations.history import Act
    from annotations.margin import Margin
    from annotations.model import Span

T = TypeVar("T")
_MOMENT = 0.1
"""Seconds after which it is told again how far something is."""
NOTHING_HERE = {
    "quote": "There is no quotation round the cursor: select the words with v first.",
    "entity": "There is no word under the cursor: select one with v first.",
    "claim": "There is no sentence under the cursor: select one with v first.",
}


class Tagging(Selecting):
    """Every change goes through the article's margin."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """As `Opening`."""
        super().__init__(*given, **more)
        # What was done in several articles at once, each with the act there.
        self._together: list[list[tuple[Margin, Act | None]]] = []

    _label: str | None = None  # that was tagged with last
    _ends_of: str | None = None  # the id of the annotation whose ends are being set

    def attempt(self, change: Callable[[], T]) -> T | None:
        """What a change gives; None where it was refused, which is then said. What the margin holds then is shown in
        either case: what another program has done may have come with it."""
        try:
            result = change()
        except HashiyaError as error:
            self.show_annotations()
            self.say(str(error), warning=True)
            return None
        self.changed = monotonic()
        self.show_annotations()
        return result

    def target(self) -> Annotation | None:
        """The annotation that a command is about: the one chosen in the list, else the innermost at the cursor."""
        target = self.listed.chosen if self.focused is self.listed else self.reader.current
        if target is None:
            self.say("There is no annotation under the cursor.", warning=True)
        return target

    def _selection(self) -> Span | None:
        """The selection without the white space at its ends."""
        from annotations.units import trimmed

        selection = self.reader.selection
        return trimmed(self.article.text, selection) if selection else None

    # Tagging.

    def action_tag(self, label: str) -> None:
        span = self._selection()
        if span is None:
            from annotations.units import natural_unit, words_from

            text, cursor = self.article.text, self.reader.cursor
            span = (
                words_from(text, cursor, self.count)
                if self.count
                else natural_unit(text, cursor, label, self.known_names())
            )
        if span is None:
            self.say(NOTHING_HERE[label], warning=True)
            return
        self._label = label
        if (tagged := self.attempt(lambda: self.margin.add(span, label))) is not None:
            self.reader.go_to(tagged)

    def action_tag_again(self) -> None:
        if self._label is None:
            self.say("Nothing has been tagged yet: q, e or c, then this does the same again.")
        else:
            self.action_tag(self._label)

    # Changing.

    def action_relabel(self, label: str) -> None:
        if target := self.target():
            self.attempt(lambda: self.margin.relabel(target.id, label))

    def action_delete(self) -> None:
        target = self.target()
        if target and self.attempt(lambda: self.margin.delete(target.id)):
            self.say(f"Deleted: {describe(target)}. u brings it back.")

    def action_note(self) -> None:
        """A note on one's own annotation, a comment on a colleague's."""
        target = self.target()
        if target is None:
            return
        if not self.mine(target):
            said = self.margin.decisions_on(target.id)
            note = next(
                (each.note for each in said if each.annotator == self.project.annotator), ""
            )
            self._ask_note(target, note)
        # Writing the same note changes nothing, and says now what would refuse another one later.
        elif self.attempt(lambda: self.margin.set_note(target.id, target.note)):
            self._ask_note(target, target.note)

    def _ask_note(self, target: Annotation, note: str) -> None:
        mine = self.mine(target)
        write = self.margin.set_note if mine else self.margin.comment

        def keep(written: str) -> None:
            if not self.attempt(lambda: write(target.id, written.strip())):
                self._ask_note(target, written)

        question = "Note" if mine else f"Comment on what {target.annotator} made"
        self.prompt.ask(question, keep, note, keep=True, lines=True)

    def action_ends(self) -> None:
        """Select an annotation to give it other ends, or a place where it has lost its own."""
        target = self.target()
        if target is None:
            return
        if not self.mine(target):
            self.say(f"Only {target.annotator} can change the {describe(target)}.", warning=True)
            return
        self.set_focus(self.reader)
        self.reader.select(target.span)
        self._ends_of = target.id
        self.say(
            "Select its words: motions move this end, H goes to the other. Enter sets it, Esc leaves it."
        )

    def action_set_ends(self) -> None:
        identifier, self._ends_of = self._ends_of, None
        span = self._selection()
        if identifier is None:
            return
        if span is None:
            self.say("Nothing is selected, so it stays as it was.")
            return
        if placed := self.attempt(lambda: self.margin.place(identifier, span)):
            self.reader.go_to(placed)

    def reader_moved(self) -> None:
        super().reader_moved()
        if not self.reader.selecting:
            self._ends_of = None

    def action_clitic(self, side: int) -> None:
        """Take the clitic off the start (-1) of the selection, else of the annotation here, or put it back (1)."""
        from annotations.words import word_at

        off, current, selected = side < 0, self.reader.current, self._selection()
        tagged = current if selected is None and current and self.mine(current) else None
        word = word_at(self.article.text, self.reader.cursor)
        whole = tagged.span if tagged else selected or word
        span = self.clitic(whole, off=off) if whole else None
        if span is None:
            self.say("There is no clitic to take off." if off else "No clitic was taken off.")
        elif tagged is None:
            self.reader.select(span)
        elif placed := self.attempt(lambda: self.margin.place(tagged.id, span)):
            self.reader.go_to(placed)

    def action_split(self) -> None:
        """Make two of an annotation, parted at the cursor."""
        if target := self.target():
            at = self.reader.cursor
            if parts := self.attempt(lambda: self.margin.split(target.id, at)):
                self.reader.go_to(parts[1])

    def action_join(self) -> None:
        """Make one of an annotation and the next of its label."""
        target = self.target()
        if target is None:
            return
        alike = (
            each
            for each in self.listed.items
            if each.label == target.label and self.mine(each) and each.anchor is Anchor.ANCHORED
        )
        other = next((each for each in alike if each.start >= target.end), None)
        if other is None:
            self.say(f"There is no {target.label} of yours after this one.", warning=True)
        elif joined := self.attempt(lambda: self.margin.join(target.id, other.id)):
            self.reader.go_to(joined)

    # Judging.

    def action_judge(self, review: str) -> None:
        """Accept, reject or dispute an annotation; what waits in a changed text is accepted where it is shown."""
        target = self.target()
        if target is None:
            return
        wanted = Review(review)
        if wanted is Review.ACCEPTED and self.mine(target) and target.anchor is not Anchor.ANCHORED:
            if placed := self.attempt(lambda: self.margin.accept(target.id)):
                self.reader.go_to(placed)
                self.say(f"It stands here now: {describe(placed)}.")
        elif self.attempt(lambda: self.margin.decide(target.id, wanted)):
            self.say(f"{_JUDGED[wanted]}: {describe(target)}.")

    def action_adopt(self) -> None:
        target = self.target()
        if target and (copy := self.attempt(lambda: self.margin.adopt(target.id))):
            self.reader.go_to(copy)
            self.say(f"A copy of your own: {describe(copy)}.")

    def action_others(self) -> None:
        self.others = not self.others
        self.show_annotations()
        self.say("What others wrote is shown." if self.others else "Only your own is shown.")

    # Taking back.

    async def action_undo(self) -> None:
        if acts := self._last_together():
            self._together.remove(acts)
            await self._undo_together([margin for margin, _ in acts])
        else:
            self._step_history("undo")

    def action_redo(self) -> None:
        self._step_history("redo")

    def _last_together(self) -> list[tuple[Margin, Act | None]] | None:
        """What was done last in this article, if it was done in others at once and is the last there as well."""
        return next(
            (
                acts
                for acts in self._together
                if any(each is self.margin for each, _ in acts)
                and all(each.last is act for each, act in acts)
            ),
            None,
        )

    def _step_history(self, step: str) -> None:
        margin = self.margin
        self.say(f"There is nothing to {step}.")  # unless there is
        change = self.attempt(margin.undo if step == "undo" else margin.redo)
        if change and (subject := margin.subject(change)):
            self.reader.go_to(subject)
            self.say(f"{step.capitalize()}: {subject.label} «{excerpt(subject)}»")

    async def _undo_together(self, margins: list[Margin]) -> None:
        """Undo the last act in each; of many it is told how far that is. The next key waits for it."""
        refused, told_at = [], monotonic()
        for number, margin in enumerate(margins):
            if monotonic() - told_at > _MOMENT:
                told_at = monotonic()
                self.say(tr("Undo: {done} of {all} articles", done=number, all=len(margins)))
                await asyncio.sleep(0)
            try:
                margin.undo()
            except HashiyaError as error:
                refused.append(str(error))
        self.changed = monotonic()
        self.show_annotations()
        done = len(margins) - len(refused)
        told = [
            trn(
                "Undo: what was tagged in {n} article.",
                "Undo: what was tagged in {n} articles.",
                done,
            )
        ]
        self.say(" ".join([*told, *refused[:3]]), warning=bool(refused))


_JUDGED = {
    Review.ACCEPTED: "Accepted",
    Review.REJECTED: "Rejected",
    Review.DISPUTED: "Disputed",
    Review.NONE: "Judgement withdrawn",
}
