"""An article printed row by row, as the reader lays it out: what ``hashiya show`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from annotations.model import Anchor, Annotation, Article
from tui.terminal import Mode, encode, enter, leave
from tui.text.layout import Layout, Script
from tui.text.row import Row

_SGR = {"quote": "\x1b[48;5;24m", "entity": "\x1b[1;32m", "claim": "\x1b[4m"}


def _layout(article: Article, width: int, harakat: bool) -> Layout:
    return Layout(Script(article.text, article.direction), width, harakat=harakat)


def cells(article: Article, width: int, harakat: bool) -> Iterator[str]:
    """One JSON object a row: what is emitted and the offsets that each cell shows, from left to right."""
    for row in _layout(article, width, harakat).rows():
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
    article: Article,
    annotations: Sequence[Annotation],
    width: int,
    harakat: bool,
    mode: Mode,
    *,
    switch: bool,
) -> Iterator[str]:
    """The rows as text. ``switch``: tell the terminal what ``mode`` asks for, before and after."""
    tags = [a for a in annotations if a.anchor is Anchor.ANCHORED]
    if switch:
        yield enter(mode)
    for row in _layout(article, width, harakat).rows():
        text = " " * row.left + _marked(row, tags) if row and row.width else ""
        yield encode(text, mode) + "\n"
    if switch:
        yield leave(mode)


def _marked(row: Row, tags: Sequence[Annotation]) -> str:
    """The cells of a row with a style for each label that touches them."""
    near = [tag for tag in tags if tag.start < row.end and tag.end > row.start]
    out: list[str] = []
    before = ""
    for cluster in row.clusters:
        labels = {tag.label for tag in near if tag.start < cluster.end and tag.end > cluster.start}
        style = "".join(_SGR.get(label, "\x1b[7m") for label in sorted(labels))
        if style != before:
            out.append(("\x1b[0m" if before else "") + style)
            before = style
        out.append(cluster.glyph)
    return "".join(out) + ("\x1b[0m" if before else "")
