"""What the next key may mean, written out: a menu of keys at the foot of the screen, in aligned columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.messages import tr
from tui.keymap import NAMES
from tui.text.row import Row
from tui.text.said import mirrored, paragraph, said
from tui.widgets.styles import look

WIDEST = 38
"""Cells of a column at most."""
_GAP, _LEAST = 2, 12
"""Cells between two, and those of a column at least."""
TOLD = 2
"""Rows of what is told at most."""


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

    @property
    def _columns(self) -> tuple[int, int, int]:
        return columns(self.menu.listed if self.menu else (), self.app.size)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return height(self.menu.listed, self.menu.told, self.app.size) if self.menu else 0

    def render_line(self, y: int) -> Strip:
        width, base, menu = self.size.width, self.rich_style, self.menu
        if menu is None:
            return Strip.blank(width, base)
        _, rows, size = self._columns
        if y == 0:
            more = tr("? tells more · Esc") if menu.guide else NAMES["escape"]
            end = said(more, width - 2)
            heading = said(menu.heading, max(0, width - 4 - end.width))
            blank = " " * max(1, width - 2 - heading.width - end.width)
            return self._row(
                [
                    Segment(" ", base),
                    Segment(heading.visual, base + look(self, "key")),
                    Segment(blank, base),
                    Segment(end.visual, base + look(self, "dim")),
                    Segment(" ", base),
                ]
            )
        if y > rows:
            told = _told(menu.told, width)
            row = told[y - rows - 1] if y - rows <= len(told) else None
            text = row.visual if row else ""
            return self._row([Segment(" ", base), Segment(text, base + look(self, "dim"))])
        here = menu.listed[y - 1 :: rows]
        return self._row([each for option in here for each in self._option(option, size)])

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
        _, rows, size = self._columns
        x = self.size.width - 1 - event.x if mirrored() else event.x
        place = event.y - 1 + (x // size) * rows
        if 1 <= event.y <= rows and 0 <= place < len(listed):
            self._chosen(listed[place])
        elif event.y > rows and (option := self.menu.option("enter")):
            self._chosen(option)


def shown(option: Option) -> str:
    """Its key for a person to read."""
    return NAMES.get(option.key, option.key)


def columns(options: Sequence[Option], screen: Size) -> tuple[int, int, int]:
    """How many columns and rows the options take at the foot of a screen, and the cells of a column. They are cut
    before they take more than half of it."""
    if not options:
        return 0, 0, screen.width
    most = max(3, screen.height // 2 - 1)
    size = min(max(map(_width, options)) + _GAP, WIDEST, screen.width)
    count = max(1, screen.width // size)
    least = min(-(-len(options) // most), max(1, screen.width // _LEAST))
    if least > count:
        count, size = least, screen.width // least
    rows = -(-len(options) // min(len(options), count))
    return -(-len(options) // rows), rows, size


def height(options: Sequence[Option], told: str, screen: Size) -> int:
    """The rows of a menu."""
    return 1 + columns(options, screen)[1] + len(_told(told, screen.width))


def _told(text: str, width: int) -> list[Row | None]:
    if not text:
        return []
    rows = paragraph(text, width - 2)
    if len(rows) <= TOLD:
        return rows
    first = [row for row in rows[: TOLD - 1] if row]
    return [*first, said(text[first[-1].end :] if first else text, width - 2)]


def _width(option: Option) -> int:
    words = said(option.title, 80).width
    return (
        len(shown(option)) + 3 + words + (1 + said(option.value, 40).width if option.value else 0)
    )
