"""The styles of a widget's parts, as Rich styles that add up."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


def part_style(widget: Widget, part: str) -> Style:
    """What a component class sets, and nothing else; translucent colours are mixed with the widget's background."""
    styles, behind = widget.get_component_styles(part), widget.background_colors[1]
    style = styles.partial_rich_style
    if styles.has_rule("background"):
        style += Style(bgcolor=(behind + styles.background).rich_color)
    if styles.has_rule("color"):
        style += Style(color=(behind + styles.color).rich_color)
    return style
