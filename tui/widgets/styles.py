"""How things look that are not plain text, by the names of the theme's colours. Looks add up."""

from __future__ import annotations

import msgspec
from rich.style import Style
from textual.color import Color
from textual.widget import Widget


class Look(msgspec.Struct, frozen=True):
    """Colours are those of Textual's themes, with a per cent of opacity where they are translucent."""

    color: str = ""
    ground: str = ""
    bold: bool | None = None
    underline: bool | None = None


# Not component classes: each of those is a node to be styled at every start. Each label has a channel of its own.
LOOKS = {
    "quote": Look(ground="primary 28"),
    "quote-deeper": Look(ground="primary 48"),
    "entity": Look("text-success", bold=True),
    "entity-deeper": Look("text-success", "success 30", bold=True),
    "claim": Look(underline=True),
    "claim-deeper": Look(ground="warning 25", underline=True),
    # What a colleague made is quieter; in the margin its letter is a capital.
    "quote-other": Look(ground="primary 14"),
    "quote-other-deeper": Look(ground="primary 28"),
    "entity-other": Look("text-success"),
    "entity-other-deeper": Look("text-success", "success 15"),
    "claim-other": Look("foreground 70", underline=True),
    "claim-other-deeper": Look("foreground 70", "warning 12", underline=True),
    "waiting": Look("text-warning", underline=True),
    "waiting-deeper": Look("text-warning", "warning 25", underline=True),
    "cursor": Look("background", "foreground"),
    "beside": Look("text-accent", underline=True),
    "cursor-away": Look(ground="foreground 30"),
    "selection": Look("foreground", "primary 55"),
    "hit": Look("background", "warning"),
    "chosen-hit": Look("background", "success", bold=True),
    "hidden": Look("background", "error"),
    "edge": Look("foreground 25"),
    "thumb": Look(ground="foreground 25"),
    "number": Look("foreground 50"),
    "chosen": Look(ground="primary 45"),
    "chosen-away": Look(ground="foreground 12"),
    "dim": Look("foreground 60"),
    "warning": Look("text-warning"),
    "key": Look("text-accent", bold=True),
    "lit": Look("text-success", "success 20", bold=True),
    "keys": Look("text-success"),
}


def look(widget: Widget, name: str) -> Style:
    """That of ``LOOKS`` and nothing else; translucent colours are mixed with the widget's background."""
    variables, behind = widget.app.theme_variables, widget.background_colors[1]

    def color(spec: str) -> Color:
        named, _, percent = spec.partition(" ")
        return behind + Color.parse(variables[named]).multiply_alpha(int(percent or 100) / 100)

    wanted = LOOKS[name]
    return Style(
        color=color(wanted.color).rich_color if wanted.color else None,
        bgcolor=color(wanted.ground).rich_color if wanted.ground else None,
        bold=wanted.bold,
        underline=wanted.underline,
    )
