"""The file of one annotator: a TinyDB storage that costs the same at any size and never loses what it was given.

Every operation is a line in the history, synced before it counts. A checkpoint, the file that any TinyDB program reads,
is written now and then; what the history has beyond it is added on opening.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from annotations import HashiyaError, files
from annotations.checkpoint import (
    SCHEMA,
    Checkpoint,
    Key,
    Tables,
    Wins,
    decode,
    encode,
    enter,
    schema_of,
)
from annotations.documents import parse, to_json
from annotations.journal import BEGIN, Entry, Journal, Line, Reading, Record
from annotations.locking import Lock
from annotations.messages import tr
from annotations.model import now
from annotations.repair import repair

HISTORY = ".history.jsonl"
"""What the name of a history has in the place of the checkpoint's ``.json``."""


class JournalStorage(Storage):
    """Keeps tables in a history that only grows, and in a checkpoint. For any number of programs, in each one thread.

    Nothing is created before the first write. Every method raises HashiyaError, with both files untouched, where the
    checkpoint is damaged or cannot be read, and for writing where ``refusal`` says why.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        history: Path | None = None,
        wins: Wins | None = None,
        copy: bool = False,
    ) -> None:
        """``path`` is that of the checkpoint; the history is beside it, unless its path is given.

        Without ``wins`` what was written last counts, as it does in TinyDB. The checkpoint of a ``copy`` may have been
        copied without its history.
        """
        self.path = Path(path)
        self.journal = Journal(history or self.path.with_suffix(HISTORY))
        self.lock = Lock(self.path)
        self.others = 0
        """How often something was read that others wrote."""
        self.loads = 0
        """How often all was read anew."""
        self._wins, self._copy = wins, copy
        self._tables: Tables = {}
        self._checkpoint = (
            Checkpoint()
        )  # as read or written last; its tables have gone on to be the above
        self._signature: files.Signature | None = None  # of the checkpoint
        self._loaded = False
        self._news: dict[Key, None] = {}
        self._unrecorded: list[Key] = []  # what is in the checkpoint alone
        self._newer: int | None = None  # a schema that this program does not know
        self._strange: str | None = None  # why lines of the history could not be understood
        self._given: Tables | None = (
            None  # the tables as TinyDB read them, if nothing was written since
        )
        self._inside = self._locked = False

    @property
    def refusal(self) -> str | None:
        """Why the file must not be written, as a sentence."""
        if self._newer:
            return tr(
                "{path} was written by a newer Hashiya (schema {newer}; this one knows {schema}). It can be "
                "read but not changed; update Hashiya.",
                path=self.path,
                newer=self._newer,
                schema=SCHEMA,
            )
        return self._strange or self.journal.damage

    @property
    def problems(self) -> list[str]:
        """A sentence for everything in the history that could not be read."""
        return [each for each in (self._strange, self.journal.damage, self.journal.warning) if each]

    # What TinyDB asks for.

    def read(self) -> dict[str, dict[str, Any]] | None:
        self.refresh()
        self._given = {name: dict(table) for name, table in self._tables.items()}
        return {
            name: {number: parse(data) for number, data in table.items()}
            for name, table in self._tables.items()
        } or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables those of ``data``: of what was last read only what differs, whatever others wrote since."""
        new = {
            name: {str(number): to_json(each) for number, each in table.items()}
            for name, table in data.items()
        }
        with self.writing():
            old = self._tables if self._given is None else self._given
            self.append([record("write", list(_difference(old, new)))])

    def close(self) -> None:
        """Write a checkpoint, if that can be done: the history holds everything in any case."""
        with suppress(HashiyaError):
            self.checkpoint()

    # What a table with a flat cost, and a layer, ask for.

    @property
    def tables(self) -> Mapping[str, Mapping[str, bytes]]:
        """The documents of all tables, as ``table`` gives them."""
        return self._tables

    def table(self, name: str) -> Mapping[str, bytes]:
        """The documents of a table by number, as JSON; as they were at the last ``refresh``."""
        return self._tables.get(name, {})

    def refresh(self) -> None:
        """Read what others wrote since; ``news`` tells what it was about."""
        if self._inside:
            return
        same = self._loaded and files.signature(self.path) == self._signature
        if same and not self.journal.changed():
            return
        self.others += 1
        lines = self.journal.follow() if same else None
        if lines is None:
            self._load()
        else:
            self._apply(lines)

    def news(self) -> list[Key]:
        """The documents that were read since this was last asked."""
        keys = list(self._news)
        self._news.clear()
        return keys

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock others out and read what they wrote; ``append`` belongs in it."""
        if self._inside:
            yield
            return
        if self.refusal or not self._loaded:  # where it is refused no lock is made either
            self.refresh()
            self._refuse()
        with self.lock.held() as self._locked:
            self.refresh()
            self._refuse()
            self._inside = True
            try:
                yield
            finally:
                self._inside = False

    def append(self, records: Iterable[Record]) -> None:
        """Do what the records say together; returns when they are on the disk. Where that fails nothing is changed."""
        records = [each for each in records if each.documents]
        if self._unrecorded:
            missing: list[Entry] = [
                (name, number, msgspec.Raw(self._tables[name][number]))
                for name, number in self._unrecorded
            ]
            records.insert(0, record(BEGIN, missing))
        if not records:
            return
        self.journal.append(records, self._locked)
        self._unrecorded, self._given = [], None
        for each in records:
            enter(self._tables, each, self._wins)

    def extend(self, lines: list[Line]) -> None:
        """Add lines of another copy of the history, whose numbers go on from its last; as ``append``."""
        if not lines:
            return
        self.journal.add([each.data for each in lines], lines[-1].sequence, self._locked)
        self._given = None
        self._apply(lines)

    @property
    def behind(self) -> bool:
        """Whether the history goes beyond the checkpoint, as they were at the last ``refresh``."""
        return self.journal.sequence != self._checkpoint.sequence

    def checkpoint(self) -> None:
        """Write the checkpoint, if the history goes beyond it."""
        self.refresh()
        if not self.behind:
            return
        with self.writing():
            self.append([])
            self._keep_older()
            last = self.journal.last
            assert last is not None
            written = Checkpoint(self._tables, self.journal.sequence, last.start, last.checksum)
            self._signature = files.write_new(self.path, encode(written), replace=True)
            self._checkpoint = written

    def history(self) -> Reading:
        """All lines of the history, as far as they can be read."""
        return self.journal.whole()

    def check(self) -> list[str]:
        """A sentence for everything that is wrong with the history, back to its beginning."""
        return self.journal.check()

    def repair(self) -> list[str]:
        """Set what is damaged aside and build it anew from the rest; gives a sentence for each thing that was done.

        Raises HashiyaError if too little is left for that, or if a newer Hashiya wrote it.
        """
        with self.lock.held():
            self._loaded = False
            return repair(self.path, self.journal, self._wins)

    def _refuse(self) -> None:
        if self.refusal:
            raise HashiyaError(self.refusal)

    def _load(self) -> None:
        self._loaded = False
        data, signature = files.read(self.path)
        found = Checkpoint() if data is None else decode(self.path, data)
        if self._copy and found.last and files.signature(self.journal.path) is None:
            found = Checkpoint(found.tables)
        lines = self.journal.open(found.sequence, found.position, found.last)
        self._signature, self._checkpoint, self._tables = signature, found, found.tables
        self._strange, self._given, self._newer = None, None, None
        self._look_for_newer()  # whatever an older history says after that
        alone = (
            []
            if found.last
            else [
                (name, number, data)
                for name, table in self._tables.items()
                for number, data in table.items()
            ]
        )
        self._news.update(
            ((name, number), None) for name, table in self._tables.items() for number in table
        )
        self._apply(lines)
        self._unrecorded = [
            (name, number)
            for name, number, data in alone
            if self._tables.get(name, {}).get(number) is data
        ]
        self._loaded = True
        self.loads += 1

    def _apply(self, lines: Iterable[Line]) -> None:
        for line in lines:
            try:
                keys = enter(self._tables, line.record, self._wins)
                self._news.update(dict.fromkeys(keys))
            except msgspec.ValidationError:
                self._strange = tr(
                    "{path} was written by a newer Hashiya. It is left as it is; update Hashiya.",
                    path=self.journal.path,
                )
        self._look_for_newer()

    def _look_for_newer(self) -> None:
        schema = schema_of(self._tables)
        if schema > SCHEMA:
            self._newer = max(schema, self._newer or 0)

    def _keep_older(self) -> None:
        """Before the first checkpoint of this schema, keep that of the older one."""
        if self._checkpoint.older:
            data, _ = files.read(self.path)
            kept = self.path.with_name(f"{self.path.name}.schema-{self._checkpoint.older}")
            files.write_new(kept, data or b"", replace=True)


def record(does: str, documents: list[Entry]) -> Record:
    """A record of this moment."""
    return Record(now(), does, documents)


def _difference(old: Mapping[str, Mapping[str, bytes]], new: Tables) -> Iterator[Entry]:
    gone = msgspec.Raw(b"null")
    for name in old.keys() - new.keys():
        yield name, None, gone
    for name, table in new.items():
        before = old.get(name, {})
        if not table and (before or name not in old):
            yield name, None, msgspec.Raw(b"{}")
            continue
        for number in before.keys() - table.keys():
            yield name, number, gone
        for number, data in table.items():
            if before.get(number) != data:
                yield name, number, msgspec.Raw(data)
