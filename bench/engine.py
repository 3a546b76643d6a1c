"""The text engine against the libraries that its job is usually given to."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from textwrap import wrap

import bidi
import bidi.algorithm
from arabic_reshaper import ArabicReshaper

from annotations.model import Article, paragraphs
from tui.text.bidi import base_level, levels
from tui.text.layout import Layout, Script
from tui.text.shaping import _spaced, _word, shape

FOREIGN = [
    "Reuters",
    "BBC",
    "Obama",
    "2023",
    "50%",
    "$100",
    "(AFP)",
    "COVID-19",
    "G20",
    "www.un.org",
    "Sputnik",
    "3.5",
]
Row = tuple[str, str, str]


def news(seed: str) -> list[str]:
    """The paragraphs of the seed article, forty times."""
    return [seed[start:end] for start, end in paragraphs(seed)] * 40


def mixed(seed: str) -> list[str]:
    """The same with one word in eight replaced by a foreign one."""
    chance = random.Random(7)
    return [
        " ".join(
            chance.choice(FOREIGN) if chance.random() < 0.12 else word for word in text.split(" ")
        )
        for text in news(seed)
    ]


def alternately(
    ours: Callable[[], object], theirs: Callable[[], object], times: int = 9
) -> tuple[float, float]:
    """The best time of each in seconds, taken in turns, without the collector of garbage, as timeit does."""
    best = [float("inf"), float("inf")]
    for _ in range(times):
        for place, work in enumerate((ours, theirs)):
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - start)
            gc.enable()
    return best[0], best[1]


def _levels(texts: list[str]) -> None:
    for text in texts:
        levels(text, base_level(text) or 0)


def _display(texts: list[str]) -> None:
    for text in texts:
        bidi.get_display(text)


def _older(texts: list[str]) -> None:
    for text in texts:
        bidi.algorithm.get_display(text)


def _layout(texts: list[str], width: int = 64) -> None:
    _word.cache_clear()
    _spaced.cache_clear()
    for row in Layout(Script("\n".join(texts)), width).rows():
        if row is not None:
            _ = row.visual, row.starts, row.ends


def _usual(texts: list[str], width: int = 64) -> None:
    reshaper = ArabicReshaper()
    for text in texts:
        for line in wrap(text, width):
            bidi.get_display(reshaper.reshape(line))


def ratios(seed: str) -> Iterator[Row]:
    """(what, the floor, what was measured)."""
    corpora = [("news", news(seed), 1.5, 20, 3.5), ("mixed", mixed(seed), 0.8, 20, 1.8)]
    for name, texts, floor, _, _ in corpora:
        ours, theirs = alternately(lambda t=texts: _levels(t), lambda t=texts: _display(t))  # type: ignore[misc]
        yield (
            f"levels against python-bidi's get_display, {name}",
            f"≥ {floor} ×",
            f"{theirs / ours:.2f} ×",
        )
    for name, texts, _, floor, _ in corpora:
        ours, theirs = alternately(lambda t=texts: _levels(t), lambda t=texts: _older(t))  # type: ignore[misc]
        yield (
            f"levels against python-bidi's older module, {name}",
            f"≥ {floor} ×",
            f"{theirs / ours:.1f} ×",
        )
    for name, texts, _, _, floor in corpora:
        ours, theirs = alternately(lambda t=texts: _layout(t), lambda t=texts: _usual(t))  # type: ignore[misc]
        what = f"layout with maps against wrap + reshape + get_display, {name}"
        yield what, f"≥ {floor} ×", f"{theirs / ours:.2f} ×"


def large(text: str) -> Iterator[Row]:
    """The work on an article of ten megabytes."""
    article = Article("large", text)

    def timed(work: Callable[[], object], times: int = 3) -> float:
        return 1000 * min(alternately(work, lambda: None, times)[0:1])

    direction = article.direction
    yield "10 MB: prepare", "≤ 120 ms", f"{timed(lambda: Script(text, direction)):.0f} ms"
    script = Script(text, direction)
    widths = iter(range(50, 60))
    yield (
        "10 MB: wrap at a new width",
        "≤ 60 ms",
        f"{timed(lambda: Layout(script, next(widths))):.0f} ms",
    )
    layout = Layout(script, 64)
    places = iter(range(layout.height // 2, layout.height, 1000))

    def unseen() -> None:
        y = next(places)
        for row in map(layout.row, range(y, y + 50)):
            _ = row and row.visual

    yield "10 MB: lay out 50 unseen rows", "≤ 25 ms", f"{timed(unseen):.1f} ms"


ADVERSARIAL = {
    "nested isolates": "\u2067" * 50_000 + "ا" + "\u2069" * 49_999,
    "stacked brackets": "ا(" * 25_000 + "a)" * 25_000,
    "a stack of marks": "ا" + "\u064e" * 99_999,
    "one giant word": "كلمة" * 25_000,
    "alternating directions": "aا1 " * 25_000,
}


def adversarial() -> Iterator[Row]:
    """100,000 characters of the worst."""
    for name, text in ADVERSARIAL.items():
        start = time.perf_counter()
        levels(text, 1)
        shape(text)
        layout = Layout(Script(text), 64)
        for y in range(min(50, layout.height)):
            layout.row(y)
        yield f"100,000 characters: {name}", "≤ 1 s", f"{time.perf_counter() - start:.2f} s"
