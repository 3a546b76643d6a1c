"""The real app in a real emulator: what is on the screen, cell by cell, against what should be."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal.emulators import Emulator, Window, window
from tests.terminal.glyphs import Cell, Glyphs, differences, torn
from tests.terminal.rooms import SETTINGS, expected, prepare
from tui import session
from tui.terminal import Mode, enter, leave
from tui.terminal.answers import QUESTIONS, parse
from tui.terminal.kinds import find

HASHIYA = Path(sys.executable).with_name("hashiya")
COLUMNS, ROWS = 120, 36
"""Wide enough for three panes beside each other, two of them Arabic in the same rows."""
_CELLS: dict[tuple[bool, bool], list[list[Cell]]] = {}


@dataclass
class Result:
    """What a trial found. ``wrong`` and ``torn`` are as in `differences` and `torn`, of both articles."""

    emulator: Emulator
    kind: str
    mode: Mode
    harakat: bool
    raw: bytes
    cells: int = 0
    """Cells that should show a glyph."""
    wrong: list[tuple[int, int, str, str]] = field(default_factory=list)
    torn: list[tuple[int, int]] = field(default_factory=list)
    seconds: float = 0


class StartError(Exception):
    """The emulator gives no sign of life here."""


def trial(emulator: Emulator, screen: str, folder: Path, *, forced: Mode | None = None) -> Result:
    """Show both articles. ``forced``: with that mode, and nothing done for the glyphs' own page."""
    began = time.monotonic()
    with window(emulator, screen, folder / "window", f"{COLUMNS}x{ROWS}") as opened:
        result = _asked(emulator, opened)
        kind = find(parse(result.raw)[0], opened.ask("environ"), _outer(emulator)).kind
        state = folder / "state" / "hashiya"
        for told in ("order", "harakat"):
            session.first_time(state, f"{told}-{kind.id}")
        rooms = [
            prepare(folder / name, brackets=name == "brackets") for name in ("seed", "brackets")
        ]
        for brackets, room in enumerate(rooms):
            key = (bool(brackets), kind.harakat)
            if key not in _CELLS:
                _CELLS[key] = asyncio.run(expected(room, state, COLUMNS, ROWS, kind))
        screens = [_CELLS[bool(brackets), kind.harakat] for brackets in range(len(rooms))]
        first = "" if forced else enter(kind.mode)
        glyphs = Glyphs(opened, [cell for cells in screens for row in cells for cell in row], first)
        if first:  # so that it is the app that sets it
            opened.ask("write", leave(kind.mode))
        settings = folder / "config.toml"
        settings.write_text(SETTINGS, encoding="utf-8")
        for room, cells in zip(rooms, screens, strict=True):
            environ = {
                "HASHIYA_BIDI": forced or Mode.AUTO,
                "HASHIYA_CONFIG": str(settings),
                "XDG_STATE_HOME": str(folder / "state"),
            }
            opened.ask("start", [str(HASHIYA), str(room)], environ)
            _look(opened, glyphs, cells, result, room.with_suffix(".png"))
            opened.ask("signal", "SIGTERM")
            assert opened.ask("wait") == 128 + 15
            result.cells += sum(cell.glyph != " " for row in cells for cell in row)
    result.seconds = time.monotonic() - began
    return result


def _outer(emulator: Emulator) -> str:
    return "xterm-256color " if emulator.program == "tmux" else ""


def _asked(emulator: Emulator, opened: Window) -> Result:
    try:
        opened.ask("size", patience=15)
    except AssertionError as error:
        raise StartError(str(error)) from None
    raw = opened.ask("ask", QUESTIONS.decode()).encode("latin-1")
    kind = find(parse(raw)[0], opened.ask("environ"), _outer(emulator)).kind
    return Result(emulator, kind.name, kind.mode, kind.harakat, raw)


def _look(
    opened: Window, glyphs: Glyphs, cells: list[list[Cell]], result: Result, kept: Path
) -> None:
    """Wait until all is as it should be, or for long enough after the last row, which is Latin, is. The last picture is
    ``kept``, for a person to look at."""
    until = time.monotonic() + 20
    shown_since = 0.0
    while True:
        picture = opened.still(lambda _: True)
        wrong = differences(cells, glyphs.read(picture))
        torn_apart = torn(cells, glyphs.grounds(picture))
        now = time.monotonic()
        if not shown_since and not any(row == ROWS - 1 for row, *_ in wrong):
            shown_since = now
        settled = shown_since and now > shown_since + 1.5
        if not (wrong or torn_apart) or settled or now > until:
            picture.save(kept)
            assert shown_since, f"{opened.name}: the app does not come up"
            result.wrong += wrong
            result.torn += torn_apart
            return


def table(results: list[Result]) -> str:
    """The results, and what the terminals answered, as two tables in Markdown."""
    from tui.terminal.card import readable

    rows = [
        "| terminal | mode | cells as they should be | highlight in a word | harakat at first | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for result in sorted(results, key=lambda result: result.emulator.name):
        right = result.cells - len(result.wrong)
        rows.append(
            f"| {_named(result)} | {result.mode} | {right} of {result.cells} | "
            f"{'torn' if result.torn else 'whole'} | {'shown' if result.harakat else 'hidden'} | {result.seconds:.0f} |"
        )
    rows += ["", "| terminal | what it answers |", "|---|---|"]
    for result in sorted(results, key=lambda result: result.emulator.name):
        said = readable(result.raw).replace("|", "\\|")
        rows.append(f"| {_named(result)} | `{said}` |")
    return "\n".join(rows)


def _named(result: Result) -> str:
    """``tmux 3.3a in xfce4-terminal``"""
    program, *place = result.emulator.name.partition(" in ")
    return f"{program} {result.emulator.says()}".strip() + "".join(place)
