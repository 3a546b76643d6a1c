"""Building damaged files anew from what is left of them. The damaged bytes are kept under another name."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import msgspec

from annotations import HashiyaError, files
from annotations.checkpoint import SCHEMA, Checkpoint, Wins, decode, encode, enter, schema_of
from annotations.journal import BEGIN, Entry, Journal, Record
from annotations.messages import tr
from annotations.model import now


def repair(path: Path, journal: Journal, wins: Wins | None) -> list[str]:
    """Build the checkpoint ``path`` or its history anew, whichever is damaged, with others locked out.

    Gives a sentence for each thing that was done. Raises HashiyaError if too little is left for it, or if a newer
    Hashiya wrote it.
    """
    data, _ = files.read(path)
    error = None
    try:
        checkpoint = Checkpoint() if data is None else decode(path, data)
    except HashiyaError as damaged:
        checkpoint, error = Checkpoint(), damaged
    bytes_, _ = files.read(journal.path)
    reading = journal.whole()
    lines = [*reading.lines, *reading.beyond]
    try:
        records = [(line.sequence, line.record) for line in lines]
    except msgspec.ValidationError:
        raise HashiyaError(
            tr(
                "{path} was written by a newer Hashiya; update Hashiya to repair it.",
                path=journal.path,
            )
        ) from None
    newer = schema_of(checkpoint.tables) > SCHEMA  # whatever an older history says after that
    for sequence, record in records:
        if sequence > checkpoint.sequence:
            enter(checkpoint.tables, record, wins)
    if newer or schema_of(checkpoint.tables) > SCHEMA:
        raise HashiyaError(
            tr("{path} was written by a newer Hashiya; update Hashiya to repair it.", path=path)
        )
    if error and not (lines and (lines[0].sequence == 1 or records[0][1].does == BEGIN)):
        raise HashiyaError(
            tr("{error} Its history does not go back far enough to build it from.", error=error)
        )
    reached = max((sequence for sequence, _ in records), default=0)
    whole = not (reading.damage or reading.warning or reached < checkpoint.sequence)
    if whole and not error:
        return []
    told = []
    if error:
        told.append(
            tr(
                "{path} was built anew; {kept} has what it held.",
                path=path,
                kept=set_aside(path, data),
            )
        )
    if not whole:
        if bytes_:
            kept = set_aside(journal.path, bytes_)
            told.append(
                tr(
                    "{path} goes on with what could be read; {kept} has what it held.",
                    path=journal.path,
                    kept=kept,
                )
            )
        else:
            told.append(
                tr("{path} was missing; it goes on from the checkpoint.", path=journal.path)
            )
        everything: list[Entry] = [
            (name, number, msgspec.Raw(document))
            for name, table in checkpoint.tables.items()
            for number, document in table.items()
        ]
        journal.sequence = max(reached, checkpoint.sequence)
        journal.replace(reading.lines, Record(now(), BEGIN, everything))
    journal.open(0, 0, "")
    last = journal.last
    assert last is not None
    built = Checkpoint(checkpoint.tables, journal.sequence, last.start, last.checksum)
    files.write_new(path, encode(built), replace=True)
    return told


def set_aside(path: Path, data: bytes | None, why: str = "damaged") -> Path:
    """Keep the bytes of a file under a name that is free and nobody reads."""
    for number in count(1):
        kept = path.with_name(f"{path.name}.{why}-{number}")
        if not os.path.lexists(kept):
            files.write_new(kept, data or b"")
            return kept
    raise AssertionError
