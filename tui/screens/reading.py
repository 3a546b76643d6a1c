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
from annotations.messages import tr
from annotations.model import Direction
from tui.keymap import (
    EDITING,
    FINDING,
    GOING,
    IN_ANNOTATIONS,
    IN_ARTICLES,
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
from tui.screens.linking import Linking
from tui.screens.looking import Looking
from tui.screens.panes import PanesScreen
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tui.keymap import Command

SUFFIX = ".hashiya.json"
"""Of an export beside its article."""


class ReadingScreen(Looking, Linking, Finding, PanesScreen):
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
        if action == "find" and self.focused in (self.articles, self.listed):
            return True
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
            wanted = [*(f"tag-{name}" for name in self.labels), "say", "copy"]
        else:
            menu = self.keymap.menu("r" if self.mine(target) else "m")
            wanted = [each.id for each in menu.values() if each.id not in _OF_PARTS]
            wanted += ["note", "details", "copy"]
            wanted += ["delete", "say"] * self.mine(target) + ["next-here"] * (
                len(self.reader.here) > 1
            )
        commands = {each.id: each for _, group in self.keymap.groups for each in group}
        self.app.push_screen(
            ChoicesScreen([commands[each] for each in wanted], event.at), self._chosen
        )

    def _chosen(self, command: Command | None) -> None:
        if command is not None:
            self.call_later(self.run_command, command)

    # The keys themselves.

    def action_palette(self) -> None:
        from tui.screens.palette import PaletteScreen

        async def run(command: Command | None) -> None:
            if command is not None:
                await self.run_command(command)

        self.app.push_screen(PaletteScreen(self.keymap, self.config.keyboard), run)

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        here: tuple[str, ...] = ()
        if self.pane is not self.reader:
            here = IN_ARTICLES if self.pane is self.articles else IN_ANNOTATIONS
        self.app.push_screen(HelpScreen(self.keymap, self.config.keyboard, here))

    # Taking it away.

    def action_export(self) -> None:
        name = Path(self.article.path).with_suffix("").name
        target = _free_name(self.project.root / f"{name}{SUFFIX}")
        self.prompt.ask(tr("Export to"), self._export, str(target), Direction.LTR)

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
        self.say(" ".join([tr("Exported to {path}", path=path), *problems]), warning=bool(problems))


def _free_name(path: Path) -> Path:
    """``path``, or the first like it with a number that no file has."""
    tries = (path.with_name(f"{path.name[: -len(SUFFIX)]}-{n}{SUFFIX}") for n in count(2))
    return next(name for name in chain([path], tries) if not name.exists())


_NEEDS_AN_ARTICLE = {
    command.action.removeprefix("screen.").partition("(")[0]
    for command in (*GOING, *SELECTING, *WIDENING, *TAGGING, *EDITING, *JUDGING, *FINDING, *PANES)
} - {"pane", "help", "app.quit", "waiting"} | {"bare"}
_OF_PARTS = ("add-part", "take-part")
"""What is about a selection and an annotation at once, and so not about a place."""
