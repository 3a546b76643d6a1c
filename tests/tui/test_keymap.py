"""The rule for keys: every command by its physical key, in every layout of the keyboard."""

from __future__ import annotations

from string import ascii_letters

import pytest

from annotations import HashiyaError
from scripts.keys_table import README, renewed
from tests.tui.conftest import Room
from tui.config import Config
from tui.keyboards import CHARACTERS, KEYS, LETTERS, Keyboard, meant
from tui.keymap import GROUPS, MENUS, Command, Keymap
from tui.widgets.chrome import Hints
from tui.widgets.switches import SWITCHES, Switch

COMMANDS = [command for _, group in GROUPS for command in group]
TYPED_AS_ASCII = {
    # Keys that type another ASCII character in the layout, and so mean that: X11's tables.
    Keyboard.ARABIC_101: set("DFCVLZUM") | {"{", "}", "<", ">", "(", ")"},
    Keyboard.ARABIC_MAC: set("OP") | {"{", "}", "<", ">", "(", ")"},
    Keyboard.PERSIAN: set("OP") | {"{", "}", "<", ">", "(", ")"},
}


def keys(command: Command) -> list[str]:
    return command.keys.split(",")


def can_be_typed(key: str, keyboard: Keyboard) -> bool:
    """Whether a key is told from others in the layout: it types a character of its own, or is none of letters."""
    if len(key) > 1 or not (key.isalpha() or key in "[];'`,./?"):
        return True
    if key in "./" and key not in CHARACTERS[keyboard]:
        return True  # it types itself
    return key in CHARACTERS[keyboard] and key not in TYPED_AS_ASCII[keyboard]


def test_the_letters_that_are_proposed_for_labels_can_be_typed_in_every_layout() -> None:
    everywhere = (
        each for each in ascii_letters if all(can_be_typed(each, layout) for layout in Keyboard)
    )
    assert {*everywhere} == LETTERS


@pytest.mark.parametrize("keyboard", Keyboard)
def test_every_command_can_be_typed_in_every_layout(keyboard: Keyboard) -> None:
    # v and the motion do the same as shift and the motion; the word by sight is the word in reading order.
    # A field's keys without another are only a shorter way.
    others = ("extend-", "suspend", "move-word-left", "move-word-right", "field-")
    for command in COMMANDS:
        ways = [each for each in keys(command) if "ctrl" not in each and "alt" not in each]
        if ways or not command.id.startswith(others):
            typable = [
                way for way in ways if all(can_be_typed(k, keyboard) for k in way.split(" "))
            ]
            assert typable, command.id


def test_nothing_sits_on_keys_that_type_two_characters() -> None:
    assert not {key for command in COMMANDS for key in keys(command)} & set("bBGT")


def test_no_two_commands_on_keys_that_a_layout_confuses() -> None:
    used = {key for command in COMMANDS for key in keys(command)}
    for a, b in ((".", ">"), (",", "<"), ("{", "<"), ("}", ">")):
        assert not {a, b} <= used


@pytest.mark.parametrize("keyboard", Keyboard)
def test_a_layout_gives_each_character_to_one_key_and_none_in_ascii(keyboard: Keyboard) -> None:
    assert all(typed > "\x7f" for typed in KEYS[keyboard])
    assert len(CHARACTERS[keyboard]) == len(KEYS[keyboard])


def test_a_character_means_the_key_that_carries_it_in_the_layout_that_is_set() -> None:
    assert [meant("ز", keyboard) for keyboard in Keyboard] == [".", "b", "c"]
    assert [meant("د", keyboard) for keyboard in Keyboard] == ["]", "v", "n"]
    assert [meant(c, Keyboard.PERSIAN) for c in "یک٣۳q"] == ["d", ";", "3", "3", "q"]


def test_the_readme_has_the_table_of_keys_as_it_is() -> None:
    assert renewed(readme := README.read_text("utf-8")) == readme, (
        "run python -m scripts.keys_table"
    )


def test_ids_are_unique() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)


def test_no_key_means_two_things() -> None:
    Keymap()  # which refuses that


def test_other_keys_for_a_command() -> None:
    keymap = Keymap({"tag-quote": "f2", "harakat": "z h"})
    assert keymap.menu("z")["h"].id == "harakat"
    assert "z" not in keymap.menu("z")
    assert keymap.textual == {"tag-quote": "f2"}


async def test_other_keys_in_a_field(room: Room) -> None:
    keys = {"field-undo": "f2", "field-redo": "ctrl+z", "field-row-start": "ctrl+b,home"}
    async with room(config=Config(keys=keys)) as desk:
        await desk.press("/", "a", "f5", "ctrl+y")
        field = desk.screen.field
        assert field is not None
        assert field.value == "a"
        await desk.press("f2")
        assert field.value == ""
        await desk.press("ctrl+z")
        assert field.value == "a"
        await desk.press("ctrl+b", "c", "end", "d", "home", "e")
        assert field.value == "ecad"
        await desk.press("escape")
        await desk.press("e", "?")  # outside of fields nothing is changed
        assert len(desk.annotations) == 1


def test_a_clash_names_both_commands() -> None:
    with pytest.raises(HashiyaError, match="key e cannot be both `tag-quote` and `tag-entity`"):
        Keymap({"tag-quote": "e"})
    with pytest.raises(HashiyaError, match="no command `tag-quotation`"):
        Keymap({"tag-quotation": "e"})
    with pytest.raises(HashiyaError, match="key g "):
        Keymap({"tag-quote": "g"})


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda each: each.name)
def test_a_key_of_a_search_is_no_other_key_in_a_field(switch: Switch) -> None:
    key = f"ctrl+{switch.letter}"
    with pytest.raises(HashiyaError) as refused:
        Keymap({"field-all": key})
    other = "field-outside" if switch.name == "exact" else "find-"
    assert f"key {key} cannot be both" in str(refused.value)
    assert f"`{other}" in str(refused.value)
    _, wrong = Keymap.usable({"find-regex": "f x", "field-all": key})
    assert [*wrong] == ["field-all"], "whatever key the switch has in the text"
    assert not Keymap.usable({"field-outside": key})[1], "which only a note has"


@pytest.mark.parametrize("width", [40, 200])
async def test_a_menu_says_all_that_it_offers_also_where_the_status_has_no_room_for_it(
    room: Room, width: int
) -> None:
    async with room(size=(width, 24)) as desk:
        for key in MENUS:
            await desk.press(key)
            shown = (desk.said or desk.screen.status.left).replace("\u00a0", " ")
            choices = [f"{k} {each.hint}" for k, each in Keymap().menu(key).items() if each.hint]
            assert shown.startswith(MENUS[key])
            assert all(choice in shown for choice in choices)
            await desk.press("escape")
            assert MENUS[key] not in desk.screen.status.left + desk.said


async def test_a_menu_takes_one_key(room: Room) -> None:
    async with room() as desk:
        await desk.press("e", "r", "c")
        assert [a.label for a in desk.annotations] == ["claim"]
        await desk.press(
            "r", "left", "e"
        )  # the arrow is no choice: what follows is a command of its own
        assert sorted(a.label for a in desk.annotations) == ["claim", "entity"]


async def test_a_count_repeats_a_motion(room: Room) -> None:
    async with room() as desk:
        await desk.press("i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i", "i")
        twelve = desk.reader.cursor
        await desk.press("ctrl+home", "1", "2", "i")
        assert desk.reader.cursor == twelve
        await desk.press("ctrl+home", "١", "٢", "ه")
        assert desk.reader.cursor == twelve
        await desk.press("i")
        assert desk.text[twelve : desk.reader.cursor].strip().isalpha()  # one word, not twelve
        await desk.press("9", "9", "9", "9", "i")
        assert desk.reader.cursor == len(desk.text)


async def test_an_impossible_count_is_refused_and_forgotten(room: Room) -> None:
    async with room() as desk:
        await desk.press(*"9999999")
        assert "1,000,000" in desk.said
        await desk.press("escape", "ctrl+home", "i")
        assert desk.text[desk.reader.cursor :].startswith("وزير")


async def test_the_hints_show_the_character_of_the_layout_while_it_is_in_use(room: Room) -> None:
    async with room() as desk:
        hints = desk.screen.query_one(Hints)
        assert "ﺽ" not in hints.render_line(0).text
        await desk.press("ه")
        assert "q ﺽ quote" in hints.render_line(0).text
        await desk.press("i")
        assert "ﺽ" not in hints.render_line(0).text


async def test_a_count_beyond_what_a_motion_does_is_shown_as_such(room: Room) -> None:
    async with room() as desk:
        status = desk.screen.status
        await desk.press(*"1000")
        assert status.left.startswith("1000 · ")
        await desk.press("0")
        assert status.left.startswith("10000 (of a motion 1,000 at most)")
        await desk.press("g", "n")
        assert "paragraphs" in desk.said


async def test_a_count_before_a_label_tags_so_many_words(room: Room) -> None:
    async with room() as desk:
        await desk.press("4", "i", "2", "e", "i", "2", ".", "3", "q")
        assert [(a.label, a.exact) for a in desk.annotations] == [
            ("entity", "سيرغي لافروف"),
            ("quote", "لافروف إلى بيونغ"),
            ("entity", "لافروف إلى"),
        ]
        await desk.press("c")  # the count has been used
        assert desk.annotations[0].exact.startswith("وصل وزير")
