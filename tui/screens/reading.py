"""The reading room: articles, the text, its annotations, and what is said about them.

What the first frame does not need is imported where it is used."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from annotations import HashiyaError
from annotations.files import write_new
from annotations.model import Direction
from tui.keymap import (
    EDITING,
    FINDING,
    GOING,
    JUDGING,
    PANES,
    SELECTING,
    TAGGING,
    VIEWING,
    WIDENING,
    Command,
    bindings,
)
from tui.screens.finding import Finding
from tui.screens.panes import PanesScreen
from tui.text.layout import Digits
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tui.keymap import Command

SUFFIX = ".hashiya.json"
"""Of an export beside its article."""


class ReadingScreen(Finding, PanesScreen):
    """All that the reading room can do."""

    AUTO_FOCUS = "Reader"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(GOING, WIDENING, TAGGING, EDITING, JUDGING, FINDING, VIEWING, PANES)
    ]

    def __init__(self, *given: Any, copy: Callable[[str], None], **more: Any) -> None:
        """As `Opening`; ``copy`` fills the clipboard."""
        super().__init__(*given, **more)
        self._copy = copy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an open article there is nothing to tag, to find or to export."""
        return self.has_article or action not in _NEEDS_AN_ARTICLE

    def action_copy(self) -> None:
        """The selection as it stands in the article, else the annotation: never what the cells show."""
        selected = self.selected if self.focused is self.reader else ""
        if selected:
            self._copy(selected)
        elif target := self.target():
            self._copy(target.exact)

    # By the mouse.

    def on_reader_asked(self, event: Reader.Asked) -> None:
        """Offer what can be done with the annotation at the cursor, or with what is selected."""
        if not self.has_article:
            return
        from tui.screens.choices import ChoicesScreen

        target = None if self._selection() else self.reader.current
        if target is None:
            wanted = ["tag-quote", "tag-entity", "tag-claim", "copy"]
        else:
            menu = self.keymap.menu("r" if self.mine(target) else "m")
            wanted = [*(command.id for command in menu.values()), "note", "copy"]
            wanted += ["delete"] * self.mine(target)
        commands = {each.id: each for _, group in self.keymap.groups for each in group}
        self.app.push_screen(
            ChoicesScreen([commands[each] for each in wanted], event.at), self._chosen
        )

    def _chosen(self, command: Command | None) -> None:
        if command is not None:
            self.call_later(self.run_command, command)

    # Looking.

    def action_numbers(self) -> None:
        self.reader.numbers = not self.reader.numbers

    def action_harakat(self) -> None:
        self.reader.harakat = not self.reader.harakat
        self.say(f"Harakat {'shown' if self.reader.harakat else 'hidden'}")

    def action_hidden(self) -> None:
        self.reader.hidden = not self.reader.hidden
        self.say(f"Hidden controls {'marked' if self.reader.hidden else 'not marked'}")

    def action_digits(self) -> None:
        kinds = list(Digits)
        self.reader.digits = kinds[(kinds.index(self.reader.digits) + 1) % len(kinds)]
        self.say(f"Digits: {_DIGITS_NAMED[self.reader.digits]}")

    def action_palette(self) -> None:
        from tui.screens.palette import PaletteScreen

        async def run(command: Command | None) -> None:
            if command is not None:
                await self.run_command(command)

        self.app.push_screen(PaletteScreen(self.keymap), run)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keymap, self.config.keyboard))

    # Taking it away.

    def action_export(self) -> None:
        name = Path(self.article.path).with_suffix("").name
        target = _free_name(self.project.root / f"{name}{SUFFIX}")
        self.prompt.ask("Export to", self._export, str(target), Direction.LTR)

    def _export(self, where: str) -> None:
        from annotations.writers.json import export_bytes

        problems: list[str] = []
        try:
            path = Path(where.strip()).expanduser()
            data = export_bytes(self.project, [self.article.path], problems=problems)
            write_new(path, data)
        except (HashiyaError, RuntimeError, ValueError) as error:
            self.say(str(error), warning=True)
            return
        self.say(" ".join([f"Exported to {path}", *problems]), warning=bool(problems))


def _free_name(path: Path) -> Path:
    """``path``, or the first like it with a number that no file has."""
    tries = (path.with_name(f"{path.name[: -len(SUFFIX)]}-{n}{SUFFIX}") for n in count(2))
    return next(name for name in chain([path], tries) if not name.exists())


_NEEDS_AN_ARTICLE = {
    command.action.removeprefix("screen.").partition("(")[0]
    for command in (*GOING, *SELECTING, *WIDENING, *TAGGING, *EDITING, *JUDGING, *FINDING, *PANES)
} - {"pane", "help", "app.quit"}
_DIGITS_NAMED = {
    Digits.SOURCE: "as in the source",
    Digits.ARABIC: "Arabic-Indic",
    Digits.EUROPEAN: "European",
}
