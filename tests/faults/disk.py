"""A disk that notes what is asked of it, can fail or be killed at any call, and knows what a power cut may leave."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, product
from math import prod
from pathlib import Path
from typing import Any

import pytest

MOST = 150
"""Of the states that a power cut at one moment may leave so many are looked at, by chance but always the same."""


class Killed(BaseException):
    """The process is no more: nothing that it would still do is done."""


@dataclass
class File:
    """What was written to a file: what is on the disk for certain, and what may be."""

    synced: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Places with the bytes written there, or None where the file was cut off."""


@dataclass(frozen=True)
class Name:
    """A name that was given or taken away in a folder."""

    path: Path
    file: int | None
    """Which file it is of; 0 for a folder, None for a name that is gone."""


Event = tuple[str, Any]


class Disk:
    """Everything under ``root``, through the functions of ``os`` that change files. Reading is not looked at."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.events: list[Event] = []
        self.calls = 0
        """How many calls there were that a crash or an error may happen at."""
        self.fail_at, self.error, self.kill_at = -1, 0, -1
        self.dead = False
        self._inodes: dict[Path, int] = {}
        self._opened: dict[int, tuple[int | Path, bool]] = {}
        self._count = 0
        for name in ("open", "write", "fsync", "fdatasync", "ftruncate", "close"):
            monkeypatch.setattr(os, name, getattr(self, f"_{name}")(getattr(os, name)))
        for name in ("replace", "link", "unlink", "mkdir"):
            monkeypatch.setattr(os, name, self._naming(name, getattr(os, name)))

    def acknowledge(self, what: object) -> None:
        self.events.append(("acknowledge", what))

    def _call(self) -> None:
        """One call: the process may be killed, or the disk fail, at it."""
        if self.dead:
            raise Killed
        here, self.calls = self.calls, self.calls + 1
        if here == self.kill_at:
            self.dead = True
            raise Killed
        if here == self.fail_at:
            raise OSError(self.error, os.strerror(self.error))

    def _under(self, path: object) -> bool:
        return isinstance(path, (str, Path)) and Path(path).is_relative_to(self.root)

    def _open(self, real: Any) -> Any:
        def opened(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            if not self._under(path):
                return int(real(path, flags, *rest, **named))
            self._call()
            path = Path(path)
            new = not path.exists()
            descriptor = int(real(path, flags, *rest, **named))
            if path.is_dir():
                self._opened[descriptor] = path, False
            else:
                if new:
                    self._name(path)
                file = self._inodes.get(path, -1)
                self._opened[descriptor] = file, bool(flags & os.O_APPEND)
                if flags & os.O_TRUNC:
                    self.events.append(("write", (file, 0, None)))
            return descriptor

        return opened

    def _name(self, path: Path) -> None:
        self._count += 1
        self._inodes[path] = self._count
        self.events.append(("name", Name(path, self._count)))

    def _write(self, real: Any) -> Any:
        def write(descriptor: int, data: bytes) -> int:
            if descriptor not in self._opened:
                return int(real(descriptor, data))
            file, append = self._opened[descriptor]
            at = os.fstat(descriptor).st_size if append else os.lseek(descriptor, 0, os.SEEK_CUR)
            data, was_dead = bytes(data), self.dead
            try:
                self._call()
            except (Killed, OSError):
                if not was_dead:  # it comes in the middle of the call
                    half = data[: len(data) // 2]
                    real(descriptor, half)
                    self.events.append(("write", (file, at, half)))
                raise
            self.events.append(("write", (file, at, data)))
            return int(real(descriptor, data))

        return write

    def _fsync(self, real: Any) -> Any:
        def sync(descriptor: int) -> None:
            if descriptor in self._opened:
                self._call()
                self.events.append(("sync", self._opened[descriptor][0]))
            # The disk itself need not do anything: it is not the one that is looked at.

        return sync

    _fdatasync = _fsync

    def _ftruncate(self, real: Any) -> Any:
        def truncate(descriptor: int, size: int) -> None:
            self._call()
            real(descriptor, size)
            self.events.append(("write", (self._opened[descriptor][0], size, None)))

        return truncate

    def _close(self, real: Any) -> Any:
        def close(descriptor: int) -> None:
            self._opened.pop(descriptor, None)
            real(descriptor)

        return close

    def _naming(self, kind: str, real: Any) -> Any:
        def name(*paths: Any, **named: Any) -> None:
            if not self._under(paths[0]):
                real(*paths, **named)
                return
            self._call()
            real(*paths, **named)
            first, last = (
                Path(paths[0]),
                Path(paths[1] if kind in ("replace", "link") else paths[0]),
            )
            if kind == "mkdir":
                self.events.append(("name", Name(first, 0)))
                return
            inode = self._inodes.get(first, -1)
            if kind != "unlink":
                self._inodes[last] = inode
                self.events.append(("name", Name(last, inode)))
            if kind != "link":
                self._inodes.pop(first, None)
                self.events.append(("name", Name(first, None)))

        return name


def crashes(events: list[Event], moment: int) -> Iterator[dict[Path, bytes]]:
    """The files that a power cut after the first ``moment`` events may leave. Before them there were none."""
    files: dict[int, File] = {}
    named: dict[Path, int] = {}
    naming: list[Name] = []
    for kind, what in events[:moment]:
        if kind == "name":
            naming.append(what)
        elif kind == "write":
            file, at, data = what
            files.setdefault(file, File()).pending.append((at, data))
        elif kind == "sync" and isinstance(what, Path):
            for name in [each for each in naming if each.path.parent == what]:
                naming.remove(name)
                _give(named, name)
        elif kind == "sync":
            file = files.setdefault(what, File())
            file.synced, file.pending = _contents(file, len(file.pending)), []
    numbers = sorted(files)
    choices: list[list[Any]] = [
        list(product((False, True), repeat=len(naming))),
        *(_versions(files[number]) for number in numbers),
    ]
    states: Iterable[Any] = product(*choices)
    if prod(map(len, choices)) > MOST:
        chance = random.Random(moment)
        extremes = product(*([each[0], each[-1]] for each in choices))
        picked = ([chance.choice(each) for each in choices] for _ in range(MOST))
        states = chain(islice(extremes, MOST), picked)
    seen = set()
    for kept, *contents in states:
        names = dict(named)
        for name, is_kept in zip(naming, kept, strict=True):
            if is_kept:
                _give(names, name)
        content = dict(zip(numbers, contents, strict=True))
        state = {
            path: content.get(file, b"")
            for path, file in names.items()
            if file and all(above in names or not _made(events, above) for above in path.parents)
        }
        key = tuple(sorted(state.items()))
        if key not in seen:
            seen.add(key)
            yield state


def _give(names: dict[Path, int], name: Name) -> None:
    if name.file is None:
        names.pop(name.path, None)
    else:
        names[name.path] = name.file


def _made(events: list[Event], folder: Path) -> bool:
    return ("name", Name(folder, 0)) in events


def _contents(file: File, count: int, last: bytes | None = None) -> bytes:
    """What the file holds with so many of its writes, the last one of them as given."""
    data = bytearray(file.synced)
    for place, (at, written) in enumerate(file.pending[:count]):
        if written is None:
            del data[at:]
        else:
            written = last if last is not None and place == count - 1 else written
            data.extend(b"\0" * max(0, at - len(data)))
            data[at : at + len(written)] = written
    return bytes(data)


def _versions(file: File) -> list[bytes]:
    """The file with none of its unsynced writes, with more and more of them, and with each of them torn."""
    found = [file.synced]
    for count, (_, written) in enumerate(file.pending, 1):
        if written:
            torn = [written[:1], written[: len(written) // 2], written[:-1], b"\0" * len(written)]
            half = len(written) // 2
            torn.append(b"\0" * half + written[half:])  # the end without the beginning
            found += [_contents(file, count, each) for each in torn]
        found.append(_contents(file, count))
    return found
