"""The application: wiring only."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Sequence
from itertools import starmap
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from msgspec import structs
from textual import events, on
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.keys import key_to_character
from textual.theme import Theme

from annotations.messages import tr, trn
from annotations.model import Article
from annotations.project import Project
from annotations.saver import Saver
from tui import session, themes
from tui.clipboard import Clipboard
from tui.config import Config, key_problem
from tui.keyboards import NAMES, meant
from tui.keymap import PROGRAM, Keymap, bindings
from tui.screens.reading import ReadingScreen
from tui.terminal.driver import Wiring, driver_class
from tui.terminal.kinds import UNKNOWN, Kind
from tui.widgets import styles

if TYPE_CHECKING:
    from textual.worker import Worker

    from annotations.tree import Tree
    from tui.widgets.field import Field

SELDOM = 100
"""After so many looks through what is rather new for garbage, all is looked through."""
PATIENCE = 5.0
"""Seconds to wait for a disk that does nothing before leaving."""
AT_ONCE = 0.3
"""Seconds to wait for it without a word."""
_TOLD = 3
"""So many sentences on what is not saved are said."""


class HashiyaApp(App[None]):
    """Opens the reading room on a project."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PROGRAM)]
    TITLE = "Hashiya"

    def __init__(
        self,
        project: Project,
        config: Config,
        wiring: Wiring,
        state: Path,
        kind: Kind = UNKNOWN,
        article: Article | None = None,
        tree: Tree | None = None,
        problems: Sequence[str] = (),
    ) -> None:
        """``wiring`` and ``kind``: what the driver has to do in this terminal, and what the user may be told of it.
        ``article`` is the one to begin with, if it has been read, ``tree`` the project's, if it has been looked into;
        ``problems`` of the settings are said first."""
        self._wiring = wiring
        wiring.ended = self._end
        self._ending = 0
        self._theme_name = config.theme or session.theme(state)
        self._theme = themes.theme(self._theme_name)
        super().__init__()
        self.no_color = bool(os.environ.get("NO_COLOR"))
        # Neither is used here, and each is a widget more at every start.
        self._disable_tooltips = self._disable_notifications = True
        self.project, self.config, self._state, self._kind = project, config, state, kind
        self._article, self._tree = article, tree
        self.saver = Saver(self._hear_saver)
        self._given_up: list[str] = []  # what would be lost by leaving, once that has been told
        self._leaving: Worker[None] | None = None  # waits for the disk
        self._waited = False  # whether it did when the key came that is dealt with now
        self.session = session.load(state, project.root)
        book = project.book
        labels = book.codebook.labels if book else None
        self._commands, wrong = Keymap.usable(config.keys, labels)
        styles.use(labels)
        self._told = [*problems, *starmap(key_problem, wrong.items()), *self._advice()]
        if book:
            from tui.label_keys import told

            self._told += told(book, self._commands)
        self._copies = Clipboard(kind.clipboard, state / "clipboard.txt")
        self._copied_last = ""
        self.set_keymap(self._commands.textual)

    def get_driver_class(self) -> type[Driver]:
        return driver_class(super().get_driver_class(), self._wiring)

    @property
    def current_theme(self) -> Theme:
        """The one in use, from the first on: Textual's own would be worked out only to be replaced."""
        return self._theme

    def action_next_theme(self) -> None:
        """Show everything in the colours of the next theme, and begin with that the next time."""
        self._theme_name = themes.after(self._theme_name)
        self._theme = themes.theme(self._theme_name)
        self.register_theme(self._theme)
        self.theme = self._theme.name
        session.keep_theme(self._state, self._theme_name)
        self._room.say(tr("Theme: {name}", name=tr(themes.TITLES[self._theme_name])))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours none is to reach the terminal, also no grey, which Textual would make of them."""
        if self.no_color:
            from tui.widgets.bare import Bare

            return (Bare(),)
        return super().get_line_filters()

    async def on_event(self, event: events.Event) -> None:
        """What goes into a field is dealt with here, not when the field comes to it: keys typed ahead keep their
        order, also after a paste."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._stay()
            if (say := getattr(self.screen, "say", None)) is not None:
                if event.key != "escape" and (settle := getattr(self.screen, "settle", None)):
                    await settle()
                say("")  # what was said has been read
            if (field := self._field) is not None:
                key = self._commands.in_field(event.key)
                if not key or field.take(event if key == event.key else events.Key(key, None)):
                    return
            else:
                await self._command(event)
                return
        elif isinstance(event, events.Paste) and (field := self._field) is not None:
            field.insert(event.text)
            return
        await super().on_event(event)

    @property
    def _field(self) -> Field | None:
        """The field that has the keyboard."""
        if self.focused is None:
            return None
        field: Field | None = getattr(self.screen, "field", None)
        return field if field is self.focused else None

    async def _command(self, event: events.Key) -> None:
        """A key that is no text: it may be of the Arabic layout, belong to a menu or to a count, or be bound."""
        room, character = self.screen, event.character or key_to_character(event.key) or ""
        if character > "\x7f" or character.isalpha():
            self._room.hints.keyboard = self.config.keyboard if character > "\x7f" else None
        if character > "\x7f":
            key = meant(character, self.config.keyboard)
            event = events.Key(NAMES.get(key, key), key)
        take = getattr(room, "take", None)  # of a screen with menus
        if take is not None and await take(event):
            return
        await super().on_event(event)
        if isinstance(room, ReadingScreen):
            room.forget_count()

    async def action_quit(self) -> None:
        """Leave when everything is on the disk; where that cannot be, only when it is asked for again. A note that is
        being written is kept."""
        self._room.leave_field()
        if self._waited:
            self.exit()
            return
        await asyncio.to_thread(self.saver.flush, AT_ONCE)
        if self._busy:
            self._leaving = self.run_worker(self._leave_when_saved())
        else:
            self._leave_or_tell()

    @property
    def _busy(self) -> bool:
        """Whether something is still to be tried for the first time."""
        saving = self.saver.saving
        return bool(saving.pending) and not saving.failure

    async def _leave_when_saved(self) -> None:
        """Much has to be saved, or the disk is slow: tell how far that has got, until nothing more happens."""
        least, until = self.saver.saving.pending, monotonic() + PATIENCE
        while self._busy and monotonic() < until:
            left = self.saver.saving.pending
            if left < least:
                least, until = left, monotonic() + PATIENCE
            told = trn(
                "{n} change is still to be saved, then Hashiya ends. Q again ends it without that; any other key "
                "goes on reading.",
                "{n:,} changes are still to be saved, then Hashiya ends. Q again ends it without them; any other key "
                "goes on reading.",
                left,
            )
            self._room.say(told)
            await asyncio.sleep(0.1)
        self._leaving = None
        self._leave_or_tell()

    def _leave_or_tell(self) -> None:
        unsaved = [each for desk in self.saver.waiting if (each := desk.unsaved)]
        if unsaved and unsaved != self._given_up:
            self._given_up = unsaved
            words = unsaved[:_TOLD]
            if more := len(unsaved) - len(words):
                words.append(
                    trn("{n} more article has some.", "{n:,} more articles have some.", more)
                )
            self._room.say(
                tr("{unsaved} Once more to leave without it.", unsaved=" ".join(words)),
                warning=True,
            )
        else:
            self.exit()

    def _stay(self) -> None:
        """A key was pressed: whoever waits to leave goes on instead, unless it is the key to leave."""
        self._waited = self._leaving is not None
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    @on(Driver.SignalResume)
    def _draw_anew(self) -> None:
        """Back from the shell, where Textual draws only what changes."""
        self.refresh(layout=True)

    def on_ready(self) -> None:
        """The reading room stands: what was typed or asked for before can be dealt with.

        What has been made until now stays; only what comes is looked through for garbage, and all of that seldom:
        after a search or a tagging in thousands of articles it holds up a key for a fifth of a second."""
        gc.freeze()
        gc.set_threshold(700, 10, SELDOM)
        gc.enable()
        self._wiring.ready.set()
        self._room.gather()
        if self._ending:
            self._leave(128 + self._ending)

    def _end(self, number: int) -> None:
        """Leave because a signal says so, with the code that a shell gives to such an end."""
        self._ending = number
        if self._wiring.ready.is_set():
            self._leave(128 + number)

    def _leave(self, code: int) -> None:
        self._room.leave_field()
        self.exit(return_code=code)

    @property
    def _room(self) -> ReadingScreen:
        room = self.screen_stack[0]
        assert isinstance(room, ReadingScreen)
        return room

    def _hear_saver(self) -> None:
        """In the saver's thread: what it has to tell is for the interface's."""
        self.call_later(self._follow_saver)

    def _follow_saver(self) -> None:
        if not self.saver.saving.pending:
            self._given_up = []
        # What was saved last may be heard of while the room goes away.
        if self.screen_stack and self._room.is_attached:
            self._room.follow_saver()

    def get_default_screen(self) -> ReadingScreen:
        """The reading room itself, not pushed over an empty screen, which would be laid out for nothing."""
        return ReadingScreen(
            self.project,
            self.config,
            self._commands,
            self.session,
            self.saver,
            remember=self._remember,
            copy=self._copy,
            advice=self._told,
            article=self._article,
            tree=self._tree,
        )

    def _advice(self) -> list[str]:
        """What the user should know of this terminal, once."""
        kind, told = self._kind, []
        if kind.advice and session.first_time(self._state, f"order-{kind.id}"):
            told.append(tr(kind.advice))
        said = self.config.harakat is not None or self.session.looks.harakat is not None
        if not said and not kind.harakat:
            self.config = structs.replace(self.config, harakat=False)
            if session.first_time(self._state, f"harakat-{kind.id}"):
                told.append(
                    tr(
                        "Harakat are hidden, since {terminal} does not set them well: zz shows them, `harakat = true` "
                        "in the settings keeps them.",
                        terminal=tr(kind.name),
                    )
                )
        return told

    @property
    def clipboard(self) -> str:
        """What was copied here last, whether or not the terminal has taken it."""
        return self._copied_last

    def on_field_copied(self, event: Field.Copied) -> None:
        self._copy(event.text)

    def _copy(self, text: str) -> None:
        self._copied_last = text
        self.run_worker(self._copied(text), group="copy", exclusive=True)

    async def _copied(self, text: str) -> None:
        told = await self._copies.put(text, self.copy_to_clipboard)
        self._room.say(told)

    def _remember(self) -> None:
        """Keep the reader's place on disk."""
        session.save(self._state, self.project.root, self.session)
