"""Annotations and links as the documents of the store, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from annotations import HashiyaError
from annotations.model import Annotation, Link

Document = Mapping[str, Any]
"""What the store keeps of one annotation or link. May hold fields of a newer program; they are kept."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_annotation = msgspec.json.Decoder(Annotation)
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_object = msgspec.json.Decoder(dict[str, Any])


def to_json(value: object) -> bytes:
    """On one line, with its Arabic readable. Raises TypeError or ValueError for what JSON cannot say."""
    # A lone surrogate is what UTF-8 cannot say but JSON can.
    return _encoder.encode(value).encode(errors="backslashreplace")


def parse(data: bytes) -> dict[str, Any]:
    """The document that is written there."""
    try:
        return _object.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return dict(json.loads(data))  # a lone surrogate


def number(identifier: str) -> int:
    """The document number that goes with an id: the same UUID as an integer."""
    return int(identifier.replace("-", ""), 16)


def to_document(annotation: Annotation) -> dict[str, Any]:
    """The fields of the export, with ``sha256``, ``rev`` and ``deleted``; ``fragments`` when there are any."""
    document: dict[str, Any] = msgspec.to_builtins(annotation)
    if not annotation.fragments:
        del document["fragments"]
    return document


def from_json(data: bytes, doc_id: int | None = None) -> Annotation:
    """As ``from_document``, from the document as JSON."""
    try:
        annotation = _annotation.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return from_document(parse(data), doc_id)
    _check(annotation, doc_id)
    return annotation


def from_document(document: Document, doc_id: int | None = None) -> Annotation:
    """The annotation that a document (with the number ``doc_id``, if given) holds; fields not known are passed over.

    Raises HashiyaError, naming the annotation and what is wrong, for a document that cannot be trusted.
    """
    try:
        annotation = msgspec.convert(document, Annotation)
    except msgspec.ValidationError as error:
        raise _broken(document.get("id"), str(error)) from error
    _check(annotation, doc_id)
    return annotation


def _check(annotation: Annotation, doc_id: int | None) -> None:
    _check_kept(annotation, doc_id)
    start, end = annotation.start, annotation.end
    if not 0 <= start < end or len(annotation.exact) != end - start:
        raise _broken(annotation.id, f"{start}–{end} does not fit its text")
    if (parts := annotation.fragments) and (
        (parts[0].start, parts[-1].end) != (start, end)
        or any(part.start >= part.end for part in parts)
        or any(one.end > other.start for one, other in pairwise(parts))
    ):
        raise _broken(annotation.id, "its fragments do not fit its span")
    if not _is_sha256(annotation.sha256):
        raise _broken(annotation.id, "its sha256 is none")
    if not annotation.label:
        raise _broken(annotation.id, "it has no label")


def link_to_document(link: Link) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(link)
    names = {"source": "from", "target": "to"}
    return {names.get(name, name): value for name, value in document.items()}


def link_from_document(document: Document, doc_id: int | None = None) -> Link:
    """As ``from_document``, for a link: it names its ends ``from`` and ``to``."""
    names = {"from": "source", "to": "target"}
    fields = {names.get(key, key): value for key, value in document.items()}
    try:
        link = msgspec.convert(fields, Link)
    except msgspec.ValidationError as error:
        raise _broken(document.get("id"), str(error)) from error
    _check_kept(link, doc_id)
    return link


def content_hash(document: Document) -> str:
    """Of all fields, whatever their order: decides between two documents that are even in everything else."""
    import hashlib

    text = json.dumps(document, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _check_kept(value: Annotation | Link, doc_id: int | None) -> None:
    if not _UUID.fullmatch(value.id) or doc_id not in (None, number(value.id)):
        raise _broken(value.id, "its id is not the one it is kept under")
    if not _TIME.fullmatch(value.created) or not _TIME.fullmatch(value.modified):
        raise _broken(value.id, "its times are not UTC as in RFC 3339")
    if value.rev < 1 or not value.annotator:
        raise _broken(value.id, "it has no revision or no annotator")


@lru_cache(maxsize=8)
def _is_sha256(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def _broken(name: object, what: str) -> HashiyaError:
    return HashiyaError(f"the annotation or link {name or 'without an id'} is broken: {what}")
