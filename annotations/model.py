"""The values of the domain. All frozen; offsets are code points of the article's text, half open, in logical order."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec

CONTEXT = 32
"""Code points of text kept on each side of an annotation, to recognise its place by."""

SPAN = "span"
"""The label of a span that has no label of its own: it is there only for the links that lead to it, as the cue of a
quote is. No codebook has it among its labels; it goes when the last link goes."""

_PARAGRAPH_END = "\r\n|\n|\u2029"
_NOT_RANDOM = 0xFFFF_FFFF_FFFF_F000_C000_0000_0000_0000
"""The bits of a UUID of version 7 that are its time, version and variant."""
_ISOLATE_INITIATORS, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"


class Direction(StrEnum):
    RTL = "rtl"
    LTR = "ltr"


class Anchor(StrEnum):
    """Whether an annotation still stands where it was made."""

    ANCHORED = "anchored"
    REVIEW = "review"
    ORPHAN = "orphan"


class Review(StrEnum):
    NONE = "none"
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class Span(NamedTuple):
    """Code points ``start`` to ``end``, ``end`` excluded."""

    start: int
    end: int


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text without their ends (LF, CRLF, U+2029). A final end adds no empty paragraph."""
    start = 0
    if "\u2029" in text:
        for found in re.finditer(_PARAGRAPH_END, text):
            yield Span(start, found.start())
            start = found.end()
    else:  # as nearly always, and then searching for one character is several times as fast
        while (end := text.find("\n", start)) >= 0:
            yield Span(start, end - (end > start and text[end - 1] == "\r"))
            start = end + 1
    if start < len(text):
        yield Span(start, len(text))


def first_strong(text: str) -> Direction | None:
    """The direction of the first strong character outside isolates (UAX #9 P2, P3), or None without one."""
    depth = 0
    for character in text:
        if character in _ISOLATE_INITIATORS:
            depth += 1
        elif character == _POP_ISOLATE:
            depth = max(0, depth - 1)
        elif not depth:
            match unicodedata.bidirectional(character):
                case "L":
                    return Direction.LTR
                case "R" | "AL":
                    return Direction.RTL
    return None


_HEAD = 1024
"""Code points of a paragraph among which its first letter is looked for."""


def direction_from(text: str, start: int) -> Direction:
    """The direction of the paragraph that begins at ``start``. All that is shown of it has this one, whatever it begins
    with. Without a letter it is from right to left."""
    head = re.split(_PARAGRAPH_END, text[start : start + _HEAD], maxsplit=1)[0]
    return first_strong(head) or Direction.RTL


class Article(msgspec.Struct, frozen=True, dict=True):
    """One text. It is never changed and never normalised."""

    path: str
    """Relative to the project, with forward slashes."""
    text: str
    encoding: str = "utf-8"

    @cached_property
    def sha256(self) -> str:
        """Of the decoded text as UTF-8, so that it says whether the offsets mean the same."""
        import hashlib  # which loads a library that reading alone does not need

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def title(self) -> str:
        """The first line that is not empty, stripped; else the path."""
        found = re.search(r"\S[^\n\u2029]*", self.text)
        return found[0].rstrip() if found else self.path

    @cached_property
    def direction(self) -> Direction:
        """That of most paragraphs with a strong character; right to left where none has one or they are even."""
        text = self.text.replace("\u2029", "\n")
        first_line = text if (end := text.find("\n")) < 0 else text[:end]
        # Nearly every paragraph begins with a letter, and there are few different ones to look up.
        votes = Counter([first_strong(first_line)])
        weak = ""
        for letter, count in Counter(re.findall("\n([^\n])", text)).items():
            direction = first_strong(letter)
            votes[direction] += count
            if direction is None:
                weak += re.escape(letter)
        if weak:
            votes.update(map(first_strong, re.findall(rf"\n([{weak}][^\n]*)", text)))
        return Direction.LTR if votes[Direction.LTR] > votes[Direction.RTL] else Direction.RTL


class Provenance(msgspec.Struct, frozen=True):
    """Where an annotation comes from: ``kind`` human, model, rule or import; ``by`` whom or what; ``reason`` why."""

    kind: str = "human"
    by: str = ""
    reason: str = ""


class Annotation(msgspec.Struct, frozen=True):
    """A span with a label. For an anchored one always ``text[start:end] == exact``."""

    id: str
    label: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    annotator: str
    created: str
    modified: str
    sha256: str
    """Of the text that the offsets belong to."""
    rev: int = 1
    deleted: bool = False
    note: str = ""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    fragments: tuple[Span, ...] = ()
    """The parts of a discontinuous annotation; empty for a whole one. ``start`` and ``end`` are then their hull."""
    anchor: Anchor = Anchor.ANCHORED
    review: Review = Review.NONE
    provenance: Provenance = msgspec.field(default_factory=Provenance)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def parts(self) -> tuple[Span, ...]:
        """The code points it consists of: its fragments, or all of its span."""
        return self.fragments or (self.span,)

    @property
    def about(self) -> str:
        """The id of the annotation that it says something about: its own."""
        return self.id


class Link(msgspec.Struct, frozen=True):
    """A typed, directed relation between two annotations, named by their ids."""

    id: str
    type: str
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    annotator: str
    created: str
    modified: str
    rev: int = 1
    deleted: bool = False

    @property
    def about(self) -> str:
        """The id of the annotation that it says something about."""
        return self.source


class Decision(msgspec.Struct, frozen=True):
    """What an annotator holds of an annotation, anybody's: the verdict, of which each of them has one, or a comment, of
    which they may have many. Written long ago it may be both."""

    id: str
    on: str
    """The id of the annotation."""
    annotator: str
    created: str
    modified: str
    review: Review = Review.NONE
    """Accepted, rejected or disputed; none where there is only a comment."""
    note: str = ""
    """The comment."""
    answers: str = ""
    """The id of the comment that this one answers; empty where it answers none."""
    rev: int = 1
    deleted: bool = False

    @property
    def about(self) -> str:
        """The id of the annotation that it says something about."""
        return self.on


Kept = Annotation | Link | Decision
"""What the store keeps of an article, each as a document that has an id and versions."""

Value = TypeVar("Value", bound=Kept, covariant=True)


def now() -> str:
    """This moment in UTC as RFC 3339, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): ordered by time, unique without asking anyone."""
    import secrets

    milliseconds = time.time_ns() // 1_000_000
    value = (
        milliseconds << 80
        | 0x7 << 76
        | secrets.randbits(12) << 64
        | 0b10 << 62
        | secrets.randbits(62)
    )
    return str(UUID(int=value))


def comment(annotation: str, annotator: str, note: str, answers: str = "") -> Decision:
    """A new comment on the annotation with that id, in answer to the comment with the id ``answers`` if that is given.

    It is a document of its own, so that of comments that were written apart none is lost.
    """
    moment = now()
    return Decision(new_id(), annotation, annotator, moment, moment, note=note, answers=answers)


def decide(annotation: str, annotator: str) -> Decision:
    """The verdict on the annotation with that id, which says nothing yet.

    Its id follows from the annotation's and the annotator's name, so that of decisions that one person made on two
    machines the later counts. It has the time of the annotation and is a UUID of the same version.
    """
    import hashlib

    names = f"{annotation}\n{annotator}".encode("utf-8", "surrogatepass")
    rest = int.from_bytes(hashlib.blake2b(names, digest_size=16).digest())
    value = (UUID(annotation).int & _NOT_RANDOM) | (rest & ~_NOT_RANDOM)
    moment = now()
    return Decision(str(UUID(int=value)), annotation, annotator, moment, moment)


def effective(annotation: Annotation, decisions: Iterable[Decision]) -> Review:
    """The review state that follows from all decisions on an annotation; its own where none has a verdict."""
    verdicts = {each.review for each in decisions} - {Review.NONE}
    if len(verdicts) > 1:
        return Review.DISPUTED
    return next(iter(verdicts), annotation.review)


def annotate(article: Article, span: Span, label: str, annotator: str) -> Annotation:
    """A new annotation of ``span``, which must hold at least one code point of the article."""
    start, end = span
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"no such span in {article.path}: {start}–{end}")
    moment = now()
    return Annotation(
        id=new_id(),
        label=label,
        start=start,
        end=end,
        exact=article.text[start:end],
        prefix=article.text[max(0, start - CONTEXT) : start],
        suffix=article.text[end : end + CONTEXT],
        annotator=annotator,
        created=moment,
        modified=moment,
        sha256=article.sha256,
        provenance=Provenance(by=annotator),
    )
