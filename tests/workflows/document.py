"""A workflow: a document for people whose fenced blocks say what is typed and what comes of it.

The blocks, in the order in which they are carried out (the first two before all others):

``article NAME``   an article of the project, its text; without any, the project is the seed article
``colleague NAME`` annotations by another hand in the first article, written as under ``annotations``
``keys``           a line for each thing done: what is typed, two spaces or more, what that does. Keys are written as
                   on the screen (``⏎`` for Enter); text between « and » is typed as it stands
``screen``         each line stands on the screen now or soon, written in logical order
``annotations OF`` all that the analyst has annotated now in the open article, a line each in the order of the text:
                   its label, its words between « and » (of a broken one those of each part), what is said of it, what
                   it is linked to (``cue → «قال»``), how it was judged, and who comments what. After the word may be
                   a paragraph (``¶2``), another article, or another hand, whose annotations these are then
``shell``          commands behind ``$``, run in the project's folder, and all that they print
``python``         a script, run in the project's folder
``output``         what the script before it prints
``file NAME``      what a file of the project holds
``golden NAME``    the name of an export, which is, without ids and times, what ``golden/NAME.json`` holds

A picture ``![…](pictures/NAME.png)`` shows the screen at that point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tui.keymap import NAMES

FOLDER = Path(__file__).parent.parent.parent / "docs" / "workflows"
KINDS = {
    "article",
    "colleague",
    "keys",
    "screen",
    "annotations",
    "shell",
    "python",
    "output",
    "file",
    "golden",
    "picture",
}

_PARTS = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<name>[^\n]+))?\n(?P<body>.*?)^```$"
    r"|!\[[^\]]*\]\(pictures/(?P<picture>[\w-]+)\.png\)",
    re.MULTILINE | re.DOTALL,
)
_NAMED = {"⏎": "enter", "Esc": "escape", "Tab": "tab", "Space": "space"}
_NAMED |= {shown: name for name, shown in NAMES.items()}
_TYPED = re.compile("|".join([r"«[^»]*»", *map(re.escape, sorted(_NAMED, key=len, reverse=True)), r"\S"]))  # fmt: skip


class Step(NamedTuple):
    """A block of a workflow, or a picture in it."""

    kind: str
    name: str
    lines: list[str]
    place: int
    """The line of the document where it begins, from 1."""


def steps(document: str) -> Iterator[Step]:
    """What is to be done, in its order. Raises ValueError for a block that is none of those named above."""
    for found in _PARTS.finditer(document):
        place = document.count("\n", 0, found.start()) + 1
        if found["picture"]:
            yield Step("picture", found["picture"], [], place)
        elif found["kind"] in KINDS:
            yield Step(found["kind"], found["name"] or "", found["body"].splitlines(), place)
        else:
            raise ValueError(f"line {place}: there is no block `{found['kind']}`")


def keys(line: str) -> list[str]:
    """What one line of a block of keys has typed: characters, and keys that type none by Textual's names."""
    typed, _, _ = line.partition("  ")
    found: list[str] = []
    for part in _TYPED.findall(typed):
        if part.startswith("«") and len(part) > 1:
            found += part[1:-1]
        else:
            found.append(_NAMED.get(part, part))
    return found
