"""The files of one article: those of all hands are read, one's own is written."""

from __future__ import annotations

import os
from pathlib import Path

from annotations import HashiyaError, files
from annotations.checkpoint import SCHEMA
from annotations.history import Act
from annotations.layer import Layer, annotation_files, file_name
from annotations.merging import News
from annotations.model import Annotation, Article


class Layers:
    """All that a margin has to do with files. For one thread at a time; the attributes may be looked at by any."""

    def __init__(self, article: Article, folder: Path, annotator: str, machine: str) -> None:
        """``folder`` is where the files of the article are; made by the first save."""
        self.article = article
        self.folder = folder
        self.own = Layer(folder / file_name(annotator, machine))
        self.readonly: str | None = None
        """Why nothing can be written, as a sentence."""
        self.problems: list[str] = []
        """A sentence about everything that could not be read."""
        self._meta = {
            "schema": SCHEMA,
            "article": article.path,
            "annotator": annotator,
            "machine": machine,
        }
        self._layers = {self.own.path: self.own}
        self._text_kept = False

    @property
    def all(self) -> list[Layer]:
        """The files that were read."""
        return list(self._layers.values())

    def refresh(self) -> News:
        """Read what was written since it was last read, by whomever. Raises nothing."""
        unlisted = []
        try:
            for path in annotation_files(self.folder):
                if path not in self._layers:
                    self._layers[path] = Layer(path)
        except HashiyaError as error:
            unlisted = [str(error)]
        news = News()
        for layer in self._layers.values():
            news.add(layer.refresh())
        before = self.readonly, self.problems
        self.problems = unlisted + [each for one in self._layers.values() for each in one.problems]
        self.readonly = self.own.refusal or next(iter(unlisted), files.unwritable(self.folder))
        news.told |= before != (self.readonly, self.problems)
        return news

    def save(self, act: Act) -> News:
        """Write an act into one's own file and return when it is on the disk; gives what was read on that occasion.

        Raises HashiyaError, with nothing changed.
        """
        if self.readonly and (refusal := files.unwritable(self.folder)):
            raise HashiyaError(refusal)
        try:
            self._keep_text(act)
            return self.own.save(act, {**self._meta, "sha256": self.article.sha256})
        except HashiyaError:
            self.readonly = self.own.refusal or files.unwritable(self.folder)
            raise

    def checkpoint(self) -> None:
        """Bring the file that TinyDB programs read up to date. Raises HashiyaError."""
        self.own.checkpoint()

    def repair(self) -> list[str]:
        """Build anew what is damaged of one's own files; gives a sentence for each thing that was done.

        Raises HashiyaError if too little is left for that.
        """
        return self.own.repair()

    def _keep_text(self, act: Act) -> None:
        """The text as it was annotated, once for each content: the way back when the article changes."""
        if self._text_kept:
            return
        sha256 = self.article.sha256
        made = (edit.after.value for edit in act.edits)
        if any(isinstance(each, Annotation) and each.sha256 == sha256 for each in made):
            path = self.folder / f"text-{sha256}"
            if not os.path.exists(path):  # noqa: PTH110 — it never raises
                text = self.article.text.encode("utf-8", "surrogatepass")
                files.write_new(path, text, replace=True)
            self._text_kept = True
