"""What a tag takes: the natural unit of each label, or a selection, which grows and shrinks by natural units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from annotations import boundaries
from annotations.known_names import Names
from annotations.model import Span

_NO_COUNTS: Mapping[str, int] = MappingProxyType({})


def natural_unit(text: str, offset: int, label: str, names: Names) -> Span | None:
    """The unit round ``offset`` that ``label`` is given without a selection, or None where there is none.

    A quote takes the quotation without its marks; an entity the longest of ``names`` (those known already), else the
    word; any other label the sentence.
    """
    if label == "quote":
        quotation = boundaries.quotation_at(text, offset)
        return quotation.inner if quotation else None
    if label == "entity":
        return boundaries.known_name(text, offset, names) or boundaries.word_at(text, offset)
    sentence = boundaries.sentence_at(text, offset)
    return sentence if sentence.start < sentence.end else None


def words_from(text: str, offset: int, count: int) -> Span | None:
    """The word at ``offset`` and those after it, ``count`` in all or as many as its paragraph has; None between words.

    From inside a word it takes the rest of that, so that a clitic that nobody else is sure of can be left out. It ends
    with the last word, without the signs after that.
    """
    first = last = boundaries.word_at(text, offset)
    if first is None or last is None:
        return None
    end = boundaries.paragraph_at(text, offset).end
    for _ in range(count - 1):
        word = boundaries.word_at(text, boundaries.next_word(text, last.end - 1))
        if word is None or word.end > end:
            break
        last = word
    return Span(offset if first.start <= offset < first.end else first.start, last.end)


def trimmed(text: str, span: Span) -> Span | None:
    """``span`` without the white space at its ends, which motions by word take along; None if nothing else is in it."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None


def grow(text: str, span: Span, names: Names, counts: Mapping[str, int] = _NO_COUNTS) -> Span:
    """The smallest natural unit that is larger than ``span`` and holds it; the whole text holds everything.

    The units round a place: the word without proclitics, the word, the known name, the quotation without and with its
    marks (and those round it), the attributed content, the clause, the sentence, the paragraph, the article. An empty
    span is a cursor, and stands for the code point after it. ``counts`` are the words of `clitics.count_words`.
    """
    return next(iter(_units(text, span, names, counts)), span)


def shrink(
    text: str, span: Span, inner: int, names: Names, counts: Mapping[str, int] = _NO_COUNTS
) -> Span:
    """The largest natural unit strictly inside ``span`` round the offset ``inner``; where none is, the cursor there."""
    inner = max(span.start, min(inner, span.end))
    cursor = Span(inner, inner)
    for unit in reversed(_units(text, cursor, names, counts)):
        if unit != span and span.start <= unit.start and unit.end <= span.end:
            return unit
    return cursor


def _units(text: str, span: Span, names: Names, counts: Mapping[str, int]) -> list[Span]:
    """The natural units larger than ``span`` that hold it, from the smallest: each holds the one before it.

    Where two of them cross (a sentence that begins inside a quotation and ends after it) the one is left out that is
    given later by `_round`.
    """
    held = span if span.start < span.end else Span(span.start, span.start + 1)
    chain: list[Span] = []
    for unit in _round(text, span, names, counts):
        if _length(unit) > _length(span) and _holds(unit, held):
            place = bisect_left(chain, _length(unit), key=_length)
            larger, smaller = chain[place : place + 1], chain[max(0, place - 1) : place]
            within = all(_holds(other, unit) and other != unit for other in larger)
            if within and all(_holds(unit, other) for other in smaller):
                chain.insert(place, unit)
    for unit in (boundaries.paragraph_at(text, span.start), Span(0, len(text))):
        if _length(unit) > max(map(_length, chain[-1:] or [span])) and _holds(unit, span):
            chain.append(unit)
    return chain


def _round(text: str, span: Span, names: Names, counts: Mapping[str, int]) -> Iterator[Span]:
    """The units at the start of ``span`` within its paragraph, those first that must not be crossed."""
    from annotations import attribution, clauses, clitics

    paragraph = boundaries.paragraph_at(text, span.start)
    if span.end > paragraph.end:
        return
    for inner, outer in boundaries.quotations_in(text, *paragraph):
        yield from (outer, inner)
    for _, content in attribution.attributions_in(text, *paragraph):
        yield content
    if name := boundaries.known_name(text, span.start, names):
        yield name
    if word := boundaries.word_at(text, span.start):
        yield word
        yield clitics.stem(text, word, counts)
    yield boundaries.sentence_at(text, span.start)
    yield clauses.clause_at(text, span.start)


def _length(unit: Span) -> int:
    return unit.end - unit.start


def _holds(unit: Span, other: Span) -> bool:
    return unit.start <= other.start and other.end <= unit.end
