"""From a row to styled segments. Painting never changes forms, order or wrapping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec
from rich.color import Color, blend_rgb
from rich.segment import Segment
from rich.style import Style

from annotations.model import Annotation, Span
from tui.text.row import Cluster, Row


class Palette(msgspec.Struct, frozen=True):
    """The style of each thing that can be shown. A label has one for the first layer and one for deeper ones."""

    text: Style
    labels: dict[str, tuple[Style, Style]]
    marks: dict[str, Style]
    """Of hidden controls, hits, the hit that is gone to, the selection, what is beside the cursor, and the cursor."""
    number: Style


class Touch(msgspec.Struct, frozen=True):
    """A span that shows on a row, and how: ``kind`` is a label's name or one of the marks below."""

    start: int
    end: int
    kind: str
    label: bool = False


CURRENT, HIDDEN, HIT, CHOSEN_HIT, SELECTION, BESIDE, CURSOR = MARKS = (
    "current",
    "hidden",
    "hit",
    "chosen-hit",
    "selection",
    "beside",
    "cursor",
)
"""What is not a label, in the order in which the styles go over each other."""


def paint(
    row: Row,
    palette: Palette,
    *,
    annotations: Sequence[Annotation] = (),
    kind: Callable[[Annotation], str] = attrgetter("label"),
    hits: Sequence[Span] = (),
    chosen: Span | None = None,
    hidden: Sequence[Span] = (),
    current: Annotation | None = None,
    selection: Span | None = None,
    cursor: int | None = None,
    beside: Span | None = None,
) -> list[Segment]:
    """The cells of a row, one segment for each run of one look. ``kind`` names the look of an annotation, ``cursor`` is
    the offset whose cell it covers, ``beside`` what comes before it in the text though not on the screen."""
    touches = [Touch(a.start, a.end, kind(a), label=True) for a in annotations]
    touches += [Touch(*span, HIT) for span in hits] + [Touch(*span, HIDDEN) for span in hidden]
    if chosen is not None:
        touches.append(Touch(*chosen, CHOSEN_HIT))
    if current is not None:
        touches.append(Touch(current.start, current.end, CURRENT))
    if selection is not None:
        touches.append(Touch(*selection, SELECTION))
    if beside is not None:
        touches.append(Touch(*beside, BESIDE))
    if cursor is not None:
        touches.append(Touch(cursor, cursor + 1, CURSOR))
    touches = [touch for touch in touches if touch.start < row.end and touch.end > row.start]
    if not touches:
        return [Segment(row.visual, palette.text)] if row.glyphs else []

    def over(cluster: Cluster) -> list[Touch]:
        return [t for t in touches if t.start < cluster.end and t.end > cluster.start]

    return [
        Segment("".join([cluster.glyph for cluster in run]), style(look, palette))
        for look, run in groupby(row.clusters, over)
    ]


_OTHER = Style(reverse=True)
"""Of a label that this program does not know."""


def _lighter(style: Style) -> Color | None:
    """The background with some of the foreground in it."""
    if style.color is None or style.bgcolor is None:
        return style.bgcolor
    fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    return Color.from_triplet(blend_rgb(back, fore, 0.18))


def style(look: Sequence[Touch], palette: Palette) -> Style:
    """The style of what lies over a cell. Each label has a channel of its own (background, weight, line), so that they
    add up."""
    result = palette.text
    for label, depth in Counter(touch.kind for touch in look if touch.label).items():
        first, deeper = palette.labels.get(label, (_OTHER, _OTHER))
        result += first if depth == 1 else deeper
    marks = {touch.kind for touch in look if not touch.label}
    for mark in MARKS:
        if mark == CURRENT and mark in marks:
            # Lighter, whatever the background, so that the label's own stays to be seen.
            result += Style(bgcolor=_lighter(result))
        elif mark in marks:
            result += palette.marks[mark]
    return result
