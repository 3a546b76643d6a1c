"""What a terminal is sent, so that cells in visual order stay in it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tui.terminal import Mode, encode, enter, leave
from tui.terminal.modes import Encoder
from tui.text.line import line


def test_plain_text_goes_as_it_is() -> None:
    assert encode("\x1b[1mﻡﻼﺳ\x1b[0m", Mode.PLAIN) == "\x1b[1mﻡﻼﺳ\x1b[0m"


def test_marks_stand_after_each_cell_with_its_vowels() -> None:
    visual = line("كلّ", 20).visual
    assert encode("ﻞ\u0651ﻛ a", Mode.MARKS) == "ﻞ\u0651\u200eﻛ\u200e a"
    assert encode(visual, Mode.MARKS).count("\u200e") == 2


def test_words_are_turned_each_by_itself() -> None:
    assert encode("ﺏﺃ ﺩﺝ ab", Mode.WORDS) == "ﺃﺏ ﺝﺩ ab"


def test_a_frame_stays_where_it_is_also_beside_a_word() -> None:
    assert encode("│ﺏﺃ│ﺩﺝ█", Mode.WORDS) == "│ﺃﺏ│ﺝﺩ█"


def test_brackets_of_a_turned_word_are_mirrored() -> None:
    assert encode("(ﺏﺃ)", Mode.WORDS) == "(ﺃﺏ)"


def test_the_style_of_a_turned_cell_stays_in_its_place() -> None:
    assert encode("\x1b[4mﺏ\x1b[0mﺃ x", Mode.WORDS) == "\x1b[4mﺃ\x1b[0mﺏ x"


def test_a_word_in_two_fonts_is_turned_in_two_parts() -> None:
    bold, colour = "\x1b[1;38;2;1;3;1m", "\x1b[38;5;1m"
    assert encode(f"ﺏﺃ{bold}ﺩﺝ\x1b[0m", Mode.WORDS) == f"ﺃﺏ{bold}ﺝﺩ\x1b[0m"
    assert encode(f"ﺏﺃ{colour}ﺩﺝ\x1b[0m", Mode.WORDS) == f"ﺝﺩ{colour}ﺃﺏ\x1b[0m"


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


@given(st.integers(0, 200), st.sampled_from([Mode.MARKS, Mode.WORDS]))
def test_an_escape_sequence_in_two_pieces_is_written_whole(cut: int, mode: Mode) -> None:
    stream = "\x1b[2;5H ﺏﺃ \x1b[38;2;1;2;3mﺩﺝ\x1b[0m \x1b]52;c;2YQ=\x07\x1bP>|x\x1b\\ \x1b[?25l"
    encoder = Encoder(mode)
    pieces = [encoder.feed(stream[:cut]), encoder.feed(stream[cut:])]
    escapes = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\].*?\x07|\x1bP.*?\x1b\\\\")
    assert set(escapes.findall("".join(pieces))) >= set(escapes.findall(stream)) - {"\x1b[0m"}
    assert not any(re.search(r"\x1b\[?[0-9;?]*\Z", piece) for piece in pieces)


def test_what_vte_had_is_left_to_it() -> None:
    assert enter(Mode.EXPLICIT) == "\x1b[8l"
    assert leave(Mode.EXPLICIT) == "\x1b[8h"
    assert leave(Mode.EXPLICIT, explicit=True) == ""
    assert leave(Mode.KONSOLE, explicit=True) != ""
