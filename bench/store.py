"""What a durable change costs: Hashiya's storage, TinyDB's own, and sqlite with WAL and FULL, in turns in one run."""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from tinydb import TinyDB
from tinydb.table import Document

from annotations.documents import number, to_document, to_json
from annotations.margin import Margin
from annotations.model import Article, Span, annotate
from annotations.project import Project
from annotations.table import Database

TURNS = 60
"""How often each change is measured."""
SIZES = {100: 20, 500: 20, 10_000: 8, 100_000: 2}
"""Documents, and how often that is for TinyDB's own storage, which takes its time."""
AGAINST_TINYDB = {500: 10, 10_000: 150, 100_000: 2000}
TEXT = "قال الرئيس «نعم» اليوم وغدا وبعد غد إن شاء الله. " * 40_000
Row = tuple[str, str, str]
Change = Callable[[int], object]


def documents(count: int) -> dict[str, Any]:
    """So many annotations by their numbers."""
    article = Article("a.txt", TEXT)
    tags = (annotate(article, Span(at, at + 12), "claim", "Bench") for at in range(count))
    return {str(number(tag.id)): to_document(tag) for tag in tags}


class Tables:
    """A TinyDB database, of whichever kind."""

    def __init__(self, database: TinyDB, content: dict[str, Any]) -> None:
        self.database = database
        self.table = database.table("annotations", cache_size=0)
        database.storage.write({"annotations": content})

    def insert(self, key: int, document: dict[str, Any]) -> None:
        self.table.insert(Document(document, key))

    def update(self, key: int, document: dict[str, Any]) -> None:
        self.table.update(document, doc_ids=[key])

    def delete(self, key: int) -> None:
        self.table.remove(doc_ids=[key])


class Sqlite:
    """The same in a table of sqlite's, each change a transaction that is synced."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = wal", "synchronous = full"):
            self.connection.execute(f"pragma {setting}")
        self.connection.execute("create table annotations (id text primary key, document text)")
        self.connection.execute("begin")
        for key, document in content.items():
            self.insert(int(key), document)
        self.connection.execute("commit")

    def insert(self, key: int, document: dict[str, Any]) -> None:
        self._do("insert into annotations values (?, ?)", str(key), json.dumps(document))

    def update(self, key: int, document: dict[str, Any]) -> None:
        self._do("update annotations set document = ? where id = ?", json.dumps(document), str(key))

    def delete(self, key: int) -> None:
        self._do("delete from annotations where id = ?", str(key))

    def _do(self, statement: str, *values: str) -> None:
        self.connection.execute(statement, values)


Costs = dict[tuple[int, str, str], list[float]]
"""Seconds of each turn, by documents, kind of change and storage."""


def costs(place: Path) -> Costs:
    """All sizes and storages in turns, so that what else the machine does falls on all of them."""
    storages: dict[int, dict[str, Any]] = {}
    for size in SIZES:
        content = documents(size)
        ours = Database(place / f"{size}-ours.json")
        storages[size] = {
            "ours": Tables(ours, content),
            "sqlite": Sqlite(place / f"{size}.sqlite", content),
            "tinydb": Tables(TinyDB(place / f"{size}-plain.json", encoding="utf-8"), content),
        }
        ours.storage.close()
        del content
    gc.collect()
    measured: Costs = {}
    for turn, (key, document) in enumerate(documents(1 + TURNS).items()):
        changes: list[tuple[str, tuple[Any, ...]]] = [
            ("insert", (int(key), document)),
            ("update", (int(key), {**document, "note": "x"})),
            ("delete", (int(key),)),
        ]
        for kind, given in changes:
            for size, some in storages.items():
                for name, storage in some.items():
                    if name == "tinydb" and turn > SIZES[size]:
                        continue
                    start = time.perf_counter()
                    getattr(storage, kind)(*given)
                    if turn:  # the first time warms up
                        times = measured.setdefault((size, kind, name), [])
                        times.append(time.perf_counter() - start)
    return measured


def rows(place: Path) -> Iterator[Row]:
    found = costs(place)
    for kind in ("insert", "update", "delete"):
        for size in SIZES:
            ours = found[size, kind, "ours"]
            yield (
                f"{kind} at {size:,}, against sqlite WAL + FULL",
                "≤ 1.5 ×",
                f"{_ratio(ours, found[size, kind, 'sqlite']):.2f} × ({1000 * median(ours):.2f} ms)",
            )
        growth = _ratio(found[100_000, kind, "ours"], found[100, kind, "ours"])
        yield f"{kind} at 100,000, against 100", "≤ 1.5 ×", f"{growth:.2f} ×"
    for size, least in AGAINST_TINYDB.items():
        plain = found[size, "insert", "tinydb"]
        yield (
            f"insert at {size:,}: TinyDB's JSONStorage against ours",
            f"≥ {least:,} ×",
            f"{_ratio(plain, found[size, 'insert', 'ours']):,.0f} × ({1000 * median(plain):,.1f} ms)",
        )
    yield from tagging(place)
    yield from opening(place)


def _ratio(some: list[float], others: list[float]) -> float:
    """The median of the ratios, each of two measurements that followed each other."""
    return median(one / other for one, other in zip(some, others, strict=False))


def tagging(place: Path) -> Iterator[Row]:
    """A tag through the margin, as the app makes it."""
    few, many = (_margin(place / f"tags-{size}", size) for size in (100, 10_000))
    measured: list[tuple[float, float]] = []
    writes: list[int] = []
    syncs: list[int] = []
    sync, write = os.fdatasync, os.write

    def synced(descriptor: int) -> None:
        syncs.append(descriptor)
        sync(descriptor)

    def wrote(descriptor: int, data: bytes) -> int:
        writes.append(len(data))
        return write(descriptor, data)

    with patch("os.fdatasync", synced), patch("os.write", wrote):
        for at in range(61):
            measured.append((_timed(few, at), _timed(many, at)))
            if not at:  # the first of each makes files
                measured, writes, syncs = [], [], []
    document = to_json(to_document(many.annotations[0]))
    small, large = (median(times) for times in zip(*measured, strict=True))
    yield (
        "a tag at 10,000 annotations, against 100",
        "≤ 1.5 ×",
        f"{large / small:.2f} × ({1000 * large:.2f} ms)",
    )
    yield "syncs a tag", "1", f"{len(syncs) / 120:g}"
    yield (
        "bytes written a tag, against its document",
        "≤ 4 ×",
        f"{max(writes) / len(document):.2f} ×",
    )


def _timed(margin: Margin, at: int) -> float:
    start = time.perf_counter()
    margin.add(Span(at, at + 12), "entity")
    return time.perf_counter() - start


def opening(place: Path) -> Iterator[Row]:
    size = 10_000
    root = place / "opening"
    article = _margin(root, size).article
    folder = Project.open(root, "Bench", "desk").folder("a.txt")
    plain = place / "opening.json"
    TinyDB(plain, encoding="utf-8").storage.write({"annotations": documents(size)})
    ways: dict[str, Callable[[], object]] = {
        "plain": lambda: TinyDB(plain, encoding="utf-8").table("annotations").all(),
        "table": lambda: Database(folder / "Bench@desk.json").table("annotations").all(),
        "margin": lambda: Margin(article, folder, "Bench", "desk"),
    }
    measured: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(9):
        for name, way in ways.items():
            gc.collect()
            start = time.perf_counter()
            way()
            measured[name].append(time.perf_counter() - start)
    for name, what in (("table", "all documents"), ("margin", "the margin, checked, in order")):
        found = measured[name]
        yield (
            f"opening 10,000, {what}, against TinyDB",
            "≤ 1.5 ×",
            f"{_ratio(found, measured['plain']):.2f} × ({1000 * median(found):.0f} ms)",
        )


def _margin(root: Path, size: int) -> Margin:
    """The margin of an article with so many annotations."""
    root.mkdir()
    (root / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    path = root / ".hashiya" / "articles" / "a.txt" / "Bench@desk.json"
    with Database(path) as database:
        database.storage.write({"annotations": documents(size)})
    project = Project.open(root, "Bench", "desk")
    return project.margin(project.read("a.txt"))
