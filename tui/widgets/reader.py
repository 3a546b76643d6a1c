"""The text pane: moving in an article, and selecting, by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message

from annotations.model import Annotation, Span
from tui.keymap import MOVING, SELECTING, bindings
from tui.widgets.article_text import ArticleText
from tui.widgets.pane import Pane


class Reader(ArticleText, Pane):
    """Shows one article and moves in it. The cursor and the selection are in offsets of the article."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVING, SELECTING)]

    @dataclass
    class Asked(Message):
        """What can be done at the cursor is asked for with the mouse."""

        at: Offset
        """The cell of the screen where it is."""

    def __init__(self, moved: Callable[[], None], *, annotator: str = "") -> None:
        """``moved`` is called when the cursor or the selection has changed, at once, so that one frame shows it all.
        The ``annotator`` is as in `ArticleText`."""
        super().__init__(annotator=annotator)
        self._moved = moved
        self._dragging = False
        self.repeat = 1
        """How many times the next motion is made."""

    @property
    def selection(self) -> Span | None:
        """The code points selected, or None."""
        return self._selection.span(self.cursor)

    @property
    def begun(self) -> int | None:
        """Where the selection was begun."""
        return self._selection.begun

    @property
    def selecting(self) -> bool:
        """Whether every motion extends the selection."""
        return self._selection.goes_on

    def select(self, span: Span) -> None:
        """Select ``span``, with the cursor at its end."""
        self._selection.go_on(span.start)
        self.go(span.end, keep=True)

    def go(self, offset: int, *, keep: bool = False, centre: bool = False) -> None:
        """Put the cursor at ``offset``. A selection goes on if ``keep``, else it ends."""
        if not keep:
            self._selection.drop(self.cursor)
        self._navigator.forget_column()
        self._put(offset, centre=centre)

    def go_to(self, annotation: Annotation, *, centre: bool = False) -> None:
        """Put the cursor at an annotation, which is the current one until the next move, whatever else covers it."""
        self._selection.drop(self.cursor)
        self._navigator.forget_column()
        offset = min(annotation.start, len(self.article.text))
        self._put(offset, centre=centre, meant=annotation.id)

    def _put(self, offset: int, *, centre: bool = False, meant: str | None = None) -> None:
        self._meant = meant
        self.cursor = offset
        self._find_current()
        self._refresh_marks()
        self._keep_in_sight(centre)
        self._moved()

    def choose_next(self) -> bool:
        """Make the next of the annotations at the cursor the current one; whether there is another."""
        if len(self.here) < 2:
            return False
        at = self.here.index(self.current) if self.current in self.here else -1
        self._meant = self.here[(at + 1) % len(self.here)].id
        self._find_current()
        self._refresh_marks()
        self._moved()
        return True

    def action_move(self, where: str) -> None:
        self._move(where, extend=self._selection.goes_on)

    def action_extend(self, where: str) -> None:
        self._move(where, extend=True)

    def _move(self, where: str, *, extend: bool) -> None:
        if extend:
            self._selection.begin(self.cursor)
        else:
            self._selection.drop(self.cursor)
        page = max(1, self.size.height - 2)
        to = self._navigator.target(where, self.cursor, page, self.repeat, letters=extend)
        self._put(to)

    def action_select(self) -> None:
        """Begin a selection at the cursor, or end the one there is."""
        selection = self._selection
        if selection.goes_on:
            selection.drop(self.cursor)
        else:
            selection.begin(self.cursor)
            selection.goes_on = True
        self._put(self.cursor)

    def action_swap(self) -> None:
        """Go to the other end of the selection."""
        there = self._selection.begun
        if there is not None:
            self._navigator.forget_column()
            self._selection.begun = self.cursor
            self._put(there)

    def action_reselect(self) -> None:
        """Select what was selected last, in this article."""
        if self._selection.last is not None:
            begun, cursor = self._selection.last
            self._selection.drop(self.cursor)
            self._selection.go_on(begun)
            self.go(cursor, keep=True)

    def action_escape(self) -> None:
        if self._selection.begun is not None:
            self._selection.drop(self.cursor)
        else:
            self.show_hits([])
        self._refresh_marks()
        self._moved()

    # The mouse.

    def _offset_at(self, event: events.MouseEvent) -> int:
        y = min(max(0, event.y + self.scroll_offset.y), self.text_layout.height - 1)
        column = event.x - self.before - self.page.left
        row = self.text_layout.row(y)
        return (
            row.at(column)
            if row
            else self.text_layout.vertical(
                self.cursor, y - self.text_layout.row_of(self.cursor), column
            )
        )

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or self.takes(event):
            return
        self._dragging = True
        self.capture_mouse()
        self.go(self._offset_at(event))
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragging:
            return
        offset = self._offset_at(event)
        if offset != self.cursor:
            self._selection.begin(self.cursor)
            self._selection.goes_on = True
            self._put(offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        if event.button == 3 and not self.takes(event):
            offset, selected = self._offset_at(event), self.selection
            # At the cursor it is about what has been chosen there.
            if not selected.start <= offset < selected.end if selected else offset != self.cursor:
                self.go(offset)
            self.post_message(self.Asked(event.screen_offset))
        if event.button != 1 or event.chain < 2:
            return
        from annotations.boundaries import sentence_at
        from annotations.words import word_at

        unit = word_at if event.chain == 2 else sentence_at
        span = unit(self.article.text, self._offset_at(event))
        if span and span.start < span.end:
            self.select(span)
