"""The hand of one annotator in an article: how what it does is saved, shown and taken back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.anchoring import describe, settled
from annotations.documents import to_document, to_json
from annotations.history import (
    REDO,
    UNDO,
    Act,
    Change,
    Edit,
    History,
    Operation,
    Outdated,
    Past,
    inverse,
    same,
)
from annotations.linking import holding
from annotations.merging import News, Stored
from annotations.messages import spoken, tr
from annotations.model import SPAN, Anchor, Annotation, Article, Kept, Link, Span, now
from annotations.renaming import Renames
from annotations.saver import Saver
from annotations.source import Source
from annotations.written import Written, reading_order

if TYPE_CHECKING:
    from annotations.codebooks import Book


class Hand(Written):
    """Of a margin. Every change goes through ``_perform``, and nothing else does."""

    def __init__(
        self,
        article: Article,
        folder: Path,
        annotator: str,
        machine: str,
        saver: Saver | None = None,
        source: Source | None = None,
        renames: Renames | None = None,
        book: Book | None = None,
    ) -> None:
        """``folder`` is where the files of this article are; made by the first change. ``source`` is its own file,
        and ``renames`` knows what it was before; without them nobody looks.
        ``book`` is the project's codebook, None for the default."""
        super().__init__(
            article, folder, annotator, machine, source, renames, book, guess=saver is None
        )
        self._history = self._history_from_here()
        if saver:
            self._leave_to(saver)

    @property
    def last(self) -> Act | None:
        """What was done last in this window and can be undone."""
        return self._history.done[-1] if self._history.done else None

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        return self._history

    def undo(self) -> Change | None:
        """Take your last change back; returns what that changed, or None when there is nothing to undo.

        First come those of this window, then those from before it was opened. Raises Outdated, a HashiyaError, where
        the annotation has been changed since by another program or person.
        """
        return _first(self._history.undo(lambda act: self._take_back(UNDO, act)))

    def redo(self) -> Change | None:
        """The same for what was undone last."""
        return _first(self._history.redo(lambda act: self._take_back(REDO, act)))

    def _take_back(self, does: str, act: Act) -> Act:
        self._prepare()
        operation = inverse(act.operation)
        for change in operation:
            before = self._modern(change.before) if change.before else None
            if not same(before, self._live(change.value.id)):
                named = self.subject(change)
                if named is None:
                    raise Outdated(
                        tr(
                            "The annotation has been changed by another program or person since; it is left as it is."
                        )
                    )
                raise Outdated(
                    tr(
                        "The {annotation} has been changed by another program or person since; it is left as it is.",
                        annotation=describe(named),
                    )
                )
        held = holding(operation, self._own_links(), self._live, self.codebook)
        if not held:
            raise Outdated(
                tr("What was linked has been linked otherwise since; it is left as it is.")
            )
        return self._perform(does, tuple(held), act, act.together)

    def repair(self) -> list[str]:
        """Build one's own files anew where they are damaged, and keep the damaged bytes; returns when it is done.

        Gives a sentence for each thing that was done. Raises HashiyaError if too little is left for that.
        """
        if self._desk is None:
            told, news = self._repair()
        else:
            told, news = self._desk.run(self._repair)
        self._take_in(news)
        if not (self._history.done or self._history.undone):
            self._history = self._history_from_here()
        return told

    def _repair(self) -> tuple[list[str], News]:
        return self._layers.repair(), self._layers.refresh()

    # What the acts are made with.

    def _refuse_no_label(self, label: str) -> None:
        """Raise unless it can be tagged with; what others wrote with another label is shown all the same."""
        if label == SPAN:
            raise HashiyaError(tr("`span` is no label: it is of what is only linked to."))
        if self.codebook.label(label) is None:
            known = ", ".join(each.name for each in self.codebook.labels)
            raise HashiyaError(
                tr(
                    "The codebook has no label `{label}`: use one of its own ({known}), or add it there.",
                    label=label,
                    known=known,
                )
            )

    def _there(self, identifier: str) -> Annotation:
        """The annotation as stored, anybody's."""
        annotation = self._live(identifier)
        if not isinstance(annotation, Annotation):
            raise HashiyaError(tr("This annotation is no longer there."))
        return annotation

    def _mine(self, identifier: str) -> Annotation:
        """The annotation as stored, ready to be changed."""
        annotation = self._there(identifier)
        if annotation.annotator != self.annotator:
            raise HashiyaError(
                tr(
                    "The {annotation} was made by {annotator}; only they can change it.",
                    annotation=describe(annotation),
                    annotator=annotation.annotator,
                )
            )
        return annotation

    def _own_links(self) -> list[Link]:
        return [each for each in self.links if each.annotator == self.annotator]

    def _refuse_twin(self, annotation: Annotation, besides: str = "") -> None:
        """Raise if the annotator tagged the same so already, with another id than those of the two."""
        items, (start, end) = self._annotations, annotation.span
        place = bisect_left(items, (start, -end), key=lambda each: reading_order(each)[:2])
        while place < len(items) and items[place].span == annotation.span:
            other = items[place]
            if (
                other.label == annotation.label
                and other.annotator == annotation.annotator
                and other.anchor is annotation.anchor is Anchor.ANCHORED
                and other.fragments == annotation.fragments
                and other.id not in (annotation.id, besides)
            ):
                raise HashiyaError(
                    tr("This is already tagged as {label}.", label=spoken(annotation.label))
                )
            place += 1

    def _settle(
        self, does: str, before: Annotation, span: Span, fragments: Sequence[Span] = ()
    ) -> Annotation:
        after = settled(self.article, before, span, fragments)
        self._refuse_twin(after)
        return self._do(does, before, after)

    def _do(self, does: str, before: Kept | None, after: Kept | None) -> Annotation:
        """Carry out one change, to be undone later; returns the annotation it is about, as it is to be shown."""
        change = Change(before, after)
        if not same(before, after):
            self._history.record(self._perform(does, (change,)))
        about = self.subject(change)
        assert about is not None
        return about

    def _do_all(self, does: str, changes: Sequence[Change], together: str | None = None) -> None:
        if changes:
            self._history.record(self._perform(does, tuple(changes), together=together))

    def _perform(
        self,
        does: str,
        operation: Operation,
        takes_back: Act | None = None,
        together: str | None = None,
    ) -> Act:
        """Save the changes together, then show them; with a saver the other way round."""
        edits = tuple(self._next_version(change) for change in operation)
        act = Act(does, edits, takes_back, article=self.article, together=together)
        news = News()
        if self._desk is None:
            news = self._layers.save(act)
        else:
            self._desk.save(act)
        news.documents = [*(edit.after for edit in act.edits), *news.documents]
        self._take_in(news)
        return act

    def _next_version(self, change: Change) -> Edit:
        stored = self._stored.get(change.value.id)
        after = replace(change.value, deleted=change.after is None)
        if stored is None:
            return Edit(None, Stored(after, to_json(to_document(after))))
        after = replace(after, rev=stored.value.rev + 1, modified=now())
        document = {**stored.document, **to_document(after)}
        if isinstance(after, Annotation) and not after.fragments and document.get("fragments"):
            document["fragments"] = ()
        return Edit(stored, Stored(after, to_json(document)))

    def _prepare(self) -> None:
        self.refresh()
        if self.readonly:
            raise HashiyaError(self.readonly)

    def _history_from_here(self) -> History:
        """Nothing done in this window yet, and before it all that this hand did."""
        own = self._layers.own
        return History(Past(own.past(), own.sequence))


def _first(act: Act | None) -> Change | None:
    """What an act changed first, of annotations with a label if there are any."""
    if act is None:
        return None
    of_labels = (
        each
        for each in act.operation
        if isinstance(each.value, Annotation) and each.value.label != SPAN
    )
    return next(of_labels, act.operation[0])
