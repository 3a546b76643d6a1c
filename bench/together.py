"""Working together: how long joining two copies of a project takes, and checking one of many articles."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from annotations.check import check
from annotations.documents import number, to_document
from annotations.joining import join
from annotations.model import Article, Span, annotate
from annotations.project import Project
from annotations.table import Database

DOCUMENTS = 20_000
ARTICLES = 2_000
TEXT = "قال الرئيس «نعم» اليوم وغدا وبعد غد إن شاء الله. " * 1_000
Row = tuple[str, str, str]


def rows(place: Path) -> Iterator[Row]:
    yield from joining(place / "joining")
    yield from checking(place / "checking")


def joining(place: Path) -> Iterator[Row]:
    """All comes in as it is; or half of the documents are changed in both copies, each a line of the history."""
    base = place / "base"
    base.mkdir(parents=True)
    (base / "a.txt").write_text(TEXT, encoding="utf-8")
    tags = [
        annotate(Article("a.txt", TEXT), Span(at, at + 12), "claim", "Bench")
        for at in range(DOCUMENTS)
    ]
    with _table(base) as database:
        database.storage.write(
            {"annotations": {str(number(tag.id)): to_document(tag) for tag in tags}}
        )
    empty = place / "empty"
    shutil.copytree(base, empty, ignore=shutil.ignore_patterns(".hashiya"))
    copies = [shutil.copytree(base, place / name) for name in ("one", "two")]
    for copy, second in zip(copies, "01", strict=True):
        with _table(copy) as database:
            table = database.table("annotations")
            for start in range(0, DOCUMENTS // 2, 100):
                numbers = [number(tag.id) for tag in tags[start : start + 100]]
                changed = {"rev": 2, "modified": f"2090-01-01T00:00:0{second}Z"}
                table.update(changed, doc_ids=numbers)
    for what, into, other in (
        ("of another annotator", empty, base),
        ("half of them changed in both copies", *copies),
    ):
        times = [_timed(into, place / f"{into.name}-{turn}", other) for turn in range(5)]
        yield f"joining {DOCUMENTS:,} documents, {what}", "≤ 1 s", f"{median(times):.2f} s"


def checking(place: Path) -> Iterator[Row]:
    """A project of many articles, each with ten annotations."""
    place.mkdir(parents=True)
    text = TEXT[:2_000]
    for at in range(ARTICLES):
        (place / f"{at}.txt").write_text(text, encoding="utf-8")
        article = Article(f"{at}.txt", text)
        tags = [
            annotate(article, Span(start, start + 12), "claim", "Bench")
            for start in range(0, 1_000, 100)
        ]
        with _table(place, article.path) as database:
            database.storage.write(
                {"annotations": {str(number(tag.id)): to_document(tag) for tag in tags}}
            )
    start = time.perf_counter()
    found = list(check(Project.open(place, "Bench", "desk")))
    took = time.perf_counter() - start
    yield f"check of {ARTICLES:,} articles, 10 annotations each", "", f"{took:.1f} s"
    assert not found, found[:3]


def _table(root: Path, path: str = "a.txt") -> Database:
    return Database(Project.open(root, "Bench", "desk").folder(path) / "Bench@desk.json")


def _timed(into: Path, copy: Path, other: Path) -> float:
    shutil.copytree(into, copy)
    project = Project.open(copy, "Bench", "desk")
    start = time.perf_counter()
    joined = join(other, project)
    took = time.perf_counter() - start
    assert joined.came
    assert not joined.problems
    return took
