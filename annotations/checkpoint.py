"""What a checkpoint holds: a TinyDB file with one document a line, its checksum, and how far it goes in the history."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeGuard

import msgspec

from annotations import HashiyaError
from annotations.documents import parse, to_json
from annotations.journal import CHECKSUM, CONFLICT, Record, checksum
from annotations.messages import mark, tr

SCHEMA = 2
"""The version of what the tables hold, kept as ``schema`` in document 1 of the table ``meta``. 1 had no history."""

Tables = dict[str, dict[str, bytes]]
"""Table name → document number in decimal → the document as JSON on one line."""

Key = tuple[str, str]
"""Table and number of a document."""

Wins = Callable[[str, bytes, bytes], bool]
"""Whether, in a table, a document counts that comes after another one with its number."""

_ORDER = ("meta", "annotations", "links", "decisions")
_NUMBER = re.compile(r"[0-9]{1,39}")
_BOOK = "hashiya"
"""The field of document 1 in ``meta`` that only the file has."""
_HEAD = b'{\n"meta": {\n"1": {"%b":{"checksum":"' % _BOOK.encode()
WAY_OUT = mark(
    "It is left as it is; restore it from git or a backup, or let `hashiya check --repair` set it aside and build it "
    "anew from its history."
)
_tables_decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_table_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Checkpoint(msgspec.Struct, frozen=True):
    """The tables at one moment."""

    tables: Tables = msgspec.field(default_factory=dict)
    sequence: int = 0
    """The number of the last line of the history that it holds."""
    position: int = 0
    """Where that line begins, in bytes."""
    last: str = ""
    """That line's checksum; empty in a file without a history."""
    older: int | None = None
    """The schema that the file has, where the tables were brought up from it."""


def encode(checkpoint: Checkpoint) -> bytes:
    """The file. The same content gives the same bytes."""
    meta = dict(checkpoint.tables.get("meta", {}))
    book = {
        "checksum": "0" * CHECKSUM,
        "sequence": checkpoint.sequence,
        "position": checkpoint.position,
        "last": checkpoint.last,
    }
    meta["1"] = to_json({_BOOK: book, "schema": SCHEMA, **parse(meta.get("1", b"{}"))})
    tables = {**checkpoint.tables, "meta": meta}
    names = sorted(tables, key=lambda name: (_ORDER.index(name) if name in _ORDER else 9, name))
    data = b"{\n%b\n}\n" % b",\n".join(
        to_json(name) + b": " + _table(tables[name]) for name in names
    )
    rest = data[len(_HEAD) + CHECKSUM :]
    return _HEAD + checksum(rest).encode() + rest


def decode(path: Path, data: bytes) -> Checkpoint:
    """The checkpoint in the bytes of the file ``path``.

    Raises HashiyaError, which names the file and the way out, if it is not exactly what was written.
    """
    tables = _sealed(path, data) if data.startswith(_HEAD) else _foreign(path, data)
    meta = parse(tables.get("meta", {}).get("1", b"{}"))
    schema, book = schema_of(tables), meta.pop(_BOOK, {})
    if schema > SCHEMA:
        return Checkpoint(tables)
    if schema < SCHEMA:
        return Checkpoint(_brought_up(tables, schema), older=schema)
    if meta == {"schema": SCHEMA}:
        del tables["meta"]["1"]
        if not tables["meta"]:
            del tables["meta"]
    elif meta:
        tables["meta"]["1"] = to_json(meta)
    return Checkpoint(
        tables, book.get("sequence", 0), book.get("position", 0), book.get("last", "")
    )


def schema_of(tables: Tables) -> int:
    """The version of what the tables hold, as they say it."""
    schema = parse(tables.get("meta", {}).get("1", b"{}")).get("schema")
    return schema if isinstance(schema, int) else SCHEMA


def enter(tables: Tables, record: Record, wins: Wins | None) -> list[Key]:
    """Do to the tables what a record says; gives the documents that it was about. Without ``wins`` the later counts."""
    keys = []
    for name, number, raw in record.documents:
        data = bytes(raw)
        if number is None:
            tables.pop(name, None)
            if data != b"null":
                tables[name] = {each: bytes(d) for each, d in _table_decoder.decode(data).items()}
                keys += [(name, each) for each in tables[name]]
            continue
        keys.append((name, number))
        if data == b"null":
            tables.get(name, {}).pop(number, None)
            continue
        table = tables.setdefault(name, {})
        if number not in table or wins is None or wins(name, table[number], data):
            table[number] = data
    return keys


def _table(table: dict[str, bytes]) -> bytes:
    numbers = sorted(
        table, key=lambda number: (number != "1", int(number))
    )  # the first in its place
    return b"{\n%b\n}" % b",\n".join(b'"%b": %b' % (each.encode(), table[each]) for each in numbers)


def _from_1(tables: dict[str, dict[str, Any]]) -> None:
    """Schema 1 had a sequence number that was always 0, for want of a history."""
    tables["meta"]["1"].pop("sequence", None)


_MIGRATIONS: dict[int, Callable[[dict[str, dict[str, Any]]], None]] = {1: _from_1}
"""By schema: changes tables of it, with their documents as objects, to those of the next one."""


def _brought_up(tables: Tables, schema: int) -> Tables:
    documents = {
        name: {number: parse(data) for number, data in table.items()}
        for name, table in tables.items()
    }
    for version in range(schema, SCHEMA):
        _MIGRATIONS[version](documents)
        documents["meta"]["1"]["schema"] = version + 1
    return _packed(documents)


def _sealed(path: Path, data: bytes) -> Tables:
    rest = data[len(_HEAD) + CHECKSUM :]
    if checksum(rest).encode() != data[len(_HEAD) : len(_HEAD) + CHECKSUM]:
        raise _damaged(path, data, tr("its checksum does not fit"))
    try:
        return {
            name: {number: bytes(raw) for number, raw in table.items()}
            for name, table in _tables_decoder.decode(data).items()
        }
    except msgspec.DecodeError:  # a lone surrogate
        return _packed(json.loads(data))


def _foreign(path: Path, data: bytes) -> Tables:
    """Of a file that is not as ``encode`` writes it: of an older schema, of another program, or damaged."""
    if not data:
        raise HashiyaError(
            tr("{path} is empty: what it held is lost. {way_out}", path=path, way_out=tr(WAY_OUT))
        )
    try:
        tables = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, data, str(error)) from error
    if not _shaped(tables):
        raise HashiyaError(
            tr("{path} is not a file of Hashiya's. {way_out}", path=path, way_out=tr(WAY_OUT))
        )
    schema = tables.get("meta", {}).get("1", {}).get("schema", 0)
    if schema == SCHEMA or (
        schema < SCHEMA
        and any(_BOOK in each for table in tables.values() for each in table.values())
    ):
        raise _damaged(path, data, tr("its checksum does not fit"))
    return _packed(tables)


def _packed(tables: Mapping[str, Mapping[str, Any]]) -> Tables:
    return {
        name: {number: to_json(each) for number, each in table.items()}
        for name, table in tables.items()
    }


def _damaged(path: Path, data: bytes, what: str) -> HashiyaError:
    if CONFLICT.search(data):
        return HashiyaError(
            tr(
                "{path} holds the marks of an unresolved merge. It is left as it is; resolve the conflict (in "
                "git: checkout --ours or --theirs, then commit), or let `hashiya check --repair` set it aside "
                "and build it anew from its history.",
                path=path,
            )
        )
    return HashiyaError(
        tr("{path} is damaged ({what}). {way_out}", path=path, what=what, way_out=tr(WAY_OUT))
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name occurs twice")
    return values


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _shaped(tables: object) -> TypeGuard[dict[str, dict[str, Any]]]:
    """Whether it is what TinyDB keeps: tables of numbered documents; and a schema, if given, is a positive number."""
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        return False
    schema = tables.get("meta", {}).get("1", {})
    schema = schema.get("schema", SCHEMA) if isinstance(schema, dict) else None
    return (
        type(schema) is int
        and schema > 0
        and all(
            _NUMBER.fullmatch(number) and isinstance(document, dict)
            for table in tables.values()
            for number, document in table.items()
        )
    )
