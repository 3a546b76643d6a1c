"""A question at the bottom of the screen with a field for the answer, of one line or of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget

from annotations.messages import mark, tr
from annotations.model import Direction, Span
from tui.text.said import mirrored, said
from tui.widgets.chrome import Bar

if TYPE_CHECKING:
    from tui.widgets.field import Field

_LINES_KEYS = mark("Esc keeps · ^G drops · ^E editor")
"""The keys of a field of several lines that have to be known."""


class Prompt(Horizontal):
    """Holds nothing until something is asked, since no start needs it."""

    DEFAULT_CSS = """
    Prompt { height: 1; display: none; background: $surface; }
    Prompt Bar { width: auto; background: $surface; color: $key; }
    Prompt Bar:nocolor { text-style: bold; }
    Prompt.-lines { layout: vertical; height: auto; }
    Prompt.-lines Bar { background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[str], None] | None = None
        self._each: Callable[[str], None] | None = None
        self._dropped: Callable[[], None] | None = None
        self._keep = False
        self.back: Widget | None = None
        """Where the keyboard goes afterwards."""
        self._bar = Bar()
        self._fields: dict[bool, Field] = {}
        self.field: Field | None = None
        """The one that was written in last."""

    def _field(self, lines: bool) -> Field:
        """The field of one line, or of several."""
        if lines not in self._fields:
            from tui.widgets.rtl_area import RtlArea
            from tui.widgets.rtl_input import RtlInput

            new = RtlArea(self._answer) if lines else RtlInput(self._answer)
            self.mount(*([] if self._fields else [self._bar]), new)
            self._fields[lines] = new
        return self._fields[lines]

    def ask(
        self,
        question: str,
        then: Callable[[str], None],
        value: str = "",
        direction: Direction = Direction.RTL,
        *,
        keep: bool = False,
        lines: bool = False,
        each: Callable[[str], None] | None = None,
        selected: bool = False,
        dropped: Callable[[], None] | None = None,
        more: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show the field with ``value`` and put the keyboard in it; ``then`` gets the answer, unless it is given up.

        ``keep``: what is written is an answer also when the keyboard goes elsewhere. Afterwards it goes back.
        ``lines``: the answer may have several. ``selected``: what is typed first replaces ``value``. ``each`` gets what
        is written so far, whenever it changes; ``dropped`` is called when it is given up; ``more`` is what other keys
        do meanwhile."""
        self._then, self._dropped, self._keep = then, dropped, keep
        self._each = each
        self.back = self.screen.focused
        self.field = self._field(lines)
        for field in self._fields.values():
            field.display = field is self.field
        self._bar.left, self._bar.right = question, tr(_LINES_KEYS) if lines else ""
        beside = said(question, 60).width + 2
        if mirrored():  # what comes first in a row is at its left
            others = [each for each in self.children if each is not self._bar]
            if lines:
                self.move_child(self._bar, before=others[0])
            else:
                self.move_child(self._bar, after=others[-1])
        self._bar.styles.width = "1fr" if lines else beside
        self.set_class(lines, "-lines")
        self.display = True
        self.field.edit(value, direction)
        self.field.more = more or {}
        if selected:
            self.field.editor.select(Span(0, len(value)))
        self.screen.set_focus(self.field)

    def leave(self) -> None:
        """Close it, if it is open, as when the keyboard goes elsewhere."""
        if self._then is not None and self.field is not None:
            self._answer(self.field.value if self._keep else None)

    def on_field_changed(self, event: Field.Changed) -> None:
        if self._each is not None:
            self._each(event.value)

    def on_descendant_blur(self) -> None:
        # Not when the whole terminal loses the keyboard, nor when the field has got it back by another question.
        if self.app.app_focus and not (self.field and self.field.has_focus):
            self.leave()

    def _answer(self, value: str | None) -> None:
        then, self._then, self._each = self._then, None, None
        if then is None:
            return
        self.display = False
        if self.screen.focused is self.field:
            self.screen.set_focus(self.back)
        if value is not None:
            then(value)
        elif self._dropped is not None:
            self._dropped()
