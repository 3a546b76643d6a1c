"""What terminals answer, as measured, and what is concluded from it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal import Mode
from tui.terminal.answers import Answers, Sieve, parse
from tui.terminal.kinds import find
from tui.terminal.probe import may_ask

VTE = b"\x1b[8;1$y\x1b[>65;7006;1c\x1b[?65;1;9c"
XTERM = b"\x1b[8;0$y\x1bP>|XTerm(379)\x1b\\\x1b[>41;379;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"
KITTY = b"\x1b[8;0$y\x1bP>|kitty(0.26.5)\x1b\\\x1b[>1;4000;26c\x1b[?62;c"
KONSOLE = b"\x1bP>|Konsole 22.12.3\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c"
MLTERM = b"\x1b[8;0$y\x1b[>24;279;0c\x1b[?63;1;2;3;4;6;7;15;18;22;29c"
ALACRITTY = b"\x1b[>0;1700;1c\x1b[?6c"
QTERMINAL = b"\x1b[>0;115;0c\x1b[?1;2c"
URXVT = b"\x1b[>85;95;0c\x1b[?1;2c"
ST = b"\x1b[?6c"
TMUX = b"\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?1;2c"
INHERITED = {"KITTY_WINDOW_ID": "1", "KONSOLE_VERSION": "221203", "VTE_VERSION": "7006"}


@pytest.mark.parametrize(
    ("heard", "environ", "name", "mode"),
    [
        (VTE, {"TERM": "xterm-256color"}, "VTE", Mode.EXPLICIT),
        (VTE, {"TERM": "xterm-256color", **INHERITED}, "VTE", Mode.EXPLICIT),
        (XTERM, {"TERM": "xterm", **INHERITED}, "xterm", Mode.PLAIN),
        (KITTY, {"TERM": "xterm-kitty"}, "kitty", Mode.WORDS),
        (KONSOLE, {"TERM": "xterm-256color"}, "Konsole", Mode.KONSOLE),
        (MLTERM, {"TERM": "mlterm", "MLTERM": "3.9.0"}, "mlterm", Mode.MLTERM),
        (ALACRITTY, {"TERM": "alacritty", **INHERITED}, "Alacritty", Mode.PLAIN),
        (QTERMINAL, {"TERM": "xterm-256color", **INHERITED}, "QTerminal", Mode.PLAIN),
        (URXVT, {"TERM": "rxvt-unicode-256color"}, "urxvt", Mode.PLAIN),
        (ST, {"TERM": "st-256color"}, "st", Mode.PLAIN),
        (b"\x1bP>|foot(1.13.1)\x1b\\\x1b[?62;4;22c", {"TERM": "foot"}, "foot", Mode.PLAIN),
        (TMUX, {"TERM": "tmux-256color", "TMUX": "x", **INHERITED}, "tmux", Mode.MARKS),
        (b"\x1b[?1;2c", {"TERM": "screen", "STY": "x"}, "screen", Mode.MARKS),
        (b"\x1b[?1;2c", {"TERM": "tmux-256color"}, "screen", Mode.MARKS),  # far away, over ssh
        (XTERM, {"TERM": "xterm", "TMUX": "x"}, "xterm", Mode.PLAIN),  # started from within tmux
        (b"", {"TERM": "xterm-kitty"}, "kitty", Mode.WORDS),
        (b"", {"TERM": "xterm-256color", "KONSOLE_VERSION": "1"}, "Konsole", Mode.KONSOLE),
        (b"", {"TERM": "xterm-256color", "VTE_VERSION": "7006"}, "VTE", Mode.EXPLICIT),
        (b"", {"TERM": "xterm-256color"}, "an unknown terminal", Mode.PLAIN),
        (b"", {"TERM": "linux"}, "the Linux console", Mode.PLAIN),
        (b"", {"TERM_PROGRAM": "Apple_Terminal"}, "macOS Terminal", Mode.PLAIN),
        (b"", {"TEXTUAL_DRIVER": "x:Y", "VTE_VERSION": "1"}, "a browser", Mode.PLAIN),
    ],
)
def test_the_terminal_and_its_mode(
    heard: bytes, environ: dict[str, str], name: str, mode: Mode
) -> None:
    found = find(parse(heard)[0], environ)
    assert (found.kind.name, found.kind.mode) == (name, mode)


@pytest.mark.parametrize(
    ("outer", "mode", "right", "harakat"),
    [
        ("xterm-256color ", Mode.MARKS, True, True),
        ("xterm-kitty kitty(0.26.5)", Mode.WORDS, True, False),
        ("xterm-256color Konsole 22.12.3", Mode.MARKS, False, True),
        ("xterm-256color XTerm(379)", Mode.MARKS, True, True),
        ("foot foot(1.13.1)", Mode.MARKS, True, False),
        ("mlterm ", Mode.MARKS, False, True),
        ("", Mode.MARKS, True, True),
    ],
)
def test_what_is_round_tmux(outer: str, mode: Mode, right: bool, harakat: bool) -> None:
    kind = find(parse(TMUX)[0], {"TMUX": "x", "TERM": "tmux-256color"}, outer).kind
    assert (kind.mode, not kind.advice, kind.harakat) == (mode, right, harakat)


def test_what_vte_had_before_is_known() -> None:
    assert not find(parse(VTE)[0], {}).explicit
    assert find(parse(VTE.replace(b"8;1", b"8;2"))[0], {}).explicit


@pytest.mark.parametrize("name", ["QTerminal", "macOS Terminal"])
def test_a_terminal_that_cannot_be_right_has_a_way_out(name: str) -> None:
    kinds = [
        find(parse(QTERMINAL)[0], {}).kind,
        find(Answers(), {"TERM_PROGRAM": "Apple_Terminal"}).kind,
    ]
    (kind,) = [kind for kind in kinds if kind.name == name]
    assert "cannot be told" in kind.advice
    assert "Alacritty" in kind.advice


@pytest.mark.parametrize(
    "environ", [{"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}, {"TERM": "dumb"}, {}]
)
def test_where_a_question_does_harm_it_is_not_asked(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.isatty", lambda _: True)
    assert not may_ask(environ)
    assert may_ask({"TERM": "xterm"})


TYPED = "jj/الثابت\r\x1b[A\x1b".encode()


@pytest.mark.parametrize("heard", [VTE, XTERM, KITTY, KONSOLE, MLTERM, ALACRITTY, TMUX])
def test_what_is_typed_between_the_answers_is_kept(heard: bytes) -> None:
    middle = heard.rindex(b"\x1b[")
    answers, typed = parse(TYPED[:3] + heard[:middle] + TYPED[3:] + heard[middle:])
    assert typed == TYPED
    assert answers.complete
    assert answers.raw == heard


@given(
    st.sampled_from([VTE, XTERM, KITTY, KONSOLE, MLTERM, TMUX]),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_late_answers_in_any_pieces_are_not_typed(heard: bytes, cuts: list[int]) -> None:
    sieve = Sieve(waiting=True)
    places = [0, *sorted(cuts), len(heard)]
    pieces = [heard[a:b] for a, b in pairwise(places)]
    assert b"".join(sieve.feed(piece) for piece in pieces if piece) == b""
    assert not sieve.waiting
    assert sieve.feed(TYPED) == TYPED


def test_a_key_that_looks_like_an_answer_comes_through_after_a_while() -> None:
    sieve = Sieve(waiting=True)
    assert sieve.feed(b"\x1b") == b""
    assert sieve.feed(b"") == b"\x1b"
    assert sieve.feed(b"\x1b[") + sieve.feed(b"A") == b"\x1b[A"
    assert Sieve(waiting=False).feed(b"\x1b") == b"\x1b"
