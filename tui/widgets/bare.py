"""A screen without colours, as NO_COLOR asks for (no-color.org): weight, lines and reverse say what colours would."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class Bare(LineFilter):
    """Takes every colour away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _bare(style), control) for text, style, control in segments]


@lru_cache(maxsize=1024)
def _bare(style: Style) -> Style:
    return style.without_color
