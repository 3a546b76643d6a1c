"""What became of one annotation: every act on it, on what was said of it and on its links, from all histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotations import HashiyaError, files
from annotations.anchoring import ranges
from annotations.attributes import differences, written
from annotations.documents import TABLES, read
from annotations.filenames import from_name
from annotations.history import TAG
from annotations.journal import BEGIN, Entry, Record, line_of
from annotations.layer import annotation_files, original
from annotations.merging import Stored, union
from annotations.model import Annotation, Decision, Kept, Link, Review
from annotations.storage import HISTORY

BLOCK = 1 << 20
"""Bytes of a history that are looked through at once."""


class Turn(NamedTuple):
    """One thing that an act changed. Empty is what there was not, or is no more."""

    what: str
    """``words``, ``place``, ``label``, ``note``, ``review``, ``comment``, ``link``, ``attribute``, or ``deleted``."""
    before: str
    after: str
    name: str = ""
    """Of the attribute; of a link its type."""


class Deed(NamedTuple):
    """An act, as far as it is about the annotation."""

    time: str
    """In UTC as RFC 3339."""
    annotator: str
    machine: str
    does: str
    """As `annotations.history` names it."""
    turns: tuple[Turn, ...]


def biography(
    folders: Sequence[Path],
    identifier: str,
    problems: list[str],
    wanted: Callable[[], bool] = lambda: True,
) -> list[Deed]:
    """Every act on the annotation with that id, whose files are in ``folders``; the newest first.

    Only lines that name it are read as more than bytes. Made for a thread of its own: where it is no longer ``wanted``
    it ends with what it has. A sentence for everything that cannot be read is added to ``problems``.
    """
    pasts: list[tuple[str, str, list[_Part]]] = []
    for path in _histories(folders, problems):
        try:
            records = list(_records(path, identifier.encode(), wanted))
        except HashiyaError as error:
            problems.append(str(error))
            continue
        name = (original(path.name) or path.name).removesuffix(HISTORY).removesuffix(".json")
        annotator, _, machine = name.partition("@")
        parts = [_part(identifier, record) for record in records]
        pasts.append((from_name(annotator), from_name(machine), parts))
    told = [
        [*_deeds(identifier, annotator, machine, parts)][::-1]
        for annotator, machine, parts in pasts
    ]
    newest_first = merge(*told, key=lambda deed: deed.time, reverse=True)
    return list(dict.fromkeys(newest_first))  # a copy of a file says the same again


class _Part(NamedTuple):
    """What a line of a history has about the annotation."""

    time: str
    does: str
    before: list[Stored[Kept]]
    made: list[Stored[Kept]]


def _part(identifier: str, record: Record) -> _Part:
    before, made = (_about(identifier, each) for each in (record.before, record.documents))
    return _Part(record.time, record.does, before, made)


def _histories(folders: Sequence[Path], problems: list[str]) -> Iterator[Path]:
    for folder in folders:
        try:
            paths = annotation_files(folder)
        except HashiyaError as error:
            problems.append(str(error))
            continue
        for path in paths:
            yield path if path.suffix == ".jsonl" else path.with_name(path.stem + HISTORY)


def _records(path: Path, named: bytes, wanted: Callable[[], bool]) -> Iterator[Record]:
    """What the lines of a history that have those bytes in them say, from the first on."""
    place, rest = 0, b""
    while wanted() and (data := files.read(path, place, BLOCK)[0]):
        place += len(data)
        whole, _, rest = (rest + data).rpartition(b"\n")
        if named in whole:
            yield from _in_lines(whole.split(b"\n"), named)
    yield from _in_lines([rest], named)


def _in_lines(lines: list[bytes], named: bytes) -> Iterator[Record]:
    for each in lines:
        if named in each and (line := line_of(each)) is not None:
            with suppress(msgspec.ValidationError):  # of another version of this program
                yield line.record


def _about(identifier: str, entries: list[Entry]) -> list[Stored[Kept]]:
    """The versions of the annotation among them, of what was said of it, and of links from and to it."""
    found = []
    for table, document, raw in entries:
        if table in TABLES and document is not None and identifier.encode() in bytes(raw):
            with suppress(HashiyaError, ValueError):
                stored = Stored(read(TABLES[table], bytes(raw), int(document)), bytes(raw))
                if identifier in _names(stored.value):
                    found.append(stored)
    return found


def _names(value: Kept) -> tuple[str, ...]:
    return (value.source, value.target) if isinstance(value, Link) else (value.about,)


def _deeds(
    identifier: str,
    annotator: str,
    machine: str,
    parts: list[_Part],
) -> Iterator[Deed]:
    """Those of one hand, in its order. A line has what another hand made of it before with it."""
    known: dict[str, Stored[Kept]] = {}
    for part in parts:
        union(known, part.before)
        turns: list[Turn] = []
        for stored in part.made:
            value = stored.value
            before = known.get(value.id)
            if not union(known, [stored]):
                continue  # it is written again, or is an older copy
            old = before.value if before and not before.value.deleted else None
            new = None if value.deleted else value
            if part.does == BEGIN and value.rev == 1:
                yield Deed(
                    value.created, annotator, machine, TAG, tuple(_turns(identifier, None, new))
                )
            else:
                turns += _turns(identifier, old, new)
        if turns:
            yield Deed(part.time, annotator, machine, part.does, tuple(turns))


def _turns(identifier: str, old: Kept | None, new: Kept | None) -> Iterator[Turn]:
    """What is another now than it was."""
    value = new or old
    if isinstance(value, Decision):
        yield from _of_decision(
            *(each if isinstance(each, Decision) else None for each in (old, new))
        )
    elif isinstance(value, Link):
        other = value.target if value.source == identifier else value.source
        yield from _turn("link", other if old else "", other if new else "", value.type)
    else:
        yield from _of_annotation(
            *(each if isinstance(each, Annotation) else None for each in (old, new))
        )


def _of_decision(old: Decision | None, new: Decision | None) -> Iterator[Turn]:
    yield from _turn("review", _verdict(old), _verdict(new))
    yield from _turn("comment", old.note if old else "", new.note if new else "")


def _of_annotation(old: Annotation | None, new: Annotation | None) -> Iterator[Turn]:
    if new is None:
        if old is not None:
            yield Turn("deleted", old.exact, "")
        return
    yield from _turn("words", old.exact if old else "", new.exact)
    yield from _turn("place", ranges(old) if old else "", ranges(new))
    yield from _turn("label", old.label if old else "", new.label)
    yield from _turn("note", old.note if old else "", new.note)
    attributes = old.attributes if old else {}
    for name, value in differences(attributes, new.attributes).items():
        before = written(attributes[name]) if name in attributes else ""
        yield from _turn("attribute", before, "" if value is None else written(value), name)


def _turn(what: str, before: str, after: str, name: str = "") -> Iterator[Turn]:
    if before != after:
        yield Turn(what, before, after, name)


def _verdict(decision: Decision | None) -> str:
    return "" if decision is None or decision.review is Review.NONE else decision.review.value
