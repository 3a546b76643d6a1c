"""Mending what ``check`` finds, as far as it is of this annotator's hand on this machine. No bytes are lost by it."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from annotations import HashiyaError, files
from annotations.copies import take_in
from annotations.findings import Finding, Kind
from annotations.layer import MERGED, Layer, annotation_files, file_name, original, storage_of
from annotations.messages import tr
from annotations.places import keep_text, text_file, text_files
from annotations.project import Project
from annotations.repair import set_aside

OLD = 3600.0
"""Seconds without a change after which no running program can still be about to finish a save."""
_LEFTOVER = re.compile(r"\.hashiya-[0-9a-f]{16}\.tmp")


def mend(project: Project) -> Iterator[Finding]:
    """Build one's own damaged files anew, take in other versions of them, delete what interrupted saves left, and
    write a damaged text anew.

    Tells what was done, or cannot be. Damaged bytes and other versions are kept under other names; others' files are
    left to them.
    """
    for path in (*project.articles(), *project.unlisted()):
        own = project.folder(path) / file_name(project.annotator, project.machine)
        for kind, work in (
            (Kind.DAMAGE, _rebuilt),
            (Kind.COPY, _taken_in),
            (Kind.LEFTOVER, _cleared),
        ):
            try:
                for sentence in work(own):
                    yield Finding(path, kind, sentence)
            except HashiyaError as error:
                yield Finding(path, kind, str(error))
        try:
            for sentence in _written_anew(project, path):
                yield Finding(path, Kind.TEXT, sentence)
        except HashiyaError as error:
            yield Finding(path, Kind.TEXT, str(error))


def _rebuilt(own: Path) -> list[str]:
    return Layer(own).repair() if own in annotation_files(own.parent) else []


def _taken_in(own: Path) -> Iterator[str]:
    """Of other versions histories come first: one may just go on from one's own."""
    for path in sorted(annotation_files(own.parent), key=lambda each: each.suffix == ".json"):
        if original(path.name) != own.name or MERGED.search(path.name):
            continue
        target, source = storage_of(own), storage_of(path)
        take_in(target, source)
        with target.lock.held():
            for file in (source.path, source.journal.path):
                data, _ = files.read(file)
                if data is not None:
                    kept = set_aside(file, data, "merged")
                    _delete(file)
                    yield tr("{file} was taken in; {kept} has what it held.", file=file, kept=kept)


def _written_anew(project: Project, path: str) -> Iterator[str]:
    """A damaged text as it was annotated, if that is the one that the article still has."""
    folder = project.folder(path)
    for file in text_files(folder):
        data, _ = files.read(file)
        if file.name == f"text-{hashlib.sha256(data or b'').hexdigest()}":
            continue
        article = None
        with suppress(HashiyaError):  # that it is gone is no damage of its texts
            article = project.read(path)
        if article and file == text_file(folder, article.sha256):
            kept = set_aside(file, data)
            keep_text(folder, article)
            yield tr(
                "{file} was written anew from the article; {kept} has what it held.",
                file=file,
                kept=kept,
            )


def _cleared(own: Path) -> Iterator[str]:
    """What is provably of an interrupted save: named and placed as only a save does, and old.

    What it was to hold is in a history or an article, so nothing is lost with it.
    """
    for path in sorted(own.parent.glob(files.LEFTOVER)):
        status = path.lstat()
        if (
            _LEFTOVER.fullmatch(path.name)
            and stat.S_ISREG(status.st_mode)
            and time.time() - status.st_mtime > OLD
        ):
            _delete(path)
            yield tr("{path} was deleted: it was left from a save that was interrupted.", path=path)


def _delete(path: Path) -> None:
    try:
        os.unlink(path)  # noqa: PTH108 — as everything that must be on the disk
        files.settle(path.parent)
    except OSError as error:
        raise HashiyaError(
            tr("{path} could not be deleted: {why}.", path=path, why=files.reason(error))
        ) from error
