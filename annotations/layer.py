"""One file of annotations: what one annotator did to one article on one machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotations import HashiyaError, attributes, files
from annotations.checkpoint import Key
from annotations.documents import TABLES, parse, read, to_json
from annotations.filenames import from_name, to_name
from annotations.history import RESTORE, Act, Edit
from annotations.journal import Backwards, Entry, Reading, Record
from annotations.merging import News, Stored, greater, union, wins
from annotations.messages import tr
from annotations.model import Kept
from annotations.storage import HISTORY, JournalStorage

_PLACE = {"start", "end", "exact", "prefix", "suffix", "sha256", "anchor", "fragments"}


def file_name(annotator: str, machine: str) -> str:
    """The name of the checkpoint that this annotator writes on this machine, and nobody else."""
    return f"{to_name(annotator)}@{to_name(machine)}.json"


_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]+)?"  # Syncthing
    r"|\s?\((?:[^()]|\([^()]*\))*conflicted copy(?:[^()]|\([^()]*\))*\)"  # Dropbox, Nextcloud
)
MERGED = re.compile(r"\.merged-[0-9a-f]+(?=\.jsonl\Z)")
"""In the name of a history that went another way in a copy of the project, and was kept when they were merged."""


def original(name: str) -> str | None:
    """The name of the checkpoint that the file ``name`` is a copy of, or of whose history; None if it is no copy."""
    stripped = MERGED.sub("", _CONFLICT.sub("", name))
    return checkpoint_name(stripped) if stripped != name else None


def checkpoint_name(name: str) -> str | None:
    """The name of the checkpoint that the file ``name`` is or belongs to; None if it is no file of annotations."""
    if name.startswith("."):
        return None
    if name.endswith(HISTORY):
        return name.removesuffix(HISTORY) + ".json"
    return name if name.endswith((".json", ".jsonl")) else None


def annotation_files(folder: Path) -> list[Path]:
    """The checkpoints in the folder of an article, written or not yet, in the order of their names.

    A copy of a history that a tool for synchronising left under a name of its own is given by that name. Raises
    HashiyaError if there is such a folder but it cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = {checkpoint_name(each.name) for each in entries if each.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise HashiyaError(
            tr("{path} cannot be read: {why}.", path=folder, why=files.reason(error))
        ) from error
    return [folder / name for name in sorted(filter(None, names))]


def storage_of(path: Path) -> JournalStorage:
    """Of a path that ``annotation_files`` gives."""
    if path.suffix == ".jsonl":
        return JournalStorage(path.with_suffix(".json"), path, wins)
    return JournalStorage(path, wins=wins, copy=original(path.name) is not None)


class Layer:
    """What a file holds. It need not exist; it is made by the first ``save``."""

    def __init__(self, path: Path) -> None:
        """``path`` is one that ``annotation_files`` gives."""
        self.path = path
        self.documents: dict[str, Stored[Kept]] = {}
        """Annotations, links and decisions by id, tombstones too."""
        self.refusal: str | None = None
        """The sentence why the file must not be written."""
        self.problems: list[str] = []
        """A sentence for everything that could not be read."""
        self._storage = storage_of(path)
        self._broken: dict[Key, str] = {}  # a sentence for each document that cannot be trusted
        self._news = News()  # read, but not given yet
        self._loads = 0

    @property
    def files(self) -> tuple[Path, Path]:
        """The checkpoint and its history."""
        return self._storage.path, self._storage.journal.path

    @property
    def sequence(self) -> int:
        """The number of the last line of the history that was read or written."""
        return self._storage.journal.sequence

    @property
    def broken(self) -> list[str]:
        """A sentence for each document that cannot be trusted."""
        return list(self._broken.values())

    @property
    def tables(self) -> Mapping[str, Mapping[str, bytes]]:
        """The documents as they lie in the file: by table and number, as JSON."""
        return self._storage.tables

    @property
    def hand(self) -> tuple[str, str]:
        """The annotator and the machine that the file says it is of, or else its name."""
        meta = self._own_meta
        name = original(self.path.name) or self.path.name
        annotator, _, machine = name.removesuffix(".json").partition("@")
        return (
            str(meta.get("annotator", from_name(annotator))),
            str(meta.get("machine", from_name(machine))),
        )

    @property
    def text(self) -> str | None:
        """The sha256 of the text that the article had when the file was last written."""
        return self._own_meta.get("sha256")

    @property
    def formerly(self) -> list[str]:
        """The paths that the article had before it was renamed."""
        paths = self._own_meta.get("formerly", [])
        return [each for each in paths if isinstance(each, str)] if isinstance(paths, list) else []

    @property
    def _own_meta(self) -> dict[str, Any]:
        return parse(self._storage.table("meta").get("1", b"{}"))

    @property
    def unlocked(self) -> str | None:
        """Why others cannot be locked out while the file is written, as a sentence."""
        return self._storage.lock.missing

    def refresh(self) -> News:
        """Read what was written since it was last read. Raises nothing.

        What was known is kept: a tool may have put an older file in its place.
        """
        told = self.refusal, self.problems
        try:
            self._storage.refresh()
            self._absorb()
        except HashiyaError as error:
            self.refusal, self.problems = str(error), [str(error)]
        else:
            self.refusal = self._storage.refusal
            self.problems = [*self._storage.problems, *self._broken.values()]
        self._news.told |= told != (self.refusal, self.problems)
        return self._take_news()

    def save(self, act: Act, meta: Mapping[str, Any]) -> News:
        """Write the act and return when it is on the disk; gives what else was read, or written, on that occasion.

        What another window changed meanwhile keeps what that changed. Raises HashiyaError, with nothing
        changed.
        """
        with self._storage.writing():
            self._absorb()
            edits = [self._rebased(edit) for edit in act.edits]
            elsewhere = [
                edit.before for edit in edits if edit.before and not self._holds(edit.before)
            ]
            lost = self._lost()
            self._storage.append(
                [
                    Record(act.time, RESTORE, _entries(lost)),
                    Record(
                        act.time,
                        act.does,
                        [*self._meta(meta), *_entries(edit.after for edit in edits)],
                        act.takes_back.sequence if act.takes_back else None,
                        _entries(each for each in elsewhere if each not in lost),
                        act.together,
                    ),
                ]
            )
            self._loads = self._storage.loads
            act.sequence = self.sequence
        ours = {id(edit.after) for edit in act.edits}
        written = union(self.documents, (edit.after for edit in edits))
        self._news.documents += [stored for stored in written if id(stored) not in ours]
        return self._take_news()

    def checkpoint(self) -> None:
        """Write the file that TinyDB programs read, if the history goes beyond it. Raises HashiyaError."""
        self._storage.refresh()
        if self._storage.behind:
            self._refuse()
            self._storage.checkpoint()

    def history(self) -> Reading:
        """Every line of its history that can be read. Raises HashiyaError if the file cannot be read."""
        return self._storage.history()

    def past(self) -> Iterator[bytes]:
        """The lines of its history from the last to the first, for any thread."""
        return Backwards(self._storage.journal.path)

    def check(self) -> list[str]:
        """A sentence for everything that is wrong with the file, after a ``refresh``, back to its beginning."""
        told = [*self.problems]
        try:
            told += [each for each in self._storage.check() if each not in told]
        except HashiyaError as error:
            told.append(str(error))
        if self.refusal:
            told.append(self.refusal)
        return list(dict.fromkeys(told))

    def repair(self) -> list[str]:
        """Build anew what is damaged, and keep the damaged bytes; gives a sentence for each thing that was done.

        Raises HashiyaError if too little is left for that.
        """
        self._refuse()
        return self._storage.repair()

    def _refuse(self) -> None:
        if refusal := files.unwritable(self.path.parent):
            raise HashiyaError(refusal)

    def _rebased(self, edit: Edit) -> Edit:
        """The edit, made of what the file holds now."""
        current = self.documents.get(edit.after.value.id)
        if (
            current is None
            or current.data == edit.after.data  # it was written before, but not known to be
            or (edit.before is not None and greater(edit.before, current) is edit.before)
        ):
            return edit
        before = edit.before.document if edit.before else {}
        after = edit.after.document
        changed = {
            name: value
            for name, value in after.items()
            if name not in before or before[name] != value
        }
        if _PLACE & changed.keys():  # these say only together where it is
            changed.update({name: after[name] for name in _PLACE & after.keys()})
            changed["fragments"] = after.get("fragments", ())
        if "attributes" in changed:  # each of them is changed by itself
            changes = attributes.differences(before.get("attributes", {}), changed["attributes"])
            changed["attributes"] = attributes.changed(
                current.document.get("attributes", {}), changes
            )
        value = current.value
        changed["rev"] = value.rev + 1
        changed["modified"] = max(value.modified, edit.after.value.modified)
        data = to_json({**current.document, **changed})
        return Edit(current, Stored(read(type(value), data), data))

    def _meta(self, meta: Mapping[str, Any]) -> list[Entry]:
        before = self._storage.table("meta").get("1", b"{}")
        after = to_json({**parse(before), **meta})
        return [] if after == before else [("meta", "1", msgspec.Raw(after))]

    def _holds(self, stored: Stored[Kept]) -> bool:
        """Whether it is what the file holds."""
        table, number = stored.key
        return self._storage.table(table).get(number) == stored.data

    def _lost(self) -> list[Stored[Kept]]:
        """What is known here, but is not what the file holds any more."""
        if self._storage.loads == self._loads:
            return []
        return [each for each in self.documents.values() if not self._holds(each)]

    def _absorb(self) -> None:
        """Take in what the storage has read."""
        if not self.documents:
            self._loads = self._storage.loads  # so nothing can be lost
        tables = {name: self._storage.table(name) for name in TABLES}
        found: list[Stored[Kept]] = []
        for key in self._storage.news():
            name, number = key
            try:
                if name in tables and (data := tables[name].get(number)):
                    found.append(Stored(read(TABLES[name], data, int(number)), data))
                if self._broken:
                    self._broken.pop(key, None)
            except HashiyaError as error:
                self._broken[key] = tr(
                    "In {path} {error}. It is kept but not shown.", path=self.path, error=error
                )
        self._news.documents += union(self.documents, found)

    def _take_news(self) -> News:
        news, self._news = self._news, News()
        return news


def _entries(stored: Iterable[Stored[Kept]]) -> list[Entry]:
    return [(*each.key, msgspec.Raw(each.data)) for each in stored]
