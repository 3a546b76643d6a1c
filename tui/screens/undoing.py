"""Changes, each through one door, and taking them back: in the open article, or in all that were changed at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from annotations import HashiyaError
from annotations.anchoring import excerpt
from annotations.messages import spoken, tr
from annotations.model import Annotation
from tui.screens.selecting import Selecting

if TYPE_CHECKING:
    from annotations.together import Step

T = TypeVar("T")
_MOMENT = 0.1
"""Seconds after which it is told again how far something is."""


class Undoing(Selecting):
    """Every change goes through the article's margin, which holds what can be undone."""

    acting = False
    """Whether what changes now is this window's doing."""

    def attempt(self, change: Callable[[], T]) -> T | None:
        """What a change gives; None where it was refused, which is then said. What the margin holds then is shown in
        either case: what another program has done may have come with it."""
        self.acting = True
        try:
            result = change()
        except HashiyaError as error:
            self.show_annotations()
            self.say(str(error), warning=True)
            return None
        else:
            self.changed = monotonic()
            self.show_annotations()
            return result
        finally:
            self.acting = False

    async def action_undo(self) -> None:
        if not await self.undo_together():
            self.step_history("undo")

    async def undo_together(self) -> bool:
        """Take back what was done last here, if that was in several articles at once."""
        return await self._step_together("undo")

    async def action_redo(self) -> None:
        if not await self.redo_together():
            self.step_history("redo")

    async def redo_together(self) -> bool:
        """Do again what was undone last here, if that was in several articles at once."""
        return await self._step_together("redo")

    def step_history(self, step: str) -> Annotation | None:
        """Undo or redo; returns the annotation that this was about."""
        margin = self.margin
        self.say(
            tr("There is nothing to undo.") if step == "undo" else tr("There is nothing to redo.")
        )  # unless there is
        change = self.attempt(margin.undo if step == "undo" else margin.redo)
        if change and (subject := margin.subject(change)):
            self.reader.go_to(subject)
            label, words = spoken(subject.label), excerpt(subject)
            self.say(
                tr("Undo: {label} «{words}»", label=label, words=words)
                if step == "undo"
                else tr("Redo: {label} «{words}»", label=label, words=words)
            )
            return subject
        return None

    async def _step_together(self, step: Step) -> bool:
        """Undo or redo in all articles at once; of many it is told how far that is. The next key waits for it."""
        history = self.margin.history
        try:
            act = history.to_undo() if step == "undo" else history.to_redo()
        except HashiyaError:  # which is said where it is tried alone
            return False
        if act is None or act.together is None:
            return False
        from annotations.renaming import Renames
        from annotations.together import Together

        work = Together(self.project, act.together, step)
        kept = await asyncio.to_thread(work.paths)
        paths = sorted(
            {*kept, *(path for path, each in self._margins.items() if work.is_next(each))}
        )
        if len(paths) < 2:
            return False
        renames, told_at = Renames(self.project), monotonic()
        for done, path in enumerate(paths):
            if monotonic() - told_at > _MOMENT:
                told_at = monotonic()
                self.say(
                    tr("Undo: {done:,} of {all:,} articles", done=done, all=len(paths))
                    if step == "undo"
                    else tr("Redo: {done:,} of {all:,} articles", done=done, all=len(paths))
                )
                await asyncio.sleep(0)
            try:
                if path in self._margins:
                    margin = self._margins[path]
                else:
                    article = await asyncio.to_thread(self.project.read, path)
                    margin = self._margin_of(article, renames)
                work.take(margin)
            except HashiyaError as error:
                work.refuse(path, error)
        self.changed = monotonic()
        self.show_annotations()
        self.say(work.told, warning=bool(work.refused))
        return True
