"""Annotations and links as the documents of the store, and back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

import msgspec

from annotations import HashiyaError
from annotations.model import Annotation, Link

Document = Mapping[str, Any]
"""What the store keeps of one annotation or link. May hold fields of a newer program; they are kept."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_Value = TypeVar("_Value", Annotation, Link)


def number(identifier: str) -> int:
    """The document number that goes with an id: the same UUID as an integer."""
    return int(identifier.replace("-", ""), 16)


def to_document(annotation: Annotation) -> dict[str, Any]:
    """The fields of the export, with ``sha256``, ``rev`` and ``deleted``; ``fragments`` when there are any."""
    # msgspec gives the fields that are set on the instance; those of one that it read may be the class's defaults.
    document: dict[str, Any] = msgspec.to_builtins(replace(annotation))
    if not annotation.fragments:
        del document["fragments"]
    return document


def from_document(document: Document, doc_id: int | None = None) -> Annotation:
    """The annotation that a document (with the number ``doc_id``, if given) holds; fields not known are passed over.

    Raises HashiyaError, naming the annotation and what is wrong, for a document that cannot be trusted.
    """
    annotation = _convert(document, Annotation, doc_id)
    start, end = annotation.span
    parts = annotation.fragments or (annotation.span,)
    if not 0 <= start < end or len(annotation.exact) != end - start:
        raise _broken(document, f"{start}–{end} does not fit its text")
    if (
        (parts[0].start, parts[-1].end) != (start, end)
        or any(part.start >= part.end for part in parts)
        or any(one.end > other.start for one, other in pairwise(parts))
    ):
        raise _broken(document, "its fragments do not fit its span")
    if not _SHA256.fullmatch(annotation.sha256):
        raise _broken(document, "its sha256 is none")
    if not annotation.label:
        raise _broken(document, "it has no label")
    return annotation


def link_to_document(link: Link) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(replace(link))
    names = {"source": "from", "target": "to"}
    return {names.get(name, name): value for name, value in document.items()}


def link_from_document(document: Document, doc_id: int | None = None) -> Link:
    """As ``from_document``, for a link: it names its ends ``from`` and ``to``."""
    names = {"from": "source", "to": "target"}
    return _convert({names.get(key, key): value for key, value in document.items()}, Link, doc_id)


def content_hash(document: Document) -> str:
    """Of all fields, whatever their order: decides between two documents that are even in everything else."""
    text = json.dumps(document, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _convert(document: Document, kind: type[_Value], doc_id: int | None) -> _Value:
    try:
        value = msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise _broken(document, str(error)) from error
    if not _UUID.fullmatch(value.id) or doc_id not in (None, number(value.id)):
        raise _broken(document, "its id is not the one it is kept under")
    if not _TIME.fullmatch(value.created) or not _TIME.fullmatch(value.modified):
        raise _broken(document, "its times are not UTC as in RFC 3339")
    if value.rev < 1 or not value.annotator:
        raise _broken(document, "it has no revision or no annotator")
    return value


def _broken(document: Document, what: str) -> HashiyaError:
    name = document.get("id", "without an id")
    return HashiyaError(f"the annotation or link {name} is broken: {what}")
