"""The clipboard: by the terminal (OSC 52) where it takes that, else by a program for it, else a file."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from annotations import HashiyaError
from annotations.files import write_new
from annotations.messages import listed, tr, trn

_LARGE = 74_000
"""Bytes of UTF-8: some terminals drop an escape sequence of more than 100,000 bytes; base64 makes four of three."""
_PATIENCE = 3
"""Seconds that a program for the clipboard may take."""


def programs(environ: Mapping[str, str] = os.environ) -> list[list[str]]:
    """The commands that put their standard input in the clipboard of the user's screen: tmux's own, and the desktop's.

    A remote machine has no such screen, except for one that is forwarded."""
    desktop = []
    if "WAYLAND_DISPLAY" in environ:
        desktop.append(["wl-copy"])
    if "DISPLAY" in environ:
        desktop += [["xclip", "-selection", "clipboard", "-in"], ["xsel", "--clipboard", "--input"]]
    if "SSH_CONNECTION" not in environ:
        desktop += [["pbcopy"]] if sys.platform == "darwin" else [["clip.exe"]]
    path = environ.get("PATH")
    there = [command for command in desktop if shutil.which(command[0], path=path)][:1]
    if "TMUX" in environ and shutil.which("tmux", path=path):
        there.append(["tmux", "load-buffer", "-w", "-"])
    return there


def _run(command: list[str], text: str) -> bool:
    """Give ``text`` to a command. Some stay in the background to serve it: in a session of their own, without the
    line."""
    coding = "utf-16" if command[0] == "clip.exe" else "utf-8"
    try:
        done = subprocess.run(
            command, input=text.encode(coding, "replace"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=_PATIENCE, check=False, start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


class Clipboard:
    """Where copies go."""

    def __init__(
        self, takes: bool | None, spill: Path, environ: Mapping[str, str] = os.environ
    ) -> None:
        """``takes``: whether the terminal takes OSC 52; None if that depends. ``spill``: the file of last resort."""
        self._takes, self._spill, self._environ = takes, spill, environ

    async def put(self, text: str, send: Callable[[str], None]) -> str:
        """Copy ``text`` and return a sentence that says so. ``send`` writes OSC 52."""
        what = _described(text)
        takes = self._takes
        if takes and len(text.encode("utf-8", "replace")) > _LARGE:
            takes = None
        if takes is not False:
            send(text)
        if takes:
            return tr("Copied: {what}", what=what)
        ran = [
            command[0]
            for command in programs(self._environ)
            if await asyncio.to_thread(_run, command, text)
        ]
        if ran:
            return tr("Copied with {programs}: {what}", programs=listed(ran), what=what)
        if takes is None:
            return tr(
                "Sent to the terminal: {what}. If it does not take copies (OSC 52), allow it in its settings, "
                "or install xclip or wl-copy.",
                what=what,
            )
        try:
            write_new(self._spill, text.encode("utf-8", "replace"), replace=True)
        except HashiyaError as error:
            return tr("Not copied: {error}", error=error)
        return tr(
            "This terminal takes no copies, and there is no program for it. In {path}: {what}",
            path=self._spill,
            what=what,
        )


def _described(text: str) -> str:
    """The beginning of a text and its length."""
    flat = " ".join(text[:200].split())
    beginning = flat if len(flat) <= 40 else f"{flat[:40]}…"
    return trn(
        "{n} character «{beginning}»",
        "{n} characters «{beginning}»",
        len(text),
        beginning=beginning,
    )
