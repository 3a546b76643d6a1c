"""Operations and their inverses: undo and redo without limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from annotations import HashiyaError
from annotations.model import Annotation


@dataclass(frozen=True)
class Change:
    """What one annotation was and became. None stands for not there: not yet, or deleted."""

    before: Annotation | None
    after: Annotation | None

    @property
    def id(self) -> str:
        annotation = self.before or self.after
        assert annotation is not None
        return annotation.id

    @property
    def inverse(self) -> Change:
        return Change(self.after, self.before)


Operation = tuple[Change, ...]
"""What one act of the annotator changed, in order."""

Perform = Callable[[Operation], Operation]
"""Carries an operation out and returns it with what was really written."""


class Outdated(HashiyaError):  # noqa: N818 — it is a state of things, not a failure
    """The annotation is no longer what the operation left; undoing it would undo somebody's later work."""


def inverse(operation: Operation) -> Operation:
    """The operation that takes ``operation`` back."""
    return tuple(change.inverse for change in reversed(operation))


def same(one: Annotation | None, other: Annotation | None) -> bool:
    """Whether they say the same, whatever their revisions: undo and redo raise those and change nothing else."""
    if one is None or other is None:
        return one is other
    return one == replace(other, rev=one.rev, modified=one.modified)


@dataclass
class History:
    """The operations that can be undone and redone, the last one last."""

    done: list[Operation] = field(default_factory=list)
    undone: list[Operation] = field(default_factory=list)

    def record(self, operation: Operation) -> None:
        """Remember what was just done. What was undone before can no longer be redone."""
        self.done.append(operation)
        self.undone.clear()

    def undo(self, perform: Perform) -> Operation | None:
        """Have the inverse of the last operation performed; returns it as performed, None if there was nothing to undo.

        If ``perform`` raises, the operation can be tried again, except when it is Outdated: then it is let go, so
        that it does not stand in the way of those before it.
        """
        return _take_back(self.done, self.undone, perform)

    def redo(self, perform: Perform) -> Operation | None:
        """The same for what was undone last."""
        return _take_back(self.undone, self.done, perform)


def _take_back(
    source: list[Operation], target: list[Operation], perform: Perform
) -> Operation | None:
    if not source:
        return None
    try:
        operation = perform(inverse(source[-1]))
    except Outdated:
        source.pop()
        raise
    source.pop()
    target.append(operation)
    return operation
