"""Annotations, links and decisions as the documents of the store, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from annotations import HashiyaError
from annotations.messages import mark, tr
from annotations.model import Annotation, Decision, Kept, Link, Review, Value

Document = Mapping[str, Any]
"""What the store keeps of one annotation, link or decision. May hold fields of a newer program; they are kept."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
TABLES: Mapping[str, type[Kept]] = {
    "annotations": Annotation,
    "links": Link,
    "decisions": Decision,
}
"""What the documents of a table are."""
_names = {kind: name for name, kind in TABLES.items()}
_decoders: Mapping[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in _names
}
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_quick = msgspec.json.Encoder()
_object = msgspec.json.Decoder(dict[str, Any])


def to_json(value: object) -> bytes:
    """On one line, with its Arabic readable. Raises TypeError or ValueError for what JSON cannot say."""
    with suppress(UnicodeEncodeError, RecursionError):
        if _plain(value):
            return _quick.encode(value)
    # A lone surrogate is what UTF-8 cannot say but JSON can.
    return _encoder.encode(value).encode(errors="backslashreplace")


def _plain(value: object) -> bool:
    """Whether msgspec, much quicker, writes the same bytes. Of fractions it does not, nor of what is no JSON."""
    if type(value) is dict:
        for key, each in value.items():
            if type(key) is not str or not (type(each) in _PLAIN or _plain(each)):
                return False
        return True
    if type(value) is list or type(value) is tuple:
        return all(map(_plain, value))
    return type(value) in _PLAIN


_PLAIN = {str, int, bool, type(None)}


def parse(data: bytes) -> dict[str, Any]:
    """The document that is written there."""
    try:
        return _object.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return dict(json.loads(data))  # a lone surrogate


def number(identifier: str) -> int:
    """The document number that goes with an id: the same UUID as an integer."""
    return int(identifier.replace("-", ""), 16)


def table_of(value: Kept) -> str:
    """The name of the table that it is kept in."""
    return _names[type(value)]


def to_document(value: Kept) -> dict[str, Any]:
    """Of an annotation the fields of the export, with ``sha256``, ``rev`` and ``deleted``; ``fragments`` when there
    are any. A link names its ends ``from`` and ``to``; a decision has ``answers`` where it answers something."""
    document: dict[str, Any] = msgspec.to_builtins(value)
    if isinstance(value, Annotation) and not value.fragments:
        del document["fragments"]
    if isinstance(value, Decision) and not value.answers:
        del document["answers"]
    return document


def read(kind: type[Value], data: bytes, doc_id: int | None = None) -> Value:
    """As ``convert``, from the document as JSON."""
    try:
        value: Value = _decoders[kind].decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return convert(kind, parse(data), doc_id)
    _check(value, doc_id)
    return value


def convert(kind: type[Value], document: Document, doc_id: int | None = None) -> Value:
    """The value that a document (with the number ``doc_id``, if given) holds; fields not known are passed over.

    Raises HashiyaError, naming it and what is wrong, for a document that cannot be trusted.
    """
    try:
        value = msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise _broken(kind, document.get("id"), str(error)) from error
    _check(value, doc_id)
    return value


def from_json(data: bytes, doc_id: int | None = None) -> Annotation:
    """As ``from_document``, from the document as JSON."""
    return read(Annotation, data, doc_id)


def from_document(document: Document, doc_id: int | None = None) -> Annotation:
    """As ``convert``, for an annotation."""
    return convert(Annotation, document, doc_id)


def content_hash(document: Document) -> str:
    """Of all fields, whatever their order: decides between two documents that are even in everything else."""
    import hashlib

    text = json.dumps(document, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _check(value: Kept, doc_id: int | None) -> None:
    if not _UUID.fullmatch(value.id) or doc_id not in (None, number(value.id)):
        raise _broken(type(value), value.id, tr("its id is not the one it is kept under"))
    if not _TIME.fullmatch(value.created) or not _TIME.fullmatch(value.modified):
        raise _broken(type(value), value.id, tr("its times are not UTC as in RFC 3339"))
    if value.rev < 1 or not value.annotator:
        raise _broken(type(value), value.id, tr("it has no revision or no annotator"))
    if isinstance(value, Annotation):
        _check_annotation(value)
    elif isinstance(value, Decision) and value.review is Review.SUGGESTED:
        raise _broken(Decision, value.id, tr("it decides nothing"))


def _check_annotation(annotation: Annotation) -> None:
    start, end = annotation.start, annotation.end
    if not 0 <= start < end or len(annotation.exact) != end - start:
        raise _broken(
            Annotation,
            annotation.id,
            tr("{start}–{end} does not fit its text", start=start, end=end),
        )
    if (parts := annotation.fragments) and (
        (parts[0].start, parts[-1].end) != (start, end)
        or any(part.start >= part.end for part in parts)
        or any(one.end > other.start for one, other in pairwise(parts))
    ):
        raise _broken(Annotation, annotation.id, tr("its fragments do not fit its span"))
    if not _is_sha256(annotation.sha256):
        raise _broken(Annotation, annotation.id, tr("its sha256 is none"))
    if not annotation.label:
        raise _broken(Annotation, annotation.id, tr("it has no label"))


@lru_cache(maxsize=8)
def _is_sha256(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def _broken(kind: type, name: object, what: str) -> HashiyaError:
    message = _BROKEN[kind] if name else _BROKEN_NAMELESS[kind]
    return HashiyaError(tr(message, id=str(name), what=what))


_BROKEN: dict[type, str] = {
    Annotation: mark("the annotation {id} is broken: {what}"),
    Link: mark("the link {id} is broken: {what}"),
    Decision: mark("the decision {id} is broken: {what}"),
}
_BROKEN_NAMELESS: dict[type, str] = {
    Annotation: mark("the annotation without an id is broken: {what}"),
    Link: mark("the link without an id is broken: {what}"),
    Decision: mark("the decision without an id is broken: {what}"),
}
