"""What the fields have in common: keys and the mouse on a text that is being written, and what they tell of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widget import Widget

from annotations.messages import tr
from annotations.model import Direction, Span
from tui.text.editing import Editor
from tui.widgets.painter import BESIDE, CURSOR, SELECTION, Palette, no_ink
from tui.widgets.styles import look


def motions(**keys: str) -> dict[str, tuple[str, bool]]:
    """The motion for each key, and whether it extends the selection: with shift each does. ``keys`` are Textual's by
    the motion; in a name ``_`` stands for ``-``."""
    found = {}
    for motion, names in keys.items():
        for key in names.split(","):
            *control, bare = key.split("+")
            found[key] = (motion.replace("_", "-"), False)
            found["+".join([*control, "shift", bare])] = (motion.replace("_", "-"), True)
    return found


_ERASING = {
    "backspace": ("point", -1),
    "delete": ("cluster", 1),
    **dict.fromkeys(("ctrl+w", "alt+backspace", "ctrl+backspace"), ("word", -1)),
    **dict.fromkeys(("alt+d", "alt+delete", "ctrl+delete"), ("word", 1)),
    "ctrl+u": ("line", -1),
    "ctrl+k": ("line", 1),
}
_HELD = ("ctrl+", "alt+", "super+", "hyper+", "meta+")
"""With one of these held a character is no text."""


class Field(Widget, can_focus=True):
    """A text that is written with the keyboard. What is typed is never taken for a command.

    Where Control and Alt get lost on the way (an Arabic layout alone), every key with them but those that are only a
    shorter way has another: shift and the arrows select, Insert and Delete with shift or control copy, function keys
    do the rest."""

    ALLOW_SELECT = False
    LINES: ClassVar[bool] = False
    MOTIONS: ClassVar[dict[str, tuple[str, bool]]] = motions(
        left="left", right="right", word_left="ctrl+left,alt+left", word_right="ctrl+right,alt+right",
        row_start="home", row_end="end", start="ctrl+home", end="ctrl+end",
    )  # fmt: skip
    DEFAULT_CSS = """
    Field { background: $surface; color: $foreground; }
    """

    @dataclass
    class Changed(Message):
        """The text is another one now."""

        field: Field
        value: str

    @dataclass
    class Copied(Message):
        """A part of the text is for the clipboard."""

        text: str

    @dataclass
    class Said(Message):
        """Something that the user should know."""

        text: str

    def __init__(
        self,
        answer: Callable[[str | None], None],
        *,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        """``answer`` is called with the text when it is finished, with None when it is given up: at once, so that the
        next key finds the keyboard where it belongs. ``placeholder`` is shown while there is no text."""
        super().__init__(id=id)
        self._answer = answer
        self.placeholder = placeholder
        self.more: Mapping[str, Callable[[], None]] = {}
        """What other keys do, for what is asked now."""
        self.editor = Editor(lines=self.LINES)
        self._dragging = False

    @property
    def value(self) -> str:
        return self.editor.text

    @property
    def caret(self) -> int:
        """An offset into the value; `tui.text.editing` says where it is drawn."""
        return self.editor.caret

    def edit(self, value: str, direction: Direction) -> None:
        """Begin with ``value`` and the caret at its end. ``direction`` is that of a line without letters."""
        self.editor = Editor(value, direction, lines=self.LINES)
        self.follow()

    def rewrite(self, value: str) -> None:
        """Make it another text, as if it had been written."""
        before = self.value
        self.editor.rewrite(value)
        self._edited(before)

    def follow(self) -> None:
        """Show what has become of the text and the caret."""
        self.refresh()

    def _edited(self, value: str) -> None:
        """It was ``value`` before."""
        self.follow()
        if self.value != value:
            self.post_message(self.Changed(self, self.value))

    # The keyboard.

    def insert(self, text: str, *, typed: bool = False) -> None:
        """Put text at the caret. Of what is more than the field takes the end is left out, which is said."""
        before = self.value
        left_out = self.editor.insert(text, typed=typed)
        self._edited(before)
        if left_out:
            self.post_message(
                self.Said(
                    tr(
                        "A field takes {most:,} characters. The last {left_out:,} of this are left out.",
                        most=self.editor.most,
                        left_out=left_out,
                    )
                )
            )

    def take(self, event: events.Key) -> bool:
        """Do what a key asks for; False for one that means nothing here."""
        before = self.value
        if event.key in self.more:
            self.more[event.key]()
        elif event.key in self.MOTIONS:
            where, extend = self.MOTIONS[event.key]
            self.editor.move(where, extend=extend, page=max(1, self.size.height - 1))
            self.follow()
        elif event.key in _ERASING:
            self.editor.erase(*_ERASING[event.key])
            self._edited(before)
        elif not self.command(event.key):
            return self._type(event)
        return True

    def command(self, key: str) -> bool:
        """Do what a key asks for that neither moves, erases nor writes; False for another one."""
        before, editor = self.value, self.editor
        match key:
            case "ctrl+a":
                editor.select(Span(0, len(editor.text)))
            case "ctrl+c" | "ctrl+insert" | "ctrl+x" | "shift+delete":
                self._copy(cut=key in ("ctrl+x", "shift+delete"))
            case "ctrl+v" | "shift+insert":
                self.insert(self.app.clipboard)
                return True
            case "ctrl+z" | "ctrl+underscore" | "f5":
                if not editor.undo():
                    self.post_message(self.Said(tr("There is nothing to undo in this field.")))
            case "ctrl+y" | "f6":
                if not editor.redo():
                    self.post_message(self.Said(tr("There is nothing to redo in this field.")))
            case "tab" | "shift+tab":
                pass  # the field is left with its own keys
            case _:
                return False
        self._edited(before)
        return True

    def _type(self, event: events.Key) -> bool:
        """Write what a key types, which may be several characters: an input method's, or one that only shapes."""
        text = event.character or ""
        if not text or text < " " or text == "\x7f" or event.key.startswith(_HELD):
            return False
        # The key of lam-alef types one character in some terminals, two in others.
        text = "".join(
            unicodedata.normalize("NFKC", c) if "\ufef5" <= c <= "\ufefc" else c for c in text
        )
        self.insert(text, typed=True)
        return True

    def _copy(self, *, cut: bool) -> None:
        if not self.editor.selection:
            self.post_message(self.Said(tr("Nothing is selected: shift and the arrows select.")))
            return
        self.post_message(self.Copied(self.editor.selected))
        if cut:
            self.editor.erase("cluster", 1)

    def on_key(self, event: events.Key) -> None:
        if self.take(event):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.insert(event.text)

    # The mouse.

    def offset_at(self, x: int, y: int) -> int:
        """The offset that is shown in a cell of the widget, or nearest to it."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self._dragging = True
            self.capture_mouse()
            self.editor.put(self.offset_at(event.x, event.y), extend=event.shift)
            self.follow()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            self.editor.put(self.offset_at(event.x, event.y), extend=True)
            self.follow()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Twice selects a word, three times the line."""
        from annotations.words import word_at

        text, offset = self.value, self.offset_at(event.x, event.y)
        span: Span | None = None
        if event.chain == 2:
            span = word_at(text, offset)
        elif event.chain > 2:
            end = text.find("\n", offset)
            span = Span(text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end)
        if span is not None:
            self.editor.select(span)
            self.follow()

    # How it looks.

    @cached_property
    def palette(self) -> Palette:
        marks = {CURSOR: "cursor", SELECTION: "selection", BESIDE: "beside"}
        return Palette(
            text=self.rich_style,
            ink=no_ink,
            marks={mark: look(self, name) for mark, name in marks.items()},
            number=look(self, "dim"),
        )

    def notify_style_update(self) -> None:
        self.__dict__.pop("palette", None)
        super().notify_style_update()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
