"""Opening a folder of very many articles, and what following it costs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from annotations.documents import number, to_document
from annotations.model import Article, Span, annotate
from annotations.project import Project
from annotations.storage import JournalStorage
from bench.terminal import HASHIYA, Terminal, starts

MANY, MOST = 2_000, 10_000
ANNOTATED = 10
"""One article in so many has annotations."""
SECONDS = 10
"""For which nothing happens, to see what that costs."""
Row = tuple[str, str, str]


def rows(place: Path, seed: str, home: Path) -> Iterator[Row]:
    one, many, most = (_folder(place / f"articles-{n}", n, seed) for n in (1, MANY, MOST))
    (single, least), (thousands, _), (ten, memory) = starts(
        [[HASHIYA, one], [HASHIYA, many], [HASHIYA, most]], home
    )
    yield (
        f"opening {MANY:,} articles, against a folder of one ({1000 * single:.0f} ms)",
        "≤ 1.1 ×",
        f"{thousands / single:.2f} × ({1000 * thousands:.0f} ms)",
    )
    yield (
        f"opening {MOST:,} articles, against the same",
        "≤ 1.25 ×",
        f"{ten / single:.2f} × ({1000 * ten:.0f} ms)",
    )
    yield "memory then, more than with one", "≤ 20 MB", f"{(memory - least) / 1e6:.0f} MB"
    terminal = Terminal([HASHIYA, most], home)
    terminal.first_frame()
    times = [terminal.press(b"hl"[count % 2 :][:1]) for count in range(60)]
    yield (
        "key to frame while they are found out about (p95 of 60)",
        "≤ 16 ms",
        f"{1000 * quantiles(times, n=20)[-1]:.1f} ms",
    )
    while True:  # until it rests
        before = _processor(terminal.process)
        terminal.last_byte(quiet=1, patience=1)
        if _processor(terminal.process) - before < 0.05:
            break
    known = time.perf_counter() - terminal.started
    yield f"until all is known of {MOST:,}", "≤ 30 s", f"{known:.0f} s"
    before = _processor(terminal.process)
    terminal.last_byte(quiet=SECONDS, patience=SECONDS)
    share = (_processor(terminal.process) - before) / SECONDS
    yield f"following {MOST:,} articles while nothing happens", "≤ 1 %", f"{100 * share:.1f} %"
    more = terminal.resident() - least
    yield "memory when all is known, more than with one", "≤ 40 MB", f"{more / 1e6:.0f} MB"
    terminal.stop()


def _processor(process: int) -> float:
    """Seconds of the processor that it has used, where the system tells."""
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        return 0
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _folder(folder: Path, count: int, seed: str) -> Path:
    """A folder with so many articles, each with a title of its own."""
    folder.mkdir()
    project = Project(folder, folder, "Bench", "bench")
    for place in range(count):
        article = Article(f"article-{place:05}.txt", f"مقال {place}\n{seed}")
        (folder / article.path).write_text(article.text, encoding="utf-8", newline="")
        if place % ANNOTATED == 1:
            tags = [
                annotate(article, Span(at, at + 5), "entity", "Bench") for at in range(0, 500, 50)
            ]
            storage = JournalStorage(project.folder(article.path) / "Bench@bench.json")
            storage.write({"annotations": {str(number(tag.id)): to_document(tag) for tag in tags}})
    return folder
