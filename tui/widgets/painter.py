"""From a row to styled segments. Painting never changes forms, order or wrapping."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import NamedTuple

from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style

from annotations.model import Annotation, Span
from tui.text.row import Cluster, Row


class Spans:
    """Spans of an article, to be asked which of them touch a row at the cost of those alone."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self._starts = [span.start for span in self.spans]
        self._furthest = list(accumulate((span.end for span in self.spans), max))

    def touching(self, start: int, end: int) -> list[int]:
        """The indices of the spans that have a code point from ``start`` to ``end``."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._furthest, start, hi=last)
        return [place for place in range(first, last) if self.spans[place].end > start]

    def following(self, offset: int, step: int) -> int | None:
        """The index of the first span after ``offset`` (``step`` 1) or the last before it (-1), going round."""
        if not self.spans:
            return None
        if step > 0:
            return bisect_right(self._starts, offset) % len(self.spans)
        return (bisect_left(self._starts, offset) - 1) % len(self.spans)


class Layers:
    """The annotations of an article as the painter asks for them."""

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        self.annotations = sorted(annotations, key=lambda a: a.span)
        self._spans = Spans(annotation.span for annotation in self.annotations)

    def touching(self, start: int, end: int) -> list[Annotation]:
        """The annotations that have a code point from ``start`` to ``end``, in reading order."""
        return [self.annotations[place] for place in self._spans.touching(start, end)]

    def innermost(self, offset: int) -> Annotation | None:
        """The shortest annotation that covers ``offset``, the one that begins last where several are."""
        covering = self.touching(offset, offset + 1)
        return min(covering, key=lambda a: (a.end - a.start, -a.start), default=None)


@dataclass(frozen=True)
class Palette:
    """The style of each thing that can be shown. A label has one for the first layer and one for deeper ones."""

    text: Style
    labels: dict[str, tuple[Style, Style]]
    hidden: Style
    hit: Style
    selection: Style
    cursor: Style
    number: Style


class Look(NamedTuple):
    """What decides the style of a cluster: how many layers of each label, and which marks."""

    labels: tuple[tuple[str, int], ...]
    current: bool
    hidden: bool
    hit: bool
    selected: bool
    cursor: bool


def paint(
    row: Row,
    palette: Palette,
    *,
    annotations: Sequence[Annotation] = (),
    hits: Sequence[Span] = (),
    hidden: Sequence[Span] = (),
    current: Annotation | None = None,
    selection: Span | None = None,
    cursor: int | None = None,
) -> list[Segment]:
    """The cells of a row, one segment for each run of one look. ``cursor`` is the offset whose cell it covers."""

    def look(cluster: Cluster) -> Look:
        def touches(span: Span) -> bool:
            return span.start < cluster.end and span.end > cluster.start

        depth = Counter(a.label for a in annotations if touches(a.span))
        return Look(
            tuple(sorted(depth.items())),
            current is not None and touches(current.span),
            any(map(touches, hidden)),
            any(map(touches, hits)),
            selection is not None and touches(selection),
            cursor is not None and cluster.start <= cursor < cluster.end,
        )

    return [
        Segment("".join(cluster.glyph for cluster in run), style(key, palette))
        for key, run in groupby(row.clusters, look)
    ]


_OTHER = Style(reverse=True)
"""Of a label that this program does not know."""


def _lighter(style: Style) -> Color | None:
    """The background with some of the foreground in it."""
    if style.color is None or style.bgcolor is None:
        return style.bgcolor
    fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    return Color.from_triplet(blend_rgb(back, fore, 0.18))


def style(look: Look, palette: Palette) -> Style:
    """The style of a look. Each label has a channel of its own (background, weight, line), so that they add up."""
    result = palette.text
    for label, depth in look.labels:
        first, deeper = palette.labels.get(label, (_OTHER, _OTHER))
        result += first if depth == 1 else deeper
    if look.current:  # lighter, whatever the background, so that the label's own stays to be seen
        result += Style(bgcolor=_lighter(result))
    if look.hidden:
        result += palette.hidden
    if look.hit:
        result += palette.hit
    if look.selected:
        result += palette.selection
    if look.cursor:
        result += palette.cursor
    return result
