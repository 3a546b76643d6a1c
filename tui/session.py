"""Where the reader was and how the room looked, of each project, in the user's state folder, not in the project."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotations import HashiyaError
from annotations.files import write_new
from annotations.model import Article
from tui.looks import Looks
from tui.themes import ThemeName

T = TypeVar("T")
_ENOUGH = 16
"""Hexadecimal digits that tell one text from all others of a project."""


class Reached(msgspec.Struct, frozen=True):
    """Up to where an article has been read, without leaving anything out."""

    offset: int = 0
    length: int = 0
    """Code points of the article then."""

    @property
    def percent(self) -> int:
        return min(100, 100 * self.offset // self.length) if self.length > 0 else 0


class Session(msgspec.Struct):
    """What is remembered of one project."""

    root: str = ""
    last: str = ""
    """The path of the article that was open."""
    pane: int = 0
    """Which pane had the keyboard: 0 the text, 1 the annotations, 2 the articles."""
    alone: bool = False
    """Whether it filled the screen."""
    bare: bool = False
    """Whether there was nothing but the text."""
    looks: Looks = Looks()
    """Those that were chosen by a key."""
    places: dict[str, int] = {}
    """The offset of the cursor by the path of an article."""
    reached: dict[str, Reached] = {}
    texts: dict[str, str] = {}
    """The beginning of the sha256 of the text of an article, by its path, when it was opened last."""
    queries: list[str] = []
    """What was looked for, the last at the end, each once."""

    def opening(self, article: Article, is_there: Callable[[str], bool]) -> None:
        """An article is opened. If it is new, and one that is gone had its text, it was renamed: its place is here."""
        path = article.path
        if path in self.texts or path in self.places:
            return
        gone = [each for each in self.texts if not is_there(each)]
        text = article.sha256[:_ENOUGH] if gone else ""  # of a large one it takes a moment
        if (old := next((each for each in gone if self.texts[each] == text), None)) is not None:
            _move(self.places, old, path)
            _move(self.reached, old, path)
            _move(self.texts, old, path)

    def remember(self, article: Article) -> None:
        """This is the text under the path now."""
        self.texts[article.path] = article.sha256[:_ENOUGH]

    def percent(self, path: str) -> int:
        """How much of an article has been read."""
        found = self.reached.get(path)
        return found.percent if found else 0


def _move(known: dict[str, T], old: str, new: str) -> None:
    if old in known:
        known[new] = known.pop(old)


def _file(state: Path, root: Path) -> Path:
    name = zlib.crc32(str(root).encode("utf-8", "surrogateescape"))
    return state / "sessions" / f"{name:08x}.json"


def load(state: Path, root: Path) -> Session:
    """The session of the project at ``root``; a new one where there is none that can be read."""
    try:
        found = _understood(json.loads(_file(state, root).read_bytes()), Session)
    except (OSError, ValueError):
        found = Session()
    # Two projects in a thousand million share a file: then it is that of the one that was left last.
    return found if found.root == str(root) else Session(root=str(root))


S = TypeVar("S", bound=msgspec.Struct)


def _understood(told: Any, kind: type[S]) -> S:
    """What this version or another one has written: a part that is not understood is as if it were not there.

    Raises ValueError where nothing is understood."""
    try:
        return msgspec.convert(told, type=kind)
    except msgspec.ValidationError:
        if not isinstance(told, dict):
            raise
    parts: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        with suppress(KeyError, msgspec.ValidationError):
            part = told[field.encode_name]
            nested = field.type is Looks
            parts[field.name] = (
                _understood(part, Looks) if nested else msgspec.convert(part, type=field.type)
            )
    return kind(**parts)


def save(state: Path, root: Path, session: Session) -> None:
    """Remember ``session``. Where it cannot be kept, nothing worse happens than starting at the beginning."""
    try:
        # The standard library's JSON, since a file's name may have bytes that are no UTF-8.
        data = json.dumps(msgspec.to_builtins(session)).encode("ascii")
        write_new(_file(state, root), data, replace=True)
    except HashiyaError:
        return


def theme(state: Path) -> ThemeName:
    """The theme that this user has chosen last, in whatever project."""
    try:
        return ThemeName((state / "theme").read_text("utf-8").strip())
    except (OSError, ValueError):
        return ThemeName.DARK


def keep_theme(state: Path, name: ThemeName) -> None:
    """Remember it; where it cannot be kept, the next start has another one."""
    with suppress(HashiyaError):
        write_new(state / "theme", f"{name}\n".encode(), replace=True)


def first_time(state: Path, what: str) -> bool:
    """Whether this user has not been told ``what`` yet, and remember that it is told now. ``what`` names a file."""
    place = state / "told" / what
    if place.exists():
        return False
    with suppress(OSError):  # it cannot be remembered: better twice than never
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    return True
