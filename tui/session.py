"""Where the reader was: the article last read and the place in each, in the user's state folder, not in the project."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from pathlib import Path

import msgspec

from annotations import HashiyaError
from annotations.files import write_new


class Session(msgspec.Struct):
    """What is remembered of one project. Places are offsets of code points."""

    root: str = ""
    last: str = ""
    places: dict[str, int] = {}
    queries: list[str] = []
    """What was looked for, the last at the end, each once."""


def _file(state: Path, root: Path) -> Path:
    name = zlib.crc32(str(root).encode("utf-8", "surrogateescape"))
    return state / "sessions" / f"{name:08x}.json"


def load(state: Path, root: Path) -> Session:
    """The session of the project at ``root``; a new one where there is none that can be read."""
    try:
        found = msgspec.convert(json.loads(_file(state, root).read_bytes()), type=Session)
    except (OSError, ValueError):
        found = Session()
    # Two projects in a thousand million share a file: then it is that of the one that was left last.
    return found if found.root == str(root) else Session(root=str(root))


def save(state: Path, root: Path, session: Session) -> None:
    """Remember ``session``. Where it cannot be kept, nothing worse happens than starting at the beginning."""
    try:
        # The standard library's JSON, since a file's name may have bytes that are no UTF-8.
        data = json.dumps(msgspec.to_builtins(session)).encode("ascii")
        write_new(_file(state, root), data, replace=True)
    except HashiyaError:
        return


def first_time(state: Path, what: str) -> bool:
    """Whether this user has not been told ``what`` yet, and remember that it is told now. ``what`` names a file."""
    place = state / "told" / what
    if place.exists():
        return False
    with suppress(OSError):  # it cannot be remembered: better twice than never
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return True
