"""Which of several versions of an annotation or link counts. Any order of merging gives the same result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from annotations.documents import Document, content_hash
from annotations.model import Annotation, Link

Value = TypeVar("Value", Annotation, Link)


@dataclass(frozen=True)
class Stored(Generic[Value]):
    """A value with the document that it was read from, which may hold more than this program knows."""

    value: Value
    document: Document


def greater(one: Stored[Value], other: Stored[Value]) -> Stored[Value]:
    """The one that counts: by revision, time of change, annotator and, all else even, hash of the content."""
    if one.document == other.document:
        return one
    return max(one, other, key=_rank)


def union(
    one: Mapping[str, Stored[Value]], other: Mapping[str, Stored[Value]]
) -> dict[str, Stored[Value]]:
    """All of both by id, of each id the greater. Commutative, associative, idempotent; a tombstone is a version."""
    merged = dict(one)
    for identifier, stored in other.items():
        merged[identifier] = greater(merged.get(identifier, stored), stored)
    return merged


def _rank(stored: Stored[Value]) -> tuple[int, str, str, str]:
    value = stored.value
    return value.rev, value.modified, value.annotator, content_hash(stored.document)
