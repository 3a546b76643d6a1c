"""From a row to styled segments. Painting never changes forms, order or wrapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from types import MappingProxyType

import msgspec
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style

from annotations.model import Annotation, Span
from tui.text.row import Cluster, Row

_LIGHTER = 0.1
"""How much of the letters' colour is in the background of the current annotation."""


class Ink(msgspec.Struct, frozen=True):
    """How a label shows on a cell: what it does to the letters, and how much of a colour, from 0 to 1, it brings into
    the background."""

    style: Style = Style()
    tint: ColorTriplet | None = None
    share: float = 0
    line: Color | None = None
    """The colour of its lines, between its parts and in the margin."""

    def over(self, style: Style) -> Style:
        """Both together."""
        return mixed(style + self.style, self.tint, self.share)


class Palette(msgspec.Struct, frozen=True):
    """The style of each thing that can be shown."""

    text: Style
    ink: Callable[[str, tuple[int, ...]], Ink]
    """That of a kind of annotation which lies over a cell at these depths, ascending."""
    marks: dict[str, Style]
    """Of hidden controls, hits, the hit that is gone to, the selection, what is beside the cursor, and the cursor; of
    the ends of the current annotation, which are turned over without one."""
    number: Style


def no_ink(_kind: str, _depths: tuple[int, ...]) -> Ink:
    """That of a palette for text without annotations."""
    return Ink()


class Touch(msgspec.Struct, frozen=True):
    """A span that shows on a row, and how: ``kind`` is that of an annotation, or one of the marks below."""

    start: int
    end: int
    kind: str
    depth: int | None = None
    """In which layer an annotation lies; None of a mark."""


OTHERS = "-other"
"""What the kind of an annotation ends in if a colleague made it."""
LINKED, CURRENT, END, HIDDEN, HIT, CHOSEN_HIT, SELECTION, BESIDE, CURSOR, HINT = MARKS = (
    "linked",
    "current",
    "end",
    "hidden",
    "hit",
    "chosen-hit",
    "selection",
    "beside",
    "cursor",
    "hint",
)
"""What is not a label, in the order in which the styles go over each other."""


_NOTHING: Mapping[int, str] = MappingProxyType({})


def paint(
    row: Row,
    palette: Palette,
    *,
    annotations: Sequence[Annotation] = (),
    kind: Callable[[Annotation], str] = attrgetter("label"),
    hits: Sequence[Span] = (),
    chosen: Span | None = None,
    hidden: Sequence[Span] = (),
    depth: Callable[[Annotation], int] = lambda _: 0,
    current: Sequence[Span] = (),
    ends: Sequence[int] = (),
    selection: Span | None = None,
    cursor: int | None = None,
    beside: Span | None = None,
    linked: Sequence[Span] = (),
    letters: Mapping[int, str] = _NOTHING,
) -> list[Segment]:
    """The cells of a row, one segment for each run of one look. ``kind`` names the look of an annotation and ``depth``
    is its layer; ``current`` are the parts of the one that commands are about, ``ends`` the code points to be marked at
    its ends; ``cursor`` is the offset whose cell it covers, ``beside`` what comes before it in the text though not on
    the screen; ``linked`` are the other ends of the current one's links. ``letters`` are drawn instead of what stands
    in the cells of these offsets."""
    touches = [Touch(*part, kind(a), depth=depth(a)) for a in annotations for part in a.parts]
    touches += [Touch(*span, HIT) for span in hits] + [Touch(*span, HIDDEN) for span in hidden]
    if chosen is not None:
        touches.append(Touch(*chosen, CHOSEN_HIT))
    touches += [Touch(*span, CURRENT) for span in current]
    touches += [Touch(at, at + 1, END) for at in ends]
    touches += [Touch(*span, LINKED) for span in linked]
    touches += [Touch(at, at + 1, HINT) for at in letters]
    if selection is not None:
        touches.append(Touch(*selection, SELECTION))
    if beside is not None:
        touches.append(Touch(*beside, BESIDE))
    if cursor is not None:
        touches.append(Touch(cursor, cursor + 1, CURSOR))
    touches = [touch for touch in touches if touch.start < row.end and touch.end > row.start]
    threads = [
        (Span(one.end, other.start), kind(a))
        for a in annotations
        for one, other in pairwise(a.parts)
        if one.end < row.end and other.start > row.start
    ]
    if not touches and not threads:
        return [Segment(row.visual, palette.text)] if row.glyphs else []

    def over(cluster: Cluster) -> tuple[list[Touch], str | None]:
        touching = [t for t in touches if t.start < cluster.end and t.end > cluster.start]
        between = threads if cluster.glyph == " " else []
        return touching, next(
            (of for span, of in between if span.start <= cluster.start < span.end), None
        )

    clusters = _lettered(row.clusters, letters) if letters else row.clusters
    return list(_segments(clusters, palette, over))


def _lettered(clusters: Sequence[Cluster], letters: Mapping[int, str]) -> list[Cluster]:
    """The clusters with other glyphs where letters stand over them."""
    found = []
    for each in clusters:
        over = next((letters[at] for at in range(each.start, each.end) if at in letters), None)
        found.append(each._replace(glyph=over.ljust(each.width)) if over else each)
    return found


def _segments(
    clusters: Sequence[Cluster],
    palette: Palette,
    over: Callable[[Cluster], tuple[list[Touch], str | None]],
) -> Iterator[Segment]:
    for (look, thread), run in groupby(clusters, over):
        cells, shown = "".join([cluster.glyph for cluster in run]), style(look, palette)
        if thread is not None:
            shown += thread_style(palette.ink(thread, (0,))) + _STRUCK
        yield Segment(cells, shown)


_STRUCK = Style(strike=True)
"""Of a space between the parts of an annotation: a line goes through it from the one to the other."""


def thread_style(ink: Ink) -> Style:
    """That of a line which belongs to an annotation."""
    return Style(color=ink.line, bold=False, underline=False, underline2=False, italic=False)


def mixed(style: Style, tint: ColorTriplet | None, share: float) -> Style:
    """The style with so much of a colour in its background."""
    if style.bgcolor is None or tint is None or not share:
        return style
    mixed = blend_rgb(style.bgcolor.get_truecolor(), tint, share)
    return style + Style(bgcolor=Color.from_triplet(mixed))


def style(look: Sequence[Touch], palette: Palette) -> Style:
    """The style of what lies over a cell. Labels add up, each in a channel of its own, and so do their colours in the
    background."""
    result = palette.text
    kinds = {touch.kind for touch in look if touch.depth is not None}
    # A colleague's first, which is quieter, so that what one made oneself is seen as it is.
    for kind in sorted(kinds, key=lambda kind: (not kind.endswith(OTHERS), kind)):
        depths = {t.depth for t in look if t.depth is not None and t.kind == kind}
        result = palette.ink(kind, tuple(sorted(depths))).over(result)
    marks = {touch.kind for touch in look if touch.depth is None}
    for mark in MARKS:
        if mark == CURRENT and mark in marks and result.color is not None:
            # Lighter, whatever the background, so that the label's own stays to be seen.
            result = mixed(result, result.color.get_truecolor(), _LIGHTER)
        elif mark == END and mark in marks and mark not in palette.marks:
            result += Style(reverse=not result.reverse)
        elif mark in marks and mark in palette.marks:
            # What is reversed shows a cursor by not being so.
            inside = mark == CURSOR and result.reverse
            result += palette.marks[mark] + Style(reverse=False if inside else None)
    return result
