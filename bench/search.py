"""What finding costs: in a large article, and in a project of many."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from annotations.concordance import look_through
from annotations.folding import NOTHING, fold
from annotations.model import Article, Span
from annotations.project import Project
from annotations.search import Finder, Query
from bench.terminal import HASHIYA, Terminal

NAME, PATTERN = "لافروف", r"وزير\w*\s+\w+"
WORDS = ["روسيا", "الرئيس", "لافروف", "كوريا", "بيونغ", "غواصة", "القمة"]
ARTICLES = 2_000
MOST = 50_000
Row = tuple[str, str, str]


def rows(place: Path, seed: str, large: str) -> Iterator[Row]:
    yield from in_one(large)
    yield from in_many(place / "many", seed)
    yield from while_written(place / "written", seed, large)


def in_one(text: str) -> Iterator[Row]:
    """Against Python's own search of a text that is folded already, which gives no way back to the article."""
    folded, finder = fold(text).text, Finder(text)
    start = time.perf_counter()
    hits = finder.find(Query(NAME))
    yield (
        f"10 MB: the first search, folding included, {len(hits):,} hits",
        "≤ 1 s",
        f"{time.perf_counter() - start:.2f} s",
    )
    times = []
    for query in ("ا", "غواصة", NAME):
        start = time.perf_counter()
        next(filter(None, finder.look(Query(query), len(text) // 2)), None)  # there may be none
        times.append(time.perf_counter() - start)
    yield (
        "10 MB: from a key to the first hits, folded already, the slowest of three queries",
        "≤ 16 ms",
        f"{1000 * max(times):.1f} ms",
    )
    plain = re.escape(NAME)
    for what, query, pattern, over in (
        ("folded", Query(NAME), plain, folded),
        ("every code point", Query(NAME, NOTHING), plain, text),
        ("a regular expression", Query(PATTERN, regex=True), PATTERN, folded),
    ):
        compiled = re.compile(pattern)
        own, other = against(
            lambda query=query: finder.find(query),
            lambda over=over, compiled=compiled: [Span(*m.span()) for m in compiled.finditer(over)],
        )
        yield (
            f"10 MB: all hits, {what}, against re over the same text",
            "≤ 15 ×",
            f"{own / other:.1f} × ({1000 * own:.0f} ms)",
        )


def in_many(place: Path, seed: str) -> Iterator[Row]:
    """Against reading the files and searching them as they are."""
    place.mkdir(parents=True)
    for number in range(ARTICLES):
        (place / f"{number}.txt").write_text(f"{number}\n{seed}", encoding="utf-8", newline="")
    project = Project.open(place, "Bench", "desk")
    query, plain = Query(NAME), re.compile(re.escape(NAME))
    paths = project.articles()

    def listed() -> int:
        def seek(article: Article) -> list[Span]:
            return Finder(article.text).find(query)

        looked = look_through(enumerate(paths), project.read, seek, lambda _: {}, MOST)
        return sum(len(each.lines) for each in looked)

    def read() -> int:
        texts = ((place / path).read_text(encoding="utf-8") for path in paths)
        return sum(len(plain.findall(text)) for text in texts)

    assert listed() == read()
    own, other = against(listed, read)
    yield (
        f"{ARTICLES:,} articles: every hit with its context, against reading them and re",
        "≤ 20 ×",
        f"{own / other:.1f} × ({own:.2f} s)",
    )


def while_written(place: Path, *texts: str) -> Iterator[Row]:
    """Through a pseudo-terminal, from a letter of a query to the last byte of its frame, in the seed and in 10 MB."""
    terminals = []
    for number, text in enumerate(texts):
        article = place / str(number) / "article.txt"
        article.parent.mkdir(parents=True)
        article.write_text(text, encoding="utf-8", newline="")
        terminals.append(Terminal([HASHIYA, article], place))
    for terminal in terminals:
        terminal.first_frame()
        for key in ("/", "ا"):
            terminal.press(key.encode())
        time.sleep(2)  # the article is folded once
    times: list[list[float]] = [[] for _ in terminals]
    for word in WORDS * 5:
        for terminal, measured in zip(terminals, times, strict=True):
            terminal.press(b"\x15")
            measured += [terminal.press(letter.encode()) for letter in word]
    for what, terminal, measured in zip(("seed", "10 MB"), terminals, times, strict=True):
        terminal.stop()
        p95 = 1000 * quantiles(measured, n=20)[-1]
        yield f"key to frame, a letter of a query, {what} (p95)", "≤ 16 ms", f"{p95:.1f} ms"


def against(own: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of both, which take turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(5):
        for place, each in enumerate((own, other)):
            start = time.perf_counter()
            each()
            times[place].append(time.perf_counter() - start)
    return median(times[0]), median(times[1])
