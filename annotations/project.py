"""A folder of articles with what was written beside them."""

from __future__ import annotations

import os
import platform
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from annotations import HashiyaError, files, messages
from annotations.filenames import from_name, to_name
from annotations.layer import checkpoint_name
from annotations.margin import Margin
from annotations.messages import tr
from annotations.model import Article
from annotations.readers import plain
from annotations.renaming import Renames
from annotations.saver import Saver
from annotations.source import Source
from annotations.tree import Tree, natural

if TYPE_CHECKING:
    from annotations.codebook import Codebook
    from annotations.codebooks import Book

_BEGINNING = 1 << 14
"""Bytes of a file that are looked at for its title."""
_CODEBOOK = "hashiya.toml"
_MARKS = (_CODEBOOK, files.STORE)


class Project(msgspec.Struct, frozen=True, dict=True):
    """The project round a folder or file that was opened, in one annotator's hand. Article paths have forward slashes
    and are relative to ``root``."""

    root: Path
    opened: Path
    """The folder whose articles are listed, or the one file."""
    annotator: str
    machine: str

    @classmethod
    def open(cls, path: Path, annotator: str, machine: str) -> Project:
        """Open a folder or a file. Raises HashiyaError if it is neither, or if the annotator has no name."""
        annotator = unicodedata.normalize("NFC", annotator).strip()
        if not annotator:
            raise HashiyaError(tr("The annotator has no name; give one with --annotator."))
        try:
            if not path.exists():
                raise HashiyaError(tr("There is no {path}.", path=path))
            if not path.is_dir() and not path.is_file():
                raise HashiyaError(tr("{path} is neither a file nor a folder.", path=path))
            # A link to a file is an article where the link lies and under its name.
            opened = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        except OSError as error:
            raise HashiyaError(
                tr("{path} cannot be opened: {why}.", path=path, why=files.reason(error))
            ) from error
        folder = opened if opened.is_dir() else opened.parent
        marked = (
            each
            for each in (folder, *folder.parents)
            if any(os.path.exists(each / mark) for mark in _MARKS)  # noqa: PTH110 — it never raises
        )
        return cls(next(marked, folder), opened, annotator, machine)

    def articles(self) -> list[str]:
        """The text files under the opened folder in natural order, or the opened file. None is opened for that."""
        tree = self.tree()
        return [self._relative(self.opened)] if tree is None else tree.paths

    def tree(self) -> Tree | None:
        """The articles under the opened folder, to be looked at again; None where a file was opened.

        Raises HashiyaError if the folder cannot be read.
        """
        if not self.opened.is_dir():
            return None
        try:
            return Tree(self.root, self.opened)
        except OSError as error:
            raise HashiyaError(
                tr("{path} cannot be read: {why}.", path=self.opened, why=files.reason(error))
            ) from error

    def read(self, path: str) -> Article:
        """The article of that path. Raises HashiyaError if it cannot be read as a text."""
        return plain.read(self.root / path, path)

    def title(self, path: str) -> str:
        """The title of the article of that path, from the beginning of the file where that is enough."""
        try:
            with (self.root / path).open("rb") as file:
                beginning = file.read(_BEGINNING)
            if len(beginning) == _BEGINNING:
                beginning = beginning[: beginning.rindex(b"\n")]
            text, encoding = plain.decode(beginning, path)
            if text.strip():
                return Article(path, text, encoding).title
        except (OSError, HashiyaError, ValueError):
            pass  # whatever it is, reading the whole says it better
        return self.read(path).title

    def margin(
        self, article: Article, saver: Saver | None = None, renames: Renames | None = None
    ) -> Margin:
        """What was written beside the article, read now; for this annotator to change.

        Who opens many gives ``renames`` to all, so that what is gone is looked for only once.
        """
        path = article.path
        return Margin(
            article,
            self.folder(path),
            self.annotator,
            self.machine,
            saver,
            Source(self.root / path, lambda: self.read(path)),
            renames or Renames(self),
            self.book,
        )

    @cached_property
    def book(self) -> Book | None:
        """What the project's ``hashiya.toml`` says, as it was when it was first asked for; None without one. From then
        on its labels are called by their titles."""
        messages.entitle({})
        if not os.path.exists(self.root / _CODEBOOK):  # noqa: PTH110 — it never raises
            return None
        from annotations.codebooks import Book  # nearly no project needs it to be read

        book = Book(self.root)
        messages.entitle(book.titles)
        return book

    @property
    def codebook(self) -> Codebook:
        """The codebook in force."""
        if self.book:
            return self.book.codebook
        from annotations.default_codebook import DEFAULT

        return DEFAULT

    @property
    def codebook_problem(self) -> str | None:
        """A sentence or more if there are mistakes in ``hashiya.toml``, and another codebook is in force."""
        return self.book.problem if self.book else None

    def folder(self, path: str) -> Path:
        """Where the annotations of the article of that path are kept."""
        return self.store.joinpath(*map(to_name, path.split("/")))

    @property
    def store(self) -> Path:
        """The folder that has one for each annotated article."""
        return self.root / files.STORE / "articles"

    def annotated(self, unreadable: Callable[[OSError], None] | None = None) -> list[str]:
        """The paths of the opened articles that have annotations on the disk, whether the articles exist or not.

        ``unreadable`` is told of every folder that cannot be looked into.
        """
        top = self.folder(self._relative(self.opened)) if self.opened != self.root else self.store
        stored = (
            Path(folder).relative_to(self.store)
            for folder, _, names in os.walk(top, onerror=unreadable)
            if any(map(checkpoint_name, names))
        )
        return sorted(("/".join(map(from_name, path.parts)) for path in stored), key=natural)

    def unlisted(self) -> list[str]:
        """Those of them that are not among ``articles``: gone, or no text file by name."""
        folders = {self.folder(path) for path in self.articles()}
        return [path for path in self.annotated() if self.folder(path) not in folders]

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def machine_name(state: Path) -> str:
    """This machine's name, kept in the folder ``state``: the host's with some letters that make it unique.

    Where it cannot be kept it is the host's alone, so that it is the same every time.
    """
    path = state / "machine"
    host = (
        re.sub(r"[^A-Za-z0-9]+", "-", platform.node().partition(".")[0]).strip("-")[:32] or "host"
    )
    try:
        with suppress(HashiyaError):
            if not path.exists():
                import secrets

                files.write_new(path, f"{host}-{secrets.token_hex(3)}\n".encode())
        name = path.read_text("utf-8").strip()
    except (OSError, ValueError):
        return host
    return name if re.fullmatch(r"[A-Za-z0-9-]{1,64}", name) else host
