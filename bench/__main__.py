"""``make bench``: the budgets of the program through a pseudo-terminal, the ratios of the text engine and the store."""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

from annotations.documents import number, to_document
from annotations.model import Article, Span, annotate
from annotations.project import Project, machine_name
from annotations.storage import JournalStorage
from bench import anchoring, engine, folders, keystrokes, search, store, together
from bench.terminal import HASHIYA, Terminal, starts

SEED = next((Path(__file__).parent.parent / "seeds").glob("*.txt"))
COPIES = 2700
"""Of the seed article in the large one: ten megabytes."""
ANNOTATIONS = 10_000
PRESSES = 500
BLOCK = 50
"""Keys that one article gets before it is the turn of the other."""
Row = tuple[str, str, str]


def table(title: str, rows: Iterable[Row]) -> None:
    print(f"\n| {title} | bound | measured |\n|---|---|---|", flush=True)
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def start_rows(small: Path, large: Path, home: Path) -> Iterator[Row]:
    baseline = [sys.executable, Path(__file__).with_name("baseline.py")]
    (least, _), (seed, _), (ten, memory) = starts(
        [baseline, [HASHIYA, small], [HASHIYA, large]], home
    )
    yield (
        f"start, seed, against a Textual app with one Static ({1000 * least:.0f} ms)",
        "≤ 1.25 ×",
        f"{seed / least:.2f} × ({1000 * seed:.0f} ms)",
    )
    yield "start, 10 MB, against the same", "≤ 1.5 ×", f"{ten / least:.2f} × ({1000 * ten:.0f} ms)"
    yield "memory, 10 MB", "≤ 160 MB", f"{memory / 1e6:.0f} MB"


def latencies(articles: Iterable[Path], home: Path, presses: int) -> list[dict[str, float]]:
    """Of each article, the 95th percentile in milliseconds from a key to the last byte of its frame. They are measured
    in turns, a block of keys each."""
    terminals = [Terminal([HASHIYA, article], home) for article in articles]
    for terminal in terminals:
        terminal.first_frame()
    found: list[dict[str, float]] = [{} for _ in terminals]
    for name, keys in {"cursor": (b"h",), "page": (b" ", b"\x7f"), "tag": (b"e", b"c")}.items():
        times: list[list[float]] = [[] for _ in terminals]
        for terminal in terminals:
            terminal.press(b"[")
        for first in range(0, presses, BLOCK):
            block = range(first, min(first + BLOCK, presses))
            for terminal, measured in zip(terminals, times, strict=True):
                measured += [_press(terminal, name, keys, count) for count in block]
        for each, measured in zip(found, times, strict=True):
            each[name] = 1000 * quantiles(measured, n=20)[-1]
    for each, terminal in zip(found, terminals, strict=True):
        each["held"] = 1000 * terminal.hold(b"h", 3)
        moment = terminal.resize(96, 36)
        each["resize"] = 1000 * (terminal.last_byte(quiet=0.3) - moment)
        terminal.stop()
    return found


def _press(terminal: Terminal, name: str, keys: tuple[bytes, ...], count: int) -> float:
    """Seconds from the next of the keys to the last byte of its frame."""
    if name == "tag":
        # Each word is selected and tagged twice, with another label each time: the seed has enough for that.
        for key in (b"v", b"i") if count % 2 else (b"i", b"v", b"i"):
            terminal.press(key)
    return terminal.press(keys[count % len(keys)])


def latency_rows(small: Path, large: Path, home: Path, presses: int) -> Iterator[Row]:
    few, many = latencies((small, large), home, presses)
    for name in ("cursor", "page", "tag"):
        yield f"key to frame, {name}, seed (p95 of {presses})", "≤ 16 ms", f"{few[name]:.1f} ms"
        ratio = many[name] / few[name]
        yield (
            f"the same, 10 MB with {ANNOTATIONS:,} annotations",
            "≤ 1.2 ×",
            f"{ratio:.2f} × ({many[name]:.1f} ms)",
        )
    yield (
        "held key, 30 a second: lag when released",
        "none",
        f"{few['held']:.0f} ms; 10 MB {many['held']:.0f} ms",
    )
    yield "resize, 10 MB", "≤ 150 ms", f"{many['resize']:.0f} ms"


def command_rows(article: Path) -> Iterator[Row]:
    def once(*command: str | Path) -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    commands: list[tuple[str | Path, ...]] = [
        (sys.executable, "-c", "import click"), (HASHIYA, "--help"), (HASHIYA, "export", article)
    ]  # fmt: skip
    click, help_, export = (median(once(*command) for _ in range(9)) for command in commands)
    yield "--help, against `import click`", "≤ 1.5 ×", f"{help_ / click:.2f} ×"
    yield "export of the seed, against the same", "≤ 3 ×", f"{export / click:.2f} ×"


def annotated(folder: Path, article: Article, home: Path) -> None:
    """Store annotations all over an article, in one write."""
    machine = machine_name(home / ".local" / "state" / "hashiya")
    project = Project.open(folder, "Bench", machine)
    path = project.folder(article.path) / f"Bench@{machine}.json"
    step = len(article.text) // ANNOTATIONS
    tags = [
        annotate(article, Span(at, at + 12), "claim", "Bench")
        for at in range(0, step * ANNOTATIONS, step)
    ]
    storage = JournalStorage(path)
    storage.write({"annotations": {str(number(tag.id)): to_document(tag) for tag in tags}})
    storage.checkpoint()


def main() -> None:
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES
    seed = SEED.read_bytes().decode()
    size = COPIES * len(seed.encode()) / 1e6
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"The seed has {len(seed):,} characters, the large article {size:.1f} MB.")
    keystrokes.print_table(seed)
    table("text engine", engine.ratios(seed))
    table("large and adversarial text", [*engine.large(seed * COPIES), *engine.adversarial()])
    table("a changed article", anchoring.rows(seed, seed * COPIES))
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        small, bare, large = (
            Path(place) / name / "article.txt" for name in ("small", "bare", "large")
        )
        for path, text in ((small, seed), (bare, seed * COPIES), (large, seed * COPIES)):
            path.parent.mkdir()
            path.write_text(text, encoding="utf-8", newline="")
        home.mkdir()
        table("start", start_rows(small, bare, home))
        table("a folder of articles", folders.rows(Path(place), seed, home))
        table("commands", command_rows(small))
        table("store", store.rows(Path(place)))
        table("finding", search.rows(Path(place), seed, seed * COPIES))
        table("working together", together.rows(Path(place)))
        annotated(large.parent, Article(large.name, seed * COPIES), home)
        table("120 × 36", latency_rows(small, large, home, presses))


if __name__ == "__main__":
    main()
