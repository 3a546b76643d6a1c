"""The file of one annotator: a TinyDB storage that is never half written and never loses what it cannot read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeGuard

import msgspec
from tinydb.storages import Storage

from annotations import HashiyaError, files

SCHEMA = 1
"""The version of what the tables hold, kept as ``schema`` in document 1 of the table ``meta``."""

Tables = dict[str, dict[str, Any]]
"""As TinyDB has them: table name → document number in decimal → document."""

_ORDER = ("meta", "annotations", "links", "decisions")
_NUMBER = re.compile(r"[0-9]{1,39}")
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)
_encoder = msgspec.json.Encoder()
_WAY_OUT = "It is left as it is; restore it from git or a backup, or move it away."


class CheckpointStorage(Storage):
    """Keeps the tables in a JSON file with one document a line, which is replaced as a whole by every write.

    Nothing is created before the first write. Every method raises HashiyaError, with the file untouched, where the
    file is damaged, cannot be read or written, or (for writing) is of a newer schema.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.signature: files.Signature | None = None
        """Of the file that the last transaction read or wrote; None without a file."""
        self._tables: Tables | None = None
        self._known = False  # whether _tables is what the file with that signature holds
        self._inside = self._changed = False

    def read(self) -> Tables | None:
        return self._tables if self._inside else self._load()[0]

    def write(self, data: Tables) -> None:
        if self._inside:
            self._tables, self._changed = data, True
        else:
            self._save(data, _newer(self.path, self._load()[0]))

    @contextmanager
    def transaction(self) -> Iterator[str | None]:
        """Reads in it see one state of the file; its writes reach the disk together at its end, or not at all.

        Gives the sentence why this file must not be written, if there is one.
        """
        if not self._known or files.signature(self.path) != self.signature:
            self._tables, self.signature = self._load()
        refusal = _newer(self.path, self._tables)
        self._known, self._inside, self._changed = False, True, False
        try:
            yield refusal
            if self._changed and self._tables is not None:
                self.signature = self._save(self._tables, refusal)
            self._known = True
        finally:
            self._inside = False

    def _load(self) -> tuple[Tables | None, files.Signature | None]:
        try:
            with self.path.open("rb") as file:
                signature = files.signature_of(os.fstat(file.fileno()))
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None, None
        except OSError as error:
            raise HashiyaError(f"{self.path} cannot be read: {files.reason(error)}.") from error
        return _decode(self.path, data), signature

    def _save(self, tables: Tables, refusal: str | None) -> files.Signature:
        if refusal:
            raise HashiyaError(refusal)
        return files.write_new(self.path, _encode(tables), replace=True)


def _newer(path: Path, tables: Tables | None) -> str | None:
    version = (tables or {}).get("meta", {}).get("1", {}).get("schema", SCHEMA)
    if version <= SCHEMA:
        return None
    return (
        f"{path} was written by a newer Hashiya (schema {version}; this one knows {SCHEMA}). "
        "It can be read but not changed; update Hashiya."
    )


def _encode(tables: Tables) -> bytes:
    names = sorted(tables, key=lambda name: (_ORDER.index(name) if name in _ORDER else 9, name))
    return b"{\n%b\n}\n" % b",\n".join(_json(name) + b": " + _table(tables[name]) for name in names)


def _table(table: dict[str, Any]) -> bytes:
    lines = (
        b'"%b": %b' % (number.encode(), _json(table[number])) for number in sorted(table, key=int)
    )
    return b"{\n%b\n}" % b",\n".join(lines)


def _json(value: object) -> bytes:
    try:
        return _encoder.encode(value)
    except (UnicodeEncodeError, OverflowError):
        # A lone surrogate, which UTF-8 cannot say but JSON can, or a number that another program made too long.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode(errors="backslashreplace")


def _decode(path: Path, data: bytes) -> Tables:
    if not data:
        raise HashiyaError(f"{path} is empty: what it held is lost. {_WAY_OUT}")
    try:
        text = data.decode()
        tables = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        if _CONFLICT.search(data):
            raise HashiyaError(
                f"{path} holds the marks of an unresolved merge. It is left as it is; "
                "resolve the conflict (in git: checkout --ours or --theirs, then commit)."
            ) from error
        raise HashiyaError(f"{path} is damaged ({error}). {_WAY_OUT}") from error
    if not _shaped(tables):
        raise HashiyaError(f"{path} is not a file of Hashiya's. {_WAY_OUT}")
    return tables


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name occurs twice")
    return values


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _shaped(tables: object) -> TypeGuard[Tables]:
    """Whether it is what TinyDB keeps: tables of numbered documents; and a schema, if given, is a number."""
    return (
        isinstance(tables, dict)
        and all(isinstance(table, dict) for table in tables.values())
        and all(
            _NUMBER.fullmatch(number) and isinstance(document, dict)
            for table in tables.values()
            for number, document in table.items()
        )
        and type(tables.get("meta", {}).get("1", {}).get("schema", SCHEMA)) is int
    )
