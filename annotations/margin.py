"""The annotations of one article: the one door through which every change passes."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from annotations import HashiyaError, files
from annotations.anchoring import as_it_stands, describe
from annotations.documents import to_document
from annotations.history import Change, History, Operation, Outdated, Perform, same
from annotations.layer import Layer, annotation_files, file_name
from annotations.merging import Stored, union
from annotations.model import Anchor, Annotation, Article, Link, Span, annotate, now
from annotations.storage import SCHEMA


class Margin:
    """What all annotators wrote beside ``article``, and the hand of one of them.

    A change is on the disk before its method returns and before it shows. Where it cannot be, it is not made and
    HashiyaError says why.
    """

    def __init__(self, article: Article, folder: Path, annotator: str, machine: str) -> None:
        """``folder`` is where the files of this article are; made by the first change."""
        self.article = article
        self.annotator = annotator
        self.machine = machine
        self.readonly: str | None = None
        """Why nothing can be changed, as a sentence; looked at again before every change."""
        self._folder = folder
        self._own = Layer(folder / file_name(annotator, machine))
        self._layers = {self._own.path: self._own}
        self._stored: dict[
            str, Stored[Annotation]
        ] = {}  # by id, tombstones too: what counts of all layers
        self._annotations: list[Annotation] = []
        self._unlisted: str | None = None  # why the folder could not be looked into
        self._history = History()
        self.refresh()

    @property
    def annotations(self) -> list[Annotation]:
        """The live ones of all annotators, in reading order. A new list after every change, the same one until then."""
        return self._annotations

    @property
    def links(self) -> list[Link]:
        """The live ones whose two ends are live, in order of making."""
        merged: dict[str, Stored[Link]] = {}
        for layer in self._layers.values():
            merged = union(merged, layer.links)
        live = {annotation.id for annotation in self._annotations}
        links = (stored.value for stored in merged.values())
        return sorted(
            (link for link in links if not link.deleted and {link.source, link.target} <= live),
            key=lambda link: (link.created, link.id),
        )

    @property
    def problems(self) -> list[str]:
        """A sentence about everything that could not be read: what it holds is not among the annotations."""
        unlisted = [self._unlisted] if self._unlisted else []
        return unlisted + [each for layer in self._layers.values() for each in layer.problems]

    @property
    def notices(self) -> list[str]:
        """The problems, and a sentence about annotations that do not stand where they were made."""
        notices = self.problems
        displaced = sum(each.anchor is not Anchor.ANCHORED for each in self._annotations)
        if displaced:
            notices.append(
                f"The text of {self.article.path} has changed where {displaced} of its annotations "
                f"{'was' if displaced == 1 else 'were'} made: to be reviewed."
            )
        return notices

    def refresh(self) -> bool:
        """Read what other programs wrote since; tells whether there was anything."""
        self._unlisted = None
        try:
            for path in annotation_files(self._folder):
                if path not in self._layers:
                    self._layers[path] = Layer(path)
        except HashiyaError as error:
            self._unlisted = str(error)
        changed = [layer.refresh() for layer in self._layers.values()]
        self._look_for_refusal()
        if not any(changed):
            return False
        merged: dict[str, Stored[Annotation]] = {}
        for layer in self._layers.values():
            merged = union(merged, layer.annotations)
        self._stored = merged
        live = (stored.value for stored in merged.values() if not stored.value.deleted)
        self._annotations = sorted(
            (as_it_stands(self.article, each) for each in live), key=reading_order
        )
        return True

    def add(self, span: Span, label: str) -> Annotation:
        """Tag ``span``, which must not be empty, and not be tagged so already by the same annotator."""
        self._prepare()
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError("There is nothing to tag here: select some text first.")
        annotation = annotate(self.article, span, label, self.annotator)
        self._refuse_twin(annotation)
        return self._do(None, annotation)

    def relabel(self, identifier: str, label: str) -> Annotation:
        """Give one of your own annotations another label."""
        before = self._mine(identifier)
        after = replace(before, label=label)
        if label != before.label:
            self._refuse_twin(as_it_stands(self.article, after))
        return self._do(before, after)

    def set_note(self, identifier: str, note: str) -> Annotation:
        """Write the note of one of your own annotations; an empty one removes it."""
        before = self._mine(identifier)
        return self._do(before, replace(before, note=note))

    def delete(self, identifier: str) -> Annotation:
        """Take one of your own annotations away; returns its tombstone, which stays in the file."""
        self._do(self._mine(identifier), None)
        return self._stored[identifier].value

    def undo(self) -> Change | None:
        """Take your last change back; returns what that changed, or None when there is nothing to undo.

        Raises Outdated, a HashiyaError, where the annotation has been changed since by another program or person.
        """
        return self._again(self._history.undo)

    def redo(self) -> Change | None:
        """The same for what was undone last."""
        return self._again(self._history.redo)

    def _again(self, take_back: Callable[[Perform], Operation | None]) -> Change | None:
        operation = take_back(self._perform_again)
        return operation[0] if operation else None

    def _perform_again(self, operation: Operation) -> Operation:
        self._prepare()
        for change in operation:
            if not same(change.before, self._live(change.id)):
                named = describe(change.before or self._stored[change.id].value)
                raise Outdated(
                    f"The {named} has been changed by another program or person "
                    "since; it is left as it is."
                )
        return self._perform(operation)

    def _prepare(self) -> None:
        self.refresh()
        if self.readonly:
            raise HashiyaError(self.readonly)

    def _look_for_refusal(self) -> None:
        self.readonly = self._own.refusal or self._unlisted or files.unwritable(self._folder)

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
        for other in self._annotations:
            if (
                other.start == annotation.start
                and other.end == annotation.end
                and other.label == annotation.label
                and other.annotator == annotation.annotator
                and other.anchor is annotation.anchor is Anchor.ANCHORED
                and other.id != annotation.id
            ):
                raise HashiyaError(f"This is already tagged as {annotation.label}.")

    def _do(self, before: Annotation | None, after: Annotation | None) -> Annotation:
        """Carry out one change, to be undone later; returns the annotation as it is to be shown."""
        change = Change(before, after)
        if not same(before, after):
            operation = self._perform((change,))
            self._history.record(operation)
            change = operation[0]
        result = change.after or change.before
        assert result is not None
        return as_it_stands(self.article, result)

    def _perform(self, operation: Operation) -> Operation:
        """Save the changes together, then show them."""
        changed = [self._next_version(change) for change in operation]
        try:
            self._keep_text(changed)
            self._own.save(changed, self._meta())
        except HashiyaError:
            self._look_for_refusal()
            raise
        for stored in changed:
            self._show(stored)
        return tuple(
            Change(change.before, None if stored.value.deleted else stored.value)
            for change, stored in zip(operation, changed, strict=True)
        )

    def _next_version(self, change: Change) -> Stored[Annotation]:
        stored = self._stored.get(change.id)
        after = change.after or change.before
        assert after is not None
        after = replace(after, deleted=change.after is None)
        if stored is None:
            return Stored(after, to_document(after))
        after = replace(after, rev=stored.value.rev + 1, modified=now())
        return Stored(after, {**stored.document, **to_document(after)})

    def _show(self, stored: Stored[Annotation]) -> None:
        annotation = stored.value
        self._stored[annotation.id] = stored
        others = [each for each in self._annotations if each.id != annotation.id]
        if not annotation.deleted:
            insort(others, as_it_stands(self.article, annotation), key=reading_order)
        self._annotations = others

    def _meta(self) -> dict[str, object]:
        return {
            "schema": SCHEMA,
            "article": self.article.path,
            "sha256": self.article.sha256,
            "sequence": 0,
            "annotator": self.annotator,
            "machine": self.machine,
        }

    def _keep_text(self, changed: list[Stored[Annotation]]) -> None:
        """The text as it was annotated, once for each content: the way back when the article changes."""
        path = self._folder / f"text-{self.article.sha256}"
        annotated = any(stored.value.sha256 == self.article.sha256 for stored in changed)
        if annotated and not path.exists():
            files.write_new(path, self.article.text.encode("utf-8", "surrogatepass"), replace=True)


def reading_order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Where it starts, the longer first, then the older first."""
    return annotation.start, -annotation.end, annotation.created, annotation.id
