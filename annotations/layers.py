"""The files of one article: those of all hands are read, one's own is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import HashiyaError, files
from annotations.checkpoint import SCHEMA
from annotations.history import Act
from annotations.layer import Layer, annotation_files, file_name
from annotations.merging import News, texts_of
from annotations.model import Article
from annotations.places import Places, keep_text, kept_text, text_file
from annotations.renaming import Renames
from annotations.source import Source

if TYPE_CHECKING:
    from annotations.codebooks import Book


class Layers:
    """All that a margin has to do with files. For one thread at a time; the attributes may be looked at by any."""

    def __init__(
        self,
        article: Article,
        folder: Path,
        annotator: str,
        machine: str,
        source: Source | None = None,
        renames: Renames | None = None,
        book: Book | None = None,
    ) -> None:
        """``folder`` is where the files of the article are; made by the first save. ``source`` is its own file;
        ``renames`` knows what the article was before; ``book`` is kept when something is saved."""
        self.folder = folder
        self._book = book
        self.places = Places(article, self._kept)
        """Where the annotations stand in the article."""
        self.changed: Places | str | None = None
        """Where they stand in the other text that the article's file has been found to hold, or why that is unknown."""
        self.former: dict[str, Path] = {}
        """By the paths that the article had before, where what was written beside it then is kept; only read."""
        self.told: list[str] = []
        """What is to be said about that."""
        self._source = source
        self._renames = renames
        self._guessed = renames is None
        self._bare = False  # whether there is no file in its own folder
        self.own = Layer(folder / file_name(annotator, machine))
        self.readonly: str | None = None
        """Why nothing can be written, as a sentence."""
        self.problems: list[str] = []
        """A sentence about everything that could not be read."""
        self._meta: dict[str, object] = {
            "schema": SCHEMA,
            "article": article.path,
            "annotator": annotator,
            "machine": machine,
        }
        self._layers = {self.own.path: self.own}
        self._texts_kept: set[str] = set()

    @property
    def all(self) -> list[Layer]:
        """The files that were read."""
        return list(self._layers.values())

    @property
    def article(self) -> Article:
        return self.places.article

    @property
    def folders(self) -> list[Path]:
        """Where files of the article are: first its own folder, then those that it had before."""
        return [self.folder, *self.former.values()]

    @property
    def wondering(self) -> bool:
        """Whether the article may have been renamed, which the next ``refresh`` finds out."""
        return not self._guessed and self._bare

    def refresh(self, *, guess: bool = True) -> News:
        """Read what was written since it was last read, by whomever. Raises nothing.

        With ``guess`` an article that nothing is written beside is compared with those that are gone, once.
        """
        news = self._read()
        while (news or guess) and self._was_renamed(guess):
            news.add(self._read())
            news.told = True
        self.places.prepare(texts_of(news.documents))
        return news

    def _read(self) -> News:
        unlisted = []
        for folder in self.folders:
            try:
                paths = annotation_files(folder)
            except HashiyaError as error:
                unlisted.append(str(error))
                continue
            if folder == self.folder:
                self._bare = not paths
            self._layers.update({path: Layer(path) for path in paths if path not in self._layers})
        news = News()
        for layer in self._layers.values():
            news.add(layer.refresh())
        before = self.readonly, self.problems
        self.problems = unlisted + [each for one in self._layers.values() for each in one.problems]
        self.readonly = self.own.refusal or next(iter(unlisted), files.unwritable(self.folder))
        news.told |= before != (self.readonly, self.problems)
        return news

    def _was_renamed(self, guess: bool) -> bool:
        """Whether the article turns out to have had another path before."""
        if self._renames is None:
            return False
        known = {*self.former, self.article.path}
        recorded = {path for layer in self._layers.values() for path in layer.formerly} - known
        former = {path: folder for path in recorded if (folder := self._renames.folder(path))}
        if guess and not former and self.wondering:
            self._guessed = True
            path, sentence = self._renames.guess(self.article)
            self.told = [sentence] if sentence else []
            if path and (folder := self._renames.folder(path)):
                former[path] = folder
        if former:
            self.former = {**self.former, **former}
            self._meta = {**self._meta, "formerly": sorted(self.former)}
        return bool(former)

    def save(self, act: Act) -> News:
        """Write an act into one's own file and return when it is on the disk; gives what was read on that occasion.

        Raises HashiyaError, with nothing changed.
        """
        if self.readonly and (refusal := files.unwritable(self.folder)):
            raise HashiyaError(refusal)
        try:
            self._keep_text(act)
            if self._book:
                self._book.keep()
            news = self.own.save(act, {**self._meta, "sha256": self.article.sha256})
        except HashiyaError:
            self.readonly = self.own.refusal or files.unwritable(self.folder)
            raise
        self.places.prepare(texts_of(news.documents))
        return news

    def look(self) -> bool:
        """Look whether the article's file holds another text now; tells whether there is anything new about that."""
        seen = self._source.look() if self._source else None
        if seen is None:
            return False
        before = self.changed
        if isinstance(seen, str):
            self.changed = seen
        elif seen.sha256 == self.article.sha256:
            self.changed = None
        elif not (isinstance(before, Places) and before.article.sha256 == seen.sha256):
            self.changed = self.places.following(seen, self._texts())
        return self.changed is not before and self.changed != before

    def following(self, places: Places, article: Article) -> Places:
        """Where they stand in another text of the article, after ``places``."""
        ready = self.changed
        if isinstance(ready, Places) and ready.article is article:
            return ready
        return places.following(article, self._texts())

    def follow(self, places: Places) -> None:
        """Go on with the other text."""
        self.places, self.changed = places, None
        if self._source:
            self._source.forget()

    def _texts(self) -> set[str]:
        """Those that annotations were made in."""
        return set().union(*(texts_of(list(one.documents.values())) for one in self.all))

    def checkpoint(self) -> None:
        """Bring the file that TinyDB programs read up to date. Raises HashiyaError."""
        self.own.checkpoint()

    def repair(self) -> list[str]:
        """Build anew what is damaged of one's own files; gives a sentence for each thing that was done.

        Raises HashiyaError if too little is left for that.
        """
        return self.own.repair()

    def _kept(self, sha256: str) -> str | None:
        return kept_text(self.folders, sha256)

    def _keep_text(self, act: Act) -> None:
        """The text as it was annotated, once for each content: the way back when the article changes."""
        article = act.article
        if article is None:
            return
        if article.sha256 not in self._texts_kept and article.sha256 in texts_of(
            edit.after for edit in act.edits
        ):
            if not os.path.exists(text_file(self.folder, article.sha256)):  # noqa: PTH110 — it never raises
                keep_text(self.folder, article)
            self._texts_kept.add(article.sha256)
        act.article = None
