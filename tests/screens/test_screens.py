"""Every screen as text, at four widths and in both languages: ``screens/LANGUAGE/COLUMNS/NAME.txt``.

The rows are as they are drawn, from left to right. Of some there is a second file, with a letter for how each cell
looks. After a change that is meant, ``make screens`` writes them anew: read what has changed before it is kept.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_letters

import pytest
from click.testing import CliRunner, _NamedTextIOWrapper
from rich.cells import chop_cells
from rich.style import Style
from textual.strip import Strip

from annotations import messages
from tests.screens.corpus import AGREEMENT, LEILA, Clock, build, build_unreadable
from tests.screens.walk import known, walk
from tests.tui.conftest import Desk, Room, room
from tests.workflows.test_workflows import seen
from tui.cli import main
from tui.terminal.card import RELEVANT

__all__ = ["room"]
FILES = Path(__file__).parent
SIZES = {40: 24, 80: 24, 120: 30, 200: 40}
"""Rows by columns."""
WITH_LOOKS = {
    "text-nested",
    "text-of-a-colleague",
    "text-waiting",
    "find-hits",
    "hits-of-the-project",
}
WRITE = bool(os.environ.get("SCREENS"))
"""Whether the files are written anew instead of compared."""


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    messages.use(request.param)
    yield request.param
    messages.use("en")


@pytest.mark.long
@pytest.mark.parametrize("columns", SIZES)
@pytest.mark.parametrize("language", messages.LANGUAGES, indirect=True)
async def test_screens_are_as_in_their_files(
    language: str, columns: int, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, folder = Clock(), tmp_path / "project"
    drawn: dict[str, str] = {}
    with clock.ruling():
        build(folder, clock)
        monkeypatch.chdir(tmp_path)
        async with room(folder, size=(columns, SIZES[columns]), annotator=LEILA) as desk:
            desk.screen.open(AGREEMENT)
            async for name in walk(desk):
                assert name not in drawn
                drawn[name] = _as_file(seen(desk))
                if name in WITH_LOOKS and columns == 120:
                    drawn[f"{name}.looks"] = _as_file(looks(desk))
        drawn["terminal-card"] = _as_file(card(language, columns, monkeypatch))
        build_unreadable(tmp_path / "unreadable")
        async with room(tmp_path / "unreadable", size=(columns, SIZES[columns])) as desk:
            await known(desk)
            drawn["nothing-open"] = _as_file(seen(desk))
    place = FILES / language / str(columns)
    if WRITE:
        _write(place, drawn)
    kept = {each.stem: each.read_text("utf-8") for each in sorted(place.glob("*.txt"))}
    different = [
        row
        for name in sorted(kept.keys() | drawn.keys())
        for row in difflib.unified_diff(
            kept.get(name, "").splitlines(),
            drawn.get(name, "").splitlines(),
            f"{place.relative_to(FILES)}/{name}.txt",
            "as it is drawn now",
            lineterm="",
        )
    ]
    assert not different, "\n".join(
        ["where what has changed is right, run `make screens`:", *different]
    )


def card(language: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `hashiya terminal` prints on a terminal of that width of which nothing is known, as the rows there."""
    known = {"TERM": "xterm", "HASHIYA_LANGUAGE": language, "HASHIYA_BIDI": "plain"}
    env = dict.fromkeys(RELEVANT) | known | {"COLUMNS": str(columns)}
    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True, raising=False)
    printed = CliRunner().invoke(main, ["terminal"], env=env, color=True).output
    rows = re.sub("\x1b\\[8[lh]", "", printed).splitlines()
    return [piece for row in rows for piece in chop_cells(row, columns) or [""]]


def looks(desk: Desk) -> list[str]:
    """The rows with a letter for each cell, and what each letter stands for; the commonest look is a space."""
    strips = desk.app.screen._compositor.render_strips()
    styles = [list(_cells(strip)) for strip in strips]
    counted: dict[str, int] = {}
    for row in styles:
        for style in row:
            counted[style] = counted.get(style, 0) + 1
    commonest = max(counted, key=lambda style: counted[style])
    letters = dict(
        zip((each for each in counted if each != commonest), ascii_letters, strict=False)
    )
    letters[commonest] = " "
    return [
        *("".join(letters[style] for style in row) for row in styles),
        "",
        *(f"{letter} {style}" for style, letter in letters.items()),
    ]


def _cells(strip: Strip) -> Iterator[str]:
    for segment in strip:
        style = str(segment.style or Style())
        yield from [style] * segment.cell_length


def _as_file(rows: list[str]) -> str:
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _write(place: Path, drawn: dict[str, str]) -> None:
    """Write the files of one size, without those of screens that there are no more."""
    place.mkdir(parents=True, exist_ok=True)
    for each in place.glob("*.txt"):
        each.unlink()
    for name, text in drawn.items():
        (place / f"{name}.txt").write_text(text, "utf-8")
