"""The annotations of one article: the one door through which every change passes."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.anchoring import describe, settled, waiting
from annotations.documents import to_document, to_json
from annotations.history import (
    ACCEPT,
    ADOPT,
    COMMENT,
    DECIDE,
    DELETE,
    JOIN,
    NOTE,
    PLACE,
    REDO,
    RELABEL,
    RESIZE,
    SPLIT,
    TAG,
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
from annotations.layer import Layer
from annotations.layers import Layers
from annotations.merging import News, Stored, texts_of, union
from annotations.model import (
    Anchor,
    Annotation,
    Article,
    Decision,
    Kept,
    Link,
    Provenance,
    Review,
    Span,
    annotate,
    decide,
    effective,
    new_id,
    now,
)
from annotations.renaming import Renames
from annotations.saver import Saver, Saving
from annotations.source import Source

_FEW = 16
"""So many new annotations are put in their places one by one; of more the whole list is sorted."""


class Margin:
    """What all annotators wrote beside ``article``, and the hand of one of them.

    A change is on the disk before its method returns and before it shows. Where it cannot be, it is not made and
    HashiyaError says why. With a saver a change shows at once and is saved in the background: ``saving`` says how far
    that has got. Then only what is known to be impossible is refused, and no method waits for the disk.
    """

    def __init__(
        self,
        article: Article,
        folder: Path,
        annotator: str,
        machine: str,
        saver: Saver | None = None,
        source: Source | None = None,
        renames: Renames | None = None,
    ) -> None:
        """``folder`` is where the files of this article are; made by the first change. ``source`` is its own file,
        and ``renames`` knows what it was before; without them nobody looks."""
        self.article = article
        self.annotator = annotator
        self.machine = machine
        self._layers = Layers(article, folder, annotator, machine, source, renames)
        # By id, tombstones too: what counts of all layers.
        self._stored: dict[str, Stored[Kept]] = {}
        # By id of an annotation those of the links and decisions that ever were about it.
        self._about: dict[str, set[str]] = {}
        self._annotations: list[Annotation] = []
        # By id, those that are shown otherwise than they are stored: they were made in another text.
        self._placed: dict[str, Annotation] = {}
        self._places = self._layers.places
        self._take_in(self._layers.refresh(guess=saver is None))
        self._history = self._history_from_here()
        self._desk = saver.desk(self._layers) if saver else None

    @property
    def annotations(self) -> list[Annotation]:
        """The live ones of all annotators, in reading order. A new list after every change, the same one until then."""
        return self._annotations

    @property
    def links(self) -> list[Link]:
        """The live ones whose two ends are live, in order of making."""
        live = {annotation.id for annotation in self._annotations}
        about = (self._live(each) for ids in self._about.values() for each in ids)
        return sorted(
            (
                each
                for each in about
                if isinstance(each, Link) and {each.source, each.target} <= live
            ),
            key=lambda link: (link.created, link.id),
        )

    def decisions_on(self, identifier: str) -> list[Decision]:
        """What anybody decided about an annotation or said of it, in the order of time."""
        about = map(self._live, self._about.get(identifier, ()))
        return sorted(
            (each for each in about if isinstance(each, Decision) and each.on == identifier),
            key=lambda decision: (decision.modified, decision.id),
        )

    @property
    def last(self) -> Act | None:
        """What was done last in this window and can be undone."""
        return self._history.done[-1] if self._history.done else None

    def subject(self, change: Change) -> Annotation | None:
        """The annotation that a change is about, as it is to be shown or was before it was deleted."""
        stored = self._stored.get(change.value.about)
        return (
            self._shown(stored.value) if stored and isinstance(stored.value, Annotation) else None
        )

    @property
    def layers(self) -> list[Layer]:
        """The files that it was read from, to be looked at; not with a saver, whose thread has them."""
        return self._layers.all

    @property
    def readonly(self) -> str | None:
        """Why nothing can be changed, as a sentence; looked at again by every ``refresh``."""
        return self._layers.readonly

    @property
    def saving(self) -> Saving:
        """How far the saving has got. Without a saver nothing is ever pending."""
        return self._desk.saving if self._desk else Saving()

    @property
    def changed(self) -> Article | str | None:
        """The article as its file has it now, if that is another text: it is there for ``follow``.

        A sentence if the file is gone or cannot be read. It is looked at by ``refresh``.
        """
        seen = self._layers.changed
        if seen is None or isinstance(seen, str):
            return seen
        return None if seen.article.sha256 == self.article.sha256 else seen.article

    @property
    def formerly(self) -> list[str]:
        """The paths that the article had before it was renamed or moved, as far as they matter here."""
        return list(self._layers.former)

    @property
    def folders(self) -> list[Path]:
        """Where what was written beside the article is kept: first its own folder, then those of these paths."""
        return self._layers.folders

    @property
    def problems(self) -> list[str]:
        """A sentence about everything that could not be read: what it holds is not among the annotations."""
        return self._layers.problems

    @property
    def notices(self) -> list[str]:
        """The problems, and sentences about a renamed article, what does not stand in a changed one, a missing lock."""
        notices = [*self.problems, *self._layers.told]
        notices += waiting(self.article, self._annotations)
        if self.unlocked:
            notices.append(self.unlocked)
        return notices

    @property
    def unlocked(self) -> str | None:
        """Why another window cannot be locked out, as a sentence; known when something has been saved."""
        return self._layers.own.unlocked

    def refresh(self) -> bool:
        """Show what other programs wrote since; tells whether there was anything.

        With a saver that is what its thread has read so far; it is asked to look again.
        """
        if self._desk is None:
            self._layers.look()
            return self._take_in(self._layers.refresh())
        news = self._desk.news()
        self._desk.look()
        return self._take_in(news)

    def follow(self, article: Article) -> None:
        """Go on with another text of the article: every annotation is shown where it stands there.

        Nothing is written for that. What waits to be saved, and what can be undone, stays.
        """
        places = self._layers.following(self._places, article)
        places.adopt(self._places, texts_of(self._stored.values()))
        self.article, self._places = article, places
        self._arrange()
        if self._desk is None:
            self._layers.follow(places)
        else:
            self._desk.follow(places)

    def checkpoint(self) -> None:
        """Bring the file that TinyDB programs read up to date: when the article is left, or nothing goes on.

        Raises HashiyaError if that fails, but not with a saver. Nothing is lost by it.
        """
        if self._desk is None:
            self._layers.checkpoint()
        else:
            self._desk.checkpoint()

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

    def add(self, span: Span, label: str) -> Annotation:
        """Tag ``span``, which must not be empty, and not be tagged so already by the same annotator."""
        self._prepare()
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError("There is nothing to tag here: select some text first.")
        annotation = annotate(self.article, span, label, self.annotator)
        self._refuse_twin(annotation)
        return self._do(TAG, None, annotation)

    def relabel(self, identifier: str, label: str) -> Annotation:
        """Give one of your own annotations another label."""
        before = self._mine(identifier)
        after = replace(before, label=label)
        if label != before.label:
            self._refuse_twin(self._places.place(after))
        return self._do(RELABEL, before, after)

    def set_note(self, identifier: str, note: str) -> Annotation:
        """Write the note of one of your own annotations; an empty one removes it."""
        before = self._mine(identifier)
        return self._do(NOTE, before, replace(before, note=note))

    def delete(self, identifier: str) -> Annotation:
        """Take one of your own annotations away; returns its tombstone, which stays in the file."""
        return self._do(DELETE, self._mine(identifier), None)

    def decide(self, identifier: str, review: Review) -> Annotation:
        """Accept, reject or dispute an annotation, anybody's, or withdraw that with ``Review.NONE``.

        This is a document of one's own; returns the annotation with the review state that follows from all.
        """
        if review is Review.SUGGESTED:
            raise ValueError("an annotator does not decide that something is suggested")
        return self._judge(DECIDE, identifier, review=review)

    def comment(self, identifier: str, note: str) -> Annotation:
        """Write one's comment on an annotation, anybody's; an empty one removes it."""
        return self._judge(COMMENT, identifier, note=note)

    def adopt(self, identifier: str) -> Annotation:
        """Copy a colleague's annotation as one of your own; the note and the decisions stay with theirs."""
        theirs = self._there(identifier)
        if theirs.annotator == self.annotator:
            raise HashiyaError(f"The {describe(theirs)} is yours already.")
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
                f"The {describe(theirs)} does not stand in the text of today; {theirs.annotator} has to settle that."
            )
        self._refuse_twin(self._shown(copy))
        return self._do(ADOPT, None, copy)

    def accept(self, identifier: str) -> Annotation:
        """Take one of your own annotations that wait for review to be where it is shown, in the text of today."""
        before = self._mine(identifier)
        shown = self._places.place(before)
        if shown.anchor is Anchor.ANCHORED:
            raise HashiyaError(
                f"The {describe(shown)} stands in its place: nothing is to be accepted."
            )
        if shown.anchor is Anchor.ORPHAN:
            raise HashiyaError(
                f"Nothing is left of the {describe(shown)} here: select where it belongs and place it, or delete it."
            )
        return self._settle(ACCEPT, before, shown.span, shown.fragments)

    def place(self, identifier: str, span: Span) -> Annotation:
        """Give one of your own annotations other ends: also where it waits for review, or has lost its place."""
        before = self._mine(identifier)
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError("There is nothing to place it on: select some text first.")
        stands = self._places.place(before).anchor is Anchor.ANCHORED
        return self._settle(RESIZE if stands else PLACE, before, span)

    def add_all(self, spans: Iterable[Span], label: str) -> list[Annotation]:
        """Tag all of ``spans`` in one act, which is undone as one; those that are tagged so already are passed over."""
        self._prepare()
        new = []
        for span in spans:
            annotation = annotate(self.article, span, label, self.annotator)
            with suppress(HashiyaError):
                self._refuse_twin(annotation)
                new.append(annotation)
        self._do_all(TAG, [Change(None, each) for each in new])
        return new

    def split(self, identifier: str, at: int) -> tuple[Annotation, Annotation]:
        """Part one of your own annotations at an offset; the first part stays the same annotation.

        The second has the label and the attributes, and neither note nor links.
        """
        from annotations.resizing import split

        before = self._standing(identifier)
        parts = split(self.article.text, before.span, at)
        if parts is None:
            raise HashiyaError(
                f"Put the cursor inside the {describe(before)}, where it is to be parted."
            )
        first = settled(self.article, before, parts[0])
        second = annotate(self.article, parts[1], before.label, self.annotator)
        second = replace(second, attributes=before.attributes)
        self._do_all(SPLIT, [Change(self._mine(identifier), first), Change(None, second)])
        return first, second

    def join(self, identifier: str, other: str) -> Annotation:
        """Make one of two of your own annotations, which reaches over both; the first stays, with both notes."""
        from annotations.resizing import join

        one, two = self._standing(identifier), self._standing(other)
        notes = "\n".join(filter(None, (one.note, two.note)))
        joined = settled(self.article, replace(one, note=notes), join([one.span, two.span]))
        self._refuse_twin(joined)
        self._do_all(
            JOIN, [Change(self._mine(identifier), joined), Change(self._mine(other), None)]
        )
        return joined

    def _standing(self, identifier: str) -> Annotation:
        """One of your own annotations as it is shown, which must stand in the text of today."""
        shown = self._places.place(self._mine(identifier))
        if shown.anchor is not Anchor.ANCHORED:
            raise HashiyaError(
                f"The {describe(shown)} does not stand in the text of today: accept or place it first."
            )
        return shown

    def _do_all(self, does: str, changes: Sequence[Change]) -> None:
        if changes:
            self._history.record(self._perform(does, tuple(changes)))

    def _settle(
        self, does: str, before: Annotation, span: Span, fragments: Sequence[Span] = ()
    ) -> Annotation:
        after = settled(self.article, before, span, fragments)
        self._refuse_twin(after)
        return self._do(does, before, after)

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
            if not same(change.before, self._live(change.value.id)):
                named = self.subject(change)
                raise Outdated(
                    f"The {describe(named) if named else 'annotation'} has been changed by another program or person "
                    "since; it is left as it is."
                )
        return self._perform(does, operation, act)

    def _history_from_here(self) -> History:
        """Nothing done in this window yet, and before it all that this hand did."""
        own = self._layers.own
        return History(Past(own.past(), own.sequence))

    def _prepare(self) -> None:
        self.refresh()
        if self.readonly:
            raise HashiyaError(self.readonly)

    def _live(self, identifier: str) -> Kept | None:
        stored = self._stored.get(identifier)
        return stored.value if stored and not stored.value.deleted else None

    def _shown(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown."""
        return self._judged(self._places.place(annotation))

    def _judged(self, annotation: Annotation) -> Annotation:
        """The annotation with the review state that follows from all decisions on it."""
        if annotation.id not in self._about:
            return annotation
        return replace(annotation, review=effective(annotation, self.decisions_on(annotation.id)))

    def _there(self, identifier: str) -> Annotation:
        """The annotation as stored, anybody's."""
        self._prepare()
        annotation = self._live(identifier)
        if not isinstance(annotation, Annotation):
            raise HashiyaError("This annotation is no longer there.")
        return annotation

    def _mine(self, identifier: str) -> Annotation:
        """The annotation as stored, ready to be changed."""
        annotation = self._there(identifier)
        if annotation.annotator != self.annotator:
            raise HashiyaError(
                f"The {describe(annotation)} was made by {annotation.annotator}; only they can change it."
            )
        return annotation

    def _refuse_twin(self, annotation: Annotation) -> None:
        items, (start, end) = self._annotations, annotation.span
        place = bisect_left(items, (start, -end), key=lambda each: reading_order(each)[:2])
        while place < len(items) and items[place].span == annotation.span:
            other = items[place]
            if (
                other.label == annotation.label
                and other.annotator == annotation.annotator
                and other.anchor is annotation.anchor is Anchor.ANCHORED
                and other.id != annotation.id
            ):
                raise HashiyaError(f"This is already tagged as {annotation.label}.")
            place += 1

    def _judge(self, does: str, identifier: str, **said: object) -> Annotation:
        """Say something of an annotation, in the one document that is for this."""
        annotation = self._there(identifier)
        own = [each for each in self.decisions_on(identifier) if each.annotator == self.annotator]
        before = own[-1] if own else None
        after = replace(before or decide(identifier, self.annotator), **said)
        says = after.note or after.review is not Review.NONE
        if not (before or says):
            return self._shown(annotation)
        return self._do(does, before, after if says else None)

    def _do(self, does: str, before: Kept | None, after: Kept | None) -> Annotation:
        """Carry out one change, to be undone later; returns the annotation it is about, as it is to be shown."""
        change = Change(before, after)
        if not same(before, after):
            self._history.record(self._perform(does, (change,)))
        about = self.subject(change)
        assert about is not None
        return about

    def _perform(self, does: str, operation: Operation, takes_back: Act | None = None) -> Act:
        """Save the changes together, then show them; with a saver the other way round."""
        edits = tuple(self._next_version(change) for change in operation)
        act = Act(does, edits, takes_back, article=self.article)
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

    def _take_in(self, news: News) -> bool:
        """Show versions that count more than those that were known; tells whether there was anything to tell."""
        few = len(news.documents) <= _FEW
        touched = {each.value.about for each in news.documents if few}
        before = {each: self._live(each) for each in touched}
        new = union(self._stored, news.documents)
        for each in new:
            if not isinstance(each.value, Annotation):
                self._about.setdefault(each.value.about, set()).add(each.value.id)
        if new and not few:
            self._arrange()
        elif new:
            items = self._annotations.copy()
            for identifier, old in before.items():
                if isinstance(old, Annotation):
                    shown = self._placed.get(identifier, old)
                    del items[bisect_left(items, reading_order(shown), key=reading_order)]
                value = self._live(identifier)
                if isinstance(value, Annotation):
                    insort(items, self._show(value), key=reading_order)
            self._annotations = items
        return bool(new or news.told)

    def _arrange(self) -> None:
        """Put all of them in their places."""
        live = (each.value for each in self._stored.values() if not each.value.deleted)
        annotations = (each for each in live if isinstance(each, Annotation))
        self._annotations = sorted(map(self._show, annotations), key=reading_order)

    def _show(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown; where that is, is remembered."""
        placed = self._places.place(annotation)
        if placed is not annotation:
            self._placed[annotation.id] = placed
        elif self._placed:
            self._placed.pop(annotation.id, None)
        return self._judged(placed)


def _first(act: Act | None) -> Change | None:
    return act.operation[0] if act else None


def reading_order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Where it starts, the longer first, then the older first."""
    return annotation.start, -annotation.end, annotation.created, annotation.id
