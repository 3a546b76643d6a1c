"""How things look that are not plain text, by the names of the theme's colours. Looks add up."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from rich.style import Style
from textual.color import Color
from textual.widget import Widget


class Look(msgspec.Struct, frozen=True):
    """Colours are those of `tui.themes`, with a per cent of opacity where they are translucent."""

    color: str = ""
    ground: str = ""
    bold: bool | None = None
    underline: bool | None = None
    bare: str = ""
    """What it is on a screen without colours, in Rich's words."""


# Not component classes: each of those is a node to be styled at every start. Each label has a channel of its own.
LOOKS = {
    "quote": Look(ground="quote", bare="italic"),
    "quote-deeper": Look(ground="quote-deeper", bare="italic"),
    "entity": Look("text-success", bold=True, bare="bold"),
    "entity-deeper": Look("text-success", "entity-deeper", bold=True, bare="bold"),
    "claim": Look(underline=True, bare="underline"),
    "claim-deeper": Look(ground="claim-deeper", underline=True, bare="underline2"),
    # What a colleague made is quieter; in the margin its letter is a capital.
    "quote-other": Look(ground="quote 60", bare="italic dim"),
    "quote-other-deeper": Look(ground="quote", bare="italic dim"),
    "entity-other": Look("text-success", bare="bold dim"),
    "entity-other-deeper": Look("text-success", "entity-deeper 60", bare="bold dim"),
    "claim-other": Look("text-muted", underline=True, bare="underline dim"),
    "claim-other-deeper": Look("text-muted", "claim-deeper 60", underline=True, bare="underline2 dim"),
    "waiting": Look("text-warning", underline=True, bare="italic underline2"),
    "waiting-deeper": Look("text-warning", "claim-deeper", underline=True, bare="italic underline2"),
    "cursor": Look("background", "foreground", bare="reverse bold underline"),
    "beside": Look("text-accent", underline=True, bare="underline"),
    "cursor-away": Look("foreground", "foreground 22", bare="bold underline"),
    "selection": Look("foreground", "selection", bare="reverse"),
    "hit": Look("background", "hit", bare="reverse dim"),
    "hidden": Look("background", "hidden", bare="strike"),
    "edge": Look("edge"),
    "thumb": Look(ground="edge", bare="reverse"),
    "number": Look("text-muted", bare="dim"),
    "chosen": Look(ground="quote-deeper", bare="reverse"),
    "chosen-away": Look(ground="foreground 12", bare="underline"),
    "dim": Look("text-muted", bare="dim"),
    "warning": Look("text-warning", bare="bold"),
    "key": Look("text-accent", bold=True, bare="bold"),
    "keys": Look("text-success", bare="bold"),
}  # fmt: skip


def look(widget: Widget, name: str) -> Style:
    """That of ``LOOKS`` and nothing else."""
    if widget.app.no_color:
        return Style.parse(LOOKS[name].bare)
    return colored(LOOKS[name], widget.app.theme_variables, widget.background_colors[1])


def colored(wanted: Look, variables: Mapping[str, str], behind: Color) -> Style:
    """A look in the colours of a theme; translucent ones are mixed with what is ``behind``."""

    def color(spec: str) -> Color:
        named, _, percent = spec.partition(" ")
        return behind + Color.parse(variables[named]).multiply_alpha(int(percent or 100) / 100)

    return Style(
        color=color(wanted.color).rich_color if wanted.color else None,
        bgcolor=color(wanted.ground).rich_color if wanted.ground else None,
        bold=wanted.bold,
        underline=wanted.underline,
    )
