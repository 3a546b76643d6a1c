"""The file of an article, watched while the article is open."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from pathlib import Path
from time import monotonic, time_ns

from annotations import HashiyaError, files
from annotations.messages import tr
from annotations.model import Article

_TICK = 2_000_000_000
"""Nanoseconds by which the clocks of file systems go on at a time, at most."""


class Source:
    """For one thread at a time."""

    def __init__(self, file: Path, read: Callable[[], Article]) -> None:
        """``read`` gives the article that is in the file, or raises HashiyaError."""
        self._file = file
        self._read = read
        self.forget()

    def forget(self) -> None:
        """Have the file read again by the next ``look``, whether it has changed or not."""
        self._known = False
        self._signature: files.Signature | None = None
        self._again = inf  # when, by the clock, the file is to be read once more

    def look(self) -> Article | str | None:
        """What the file holds now, or a sentence if that cannot be told; None if nothing has happened since.

        That costs nearly nothing where nothing has happened. What is being written just then is left to the next time.
        """
        try:
            signature = files.signature(self._file)
            if self._known and signature == self._signature and monotonic() < self._again:
                return None
            self._known, self._signature, self._again = False, signature, inf
            if signature is None:
                self._known = True
                return tr(
                    "{file} is gone. Nothing is lost: what was written beside it is kept; put it back, or open it "
                    "where it is now.",
                    file=self._file,
                )
            article = self._read()
            if files.signature(self._file) != signature:
                return None
        except HashiyaError as error:
            return str(error)
        self._known = True
        if 0 <= time_ns() - signature[2] < _TICK:
            # It may be written again before the clock of the file system goes on.
            self._again = monotonic() + 1
        return article
