"""Copies of one file that went different ways: what another has is taken in, and nothing of either is lost.

They come about when a whole project is copied, or two programs on one machine write two clones of it, or a tool for
synchronising cannot tell which of two versions is the newer one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

import msgspec

from annotations import HashiyaError, files
from annotations.history import MERGE
from annotations.journal import Entry, Line, Record
from annotations.layer import MERGED, annotation_files, original, storage_of
from annotations.merging import prevails
from annotations.model import now
from annotations.storage import JournalStorage


def lines_of(storage: JournalStorage) -> list[Line]:
    """All lines of its history, read now. Raises HashiyaError if anything of the file is damaged, or too new."""
    storage.refresh()
    if storage.refusal:
        raise HashiyaError(storage.refusal)
    reading = storage.history()
    if reading.damage:
        raise HashiyaError(storage.check()[0])
    return reading.lines


def take_in(target: JournalStorage, source: JournalStorage) -> bool:
    """Bring what ``source`` has into ``target``, on the disk; tells whether there was anything.

    ``source`` is only read. Where one history goes on from the other, the longer one counts. Where they went different
    ways, or a checkpoint has what no history tells, the greater of every two documents is written in one line; and
    acts that only ``source`` tells are kept in a file of their own, which is read along with the rest. Raises
    HashiyaError where one of them is damaged, or the disk fails; then it can be tried again.
    """
    theirs = lines_of(source)
    with target.writing():
        ours, before = lines_of(target), target.journal.sequence
        common = _common(ours, theirs)
        kept = False
        if common == len(ours):
            target.extend(theirs[common:])
        else:
            kept = _keep(target, ours, theirs, source.journal.path)
        if entries := list(_greater(source, target)):
            target.append([Record(now(), MERGE, entries)])
    if target.journal.sequence == before:
        return kept
    target.checkpoint()
    return True


def _common(some: list[Line], others: list[Line]) -> int:
    """With how many of the same lines both begin."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].checksum == pair[1].checksum, pairs))


def _greater(source: JournalStorage, target: JournalStorage) -> Iterator[Entry]:
    """The documents of ``source`` that count more than those of ``target``."""
    for name, table in source.tables.items():
        if name == "meta":  # what it says is true of each file by itself
            continue
        ours = target.table(name)
        for number, data in table.items():
            before = ours.get(number)
            if before is None or (before != data and prevails(before, data)):
                yield name, number, msgspec.Raw(data)


def _keep(target: JournalStorage, ours: list[Line], theirs: list[Line], of: Path) -> bool:
    """Keep the history ``of`` that went another way, unless others here tell all its acts; tells whether it was."""
    copies = {
        path: storage_of(path).history()
        for path in annotation_files(target.path.parent)
        if path.suffix == ".jsonl" and original(path.name) == target.path.name and path != of
    }
    told = (ours, *(reading.lines for reading in copies.values()))
    known = {line.checksum for lines in told for line in lines}
    new = [line for line in theirs if line.checksum not in known and _does(line) != MERGE]
    if not new:
        return False
    shorter = (
        path
        for path, reading in copies.items()
        if MERGED.search(path.name)
        and _common(reading.lines, theirs) == len(reading.lines)
        and not (reading.damage or reading.warning)
    )
    name = f"{target.journal.path.stem}.merged-{new[0].checksum}.jsonl"
    path = next(shorter, target.path.with_name(name))
    files.write_new(path, b"".join(line.data for line in theirs), replace=True)
    return True


def _does(line: Line) -> str:
    with suppress(msgspec.ValidationError):
        return line.record.does
    return ""
