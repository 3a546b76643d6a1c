"""The application: wiring only."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver

from annotations.model import Article
from annotations.project import Project
from annotations.saver import Saver
from tui import session
from tui.config import Config
from tui.screens.reading import ReadingScreen
from tui.terminal import Mode, driver_class
from tui.widgets.chrome import Prompt
from tui.widgets.rtl_input import RtlInput

PATIENCE = 5.0
"""Seconds to wait for the disk before leaving."""


class HashiyaApp(App[None]):
    """Opens the reading room on a project."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE = "Hashiya"

    def __init__(
        self,
        project: Project,
        config: Config,
        mode: Mode,
        state: Path,
        article: Article | None = None,
    ) -> None:
        """``article`` is the one to begin with, if it has been read."""
        self._mode = mode
        super().__init__()
        self.project, self.config, self._state = project, config, state
        self._article = article
        self.saver = Saver(self._hear_saver)
        self._leaving = False
        self.session = session.load(state, project.root)

    def get_driver_class(self) -> type[Driver]:
        return driver_class(super().get_driver_class(), self._mode)

    def on_ready(self) -> None:
        """The first frame stands. What has been made until now stays; only what comes is looked through for garbage."""
        gc.freeze()
        gc.enable()

    async def on_event(self, event: events.Event) -> None:
        """A key for a field is dealt with here, not when the field comes to it: keys typed ahead keep their order."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if isinstance(self.screen, ReadingScreen):
                self.screen.before_key(event)
            if isinstance(self.focused, RtlInput) and self.focused.take(event):
                return
        await super().on_event(event)

    async def action_quit(self) -> None:
        """Leave when everything is on the disk; where that cannot be, only when it is asked for again. A note that is
        being written is kept."""
        room = self.screen_stack[0]
        assert isinstance(room, ReadingScreen)
        room.query_one(Prompt).leave()
        unsaved = await asyncio.to_thread(self.saver.flush, PATIENCE)
        if unsaved and not self._leaving:
            self._leaving = True
            room.say(f"{' '.join(unsaved)} Once more to leave without it.", warning=True)
        else:
            self.exit()

    def _hear_saver(self) -> None:
        """In the saver's thread: what it has to tell is for the interface's."""
        self.call_later(self._follow_saver)

    def _follow_saver(self) -> None:
        room = self.screen_stack[0]
        assert isinstance(room, ReadingScreen)
        room.follow_saver()

    def get_default_screen(self) -> ReadingScreen:
        """The reading room itself, not pushed over an empty screen, which would be laid out for nothing."""
        return ReadingScreen(
            self.project, self.config, self.session, self.saver, self._remember, self._article
        )

    def _remember(self) -> None:
        """Keep the reader's place on disk."""
        session.save(self._state, self.project.root, self.session)
