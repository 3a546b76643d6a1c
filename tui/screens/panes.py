"""The panes of the reading room: what is on the screen, and what folds away where there is no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from tui.keymap import Keymap
from tui.widgets.annotations import Annotations
from tui.widgets.articles import Articles
from tui.widgets.chrome import Bar, Hints, Notice, Titles
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from annotations.project import Project
    from tui.config import Config
    from tui.widgets.field import Field

LEAST = (40, 10)
"""Columns and rows: the smallest terminal."""
WITH_ANNOTATIONS, WITH_ARTICLES, HUGE = 76, 104, 150
"""Columns from which the panes stand beside the text, and from which they are wider."""


class PanesScreen(Screen[None]):
    """Articles, text and annotations beside each other, a line each for the status, the hints, and a question."""

    DEFAULT_CSS = """
    PanesScreen {
        background: $background;
        layout: grid; grid-size: 3 1; grid-columns: 28 1fr 32;
        #foot { dock: bottom; height: auto; }
    }
    """

    def __init__(self, project: Project, config: Config, keymap: Keymap) -> None:
        super().__init__()
        self.project, self.config, self.keymap = project, config, keymap
        annotator = project.annotator
        self.articles = Articles(project.articles(), project.title)
        self.reader = Reader(self.reader_moved, annotator=annotator)
        self.listed = Annotations(annotator)
        self.titles = Titles(self.articles, self.reader, self.listed)
        self.titles.put(self.articles, left="Articles")
        self.titles.put(self.listed, left="Annotations")
        self.prompt, self.status, self.hints = Prompt(), Bar(), Hints(keymap.hinted)
        self._notice = Notice()
        self._columns = "28 1fr 32"
        self._small = False  # is the terminal too small?
        self.panes: list[Widget] = [self.reader, self.listed, self.articles]
        """In the order in which the keyboard goes through them."""
        self.pane: Widget = self.reader
        """The one that has the keyboard, or had it last."""
        self.alone = False
        """Whether that pane fills the screen."""
        self.bare = False
        """Whether there is nothing on the screen but the text."""

    def compose(self) -> ComposeResult:
        # The panes stand in a grid of the screen's own: each container round them would be drawn under them as well.
        yield from (self.titles, self.articles, self.reader, self.listed)
        with Vertical(id="foot"):
            yield from (self._notice, self.prompt, self.status, self.hints)

    @property
    def field(self) -> Field | None:
        """The one that a question is answered in."""
        return self.prompt.field

    def reader_moved(self) -> None:
        """The cursor or the selection of the reader has changed."""

    def leave_field(self) -> None:
        """Close the field, if it is open; a note that is being written is kept."""
        self.prompt.leave()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence until the next key."""
        if not self._small:
            self._notice.say(text, warning=warning)

    def on_field_said(self, event: Field.Said) -> None:
        self.say(event.text, warning=True)

    # Panes: beside the text where there is room, else instead of it while they have the keyboard.

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        if small:
            size = f"{event.size.width} × {event.size.height}"
            words = f"The terminal is too small: {size}. Hashiya needs {LEAST[0]} × {LEAST[1]}."
            self._notice.say(words, warning=True)
        elif self._small:
            self._notice.say("")
        self._small = small
        self.fold()

    def on_descendant_focus(self) -> None:
        self.fold()

    def action_pane(self, step: int) -> None:
        """Put the keyboard in the next pane, which unfolds if it must."""
        self.fold(self.panes[(self.panes.index(self.pane) + step) % len(self.panes)])

    def fold(self, going: Widget | None = None) -> None:
        """Show the panes that there is room for, and the one with the keyboard, which is ``going``'s if given."""
        at = going or self.focused
        self.pane = next((pane for pane in self.panes if at is pane), self.pane)
        self.bare = self.bare and self.pane is self.reader
        for row in (self.titles, self.status, self.hints):
            _show(row, not self._small and not self.bare)
        self.reader.bare = self.bare
        width = 0 if self.alone or self.bare else self.size.width
        wide, middling, huge = width >= WITH_ARTICLES, width >= WITH_ANNOTATIONS, width >= HUGE
        at_articles, at_listed = self.pane is self.articles, self.pane is self.listed
        beside = at_listed or wide or (middling and not at_articles)
        columns: list[tuple[Widget, bool, str]] = [
            (self.articles, wide or at_articles, "36" if huge else "28"),
            (self.reader, middling or not (at_articles or at_listed), "1fr"),
            (self.listed, beside, "48" if huge else "32"),
        ]
        widths = [width for _, shown, width in columns if shown]
        before = [pane.display for pane in self.panes]
        for pane, shown, _ in columns:
            _show(pane, shown and not self._small)
        if before != [pane.display for pane in self.panes]:
            self.titles.refresh()
        self.articles.edge, self.listed.edge = (1, -1) if len(widths) > 1 else (0, 0)
        columns_now = " ".join(widths) if len(widths) > 1 else "1fr"
        if columns_now != self._columns:
            self._columns = columns_now
            self.titles.refresh()
            self.styles.grid_size_columns = len(widths)
            self.styles.grid_columns = columns_now
        if going is not None:
            self.set_focus(going)


def _show(widget: Widget, shown: bool) -> None:
    """Display a widget or not. Saying again what is so already would lay out and draw the whole screen anew."""
    if widget.display != shown:
        widget.display = shown
