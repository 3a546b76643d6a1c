"""The program's first step. With nothing but a path, as it is started nearly always, the room opens without the library
of the command line, which takes longer to load than the article."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

COMMANDS = (
    "check", "codebook", "completion", "export", "history", "merge", "open", "review", "settings", "show", "terminal",
)  # fmt: skip
"""The words that are no paths."""


def main() -> None:
    """As `tui.cli.main`, which does everything but the usual."""
    gc.disable()  # what is loaded stays, and looking through it again and again is dear; the room goes on with that
    if not _usual(sys.argv[1:]):
        from tui import cli

        gc.enable()
        cli.main()
        return
    from annotations import HashiyaError, messages
    from tui import language

    try:
        messages.use(language.chosen())
        from tui.launch import open_room

        code = open_room(Path(*sys.argv[1:]), bidi=os.environ.get("HASHIYA_BIDI"))
    except HashiyaError as error:
        from tui.talk import say

        say(f"hashiya: {error}")
        code = 2
    sys.exit(code)


def _usual(words: list[str]) -> bool:
    """Whether that is a path at most, in an environment that says nothing wrong."""
    from tui.terminal import Mode

    if len(words) > 1 or any(each.startswith("-") or each in COMMANDS for each in words):
        return False
    if any(
        name.startswith("_HASHIYA") for name in os.environ
    ):  # a shell asks what completes a word
        return False
    return os.environ.get("HASHIYA_BIDI", "") in ["", *Mode]
