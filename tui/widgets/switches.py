"""What counts as the same in a search: the switches, and how they are shown beside the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import msgspec
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from annotations.folding import EVERYTHING, NOTHING, Folding
from annotations.messages import mark, tr
from annotations.search import Query
from tui.text.said import mirrored, said
from tui.widgets.styles import look


class Switch(NamedTuple):
    """One of them. The last two are no foldings: that nothing is folded, and that a regular expression is meant."""

    name: str
    letter: str
    """With ctrl its key in the field, without it its key in the menu of finding."""
    what: str


SWITCHES = (
    Switch("harakat", "o", mark("harakat")),
    Switch("alefs", "l", mark("alef")),
    Switch("ya", "n", mark("yeh")),
    Switch("ta", "t", mark("teh")),
    Switch("tatweel", "s", mark("tatweel")),
    Switch("digits", "d", mark("digits")),
    Switch("exact", "e", mark("exact")),
    Switch("regex", "r", mark("regex")),
)


class Ways(msgspec.Struct, frozen=True):
    """How what is written in the field is looked for."""

    rules: Folding = EVERYTHING
    exact: bool = False
    """Every code point counts, whatever the rules fold."""
    regex: bool = False

    def on(self, name: str) -> bool:
        """Whether a switch is on: of a folding, whether its spellings are the same now."""
        if name in ("exact", "regex"):
            return bool(getattr(self, name))
        return not self.exact and bool(getattr(self.rules, name))

    def turned(self, name: str) -> Ways:
        """With one switch turned. One of a folding ends that every code point counts."""
        if name in ("exact", "regex"):
            return msgspec.structs.replace(self, **{name: not self.on(name)})
        rules = replace(self.rules, **{name: not self.on(name)})
        return msgspec.structs.replace(self, rules=rules, exact=False)

    def query(self, text: str) -> Query:
        """A regular expression as it is written, other text without the white space round it."""
        rules = NOTHING if self.exact else self.rules
        return Query(text if self.regex else text.strip(), rules, self.regex)


class Switches(Widget):
    """Each with its key, lit where it is on; in as many rows as they need. A click turns one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Switches { height: auto; display: none; background: $surface; color: $foreground; }
    """

    def __init__(self, turn: Callable[[str], None]) -> None:
        super().__init__()
        self._turn = turn
        self._ways = Ways()

    def show(self, ways: Ways) -> None:
        self._ways = ways
        self.refresh()

    def _rows(self, width: int) -> list[list[tuple[int, Switch]]]:
        """The switches of each row, each with the cell where it begins, counted from where reading begins."""
        rows: list[list[tuple[int, Switch]]] = [[]]
        x = 1
        for switch in SWITCHES:
            if x > 1 and x + self._width(switch) > width:
                rows.append([])
                x = 1
            rows[-1].append((x, switch))
            x += self._width(switch) + 1
        return rows

    @staticmethod
    def _what(switch: Switch) -> str:
        return said(tr(switch.what), 20).visual

    def _width(self, switch: Switch) -> int:
        return 3 + len(self._what(switch))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        base, width = self.rich_style, self.size.width
        lit, dim, key = base + look(self, "lit"), base + look(self, "dim"), base + look(self, "key")
        segments = []
        for _, switch in self._rows(width)[y]:
            style = lit if self._ways.on(switch.name) else dim
            segments += [
                Segment(" ", base),
                Segment(f"^{switch.letter.upper()}", key),
                Segment(" ", base),
                Segment(self._what(switch), style),
            ]
        if mirrored():
            blank = Segment(" " * max(0, width - sum(each.cell_length for each in segments)), base)
            return Strip([blank, *reversed(segments)], width)
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        clicked = self.size.width - 1 - event.x if mirrored() else event.x
        for x, switch in self._rows(self.size.width)[event.y]:
            if x <= clicked < x + self._width(switch):
                self._turn(switch.name)
