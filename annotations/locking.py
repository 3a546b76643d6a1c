"""One writer at a time: a lock that the system lets go of when its holder ends, however that comes about."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from annotations import HashiyaError, files
from annotations.messages import tr

TIMEOUT = 10.0
"""Seconds to wait for another program, which holds the lock for one save or one checkpoint."""
FOLDER = "lock"
"""In a project's store; git is told to leave it alone."""

_POLL = 0.002  # seconds
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_FAILURES = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}


class Lock:
    """Keeps other programs from writing the files of one hand, whose checkpoint is ``path``."""

    def __init__(self, path: Path) -> None:
        store = files.store_of(path)
        self._ignore = store / ".gitignore" if store else None
        self.path = (
            store / FOLDER / f"{path.stem}.lock" if store else path.with_name(f".{path.stem}.lock")
        )
        self.missing: str | None = None
        """Why there is no lock here, as a sentence; found out by the first attempt."""

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Wait for the lock and hold it; gives whether it is held, since some folders know no locks.

        Raises HashiyaError if another program does not let go of it, or the disk fails.
        """
        descriptor = None if self.missing else self._acquire()
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                _release(descriptor)

    def _acquire(self) -> int | None:
        end = time.monotonic() + TIMEOUT
        try:
            while (descriptor := self._try()) is None:
                if time.monotonic() > end:
                    raise HashiyaError(
                        tr(
                            "Another program has held {path} for {seconds:.0f} seconds. Nothing was changed.",
                            path=self.path,
                            seconds=TIMEOUT,
                        )
                    )
                time.sleep(_POLL)
        except OSError as error:
            descriptor, why = None, files.reason(error)
            if error.errno in _FAILURES:
                raise HashiyaError(
                    tr(
                        "{path} could not be written: {why}. Nothing was changed.",
                        path=self.path,
                        why=why,
                    )
                ) from error
            self.missing = tr(
                "{folder} cannot hold a lock ({why}): open an article in one window at a time.",
                folder=self.path.parent,
                why=why,
            )
        return descriptor

    def _try(self) -> int | None:
        """The descriptor of the file with the lock on it, or None if another program has it."""
        lock, _ = _calls()
        if self._ignore and self.path.parent.is_symlink():  # it may lead out of the project
            raise OSError(errno.ELOOP, "")
        try:
            descriptor = os.open(self.path, _FLAGS, 0o666)
        except FileNotFoundError:
            self._make_folder()
            descriptor = os.open(self.path, _FLAGS, 0o666)
        locked = False
        try:
            # A file that somebody has deleted meanwhile locks nobody out.
            locked = lock(descriptor, blocking=False) and bool(os.fstat(descriptor).st_nlink)
        finally:
            if not locked:
                _release(descriptor)
        return descriptor if locked else None

    def _make_folder(self) -> None:
        files.make_folder(self.path.parent)
        if self._ignore and not os.path.exists(self._ignore):  # noqa: PTH110 — it never raises
            # Another program may be doing the same.
            files.write_new(self._ignore, f"{FOLDER}/\n".encode(), replace=True)


@cache
def _calls() -> tuple[Callable[..., bool], Callable[[int], None]]:
    """Those that lock the file of a descriptor and unlock it."""
    from filelock import lock_descriptor, unlock_descriptor  # as slow to load as much of the rest

    return lock_descriptor, unlock_descriptor


def _release(descriptor: int) -> None:
    _, unlock = _calls()
    with suppress(OSError):
        unlock(descriptor)
    with suppress(OSError):  # the system has let go of the lock by now
        os.close(descriptor)
