"""What is copied is what stands in the article; where it goes depends on the terminal and on what is installed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tui.conftest import Room
from tui.clipboard import Clipboard, programs
from tui.widgets.rtl_input import RtlInput


@pytest.fixture
def programs_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the only one."""
    place = tmp_path / "bin"
    place.mkdir()
    monkeypatch.setenv("PATH", f"{place}:/bin:/usr/bin")
    return place


def install(place: Path, name: str, script: str) -> None:
    (place / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (place / name).chmod(0o755)


def put(clipboard: Clipboard, text: str) -> tuple[str, list[str]]:
    """What is said, and what went to the terminal."""
    sent: list[str] = []
    return asyncio.run(clipboard.put(text, sent.append)), sent


def environ(place: Path, **more: str) -> dict[str, str]:
    return {"PATH": str(place), **more}


class TestWhereItGoes:
    def test_a_terminal_that_takes_copies_gets_it_alone(
        self, programs_at: Path, tmp_path: Path
    ) -> None:
        install(programs_at, "xclip", "exit 1")
        said, sent = put(
            Clipboard(True, tmp_path / "spill", environ(programs_at, DISPLAY=":0")), "سلام"
        )
        assert sent == ["سلام"]
        assert said == "Copied: 4 characters «سلام»"

    def test_where_it_may_be_refused_a_program_gets_it_as_well(
        self, programs_at: Path, tmp_path: Path
    ) -> None:
        taken = tmp_path / "taken"
        install(programs_at, "xclip", f'[ "$*" = "-selection clipboard -in" ] && cat > {taken}')
        clipboard = Clipboard(None, tmp_path / "spill", environ(programs_at, DISPLAY=":0"))
        said, sent = put(clipboard, "(سلام)\n")
        assert sent == ["(سلام)\n"]
        assert taken.read_text() == "(سلام)\n"
        assert said.startswith("Copied with xclip: 7 characters")

    def test_a_terminal_that_takes_none_gets_none(self, programs_at: Path, tmp_path: Path) -> None:
        install(programs_at, "wl-copy", "cat > /dev/null")
        clipboard = Clipboard(False, tmp_path / "spill", environ(programs_at, WAYLAND_DISPLAY="w"))
        assert put(clipboard, "سلام") == ("Copied with wl-copy: 4 characters «سلام»", [])

    def test_with_no_way_at_all_it_is_in_a_file(self, programs_at: Path, tmp_path: Path) -> None:
        install(programs_at, "xsel", "exit 1")
        spill = tmp_path / "state" / "clipboard.txt"
        said, sent = put(Clipboard(False, spill, environ(programs_at, DISPLAY=":0")), "سلام")
        assert not sent
        assert spill.read_text(encoding="utf-8") == "سلام"
        assert str(spill) in said

    def test_nothing_that_is_known_to_work_says_what_to_do(
        self, programs_at: Path, tmp_path: Path
    ) -> None:
        said, sent = put(Clipboard(None, tmp_path / "spill", environ(programs_at)), "سلام")
        assert sent == ["سلام"]
        assert "install xclip or wl-copy" in said

    def test_a_large_one_goes_to_a_program_too(self, programs_at: Path, tmp_path: Path) -> None:
        install(programs_at, "xclip", "cat > /dev/null")
        clipboard = Clipboard(True, tmp_path / "spill", environ(programs_at, DISPLAY=":0"))
        assert put(clipboard, "س" * 40_000)[0].startswith("Copied with xclip: 40000")

    def test_a_program_that_stays_in_the_background_is_not_waited_for(
        self, programs_at: Path, tmp_path: Path
    ) -> None:
        install(programs_at, "xclip", "cat > /dev/null; sleep 60 &")
        clipboard = Clipboard(False, tmp_path / "spill", environ(programs_at, DISPLAY=":0"))
        assert put(clipboard, "س")[0].startswith("Copied with xclip: 1 character «")

    def test_which_programs(self, programs_at: Path) -> None:
        for name in ("xclip", "xsel", "wl-copy", "tmux", "clip.exe"):
            install(programs_at, name, "true")

        def first(**more: str) -> list[str]:
            return [command[0] for command in programs(environ(programs_at, **more))]

        assert first(DISPLAY=":0") == ["xclip"]
        assert first(DISPLAY=":0", WAYLAND_DISPLAY="w", TMUX="t") == ["wl-copy", "tmux"]
        assert first() == ["clip.exe"]
        assert first(SSH_CONNECTION="x") == []
        assert first(SSH_CONNECTION="x", TMUX="t") == ["tmux"]


class TestWhatIsCopied:
    async def test_the_selection(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("v", "i", "i", "left", "y")
            text = desk.screen.selected
            assert desk.app.clipboard == text == desk.text[: len(text)]
            assert f"{len(text)} characters «" in desk.said

    async def test_else_the_annotation_under_the_cursor(self, room: Room) -> None:
        async with room() as desk:
            await desk.go_to("دعمها")
            await desk.press("q", "غ")  # y on a keyboard in its Arabic layout
            assert desk.app.clipboard == desk.annotations[0].exact

    async def test_in_the_list_the_one_that_is_chosen(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("e", "i", "e", "tab", "end", "y")
            assert desk.app.clipboard == desk.annotations[-1].exact

    async def test_where_there_is_none_nothing_changes(self, room: Room) -> None:
        async with room() as desk:
            await desk.press("y")
            assert desk.app.clipboard == ""
            assert "no annotation" in desk.said


class TestPasting:
    async def test_into_a_field_with_the_keys_behind_it(self, room: Room) -> None:
        from textual import events

        async with room() as desk:
            await desk.press("e", "t")
            desk.app.post_message(events.Paste("سطر\r\nآخر\tqe\x1b\x07\n"))
            desk.app.post_message(events.Key("escape", "\x1b"))
            await desk.pilot.pause()
            assert desk.annotations[0].note == "سطر\nآخر qe"

    async def test_into_the_text_is_no_commands(self, room: Room) -> None:
        from textual import events

        async with room() as desk:
            desk.app.post_message(events.Paste("eqc"))
            await desk.pilot.pause()
            assert not desk.annotations
            assert not desk.screen.query(RtlInput)  # no question was asked
