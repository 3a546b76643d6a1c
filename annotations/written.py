"""What is written beside one article, as it is to be shown, and kept up with what is written meanwhile."""

from __future__ import annotations

from bisect import bisect_left, insort
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from annotations.anchoring import waiting
from annotations.history import Change
from annotations.layer import Layer
from annotations.layers import Layers
from annotations.merging import News, Stored, texts_of, union
from annotations.model import SPAN, Anchor, Annotation, Article, Decision, Kept, Link, effective
from annotations.renaming import Renames
from annotations.saver import Desk, Saver, Saving
from annotations.source import Source

if TYPE_CHECKING:
    from annotations.codebook import Codebook
    from annotations.codebooks import Book

T = TypeVar("T", bound=Kept)

_FEW = 16
"""So many new annotations are put in their places one by one; of more the whole list is sorted."""


class Written:
    """What all annotators wrote beside ``article``. It is only read here; a margin adds to it."""

    def __init__(
        self,
        article: Article,
        folder: Path,
        annotator: str,
        machine: str,
        source: Source | None = None,
        renames: Renames | None = None,
        book: Book | None = None,
        *,
        guess: bool = True,
    ) -> None:
        """``folder`` is where the files of this article are. ``source`` is its own file, and ``renames`` knows what it
        was before; without them nobody looks. ``book`` is the project's codebook, None for the default. Without
        ``guess`` a renamed article is not recognised at once."""
        self.article = article
        self.annotator = annotator
        self.machine = machine
        self._book = book
        self._layers = Layers(article, folder, annotator, machine, source, renames, book)
        # By id, tombstones too: what counts of all layers.
        self._stored: dict[str, Stored[Kept]] = {}
        # By id of an annotation those of the links and decisions that ever were about it.
        self._about: dict[str, set[str]] = {}
        # By id of an annotation those of the links that ever led from it or to it.
        self._linked: dict[str, set[str]] = {}
        self._annotations: list[Annotation] = []
        self._labelled: list[Annotation] | None = None
        self._links: list[Link] | None = None
        self._has_spans = False
        # By id, those that are shown otherwise than they are stored, as they were made in another text, or that wait.
        self._placed: dict[str, Annotation] = {}
        self._places = self._layers.places
        self._desk: Desk | None = None
        self._take_in(self._layers.refresh(guess=guess))

    def _leave_to(self, saver: Saver) -> None:
        """Have all further work with files done by the thread of ``saver``."""
        self._desk = saver.desk(self._layers)

    @property
    def annotations(self) -> list[Annotation]:
        """The live ones of all annotators, in reading order. A new list after every change, the same one until then.

        A span that is there only for its links is not among them, unless it waits to be placed.
        """
        if not self._has_spans:
            return self._annotations
        if self._labelled is None:
            self._labelled = [
                each
                for each in self._annotations
                if each.label != SPAN or each.anchor is not Anchor.ANCHORED
            ]
        return self._labelled

    @property
    def everything(self) -> list[Annotation]:
        """The same, with all spans that are there only for their links."""
        return self._annotations

    def annotation(self, identifier: str) -> Annotation | None:
        """The live one with that id as it is shown, also one that is there only for its links."""
        found = self._live(identifier)
        return self._shown(found) if isinstance(found, Annotation) else None

    @property
    def codebook(self) -> Codebook:
        """What can be marked, said and linked here."""
        if self._book:
            return self._book.codebook
        from annotations.default_codebook import DEFAULT

        return DEFAULT

    @property
    def links(self) -> list[Link]:
        """The live ones whose two ends are live, in order of making. A new list after every change."""
        if self._links is None:
            self._links = self._find_links()
        return self._links

    def links_of(self, identifier: str) -> list[Link]:
        """Those of them that lead from an annotation or to it."""
        found = map(self._live, self._linked.get(identifier, ()))
        return sorted(
            (
                each
                for each in found
                if isinstance(each, Link)
                and identifier in (each.source, each.target)
                and self._has_ends(each)
            ),
            key=_in_order,
        )

    def links_from(self, identifier: str) -> list[Link]:
        """Those of them that lead from an annotation; what it costs does not depend on the others."""
        about = map(self._live, self._about.get(identifier, ()))
        return [
            each
            for each in about
            if isinstance(each, Link) and each.source == identifier and self._has_ends(each)
        ]

    def _find_links(self) -> list[Link]:
        about = map(self._live, {each for ids in self._about.values() for each in ids})
        return sorted(
            (each for each in about if isinstance(each, Link) and self._has_ends(each)),
            key=_in_order,
        )

    def _has_ends(self, link: Link) -> bool:
        return all(isinstance(self._live(end), Annotation) for end in (link.source, link.target))

    def decisions_on(self, identifier: str) -> list[Decision]:
        """What anybody decided about an annotation or said of it, in the order of time."""
        about = map(self._live, self._about.get(identifier, ()))
        return sorted(
            (each for each in about if isinstance(each, Decision) and each.on == identifier),
            key=lambda decision: (decision.modified, decision.id),
        )

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
        notices += waiting(self.article, self._placed.values())
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

    def _live(self, identifier: str) -> Kept | None:
        stored = self._stored.get(identifier)
        return self._modern(stored.value) if stored and not stored.value.deleted else None

    def _modern(self, value: T) -> T:
        """It under the names that the codebook has today, which it is written under with the next change."""
        return self._book.codebook.modern(value) if self._book else value

    def _shown(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown."""
        return self._judged(self._places.place(self._modern(annotation)))

    def _judged(self, annotation: Annotation) -> Annotation:
        """The annotation with the review state that follows from all decisions on it."""
        if annotation.id not in self._about:
            return annotation
        return replace(annotation, review=effective(annotation, self.decisions_on(annotation.id)))

    def _take_in(self, news: News) -> bool:
        """Show versions that count more than those that were known; tells whether there was anything to tell."""
        few = len(news.documents) <= _FEW
        touched = {each.value.about for each in news.documents if few}
        before = {each: self._live(each) for each in touched}
        new = union(self._stored, news.documents)
        if new:
            self._labelled = self._links = None
        for each in new:
            if not isinstance(each.value, Annotation):
                self._about.setdefault(each.value.about, set()).add(each.value.id)
            if isinstance(each.value, Link):
                for end in (each.value.source, each.value.target):
                    self._linked.setdefault(end, set()).add(each.value.id)
        if new and not few:
            self._arrange()
        elif new:
            items = self._annotations.copy()
            for identifier, old in before.items():
                if isinstance(old, Annotation):
                    shown = self._placed.pop(identifier, old)
                    del items[bisect_left(items, reading_order(shown), key=reading_order)]
                value = self._live(identifier)
                if isinstance(value, Annotation):
                    insort(items, self._show(value), key=reading_order)
            self._annotations = items
        return bool(new or news.told)

    def _arrange(self) -> None:
        """Put all of them in their places."""
        self._labelled = None
        self._placed.clear()
        live = (each.value for each in self._stored.values() if not each.value.deleted)
        annotations = (each for each in live if isinstance(each, Annotation))
        self._annotations = sorted(map(self._show, annotations), key=reading_order)

    def _show(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown; where that is, is remembered."""
        annotation = self._modern(annotation)
        self._has_spans |= annotation.label == SPAN
        placed = self._places.place(annotation)
        if placed is not annotation or placed.anchor is not Anchor.ANCHORED:
            self._placed[annotation.id] = placed
        return self._judged(placed)


def reading_order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Where it starts, the longer first, then the older first."""
    return annotation.start, -annotation.end, annotation.created, annotation.id


def _in_order(link: Link) -> tuple[str, str]:
    """By when it was made."""
    return link.created, link.id
