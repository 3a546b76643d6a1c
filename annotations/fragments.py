"""The parts of a discontinuous annotation: in order, apart from each other, none of them empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotations.model import Span


def with_part(parts: Iterable[Span], span: Span) -> list[Span]:
    """The parts and one more; those that overlap or touch become one."""
    found: list[Span] = []
    for part in sorted([*parts, span]):
        if found and part.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, part.end))
        else:
            found.append(part)
    return found


def without_part(text: str, parts: Iterable[Span], span: Span) -> list[Span]:
    """What is left of the parts outside ``span``, without white space where it was cut; perhaps nothing."""
    found = []
    for part in parts:
        if part.end <= span.start or span.end <= part.start:
            found.append(part)
            continue
        before, after = text[part.start : span.start].rstrip(), text[span.end : part.end].lstrip()
        if before:
            found.append(Span(part.start, part.start + len(before)))
        if after:
            found.append(Span(part.end - len(after), part.end))
    return found


def within(parts: Sequence[Span], hull: Span) -> list[Span]:
    """The parts that lie in ``hull``, at least partly, with its ends as theirs; all of it where none does."""
    found = [part for part in parts if part.start < hull.end and hull.start < part.end]
    if not found:
        return [hull]
    found[0] = Span(hull.start, found[0].end)
    found[-1] = Span(found[-1].start, hull.end)
    return found
