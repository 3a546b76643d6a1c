"""Files that are whole or not there, or only ever grow: how everything of Hashiya reaches the disk."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from annotations import HashiyaError
from annotations.messages import mark, tr

STORE = ".hashiya"
"""The folder in which a project keeps what it stores, and one of the marks of a project's root."""
LEFTOVER = ".hashiya-*.tmp"
"""What a temporary file is called that a crash left behind."""

Signature = tuple[int, int, int]
"""Inode, size and modification time in nanoseconds: another one means that the file was replaced."""

_REASONS = {
    errno.ENOSPC: mark("the disk is full"),
    errno.EDQUOT: mark("the disk quota is used up"),
    errno.EROFS: mark("the file system is read-only"),
    errno.EACCES: mark("permission is denied"),
    errno.EPERM: mark("it is not permitted"),
    errno.EIO: mark("the disk reports an error"),
    errno.ENOTDIR: mark("there is a file where a folder is needed"),
    errno.ELOOP: mark("there is a link, which is not followed for writing"),
    errno.ENAMETOOLONG: mark("the name is too long for this file system"),
}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}


def reason(error: OSError) -> str:
    """Why the system refused, in words that follow a colon."""
    if known := _REASONS.get(error.errno or 0):
        return tr(known)
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def signature(path: Path) -> Signature | None:
    """That of the file now at ``path``, or None without one. Raises HashiyaError if it cannot be told."""
    try:
        return signature_of(os.stat(path))  # noqa: PTH116 — at every change, and Path's own is slower
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise HashiyaError(
            tr("{path} cannot be read: {why}.", path=path, why=reason(error))
        ) from error


def signature_of(status: os.stat_result) -> Signature:
    return status.st_ino, status.st_size, status.st_mtime_ns


def read(path: Path, start: int = 0, size: int = -1) -> tuple[bytes | None, Signature | None]:
    """What the file at ``path`` holds from byte ``start`` on, and its signature; None twice without a file.

    Of that at most ``size`` bytes, if given. Raises HashiyaError if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = signature_of(os.fstat(file.fileno()))
            file.seek(start)
            return file.read(size), found
    except (FileNotFoundError, NotADirectoryError):
        return None, None
    except OSError as error:
        raise HashiyaError(
            tr("{path} cannot be read: {why}.", path=path, why=reason(error))
        ) from error


def store_of(path: Path) -> Path | None:
    """The folder in which a project keeps what it stores, if ``path`` is in one."""
    return next((each for each in (path, *path.parents) if each.name == STORE), None)


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written into ``folder``, which need not exist yet; None if it looks possible."""
    try:
        if (store := store_of(folder)) and not folder.resolve().is_relative_to(
            store.parent.resolve()
        ):
            return tr(
                "{folder} leads out of the project through a link, which is not followed for writing; put a "
                "folder in its place.",
                folder=folder,
            )
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            return tr("{folder} is a file where a folder is needed; move it away.", folder=folder)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        words = (
            reason(error) if isinstance(error, OSError) else tr("its links go round in a circle")
        )
        return tr("{folder} cannot be written: {words}.", folder=folder, words=words)
    if not os.access(folder, os.W_OK | os.X_OK):
        return tr("{folder} is read-only; copy the project to where you may write.", folder=folder)
    return None


def write_new(path: Path, data: bytes, replace: bool = False) -> Signature:
    """Write a file so that after any crash it is there as a whole, or the one before is; returns its signature.

    Missing folders are made. Raises HashiyaError, with nothing left behind, if that fails, if something else than an
    ordinary file is in the place (a link, too), or if a file is there and ``replace`` is not given.
    """
    path = Path(path)
    try:
        if replace:
            _refuse_extraordinary(path)
        make_folder(path.parent)
        return _write(path, data, replace)
    except FileExistsError as error:
        raise HashiyaError(
            tr("{path} is there already; it is not overwritten unasked.", path=path)
        ) from error
    except OSError as error:
        raise HashiyaError(
            tr(
                "{path} could not be written: {why}. Nothing was changed.",
                path=path,
                why=reason(error),
            )
        ) from error


def _refuse_extraordinary(path: Path) -> None:
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise HashiyaError(
                tr("{path} is not an ordinary file, so it is not replaced.", path=path)
            )


def _write(path: Path, data: bytes, replace: bool) -> Signature:
    import secrets

    temporary = path.with_name(LEFTOVER.replace("*", secrets.token_hex(8)))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        try:
            write_all(descriptor, data)
            if replace:
                with suppress(FileNotFoundError):
                    temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            sync(descriptor)
            written = signature_of(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        if replace:
            os.replace(temporary, path)  # noqa: PTH105 — the call that the promise rests on, by name
        else:
            _link(temporary, path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return written


def _link(temporary: Path, path: Path) -> None:
    """Give the file its name unless the name is taken, which raises FileExistsError."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without hard links: claim the name, then put the file in the place of the claim.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        os.replace(temporary, path)  # noqa: PTH105


def write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing. Raises OSError."""
    missing = []
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        _sync_folder(each.parent)


def settle(folder: Path) -> None:
    """Sync the names in ``folder`` and, in a project's store, in the folders above it up to the project's."""
    store = store_of(folder)
    _sync_folder(folder)
    while store and folder != store.parent:
        folder = folder.parent
        _sync_folder(folder)


def sync(descriptor: int) -> None:
    """Return when the content of a file and its length are on the disk. Raises OSError if they are not."""
    if sys.platform == "darwin":
        import fcntl

        # There fsync stops at the drive's own cache. Some network drives know only fsync.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    getattr(os, "fdatasync", os.fsync)(descriptor)


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):  # Windows has no such thing
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (
            errno.EINVAL,
            errno.ENOTSUP,
        ):  # a file system that cannot sync folders
            raise
    finally:
        os.close(descriptor)
