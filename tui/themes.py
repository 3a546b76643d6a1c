"""The colours of the screen by the name of a theme. What is drawn names them by what they are for, in
`tui.widgets.styles` and in the widgets' style sheets."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from annotations.messages import mark

if TYPE_CHECKING:
    from textual.theme import Theme


class ThemeName(StrEnum):
    """The themes, in the order in which one key goes through them."""

    DARK = "dark"
    PAPER = "paper"
    CONTRAST_DARK = "contrast-dark"
    CONTRAST_LIGHT = "contrast-light"


TITLES = {
    ThemeName.DARK: mark("dark"),
    ThemeName.PAPER: mark("paper"),
    ThemeName.CONTRAST_DARK: mark("high contrast, dark"),
    ThemeName.CONTRAST_LIGHT: mark("high contrast, light"),
}
"""What each is called, to be translated where it is shown."""

_USES = (
    ("foreground", "text-muted", "text-success", "text-warning", "text-accent"),
    ("background", "surface", "panel", "warning-muted", "edge"),
    ("quote", "quote-deeper", "entity-deeper", "claim-deeper"),
    ("selection", "hit", "hidden"),
)
"""What the colours below are for, line by line: text, the ground of the screen, of labels, and what lies over them."""
# Grounds differ in lightness more than in hue, so that they are told apart without seeing red, green or blue.
_COLORS = {
    ThemeName.DARK: """
        #e0e0e0 #b7b7b7 #8ad4a1 #ffc473 #ffc473
        #121212 #1e1e1e #242f38 #4a3513 #666666
        #06273f #013869 #113d22 #463310
        #615f79 #fea62b #e06c85
    """,
    ThemeName.PAPER: """
        #2b2620 #544f48 #0b4a38 #7a3000 #7a3000
        #f8f3e8 #efe8d9 #e7dfcc #f6dfb4 #8c8373
        #cfe0ee #b7daf6 #d8eaa8 #ffcf85
        #b9b3c6 #a35c00 #a3243f
    """,
    ThemeName.CONTRAST_DARK: """
        #ffffff #cccccc #7dffa0 #ffd24d #ffd24d
        #000000 #0c0c0c #1c1c1c #2d2100 #8a8a8a
        #011e68 #03128a #002919 #2d2100
        #505060 #ffc800 #ff8098
    """,
    ThemeName.CONTRAST_LIGHT: """
        #000000 #242424 #00332e #4f1000 #4f1000
        #ffffff #f4f4f4 #e8e8e8 #ffe9b0 #6b6b6b
        #d0e6ff #b4d6fc #dcf0a0 #f9ce82
        #bcb4d0 #5c3000 #8a0058
    """,
}


def colors(name: ThemeName) -> dict[str, str]:
    """The colours of a theme by what they are for."""
    return dict(zip(chain(*_USES), _COLORS[name].split(), strict=True))


def theme(name: ThemeName) -> Theme:
    """A theme as Textual has it."""
    from textual.theme import Theme

    of = colors(name)
    return Theme(
        name,
        primary=of["quote-deeper"],
        foreground=of["foreground"],
        background=of["background"],
        surface=of["surface"],
        panel=of["panel"],
        dark=name in (ThemeName.DARK, ThemeName.CONTRAST_DARK),
        variables=of,
    )


def after(name: ThemeName) -> ThemeName:
    """The next one, going round."""
    names = list(ThemeName)
    return names[(names.index(name) + 1) % len(names)]
