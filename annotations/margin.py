"""The annotations of one article: the one door through which every change passes."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.anchoring import describe, settled, waiting
from annotations.documents import to_document, to_json
from annotations.history import (
    ACCEPT,
    DELETE,
    NOTE,
    PLACE,
    REDO,
    RELABEL,
    TAG,
    UNDO,
    Act,
    Change,
    Edit,
    History,
    Operation,
    Outdated,
    acts,
    inverse,
    same,
    standing,
)
from annotations.layers import Layers
from annotations.merging import News, Stored, union
from annotations.model import Anchor, Annotation, Article, Link, Span, annotate, now
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
        self._stored: dict[str, Stored[Annotation]] = {}
        self._links: dict[str, Stored[Link]] = {}
        self._annotations: list[Annotation] = []
        # By id, those that are shown otherwise than they are stored: they were made in another text.
        self._placed: dict[str, Annotation] = {}
        self._places = self._layers.places
        self._take_in(self._layers.refresh(guess=saver is None))
        self._opened_at = self._layers.own.sequence
        self._history = History(self._recall)
        self._desk = saver.desk(self._layers) if saver else None
        if self._desk and self._layers.wondering:
            self._desk.look()

    @property
    def annotations(self) -> list[Annotation]:
        """The live ones of all annotators, in reading order. A new list after every change, the same one until then."""
        return self._annotations

    @property
    def links(self) -> list[Link]:
        """The live ones whose two ends are live, in order of making."""
        live = {annotation.id for annotation in self._annotations}
        links = (stored.value for stored in self._links.values())
        return sorted(
            (link for link in links if not link.deleted and {link.source, link.target} <= live),
            key=lambda link: (link.created, link.id),
        )

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
        if self._layers.own.unlocked:
            notices.append(self._layers.own.unlocked)
        return notices

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
        places.adopt(self._places, {each.value.sha256 for each in self._stored.values()})
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
            self._opened_at = self._layers.own.sequence
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
        self._do(DELETE, self._mine(identifier), None)
        return self._stored[identifier].value

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
        """Put one of your own annotations that wait for review or have lost their place on ``span`` by hand."""
        before = self._mine(identifier)
        if self._places.place(before).anchor is Anchor.ANCHORED:
            raise HashiyaError(f"The {describe(before)} stands in its place: it needs no other.")
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError("There is nothing to place it on: select some text first.")
        return self._settle(PLACE, before, span)

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
            if not same(change.before, self._live(change.id)):
                named = change.before or change.after
                assert named is not None
                raise Outdated(
                    f"The {describe(named)} has been changed by another program or person "
                    "since; it is left as it is."
                )
        return self._perform(does, operation, act)

    def _recall(self) -> tuple[list[Act], list[Act]]:
        """What this hand did and undid before this window was opened."""
        done, undone = standing(acts(self._layers.own.history().lines))
        return (
            [act for act in done if act.sequence <= self._opened_at],
            [act for act in undone if act.sequence <= self._opened_at],
        )

    def _prepare(self) -> None:
        self.refresh()
        if self.readonly:
            raise HashiyaError(self.readonly)

    def _live(self, identifier: str) -> Annotation | None:
        stored = self._stored.get(identifier)
        return stored.value if stored and not stored.value.deleted else None

    def _mine(self, identifier: str) -> Annotation:
        """The annotation as stored, ready to be changed."""
        self._prepare()
        annotation = self._live(identifier)
        if annotation is None:
            raise HashiyaError("This annotation is no longer there.")
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

    def _do(self, does: str, before: Annotation | None, after: Annotation | None) -> Annotation:
        """Carry out one change, to be undone later; returns the annotation as it is to be shown."""
        change = Change(before, after)
        if not same(before, after):
            act = self._perform(does, (change,))
            self._history.record(act)
            change = act.operation[0]
        result = change.after or change.before
        assert result is not None
        return self._places.place(result)

    def _perform(self, does: str, operation: Operation, takes_back: Act | None = None) -> Act:
        """Save the changes together, then show them; with a saver the other way round."""
        edits = tuple(self._next_version(change) for change in operation)
        act = Act(does, edits, takes_back, article=self.article)
        news = News()
        if self._desk is None:
            news = self._layers.save(act)
        else:
            self._desk.save(act)
        news.annotations = [*(edit.after for edit in act.edits), *news.annotations]
        self._take_in(news)
        return act

    def _next_version(self, change: Change) -> Edit:
        stored = self._stored.get(change.id)
        after = change.after or change.before
        assert after is not None
        after = replace(after, deleted=change.after is None)
        if stored is None:
            return Edit(None, Stored(after, to_json(to_document(after))))
        after = replace(after, rev=stored.value.rev + 1, modified=now())
        document = {**stored.document, **to_document(after)}
        if not after.fragments and document.get("fragments"):
            document["fragments"] = ()
        return Edit(stored, Stored(after, to_json(document)))

    def _take_in(self, news: News) -> bool:
        """Show versions that count more than those that were known; tells whether there was anything to tell."""
        few = len(news.annotations) <= _FEW
        before = {
            each.value.id: self._stored.get(each.value.id) for each in news.annotations if few
        }
        new = union(self._stored, news.annotations)
        links = union(self._links, news.links)
        if new and not few:
            self._arrange()
        elif new:
            items = self._annotations.copy()
            for identifier in {stored.value.id for stored in new}:
                old = before[identifier]
                if old and not old.value.deleted:
                    shown = self._placed.get(identifier, old.value)
                    del items[bisect_left(items, reading_order(shown), key=reading_order)]
                value = self._stored[identifier].value
                if not value.deleted:
                    insort(items, self._show(value), key=reading_order)
            self._annotations = items
        return bool(new or links or news.told)

    def _arrange(self) -> None:
        """Put all of them in their places."""
        live = (each.value for each in self._stored.values() if not each.value.deleted)
        self._annotations = sorted(map(self._show, live), key=reading_order)

    def _show(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown, which is remembered."""
        shown = self._places.place(annotation)
        if shown is not annotation:
            self._placed[annotation.id] = shown
        elif self._placed:
            self._placed.pop(annotation.id, None)
        return shown


def _first(act: Act | None) -> Change | None:
    return act.operation[0] if act else None


def reading_order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Where it starts, the longer first, then the older first."""
    return annotation.start, -annotation.end, annotation.created, annotation.id
