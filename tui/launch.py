"""Opening the reading room, from the command line or without it."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import HashiyaError
from annotations.messages import tr
from annotations.project import Project, machine_name
from tui import config
from tui.folders import state_folder

if TYPE_CHECKING:
    from tui.config import Config


def project_at(path: Path, annotator: str | None, settings: Config) -> Project:
    """The project of a path, in the hand of the annotator."""
    name = config.annotator(annotator, settings)
    return Project.open(path, name, machine_name(state_folder()))


def open_room(path: Path, annotator: str | None = None, bidi: str | None = None) -> int:
    """Open an article or a folder of articles to read and tag; returns the exit code.

    Raises HashiyaError where there is nothing to read, or no terminal."""
    gc.disable()  # until the first frame: what is made before it stays, and looking through it again and again is dear
    problems: list[str] = []  # which are said on the screen
    settings = config.load(problems)
    project = project_at(path, annotator, settings)
    tree = project.tree()
    if tree is not None and not tree.paths:
        raise HashiyaError(
            tr(
                "There is no article in {path}: put *.txt files there, or name another folder or a file.",
                path=path,
            )
        )
    # What cannot be read is said before the screen is taken.
    article = None if tree is not None else project.read(project.articles()[0])
    # Textual reads the first of these and writes to the last.
    tty = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if not tty and "TEXTUAL_DRIVER" not in os.environ:  # which a browser's page has set
        raise HashiyaError(
            tr("The reading room needs a terminal; `hashiya show` and `hashiya export` do not.")
        )
    # Under kitty's own protocol some letters of an Arabic layout arrive without their text.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # A frame waits for the next tick of this clock: at Textual's own 60 a second a key would lag up to 17 ms, and the
    # word that a tag is saved, which comes right after the tag, still 2 ms at 500.
    os.environ.setdefault("TEXTUAL_FPS", "2000")
    from tui.terminal import Mode
    from tui.terminal.kinds import find
    from tui.terminal.probe import Probe

    chosen = Mode(bidi) if bidi else settings.bidi
    with Probe(ask=chosen is Mode.AUTO) as probe:
        from tui.app import PATIENCE, HashiyaApp  # while the terminal answers
        from tui.terminal.driver import Wiring

        answers = probe.answers()
        found = find(answers, outer=probe.outer)
        wiring = Wiring(
            mode=found.kind.mode if chosen is Mode.AUTO else chosen,
            explicit=found.explicit,
            waiting=answers.asked and not answers.complete,
            typed=probe.typed,
            release=probe.release,
        )
        app = HashiyaApp(
            project, settings, wiring, state_folder(), found.kind, article, tree, problems
        )
        try:
            app.run()
        finally:
            unsaved = app.saver.close(PATIENCE)
    if unsaved:
        from tui.talk import say

        for sentence in unsaved:
            say(f"hashiya: {sentence}")
    return app.return_code or int(bool(unsaved))
