"""The annotations of one article: the one door through which every change passes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.anchoring import describe, settled
from annotations.history import (
    ACCEPT,
    ADOPT,
    COMMENT,
    DECIDE,
    JOIN,
    NOTE,
    PLACE,
    RESIZE,
    SPLIT,
    TAG,
    Change,
)
from annotations.linking import relinked
from annotations.messages import tr
from annotations.model import (
    Anchor,
    Annotation,
    Decision,
    Provenance,
    Review,
    Span,
    annotate,
    comment,
    decide,
    new_id,
    now,
)
from annotations.relating import Relating
from annotations.threads import verdict
from annotations.written import reading_order

__all__ = ["Margin", "reading_order"]


class Margin(Relating):
    """What all annotators wrote beside ``article``, and the hand of one of them.

    A change is on the disk before its method returns and before it shows. Where it cannot be, it is not made and
    HashiyaError says why. With a saver a change shows at once and is saved in the background: ``saving`` says how far
    that has got. Then only what is known to be impossible is refused, and no method waits for the disk.
    """

    def add(self, span: Span, label: str) -> Annotation:
        """Tag ``span``, which must not be empty, and not be tagged so already by the same annotator."""
        self._prepare()
        annotation = self._tagged(span, label)
        self._refuse_twin(annotation)
        return self._do(TAG, None, annotation)

    def set_note(self, identifier: str, note: str) -> Annotation:
        """Write the note of one of your own annotations; an empty one removes it."""
        self._prepare()
        before = self._mine(identifier)
        return self._do(NOTE, before, replace(before, note=note))

    def decide(self, identifier: str, review: Review) -> Annotation:
        """Accept, reject or dispute an annotation, anybody's, or withdraw that with ``Review.NONE``.

        This is a document of one's own; returns the annotation with the review state that follows from all.
        """
        if review is Review.SUGGESTED:
            raise ValueError("an annotator does not decide that something is suggested")
        self._prepare()
        annotation = self._there(identifier)
        new = decide(identifier, self.annotator)
        before = verdict(self.decisions_on(identifier), self.annotator) or self._live(new.id)
        assert before is None or isinstance(before, Decision)
        after = replace(before or new, review=review)
        says = after.note or review is not Review.NONE
        if not (before or says):
            return self._shown(annotation)
        return self._do(DECIDE, before, after if says else None)

    def comment(self, identifier: str, note: str, answers: str = "") -> Annotation:
        """Add a comment to those on an annotation, anybody's; an empty one is none.

        ``answers`` is the id of the comment that it answers. Returns the annotation.
        """
        self._prepare()
        annotation = self._there(identifier)
        if not note:
            return self._shown(annotation)
        return self._do(COMMENT, None, comment(identifier, self.annotator, note, answers))

    def change_comment(self, identifier: str, note: str) -> Annotation:
        """Write one of your own comments anew, by its id; an empty one removes it. Returns the annotation."""
        self._prepare()
        before = self._live(identifier)
        if not isinstance(before, Decision) or not before.note:
            raise HashiyaError(tr("This comment is no longer there."))
        if before.annotator != self.annotator:
            raise HashiyaError(
                tr(
                    "This comment is {annotator}'s; only they can change it.",
                    annotator=before.annotator,
                )
            )
        self._there(before.on)
        after = replace(before, note=note)
        says = note or before.review is not Review.NONE
        return self._do(COMMENT, before, after if says else None)

    def adopt(self, identifier: str) -> Annotation:
        """Copy a colleague's annotation as one of your own; the note and the decisions stay with theirs."""
        self._prepare()
        theirs = self._there(identifier)
        if theirs.annotator == self.annotator:
            raise HashiyaError(
                tr("The {annotation} is yours already.", annotation=describe(theirs))
            )
        self._refuse_no_label(theirs.label)
        moment = now()
        copy = replace(
            theirs,
            id=new_id(),
            annotator=self.annotator,
            created=moment,
            modified=moment,
            rev=1,
            note="",
            review=Review.NONE,
            provenance=Provenance(
                by=self.annotator, reason=f"copied from {theirs.annotator}'s {theirs.id}"
            ),
        )
        if self._shown(theirs).anchor is not Anchor.ANCHORED:
            raise HashiyaError(
                tr(
                    "The {annotation} does not stand in the text of today; {annotator} has to settle that.",
                    annotation=describe(theirs),
                    annotator=theirs.annotator,
                )
            )
        self._refuse_twin(self._shown(copy))
        return self._do(ADOPT, None, copy)

    def accept(self, identifier: str) -> Annotation:
        """Take one of your own annotations that wait for review to be where it is shown, in the text of today."""
        self._prepare()
        before = self._mine(identifier)
        shown = self._places.place(before)
        if shown.anchor is Anchor.ANCHORED:
            raise HashiyaError(
                tr(
                    "The {annotation} stands in its place: nothing is to be accepted.",
                    annotation=describe(shown),
                )
            )
        if shown.anchor is Anchor.ORPHAN:
            raise HashiyaError(
                tr(
                    "Nothing is left of the {annotation} here: select where it belongs and place it, or delete it.",
                    annotation=describe(shown),
                )
            )
        return self._settle(ACCEPT, before, shown.span, shown.fragments)

    def place(self, identifier: str, span: Span) -> Annotation:
        """Give one of your own annotations other ends: also where it waits for review, or has lost its place.

        One in several parts keeps those that are still between them.
        """
        self._prepare()
        before = self._mine(identifier)
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError(tr("There is nothing to place it on: select some text first."))
        shown = self._places.place(before)
        does = RESIZE if shown.anchor is Anchor.ANCHORED else PLACE
        from annotations.fragments import within

        return self._settle_parts(does, before, within(shown.fragments, Span(*span)))

    def add_all(
        self, spans: Iterable[Span], label: str, together: str | None = None
    ) -> list[Annotation]:
        """Tag all of ``spans`` in one act, which is undone as one; those that are tagged so already are passed over.

        ``together`` is a new id for all articles where that is done in several at once, as `Together` undoes it.
        """
        self._prepare()
        new = []
        for span in dict.fromkeys(spans):
            annotation = self._tagged(span, label)
            with suppress(HashiyaError):
                self._refuse_twin(annotation)
                new.append(annotation)
        self._do_all(TAG, [Change(None, each) for each in new], together)
        return new

    def split(self, identifier: str, at: int) -> tuple[Annotation, Annotation]:
        """Part one of your own annotations at an offset; the first part stays the same annotation.

        The second has the label and the attributes, and neither note nor links.
        """
        from annotations.resizing import split

        self._prepare()
        before = self._standing(identifier)
        self._refuse_no_label(before.label)
        parts = split(self.article.text, before.span, at)
        if parts is None:
            raise HashiyaError(
                tr(
                    "Put the cursor inside the {annotation}, where it is to be parted.",
                    annotation=describe(before),
                )
            )
        first = settled(self.article, before, parts[0])
        second = self._tagged(parts[1], before.label)
        second = replace(second, attributes=before.attributes)
        self._refuse_twin(first)
        self._refuse_twin(second)
        self._do_all(SPLIT, [Change(before, first), Change(None, second)])
        return self._shown(self._mine(first.id)), second

    def join(self, identifier: str, other: str) -> Annotation:
        """Make one of two of your own annotations of one label, which reaches over both.

        The first stays the same annotation. It gets the note of the other after its own, and the attributes and your
        links that only the other had; of links that may be one alone it keeps its own.
        """
        from annotations.resizing import join

        self._prepare()
        one, two = self._standing(identifier), self._standing(other)
        if one.id == two.id:
            raise HashiyaError(
                tr(
                    "The {annotation} is one already: name two to be joined.",
                    annotation=describe(one),
                )
            )
        if one.label != two.label:
            raise HashiyaError(
                tr(
                    "The {one} and the {other} cannot be joined: give them the same label first.",
                    one=describe(one),
                    other=describe(two),
                )
            )
        notes = "\n".join(filter(None, (one.note, two.note)))
        both = replace(one, note=notes, attributes={**two.attributes, **one.attributes})
        joined = settled(self.article, both, join([one.span, two.span]))
        self._refuse_twin(joined, besides=two.id)
        links = [each for each in self.links if each.annotator == self.annotator]
        changes = [Change(one, joined), Change(self._mine(other), None)]
        changes += relinked(links, two.id, one.id, self.codebook)
        self._do_all(JOIN, self._with_spans(changes))
        return self._shown(self._mine(joined.id))

    def _tagged(self, span: Span, label: str) -> Annotation:
        """A new annotation, which is not kept yet."""
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError(tr("There is nothing to tag here: select some text first."))
        self._refuse_no_label(label)
        made = annotate(self.article, span, label, self.annotator)
        # The codebook that is built in has no defaults.
        defaults = self._book.codebook.defaults(label) if self._book else {}
        return replace(made, attributes=defaults) if defaults else made

    def _standing(self, identifier: str) -> Annotation:
        """One of your own annotations where it is shown, which must stand in one piece in the text of today."""
        shown = self._places.place(self._mine(identifier))
        if shown.anchor is not Anchor.ANCHORED:
            raise HashiyaError(
                tr(
                    "The {annotation} does not stand in the text of today: accept or place it first.",
                    annotation=describe(shown),
                )
            )
        if shown.fragments:
            raise HashiyaError(
                tr(
                    "The {annotation} stands in several pieces, which cannot be parted or joined.",
                    annotation=describe(shown),
                )
            )
        return shown
