"""One writer at a time: a lock that the system lets go of when its holder ends, however that comes about."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import HashiyaError, files

if TYPE_CHECKING:
    from filelock import FileLock

TIMEOUT = 10.0
"""Seconds to wait for another program, which holds the lock for one save or one checkpoint."""
FOLDER = "lock"
"""In a project's store; git is told to leave it alone."""

_POLL = 0.002  # seconds
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
        self._lock: FileLock | None = None

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Wait for the lock and hold it; gives whether it is held, since some folders know no locks.

        Raises HashiyaError if another program does not let go of it, or the disk fails.
        """
        locked = self.missing is None and self._acquire()
        try:
            yield locked
        finally:
            if locked and self._lock is not None:
                with suppress(OSError):  # the system lets go of it in any case
                    self._lock.release()

    def _acquire(self) -> bool:
        from filelock import FileLock, Timeout  # as slow to import as much of the rest

        if self._lock is None:
            # One that is only a file's existence would stay behind after a crash.
            self._lock = FileLock(
                self.path,
                TIMEOUT,
                poll_interval=_POLL,
                fallback_to_soft=False,
                preserve_lock_file=True,
            )
        try:
            self._make_folder()
            self._lock.acquire()
        except Timeout as error:
            raise HashiyaError(
                f"Another program has held {self.path} for {TIMEOUT:.0f} seconds. Nothing was changed."
            ) from error
        except (OSError, NotImplementedError) as error:
            why = files.reason(error) if isinstance(error, OSError) else str(error)
            if isinstance(error, OSError) and error.errno in _FAILURES:
                raise HashiyaError(
                    f"{self.path} could not be written: {why}. Nothing was changed."
                ) from error
            self.missing = (
                f"{self.path.parent} cannot hold a lock ({why}): "
                "open an article in one window at a time."
            )
            return False
        return True

    def _make_folder(self) -> None:
        if self.path.parent.exists():
            return
        files.make_folder(self.path.parent)
        if self._ignore and not self._ignore.exists():
            # Another program may be doing the same.
            files.write_new(self._ignore, f"{FOLDER}/\n".encode(), replace=True)
