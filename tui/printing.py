"""An article printed row by row, as the reader lays it out: what ``hashiya show`` writes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from annotations.model import Anchor, Annotation, Article
from tui.terminal import Mode, encode
from tui.text.kashida import parts
from tui.text.layout import Layout, Script
from tui.text.row import Row

if TYPE_CHECKING:
    from annotations.codebook import Label

# In the order in which they add up. A ground comes with its text's colour: nobody knows what the terminal's own is.
_COLORED = {"quote": "\x1b[48;5;24;38;5;231m", "entity": "\x1b[1;32m", "claim": "\x1b[4m"}
_BARE = {"quote": "\x1b[3m", "entity": "\x1b[1m", "claim": "\x1b[4m"}
_OTHER = "\x1b[7m"
"""Of a label that this program does not know."""
_GROUNDS = {"primary": 24, "success": 22, "warning": 58, "accent": 53, "secondary": 23, "error": 52}
_INKS = {"primary": 4, "success": 2, "warning": 3, "accent": 5, "secondary": 6, "error": 1}
_PATTERNS = {"background": 3, "bold": 1, "underline": 4, "italic": 3}


def sgr(label: Label, *, bare: bool = False) -> str:
    """The look of a label of a codebook, as that of the default has it where the words for it are the same."""
    code, ink = _PATTERNS[label.pattern], f"3{_INKS[label.colour]}"
    if bare:
        return f"\x1b[{code}m"
    if label.pattern == "background":
        return f"\x1b[48;5;{_GROUNDS[label.colour]};38;5;231m"
    plain = (label.pattern, label.colour) == ("underline", "warning")
    return f"\x1b[{code}m" if plain else f"\x1b[{code};{ink}m"


def laid_out(
    article: Article, width: int, *, harakat: bool = True, kashida: bool = False
) -> Layout:
    """The article in rows of ``width`` cells."""
    script = Script(article.text, article.direction)
    return Layout(script, width, harakat=harakat, kashida=kashida)


def cells(layout: Layout) -> Iterator[str]:
    """One JSON object a row: what is emitted and the offsets that each cell shows, from left to right."""
    for row in layout.rows():
        if row is not None:
            fields = {
                "row": row.number,
                "paragraph": row.paragraph,
                "direction": row.direction,
                "visual": row.visual,
                "cells": row.cells,
            }
            yield json.dumps(fields, ensure_ascii=False) + "\n"


def rows(
    layout: Layout,
    annotations: Sequence[Annotation],
    mode: Mode,
    labels: Iterable[Label] | None = None,
) -> Iterator[str]:
    """The rows as text, for a terminal that has been told what ``mode`` asks for; Konsole need not be. ``labels`` are
    those of the project's codebook, None for the default.

    Where the environment says NO_COLOR (no-color.org), labels are told by slant, weight and line alone."""
    bare = bool(os.environ.get("NO_COLOR"))
    looks = _BARE if bare else _COLORED
    if labels is not None:
        looks = {each.name: sgr(each, bare=bare) for each in labels}
    tags = [a for a in annotations if a.anchor is Anchor.ANCHORED]
    for row in layout.rows():
        cells = _marked(row, tags, looks) if row and row.width else []
        if mode is Mode.KONSOLE:
            cells = _lasting(cells)
        text = " " * row.left + _styled(cells) if row and cells else ""
        yield encode(text, mode) + "\n"


def sentence_rows(text: str, width: int, mode: Mode) -> Iterator[str]:
    """What the program says, in rows of ``width`` cells, for a terminal as `rows` have it."""
    from tui.text.said import paragraph

    for row in paragraph(text, width):
        cells = [("", glyph) for glyph in row.glyphs] if row else []
        if mode is Mode.KONSOLE:
            cells = _lasting(cells)
        yield encode(" " * row.left + _styled(cells) if row else "", mode)


def _marked(
    row: Row, tags: Sequence[Annotation], looks: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The style and the glyph of each cell of a row, with a style for each label that touches it."""
    near = [tag for tag in tags if tag.start < row.end and tag.end > row.start]
    cells = []
    for cluster in row.clusters:
        labels = {tag.label for tag in near if tag.start < cluster.end and tag.end > cluster.start}
        known = [code for label, code in looks.items() if label in labels]
        style = "".join([*known, *[_OTHER] * bool(labels - looks.keys())])
        cells += [(style, part) for part in parts(cluster.glyph, cluster.width)]
    return cells


def _lasting(cells: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each word backwards between LEFT-TO-RIGHT MARKs: Konsole turns it round, with its styles, and leaves the rest.

    Konsole draws everything anew when its order is switched, so that what is to stay cannot be left to the switch."""
    lasting: list[tuple[str, str]] = []
    for letters, run in groupby(cells, lambda cell: bidirectional(cell[1][0]) in ("R", "AL")):
        word = [*run]
        if letters:
            word.reverse()
            word[0] = (word[0][0], "\u200e" + word[0][1])
            word[-1] = (word[-1][0], word[-1][1] + "\u200e")
        lasting += word
    return lasting


def _styled(cells: Sequence[tuple[str, str]]) -> str:
    out: list[str] = []
    before = ""
    for style, glyph in cells:
        if style != before:
            out.append(("\x1b[0m" if before else "") + style)
            before = style
        out.append(glyph)
    return "".join(out) + ("\x1b[0m" if before else "")
