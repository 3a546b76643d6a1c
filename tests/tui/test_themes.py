"""Every theme can be read, by everybody: the contrast of all that is drawn over each other, and what eyes that miss a
colour tell apart; and without any colour at all."""

from __future__ import annotations

import fcntl
import importlib
import os
import pkgutil
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from functools import cache
from itertools import combinations, combinations_with_replacement, product
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.color import Color as RichColor
from rich.color import ColorSystem, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.color import Color

from annotations.codebook import COLOURS, PATTERNS
from annotations.model import Span
from annotations.project import Project
from tests.tui.conftest import Room
from tests.tui.seeing import EYES, Rgb, contrast, difference, luminance, rgb
from tui import printing, screens, themes, widgets
from tui.terminal import Mode
from tui.themes import ThemeName
from tui.widgets.painter import (
    BESIDE,
    CURRENT,
    CURSOR,
    END,
    HIDDEN,
    HIT,
    MARKS,
    OTHERS,
    SELECTION,
    Ink,
    Palette,
    Touch,
    no_ink,
    style,
)
from tui.widgets.styles import LABELS, LOOKS, OTHER_LABEL, LabelLook, colored, inked, label_look

KINDS = [*LABELS, "unknown"]
TEXT = ["dim", "warning", "key", "keys"]
"""The looks of words in lists, titles and bars."""


_OVER = ("selection", "hit", "hidden", "cursor", "end")
_PAIRS = (
    "text-muted background", "key surface", "key panel", "text-warning warning-muted",
)  # fmt: skip
"""A colour of text and its ground, of the style sheets."""
TOLD_APART = 9.0
"""CIE 1976 ΔE of two colours that mean different things; 2.3 is just noticeable side by side."""
SHADES = 3.0, 2.0
"""Of two shades of one label, of which one begins where the other ends; and for an eye that misses a colour."""


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

    def ink(self, label: LabelLook, depths: tuple[int, ...] = (0,), quiet: bool = False) -> Ink:
        shown = label_look(label, depths, quiet=quiet)
        return inked(label.color, shown, self.variables, self.color("background"))

    def palette(self, cursor: str = "cursor") -> Palette:
        @cache
        def ink(kind: str, depths: tuple[int, ...]) -> Ink:
            name = kind.removesuffix(OTHERS)
            return self.ink(LABELS.get(name, OTHER_LABEL), depths, kind != name)

        marks = {mark: self.look(mark) for mark in MARKS if mark in LOOKS}
        return Palette(self.plain(), ink, marks | {CURSOR: self.look(cursor)}, self.look("number"))


@pytest.fixture(params=ThemeName, scope="module")
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return Drawn(request.param)


def ratio(shown: Style) -> float:
    return contrast(rgb(shown.color), rgb(shown.bgcolor))


EVERY = [LabelLook(pattern, color) for pattern in PATTERNS for color in COLOURS]
"""The looks of labels that a codebook may ask for."""
NESTED = [(0,), (0, 1), (0, 1, 2), (0, 1, 2, 3)]
DEPTHS = [*NESTED, (1,), (0, 2), (0, 1, 3), (0, 1, 2, 4)]
"""Up to four layers, of which the depths add up to an even and to an odd number."""


def stacks() -> Iterator[list[Touch]]:
    """The program's own labels, alone and over each other, in up to four layers, one's own and a colleague's."""
    kinds = [*KINDS, *(kind + OTHERS for kind in KINDS if kind != "waiting")]
    yield []
    for one, other in combinations_with_replacement(kinds, 2):
        for depths in NESTED:
            yield [Touch(0, 1, kind, depth=depth) for kind in (one, other) for depth in depths]
    yield [Touch(0, 1, kind, depth=depth) for kind in kinds for depth in range(4)]


OVER: list[list[str]] = [
    [], [CURRENT], [HIT], [SELECTION], [HIDDEN], [CURSOR], [BESIDE], [CURRENT, END], [CURRENT, CURSOR],
    [CURRENT, BESIDE], [CURRENT, SELECTION], [HIT, CURSOR], [HIT, SELECTION], [HIDDEN, CURSOR],
]  # fmt: skip


def test_the_themes_have_the_colours_of_the_codebooks() -> None:
    assert themes.LABELS == COLOURS


def test_every_colour_that_is_named_is_one_of_the_themes() -> None:
    """In the looks and the style sheets, which have none of their own."""
    looks = [*LOOKS.values(), *(label_look(each, (0, 1)) for each in [*EVERY, *LABELS.values()])]
    named = {spec.partition(" ")[0] for each in looks for spec in (each.color, each.ground) if spec}
    for package in (widgets, screens):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for each in vars(module).values():
                if isinstance(each, type) and each.__module__ == found.name:
                    sheet = str(vars(each).get("DEFAULT_CSS", ""))
                    colors = re.findall(r"(?:background|color|tint|border): *([^;]+);", sheet)
                    assert all(color.startswith("$") for color in colors), (each, colors)
                    named |= set(re.findall(r"\$([\w-]+)", sheet))
    assert len(named) > 20
    for name in ThemeName:
        assert named <= themes.colors(name).keys()


def test_what_a_codebook_may_ask_for_can_be_read_however_much_lies_over_it(drawn: Drawn) -> None:
    """All letters on the lightest and the darkest of the grounds that up to three colours make at any share."""
    palette = drawn.palette()
    inks = [drawn.ink(LabelLook("background", color), each) for color in COLOURS for each in NESTED]
    layers = [{rgb(palette.text.bgcolor)}]
    for _ in range(3):
        layers.append({mixture(ground, ink) for ground in layers[-1] for ink in inks})
    grounds = sorted(set().union(*layers), key=luminance)
    letters = {
        drawn.ink(each, quiet=quiet).over(palette.text).color
        for each in EVERY
        for quiet in (False, True)
    }
    letters |= {drawn.ink(LABELS["waiting"]).style.color, drawn.look("beside").color}
    for color, ground, marks in product(letters, (grounds[0], grounds[-1]), ([], [CURRENT])):
        below = Style(color=color, bgcolor=RichColor.from_rgb(*ground))
        shown = style([Touch(0, 1, mark) for mark in marks], replace(palette, text=below))
        assert ratio(shown) >= drawn.text_least, (color, ground, marks)


def mixture(ground: Rgb, ink: Ink) -> Rgb:
    assert ink.tint is not None
    return blend_rgb(ColorTriplet(*ground), ink.tint, ink.share)


def test_every_text_can_be_read_whatever_lies_over_it(drawn: Drawn) -> None:
    for palette in (drawn.palette(), drawn.palette("cursor-away")):
        for stack in stacks():
            for marks in OVER:
                shown = style([*stack, *(Touch(0, 1, mark) for mark in marks)], palette)
                assert ratio(shown) >= drawn.text_least, (stack, marks)


def boundaries() -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The depths on both sides of where one begins or ends, and of up to three, where another begins as one ends."""
    ends = {(each, each[:at] + each[at + 1 :]) for each in DEPTHS for at in range(len(each))}
    return {both for both in ends if both[1]} | {*zip(NESTED[:3], DEPTHS[4:7], strict=True)}


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("eye", EYES)
def test_where_one_begins_or_ends_the_shade_changes_for_every_eye(
    drawn: Drawn, eye: str, quiet: bool
) -> None:
    least = SHADES[eye != "all colours"] * (2 / 3 if quiet else 1)
    for color in COLOURS:
        lone = (
            drawn.plain(),
            drawn.ink(LabelLook("background", color), (1,), quiet).over(drawn.plain()),
        )
        shades = {lone} | {
            tuple(
                drawn.ink(LabelLook(pattern, color), each, quiet).over(drawn.plain())
                for each in both
            )
            for both in boundaries()
            for pattern in PATTERNS
        }
        grounds = {(rgb(one.bgcolor), rgb(other.bgcolor)) for one, other in shades}
        for one, other in grounds:
            assert difference(one, other, EYES[eye]) >= least, (color, one, other)


def test_every_word_round_the_text_can_be_read(drawn: Drawn) -> None:
    for row in ("", "chosen", "chosen-away"):
        base = drawn.plain() + (drawn.look(row) if row else Style())
        for name in TEXT:
            assert ratio(base + drawn.look(name)) >= drawn.text_least, (row, name)
        for label in EVERY:
            letter = colored(label_look(label), drawn.variables, drawn.color("background"))
            assert ratio(base + letter) >= drawn.text_least, (row, label)
    for ground in ("panel", "surface"):
        for name in ("dim", "key", "keys", "number", "chosen", "beside", "selection", "cursor"):
            assert ratio(drawn.plain(ground) + drawn.look(name, ground)) >= drawn.text_least
    for pair in _PAIRS:
        fore, back = (drawn.color(name).rich_color for name in pair.split())
        assert contrast(rgb(fore), rgb(back)) >= drawn.text_least, pair


def test_lines_and_the_scroll_bar_can_be_seen(drawn: Drawn) -> None:
    page = rgb(drawn.plain().bgcolor)
    lines = [drawn.look("edge").color, drawn.look("thumb").bgcolor]
    for line in [*lines, *(drawn.ink(label).line for label in EVERY)]:
        assert contrast(rgb(line), page) >= drawn.line_least


@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart_by_every_eye(drawn: Drawn, eye: str) -> None:
    """Those of the default codebook, and what lies over labels. All six only by an eye that sees all colours, as far as
    they are letters, or the ground of whole words."""
    labels = {name: rgb(drawn.color(name).rich_color) for name in COLOURS}
    letters = {f"text-{name}": rgb(drawn.color(f"text-{name}").rich_color) for name in COLOURS}
    over = {name: rgb(drawn.look(name).bgcolor) for name in _OVER}
    over["the page"] = rgb(drawn.plain().bgcolor)
    plain = {"plain": rgb(drawn.plain().color)}
    for colors, known in (
        (labels, ("primary", "success", "warning")),
        (letters, ("text-success", "text-warning")),
    ):
        if eye != "all colours":
            colors = {name: colors[name] for name in known}
        colors |= over if colors.keys() & labels.keys() else plain
        for one, other in combinations(colors, 2):
            assert difference(colors[one], colors[other], EYES[eye]) >= TOLD_APART, (one, other)


def test_the_current_annotation_is_told_from_others(drawn: Drawn) -> None:
    for color in COLOURS:
        for depths in DEPTHS:
            below = drawn.ink(LabelLook("background", color), depths).over(drawn.plain())
            current = style([Touch(0, 1, CURRENT)], replace(drawn.palette(), text=below))
            assert difference(rgb(below.bgcolor), rgb(current.bgcolor), EYES["all colours"]) >= 5


def test_with_256_colours_nothing_looks_like_the_page(drawn: Drawn) -> None:
    names = ("selection", "hit", "hidden", "cursor")
    quote = [drawn.ink(LABELS["quote"]).over(drawn.plain())]
    shown = [drawn.plain(), *quote, *(drawn.look(name) for name in names)]
    grounds = [each.bgcolor for each in shown if each.bgcolor]
    assert len({c.downgrade(ColorSystem.EIGHT_BIT).number for c in grounds}) == len(shown)


def test_an_eye_without_red_and_green_takes_these_for_one() -> None:
    """The simulation is one: two colours that a deuteranope confuses, and others do not."""
    red, green = (208, 96, 60), (136, 134, 60)
    assert difference(red, green, EYES["all colours"]) > 50
    assert difference(red, green, EYES["deuteranopia"]) < TOLD_APART


def test_labels_differ_by_more_than_colour_and_without_any() -> None:
    labels = [label_look(LABELS[name]) for name in ("quote", "entity", "claim")]
    assert len({(each.bold, each.underline, bool(each.ground)) for each in labels}) == 3
    bare = [label_look(each).bare for each in LABELS.values()]
    bare += [LOOKS[name].bare for name in (HIT, SELECTION, CURSOR, HIDDEN)]
    assert len({Style.parse(each) for each in bare}) == len(bare)


def test_every_look_has_a_form_without_colours() -> None:
    for name, each in LOOKS.items():
        assert Style.parse(each.bare), name
    for label, depths, quiet in product([*EVERY, *LABELS.values()], DEPTHS, (False, True)):
        assert Style.parse(label_look(label, depths, quiet=quiet).bare)


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_where_one_begins_or_ends_the_form_without_colours_changes(
    pattern: str, quiet: bool
) -> None:
    label = LabelLook(pattern, "primary")
    for both in boundaries():
        one, other = (Style.parse(label_look(label, each, quiet=quiet).bare) for each in both)
        # Two of a colleague's side by side are told apart by the margin alone.
        assert one != other or (quiet and pattern != "underline" and len(both[0]) == len(both[1]))


def test_without_colours_a_cursor_shows_inside_what_is_reversed() -> None:
    bare = {mark: Style.parse(LOOKS[mark].bare) for mark in MARKS if mark in LOOKS}
    palette = Palette(Style(), no_ink, bare, Style())
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
        rows = "".join(printing.rows(printing.laid_out(article, 64), tags, Mode.PLAIN))
        return {code for found in _SGR.findall(rows.encode()) for code in found.decode().split(";")}

    assert "48" in printed()
    monkeypatch.setenv("NO_COLOR", "1")
    assert {"1", "3", "4"} <= printed() <= _PLAIN
