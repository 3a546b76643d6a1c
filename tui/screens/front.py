"""A screen before the reading room: it works on the room's annotations, with the room's menus."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.screen import ModalScreen

from annotations.messages import tr
from tui.widgets.chrome import Bar, Notice
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from tui.keymap import Command
    from tui.screens.tagging import Tagging
    from tui.widgets.field import Field
    from tui.widgets.menu import KeyMenu


class Front(ModalScreen[None]):
    """It has sentences, questions and a status of its own. While it stands, what the room says is said here."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Front { background: $background; }
    """

    OFFERED: ClassVar[Mapping[str, Collection[str]]] = {}
    """Of the menus of the reading room, by their keys, the ids of what has a sense here besides the labels."""

    def __init__(self, room: Tagging) -> None:
        super().__init__()
        self._room, self._behind = room, room.front
        self._head, self._status, self._notice = Bar(), Bar(), Notice()
        self._menu = ""
        self.prompt = Prompt()
        self.key_menu: KeyMenu | None = None
        """Once a menu has been shown by it."""

    @property
    def field(self) -> Field | None:
        """The one that a question is answered in."""
        return self.prompt.field

    def say(self, text: str, *, warning: bool = False) -> None:
        """Show a sentence until the next key."""
        self._notice.say(text, warning=warning)

    def on_field_said(self, event: Field.Said) -> None:
        self.say(event.text, warning=True)

    @abstractmethod
    def follow(self) -> None:
        """Show what has become of what is shown, if anything has."""

    @abstractmethod
    def _show_status(self) -> None:
        """Show what the next key completes, else how things stand."""

    @abstractmethod
    async def run(self, command: Command) -> None:
        """Do a command of a menu."""

    async def take(self, event: events.Key) -> bool:
        """Whether a key opens a menu or belongs to one; then it has been dealt with."""
        character = event.character or ""
        if self._menu:
            choices, self._menu = self._choices(self._menu), ""
            self._show_status()
            if command := choices.get(event.key) or choices.get(character):
                await self.run(command)
            elif event.key != "escape":
                self.say(tr("There is nothing under this key."))
        elif character in self.OFFERED and character:
            self._menu = character
            self._show_status()
        else:
            return False
        return True

    def _choices(self, menu: str) -> dict[str, Command]:
        commands = self._room.keymap.menu(menu).items()
        return {
            key: command
            for key, command in commands
            if command.id in self.OFFERED[menu] or command.id.startswith("relabel-")
        }

    def action_close(self) -> None:
        self._room.front = self._behind  # what is said from now on is said there
        self.dismiss()
