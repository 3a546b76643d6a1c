"""How the text is looked at: its look, one pane alone, nothing but the text. What is chosen here is remembered."""

from __future__ import annotations

from typing import Any

from msgspec import structs
from textual import events

from annotations.messages import mark, tr
from tui.looks import LEAST, MEASURE, MOST, SPACINGS
from tui.screens.opening import Opening
from tui.text.layout import Digits

STEP = 4
"""Cells by which the measure is made wider or narrower."""
_DIGITS = {
    Digits.SOURCE: mark("Digits as in the source"),
    Digits.ARABIC: mark("Digits: Arabic-Indic"),
    Digits.EUROPEAN: mark("Digits: European"),
}
_SPACINGS = (
    mark("Nothing between paragraphs"),
    mark("1 row between paragraphs"),
    mark("2 rows between paragraphs"),
)


class Looking(Opening):
    """Changes what is seen and nothing of what is written."""

    async def take(self, event: events.Key) -> bool:
        """As `Keys`; where there is nothing but the text, Escape brings the rest back, once nothing is selected."""
        if await super().take(event):
            return True
        if event.key != "escape" or not self.bare or self.reader.selecting:
            return False
        if self.reader.selection is not None:
            return False
        self.action_bare()
        return True

    def _choose(self, name: str, value: Any, told: str) -> None:
        """Give the text a look that lasts."""
        setattr(self.reader, name, value)
        self.session.looks = structs.replace(self.session.looks, **{name: value})
        self.remember_soon()
        self.titles.refresh()  # which stand over the text
        self.say(told)

    def action_numbers(self) -> None:
        on = not self.reader.numbers
        told = tr("Paragraph numbers shown") if on else tr("Paragraph numbers hidden")
        self._choose("numbers", on, told)

    def action_harakat(self) -> None:
        on = not self.reader.harakat
        self._choose("harakat", on, tr("Harakat shown") if on else tr("Harakat hidden"))

    def action_hidden(self) -> None:
        on = not self.reader.hidden
        told = tr("Hidden controls marked") if on else tr("Hidden controls not marked")
        self._choose("hidden", on, told)

    def action_digits(self) -> None:
        kinds = list(Digits)
        digits = kinds[(kinds.index(self.reader.digits) + 1) % len(kinds)]
        self._choose("digits", digits, tr(_DIGITS[digits]))

    def action_spacing(self) -> None:
        rows = (self.reader.spacing + 1) % SPACINGS
        self._choose("spacing", rows, tr(_SPACINGS[rows]))

    def action_kashida(self) -> None:
        on = not self.reader.kashida
        told = tr("Rows stretched by kashida") if on else tr("Rows not stretched")
        self._choose("kashida", on, told)

    def action_measure(self, step: int = 0) -> None:
        """Make rows wider (``step`` 1) or narrower (-1), as often as the count says; without a step the count is the
        width, and without a count it is as at first."""
        reader, count = self.reader, self.count
        shown = reader.text_layout.width  # may be less, where there is no room for more
        if step:
            wanted = (reader.measure if step > 0 else shown) + step * STEP * (count or 1)
            cells = max(LEAST, min(wanted, MOST))
        else:
            cells = count if count is not None else self.config.measure or MEASURE
        if not LEAST <= cells <= MOST:
            self.say(
                tr(
                    "Rows can have {least} to {most} cells, not {cells}.",
                    least=LEAST, most=MOST, cells=cells,
                ),
                warning=True,
            )  # fmt: skip
            return
        self._choose("measure", cells, tr("Rows of {cells} cells", cells=cells))
        if (room := reader.text_layout.width) < cells:
            self.say(tr("Rows of {cells} cells; here is room for {room}.", cells=cells, room=room))

    # The room round the text.

    def action_alone(self) -> None:
        """The pane with the keyboard fills the screen, or does not any more."""
        self.bare, self.alone = False, self.bare or not self.alone
        self.fold()
        self.remember_soon()
        if self.alone:
            self.say(tr("One pane alone; Tab shows the next one, zp all."))

    def action_bare(self) -> None:
        """Nothing but the text is on the screen, or the rest is again."""
        self.bare = not self.bare
        self.fold(self.reader if self.bare else None)
        self.remember_soon()
        self.show_status()
        self.say(tr("Nothing but the text; Esc brings the rest back.") if self.bare else "")
