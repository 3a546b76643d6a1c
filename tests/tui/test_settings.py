"""The settings file: each mistake is named with its line and what is allowed, and everything else still holds."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from annotations import HashiyaError
from tests.conftest import SEED
from tests.tui.conftest import Room
from tui import config
from tui.cli import main
from tui.config import Config
from tui.keymap import GROUPS, Keymap
from tui.settings import SETTINGS
from tui.themes import ThemeName


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are."""
    monkeypatch.setenv("HASHIYA_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "config.toml"


def loaded(path: Path, text: str) -> tuple[Config, list[str]]:
    path.write_text(text, "utf-8")
    problems: list[str] = []
    return config.load(problems), problems


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nmesure = 70", 2, "no setting `mesure`. Is `measure` meant?"),
        ("# a note\nxyz = 1", 2, "no setting `xyz`. There are version, annotator, language, theme"),
        ("theme = 'drak'", 1, '`theme` cannot be "drak", it must be dark, paper'),
        ("annotator = 'A'\nmeasure = 'wide'", 2, '`measure` cannot be "wide", it must be a number of cells, 20 to 200'),
        ("measure = 19", 1, "`measure` cannot be 19"),
        ("measure = 201", 1, "`measure` cannot be 201"),
        ("harakat = 1", 1, "`harakat` cannot be 1, it must be true or false"),
        ("\n\n'digits' = []", 3, "`digits` must be source, arabic, european"),
        ("[keys]\ntag-quote = 1", 1, "`keys` must be a table of keys"),
        ("[theme]\nname = 'dark'", 1, "`theme` must be dark"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_the_rest_holds(path: Path, text: str, line: int, said: str) -> None:
    found, problems = loaded(path, f"{text}\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"The settings {path}, line {line}: ")
    assert said in problems[0]
    assert found.measure is Config().measure is None
    assert found.annotator == ("A" if "annotator" in text else "")


def test_several_mistakes_are_all_named(path: Path) -> None:
    found, problems = loaded(path, "theme = 1\nbidi = 'no'\nparagraph_numbers = true\nx = 1\n")
    assert [re.findall(r"line (\d)", each) for each in problems] == [["1"], ["2"], ["4"]]
    assert found == Config(numbers=True)


@pytest.mark.parametrize("text", ["measure = ", "a b", "theme = 'dark'\ntheme = 'paper'"])
def test_what_is_no_toml_is_refused_with_its_line(path: Path, text: str) -> None:
    with pytest.raises(
        HashiyaError, match=rf"{path} are no TOML: .*line {text.count(chr(10)) + 1}"
    ):
        loaded(path, text)


def test_a_file_that_is_no_utf_8_is_refused(path: Path) -> None:
    path.write_bytes(b"annotator = '\xff'")
    with pytest.raises(HashiyaError, match="not in UTF-8"):
        config.load([])


def test_of_a_newer_file_what_is_known_is_taken(path: Path) -> None:
    text = f"version = {Config().version + 1}\ntheme = 'paper'\nwhat-comes-later = 1\n"
    found, problems = loaded(path, text)
    assert found.theme is ThemeName.PAPER
    (said,) = problems
    assert "newer Hashiya" in said


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[keys]\ntag-qoute = 'f2'", 2, "no command `tag-qoute`. Is `tag-quote` meant?"),
        ("[keys]\nfind = 'f2'\ntag-quote = 'e'", 3, "cannot be both `tag-quote` and `tag-entity`"),
        ("\nkeys.tag-quote = 'g'", 2, "cannot be both `the menu there` and `tag-quote`"),
        ("[keys]\n'tag-quote' = 'ctl+1'", 2, "no key `ctl+1` for `tag-quote`"),
        ("[keys]\ntag-quote = 'f2,1'", 2, "`1` for `tag-quote` begins a count"),
        ("[keys]\ntag-quote = 'j k'", 2, "begins with no menu: menus are r, m, g, f, z"),
        ("keys = {find = 'f2', tag-quote = 'nokey'}", 1, "no key `nokey`"),
        ("[keys]\nfield-undo = 'ctrl+y'", 2, "ctrl+y cannot be both `field-undo` and `field-redo`"),
        ("[keys]\nfield-undo = 'u'", 2, "`u` for `field-undo` is text in a field"),
        ("[keys]\nfield-undo = 'g u'", 2, "`g u` for `field-undo` is text in a field"),
    ],
)
def test_keys_that_cannot_be_are_named_and_the_others_hold(
    path: Path, text: str, line: int, said: str
) -> None:
    found, problems = loaded(path, text)
    assert not problems
    keymap, wrong = Keymap.usable(found.keys)
    ((command, told),) = wrong.items()
    assert config.key_problem(command, told).startswith(f"The settings {path}, line {line}: ")
    assert said in told
    assert keymap.changes == {"find": "f2"} if "find" in text else not keymap.changes


def test_two_commands_can_change_their_keys() -> None:
    keymap, wrong = Keymap.usable({"tag-quote": "e", "tag-entity": "q"})
    assert not wrong
    assert keymap.changes == {"tag-quote": "e", "tag-entity": "q"}


def printed() -> str:
    result = CliRunner().invoke(main, ["settings"])
    assert result.exit_code == 0
    return result.stdout


def test_the_file_that_is_printed_has_every_setting_and_changes_nothing(path: Path) -> None:
    text = printed()
    assert str(path) in text
    assert "There is none yet." in text
    assert loaded(path, text) == (Config(), [])
    assert "It is there." in printed()
    in_force = re.sub(r"(?m)^#(?! |$)", "", text)
    found, problems = loaded(path, in_force)
    assert not problems
    fields = {field.encode_name: field.name for field in msgspec.structs.fields(Config)}
    assert set(SETTINGS) == set(fields)
    for name, setting in SETTINGS.items():
        default = getattr(Config(), fields[name])
        assert re.search(rf"(?m)^(\[{name}\]|{name} =)", in_force)
        if name != "keys":
            assert getattr(found, fields[name]) == (setting.sample if default is None else default)
    assert found.keys == {each.id: each.keys for _, group in GROUPS for each in group}
    Keymap(found.keys)


def test_a_command_says_what_is_wrong_and_goes_on(path: Path) -> None:
    path.write_text("measure = 'wide'", "utf-8")
    result = CliRunner().invoke(main, ["show", str(SEED)])
    assert result.exit_code == 0
    assert result.stdout
    assert result.stderr.startswith(f"hashiya: The settings {path}, line 1: `measure`")


async def test_the_reading_room_opens_and_says_what_is_wrong(path: Path, room: Room) -> None:
    found, problems = loaded(path, "theme = 'paper'\nmeasure = 1\n[keys]\ntag-quote = 'e'\nfind = 'f2'\n")  # fmt: skip
    async with room(config=found, problems=problems) as desk:
        assert "line 2" in desk.said
        assert "line 4" in desk.said
        await desk.press("f2")
        assert desk.screen.prompt.display
        assert desk.app.current_theme.name == ThemeName.PAPER
