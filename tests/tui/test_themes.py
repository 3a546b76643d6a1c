"""Every theme can be read, by everybody: the contrast of all that is drawn over each other, and what eyes that miss a
colour tell apart; and without any colour at all."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from itertools import combinations, combinations_with_replacement
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from annotations.model import Span
from annotations.project import Project
from tests.tui.conftest import Room
from tui import printing, themes
from tui.terminal import Mode
from tui.themes import ThemeName
from tui.widgets.painter import (
    CURRENT,
    CURSOR,
    HIDDEN,
    HIT,
    MARKS,
    SELECTION,
    Palette,
    Touch,
    style,
)
from tui.widgets.styles import LOOKS, colored

Rgb = tuple[int, int, int]
Matrix = tuple[tuple[float, float, float], ...]

KINDS = [name for name in LOOKS if f"{name}-deeper" in LOOKS]
TEXT = ["dim", "warning", "key", "keys", *KINDS]
"""The looks of words in lists, titles and bars."""


def linear(part: int) -> float:
    """A part of an sRGB colour (0 to 255) as light, 0 to 1."""
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(color: Rgb) -> float:
    red, green, blue = map(linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# 2009), severity 1, for linear light.
EYES: dict[str, Matrix] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_GROUNDS = (
    "quote", "quote-deeper", "entity-deeper", "claim-deeper", "selection", "hit", "hidden", "cursor",
)  # fmt: skip
_PAIRS = (
    "text-muted background", "text-accent surface", "text-accent panel", "text-warning warning-muted",
)  # fmt: skip
"""A colour of text and its ground, of the style sheets."""
TOLD_APART = 9.0
"""CIE 1976 ΔE of two colours that mean different things; 2.3 is just noticeable side by side."""
SHADES = 6.5
"""Of two shades of one label, which only say that it lies there twice."""


def lab(color: Rgb, eye: Matrix) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    light = [linear(part) for part in color]
    seen = [min(1, max(0, sum(m * x for m, x in zip(row, light, strict=True)))) for row in eye]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(m * part for m, part in zip(row, seen, strict=True)) / full
        for row, full in zip(to_xyz, white, strict=True)
    )
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Rgb, other: Rgb, eye: Matrix) -> float:
    pairs = zip(lab(one, eye), lab(other, eye), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def rgb(color: RichColor | None) -> Rgb:
    assert color is not None
    red, green, blue = color.get_truecolor()
    return red, green, blue


class Drawn:
    """What a theme gives to the looks."""

    def __init__(self, name: ThemeName) -> None:
        theme = themes.theme(name)
        self.variables = theme.to_color_system().generate() | theme.variables
        self.text_least, self.line_least = (7, 3) if "contrast" in name else (4.5, 3)

    def color(self, name: str) -> Color:
        return Color.parse(self.variables[name])

    def look(self, name: str, ground: str = "background") -> Style:
        return colored(LOOKS[name], self.variables, self.color(ground))

    def plain(self, ground: str = "background") -> Style:
        fore, back = self.color("foreground"), self.color(ground)
        return Style(color=fore.rich_color, bgcolor=back.rich_color)

    def palette(self, cursor: str = "cursor") -> Palette:
        labels = {kind: (self.look(kind), self.look(f"{kind}-deeper")) for kind in KINDS}
        marks = {mark: self.look(mark) for mark in MARKS if mark in LOOKS}
        return Palette(
            self.plain(), labels, marks | {CURSOR: self.look(cursor)}, self.look("number")
        )


@pytest.fixture(params=ThemeName)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return Drawn(request.param)


def ratio(shown: Style) -> float:
    return contrast(rgb(shown.color), rgb(shown.bgcolor))


def stacks() -> Iterator[list[Touch]]:
    """Up to three annotations over each other."""
    for many in range(4):
        for kinds in combinations_with_replacement(KINDS, many):
            yield [Touch(0, 1, kind, label=True) for kind in kinds]


OVER: list[list[str]] = [
    [], [CURRENT], [HIT], [SELECTION], [HIDDEN], [CURSOR], [CURRENT, CURSOR],
    [CURRENT, SELECTION], [HIT, CURSOR], [HIT, SELECTION], [HIDDEN, CURSOR],
]  # fmt: skip


def test_every_text_can_be_read_whatever_lies_over_it(drawn: Drawn) -> None:
    for palette in (drawn.palette(), drawn.palette("cursor-away")):
        for stack in stacks():
            for marks in OVER:
                shown = style([*stack, *(Touch(0, 1, mark) for mark in marks)], palette)
                assert ratio(shown) >= drawn.text_least, ([each.kind for each in stack], marks)


def test_every_word_round_the_text_can_be_read(drawn: Drawn) -> None:
    for row in ("", "chosen", "chosen-away"):
        base = drawn.plain() + (drawn.look(row) if row else Style())
        for name in TEXT:
            assert ratio(base + drawn.look(name)) >= drawn.text_least, (row, name)
    for ground in ("panel", "surface"):
        for name in ("dim", "key", "keys", "number", "chosen", "beside", "selection", "cursor"):
            assert ratio(drawn.plain(ground) + drawn.look(name, ground)) >= drawn.text_least
    for pair in _PAIRS:
        fore, back = (drawn.color(name).rich_color for name in pair.split())
        assert contrast(rgb(fore), rgb(back)) >= drawn.text_least, pair


def test_lines_and_the_scroll_bar_can_be_seen(drawn: Drawn) -> None:
    page = rgb(drawn.plain().bgcolor)
    assert contrast(rgb(drawn.look("edge").color), page) >= drawn.line_least
    assert contrast(rgb(drawn.look("thumb").bgcolor), page) >= drawn.line_least


@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart_by_every_eye(drawn: Drawn, eye: str) -> None:
    grounds = {name: rgb(drawn.look(name).bgcolor) for name in _GROUNDS}
    grounds["the page"] = rgb(drawn.plain().bgcolor)
    texts = {name: rgb(drawn.look(name).color) for name in ("entity", "waiting")}
    texts["plain"] = rgb(drawn.plain().color)
    for colors in (grounds, texts):
        for one, other in combinations(colors, 2):
            least = SHADES if {one, other} == {"quote", "quote-deeper"} else TOLD_APART
            assert difference(colors[one], colors[other], EYES[eye]) >= least, (one, other)


def test_with_256_colours_nothing_looks_like_the_page(drawn: Drawn) -> None:
    names = ("quote", "quote-deeper", "selection", "hit", "hidden", "cursor")
    shown = [drawn.plain().bgcolor, *(drawn.look(name).bgcolor for name in names)]
    assert len({c.downgrade(ColorSystem.EIGHT_BIT).number for c in shown if c}) == len(shown)


def test_an_eye_without_red_and_green_takes_these_for_one() -> None:
    """The simulation is one: two colours that a deuteranope confuses, and others do not."""
    red, green = (208, 96, 60), (136, 134, 60)
    assert difference(red, green, EYES["all colours"]) > 50
    assert difference(red, green, EYES["deuteranopia"]) < TOLD_APART


def test_labels_differ_by_more_than_colour_and_without_any() -> None:
    labels = [LOOKS[name] for name in ("quote", "entity", "claim")]
    assert len({(each.bold, each.underline, bool(each.ground)) for each in labels}) == 3
    bare = ["quote", "entity", "claim", "waiting", HIT, SELECTION, CURSOR, HIDDEN]
    assert len({Style.parse(LOOKS[name].bare) for name in bare}) == len(bare)


def test_without_colours_a_cursor_shows_inside_what_is_reversed() -> None:
    bare = {mark: Style.parse(LOOKS[mark].bare) for mark in MARKS if mark in LOOKS}
    palette = Palette(Style(), {}, bare, Style())
    selected = style([Touch(0, 1, SELECTION)], palette)
    assert selected.reverse
    assert not style([Touch(0, 1, SELECTION), Touch(0, 1, CURSOR)], palette).reverse
    assert style([Touch(0, 1, CURSOR)], palette).reverse


async def test_a_key_goes_through_the_themes_and_the_choice_is_kept(room: Room) -> None:
    async with room() as desk:
        seen = []
        for name in [*ThemeName][1:]:
            await desk.press("z", "t")
            assert themes.TITLES[name] in desk.said
            seen.append(str(desk.reader._palette.text))
        assert len(set(seen)) == len(seen)
    async with room() as desk:
        assert str(desk.reader._palette.text) == seen[-1]
        await desk.press("z", "t")
        assert themes.TITLES[ThemeName.DARK] in desk.said


_SGR = re.compile(rb"\x1b\[([\d;:]*)m")
_PLAIN = {"", "0", "1", "2", "3", "4", "7", "9", "21"}


def test_no_colour_reaches_the_terminal_where_none_is_wanted(folder: Path) -> None:
    steps = [
        (b"q", b"v first"), (b"Iq", b"saved"), (b"2gne", b"Annotations  2"), (b"c", b"Annotations  3"),
        (b"viii", b"SELECT"), (b":", b"done?"), (b"zzz", b"No command"), (b"\x1b", b"quote"),
    ]  # fmt: skip
    written = screen(folder, steps, NO_COLOR="1")
    codes = {code for found in _SGR.findall(written) for code in found.decode().split(";")}
    assert {"1", "3", "4", "7"} <= codes <= _PLAIN


def test_an_empty_no_color_is_as_none(folder: Path) -> None:
    assert b"\x1b[38;2;" in screen(folder, [], NO_COLOR="")


def screen(folder: Path, steps: list[tuple[bytes, bytes]], **environ: str) -> bytes:
    """What the reading room writes to its terminal while keys are pressed; with each, what is waited for."""
    hashiya = Path(sys.executable).with_name("hashiya")
    process, end = pty.fork()
    if process == 0:
        all_ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environ}
        os.execve(hashiya, [str(hashiya), "--bidi", "plain", str(folder)], all_)
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
    written = b""

    def read_until(wanted: bytes) -> None:
        nonlocal written
        began, ends = len(written), time.monotonic() + 10
        while wanted not in written[began:]:
            assert time.monotonic() < ends, written[-500:]
            if select.select([end], [], [], 1)[0]:
                written += os.read(end, 1 << 16)

    try:
        read_until(b"keys")
        for keys, shown in steps:
            os.write(end, keys)
            read_until(shown)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(end)
    return written


def test_printing_honours_it_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.open(folder, "Tester", "machine")
    article = project.read(project.articles()[0])
    margin = project.margin(article)
    tags = [margin.add(Span(0, 20), label) for label in ("quote", "entity", "claim")]

    def printed() -> set[str]:
        rows = "".join(printing.rows(article, tags, 64, True, Mode.PLAIN))
        return {code for found in _SGR.findall(rows.encode()) for code in found.decode().split(";")}

    assert "48" in printed()
    monkeypatch.setenv("NO_COLOR", "1")
    assert {"1", "3", "4"} <= printed() <= _PLAIN
