"""``make profile``: where the time goes, in shares of the processor's: neither waiting nor other programs count.

What runs in C is counted to the Python that called it."""

from __future__ import annotations

import asyncio
import cProfile
import gc
import pstats
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.project import Project
from bench.__main__ import COPIES, SEED
from bench.engine import mixed, news
from tui.text.layout import Layout, Script
from tui.text.shaping import _spaced, _word

ROOT = Path(__file__).parent.parent
LEAST = 0.02
"""A share that is not worth a line."""
KEYS = {"cursor": ["h"], "page": ["space", "backspace"], "tag": ["e", "i", "u", "i"]}
Share = tuple[str, float]


def place(file: str, line: int, function: str) -> str:
    """A function of the text engine or of what keeps annotations, another part of the program, or a package."""
    path = Path(file)
    if path.is_relative_to(ROOT / "tui" / "text") or path.is_relative_to(ROOT / "annotations"):
        if function.startswith("<"):  # a comprehension belongs to the function that it stands in
            before = "\n".join(path.read_text("utf-8").splitlines()[:line])
            function = re.findall(r"^ *def (\w+)", before, re.M)[-1]
        return f"{path.relative_to(ROOT).with_suffix('')} {function}"
    if path.is_relative_to(ROOT / "tui"):
        return "the rest of tui"
    package = re.search(r"site-packages/(\w+)", file)
    return package[1] if package else "Python's own library"


def shares(profile: cProfile.Profile) -> list[Share]:
    """The part of the whole that each place took, the largest first."""
    spent: Counter[str] = Counter()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for called, (*_, callers) in stats.items():
        for caller, (_, _, own, _) in callers.items():
            spent[place(*(caller if called[0] == "~" else called))] += own
    whole = spent.total()
    return [(name, seconds / whole) for name, seconds in spent.most_common()]


def table(title: str, found: Iterable[Share]) -> None:
    print(f"\n| {title} | share |\n|---|---|")
    for name, share in found:
        if share >= LEAST:
            print(f"| {name} | {100 * share:.0f} % |", flush=True)


def rows_of(texts: list[str]) -> list[Share]:
    """Of all rows, with what is remembered of words forgotten first."""
    gc.disable()
    with cProfile.Profile(time.thread_time) as profile:
        for _ in range(5):
            _word.cache_clear()
            _spaced.cache_clear()
            for row in Layout(Script("\n".join(texts)), 64).rows():
                _ = row and row.visual
    gc.enable()
    return shares(profile)


def opening(text: str) -> list[Share]:
    """Of what is done before a row of a large article can be shown: to prepare it, and to wrap it."""
    with cProfile.Profile(time.thread_time) as profile:
        Layout(Script(text), 64)
    return shares(profile)


async def keys(folder: Path, presses: list[str], times: int) -> list[Share]:
    """Of keys in the app: reading the key, the work, the frame; without the terminal."""
    from tui.app import HashiyaApp
    from tui.config import Config
    from tui.terminal.driver import Wiring

    project = Project.open(folder / "room", "Bench", "here")
    app = HashiyaApp(project, Config(), Wiring(), folder / "state")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*presses)
        with cProfile.Profile(time.thread_time) as profile:
            await pilot.press(*presses * times)
            await pilot.pause()
    return shares(profile)


def imports() -> Iterator[Share]:
    """Of the imports of a start, by package."""
    command = [sys.executable, "-X", "importtime", "-c", "import tui.app"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    spent: Counter[str] = Counter()
    for own, name in re.findall(r"import time: +(\d+) \| +\d+ \| +(\w+)", done.stderr):
        ours = {"textual", "rich", "tui", "annotations", "msgspec", "bidi", "arabic_reshaper"}
        spent[name if name in ours else "Python's own library and others"] += int(own)
    whole = spent.total()
    return ((name, time / whole) for name, time in spent.most_common())


def main() -> None:
    seed = SEED.read_bytes().decode()
    table("rows of news", rows_of(news(seed)))
    table("rows of mixed text", rows_of(mixed(seed)))
    table("10 MB: prepare and wrap", opening(seed * COPIES))
    table("imports of a start", imports())
    for name, presses in KEYS.items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "room").mkdir()
            (Path(folder) / "room" / SEED.name).write_bytes(SEED.read_bytes())
            table(f"a key: {name}", asyncio.run(keys(Path(folder), presses, 40)))


if __name__ == "__main__":
    main()
