"""To what an annotation can be linked, of what is on the screen, and which letters stand over it for that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.boundaries import paragraph_at
from annotations.codebook import Codebook, LinkType
from annotations.default_entities import SPEECHLESS
from annotations.model import SPAN, Anchor, Annotation, Article, Span
from annotations.suggesting import Suggestion, suggest_attribution
from tui.text.layout import Layout


class End(NamedTuple):
    """Where a link can lead, or come from."""

    span: Span
    annotation: Annotation | None
    """None for words without a label."""
    kinds: tuple[tuple[LinkType, bool], ...]
    """The links that may be made, each with whether it leads there."""


def suggested(
    codebook: Codebook, article: Article, quote: Annotation, near: Iterable[Annotation]
) -> tuple[Suggestion | None, Annotation | None]:
    """What is suggested for a quote, and which entity of those ``near`` is the source; nothing for other labels.

    An entity that does not speak, as a date or a people's name, is the source only where that is all of its words.
    """
    if "quote" not in codebook.kin(quote.label) or quote.anchor is not Anchor.ANCHORED:
        return None, None
    entities = [
        each
        for each in near
        if "entity" in codebook.kin(each.label) and each.anchor is Anchor.ANCHORED
    ]
    speakers = [each.span for each in entities if each.attributes.get("type") not in SPEECHLESS]
    found = suggest_attribution(article, quote.parts, speakers)
    named = (each for each in entities if each.span == found.source)
    own_first = sorted(named, key=lambda each: each.annotator != quote.annotator)
    return found, next(iter(own_first), None)


def ends(
    codebook: Codebook,
    article: Article,
    target: Annotation,
    seen: Span,
    annotations: Iterable[Annotation],
    suggestion: Suggestion | None,
) -> list[End]:
    """What on the screen, where ``seen`` is, can be linked with ``target``: first what is suggested, then the nearest.

    ``annotations`` are those on the screen."""
    found: list[End] = []
    for other in annotations:
        if other.id != target.id and other.anchor is Anchor.ANCHORED:
            kinds = _between(codebook, target, other)
            if kinds:
                found.append(End(other.span, other, kinds))
    there = {each.span for each in found}
    bare = _bare(codebook, article, target, seen, suggestion)
    found += [each for each in bare if each.span not in there]
    first = (suggestion.cue, suggestion.source) if suggestion else ()

    def order(end: End) -> tuple[int, int]:
        away = max(end.span.start - target.end, target.start - end.span.end, 0)
        return end.span not in first, away

    return sorted(found, key=order)


def _between(
    codebook: Codebook, target: Annotation, other: Annotation
) -> tuple[tuple[LinkType, bool], ...]:
    there = [
        (each, True) for each in codebook.links if codebook.joins(each, target.label, other.label)
    ]
    back = [
        (each, False) for each in codebook.links if codebook.joins(each, other.label, target.label)
    ]
    return (*there, *back)


def _bare(
    codebook: Codebook,
    article: Article,
    target: Annotation,
    seen: Span,
    suggestion: Suggestion | None,
) -> Iterable[End]:
    """Words that need no label: the verbs of reporting in the paragraph, and the source that is suggested."""
    from annotations.reporting import cues_in

    kinds = {each.name: each for each in codebook.links if codebook.joins(each, target.label, SPAN)}
    spans: dict[Span, LinkType] = {}
    if suggestion and suggestion.source and "source" in kinds:
        spans[suggestion.source] = kinds["source"]
    if "cue" in kinds:
        paragraph = paragraph_at(article.text, target.start)
        start, end = max(paragraph.start, seen.start), min(max(paragraph.end, target.end), seen.end)
        for cue in cues_in(article.text, start, end):
            spans.setdefault(cue.span, kinds["cue"])
        if suggestion and suggestion.cue:
            spans.setdefault(suggestion.cue, kinds["cue"])
    for span, kind in spans.items():
        if span.start < seen.end and seen.start < span.end:
            yield End(span, None, ((kind, True),))


def to_words(codebook: Codebook, annotations: Iterable[Annotation]) -> list[End]:
    """The annotations among these that can be linked to words without a label."""
    found = []
    for each in annotations:
        kinds = [kind for kind in codebook.links if codebook.joins(kind, each.label, SPAN)]
        if kinds and each.anchor is Anchor.ANCHORED:
            found.append(End(each.span, each, tuple((kind, False) for kind in kinds)))
    return found


def placed(
    found: Sequence[End], letters: Sequence[str], seen: Span, layout: Layout
) -> list[tuple[End, str, int]]:
    """Each end with its letter and the offset of the cell where that stands: the first of it that is on the screen and
    free. Of more ends than letters the last have none."""
    taken: set[int] = set()
    given: list[tuple[End, str, int]] = []
    free = iter(letters)
    for end in found:
        at = max(end.span.start, seen.start)
        while at < end.span.end:
            clusters = layout.row_at(at).clusters
            here = next((each for each in clusters if each.start <= at < each.end), None)
            if here is not None and here.start not in taken and here.glyph.strip():
                letter = next(free, None)
                if letter is None:
                    return given
                taken.add(here.start)
                given.append((end, letter, here.start))
                break
            at = here.end if here is not None else at + 1
    return given
