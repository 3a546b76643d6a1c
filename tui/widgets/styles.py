"""How things look that are not plain text, by the names of the theme's colours. Looks add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from rich.color import Color as RichColor
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
    "beside": Look("key", underline=True, bare="underline"),
    "cursor-away": Look("foreground", "foreground 22", bare="bold underline"),
    "selection": Look("foreground", "selection", bare="reverse"),
    "hit": Look("background", "hit", bare="reverse dim"),
    "chosen-hit": Look("background", "text-success", bold=True, bare="reverse bold"),
    "hidden": Look("background", "hidden", bare="strike"),
    "end": Look("background", "end", bare="reverse bold"),
    "linked": Look("key", bold=True, underline=True, bare="underline"),
    "hint": Look("background", "end", bold=True, bare="reverse"),
    "edge": Look("edge", bare="dim"),
    "thumb": Look(ground="edge", bare="reverse"),
    "number": Look("text-muted", bare="dim"),
    "chosen": Look(ground="primary 75", bare="reverse"),
    "chosen-away": Look(ground="foreground 12", bare="underline"),
    "open": Look(bold=True, bare="bold"),
    "dim": Look("text-muted", bare="dim"),
    "warning": Look("text-warning", bare="bold"),
    "key": Look("key", bold=True, bare="bold"),
    "lit": Look("text-success", bold=True, underline=True, bare="bold reverse"),
    "keys": Look("text-success", bare="bold"),
}  # fmt: skip


class LabelLook(msgspec.Struct, frozen=True):
    """How a label is shown: ``pattern`` is background, bold, italic or underline, each a channel of its own, so that
    labels add up; ``color`` is one of the theme's for labels, which the layers above the first have in the background
    as well."""

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


# Per cent of its colour that a label has in the background. They are so far apart on both sides of a boundary that this
# is seen in every theme.
_ONE, _MORE = 34, (62, 90, 28)
"""Under one layer, and under two, three, four, and so on in turn."""
_ODD = 14
"""So much less it is where the depths add up to an odd number: layers as many, but others, look different."""
_LETTERS = 12
"""So much less where the letters tell of the first layer, which has nothing then, but for one beside another."""
_QUIET = 2 / 3
"""That part of it is a colleague's."""


def _share(pattern: str, depths: Collection[int]) -> int:
    odd = sum(depths) % 2
    share = (_MORE[(len(depths) - 2) % len(_MORE)] if len(depths) > 1 else _ONE) - _ODD * odd
    if pattern == "background":
        return share
    return share - _LETTERS if len(depths) > 1 else share * odd


def label_look(wanted: LabelLook, depths: Collection[int] = (0,), *, quiet: bool = False) -> Look:
    """How a cell looks that a label covers at ``depths``: the layers, from 0, of the annotations that lie there.

    Where an annotation begins or ends, the look changes, whatever else goes on."""
    pattern, line, odd = wanted.pattern, wanted.pattern == "underline", sum(depths) % 2 == 1
    share = round(_share(pattern, depths) * (_QUIET if quiet else 1))
    colored = f"text-{wanted.color}" if pattern in ("bold", "italic") else ""
    # Without colours each further layer turns the cells over.
    bare = [wanted.bare or ("italic" if pattern == "background" else pattern)]
    bare += ["underline2"] * (line and odd) + ["dim"] * (quiet or (odd and not line))
    bare += ["reverse"] * (len(depths) % 2 == 0)
    return Look(
        color=wanted.text or colored or ("foreground 90" if quiet else ""),
        ground=f"{wanted.color} {share}" if share else "",
        bold=(pattern == "bold" and not quiet) or None,
        italic=(pattern == "italic") or None,
        underline=(line and not odd) or None,
        double=(line and odd) or None,
        bare=" ".join(bare),
    )


def _of_kind(kind: str) -> tuple[LabelLook, bool]:
    """The look of a label by its name, and whether it is a colleague's."""
    name = kind.removesuffix(OTHERS)
    return LABELS.get(name, OTHER_LABEL), name != kind


def ink(widget: Widget, kind: str, depths: tuple[int, ...]) -> Ink:
    """How a label shows that lies over a cell at these depths, in the colours of the theme."""
    wanted, quiet = _of_kind(kind)
    shown = label_look(wanted, depths, quiet=quiet)
    if widget.app.no_color:
        return Ink(Style.parse(shown.bare))
    return inked(wanted.color, shown, widget.app.theme_variables, widget.background_colors[1])


def look(widget: Widget, name: str) -> Style:
    """That of ``LOOKS`` or of a label, and nothing else."""
    if (wanted := LOOKS.get(name)) is None:
        label, quiet = _of_kind(name)
        wanted = label_look(label, quiet=quiet)
    if widget.app.no_color:
        return Style.parse(wanted.bare)
    return colored(wanted, widget.app.theme_variables, widget.background_colors[1])


def inked(name: str, shown: Look, colors: Mapping[str, str], ground: Color) -> Ink:
    """A label of the colour ``name``. Its background is not mixed yet with what it lies on."""
    share = shown.ground.partition(" ")[2]
    return Ink(
        colored(replace(shown, ground=""), colors, ground),
        Color.parse(colors[name]).rich_color.get_truecolor(),
        int(share or 0) / 100,
        Color.parse(colors[f"text-{name}"]).rich_color,
    )


def colored(wanted: Look, colors: Mapping[str, str], ground: Color) -> Style:
    """A look in the colours of a theme; one that is translucent is mixed with ``ground``, on which it lies."""

    def color(spec: str) -> RichColor | None:
        if not spec:
            return None
        name, _, percent = spec.partition(" ")
        opacity = int(percent or 100) / 100
        return (ground + Color.parse(colors[name]).multiply_alpha(opacity)).rich_color

    return Style(
        color=color(wanted.color),
        bgcolor=color(wanted.ground),
        bold=wanted.bold,
        italic=wanted.italic,
        underline=wanted.underline,
        underline2=wanted.double,
    )
