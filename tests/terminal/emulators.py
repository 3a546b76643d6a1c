"""Terminal emulators under a virtual display, and pictures of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageGrab

FONT = "DejaVu Sans Mono"
STAGE = Path(__file__).with_name("stage.py")


@dataclass(frozen=True)
class Emulator:
    """How a terminal emulator is started with a font, a size and a command."""

    name: str
    program: str
    command: Callable[[str, list[str]], list[str]]
    """From ``COLUMNSxROWS`` and the command."""
    bus: bool = False
    """Whether it needs a session bus of its own."""
    version: tuple[str, ...] = ("--version",)
    """What makes it say its version."""

    @property
    def missing(self) -> str:
        """The program that is not there, if any."""
        needed = [self.program, "Xvfb", *(["dbus-run-session"] if self.bus else [])]
        return next((name for name in needed if shutil.which(name) is None), "")

    def says(self) -> str:
        """Its version, as it says; empty where it is not to be found."""
        done = subprocess.run(
            [self.program, *self.version], capture_output=True, text=True, check=False, timeout=20,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        found = re.search(r"(?<![\w.])v?(\d[\w.]+)", done.stdout + done.stderr)
        return found[1] if found else ""


def _xfce(size: str, command: list[str]) -> list[str]:
    return ["dbus-run-session", "--", "xfce4-terminal", "--disable-server", f"--font={FONT} 11", f"--geometry={size}",
            "--hide-menubar", "--hide-scrollbar", "-x", *command]  # fmt: skip


def _konsole(size: str, command: list[str]) -> list[str]:
    columns, rows = size.split("x")
    return ["dbus-run-session", "--", "konsole", "--nofork", "--hide-menubar", "--hide-tabbar",
            "-p", f"Font={FONT},11,-1,5,50,0,0,0,0,0", "-p", f"TerminalColumns={columns}",
            "-p", f"TerminalRows={rows}", "-p", "BlinkingCursorEnabled=false", "-e", *command]  # fmt: skip


def _kitty(size: str, command: list[str]) -> list[str]:
    columns, rows = size.split("x")
    settings = {
        "font_family": FONT, "font_size": "11", "remember_window_size": "no", "update_check_interval": "0",
        "initial_window_width": f"{columns}c", "initial_window_height": f"{rows}c", "cursor_blink_interval": "0",
        "window_padding_width": "0",
    }  # fmt: skip
    return [
        "kitty",
        *(part for name, value in settings.items() for part in ("-o", f"{name}={value}")),
        *command,
    ]


def _alacritty(size: str, command: list[str]) -> list[str]:
    columns, rows = size.split("x")
    settings = {
        "font.normal.family": f'"{FONT}"', "font.size": "11", "window.dimensions.columns": columns,
        "window.dimensions.lines": rows,
    }  # fmt: skip
    chosen = [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]
    return ["alacritty", *chosen, "-e", *command]


def _tmux(size: str, command: list[str]) -> list[str]:
    # A server outlives its terminal unless it is told otherwise.
    socket = f"{Path(command[-1]) / 'tmux'}"
    return _xfce(size, [
        "tmux", "-S", socket, "-f", "/dev/null", "new-session", *command, ";", "set", "status", "off", ";",
        "set", "destroy-unattached", "on"])  # fmt: skip


EMULATORS = {
    emulator.name: emulator
    for emulator in (
        Emulator("xterm", "xterm", lambda size, command: [
            "xterm", "-fa", FONT, "-fs", "11", "-geometry", f"{size}+0+0", "-u8", "-b", "0",
            "-tn", "xterm-256color", "-e", *command], version=("-version",)),
        Emulator("xfce4-terminal", "xfce4-terminal", _xfce, bus=True),
        Emulator("konsole", "konsole", _konsole, bus=True),
        Emulator("mlterm", "mlterm", lambda size, command: [
            "mlterm", "--type=xft", "--fontsize=15", "--lsp=2", f"--geometry={size}", "--sbmod=none", "-e", *command]),
        Emulator("kitty", "kitty", _kitty),
        Emulator("alacritty", "alacritty", _alacritty),
        Emulator("urxvt", "urxvt", lambda size, command: [
            "urxvt", "-fn", f"xft:{FONT}:size=11", "-geometry", size, "+sb", "-e", *command],
            version=("-help",)),
        Emulator("st", "stterm", lambda size, command: [
            "stterm", "-f", f"{FONT}:size=11", "-g", size, "-e", *command], version=("-v",)),
        Emulator("tmux in xfce4-terminal", "tmux", _tmux, bus=True, version=("-V",)),
    )
}  # fmt: skip


def installed(name: str) -> Emulator:
    """The emulator, or else the test is skipped and says so."""
    emulator = EMULATORS[name]
    if emulator.missing:
        pytest.skip(f"not run: {emulator.missing} is not installed")
    return emulator


@contextmanager
def display(width: int = 1500, height: int = 1000) -> Iterator[str]:
    """A virtual display; gives its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Window:
    """An emulator with the stage in it."""

    def __init__(self, emulator: Emulator, screen: str, folder: Path, size: str) -> None:
        """``folder`` is its own, and empty; ``size`` is ``COLUMNSxROWS``."""
        self.name, self._screen, self._folder, self._asked = emulator.name, screen, folder, 0
        home, run = folder / "home", folder / "run"
        home.mkdir(parents=True)
        run.mkdir(mode=0o700)
        (home / ".mlterm").mkdir()
        (home / ".mlterm" / "aafont").write_text(f"ISO10646_UCS4_1={FONT}\n", encoding="ascii")
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(run), "DISPLAY": screen,
            "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh", "NO_AT_BRIDGE": "1", "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1", "HASHIYA_ANNOTATOR": "Tester", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        command = emulator.command(size, [sys.executable, str(STAGE), str(folder)])
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def ask(self, name: str, *arguments: object, patience: float = 20) -> Any:
        """What the stage answers."""
        base, self._asked = self._folder / f"{self._asked}", self._asked + 1
        writing = base.with_suffix(".writing-ask")
        writing.write_text(json.dumps([name, arguments]), encoding="utf-8")
        writing.rename(base.with_suffix(".ask"))
        until = time.monotonic() + patience
        answer = base.with_suffix(".answer")
        while not answer.exists():
            if time.monotonic() > until:
                log = (self._folder / "log").read_text(errors="replace")[-2000:]
                raise AssertionError(f"{self.name} does not answer to {name}: {log}")
            time.sleep(0.01)
        return json.loads(answer.read_text(encoding="utf-8"))

    def picture(self) -> Image.Image:
        """What is on the display now."""
        return ImageGrab.grab(xdisplay=self._screen).convert("RGB")

    def still(self, seen: Callable[[Image.Image], bool], patience: float = 20) -> Image.Image:
        """A picture of which ``seen`` is true, that is the same a moment later."""
        until = time.monotonic() + patience
        before = self.picture()
        while time.monotonic() < until:
            time.sleep(0.08)
            picture = self.picture()
            if picture.tobytes() == before.tobytes() and seen(picture):
                return picture
            before = picture
        raise AssertionError(f"{self.name} does not show what it should")

    def close(self) -> None:
        """End the emulator and all that runs in it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                break
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                continue
            break


@contextmanager
def window(emulator: Emulator, screen: str, folder: Path, size: str = "120x36") -> Iterator[Window]:
    """An emulator that is closed at the end."""
    opened = Window(emulator, screen, folder, size)
    try:
        yield opened
    finally:
        opened.close()


def same(one: Image.Image, other: Image.Image) -> bool:
    """But for some pixels where a glyph reaches into the next row: they depend on which row was drawn last."""
    apart = ImageChops.difference(one, other).convert("L").histogram()
    return sum(apart[1:]) < 100
