"""Keys that are more than one press: menus, and counts before a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import events

from annotations.messages import beside, tr
from tui.keymap import MENUS, MOVING, REPEATED, SELECTING, Command, Keymap

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.tree import Tree
    from tui.config import Config
    from tui.screens.panes import PanesScreen as _Panes
else:
    # Each class of a screen costs every start a moment: these are parts of the one that there is.
    _Panes = object

MOST = 1_000_000
"""A greater count is refused: nothing has so many of anything."""
MOST_TIMES = 1_000
"""A motion is not made more often, so that nobody waits for one through all of a large article."""
_IN_THE_TEXT = {command.id for command in (*MOVING, *SELECTING)}


class Keys(_Panes):
    """What was pressed and waits for the next key."""

    def __init__(
        self, project: Project, config: Config, keymap: Keymap, tree: Tree | None = None
    ) -> None:
        super().__init__(project, config, keymap, tree)
        self._menu = ""
        self._count = ""
        self._again: dict[str, Command] = {}  # what goes on being done, by the key for it

    @property
    def waiting(self) -> str:
        """What the next key completes, for the status; empty where nothing is begun."""
        if not self._menu:
            if (self.count or 0) > MOST_TIMES:
                return tr(
                    "{count} (of a motion {most:,} at most)",
                    count=self._count,
                    most=MOST_TIMES,
                )
            return self._count
        return f"{self._count} {offered(self._menu, self.keymap.menu(self._menu))}".strip()

    @property
    def in_menu(self) -> bool:
        """Whether the next key chooses from a menu."""
        return bool(self._menu)

    @property
    def count(self) -> int | None:
        """The number that was typed before the command, if one was."""
        return int(self._count) if self._count else None

    async def take(self, event: events.Key) -> bool:
        """Whether a key belongs to a menu or a count; then it has been dealt with."""
        character = event.character or ""
        again, self._again = self._again, {}
        if command := again.get(event.key) or again.get(character):
            await self.run_command(command)
            self._again = again
        elif self._menu:
            commands, self._menu = self.keymap.menu(self._menu), ""
            if command := commands.get(event.key) or commands.get(character):
                await self.run_command(command)
                if command.id in REPEATED:
                    self._again = {k: each for k, each in commands.items() if each.id in REPEATED}
                self.forget_count()
            else:
                self.forget_count()
                self.say("" if event.key == "escape" else tr("There is nothing under this key."))
        elif character in MENUS and character:
            self._menu = character
        elif command := self.keymap.by_key.get(event.key) or self.keymap.by_key.get(character):
            await self.app.run_action(command.action, self)
            self.forget_count()
        elif character.isdecimal() and character.isascii() and (self._count or character != "0"):
            if int(self._count + character) > MOST:
                self.forget_count()
                self.say(tr("A count goes up to {most:,}.", most=MOST), warning=True)
            else:
                self._count += character
                self.reader.repeat = min(int(self._count), MOST_TIMES)
        elif self._count and event.key == "escape":
            self.forget_count()
        else:
            return False
        self.show_status()
        if (waiting := self.waiting) and not self.status.holds(waiting):
            self.say(waiting)  # in as many rows as it needs
        return True

    def forget_count(self) -> None:
        """A command has used the count, or it is not wanted any more."""
        if self._count:
            self._count, self.reader.repeat = "", 1
            self.show_status()

    async def run_command(self, command: Command) -> None:
        """Do what a command says, as if its key had been pressed."""
        where = self.reader if command.id in _IN_THE_TEXT else self
        if command.id.startswith("move-"):
            self.leave_place()
        await self.app.run_action(command.action, where)

    def leave_place(self, *, exact: bool = False) -> None:
        """The reader is going to jump away from where it is; with ``exact`` it comes back from however near."""

    def show_status(self) -> None:
        """Show where the reader stands and what the next key completes."""


def offered(menu: str, commands: Mapping[str, Command]) -> str:
    """What the next key chooses from, each by its key."""
    # No-break spaces: on two rows a key stands beside what it does, and no row begins with the point between two.
    choices = [
        tr("{key} {hint}", key=key, hint=tr(command.hint)).replace(" ", "\u00a0")
        for key, command in commands.items()
        if command.hint
    ]
    return f"{tr(MENUS[menu])}: {beside([*choices, 'Esc'])}".replace(" ·", "\u00a0·")
