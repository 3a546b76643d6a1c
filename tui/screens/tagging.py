"""What is done to annotations: made, changed, judged, placed, and taken away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from annotations.anchoring import describe
from annotations.messages import entitled, mark, spoken, tr, trn
from annotations.model import Anchor, Annotation, Link, Review
from tui.keymap import LABELS
from tui.screens.undoing import Undoing

if TYPE_CHECKING:
    from annotations.model import Span
    from tui.screens.judging import Work
    from tui.screens.saying import Saying

NOTHING_HERE = {
    "quote": mark("There is no quotation round the cursor: select the words with v first."),
    "entity": mark("There is no word under the cursor: select one with v first."),
    "claim": mark("There is no sentence under the cursor: select one with v first."),
}


class Tagging(Undoing):
    """What is done to the annotation at the cursor, and to what is selected."""

    _label: str | None = None  # that was tagged with last
    _ends_of: str | None = None  # the id of the annotation whose ends are being set
    _from_queue = False  # whether it is to go back to what waits when they are set
    queue: Work | None = None
    """What waits, once it has been looked at."""

    def target(self) -> Annotation | None:
        """The annotation that a command is about: the one chosen in the list, else that of the reader."""
        target = self.listed.chosen if self.focused is self.listed else self.reader.current
        if target is None:
            self.say(tr("There is no annotation under the cursor."), warning=True)
        return target

    def action_choose_next(self) -> None:
        """Have the commands be about another of the annotations at the cursor."""
        if self.reader.choose_next():
            return
        if self.reader.current is None:
            self.say(tr("There is no annotation under the cursor."), warning=True)
        else:
            self.say(tr("There is only one annotation under the cursor."))

    def _selection(self) -> Span | None:
        """The selection without the white space at its ends."""
        from annotations.units import trimmed

        selection = self.reader.selection
        return trimmed(self.article.text, selection) if selection else None

    # Tagging.

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of those that can be tagged with."""
        return self.keymap.labels

    def like(self, label: str) -> str:
        """The label of the default whose natural unit it has: that of which it is a kind, else the claim."""
        if label in LABELS:
            return label
        return next((each for each in self.project.codebook.kin(label) if each in LABELS), "claim")

    def action_tag(self, label: str) -> None:
        span = self._selection()
        if span is None:
            from annotations.units import natural_unit, words_from

            text, cursor = self.article.text, self.reader.cursor
            span = (
                words_from(text, cursor, self.count)
                if self.count
                else natural_unit(text, cursor, self.like(label), self.known_names())
            )
        if span is None:
            self.say(tr(NOTHING_HERE[self.like(label)]), warning=True)
            return
        self._label = label
        if (tagged := self.attempt(lambda: self.margin.add(span, label))) is not None:
            self.reader.go_to(tagged)

    def action_tag_again(self) -> None:
        if self._label is None:
            self.say(tr("Nothing has been tagged yet; this tags as what was tagged last."))
        else:
            self.action_tag(self._label)

    # Changing.

    def action_relabel(self, label: str) -> None:
        if target := self.target():
            self.attempt(lambda: self.margin.relabel(target.id, label))

    def action_delete(self) -> None:
        target = self.target()
        if target is None:
            return
        found = self.margin.annotation(target.id)  # it may be gone by now, which is then said
        going = self.margin.goes_with(target.id) if found else []
        links = sum(isinstance(each, Link) for each in going)
        if not self.attempt(lambda: self.margin.delete(target.id)):
            return
        if links:
            self.say(
                trn(
                    "Deleted with {n} link: {annotation}. u brings both back.",
                    "Deleted with {n} links: {annotation}. u brings all back.",
                    links,
                    annotation=describe(target),
                )
            )
        else:
            self.say(tr("Deleted: {annotation}. u brings it back.", annotation=describe(target)))

    def action_note(self) -> None:
        """A note on one's own annotation, a comment on a colleague's."""
        target = self.target()
        if target is None:
            return
        if not self.mine(target):
            self.ask_comment(target)
        # Writing the same note changes nothing, and says now what would refuse another one later.
        elif self.attempt(lambda: self.margin.set_note(target.id, target.note)):
            self._ask_words(tr("Note"), target.note, partial(self.margin.set_note, target.id))

    def ask_comment(self, target: Annotation, of: str = "") -> None:
        """Ask for a comment on an annotation, anybody's; ``of`` is the id of a comment there, which is written anew if
        it is one's own, and else is answered."""
        margin = self.margin
        said = next((each for each in margin.decisions_on(target.id) if each.id == of), None)
        if said and self.mine(said):
            self._ask_words(tr("Comment"), said.note, partial(margin.change_comment, of))
            return
        if said:
            question = tr("Answer to {name}", name=said.annotator)
        elif self.mine(target):
            question = tr("Comment")
        else:
            question = tr("Comment on what {name} made", name=target.annotator)

        def write(words: str) -> Annotation:
            return margin.comment(target.id, words, of if said else "")

        self._ask_words(question, "", write)

    def _ask_words(self, question: str, before: str, write: Callable[[str], Annotation]) -> None:
        """Ask for words that ``write`` keeps; where it is refused they are asked for again."""

        def keep(written: str) -> None:
            if not self.attempt(lambda: write(written.strip())):
                self._ask_words(question, written, write)

        (self.front or self).prompt.ask(question, keep, before, keep=True, lines=True)

    @property
    def saying(self) -> Saying:
        """What says things of annotations by menus."""
        raise NotImplementedError

    async def show_details(self, target: Annotation) -> None:
        """All about an annotation on which the reader stands."""
        from tui.screens.details import DetailsScreen

        self.front = details = DetailsScreen(self, target)
        await self.app.push_screen(details)  # what is typed ahead is for it

    def show_also(self, annotation: Annotation) -> None:
        """Show what others wrote, if the annotation is hidden with that."""
        if not (self.others or self.mine(annotation)):
            self.others = True
            self.show_annotations()

    def action_ends(self) -> None:
        """Select an annotation to give it other ends, or a place where it has lost its own."""
        target = self.target()
        if target is None:
            return
        if not self.mine(target):
            self.say(
                tr(
                    "Only {annotator} can change the {annotation}.",
                    annotator=target.annotator,
                    annotation=describe(target),
                ),
                warning=True,
            )
            return
        self.set_focus(self.reader)
        self.reader.select(target.span)
        self._ends_of = target.id
        self.say(
            tr(
                "Select its words: motions move this end, H goes to the other. Enter sets it, Esc leaves it."
            )
        )

    async def action_set_ends(self) -> None:
        """Give the annotation the ends that were selected; where there are none to set, show its details."""
        identifier, self._ends_of = self._ends_of, None
        to_queue, self._from_queue = self._from_queue, False
        span = self._selection()
        if identifier is None:
            if not self.reader.selecting:
                await self.run_action("details")
            return
        if span is None:
            self.say(tr("Nothing is selected, so it stays as it was."))
            return
        if placed := self.attempt(lambda: self.margin.place(identifier, span)):
            self.reader.go_to(placed)
            if to_queue:
                await self.action_waiting()

    def reader_moved(self) -> None:
        super().reader_moved()
        if not self.reader.selecting:
            self._ends_of, self._from_queue = None, False

    def action_clitic(self, side: int) -> None:
        """Take the clitic off the start (-1) of the selection, else of the annotation here, or put it back (1)."""
        from annotations.words import word_at

        off, current, selected = side < 0, self.reader.current, self._selection()
        tagged = current if selected is None and current and self.mine(current) else None
        word = word_at(self.article.text, self.reader.cursor)
        whole = tagged.span if tagged else selected or word
        span = self.clitic(whole, off=off) if whole else None
        if span is None:
            self.say(
                tr("There is no clitic to take off.") if off else tr("No clitic was taken off.")
            )
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
            label = target.label
            message = _NO_OTHER_OF if entitled(label) else _NO_OTHER.get(label, _NO_OTHER_OF)
            self.say(tr(message, label=spoken(label)), warning=True)
        elif joined := self.attempt(lambda: self.margin.join(target.id, other.id)):
            self.reader.go_to(joined)

    # Judging.

    async def action_waiting(self) -> None:
        """What waits for judgement, as it was left."""
        from tui.screens.review import QueueScreen

        if self.queue is None:
            from tui.screens.judging import Work

            self.queue = Work(self.project.annotator)
        self.front = queue = QueueScreen(self, self.queue)
        await self.app.push_screen(queue)

    def set_ends_from_queue(self, target: Annotation) -> None:
        """As ``action_ends``; afterwards it goes back to what waits."""
        self.reader.go_to(target)
        self.set_focus(self.reader)
        self.action_ends()
        self._from_queue = self._ends_of is not None

    def action_judge(self, review: str) -> None:
        """Accept, reject or dispute an annotation; what waits in a changed text is accepted where it is shown."""
        target = self.target()
        if target is None:
            return
        wanted = Review(review)
        if wanted is Review.ACCEPTED and self.mine(target) and target.anchor is not Anchor.ANCHORED:
            if placed := self.attempt(lambda: self.margin.accept(target.id)):
                self.reader.go_to(placed)
                self.say(tr("It stands here now: {annotation}.", annotation=describe(placed)))
        elif self.attempt(lambda: self.margin.decide(target.id, wanted)):
            self.say(tr(JUDGED[wanted], annotation=describe(target)))

    def action_adopt(self) -> None:
        target = self.target()
        if target and (copy := self.attempt(lambda: self.margin.adopt(target.id))):
            self.reader.go_to(copy)
            self.say(tr("A copy of your own: {annotation}.", annotation=describe(copy)))

    def action_others(self) -> None:
        self.others = not self.others
        self.show_annotations()
        self.say(
            tr("What others wrote is shown.") if self.others else tr("Only your own is shown.")
        )


JUDGED = {
    Review.ACCEPTED: mark("Accepted: {annotation}."),
    Review.REJECTED: mark("Rejected: {annotation}."),
    Review.DISPUTED: mark("Disputed: {annotation}."),
    Review.NONE: mark("Judgement withdrawn: {annotation}."),
}
_NO_OTHER = {
    "quote": mark("There is no quote of yours after this one."),
    "entity": mark("There is no entity of yours after this one."),
    "claim": mark("There is no claim of yours after this one."),
}
_NO_OTHER_OF = mark("There is no {label} of yours after this one.")
