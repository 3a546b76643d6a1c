"""What a list tells of an article: its title, what was written beside it and when, and what cannot be read of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from annotations import HashiyaError, files
from annotations.checkpoint import Tables
from annotations.documents import TABLES, parse
from annotations.layer import annotation_files, storage_of
from annotations.merging import prevails
from annotations.messages import tr
from annotations.model import SPAN, Review

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
    unjudged: int = 0
    """How many are to be judged, a colleague's or only suggested, and one has not judged them."""

    @property
    def count(self) -> int:
        """The annotations of all."""
        return sum(self.own.values()) + sum(self.others.values())


T = TypeVar("T", covariant=True)


class Known(NamedTuple, Generic[T]):
    """Something about an article with the folders from which it comes."""

    facts: T
    folders: list[Path]
    """First the article's own, then those that it had before it was renamed."""
    bare: bool
    """Whether nothing is written beside it."""


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


def find_out(project: Project, path: str, renames: Renames) -> Known[Facts]:
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
    mine, others, worked, unjudged = _counted(tables, project.annotator)
    folded = searched(f"{title} {path}")
    damaged = " ".join(problems)
    facts = Facts(title, unreadable, mine, others, worked, damaged, folded, unjudged)
    return Known(facts, folders, not worked)


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

    id: str
    annotator: str
    modified: str
    label: str = ""
    deleted: bool = False
    review: str = Review.NONE
    on: str = ""


_document = msgspec.json.Decoder(_Document)


def _counted(tables: Tables, annotator: str) -> tuple[dict[str, int], dict[str, int], str, int]:
    """The labels of this annotator's annotations and of those of others, when something was last written, and how many
    this annotator has still to judge."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    worked = ""
    to_judge: set[str] = set()
    suggested: set[str] = set()
    judged: set[str] = set()
    judged_by_anyone: set[str] = set()
    for table in tables.values():
        for data in table.values():
            try:
                found = _document.decode(data)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # it is not shown beside the article either
            worked = max(worked, found.modified)
            if found.deleted:
                continue
            mine = found.annotator == annotator
            if found.label not in ("", SPAN):
                (own if mine else others)[found.label] += 1
                if not mine:
                    to_judge.add(found.id)
                elif found.review == Review.SUGGESTED:
                    suggested.add(found.id)
            elif found.on and found.review != Review.NONE:
                judged_by_anyone.add(found.on)
                if mine:
                    judged.add(found.on)
    unjudged = len(to_judge - judged) + len(suggested - judged_by_anyone)
    return dict(own), dict(others), worked, unjudged
