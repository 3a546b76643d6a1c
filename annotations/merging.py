"""Which of several versions of an annotation, link or decision counts. Any order of merging gives the same result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple

import msgspec

from annotations.documents import TABLES, content_hash, number, parse, table_of
from annotations.model import Annotation, Kept, Value


class Stored(NamedTuple, Generic[Value]):
    """A value with the document that it was read from, which may hold more than this program knows."""

    value: Value
    data: bytes
    """The document as JSON."""

    @property
    def document(self) -> dict[str, Any]:
        return parse(self.data)

    @property
    def key(self) -> tuple[str, str]:
        """The table and the number that it is kept under."""
        return table_of(self.value), str(number(self.value.id))


class News(msgspec.Struct):
    """Versions that were read, and whether anything is to be told besides."""

    documents: list[Stored[Kept]] = msgspec.field(default_factory=list)
    told: bool = False

    def __bool__(self) -> bool:
        return bool(self.documents or self.told)

    def add(self, other: News) -> None:
        self.documents += other.documents
        self.told |= other.told


def texts_of(documents: Iterable[Stored[Kept]]) -> set[str]:
    """The texts, by sha256, that annotations among them were made in."""
    return {each.value.sha256 for each in documents if isinstance(each.value, Annotation)}


class _Rank(msgspec.Struct, order=True):
    rev: int
    modified: str
    annotator: str


_rank = msgspec.json.Decoder(_Rank)


def greater(one: Stored[Value], other: Stored[Value]) -> Stored[Value]:
    """The one that counts: by revision, time of change, annotator and, all else even, hash of the content."""
    first, second = one.value, other.value
    ranks = (
        (first.rev, first.modified, first.annotator),
        (second.rev, second.modified, second.annotator),
    )
    if ranks[0] != ranks[1]:
        return one if ranks[0] > ranks[1] else other
    return one if one.data == other.data or _hash(one.data) >= _hash(other.data) else other


def union(known: dict[str, Stored[Value]], read: Iterable[Stored[Value]]) -> list[Stored[Value]]:
    """Add what was read to what is known by id, of each id the greater; gives those that count now and did not before.

    Commutative, associative, idempotent; a tombstone is a version.
    """
    new = []
    for stored in read:
        before = known.get(stored.value.id)
        if before is None or greater(before, stored) is not before:
            known[stored.value.id] = stored
            new.append(stored)
    return new


def wins(table: str, old: bytes, new: bytes) -> bool:
    """The same rule over documents as they lie in a file. What it knows nothing of counts if it came later."""
    if old == new or table not in TABLES:
        return True
    ranks = _ranks(old, new)
    return ranks is None or prevails(old, new, ranks)


def prevails(old: bytes, new: bytes, ranks: tuple[_Rank, _Rank] | None = None) -> bool:
    """The same between files, where nothing came later: what it knows nothing of counts by its content."""
    before, after = ranks or _ranks(old, new) or (None, None)
    if before is None or after is None or before == after:
        return _hash(new) >= _hash(old)
    return after > before


def _ranks(old: bytes, new: bytes) -> tuple[_Rank, _Rank] | None:
    try:
        return _rank.decode(old), _rank.decode(new)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _hash(data: bytes) -> tuple[str, bytes]:
    return content_hash(parse(data)), data
