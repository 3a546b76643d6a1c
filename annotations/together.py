"""One act in several articles, as tagging what a search found: taken back, or done again, in all of them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from annotations import HashiyaError, files, journal
from annotations.history import UNDO, Act
from annotations.layer import file_name
from annotations.margin import Margin
from annotations.messages import tr, trn
from annotations.model import SPAN, Annotation
from annotations.project import Project
from annotations.storage import HISTORY

Step = Literal["undo", "redo"]
_TOLD = 3
"""So many articles that are left as they are are named."""


class Together:
    """Undo or redo of one act wherever it was done. Only one's own histories are asked, those of this machine."""

    def __init__(self, project: Project, together: str, step: Step) -> None:
        """``together`` is what the act in each article has in common."""
        self._project = project
        self._id = together
        self._step = step
        self.articles = 0
        """In how many it was done."""
        self.places = 0
        """How many annotations came or went."""
        self.refused: list[str] = []
        """A sentence for each article that is left as it is."""

    def paths(self) -> list[str]:
        """The articles with the act in their histories to be taken back, or done again; for any thread.

        These are all of the project, listed or not, gone or not.
        """
        project = self._project
        whole = replace(project, opened=project.root)
        name = Path(file_name(project.annotator, project.machine)).with_suffix(HISTORY)
        return [path for path in whole.annotated() if self._waits_in(project.folder(path) / name)]

    def _waits_in(self, history: Path) -> bool:
        """A history that cannot be read has nothing that could be taken back."""
        try:
            data = files.read(history)[0] or b""
        except HashiyaError:
            return False
        if self._id.encode() not in data:
            return False
        does, sequence = "", 0
        for line in journal.read(data).lines:
            with suppress(msgspec.ValidationError):  # of another version of this program
                record = line.record
                if record.together == self._id or (sequence and record.of == sequence):
                    does, sequence = record.does, line.sequence
        return bool(does) and (does == UNDO) == (self._step == "redo")

    def is_next(self, margin: Margin) -> bool:
        """Whether it is what would be taken back, or done again, in that article first, as far as it was done in this
        window: what waits to be saved is in no history yet."""
        history = margin.history
        acts = history.done if self._step == "undo" else history.undone
        return bool(acts) and acts[-1].together == self._id

    def take(self, margin: Margin) -> None:
        """Take it back, or do it again, in one article. Raises HashiyaError where that is refused."""
        history = margin.history
        act = history.to_undo() if self._step == "undo" else history.to_redo()
        if act is None or act.together != self._id:
            raise HashiyaError(tr("Something else was done there since; it is left as it is."))
        change = margin.undo() if self._step == "undo" else margin.redo()
        if change is not None:
            self.articles += 1
            self.places += _places(act)

    def refuse(self, path: str, error: HashiyaError) -> None:
        """Remember why an article is left as it is."""
        if os.path.exists(self._project.root / path):  # noqa: PTH110 — it never raises
            self.refused.append(f"{path}: {error}")
        else:
            self.refused.append(
                tr("{path} is gone or was renamed; it is left as it is.", path=path)
            )

    @property
    def told(self) -> str:
        """What came of it, in sentences."""
        told, rest = self.refused[:_TOLD], len(self.refused[_TOLD:])
        if self.articles:
            places = trn("{n} place", "{n:,} places", self.places)
            undone = trn(
                "Undo: {places} in {n} article.",
                "Undo: {places} in {n:,} articles.",
                self.articles,
                places=places,
            )
            redone = trn(
                "Redo: {places} in {n} article.",
                "Redo: {places} in {n:,} articles.",
                self.articles,
                places=places,
            )
            told.insert(0, undone if self._step == "undo" else redone)
        if rest:
            told.append(
                trn(
                    "{n} more article is left as it is.",
                    "{n:,} more articles are left as they are.",
                    rest,
                )
            )
        return " ".join(told)


def _places(act: Act) -> int:
    """How many annotations with a label it is about."""
    values = (edit.after.value for edit in act.edits)
    return sum(isinstance(each, Annotation) and each.label != SPAN for each in values)
