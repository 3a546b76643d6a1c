"""Where an annotation stands in a text that is not the one it was made in any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from annotations.anchoring import settled
from annotations.clusters import clusters
from annotations.diffing import LETTER, WORD_CHARACTER, Diff, Run, between, run_after, units
from annotations.model import CONTEXT, Anchor, Annotation, Article, Span

_REACH = 8 * CONTEXT
"""Code points in which the next word on a side is looked for."""
_FEW_WORDS = 8
"""Words that may have been put in the place of others; of more it is said that they were written anew."""


def place(article: Article, annotation: Annotation, diff: Diff | None) -> Annotation:
    """The annotation as it is to be shown beside ``article``; ``diff`` leads there from the text it was made in.

    It is anchored only where its words stand, certainly the same ones, with a word beside them that is the same too.
    Where something is left of it, or is in its place, it is for review, with its old words and the new span. Else it is
    an orphan: an empty span where it was, whatever stands elsewhere. Without ``diff`` its words and those around them
    must stand exactly once in the text. What was not anchored when it was written is not anchored by this.
    """
    span = annotation.span
    if annotation.sha256 == article.sha256:
        if article.text[span.start : span.end] == annotation.exact:
            return annotation
        if span.end <= len(article.text):
            return _doubted(annotation)
        return _doubted(_found(article, annotation))
    if diff is not None and diff.old[span.start : span.end] != annotation.exact:
        shown = _doubted(_found(article, annotation))
    elif diff is None or any(
        each.start < span.end and span.start < each.end for each in diff.uncompared
    ):
        shown = _found(article, annotation)
    else:
        shown = _carried(article, annotation, diff)
    return shown if annotation.anchor is Anchor.ANCHORED else _doubted(shown)


def _doubted(shown: Annotation) -> Annotation:
    """For review, if it seems to be anchored."""
    return replace(shown, anchor=Anchor.REVIEW) if shown.anchor is Anchor.ANCHORED else shown


def _orphan(annotation: Annotation, offset: int) -> Annotation:
    return replace(annotation, start=offset, end=offset, fragments=(), anchor=Anchor.ORPHAN)


# By the text it was made in.


def _carried(article: Article, annotation: Annotation, diff: Diff) -> Annotation:
    parts = annotation.fragments or (annotation.span,)
    standing = [found for part in parts if (found := _standing(diff, part))]
    if len(standing) == len(parts) and _words(article, standing) == annotation.exact:
        return settled(
            article, annotation, _hull(standing), standing if annotation.fragments else ()
        )
    remains = [each for runs in diff.ways if (each := _remains(diff, runs, parts))]
    if not remains:
        return _orphan(annotation, _point(diff, annotation.start))
    left = next((each for each in remains if _words(article, each) == annotation.exact), remains[0])
    return replace(
        annotation,
        start=left[0].start,
        end=left[-1].end,
        fragments=tuple(left) if annotation.fragments else (),
        anchor=Anchor.REVIEW,
    )


def _hull(parts: Sequence[Span]) -> Span:
    return Span(parts[0].start, parts[-1].end)


def _words(article: Article, parts: Sequence[Span]) -> str:
    start, end = _hull(parts)
    return article.text[start:end]


def _standing(diff: Diff, span: Span) -> Span | None:
    """Where a span certainly is, if a word beside it certainly is as well; None otherwise."""
    runs = diff.certain
    at = run_after(runs, span.start)
    if at == len(runs) or not (runs[at].old <= span.start and span.end <= runs[at].end):
        return None
    beside = [_same_word_beside(diff, at, span, back) for back in (True, False)]
    if not any(beside) and beside != [None, None]:
        return None
    ahead = runs[at].new - runs[at].old
    return Span(span.start + ahead, span.end + ahead)


def _same_word_beside(diff: Diff, at: int, span: Span, back: bool) -> bool | None:
    """Whether the next word before, or after, a span in the run ``at`` is certain; None if neither text has one.

    Punctuation and white space between may have changed.
    """
    runs, text = diff.certain, diff.old
    run = runs[at]
    offset = span.start if back else span.end
    # The rest of a word that the span is a part of is no other word.
    while run.old < offset < run.end and WORD_CHARACTER.match(text, offset - back):
        offset += -1 if back else 1
    while True:
        run = runs[at]
        low = max(run.old, offset - _REACH) if back else offset
        high = offset if back else min(run.end, offset + _REACH)
        if LETTER.search(text, low, high):
            return True
        if low > run.old if back else high < run.end:
            return False
        gap, new_gap = between(diff, runs, at if back else at + 1)
        if LETTER.search(text, *gap) or LETTER.search(diff.new, *new_gap):
            return False
        at += -1 if back else 1
        if not 0 <= at < len(runs):
            return None
        offset = runs[at].end if back else runs[at].old


def _remains(diff: Diff, runs: list[Run], parts: Sequence[Span]) -> list[Span]:
    """Where what is left of a span, or of its fragments, is by one of the ways."""
    found: list[Span] = []
    for part in parts:
        pieces = list(_pieces(diff, runs, part))
        if not pieces:
            continue
        hull = _narrowed(diff, _hull(pieces), diff.old[part.start : part.end])
        if found and hull.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, hull.end))
        else:
            found.append(hull)
    return found


def _pieces(diff: Diff, runs: list[Run], span: Span) -> Iterator[Span]:
    """The pieces of the new text that pieces of the span are, or are in the place of."""
    words = LETTER.search(diff.old, *span) is not None
    for at in range(run_after(runs, span.start), len(runs) + 1):
        gap, new_gap = between(diff, runs, at)
        if gap.start >= span.end:
            return
        yield from _in_its_place(diff, gap, new_gap, span, words)
        if at == len(runs) or runs[at].old >= span.end:
            return
        start, end = max(span.start, runs[at].old), min(span.end, runs[at].end)
        if start < end and (not words or LETTER.search(diff.old, start, end)):
            ahead = runs[at].new - runs[at].old
            yield Span(start + ahead, end + ahead)


def _in_its_place(diff: Diff, gap: Span, new_gap: Span, span: Span, words: bool) -> Iterator[Span]:
    """What is in the place of those words of the span that are in a stretch, if few were put in the place of few."""
    if max(gap.end - gap.start, new_gap.end - new_gap.start) > _REACH:
        return
    old_units = units(diff.old, gap, words=words)
    new_units = units(diff.new, new_gap, words=words)
    if not new_units or max(len(old_units), len(new_units)) > _FEW_WORDS:
        return
    if len(new_units) != len(old_units):
        new_units = [_hull(new_units)] * len(old_units)
    for unit, other in zip(old_units, new_units, strict=True):
        if unit.start < span.end and span.start < unit.end:
            one, two = diff.old[unit.start : unit.end], diff.new[other.start : other.end]
            start = _inside(one, two, max(0, span.start - unit.start))
            end = _inside(one, two, min(len(one), span.end - unit.start), up=True)
            if start < end:
                yield Span(other.start + start, other.start + end)


def _inside(word: str, other: str, offset: int, *, up: bool = False) -> int:
    """Where an offset in a word is in the one in its place: between clusters, and at an end of it if that is open."""
    if offset in (0, len(word)):
        return len(other) if offset else 0
    if word[:offset] == other[:offset]:
        found = offset
    elif other.endswith(word[offset:]):
        found = len(other) - len(word) + offset
    else:
        found = len(other) if up else 0
    bounds = clusters(other)
    return (
        min(each for each in bounds if each >= found)
        if up
        else max(each for each in bounds if each <= found)
    )


def _narrowed(diff: Diff, span: Span, exact: str) -> Span:
    """The very words, if they are once in what was found and cut no cluster."""
    found = diff.new[span.start : span.end]
    start = found.find(exact)
    end = start + len(exact)
    if found.count(exact) != 1 or not {start, end} <= set(clusters(found)):
        return span
    return Span(span.start + start, span.start + end)


def _point(diff: Diff, offset: int) -> int:
    """Where an offset is in the new text, or would be."""
    runs = diff.ways[0]
    at = run_after(runs, offset)
    if at < len(runs) and runs[at].old <= offset:
        return offset - runs[at].old + runs[at].new
    return between(diff, runs, at)[1].start


# By its words and those around them.


def _found(article: Article, annotation: Annotation) -> Annotation:
    text, exact = article.text, annotation.exact
    around = annotation.prefix + exact + annotation.suffix
    start = _once(text, around)
    certain = start is not None and bool(LETTER.search(annotation.prefix + annotation.suffix))
    if start is not None:
        start += len(annotation.prefix)
    else:
        start = _once(text, exact)
    if start is None:
        return _orphan(annotation, min(annotation.start, len(text)))
    ahead = start - annotation.start
    hull = Span(start, start + len(exact))
    parts = [Span(part.start + ahead, part.end + ahead) for part in annotation.fragments]
    found = settled(article, annotation, hull, parts)
    if certain:
        return found
    return replace(
        annotation, start=hull.start, end=hull.end, fragments=found.fragments, anchor=Anchor.REVIEW
    )


def _once(text: str, words: str) -> int | None:
    """Where words stand that stand there exactly once."""
    start = text.find(words)
    return None if start < 0 or text.find(words, start + 1) >= 0 else start
