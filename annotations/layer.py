"""One file of annotations: what one annotator did to one article on one machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, TypeVar

from tinydb import TinyDB
from tinydb.table import Document, Table

from annotations import HashiyaError, files
from annotations.documents import from_document, link_from_document, number
from annotations.filenames import to_name
from annotations.merging import Stored, union
from annotations.model import Annotation, Link
from annotations.storage import CheckpointStorage

_Value = TypeVar("_Value", Annotation, Link)


FILES = "[!.]*.json"
"""A pattern for the names of such files."""


def file_name(annotator: str, machine: str) -> str:
    """The name of the file that this annotator writes on this machine, and nobody else."""
    return f"{to_name(annotator)}@{to_name(machine)}.json"


def annotation_files(folder: Path) -> list[Path]:
    """The files of annotations in the folder of an article, in the order of their names.

    Raises HashiyaError if there is such a folder but it cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [
                each.name for each in entries if PurePath(each.name).match(FILES) and each.is_file()
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise HashiyaError(f"{folder} cannot be read: {files.reason(error)}.") from error
    return [folder / name for name in sorted(names)]


class Layer:
    """What a file holds. It need not exist; it is made by the first ``save``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.annotations: dict[str, Stored[Annotation]] = {}
        """By id, tombstones too."""
        self.links: dict[str, Stored[Link]] = {}
        self.refusal: str | None = None
        """The sentence why the file must not be written."""
        self.problems: list[str] = []
        """A sentence for everything that could not be read."""
        self._db = TinyDB(path, storage=CheckpointStorage)
        self._seen: files.Signature | None = None
        self._lost: set[str] = set()  # ids of what is known here but no longer in the file

    def refresh(self) -> bool:
        """Read the file if it is not the one last read or written; tells whether that told anything. Raises nothing.

        What was known is kept: without a lock, another program may have written its file over this one.
        """
        try:
            found = files.signature(self.path)
            if found == self._seen:
                return False
            problems: list[str] = []
            with self._storage.transaction() as refusal:
                annotations = self._read("annotations", from_document, problems)
                links = self._read("links", link_from_document, problems)
        except HashiyaError as error:
            known, self.refusal, self.problems = self.problems, str(error), [str(error)]
            self._seen = None
            return known != self.problems
        self._seen, self.refusal, self.problems = found, refusal, problems
        self.links = union(links, self.links)
        self.annotations = union(annotations, self.annotations)
        self._lost = {
            key for key, stored in self.annotations.items() if stored is not annotations.get(key)
        }
        return True

    def save(self, changed: Iterable[Stored[Annotation]], meta: Mapping[str, Any]) -> None:
        """Write the changed ones and return when they are on the disk. Raises HashiyaError, with nothing changed."""
        after = {stored.value.id: stored for stored in changed}
        restored = {key: self.annotations[key] for key in self._lost}
        with self._storage.transaction():
            self._table("meta").upsert(Document(meta, 1))
            for key, stored in {**restored, **after}.items():
                self._table("annotations").upsert(Document(stored.document, number(key)))
        self._seen = self._storage.signature
        self._lost.clear()
        self.annotations.update(after)

    @property
    def _storage(self) -> CheckpointStorage:
        storage = self._db.storage
        assert isinstance(storage, CheckpointStorage)
        return storage

    def _table(self, name: str) -> Table:
        return self._db.table(
            name, cache_size=0
        )  # a cached answer would not see another program's work

    def _read(
        self, table: str, convert: Callable[[Document, int], _Value], problems: list[str]
    ) -> dict[str, Stored[_Value]]:
        read = {}
        for document in self._table(table):
            try:
                value = convert(document, document.doc_id)
            except HashiyaError as error:
                problems.append(f"In {self.path} {error}. It is kept but not shown.")
            else:
                read[value.id] = Stored(value, dict(document))
        return read
