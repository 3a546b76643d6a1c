"""What a tag takes: the natural unit of each label, and a selection without the space at its ends."""

from __future__ import annotations

from annotations import boundaries
from annotations.known_names import Names
from annotations.model import Span


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


def trimmed(text: str, span: Span) -> Span | None:
    """``span`` without the white space at its ends, which motions by word take along; None if nothing else is in it."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None
