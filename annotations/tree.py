"""The text files under a folder, and which of them came or went since."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import NamedTuple

SUFFIX = ".txt"
SETTLED = 2.0
"""Seconds after which a folder whose times of change stay the same has not changed again: no clock is coarser."""


class _Folder(NamedTuple):
    """What a folder held when it was looked into."""

    state: tuple[int, int, int] | None
    """Its inode and its times of change before that, in nanoseconds; None if it could not be read."""
    since: float
    """When that was first seen, by the clock."""
    files: list[str]
    folders: list[str]


class Tree:
    """The articles of an opened folder. A look at it costs a question for each folder, not for each file."""

    def __init__(self, root: Path, opened: Path, clock: Callable[[], float] = monotonic) -> None:
        """``opened`` is a folder in ``root`` or that itself; paths are relative to ``root``, with forward slashes.

        Raises OSError if the folder cannot be read.
        """
        self._root, self._clock = root, clock
        self._top = "" if opened == root else opened.relative_to(root).as_posix() + "/"
        self._folders: dict[
            str, _Folder
        ] = {}  # by its path with a slash at the end, "" for the root
        self._keys: dict[str, object] = {}
        self.paths: list[str] = []
        """In natural order. A new list after every change, the same one until then."""
        self._look_further(self._look_into(self._top))
        self._arrange()

    def look(self) -> bool:
        """See what came and went since; tells whether anything did. Raises nothing.

        A folder that cannot be read has no articles, nor has one that is gone. That the target of a link came or went
        shows with the next change in the folder of the link.
        """
        changed = False
        for folder in [*self._folders]:
            known = self._folders.get(folder)  # one that is gone takes those in it along
            if known is None or self._is_as_before(folder, known):
                continue
            self._look_further([folder])
            changed |= self._folders.get(folder, _NOTHING).files != known.files
            changed |= self._folders.get(folder, _NOTHING).folders != known.folders
        return changed and self._arrange()

    def _is_as_before(self, folder: str, known: _Folder) -> bool:
        try:
            state = _state(self._place(folder))
        except OSError:
            return known.state is None
        return state == known.state and self._clock() - known.since > SETTLED

    def _place(self, folder: str) -> str:
        return os.path.join(self._root, folder)  # noqa: PTH118

    def _look_further(self, folders: list[str]) -> None:
        """Look into folders, and into those in them that were not known."""
        waiting = [*folders]
        while waiting:
            folder = waiting.pop()
            try:
                waiting += self._look_into(folder)
            except OSError:  # it is closed, or went since its name was read; it may come back
                self._forget(folder)
                self._folders[folder] = _Folder(None, self._clock(), [], [])

    def _look_into(self, folder: str) -> list[str]:
        """Remember what is in a folder; gives the folders in it that were not known. Raises OSError."""
        place, before = self._place(folder), self._folders.get(folder)
        state, files, folders = _state(place), [], []
        if not os.access(place, os.R_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                elif entry.name.lower().endswith(SUFFIX) and self._belongs(entry):
                    files.append(folder + entry.name)
        since = before.since if before and before.state == state else self._clock()
        self._folders[folder] = _Folder(state, since, sorted(files), sorted(folders))
        for gone in set(before.folders if before else ()) - set(folders):
            self._forget(gone)
        return [each for each in folders if each not in self._folders]

    def _forget(self, folder: str) -> None:
        """With all that is in it."""
        waiting = [folder]
        while waiting:
            if known := self._folders.pop(waiting.pop(), None):
                waiting += known.folders

    def _belongs(self, entry: os.DirEntry[str]) -> bool:
        """Whether it is a file of the project: a link may point to one."""
        if entry.is_file(follow_symlinks=False):
            return True
        with suppress(OSError, RuntimeError):  # links in a circle
            return entry.is_file() and Path(entry).resolve().is_relative_to(self._root)
        return False

    def _arrange(self) -> bool:
        """Put the paths in order; tells whether they are others now."""
        now = dict.fromkeys(path for each in self._folders.values() for path in each.files)
        before = set(self.paths)
        if now.keys() == before:
            return False
        # The old ones are in order already, which makes sorting them with a few new ones cheap.
        paths = [path for path in self.paths if path in now]
        paths += [path for path in now if path not in before]
        for path in before - now.keys():
            del self._keys[path]
        for path in now.keys() - before:
            self._keys[path] = natural(path)
        self.paths = sorted(paths, key=self._keys.__getitem__)  # type: ignore[arg-type]
        return True


_NOTHING = _Folder(None, 0, [], [])


def _state(folder: str) -> tuple[int, int, int]:
    status = os.stat(folder)  # noqa: PTH116 — asked of every folder, each second
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def natural(path: str) -> tuple[list[list[str | int]], str]:
    """Sorts 2 before 10, folder by folder; capitals count only between names that are else the same."""
    parts = path.casefold().split("/")
    return [
        [int(piece) if place % 2 else piece for place, piece in enumerate(re.split(r"(\d+)", part))]
        for part in parts
    ], path
