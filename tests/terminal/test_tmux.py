"""``hashiya`` as a person starts it, in tmux: keys go in, the screen is read back and compared cell by cell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import SEED
from tui.text.line import line

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]
HASHIYA = Path(sys.executable).parent / "hashiya"


class Tmux:
    """One window of tmux, on a server of its own."""

    def __init__(self, socket: Path, environment: dict[str, str]) -> None:
        self._socket, self._environment = socket, environment

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), "-f", "/dev/null", *arguments],
            capture_output=True, text=True, check=True, env=self._environment,
        )  # fmt: skip
        return done.stdout

    def start(self, columns: int, rows: int, command: str) -> None:
        self._run("new-session", "-d", "-x", str(columns), "-y", str(rows), command)

    def send(self, *keys: str) -> None:
        for key in keys:
            self._run("send-keys", key)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def screen(self) -> list[str]:
        return self._run("capture-pane", "-p").split("\n")

    def wait_for(self, seen: Callable[[str], bool], seconds: float = 15) -> list[str]:
        """The screen as soon as ``seen`` is true of it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            screen = self.screen()
            if seen("\n".join(screen)):
                return screen
            time.sleep(0.05)
        raise AssertionError("not seen:\n" + "\n".join(screen))

    def says(self, what: str) -> str:
        """The value of a format: ``#{alternate_on}``."""
        return self._run("display-message", "-p", what).strip()

    def set(self, option: str, value: str) -> None:
        self._run("set-option", "-s", option, value)

    def paste(self, text: str) -> None:
        """As the mouse does, in brackets for a program that asked for them."""
        pasted = self._socket.with_name("pasted")
        pasted.write_text(text, encoding="utf-8")
        self._run("load-buffer", str(pasted))
        self._run("paste-buffer", "-p")

    def copied(self) -> str:
        """The last that a program has put in the clipboard."""
        return self._run("show-buffer")

    def alive(self) -> bool:
        try:
            return bool(self._run("list-sessions"))
        except subprocess.CalledProcessError:
            return False

    def stop(self) -> None:
        subprocess.run(
            ["tmux", "-S", str(self._socket), "kill-server"], capture_output=True, check=False
        )


@pytest.fixture
def tmux(tmp_path: Path, home: Path) -> Iterator[Tmux]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = kept | {"HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    environment |= {"HASHIYA_BIDI": "plain", "HASHIYA_ANNOTATOR": "Tester"}
    window = Tmux(tmp_path / "tmux", environment)
    yield window
    window.stop()


def expected_rows(article: Path, width: int) -> list[str]:
    """What ``hashiya show --cells`` says of the rows."""
    done = subprocess.run(
        [HASHIYA, "show", str(article), "--cells", "--width", str(width)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(row)["visual"] for row in done.stdout.splitlines()]


@pytest.mark.parametrize(("columns", "measure"), [(40, 32), (80, 40), (120, 52), (200, 64)])
def test_the_screen_shows_the_rows_of_the_layout(
    tmux: Tmux, folder: Path, columns: int, measure: int
) -> None:
    tmux.start(columns, 30, f"{HASHIYA} {folder}")
    expected = [row.rstrip() for row in expected_rows(folder / SEED.name, measure)]
    screen = tmux.wait_for(lambda text: sum(row in text for row in expected if row) >= 8)
    edges = [
        cell_len(row[: row.index(shown) + len(shown)])
        for row in screen[1:]  # the first is the title
        for shown in expected
        if len(shown) > 10 and shown in row
    ]
    assert len(edges) >= 8
    assert len(set(edges)) == 1  # all end in one column, at the right


def test_a_session_from_reading_to_export(tmux: Tmux, folder: Path) -> None:
    tmux.start(100, 30, f"{HASHIYA} {folder}")
    tmux.wait_for(lambda text: "Tester" in text)
    tmux.send("i", "i", "i", "e")
    tmux.wait_for(lambda text: "Annotations  1" in text and "saved" in text)
    tmux.send("/")
    tmux.type("الثابت")
    tmux.send("Enter")
    tmux.wait_for(lambda text: "1 of" in text)
    tmux.send("q")
    tmux.wait_for(lambda text: "Annotations  2" in text)
    tmux.send("c", "t")
    tmux.wait_for(lambda text: "Annotations  3" in text and "Note" in text)
    tmux.type("تحقق من هذا")
    tmux.wait_for(lambda text: line("تحقق من هذا", 40).visual in text.split("Note")[-1])
    tmux.send("Escape")
    tmux.wait_for(lambda text: "Annotations  3" in text and "Note" not in text)
    tmux.send("Q")
    until = time.monotonic() + 10
    while tmux.alive() and time.monotonic() < until:
        time.sleep(0.05)
    assert not tmux.alive()
    done = subprocess.run([HASHIYA, "export", str(folder)], capture_output=True, check=True)
    (article,) = json.loads(done.stdout)["articles"]
    assert article["text"].encode() == SEED.read_bytes()
    found = {a["label"]: a["exact"] for a in article["annotations"]}
    assert found["quote"] == "دعمها الثابت"
    assert found["entity"] == "الروسي"
    assert any(a["note"] == "تحقق من هذا" for a in article["annotations"])
    for a in article["annotations"]:
        assert article["text"][a["start"] : a["end"]] == a["exact"]


MODES = (
    "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{mouse_sgr_flag} #{wrap_flag} #{keypad_flag}"
)


def test_to_the_shell_and_back(tmux: Tmux, folder: Path) -> None:
    tmux.start(100, 30, "PS1='at$ ' ENV= bash --norc -i")
    tmux.wait_for(lambda text: "at$" in text)
    tmux.type(f"cd {folder}; stty -a > before")
    tmux.send("Enter")
    before = tmux.says(MODES)
    tmux.type(f"{HASHIYA} {SEED.name}")
    tmux.send("Enter")
    tmux.wait_for(lambda text: "Tester" in text and "keys" in text)
    time.sleep(0.5)
    drawn = "\n".join(tmux.screen())
    for _ in range(2):
        tmux.send("C-z")
        tmux.wait_for(lambda text: "Stopped" in text)
        assert tmux.says(MODES) == before
        tmux.type(
            "stty -a > after; clear; bg; sleep 0.5; fg"
        )  # in the background it must not take the screen
        tmux.send("Enter")
        tmux.wait_for(lambda text: text == drawn)
        assert (folder / "after").read_text() == (folder / "before").read_text()
    tmux.send("j")
    tmux.send("Q")
    tmux.wait_for(lambda text: "Tester" not in text)
    tmux.type("stty -a > after; echo d''one")
    tmux.send("Enter")
    tmux.wait_for(lambda text: "done" in text)
    assert tmux.says(MODES) == before
    assert (folder / "after").read_text() == (folder / "before").read_text()


def test_a_paste_into_a_note_is_whole_also_with_a_key_behind_it(tmux: Tmux, folder: Path) -> None:
    tmux.start(100, 30, f"{HASHIYA} {folder}")
    tmux.wait_for(lambda text: "Tester" in text)
    tmux.send("i", "e", "t")
    tmux.wait_for(lambda text: "Note" in text)
    tmux.paste("السطر الأول (1)\nالثاني\tqec\n" + "كلمة " * 2000)
    tmux.send("C-s")
    tmux.wait_for(lambda text: "Note" not in text)
    tmux.send("Q")
    until = time.monotonic() + 10
    while tmux.alive() and time.monotonic() < until:
        time.sleep(0.05)
    done = subprocess.run([HASHIYA, "export", str(folder)], capture_output=True, check=True)
    (annotation,) = json.loads(done.stdout)["articles"][0]["annotations"]
    assert annotation["note"] == "السطر الأول (1)\nالثاني qec\n" + ("كلمة " * 2000).strip()


def test_a_note_goes_on_in_the_users_editor(tmux: Tmux, folder: Path, tmp_path: Path) -> None:
    """The editor has the terminal as a program has it that the shell starts; what it leaves is the note."""
    seen = tmp_path / "seen"
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\nstty -a > {seen}.line; stat -c %a "$1" > {seen}.mode; cp "$1" {seen}.text\n'
        "echo the editor; read key; printf 'سطر\\nAli ثان\\n' > \"$1\"\n"
    )
    editor.chmod(0o755)
    tmux.start(
        100, 30, f"stty -a > {seen}.before; EDITOR={editor} TMPDIR={tmp_path} {HASHIYA} {folder}"
    )
    tmux.wait_for(lambda text: "Tester" in text)
    tmux.send("i", "e", "t")
    tmux.type("أول")
    tmux.wait_for(lambda text: line("أول", 9).visual in text.split("Note")[-1])
    tmux.send("C-e")
    tmux.wait_for(lambda text: "the editor" in text)
    assert tmux.says("#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{wrap_flag}") == "0 1 0 1"
    tmux.send("Enter")
    tmux.wait_for(lambda text: line("Ali ثان", 9).visual in text.split("Note")[-1])
    assert (tmp_path / "seen.line").read_text() == (tmp_path / "seen.before").read_text()
    assert (tmp_path / "seen.mode").read_text() == "600\n"
    assert (tmp_path / "seen.text").read_text(encoding="utf-8") == "أول\n"
    assert not list(tmp_path.glob("hashiya-*"))
    tmux.type("!")
    tmux.send("C-s")
    tmux.wait_for(lambda text: "Note" not in text and "saved" in text)
    tmux.send("Q")
    until = time.monotonic() + 10
    while tmux.alive() and time.monotonic() < until:
        time.sleep(0.05)
    done = subprocess.run([HASHIYA, "export", str(folder)], capture_output=True, check=True)
    (annotation,) = json.loads(done.stdout)["articles"][0]["annotations"]
    assert annotation["note"] == "سطر\nAli ثان!"


def test_a_copy_is_the_logical_text_of_the_article(tmux: Tmux, folder: Path) -> None:
    tmux.start(100, 30, f"{HASHIYA} {folder}")
    tmux.set("set-clipboard", "on")
    tmux.wait_for(lambda text: "Tester" in text)
    tmux.send("i", "e", "y")
    tmux.wait_for(lambda screen: "4 characters «" in screen)
    text = SEED.read_bytes().decode()
    assert tmux.copied() == text.split()[1] == "وزير"
    tmux.send("s", "v", "J", "y")
    tmux.wait_for(lambda screen: "171 characters «" in screen)
    assert tmux.copied().rstrip() == text[: text.index("\n")].rstrip()
