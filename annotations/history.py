"""What was done, one act after another, and how it is taken back: undo and redo without limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.documents import from_json
from annotations.journal import BEGIN, Entry, Line
from annotations.merging import Stored, union
from annotations.model import Annotation, Article, now

TAG, RELABEL, NOTE, DELETE = "tag", "relabel", "note", "delete"
ACCEPT, PLACE = "accept", "place"
UNDO, REDO = "undo", "redo"
RESTORE = "restore"
"""Writing again what another program had overwritten."""
NO_ACTS = {BEGIN, RESTORE, "write"}
"""What the lines of a history do that are nobody's to take back; the last is another program's work."""


class Change(msgspec.Struct, frozen=True):
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


class Edit(msgspec.Struct, frozen=True):
    """A version of an annotation, a tombstone perhaps, and the one that it was made of."""

    before: Stored[Annotation] | None
    after: Stored[Annotation]

    @property
    def change(self) -> Change:
        return Change(_live(self.before), _live(self.after))


class Act(msgspec.Struct, eq=False):
    """Something that an annotator did at once."""

    does: str
    edits: tuple[Edit, ...]
    takes_back: Act | None = None
    time: str = msgspec.field(default_factory=now)
    sequence: int = 0
    """The number of its line in the history, once it has one."""
    article: Article | None = None
    """The article as it was then, until its text is known to be kept."""

    @property
    def operation(self) -> Operation:
        return tuple(edit.change for edit in self.edits)


Perform = Callable[[Act], Act]
"""Carries out what takes an act back, and gives that."""


class Outdated(HashiyaError):  # noqa: N818 — it is a state of things, not a failure
    """The annotation is no longer what the act left; undoing it would undo somebody's later work."""


def inverse(operation: Operation) -> Operation:
    """The operation that takes ``operation`` back."""
    return tuple(change.inverse for change in reversed(operation))


def same(one: Annotation | None, other: Annotation | None) -> bool:
    """Whether they say the same, whatever their revisions: undo and redo raise those and change nothing else."""
    if one is None or other is None:
        return one is other
    return one == replace(other, rev=one.rev, modified=one.modified)


class History:
    """The acts that can be undone and redone, the last one last."""

    def __init__(
        self, recall: Callable[[], tuple[list[Act], list[Act]]] = lambda: ([], [])
    ) -> None:
        """``recall`` reads those that were done and undone before, when they are first needed."""
        self.done: list[Act] = []
        self.undone: list[Act] = []
        self._recall = recall
        self._recalled = self._recorded = False

    def record(self, act: Act) -> None:
        """Remember what was just done. What was undone before can no longer be redone."""
        self.done.append(act)
        self.undone.clear()
        self._recorded = True

    def undo(self, perform: Perform) -> Act | None:
        """Have the last act taken back; gives the act that does so, None if there was nothing to undo.

        If ``perform`` raises, the act can be tried again, except when it is Outdated: then it is let go, so that it
        does not stand in the way of those before it.
        """
        return self._take_back(self.done, self.undone, perform)

    def redo(self, perform: Perform) -> Act | None:
        """The same for what was undone last."""
        return self._take_back(self.undone, self.done, perform)

    def _take_back(self, source: list[Act], target: list[Act], perform: Perform) -> Act | None:
        if not source and not self._recalled:
            done, undone = self._recall()
            self._recalled = True
            self.done[:0] = done
            if not self._recorded:
                self.undone[:0] = undone
        if not source:
            return None
        try:
            act = perform(source[-1])
        except Outdated:
            source.pop()
            raise
        source.pop()
        target.append(act)
        return act


def acts(lines: Iterable[Line]) -> Iterator[Act]:
    """The acts of a history from its first line on. A line or an annotation that cannot be read is passed over."""
    known: dict[str, Stored[Annotation]] = {}
    by_sequence: dict[int, Act] = {}
    for line in lines:
        try:
            record = line.record
        except msgspec.ValidationError:
            continue
        known.update((each.value.id, each) for each in _annotations(record.before))
        edits = []
        for after in _annotations(record.documents):
            edits.append(Edit(known.get(after.value.id), after))
            union(known, [after])
        act = Act(
            record.does, tuple(edits), by_sequence.get(record.of or 0), record.time, line.sequence
        )
        by_sequence[line.sequence] = act
        yield act


def standing(past: Iterable[Act]) -> tuple[list[Act], list[Act]]:
    """Of acts in order those that can be undone and those that can be redone, the last one last."""
    done: dict[int, Act] = {}
    undone: dict[int, Act] = {}
    for act in past:
        taken = act.takes_back.sequence if act.takes_back else 0
        if act.does == UNDO and taken in done:
            del done[taken]
            undone[act.sequence] = act
        elif act.does == REDO and taken in undone:
            del undone[taken]
            done[act.sequence] = act
        elif act.edits and act.does not in {*NO_ACTS, UNDO, REDO}:
            done[act.sequence] = act
            undone.clear()
    return list(done.values()), list(undone.values())


def _annotations(entries: Iterable[Entry]) -> Iterator[Stored[Annotation]]:
    for table, number, raw in entries:
        if table != "annotations" or number is None or bytes(raw) == b"null":
            continue
        try:
            yield Stored(from_json(bytes(raw), int(number)), bytes(raw))
        except (HashiyaError, ValueError):
            continue


def _live(stored: Stored[Annotation] | None) -> Annotation | None:
    return stored.value if stored and not stored.value.deleted else None
