"""The rows of an article: laid out, drawn with what is marked in them, and drawn again where that changes."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip

from annotations.model import Annotation, Article, Direction, Span
from tui.looks import MEASURE
from tui.text.controls import hidden_in, named
from tui.text.layout import Digits, Layout, Script
from tui.text.navigator import Navigator
from tui.text.row import Row
from tui.widgets.layers import Layers, Spans
from tui.widgets.marking import Marking
from tui.widgets.page import Page
from tui.widgets.painter import (
    CHOSEN_HIT,
    CURSOR,
    END,
    HIDDEN,
    HINT,
    HIT,
    LINKED,
    SELECTION,
    Palette,
    paint,
)
from tui.widgets.selection import Selection
from tui.widgets.styles import ink, look

if TYPE_CHECKING:
    from tui.widgets.pane import Pane as _Pane
else:
    # Each class of a widget costs every start a moment: this is a part of the one that there is.
    _Pane = object

LARGE = 1 << 18
"""Code points: of a longer article the part round the cursor is shown before the whole is laid out."""


def _first_look(text: str, offset: int) -> Span:
    """Whole paragraphs round ``offset``; of a text that is not large, all."""
    if len(text) <= LARGE:
        return Span(0, len(text))
    start = text.rfind("\n", 0, max(0, offset - LARGE // 8))
    end = text.find("\n", offset + LARGE // 8)
    return Span(start + 1, len(text) if end < 0 else end + 1)


class ArticleText(_Pane):
    """Shows one article. It knows annotations to show them; it never makes one."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The offset of the cluster under the cursor, or of the end of a paragraph."""
    numbers: reactive[bool] = reactive(False, init=False)
    harakat: reactive[bool] = reactive(True, init=False)
    digits: reactive[Digits] = reactive(Digits.SOURCE, init=False)
    hidden: reactive[bool] = reactive(False, init=False)
    """Whether clusters that hide a control are marked."""
    measure: reactive[int] = reactive(MEASURE, init=False)
    """Cells of a row at most."""
    spacing: reactive[int] = reactive(1, init=False)
    """Empty rows between two paragraphs."""
    kashida: reactive[bool] = reactive(False, init=False)
    """Whether rows are stretched to the measure."""
    bare: reactive[bool] = reactive(False, init=False)
    """Whether there is nothing beside the text but the numbers, where they are wanted."""

    def __init__(self, *, annotator: str = "") -> None:
        """What ``annotator`` made looks other than what others did."""
        super().__init__()
        self._annotator = annotator
        self.article = Article("", "")
        self.script = Script("")
        self.text_layout = Layout(self.script, self.measure)
        self.page = self._divided()
        self._marking = Marking(self._annotator)
        self.hits = Spans()
        self.chosen: Span | None = None
        """The hit that is going to be gone to."""
        self.current: Annotation | None = None
        """The annotation that commands are about: the one gone to or chosen of those here, else the innermost."""
        self.here: list[Annotation] = []
        """The annotations at the cursor, the innermost first."""
        self.linked: list[tuple[Span, str]] = []
        """The other ends of its links, each with the letter of the link."""
        self._thread: Span | None = None  # from the first of these ends to the last
        self.hints: dict[int, str] = {}
        """Letters that stand over the text, by the offset of the cell."""
        # What was drawn over the text that comes and goes.
        self._marked: set[tuple[Span, str]] = set()
        self._meant: str | None = None  # the id of the annotation that the cursor was sent to
        self._selection = Selection()
        self._navigator = Navigator(self.text_layout)

    # What is shown.

    def show(self, article: Article, offset: int = 0) -> None:
        """Open an article with the cursor at ``offset``."""
        self.article = article
        part = _first_look(article.text, offset)
        self.script = Script(article.text, article.direction, part=part)
        if len(article.text) > part.end - part.start:
            self.call_after_refresh(self._complete, article)
        self._marking = Marking(self._annotator)
        self.hits, self.chosen, self.current, self.here = Spans(), None, None, []
        self.linked, self._thread, self.hints = [], None, {}
        self._selection = Selection()
        self.set_reactive(ArticleText.cursor, min(max(0, offset), len(article.text)))
        self._lay_out()

    def show_annotations(
        self, annotations: list[Annotation]
    ) -> tuple[list[Annotation], list[Annotation]]:
        """Show these, in reading order; returns those that went and those that came."""
        changed = self._marking.replace(annotations)
        self._find_current()
        for each in chain(*changed):
            self._refresh_span(each.span)
        self._refresh_marks()
        return changed

    def show_hits(self, hits: list[Span], chosen: Span | None = None) -> None:
        """Show what was found, and, if one of it is going to be gone to, that one in sight."""
        self.hits, self.chosen = Spans(hits), chosen
        if chosen is not None:
            self._keep_in_sight(offset=chosen.start)
        self.refresh()

    def show_hints(self, hints: dict[int, str]) -> None:
        """Have letters over the text, or none any more."""
        before, self.hints = self.hints, hints
        for at in before.keys() | hints.keys():
            self._refresh_span(Span(at, at + 1))

    def show_linked(self, linked: list[tuple[Span, str]]) -> None:
        """Mark the other ends of the links of the current annotation."""
        spans = [span for span, _ in linked]
        spans += [self.current.span] if self.current and linked else []
        last = max((span.end for span in spans), default=0)
        thread = Span(min(spans).start, last) if spans else None
        if (linked, thread) == (self.linked, self._thread):
            return
        before, self.linked, self._thread = self._thread, linked, thread
        for span in filter(None, (before, thread)):
            self._refresh_span(span)

    def seen(self, less: int = 0) -> Span:
        """The code points of the rows on the screen, but for so many at its foot. The cursor is among them: if it must
        be, the text is scrolled for that."""
        y, left = self.text_layout.row_of(self.cursor), max(1, self.size.height - less)
        if y >= self.scroll_offset.y + left:
            self.scroll_to(y=y - left // 2, animate=False, force=True)
        top, height = self.scroll_offset.y, self.text_layout.height
        shown = range(max(0, top), min(height, top + left))
        rows = [row for y in shown if (row := self.text_layout.row(y)) is not None]
        return Span(rows[0].start, rows[-1].end) if rows else Span(self.cursor, self.cursor)

    def _complete(self, article: Article) -> None:
        """After the first look, the whole of a large article."""
        if article is self.article:
            self.script = Script(article.text, article.direction)
            self._lay_out()

    def _lay_out(self) -> None:
        """Wrap the text to the width there is, keeping the row of the cursor where it stands on the screen."""
        self.page = page = self._divided()
        if not page.room:  # not on the screen yet, or folded away
            return
        if self.text_layout.script.text is self.script.text:
            above = self.text_layout.row_of(self.cursor) - self.scroll_offset.y
        else:
            above = self.size.height // 3
        self.text_layout = Layout(
            self.script,
            page.measure,
            harakat=self.harakat,
            digits=self.digits,
            gap=self.spacing,
            kashida=self.kashida,
        )
        self._navigator = Navigator(self.text_layout)
        self.set_extent(self.text_layout.height)
        self.scroll_to(y=self.text_layout.row_of(self.cursor) - above, animate=False, force=True)
        self._keep_in_sight()
        self.refresh()

    @property
    def annotated(self) -> Layers:
        """The annotations of the article."""
        return self._marking.layers

    def _divided(self) -> Page:
        """How the rows are to be divided in the room there is."""
        return Page.within(
            self.room,
            self.measure,
            rtl=self.article.direction is Direction.RTL,
            numbers=self.numbers,
            bare=self.bare,
        )

    @property
    def beyond(self) -> int:
        if self.room != self.page.room:
            self._lay_out()
        return max(1, self.size.width - self.before - self.page.left - self.page.measure)

    @property
    def thumb(self) -> range:
        return range(0) if self.bare else super().thumb

    def render_lines(self, crop: Region) -> list[Strip]:
        """The first frame of another width is drawn before the news of it arrives: the text must fit already."""
        if self.room != self.page.room:
            self._lay_out()
        return super().render_lines(crop)

    def on_resize(self) -> None:
        if self.room != self.page.room:
            self._lay_out()
        self._keep_in_sight()

    def watch_numbers(self) -> None:
        self._lay_out()

    watch_harakat = watch_digits = watch_measure = watch_spacing = watch_kashida = watch_numbers
    watch_bare = watch_numbers

    # Drawing.

    def notify_style_update(self) -> None:
        self.__dict__.pop("_palette", None)
        super().notify_style_update()

    @cached_property
    def _palette(self) -> Palette:
        marks = {
            HIDDEN: look(self, "hidden"),
            HIT: look(self, "hit"),
            CHOSEN_HIT: look(self, "chosen-hit"),
            SELECTION: look(self, "selection"),
            CURSOR: look(self, "cursor" if self.has_focus else "cursor-away"),
            LINKED: look(self, "linked"),
            HINT: look(self, "hint"),
        }
        if not self.app.no_color:
            marks[END] = look(self, "end")
        inks = lru_cache(maxsize=None)(partial(ink, self))
        return Palette(self.rich_style, inks, marks, look(self, "number"))

    def draw(self, y: int, width: int) -> Strip | None:
        palette, page, row = self._palette, self.page, self.text_layout.row(y)
        if not self.article.path or y >= self.text_layout.height:
            return self.say_empty(y - self.text_layout.height, width) if self.empty else None
        if row is None:
            return self._between(y, width)
        found = self._marking.touching(row.start, max(row.end, row.start + 1))
        hits = [self.hits.spans[place] for place in self.hits.touching(row.start, row.end)]
        parts, cursor = self.current.parts if self.current else (), self.cursor
        # Where one alone is meant its letters are lighter, which says enough; of several the ends are told.
        told = parts if len(parts) > 1 or len(self.here) > 1 else ()
        middle = paint(
            row,
            palette,
            annotations=found,
            kind=self._marking.kind,
            depth=self._marking.depth,
            hits=hits,
            chosen=self.chosen,
            hidden=hidden_in(self.article.text, row.start, row.end) if self.hidden else (),
            current=parts,
            ends=[at for start, end in told for at in (start, end - 1)],
            selection=self._selection.span(cursor),
            cursor=cursor,
            linked=[span for span, _ in self.linked],
            letters={at: x for at, x in self.hints.items() if row.start <= at < row.end},
        )
        left, right = row.left, page.measure - row.left - row.width
        cells = [*self._gap(row, left, -1), *middle, *self._gap(row, right, 1)]
        marks = self._beside(Span(row.start, row.end), found)
        number = self._number(row) if self.numbers else []
        return page.strip(marks, cells, number, width, palette.text)

    def _between(self, y: int, width: int) -> Strip | None:
        """An empty row between paragraphs, with the rails of what goes on over it."""
        if self.bare or not self.annotated.annotations:
            return None
        above, below = (self.text_layout.neighbour(y, step) for step in (-1, 1))
        if above is None or below is None:
            return None
        before, after = self.text_layout.row(above), self.text_layout.row(below)
        assert before is not None
        assert after is not None
        found = self._marking.touching(before.end, after.start)
        found = [a for a in found if a.start < before.end and a.end > after.start]
        thread = self._thread
        passed = thread is not None and thread.start < before.end and thread.end > after.start
        if not (found or passed):
            return None
        page, text = self.page, self._palette.text
        cells = [Segment(" " * (page.measure + 2), text)]
        number = [Segment(page.number(""), text)] if self.numbers else []
        marks = self._beside(Span(before.end, after.start), found)
        return page.strip(marks, cells, number, width, text)

    def _beside(self, span: Span, found: list[Annotation]) -> list[Segment]:
        if self.bare:
            return []
        return self._marking.margin(
            span,
            found,
            self.page.rails,
            self._palette,
            current=self.current,
            mirrored=self.page.rtl,
            ends=[each for at, each in self.linked if each and span.start <= at.start < span.end],
            thread=self._thread,
        )

    def controls_here(self) -> list[str]:
        """The names of the controls in the cluster under the cursor, hidden or shown by a stand-in."""
        for cluster in self.text_layout.row_at(self.cursor).clusters:
            if cluster.start <= self.cursor < cluster.end:
                return named(self.article.text[cluster.start : cluster.end])
        return []

    def _gap(self, row: Row, cells: int, side: int) -> list[Segment]:
        """The empty cells at the left (``side`` -1) or right (1) of a row and the one beyond the measure, where the
        cursor stands when it is after the row."""
        text, cells = self._palette.text, cells + 1
        end_side = -1 if row.direction is Direction.RTL else 1
        if (
            side != end_side
            or not row.beyond(self.cursor)
            or self.text_layout.row_at(self.cursor) is not row
        ):
            return [Segment(" " * cells, text)]
        cursor = Segment(" ", text + self._palette.marks[CURSOR])
        blank = Segment(" " * (cells - 1), text)
        return [blank, cursor] if side < 0 else [cursor, blank]

    def _number(self, row: Row) -> list[Segment]:
        number = str(row.paragraph + 1) if row.number == 0 else ""
        return [Segment(self.page.number(number), self._palette.text + self._palette.number)]

    # What is drawn again.

    def _refresh_marks(self) -> None:
        """Draw again the rows where the cursor, the selection or the current annotation is, or was, another."""
        selected = self._selection.span(self.cursor)
        marks = {(Span(self.cursor, self.cursor + 1), "")}
        marks |= {(selected, "")} if selected else set()
        if self.current:
            # Its ends are told where it is one of several.
            marks |= {(self.current.span, f"{self.current.id} {len(self.here) > 1}")}
        for span, _ in marks ^ self._marked:
            self._refresh_span(span)
        self._marked = marks

    def _refresh_span(self, span: Span) -> None:
        """Draw the rows of a span again, as far as they are on the screen."""
        top, row_of = self.scroll_offset.y, self.text_layout.row_of
        first, last = max(top, row_of(span.start)), min(top + self.size.height, row_of(span.end))
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    def _find_current(self) -> None:
        here = self.annotated.touching(self.cursor, self.cursor + 1) if self._meant else []
        if self._meant and not any(each.id == self._meant for each in here):
            here = self.annotated.annotations  # it has lost its place, and so touches nothing
        meant = next((each for each in here if each.id == self._meant), None)
        self.here = self.annotated.covering(self.cursor)
        self.current = meant or next(iter(self.here), None)

    def _keep_in_sight(self, centre: bool = False, offset: int | None = None) -> None:
        """Scroll to the cursor, or to an offset, if that is not on the screen."""
        y = self.text_layout.row_of(self.cursor if offset is None else offset)
        top, height = self.scroll_offset.y, self.size.height
        if top <= y < top + height or not height:
            return
        first = y if y < top else y - height + 1  # the least scrolling that shows it
        if centre or abs(y - top) > 2 * height:
            first = y - height // 3
        self.scroll_to(y=first, animate=False, force=True)

    def on_focus(self) -> None:
        self._look_focused()

    def on_blur(self) -> None:
        self._look_focused()

    def _look_focused(self) -> None:
        """The cursor is another one with the keyboard than without; nothing else is."""
        self.__dict__.pop("_palette", None)
        self._refresh_span(Span(self.cursor, self.cursor + 1))
