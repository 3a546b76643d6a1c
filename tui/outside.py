"""A text written in the editor that the user has chosen, outside of the screen."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from annotations import HashiyaError
from annotations.messages import tr

_USUAL = ("nano", "vi", "notepad")
"""Where none is chosen, the first of these that there is."""


def written(
    text: str,
    suspended: Callable[[], AbstractContextManager[None]],
    *,
    most: int,
    environ: Mapping[str, str] = os.environ,
) -> str:
    """``text`` as the user leaves it in the editor that ``VISUAL`` or ``EDITOR`` names. While ``suspended`` is entered
    the terminal belongs to that program.

    The text goes by a file that only the user can read, and that is removed. Raises HashiyaError where it does not come
    back: no editor, one that fails, no UTF-8, more than ``most`` code points. What was written is then left in the
    file, which the sentence names.
    """
    command = _command(environ)
    try:
        folder = Path(tempfile.mkdtemp(prefix="hashiya-"))
    except OSError as error:
        raise HashiyaError(
            tr("There is no place for a file to write in: {why}.", why=error.strerror)
        ) from None
    path = folder / "note.txt"
    before = (text + "\n" if text else "").encode("utf-8", "surrogatepass")
    try:
        path.touch(0o600)
        path.write_bytes(before)
        _run([*command, str(path)], suspended)
        found = path.read_bytes()
        after = found.decode("utf-8", "surrogatepass").removesuffix("\n")
        if len(after) > most:
            raise HashiyaError(
                tr("A note takes {most:,} characters, this one has {n:,}.", most=most, n=len(after))
            )
    except (HashiyaError, OSError, UnicodeDecodeError) as error:
        told = _told(error, command[0])
        if _changed(path, before):
            raise HashiyaError(
                tr("{told} What was written is in {path}.", told=told, path=path)
            ) from None
        shutil.rmtree(folder, ignore_errors=True)
        raise HashiyaError(tr("{told} The text is as it was.", told=told)) from None
    shutil.rmtree(folder, ignore_errors=True)
    return after


def _command(environ: Mapping[str, str]) -> list[str]:
    chosen = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(chosen, posix=os.name != "nt")
    except ValueError:
        raise HashiyaError(
            tr("The name of the editor has an open quotation mark: {chosen}", chosen=chosen)
        ) from None
    if command:
        return command
    for name in _USUAL:
        if shutil.which(name, path=environ.get("PATH")):
            return [name]
    raise HashiyaError(tr("No editor is chosen: set EDITOR to its name, as in EDITOR=nano."))


def _run(command: list[str], suspended: Callable[[], AbstractContextManager[None]]) -> None:
    """Run an editor to its end. Raises HashiyaError for a failure, OSError where it cannot be started."""
    from textual.app import SuspendNotSupported

    failure: OSError | None = None
    code = 0
    try:
        # Nothing may be raised inside, or the screen does not come back.
        with suspended(), _deaf():
            try:
                code = subprocess.run(command, check=False).returncode
            except OSError as error:
                failure = error
    except SuspendNotSupported:
        raise HashiyaError(tr("Here the screen cannot be left to another program.")) from None
    if failure is not None:
        raise failure
    if code:
        if code < 0:
            raise HashiyaError(
                tr("The editor {editor} was ended by signal {n}.", editor=command[0], n=-code)
            )
        raise HashiyaError(
            tr("The editor {editor} ended with code {code}.", editor=command[0], code=code)
        )


@contextmanager
def _deaf() -> Iterator[None]:
    """An interrupt that is typed is for the editor. It is heard and not ignored, which the editor would inherit."""
    before = {
        number: signal.signal(number, lambda *_: None)
        for number in (signal.SIGINT, getattr(signal, "SIGQUIT", signal.SIGINT))
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told(error: Exception, editor: str) -> str:
    match error:
        case FileNotFoundError() if error.filename == editor:
            return tr("There is no editor {editor}: set EDITOR to the name of one.", editor=editor)
        case OSError():
            return tr(
                "The editor {editor} does not work: {why}.", editor=editor, why=error.strerror
            )
        case UnicodeDecodeError():
            return tr("What the editor {editor} wrote is not in UTF-8.", editor=editor)
        case _:
            return str(error)


def _changed(path: Path, before: bytes) -> bool:
    try:
        return path.read_bytes() != before
    except OSError:
        return False
