"""The panes of the reading room: what is on the screen, and what folds away where there is no room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from tui.keymap import EDITING, FINDING, PANES, SELECTING, TAGGING
from tui.widgets.annotations import Annotations
from tui.widgets.articles import Articles
from tui.widgets.chrome import Bar, Hints, Notice, Prompt
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from annotations.project import Project
    from tui.config import Config

LEAST = (40, 10)
"""Columns and rows: the smallest terminal."""
WITH_ANNOTATIONS, WITH_ARTICLES = 76, 104
"""Columns from which the panes stand beside the text."""
_HINTED = [c for group in (TAGGING, SELECTING, EDITING, FINDING, PANES) for c in group if c.hint]


class PanesScreen(Screen[None]):
    """Articles, text and annotations beside each other, a line each for the status, the hints, and a question."""

    DEFAULT_CSS = """
    PanesScreen {
        background: $background;
        #panes { height: 1fr; }
        #text { width: 1fr; }
        #articles-pane { width: 28; border-right: vkey $foreground 25%; }
        #annotations-pane { width: 32; border-left: vkey $foreground 25%; }
        &.-huge #articles-pane { width: 36; }
        &.-huge #annotations-pane { width: 48; }
        &.-narrow #articles-pane, &.-narrow #annotations-pane { width: 1fr; border: none; }
        #small { display: none; }
        &.-small > * { display: none; }
        &.-small #small { display: block; }
    }
    """

    def __init__(self, project: Project, config: Config) -> None:
        super().__init__()
        self.project, self.config = project, config

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="articles-pane"):
                yield Bar("Articles", classes="title")
                yield Articles(self.project.articles(), self.project.title)
            with Vertical(id="text"):
                yield Bar(classes="title", id="title")
                yield Reader(measure=self.config.measure)
            with Vertical(id="annotations-pane"):
                yield Bar("Annotations", classes="title", id="annotations-title")
                yield Annotations(self.project.annotator)
        yield Notice()
        yield Prompt()
        yield Bar(id="status")
        yield Hints(_HINTED)
        yield Notice(id="small")

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)

    @property
    def articles(self) -> Articles:
        return self.query_one(Articles)

    @property
    def listed(self) -> Annotations:
        return self.query_one(Annotations)

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence until the next key."""
        self.query("Notice").first(Notice).say(text, warning=warning)

    # Panes: beside the text where there is room, else instead of it while they have the keyboard.

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        self.set_class(small, "-small")
        words = (
            f"The terminal is too small: {event.size.width} × {event.size.height}. "
            f"Hashiya needs {LEAST[0]} × {LEAST[1]}."
        )
        self.query_one("#small", Notice).say(words if small else "", warning=True)
        self.set_class(event.size.width < WITH_ANNOTATIONS, "-narrow")
        self.set_class(event.size.width >= 150, "-huge")
        self.fold()

    def on_descendant_focus(self) -> None:
        self.fold()

    def action_pane(self, step: int) -> None:
        """Put the keyboard in the next pane, which unfolds if it must."""
        panes: list[Widget] = [self.reader, self.listed, self.articles]
        at = next((place for place, pane in enumerate(panes) if self.focused is pane), 0)
        self.fold(panes[(at + step) % len(panes)])

    def fold(self, going: Widget | None = None) -> None:
        """Show the panes that there is room for, and the one with the keyboard, which is ``going``'s if given."""
        wide, middling = self.size.width >= WITH_ARTICLES, self.size.width >= WITH_ANNOTATIONS
        at = going or self.focused
        at_articles, at_listed = at is self.articles, at is self.listed
        self.query_one("#articles-pane").display = wide or at_articles
        self.query_one("#annotations-pane").display = (
            at_listed or wide or (middling and not at_articles)
        )
        self.query_one("#text").display = middling or not (at_articles or at_listed)
        if going is not None:
            self.set_focus(going)
