"""What a terminal is sent, so that cells in visual order stay in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal import Mode, encode, guess
from tui.text.line import line


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({"TERM": "xterm-256color"}, Mode.PLAIN),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, Mode.EXPLICIT),
        ({"TERM": "xterm-kitty"}, Mode.WORDS),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, Mode.KONSOLE),
        ({"TERM": "mlterm"}, Mode.MLTERM),
        ({"TERM": "screen-256color", "TMUX": "x", "VTE_VERSION": "7006"}, Mode.MARKS),
    ],
)
def test_the_mode_that_the_environment_suggests(environ: dict[str, str], mode: Mode) -> None:
    assert guess(environ) is mode


def test_plain_text_goes_as_it_is() -> None:
    assert encode("\x1b[1mﻡﻼﺳ\x1b[0m", Mode.PLAIN) == "\x1b[1mﻡﻼﺳ\x1b[0m"


def test_marks_stand_after_each_cell_with_its_vowels() -> None:
    visual = line("كلّ", 20).visual
    assert encode("ﻞ\u0651ﻛ a", Mode.MARKS) == "ﻞ\u0651\u200eﻛ\u200e a"
    assert encode(visual, Mode.MARKS).count("\u200e") == 2


def test_words_are_turned_each_by_itself() -> None:
    assert encode("ﺏﺃ ﺩﺝ ab", Mode.WORDS) == "ﺃﺏ ﺝﺩ ab"


def test_brackets_of_a_turned_word_are_mirrored() -> None:
    assert encode("(ﺏﺃ)", Mode.WORDS) == "(ﺃﺏ)"


def test_the_style_of_a_turned_cell_stays_with_it() -> None:
    assert encode("\x1b[1mﺏ\x1b[0mﺃ x", Mode.WORDS) == "ﺃ\x1b[1mﺏ\x1b[0m x"


@given(
    st.lists(
        st.sampled_from(
            ["\x1b[2;5H", "\x1b[38;2;1;2;3m", "\x1b[0m", "ﺏﺃ", "(", " ", "ab", "\x1b]0;ﺏ\x07"]
        )
    )
)
def test_escape_sequences_other_than_styles_stay_whole_and_in_order(parts: list[str]) -> None:
    kept = re.compile("\x1b\\[2;5H|\x1b]0;ﺏ\x07")
    stream = "".join(parts)
    assert kept.findall(encode(stream, Mode.WORDS)) == kept.findall(stream)
