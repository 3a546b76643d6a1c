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

LABELS = ("primary", "success", "warning", "accent", "secondary", "error")
"""The colours that a codebook may give to labels. Of each there are two: one for the ground, mixed into what is below,
and one for letters and lines, ``text-`` before its name."""
_USES = (
    ("foreground", "text-muted", "key"),
    ("background", "surface", "panel", "warning-muted", "edge"),
    ("selection", "hit", "hidden", "end"),
    LABELS,
    tuple(f"text-{name}" for name in LABELS),
)
"""What the colours below are for, line by line: text, the ground of the screen, what lies over labels, and these."""
# All letters can be read on all grounds and their mixtures. Colours differ in lightness as well as in hue, so that they
# are told apart without seeing red, green or blue.
_COLORS = {
    ThemeName.DARK: """
        #e0e0e0 #b7b7b7 #ffc473
        #121212 #1e1e1e #242f38 #4a3513 #666666
        #615f79 #fea62b #e06c85 #40e0e8
        #0546a0 #0a5532 #5f3700 #821e7d #00505f #8c1914
        #b8d0ff #98f0b0 #f0c868 #f0d0f0 #60f8ff #f0c8c0
    """,
    ThemeName.PAPER: """
        #2b2620 #544f48 #5a2000
        #f8f3e8 #efe8d9 #e7dfcc #f6dfb4 #8c8373
        #b9b3c6 #a35c00 #a3243f #00606c
        #a0c8ff #aaf096 #dcb978 #e6aae1 #8cdcf5 #f5aaa0
        #082040 #082800 #583808 #500048 #083038 #701018
    """,
    ThemeName.CONTRAST_DARK: """
        #ffffff #cccccc #ffe27a
        #000000 #0c0c0c #1c1c1c #2d2100 #8a8a8a
        #505060 #ffc800 #ff8098 #40f0ff
        #0a1e96 #053f1c #463205 #500064 #0a3c41 #6e1c10
        #d8e0ff #b0ff98 #ffe8c0 #ffe8ff #c0e8e8 #ffd8d0
    """,
    ThemeName.CONTRAST_LIGHT: """
        #000000 #242424 #4f1000
        #ffffff #f4f4f4 #e8e8e8 #ffe9b0 #6b6b6b
        #bcb4d0 #5c3000 #8a0058 #005058
        #b4d7ff #b4f591 #f0c8a0 #e6bef5 #a0d2d7 #f5b9be
        #001f5c #002e20 #461c00 #380860 #002830 #500018
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
        primary=of["primary"],
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
