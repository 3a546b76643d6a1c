"""How the text is looked at, as far as someone has said so: in the settings, or by a key that is remembered."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from tui.text.layout import Digits

MEASURE, LEAST, MOST = 64, 20, 200
"""Cells of a row of text: at first, and what can be chosen."""
SPACINGS = 3
"""How many there are: 0, 1 and 2 rows."""


class Looks(msgspec.Struct, frozen=True, omit_defaults=True):
    """Each is None where nobody has said anything."""

    harakat: bool | None = None
    """Whether vowel marks are shown; None: unless the terminal breaks them."""
    digits: Digits | None = None
    numbers: bool | None = msgspec.field(default=None, name="paragraph_numbers")
    hidden: bool | None = msgspec.field(default=None, name="hidden_controls")
    """Whether they are marked."""
    measure: Annotated[int, msgspec.Meta(ge=LEAST, le=MOST)] | None = None
    """Cells of a row of text at most; None: `MEASURE`."""
    spacing: Annotated[int, msgspec.Meta(ge=0, lt=SPACINGS)] | None = msgspec.field(
        default=None, name="paragraph_spacing"
    )
    """Empty rows between two paragraphs."""
    kashida: bool | None = None
    """Whether rows are stretched to the measure."""


NAMES = Looks.__struct_fields__


def chosen(settings: Looks, remembered: Looks) -> dict[str, Any]:
    """What was said of each look, by its name; the settings before what is remembered."""
    said = {name: remembered if getattr(settings, name) is None else settings for name in NAMES}
    values = ((name, getattr(source, name)) for name, source in said.items())
    return {name: value for name, value in values if value is not None}
