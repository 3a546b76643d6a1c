"""The panes of the reading room: what is on the screen, and what folds away where there is no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from annotations.messages import tr
from tui.keymap import ARTICLES, LABELS, NARROWING, Command, Keymap
from tui.text.said import mirrored
from tui.widgets.annotations import Annotations
from tui.widgets.articles import Articles
from tui.widgets.chrome import Bar, Hints, Notice, Titles
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.tree import Tree
    from tui.config import Config
    from tui.screens.front import Front
    from tui.widgets.field import Field
    from tui.widgets.menu import KeyMenu

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

    def __init__(
        self, project: Project, config: Config, keymap: Keymap, tree: Tree | None = None
    ) -> None:
        """``tree`` is that of the project, if it has been looked into."""
        super().__init__()
        self.project, self.config, self.keymap = project, config, keymap
        self.articles_tree = tree or project.tree()
        annotator = project.annotator
        paths = self.articles_tree.paths if self.articles_tree else project.articles()
        self.articles = Articles(paths, project.title)
        self.reader = Reader(self.reader_moved, annotator=annotator)
        self.listed = Annotations(annotator)
        if self.keymap.labels != LABELS:
            self.listed.empty = self.nothing_tagged
        self.titles = Titles(self.articles, self.reader, self.listed)
        self.titles.actions[self.articles] = ("filter_articles", "sort_articles")
        self.titles.put(self.listed, left=tr("Annotations"))
        self.prompt, self.status, self.hints = Prompt(), Bar(), Hints(keymap.hinted)
        self.titles.actions[self.listed] = ("listed_words", "narrow_listed('why')")
        self._hinted: dict[Widget | None, list[Command]] = {
            self.articles: keymap.hinted_in(ARTICLES),
            self.listed: [*keymap.hinted_in(NARROWING)],
        }
        self._notice = Notice()
        self._columns = "28 1fr 32"
        if mirrored():
            self._columns = self.styles.grid_columns = "32 1fr 28"
        self._small = False  # is the terminal too small?
        self.key_menu: KeyMenu | None = None
        """Once a menu has been shown by it."""
        self.front: Front | None = None
        """The screen before this one that shows the same annotations, while there is one."""
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
        panes = (self.articles, self.reader, self.listed)
        yield self.titles
        yield from reversed(panes) if mirrored() else panes
        with Vertical(id="foot"):
            yield from (self._notice, self.prompt, self.status, self.hints)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Textual would draw everything anew, also when it has only just been drawn: at the start."""
        if not self.stack_updates and self.size == self.app.size:
            self.stack_updates += 1
            event.prevent_default()

    @property
    def nothing_tagged(self) -> str:
        """What the list of annotations says while there is none: how one is made."""
        if self.keymap.labels == LABELS:
            return tr(
                "Nothing tagged yet. In the text press q for a quote, e for an entity, c for a claim."
            )
        tags = [each for each in self.keymap.hinted if each.id.startswith("tag-")]
        if not tags:
            return tr("Nothing tagged yet. In the text press ' to choose a label.")
        keys = ", ".join(f"{each.shown[0]} {tr(each.hint)}" for each in tags)
        return tr("Nothing tagged yet. Keys in the text: {keys}.", keys=keys)

    @property
    def field(self) -> Field | None:
        """The one that a question is answered in."""
        return self.prompt.field

    def reader_moved(self) -> None:
        """The cursor or the selection of the reader has changed."""

    def leave_field(self) -> None:
        """Close the field, if it is open; a note that is being written is kept."""
        (self.front or self).prompt.leave()

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence until the next key."""
        if self.front is not None:
            self.front.say(text, warning=warning)
        elif not self._small:
            self._notice.say(text, warning=warning)

    @property
    def at(self) -> Widget | None:
        """The pane with the keyboard; a question is answered in the one where it was asked."""
        return self.prompt.back if self.focused is self.field else self.focused

    def on_field_said(self, event: Field.Said) -> None:
        self.say(event.text, warning=True)

    # Panes: beside the text where there is room, else instead of it while they have the keyboard.

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        if small:
            words = tr(
                "The terminal is too small: {width} × {height}. Hashiya needs {least} × {lowest}.",
                width=event.size.width, height=event.size.height, least=LEAST[0], lowest=LEAST[1],
            )  # fmt: skip
            self._notice.say(words, warning=True)
        elif self._small:
            self._notice.say("")
        self._small = small
        self.fold()

    def on_descendant_focus(self) -> None:
        self.hints.commands = self._hinted.get(self.at, self.keymap.hinted)
        self.fold()

    def action_pane(self, step: int) -> None:
        """Put the keyboard in the next pane, which unfolds if it must."""
        self.fold(self.panes[(self.panes.index(self.pane) + step) % len(self.panes)])

    def fold(self, going: Widget | None = None) -> None:
        """Show the panes that there is room for, and the one with the keyboard, which is ``going``'s if given."""
        at = going or self.at
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
        if mirrored():
            widths.reverse()
        before = [pane.display for pane in self.panes]
        for pane, shown, _ in columns:
            _show(pane, shown and not self._small)
        if before != [pane.display for pane in self.panes]:
            self.titles.refresh()
        self.articles.edge, self.listed.edge = (1, -1) if len(widths) > 1 else (0, 0)
        columns_now = " ".join(widths) if len(widths) > 1 else "1fr"
        if columns_now != self._columns:
            self._columns = columns_now
            self.styles.grid_size_columns = len(widths)
            self.styles.grid_columns = columns_now
        if going is not None:
            self.set_focus(going)


def _show(widget: Widget, shown: bool) -> None:
    """Display a widget or not. Saying again what is so already would lay out and draw the whole screen anew."""
    if widget.display != shown:
        widget.display = shown
