"""An article printed row by row, as the reader lays it out: what ``hashiya show`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from unicodedata import bidirectional

from annotations.model import Anchor, Annotation, Article
from tui.terminal import Mode, encode
from tui.text.kashida import parts
from tui.text.layout import Layout, Script
from tui.text.row import Row

_SGR = {"quote": "\x1b[48;5;24m", "entity": "\x1b[1;32m", "claim": "\x1b[4m"}


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


def rows(layout: Layout, annotations: Sequence[Annotation], mode: Mode) -> Iterator[str]:
    """The rows as text, for a terminal that has been told what ``mode`` asks for; Konsole need not be."""
    tags = [a for a in annotations if a.anchor is Anchor.ANCHORED]
    for row in layout.rows():
        cells = _marked(row, tags) if row and row.width else []
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


def _marked(row: Row, tags: Sequence[Annotation]) -> list[tuple[str, str]]:
    """The style and the glyph of each cell of a row, with a style for each label that touches it."""
    near = [tag for tag in tags if tag.start < row.end and tag.end > row.start]
    cells = []
    for cluster in row.clusters:
        labels = {tag.label for tag in near if tag.start < cluster.end and tag.end > cluster.start}
        style = "".join(_SGR.get(label, "\x1b[7m") for label in sorted(labels))
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
