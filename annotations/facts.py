"""What a list tells of an article: its title, what was written beside it and when, and what cannot be read of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations import HashiyaError, files
from annotations.checkpoint import Tables
from annotations.documents import TABLES, parse
from annotations.layer import annotation_files, storage_of
from annotations.merging import prevails
from annotations.messages import tr
from annotations.model import SPAN

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.renaming import Renames

WHOLE = 1 << 20
"""Bytes up to which a file is read to its end, to say whether it is a text; of a larger one only the beginning."""


class Facts(msgspec.Struct, frozen=True):
    """What is on the disk, not what waits to be saved."""

    title: str
    unreadable: str = ""
    """Why the article cannot be read, as a sentence; the title is then its path."""
    own: Mapping[str, int] = {}
    """How many annotations of one's own there are, by label."""
    others: Mapping[str, int] = {}
    """And how many of all others."""
    worked: str = ""
    """When anybody last wrote something beside it: UTC, as RFC 3339. Empty if nobody did."""
    damaged: str = ""
    """What cannot be read of that, as a sentence."""
    folded: str = ""
    """Title and path as they are searched."""

    @property
    def count(self) -> int:
        """The annotations of all."""
        return sum(self.own.values()) + sum(self.others.values())


class Known(NamedTuple):
    """Facts with the folders from which they come."""

    facts: Facts
    folders: list[Path]
    """First the article's own, then those that it had before it was renamed."""


State = tuple[object, ...]


def state(project: Project, path: str, folders: list[Path]) -> State:
    """What is another one when an article's file or a file in these folders was written. Raises nothing."""
    found: list[object] = []
    with suppress(HashiyaError):
        found.append(files.signature(project.root / path))
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            found += sorted((each.name, *files.signature_of(each.stat())) for each in entries)
    return tuple(found)


def find_out(project: Project, path: str, renames: Renames) -> Known:
    """The facts about an article, read now. Raises nothing: what cannot be read is among them."""
    title, unreadable = path, ""
    try:
        title = _title(project, path)
    except HashiyaError as error:
        unreadable = str(error)
    tables: Tables = {}
    problems: list[str] = []
    folders = [project.folder(path)]
    formerly = _read(folders[0], tables, problems)
    try:
        if formerly is None and not unreadable and renames.gone:
            former = renames.guess(project.read(path)).path
            formerly = {former} if former else None
        waiting = {*(formerly or ())} - {path}
        while waiting:
            if (folder := renames.folder(waiting.pop())) and folder not in folders:
                folders.append(folder)
                waiting |= (_read(folder, tables, problems) or set()) - {path}
    except OSError as error:
        problems.append(
            tr("{path} cannot be read: {why}.", path=project.store, why=files.reason(error))
        )
    except HashiyaError as error:  # the article went meanwhile
        unreadable = str(error)
    mine, others, worked = _counted(tables, project.annotator)
    folded = searched(f"{title} {path}")
    return Known(
        Facts(title, unreadable, mine, others, worked, " ".join(problems), folded), folders
    )


def searched(text: str) -> str:
    """The text as it is searched: spellings that a reader takes for the same are the same."""
    from annotations.folding import fold  # not before somebody looks for something

    return fold(text).text


def _title(project: Project, path: str) -> str:
    with suppress(OSError):
        if (project.root / path).stat().st_size > WHOLE:
            return project.title(path)
    return project.read(path).title


def _read(folder: Path, tables: Tables, problems: list[str]) -> set[str] | None:
    """Add what the files in a folder hold to ``tables``; gives the paths that the article had before, None if there
    are no files."""
    try:
        paths = annotation_files(folder)
    except HashiyaError as error:
        problems.append(str(error))
        return set()
    formerly: set[str] = set()
    for path in paths:
        storage = storage_of(path)
        try:
            storage.refresh()
        except HashiyaError as error:
            problems.append(str(error))
            continue
        problems += storage.problems
        for name in TABLES:
            known = tables.setdefault(name, {})
            for number, data in storage.table(name).items():
                if number not in known or prevails(known[number], data):
                    known[number] = data
        paths_before = parse(storage.table("meta").get("1", b"{}")).get("formerly", [])
        if isinstance(paths_before, list):
            formerly.update(each for each in paths_before if isinstance(each, str))
    return formerly if paths else None


class _Document(msgspec.Struct):
    """As much of an annotation, a link or a decision as is counted."""

    annotator: str
    modified: str
    label: str = ""
    deleted: bool = False


_document = msgspec.json.Decoder(_Document)


def _counted(tables: Tables, annotator: str) -> tuple[dict[str, int], dict[str, int], str]:
    """The labels of this annotator's annotations and of those of others, and when something was last written."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    worked = ""
    for table in tables.values():
        for data in table.values():
            try:
                found = _document.decode(data)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # it is not shown beside the article either
            worked = max(worked, found.modified)
            if found.label not in ("", SPAN) and not found.deleted:
                (own if found.annotator == annotator else others)[found.label] += 1
    return dict(own), dict(others), worked
