"""Changes, each through one door, and taking them back: in the open article, or in all that were changed at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from annotations import HashiyaError
from annotations.anchoring import excerpt
from annotations.messages import spoken, tr, trn
from annotations.model import Annotation
from tui.screens.selecting import Selecting

if TYPE_CHECKING:
    from annotations.history import Act
    from annotations.margin import Margin

T = TypeVar("T")
_MOMENT = 0.1
"""Seconds after which it is told again how far something is."""


class Undoing(Selecting):
    """Every change goes through the article's margin, which holds what can be undone."""

    acting = False
    """Whether what changes now is this window's doing."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """As `Opening`."""
        super().__init__(*given, **more)
        # What was done in several articles at once, each with the act there.
        self._together: list[list[tuple[Margin, Act | None]]] = []

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
        """Take back what was done last, if that was in several articles at once."""
        acts = self._last_together()
        if acts:
            self._together.remove(acts)
            await self._undo_together([margin for margin, _ in acts])
        return bool(acts)

    def action_redo(self) -> None:
        self.step_history("redo")

    def _last_together(self) -> list[tuple[Margin, Act | None]] | None:
        """What was done last in this article, if it was done in others at once and is the last there as well."""
        return next(
            (
                acts
                for acts in self._together
                if any(each is self.margin for each, _ in acts)
                and all(each.last is act for each, act in acts)
            ),
            None,
        )

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

    async def _undo_together(self, margins: list[Margin]) -> None:
        """Undo the last act in each; of many it is told how far that is. The next key waits for it."""
        refused, told_at = [], monotonic()
        for number, margin in enumerate(margins):
            if monotonic() - told_at > _MOMENT:
                told_at = monotonic()
                self.say(tr("Undo: {done:,} of {all:,} articles", done=number, all=len(margins)))
                await asyncio.sleep(0)
            try:
                margin.undo()
            except HashiyaError as error:
                refused.append(str(error))
        self.changed = monotonic()
        self.show_annotations()
        done = len(margins) - len(refused)
        told = [
            trn(
                "Undo: what was tagged in {n} article.",
                "Undo: what was tagged in {n:,} articles.",
                done,
            )
        ]
        self.say(" ".join([*told, *refused[:3]]), warning=bool(refused))
