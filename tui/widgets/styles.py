"""How things look that are not plain text, by the names of the theme's colours. Looks add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from tui.widgets.painter import OTHERS, Ink

if TYPE_CHECKING:
    from annotations.codebook import Label


class Look(msgspec.Struct, frozen=True):
    """Colours are those of `tui.themes`, with a per cent of opacity where they are translucent."""

    color: str = ""
    ground: str = ""
    bold: bool | None = None
    underline: bool | None = None
    double: bool | None = None
    """Whether it is underlined twice."""
    italic: bool | None = None
    bare: str = ""
    """What it is on a screen without colours, in Rich's words."""


# Not component classes: each of those is a node to be styled at every start.
LOOKS = {
    "cursor": Look("background", "foreground", bare="reverse bold underline"),
    "beside": Look("text-accent", underline=True, bare="underline"),
    "cursor-away": Look("foreground", "foreground 22", bare="bold underline"),
    "selection": Look("foreground", "selection", bare="reverse"),
    "hit": Look("background", "hit", bare="reverse dim"),
    "chosen-hit": Look("background", "success", bold=True, bare="reverse bold"),
    "hidden": Look("background", "hidden", bare="strike"),
    "end": Look("background", "accent", bare="reverse bold"),
    "linked": Look("text-accent", bold=True, underline=True, bare="underline bold"),
    "hint": Look("background", "accent", bold=True, bare="reverse bold"),
    "edge": Look("edge"),
    "thumb": Look(ground="edge", bare="reverse"),
    "number": Look("text-muted", bare="dim"),
    "chosen": Look(ground="quote-deeper", bare="reverse"),
    "chosen-away": Look(ground="foreground 12", bare="underline"),
    "open": Look(bold=True, bare="bold"),
    "dim": Look("text-muted", bare="dim"),
    "warning": Look("text-warning", bare="bold"),
    "key": Look("text-accent", bold=True, bare="bold"),
    "lit": Look("text-success", "success 20", bold=True, bare="bold reverse"),
    "keys": Look("text-success", bare="bold"),
}  # fmt: skip


class LabelLook(msgspec.Struct, frozen=True):
    """How a label is shown: ``pattern`` is background, bold, italic or underline, each a channel of its own, so that
    labels add up; ``color`` is one of the theme's, which the layers above the first have in the background as well."""

    pattern: str
    color: str
    text: str = ""
    """The colour of the letters, where it is not the one that goes with the pattern."""
    bare: str = ""
    """What it is without colours, where the pattern alone does not tell."""
    letter: str = ""
    """What stands for it in the margin, where that is not the first of its name."""


LABELS = {
    "quote": LabelLook("background", "primary"),
    "entity": LabelLook("bold", "success"),
    "claim": LabelLook("underline", "warning"),
    "waiting": LabelLook("underline", "warning", "text-warning", "italic underline"),
}
OTHER_LABEL = LabelLook("background", "secondary")
"""Of a label that this program does not know."""
_BUILT_IN = dict(LABELS)


def use(labels: Iterable[Label] | None) -> None:
    """Show these labels as their codebook says, from now on; those of the default if that is None."""
    LABELS.clear()
    LABELS.update(_BUILT_IN)
    if labels is not None:
        for name in [*LABELS]:
            if name != "waiting":
                del LABELS[name]
        for label in labels:
            letter = label.key or label.name[:1]
            LABELS[label.name] = LabelLook(label.pattern, label.colour, letter=letter)


def letter_of(label: str) -> str:
    """What stands for a label in the margin and in lists."""
    return (LABELS[label].letter if label in LABELS else "") or label[:1]


def labels_known() -> list[str]:
    """The names of those that have a look of their own, in the order of their codebook."""
    return [name for name in LABELS if name != "waiting"]


_LAYERS = 60, 82, 38
"""Per cent of its colour that a label has in the background under two layers, three, four, and so on in turn. They are
so far apart that they differ with `_ODD` as well, and text can be read on all."""
_ODD = 12
"""So much less it is where the depths add up to an odd number: layers as many, but others, look different."""


def _share(pattern: str, depths: Collection[int]) -> int:
    odd, several = sum(depths) % 2, _LAYERS[(len(depths) - 2) % len(_LAYERS)]
    if pattern == "background":
        return (several if len(depths) > 1 else 30) - _ODD * odd
    # Alone it shows in the letters, but for one beside another.
    return several - 20 - _ODD * odd if len(depths) > 1 else 18 * odd


def label_look(wanted: LabelLook, depths: Collection[int] = (0,), *, quiet: bool = False) -> Look:
    """How a cell looks that a label covers at ``depths``: the layers, from 0, of the annotations that lie there.

    Where an annotation begins or ends, the look changes, whatever else goes on."""
    pattern, line, odd = wanted.pattern, wanted.pattern == "underline", sum(depths) % 2 == 1
    share = _share(pattern, depths)
    colored = f"text-{wanted.color}" if pattern in ("bold", "italic") else ""
    # Without colours each further layer turns the cells over.
    bare = [wanted.bare or ("italic" if pattern == "background" else pattern)]
    bare += ["underline2"] * (line and odd) + ["dim"] * (quiet or (odd and not line))
    bare += ["reverse"] * (len(depths) % 2 == 0)
    return Look(
        color=wanted.text or ("foreground 70" if quiet and line else colored),
        ground=f"{wanted.color} {share // 2 if quiet else share}" if share else "",
        bold=(pattern == "bold" and not quiet) or None,
        italic=(pattern == "italic") or None,
        underline=(line and not odd) or None,
        double=(line and odd) or None,
        bare=" ".join(bare),
    )


def kind_look(kind: str, depths: Collection[int] = (0,)) -> Look:
    """That of a label by its name, or of a colleague's."""
    name = kind.removesuffix(OTHERS)
    return label_look(LABELS.get(name, OTHER_LABEL), depths, quiet=name != kind)


def ink(widget: Widget, kind: str, depths: tuple[int, ...]) -> Ink:
    """The same for the painter, in the colours of the theme. Its background is not mixed yet with what it lies on."""
    wanted = kind_look(kind, depths)
    if widget.app.no_color:
        return Ink(Style.parse(wanted.bare))
    color, _, share = wanted.ground.partition(" ")
    tint = _color(widget, color or LABELS.get(kind.removesuffix(OTHERS), OTHER_LABEL).color)
    return Ink(
        _resolved(widget, replace(wanted, ground="")),
        tint.rich_color.get_truecolor(),
        int(share or 0) / 100,
    )


def look(widget: Widget, name: str) -> Style:
    """That of ``LOOKS`` or of a label, and nothing else."""
    wanted = LOOKS.get(name) or kind_look(name)
    if widget.app.no_color and wanted.bare:
        return Style.parse(wanted.bare)
    return _resolved(widget, wanted)


def _color(widget: Widget, spec: str) -> Color:
    """A colour by its name in the theme; a translucent one is mixed with the widget's background."""
    named, _, percent = spec.partition(" ")
    color = Color.parse(widget.app.theme_variables.get(named, named))
    return widget.background_colors[1] + color.multiply_alpha(int(percent or 100) / 100)


def _resolved(widget: Widget, wanted: Look) -> Style:
    return Style(
        color=_color(widget, wanted.color).rich_color if wanted.color else None,
        bgcolor=_color(widget, wanted.ground).rich_color if wanted.ground else None,
        bold=wanted.bold,
        italic=wanted.italic,
        underline=wanted.underline,
        underline2=wanted.double,
    )
