"""What waits for an annotator's judgement beside an article, why it does, and how much has been judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.model import (
    SPAN,
    Anchor,
    Annotation,
    Article,
    Decision,
    Direction,
    Link,
    Review,
    Span,
    direction_from,
    effective,
    paragraphs,
)
from annotations.threads import verdict
from annotations.validation import incomplete, wrong
from annotations.wanted import Why, folded

if TYPE_CHECKING:
    from annotations.codebook import Codebook
    from annotations.written import Written

BEFORE, WORDS, AFTER = 24, 300, 120
"""Code points that a line has of the text before the annotation, of its words, and after them, at most."""


_ANCHORS = {Anchor.REVIEW: Why.MOVED, Anchor.ORPHAN: Why.LOST}


class Progress(NamedTuple):
    """How many of the annotations that are to be judged, which are a colleague's or were only suggested, one has
    judged. One's own counts as well once one has judged it."""

    judged: int = 0
    of: int = 0

    def plus(self, other: Progress) -> Progress:
        return Progress(self.judged + other.judged, self.of + other.of)

    @property
    def left(self) -> int:
        return self.of - self.judged


class Waiting(msgspec.Struct, frozen=True):
    """An annotation that waits, or has waited, with what is shown of it."""

    path: str
    """Of its article."""
    annotation: Annotation
    why: tuple[Why, ...]
    """In the order of `Why`; empty if it waits no longer."""
    decisions: tuple[Decision, ...]
    """Verdicts and comments, in the order of time."""
    paragraph: int
    """The number of the one that it begins in, from 1."""
    line: str
    """The words among those beside them, of one paragraph."""
    span: Span
    """Where the words are in ``line``."""
    direction: Direction
    """Of the paragraph that ``line`` is of, so of ``line`` as well."""
    folded: str
    """What is searched of it."""


class Found(msgspec.Struct, frozen=True):
    """What waits in one article."""

    waiting: tuple[Waiting, ...] = ()
    """In reading order."""
    progress: Progress = Progress()
    problem: str = ""
    """What could not be read of the article or beside it, as a sentence; the rest is there."""


def reasons(
    annotation: Annotation,
    decisions: Iterable[Decision],
    links: Iterable[Link],
    codebook: Codebook,
    annotator: str,
) -> tuple[Why, ...]:
    """Why an annotation, as it is shown, waits for this annotator; ``links`` are at least those that lead from it.

    What one has judged waits no longer, unless it is disputed; one's own waits until it is as it should be.
    """
    decisions = list(decisions)
    found = []
    review = effective(annotation, decisions)
    if review is Review.DISPUTED:
        found.append(Why.DISPUTED)
    judged = verdict(decisions, annotator) is not None
    mine = annotation.annotator == annotator
    if mine or not judged:
        if annotation.anchor is not Anchor.ANCHORED:
            found.append(_ANCHORS[annotation.anchor])
        if review is Review.SUGGESTED:
            found.append(Why.SUGGESTED)
        elif not mine:
            found.append(Why.UNJUDGED)
        if review is not Review.REJECTED and (
            incomplete(codebook, annotation, links) or wrong(codebook, annotation)
        ):
            found.append(Why.INCOMPLETE)
    return tuple(found)


def counts(annotation: Annotation, decisions: Iterable[Decision], annotator: str) -> Progress:
    """What an annotation, as it is shown, adds to the progress of this annotator."""
    judged = verdict(decisions, annotator) is not None
    theirs = annotation.annotator != annotator
    if annotation.label == SPAN or not (theirs or judged or annotation.review is Review.SUGGESTED):
        return Progress()
    return Progress(int(judged), 1)


def waiting_in(margin: Written) -> Found:
    """What waits for the annotator of a margin there."""
    progress, found = Progress(), []
    starts = [each.start for each in paragraphs(margin.article.text)] or [0]
    for each in margin.annotations:
        decisions = margin.decisions_on(each.id)
        progress = progress.plus(counts(each, decisions, margin.annotator))
        if why := why_waiting(margin, each):
            number = bisect_right(starts, each.start)
            found.append(_entry(margin, each, why, decisions, number, starts[max(0, number - 1)]))
    return Found(tuple(found), progress, " ".join(margin.problems))


def state_of(margin: Written, identifier: str) -> Waiting | None:
    """An annotation, whether it waits or not; None if it is not there any more."""
    each, text = margin.annotation(identifier), margin.article.text
    if each is None:
        return None
    number = 1 + sum(text.count(end_of, 0, each.start) for end_of in "\n\u2029")
    start = 1 + max(text.rfind(end_of, 0, each.start) for end_of in "\n\u2029")
    why = why_waiting(margin, each)
    return _entry(margin, each, why, margin.decisions_on(identifier), number, start)


def why_waiting(margin: Written, annotation: Annotation) -> tuple[Why, ...]:
    """Why one of its annotations waits for the annotator of a margin."""
    decisions, links = margin.decisions_on(annotation.id), margin.links_from(annotation.id)
    return reasons(annotation, decisions, links, margin.codebook, margin.annotator)


def _entry(
    margin: Written,
    annotation: Annotation,
    why: tuple[Why, ...],
    decisions: Sequence[Decision],
    paragraph: int,
    start: int,
) -> Waiting:
    """``start`` is that of the paragraph, where the annotation stands in it."""
    article = margin.article
    line, span = in_its_line(article, annotation)
    stands = annotation.anchor is Anchor.ANCHORED
    direction = direction_from(article.text, start) if stands else article.direction
    folded = text_of(annotation, decisions)
    return Waiting(
        article.path, annotation, why, tuple(decisions), paragraph, line, span, direction, folded
    )


def in_its_line(article: Article, annotation: Annotation) -> tuple[str, Span]:
    """The words of an annotation among those beside them in their paragraph, and where they are there. Of one that has
    lost its place these are the words that it was made of."""
    if annotation.anchor is Anchor.ANCHORED:
        text, (start, end) = article.text, annotation.span
    else:
        text = annotation.prefix + annotation.exact + annotation.suffix
        start = len(annotation.prefix)
        end = start + len(annotation.exact)
    end = min(end, start + WORDS)
    first = max(start - BEFORE, *(text.rfind(end_of, 0, start) + 1 for end_of in "\n\u2029"))
    if first == start - BEFORE > 0:  # from the beginning of a word
        first = text.find(" ", first, start) + 1 or start
    first = max(first, 0)
    ends = (at for end_of in "\n\u2029" if (at := text.find(end_of, end, end + AFTER)) >= 0)
    return text[first : min(ends, default=end + AFTER)], Span(start - first, end - first)


def text_of(annotation: Annotation, decisions: Iterable[Decision]) -> str:
    """What is searched of an annotation, folded."""
    said = (annotation.exact, annotation.note, *(each.note for each in decisions))
    return folded("\n".join(filter(None, said)))
