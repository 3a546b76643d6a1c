"""Joining two copies of a project: what one has beyond the other comes in, and is told in words."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotations import HashiyaError, files
from annotations.checkpoint import Key
from annotations.chronicle import counted
from annotations.copies import lines_of, take_in
from annotations.documents import TABLES
from annotations.layer import Layer, annotation_files, original, storage_of
from annotations.merging import prevails
from annotations.messages import listed, mark_counted, tr, trn
from annotations.project import Project
from annotations.storage import JournalStorage

_TEXT = re.compile(r"text-([0-9a-f]{64})")


class Joined(NamedTuple):
    """What came of it, in sentences."""

    came: list[str]
    """About what came in; empty if there was nothing new."""
    missing: list[str]
    """About articles that are annotated but are not here."""
    problems: list[str]
    """About what could not be read or written, and so was left out."""


class _Version(msgspec.Struct):
    annotator: str = "somebody"
    deleted: bool = False


_version = msgspec.json.Decoder(_Version)


def join(other: Path, into: Project) -> Joined:
    """Bring all annotations of the project in the folder ``other`` into the project ``into``. ``other`` is only read,
    and so are the articles of both.

    Raises HashiyaError, with nothing changed, where ``other`` is no other project or ``into`` cannot be written.
    """
    source = _project(other, into)
    joined = Joined([], [], [])

    def unreadable(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # nothing was annotated yet
            joined.problems.append(
                tr(
                    "{path} cannot be read: {why}.",
                    path=error.filename,
                    why=files.reason(error),
                )
            )

    paths = source.annotated(unreadable)
    for path in paths:
        if refusal := files.unwritable(into.folder(path)):
            raise HashiyaError(refusal)
    for path in paths:
        theirs, ours = source.folder(path), into.folder(path)
        try:
            joined.came.extend(f"{each}: {path}" for each in _join(theirs, ours, joined.problems))
        except HashiyaError as error:
            joined.problems.append(str(error))
        if not os.path.exists(into.root / path):  # noqa: PTH110 — it never raises
            joined.missing.append(
                tr(
                    "{path} is not in {root}; what was written beside it waits there for it.",
                    path=path,
                    root=into.root,
                )
            )
    return joined


def _project(folder: Path, into: Project) -> Project:
    root = Project.open(folder, into.annotator, into.machine).opened
    try:
        if not (root / files.STORE).is_dir():
            raise HashiyaError(
                tr(
                    "{folder} is no project: there is no {store} in it.",
                    folder=folder,
                    store=files.STORE,
                )
            )
        if root.samefile(into.root):
            raise HashiyaError(
                tr("{folder} is the project itself: name another copy of it.", folder=folder)
            )
    except OSError as error:
        raise HashiyaError(
            tr("{path} cannot be read: {why}.", path=folder, why=files.reason(error))
        ) from error
    return Project(root, root, into.annotator, into.machine)


def _join(theirs: Path, ours: Path, problems: list[str]) -> Iterator[str]:
    """Bring in what was written beside one article; gives sentences without their ends."""
    known: dict[Key, bytes] = {}
    storages = {path: storage_of(path) for path in annotation_files(ours)}
    for storage in storages.values():
        try:
            storage.refresh()
        except HashiyaError as error:
            problems.append(str(error))
        _greatest(known, storage)
    texts = list(_texts(theirs, ours, problems))
    came: dict[Key, bytes] = {}
    hands = set()
    for path in sorted(annotation_files(theirs), key=_order):
        source = storage_of(path)
        place = ours / unicodedata.normalize("NFC", original(path.name) or path.name)
        target = storages.setdefault(place, storage_of(place))
        try:
            if (path.name == place.name and _take_over(target, source)) or take_in(target, source):
                hands.add(Layer(path).hand)
            _greatest(came, source)
        except HashiyaError as error:
            if str(error) not in problems:
                problems.append(str(error))
    new = {
        key: data
        for key, data in came.items()
        if key not in known or (data != known[key] and prevails(known[key], data))
    }
    told = list(_told(known, new))
    yield from told
    if hands and not told:
        yield tr(
            "The history of {annotators} came in",
            annotators=listed(sorted(annotator for annotator, _ in hands)),
        )
    elif texts and not told:
        yield tr("The text as it was annotated came in")


def _order(path: Path) -> tuple[bool, bool]:
    """A copy that a tool made of a file comes after the file, and a checkpoint after histories."""
    return original(path.name) is not None, path.suffix == ".json"


def _greatest(known: dict[Key, bytes], storage: JournalStorage) -> None:
    for name in TABLES:
        for number, data in storage.table(name).items():
            before = known.get((name, number))
            if before is None or (before != data and prevails(before, data)):
                known[name, number] = data


def _take_over(target: JournalStorage, source: JournalStorage) -> bool:
    """Copy files that are missing here as they are; tells whether that was so."""
    places = (target.path, source.path), (target.journal.path, source.journal.path)
    if any(os.path.lexists(path) for path, _ in places):
        return False
    lines_of(source)
    # The history is read last and written first, so that it goes as far as its checkpoint at any moment.
    contents = [(path, files.read(of)[0]) for path, of in places]
    with target.lock.held():
        for path, data in reversed(contents):
            if data is not None:
                files.write_new(path, data)
    return True


def _texts(theirs: Path, ours: Path, problems: list[str]) -> Iterator[Path]:
    """Copy the texts that were annotated and are missing here; gives those."""
    for path in sorted(theirs.glob("text-*")):
        name = _TEXT.fullmatch(path.name)
        if not name or os.path.lexists(ours / path.name):
            continue
        data, _ = files.read(path)
        if hashlib.sha256(data or b"").hexdigest() != name[1]:
            problems.append(
                tr("{path} is damaged: its content is not what its name says.", path=path)
            )
            continue
        files.write_new(ours / path.name, data or b"", replace=True)
        yield path


def _told(known: dict[Key, bytes], new: dict[Key, bytes]) -> Iterator[str]:
    """How many annotations, links and decisions of whom came in, changed or were deleted."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for key, data in new.items():
        version, before = _read(data), known.get(key)
        alive = before is not None and not _read(before).deleted
        what = "deleted" if version.deleted else "changed" if alive else "came in"
        counts.setdefault((version.annotator, key[0][:-1]), Counter())[what] += 1
    for (annotator, kind), count in sorted(counts.items()):
        yield _sentence(annotator, kind, count)


def _sentence(annotator: str, kind: str, count: Counter[str]) -> str:
    first, *rest = [what for what in ("came in", "changed", "deleted") if count[what]]
    what, n = counted(count[first], kind), count[first]
    match first:
        case "came in":
            told = tr("{what} of {annotator} came in", what=what, annotator=annotator)
        case "changed":
            told = tr("{what} of {annotator} changed", what=what, annotator=annotator)
        case _:
            told = trn(
                "{what} of {annotator} was deleted",
                "{what} of {annotator} were deleted",
                n,
                what=what,
                annotator=annotator,
            )
    further = [trn(*_FURTHER[each], count[each]) for each in rest]
    return tr(", ").join([told, *further])


_FURTHER = {
    "changed": mark_counted("{n} changed", "{n} changed"),
    "deleted": mark_counted("{n} deleted", "{n} deleted"),
}


def _read(data: bytes) -> _Version:
    try:
        return _version.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Version()
