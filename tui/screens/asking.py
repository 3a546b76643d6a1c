"""The menus that an act asks with: one key answers each, in the reading room or in what stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from annotations.messages import tr
from tui.widgets.menu import KeyMenu, Menu, Option

if TYPE_CHECKING:
    from annotations.codebook import Codebook
    from tui.screens.front import Front
    from tui.screens.linking import Linking
    from tui.widgets.prompt import Prompt


class Asking:
    """A menu at the foot of the screen that waits for a key. Each is dealt with before the next one is looked at, so
    what is typed ahead finds its menu or its field."""

    def __init__(self, room: Linking) -> None:
        self._room = room
        self.menu: Menu | None = None
        """What the next key chooses from."""
        self.pending: tuple[str, str] | None = None
        """The id of an annotation and the kind of a link from it whose other end is being looked for."""

    @property
    def _host(self) -> Linking | Front:
        return self._room.front or self._room

    @property
    def prompt(self) -> Prompt:
        return self._host.prompt

    @property
    def _codebook(self) -> Codebook:
        return self._room.margin.codebook

    def say(self, text: str, *, warning: bool = False) -> None:
        self._room.say(text, warning=warning)

    # Menus.

    def offer(self, menu: Menu, hints: dict[int, str] | None = None) -> None:
        """Show a menu, and letters over the text, at the offsets of their cells."""
        host = self._host
        self.menu = menu
        if host.key_menu is None:
            host.key_menu = KeyMenu(self._choose)
            host.key_menu.menu = menu
            host.mount(host.key_menu, before=host.prompt)
        else:
            host.key_menu.menu = menu
        self._room.reader.show_hints(hints or {})

    def close(self) -> None:
        """Show no menu any more."""
        self.menu = None
        for host in (self._room, self._room.front):
            if host is not None and host.key_menu is not None:
                host.key_menu.menu = None
        self._room.reader.show_hints({})

    def take(self, event: events.Key) -> bool:
        """Whether a key belongs to a menu; then it has been dealt with."""
        menu, character = self.menu, event.character or ""
        if menu is None:
            if self.pending and event.key == "escape":
                self.pending = None
                self.say(tr("No link was made."))
                return True
            return False
        if character == "?":
            self.say(menu.guide or tr("The codebook says nothing of this."))
        elif option := menu.option(event.key, character):
            self._choose(option)
        else:
            self.close()
            if event.key != "escape":
                self.say(tr("There is nothing under this key."))
        return True

    def _choose(self, option: Option) -> None:
        self.close()
        option.does()
