"""What was done, one act after another, and how it is taken back: undo and redo without limit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.documents import TABLES, number, read
from annotations.journal import BEGIN, Entry, Line, Record, line_of
from annotations.merging import Stored, union
from annotations.model import Article, Kept, now

TAG, RELABEL, NOTE, DELETE = "tag", "relabel", "note", "delete"
DECIDE, COMMENT, ADOPT = "decide", "comment", "adopt"
ACCEPT, PLACE, RESIZE = "accept", "place", "resize"
SPLIT, JOIN = "split", "join"
ATTRIBUTES, ATTRIBUTE = "attributes", "attribute"
LINK, UNLINK = "link", "unlink"
EXTEND, CUT = "extend", "cut"
UNDO, REDO = "undo", "redo"
RESTORE = "restore"
"""Writing again what another program had overwritten."""
MERGE = "merge"
"""Taking in what another copy of the file has."""
NO_ACTS = {BEGIN, RESTORE, MERGE, "write"}
"""What the lines of a history do that are nobody's to take back; the last is another program's work."""


class Change(msgspec.Struct, frozen=True):
    """What one annotation, link or decision was and became. None stands for not there: not yet, or deleted."""

    before: Kept | None
    after: Kept | None

    @property
    def value(self) -> Kept:
        """What it became, or what it was."""
        value = self.after or self.before
        assert value is not None
        return value

    @property
    def inverse(self) -> Change:
        return Change(self.after, self.before)


Operation = tuple[Change, ...]
"""What one act of the annotator changed, in order."""


class Edit(msgspec.Struct, frozen=True):
    """A version of an annotation, link or decision, a tombstone perhaps, and the one that it was made of."""

    before: Stored[Kept] | None
    after: Stored[Kept]

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
    together: str | None = None
    """What it has in common with those in other articles that are one act with it."""

    @property
    def operation(self) -> Operation:
        return tuple(edit.change for edit in self.edits)


Perform = Callable[[Act], Act]
"""Carries out what takes an act back, and gives that."""


class Outdated(HashiyaError):  # noqa: N818 — it is a state of things, not a failure
    """Something is no longer what the act left; undoing it would undo somebody's later work."""


def inverse(operation: Operation) -> Operation:
    """The operation that takes ``operation`` back."""
    return tuple(change.inverse for change in reversed(operation))


def same(one: Kept | None, other: Kept | None) -> bool:
    """Whether they say the same, whatever their revisions: undo and redo raise those and change nothing else."""
    if one is None or other is None:
        return one is other
    return one == replace(other, rev=one.rev, modified=one.modified)


class Past:
    """What was done and undone before a window was opened, read from the end as far as it is asked for.

    Raises HashiyaError where that cannot be read; then it can be asked for again.
    """

    def __init__(self, lines: Iterable[bytes] = (), until: int = 0) -> None:
        """``lines`` are those of a history from the last to the first. Acts of the first ``until`` are given, since
        those after them are another window's; what that took back of them is not."""
        self._lines = iter(lines)
        self._until = until
        self._read: list[bytes] = []
        self._place = 0  # in what was read: of the next line to go back to
        self._taken: set[int] = set()  # the numbers of the lines that later ones took back
        self._lapsed = False  # whether something was done after what comes now was undone
        self._done: deque[int] = deque()  # places of acts that are still to be given
        self._undone: deque[int] = deque()

    def done(self) -> Act | None:
        """The last act that can be undone and was not given yet."""
        while self._done or self._go_back():
            if self._done and (act := self._first(self._done)):
                return act
        return None

    def undone(self) -> Act | None:
        """The last act that undid something, can be redone and was not given yet."""
        while self._undone or (not self._lapsed and self._go_back()):
            if self._undone and (act := self._first(self._undone)):
                return act
        return None

    def _go_back(self) -> bool:
        """One line further; tells whether there was one."""
        found = self._line(self._place)
        if found is None:
            return False
        place, self._place = self._place, self._place + 1
        with suppress(msgspec.ValidationError):  # of another version of this program
            if line := line_of(found):
                self._sort(place, line.sequence, line.record)
        return True

    def _sort(self, place: int, sequence: int, record: Record) -> None:
        takes_back = record.does in (UNDO, REDO)
        if takes_back and record.of:
            self._taken.add(record.of)
        if record.does not in NO_ACTS and sequence <= self._until and sequence not in self._taken:
            if record.does != UNDO:
                self._done.append(place)
            elif not self._lapsed:
                self._undone.append(place)
        self._lapsed |= not takes_back and record.does not in NO_ACTS

    def _line(self, place: int) -> bytes | None:
        while place >= len(self._read):
            line = next(self._lines, None)
            if line is None:
                return None
            self._read.append(line)
        return self._read[place]

    def _first(self, places: deque[int]) -> Act | None:
        """The first of those acts, which is no longer among them then; None if it cannot be told."""
        act = self._act(places[0])
        places.popleft()
        return act

    def _act(self, place: int) -> Act | None:
        line = line_of(self._read[place])
        assert line is not None
        edits = []
        for after in _values(line.record.documents):
            before = self._before(after.value, place) if after.value.rev > 1 else None
            if after.value.rev > 1 and before is None:
                return None
            edits.append(Edit(before, after))
        if not edits:
            return None
        does, time, together = line.record.does, line.record.time, line.record.together
        return Act(does, tuple(edits), None, time, line.sequence, together=together)

    def _before(self, kept: Kept, place: int) -> Stored[Kept] | None:
        """The version that this one was made of: in the line at ``place``, or else before it."""
        sought = b'"%d"' % number(kept.id)
        while (found := self._line(place)) is not None:
            place += 1
            if sought not in found or (line := line_of(found)) is None:
                continue
            with suppress(msgspec.ValidationError):
                for stored in _values([*line.record.documents, *line.record.before]):
                    value = stored.value
                    if (value.id, value.rev) == (kept.id, kept.rev - 1):
                        return stored
        return None


class History:
    """The acts that can be undone and redone, the last one last."""

    def __init__(self, past: Past | None = None) -> None:
        """``past`` has those before; it is asked only for what is needed."""
        self.done: list[Act] = []
        self.undone: list[Act] = []
        self._past = past or Past()
        self._recorded = False

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
        self.to_undo()
        return self._take_back(self.done, self.undone, perform)

    def redo(self, perform: Perform) -> Act | None:
        """The same for what was undone last."""
        self.to_redo()
        return self._take_back(self.undone, self.done, perform)

    def to_undo(self) -> Act | None:
        """What ``undo`` would have taken back. Raises HashiyaError where that cannot be read."""
        if not self.done and (act := self._past.done()):
            self.done.append(act)
        return self.done[-1] if self.done else None

    def to_redo(self) -> Act | None:
        """The same for ``redo``."""
        if not (self.undone or self._recorded) and (act := self._past.undone()):
            self.undone.append(act)
        return self.undone[-1] if self.undone else None

    def _take_back(self, source: list[Act], target: list[Act], perform: Perform) -> Act | None:
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
    """The acts of a history from its first line on. A line or a document that cannot be read is passed over."""
    known: dict[str, Stored[Kept]] = {}
    by_sequence: dict[int, Act] = {}
    for line in lines:
        try:
            record = line.record
        except msgspec.ValidationError:
            continue
        known.update((each.value.id, each) for each in _values(record.before))
        edits = []
        for after in _values(record.documents):
            edits.append(Edit(known.get(after.value.id), after))
            union(known, [after])
        act = Act(
            record.does, tuple(edits), by_sequence.get(record.of or 0), record.time, line.sequence
        )
        by_sequence[line.sequence] = act
        yield act


def _values(entries: Iterable[Entry]) -> Iterator[Stored[Kept]]:
    for table, document, raw in entries:
        if table not in TABLES or document is None or bytes(raw) == b"null":
            continue
        try:
            yield Stored(read(TABLES[table], bytes(raw), int(document)), bytes(raw))
        except (HashiyaError, ValueError):
            continue


def _live(stored: Stored[Kept] | None) -> Kept | None:
    return stored.value if stored and not stored.value.deleted else None
