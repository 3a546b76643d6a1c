"""Reading rooms for the tests in emulators, and what each of their cells should show, by the app's own strips."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import msgspec
from rich.cells import cell_len
from rich.style import Style

from annotations.model import Span
from annotations.project import Project
from tests.conftest import SEED
from tests.terminal.glyphs import Cell
from tui.app import HashiyaApp
from tui.config import Config
from tui.terminal.driver import Wiring
from tui.terminal.kinds import UNKNOWN, Kind

SETTINGS = "kashida = true\n"
"""Rows that are stretched, but for those that end a paragraph: one tatweel more is one cell more to stand right."""
BRACKETS = """قال (أحمد) إن «العدد» هو [1234] أو ١٢٣٤ {كاملا}
لا إله إلا هو، ولأن الأمر (2024–2025) بلغ 45% من الكل: <نعم>
من BBC إلى CNN (قناة Al-Jazeera) ثم 12:30 و٣٫٥ و1/2
لا لأ لإ لآ سلام الآن الأول الإسلام كلا بلاد
مُحَمَّدٌ رسولٌ في مكّةَ
"""


def prepare(folder: Path, *, brackets: bool) -> Path:
    """A folder with one article, the seed or one of brackets and digits, with tags that begin and end inside words."""
    folder.mkdir()
    path = folder / ("brackets.txt" if brackets else SEED.name)
    if brackets:
        path.write_text(BRACKETS, encoding="utf-8")
    else:
        shutil.copy(SEED, path)
    project = Project.open(folder, "Tester", "machine")
    article = project.read(path.name)
    margin = project.margin(article)
    words = ("سلام ", "[1234]", "(أحمد)") if brackets else ("الروسي", "دعمها الثابت", "لافروف")
    # At a set time, since the list of articles says when, and what one minute expects is looked at in the next.
    with patch("annotations.model.now", return_value="2020-02-20T12:00:00.000Z"):
        for word, label in zip(words, ("quote", "entity", "claim"), strict=True):
            start = article.text.find(word)
            if start >= 0:
                margin.add(Span(start + 2, start + len(word) - 1), label)
    return folder


async def expected(
    folder: Path, state: Path, columns: int, rows: int, kind: Kind = UNKNOWN
) -> list[list[Cell]]:
    """The cells of the app's screen on ``folder`` in a terminal of that kind."""
    project = Project.open(folder, "Tester", "machine")
    config = msgspec.toml.decode(SETTINGS, type=Config)
    app = HashiyaApp(project, config, Wiring(), state, kind)
    async with app.run_test(size=(columns, rows)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        return [
            [cell for segment in strip for cell in _cells(segment.text, segment.style or Style())]
            for strip in strips
        ]


def _cells(text: str, style: Style) -> list[Cell]:
    cells: list[Cell] = []
    behind = style.color if style.reverse else style.bgcolor
    for character in text:
        if cells and unicodedata.combining(character):
            cells[-1] = replace(cells[-1], glyph=cells[-1].glyph + character)
            continue
        assert cell_len(character) == 1, "a wide character"
        cells.append(Cell(character, bool(style.bold), bool(style.italic), str(behind)))
    return cells
