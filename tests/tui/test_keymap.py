"""The rule for keys: every command by its physical key, in both layouts of the keyboard."""

from __future__ import annotations

from collections import Counter

import pytest

from tui.keymap import (
    ARABIC_101,
    EDITING,
    FINDING,
    GROUPS,
    LISTS,
    MOVING,
    PANES,
    SELECTING,
    TAGGING,
    VIEWING,
    Command,
)

COMMANDS = [command for _, group in GROUPS for command in group]
IN_THE_TEXT = [*MOVING, *SELECTING, *TAGGING, *EDITING, *FINDING, *VIEWING, *PANES]
IN_A_LIST = [*LISTS, *EDITING, *PANES]


def keys(command: Command) -> list[str]:
    return command.keys.split(",")


def test_no_command_sits_where_the_arabic_layout_types_two_characters_or_ascii() -> None:
    used = {key for command in COMMANDS for key in keys(command)}
    assert not used & set("bBGTDFCVLZ")


def test_no_two_commands_on_keys_that_the_arabic_layout_confuses() -> None:
    used = {key for command in COMMANDS for key in keys(command)}
    for a, b in ((".", ">"), (",", "<"), ("{", "<"), ("}", ">")):
        assert not {a, b} <= used


@pytest.mark.parametrize("place", [IN_THE_TEXT, IN_A_LIST])
def test_a_key_has_one_meaning_in_one_place(place: list[Command]) -> None:
    count = Counter(key for command in place for key in command.binding.key.split(","))
    assert not [
        key for key, uses in count.items() if uses > 1 and key not in ("left", "up", "down")
    ]


def test_every_letter_has_its_arabic_character() -> None:
    for command in COMMANDS:
        for key in keys(command):
            if len(key) == 1 and key.isalpha():
                assert ARABIC_101[key] in command.binding.key


def test_what_an_arabic_key_types_is_never_ascii() -> None:
    assert all(typed > "\x7f" for typed in ARABIC_101.values())
    assert len(set(ARABIC_101.values())) == len(ARABIC_101)


def test_nothing_hangs_on_ctrl_or_alt_alone() -> None:
    for command in COMMANDS:
        # v and the motion do the same as the first; the second is what every program has there.
        if command.id.startswith("extend-") or command.id == "suspend":
            continue
        bare = [key for key in keys(command) if "ctrl" not in key and "alt" not in key]
        assert bare or command.id in ("move-word-left", "move-word-right"), command.id


def test_ids_are_unique() -> None:
    assert not [name for name, n in Counter(command.id for command in COMMANDS).items() if n > 1]
