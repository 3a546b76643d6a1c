"""What it costs to find annotations again in a text that was edited."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from statistics import median

from annotations.diffing import compare
from annotations.model import Anchor, Article, Span, annotate
from annotations.placing import place

LENGTH, SPANS = 50_000, 200
Row = tuple[str, str, str]


def rows(seed: str, large: str) -> Iterator[Row]:
    text = (seed * (LENGTH // len(seed) + 1))[:LENGTH]
    old, new, moved = edited(text)
    before, after = Article("a", old), Article("a", new)
    starts = [at for at in moved if old[at : at + 1].isalpha()]
    spans = [
        Span(at, at + len(old[at:].split(maxsplit=1)[0]))
        for at in starts[:: max(1, len(starts) // SPANS)][:SPANS]
    ]
    tags = [annotate(before, span, "claim", "Bench") for span in spans]
    times = []
    for _ in range(9):
        start = time.perf_counter()
        diff = compare(old, new)
        shown = [place(after, tag, diff) for tag in tags]
        times.append(time.perf_counter() - start)
    yield (
        f"re-anchoring {len(tags)} spans in {len(old):,} characters, edited all over",
        "≤ 300 ms",
        f"{1000 * median(times):.0f} ms",
    )
    standing = [each for each in shown if each.anchor is Anchor.ANCHORED]
    wrong = sum(
        moved[tag.start] != each.start
        for tag, each in zip(tags, shown, strict=True)
        if each.anchor is Anchor.ANCHORED
    )
    yield "moved by that to a wrong place", "0", f"{wrong} of {len(standing)}"
    middle = large.index(" ", len(large) // 2)
    start = time.perf_counter()
    compare(large, f"{large[:middle]} جديدة{large[middle:]}")
    yield (
        "comparing 10 MB with a word inserted",
        "≤ 300 ms",
        f"{1000 * (time.perf_counter() - start):.0f} ms",
    )


def edited(text: str) -> tuple[str, str, dict[int, int | None]]:
    """A text, with a twentieth of its words deleted and as many inserted, and where each word went."""
    chance = random.Random(1)
    new = ""
    moved: dict[int, int | None] = {}
    at = 0
    for word in text.split(" "):
        deed = chance.random()
        if deed < 0.05:
            new += "جديدة "
        kept = not 0.05 < deed < 0.1
        moved[at] = len(new) if kept else None
        if kept:
            new += f"{word} "
        at += len(word) + 1
    return text, new, moved
