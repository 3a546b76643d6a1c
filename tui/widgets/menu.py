"""What the next key may mean, written out: a menu of keys at the foot of the screen, in aligned columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.messages import tr
from tui.keymap import NAMES
from tui.text.said import mirrored, said
from tui.widgets.styles import look

WIDEST = 38
"""Cells of a column at most."""
_GAP = 2


class Option(msgspec.Struct, frozen=True):
    """One key and what it does."""

    key: str
    """Textual's name of it, or the character."""
    title: str
    does: Callable[[], object]
    value: str = ""
    """What is there now, or which words it is about."""
    sign: str = " "
    """One cell before the title: `LACKING`, `CHOSEN`, or nothing."""
    hint: bool = False
    """Whether the key stands in the text, over the beginning of what it is for; then it is not listed."""


LACKING, CHOSEN = "!", "•"


class Menu(msgspec.Struct, frozen=True):
    """A heading, the options, and what is told of them."""

    heading: str
    options: Sequence[Option]
    told: str = ""
    """A row below them, as what Enter would do."""
    guide: str = ""
    """What `?` tells."""

    def option(self, *keys: str) -> Option | None:
        """The one under any of these names of a key."""
        return next((each for each in self.options if each.key in keys), None)

    @property
    def listed(self) -> list[Option]:
        return [each for each in self.options if not each.hint]


class KeyMenu(Widget):
    """Shows a menu; each option can be clicked as well."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyMenu { height: auto; max-height: 60vh; background: $panel; color: $foreground; }
    """

    menu: reactive[Menu | None] = reactive(None, layout=True)

    def __init__(self, chosen: Callable[[Option], None]) -> None:
        """``chosen`` is called with the option that was clicked."""
        super().__init__()
        self._chosen = chosen

    def watch_menu(self) -> None:
        self.display = self.menu is not None

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        if self.menu is None:
            return 0
        return 1 + columns(self.menu.listed, width)[1] + bool(self.menu.told)

    def render_line(self, y: int) -> Strip:
        width, base, menu = self.size.width, self.rich_style, self.menu
        if menu is None:
            return Strip.blank(width, base)
        _, rows, size = columns(menu.listed, width)
        if y == 0:
            return self._row(
                [
                    Segment(
                        f" {said(self._heading(menu), width - 2).visual} ", base + look(self, "key")
                    )
                ]
            )
        if y > rows:
            return self._row(
                [Segment(f" {said(menu.told, width - 2).visual} ", base + look(self, "dim"))]
            )
        here = menu.listed[y - 1 :: rows]
        return self._row([each for option in here for each in self._option(option, size)])

    def _heading(self, menu: Menu) -> str:
        return (
            tr("{heading}   ? tells more · Esc", heading=menu.heading)
            if menu.guide
            else menu.heading
        )

    def _row(self, segments: list[Segment]) -> Strip:
        """From the side where reading begins."""
        width, base = self.size.width, self.rich_style
        if not mirrored():
            return Strip(segments).adjust_cell_length(width, base)
        strip = Strip(segments[::-1])
        blank = Segment(" " * max(0, width - strip.cell_length), base)
        return Strip([blank, *strip]).crop(max(0, strip.cell_length - width))

    def _option(self, option: Option, size: int) -> list[Segment]:
        base = self.rich_style
        key = shown(option)
        title = said(option.title, size - len(key) - 4)
        room = size - len(key) - 5 - title.width
        value = said(option.value, room) if option.value and room > 2 else None
        used = len(key) + 3 + title.width + (value.width + 1 if value else 0)
        sign = look(self, "warning" if option.sign == LACKING else "key")
        pieces = [
            Segment(" ", base),
            Segment(key, base + look(self, "key")),
            Segment(f"{option.sign} ", base + sign),
            Segment(title.visual, base + look(self, "open") if option.sign == CHOSEN else base),
        ]
        if value:
            pieces += [Segment(" ", base), Segment(value.visual, base + look(self, "dim"))]
        return [*pieces, Segment(" " * max(0, size - used + 1), base)]

    def on_click(self, event: events.Click) -> None:
        if self.menu is None:
            return
        listed = self.menu.listed
        _, rows, size = columns(listed, self.size.width)
        x = self.size.width - 1 - event.x if mirrored() else event.x
        place = event.y - 1 + (x // size) * rows
        if 1 <= event.y <= rows and 0 <= place < len(listed):
            self._chosen(listed[place])


def shown(option: Option) -> str:
    """Its key for a person to read."""
    return NAMES.get(option.key, option.key)


def columns(options: Sequence[Option], width: int) -> tuple[int, int, int]:
    """How many columns and rows the options take in ``width`` cells, and the cells of a column."""
    if not options or width < 1:
        return 0, 0, max(1, width)
    size = min(max(map(_width, options)) + _GAP, WIDEST, width)
    count = min(len(options), max(1, width // size))
    rows = -(-len(options) // count)
    return -(-len(options) // rows), rows, size


def _width(option: Option) -> int:
    words = said(option.title, 80).width
    return (
        len(shown(option)) + 3 + words + (1 + said(option.value, 40).width if option.value else 0)
    )
