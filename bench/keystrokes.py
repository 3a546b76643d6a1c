"""Keystrokes for every quotation, name and main assertion of the seed: in this program, and by growing token spans.

In this program the keys are looked for among a few ways that a person would take, by the functions that the screen
itself uses, and then pressed in the real app, which must make exactly the annotation that is wanted. Spans are tagged
in reading order, so that a name is known from its second occurrence on. Neither side looks for text, and what has been
tagged once is not tagged everywhere at once.

The other side is a model of SLATE (github.com/jkkummerfeld/slate). From the table of keys in its README: ``j`` ``;``
move by a token, ``i`` ``o`` by a line, ``J`` ``:`` to the ends of the line; ``m`` ``/`` extend the left and the right
side of the selected tokens by one, ``k`` ``l`` contract them. From its tutorial/ner.md: a number before any of these
repeats it, and the selection stays where it is after a label. It is modelled kindly where it could be set up better:
the text has been cut into tokens by somebody before, as its README advises, at every boundary that is wanted, also
between a clitic and its word; and one key labels, as a configuration can have it (Space and a letter by default).
"""

from __future__ import annotations

import asyncio
import heapq
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from annotations.boundaries import quotations_in
from annotations.clitics import count_words, trim
from annotations.known_names import Names
from annotations.model import Span
from annotations.project import Project
from annotations.units import grow, natural_unit, trimmed, words_from
from tui.app import HashiyaApp
from tui.config import Config
from tui.keymap import GOING, MOVING, TAGGING
from tui.screens.reading import ReadingScreen
from tui.terminal.driver import Wiring
from tui.text.layout import Layout, Script
from tui.text.navigator import Navigator

GOLD = Path(__file__).parent.parent / "tests" / "data" / "seed-units.json"
LABELS = {"quotation": "quote", "quotation with marks": "quote", "name": "entity", "assertion": "claim"}  # fmt: skip
Keys = tuple[str, ...]
Row = tuple[str, str, str, str]


class Wanted(NamedTuple):
    """An annotation to be made, by the hand of an analyst."""

    kind: str
    span: Span


class Way(NamedTuple):
    """The keys that go to an annotation's place, and those that make it there."""

    arriving: Keys
    tagging: Keys

    @property
    def cost(self) -> tuple[int, int]:
        """All keystrokes; among as many, those on the way are lighter."""
        return len(self.arriving) + len(self.tagging), len(self.tagging)


def wanted() -> list[Wanted]:
    return [
        Wanted(each["kind"], Span(each["start"], each["end"]))
        for each in json.loads(GOLD.read_text("utf-8"))
    ]


# In this program.

_KEYS = {
    command.id.removeprefix("move-"): command.keys.split(",")[0] for command in (*MOVING, *GOING)
}
_LABEL_KEYS = {command.id.removeprefix("tag-"): command.keys for command in TAGGING}
_COUNTED = {
    "word": 20, "word-back": 20, "left": 2, "right": 2,
    **dict.fromkeys(["clause", "clause-back", "sentence", "sentence-back", "quotation", "quotation-back"], 5),
    **dict.fromkeys(["paragraph", "paragraph-back", "paragraph-end"], 3),
}  # fmt: skip
"""The motions, and up to which number a person would count."""
_FAR, _NEAR = 6, 4
"""Keystrokes that are looked ahead on the way to a place, and for the end of a selection."""
_CLOSE = 40
"""Code points before and after an annotation from where it may be tagged."""
_MOST_WORDS = 12
"""That a person would count before a label."""
_WIDENINGS = 8
_MOST_CLITICS = 5
"""Letters that may be selected before a name, to be taken off."""


class Search:
    """Looks for the fewest keys. The functions are those of the screen; offsets are code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts = count_words(text)
        layout = Layout(Script(text), 64)
        self._motion = lru_cache(None)(lambda where, at: Navigator(layout).target(where, at, 30))
        self._reach = lru_cache(None)(self._all_reached)
        self.tagged: list[Wanted] = []

    def way(self, cursor: int, what: Wanted) -> Way:
        """The cheapest way from ``cursor`` to an annotation; raises ValueError if there is none among those known."""
        names = Names(self._text[slice(*each.span)] for each in self.tagged if each.kind == "name")
        label, (start, end) = LABELS[what.kind], what.span
        best: Way | None = None
        for place, arriving in sorted(self._arrivals(cursor).items(), key=lambda at: len(at[1])):
            if best and len(arriving) >= best.cost[0]:
                break
            if start - _CLOSE <= place <= end + _CLOSE:
                for tagging in self._taggings(place, label, what.span, names):
                    way = Way(arriving, tagging)
                    best = way if best is None or way.cost < best.cost else best
        if best is None:
            raise ValueError(f"no way to {self._text[start:end]}")
        return best

    def _arrivals(self, cursor: int) -> dict[int, Keys]:
        """Every place near enough with the fewest keys there."""
        arrivals = dict(self._reach(cursor, _FAR))
        quotes = [each.span for each in self.tagged if LABELS[each.kind] == "quote"]
        for each in quotations_in(self._text, cursor + 1, len(self._text)):
            start, end = each.inner
            if not any(quote.start < end and start < quote.end for quote in quotes):
                for place, keys in self._reach(start, _FAR - 2).items():
                    going = ("g", "u", *keys)
                    if len(going) < len(arrivals.get(place, (*going, ""))):
                        arrivals[place] = going
                break
        return arrivals

    def _taggings(self, place: int, label: str, span: Span, names: Names) -> Iterator[Keys]:
        """The keys that tag ``span`` from ``place``."""
        text, key = self._text, _LABEL_KEYS[label]
        if unit := natural_unit(text, place, label, names):
            yield from self._trimmings((key,), unit, span)
        for count in range(2, _MOST_WORDS + 1):
            if unit := words_from(text, place, count):
                yield from self._trimmings((*str(count), key), unit, span)
        yield from self._selected(("v",), place, place, span, key)
        unit, widening = Span(place, place), Keys()
        for _ in range(_WIDENINGS):
            unit, widening = grow(text, unit, names, self._counts), (*widening, "w")
            if len(text[slice(*unit)].strip()) > span.end - span.start + _MOST_CLITICS:
                return
            yield from self._selected(widening, unit.start, unit.end, span, key)
            yield from self._selected((*widening, "H"), unit.end, unit.start, span, key)

    def _selected(self, keys: Keys, one: int, other: int, span: Span, key: str) -> Iterator[Keys]:
        """The same after ``keys``, which have begun a selection at ``one`` with the cursor at ``other``."""
        for end, moving in self._reach(other, _NEAR).items():
            ends = Span(*sorted((one, end)))
            holds = ends.start <= span.start and span.end <= ends.end
            if holds and (selected := trimmed(self._text, ends)):
                yield from self._trimmings((*keys, *moving, key), selected, span)

    def _trimmings(self, keys: Keys, tagged: Span, span: Span) -> Iterator[Keys]:
        """``keys`` if they have tagged ``span``, or with the clitics that can be taken off its start then."""
        rest: Span | None = tagged
        while rest is not None and rest.end == span.end and rest.start <= span.start:
            if rest == span:
                yield keys
            rest, keys = trim(self._text, rest, self._counts), (*keys, "-")

    def _all_reached(self, start: int, most: int) -> dict[int, Keys]:
        """Every offset that ``most`` keystrokes or fewer lead to from ``start``, with the fewest."""
        reached: dict[int, Keys] = {}
        queue: list[tuple[int, Keys, int]] = [(0, (), start)]
        while queue:
            cost, keys, at = heapq.heappop(queue)
            if at in reached:
                continue
            reached[at] = keys
            for where, counted in _COUNTED.items():
                to = at
                for times in range(1, counted + 1):
                    before, to = to, self._motion(where, to)
                    pressed = (*(str(times) if times > 1 else ""), _KEYS[where])
                    if to == before or cost + len(pressed) > most:
                        break
                    if to not in reached:
                        heapq.heappush(queue, (cost + len(pressed), (*keys, *pressed), to))
        return reached


def ways(text: str, spans: Iterable[Wanted]) -> list[Way]:
    """How each is tagged, one after the other; the cursor stands at the start of the one before."""
    search, cursor, found = Search(text), 0, []
    for each in spans:
        found.append(search.way(cursor, each))
        search.tagged.append(each)
        cursor = each.span.start
    return found


def press_all(text: str, spans: list[Wanted], keys: list[Way]) -> int:
    """Press the keys in the app; returns how many annotations are then exactly those that are wanted."""

    async def press(folder: Path) -> int:
        project = Project.open(folder, "Bench", "machine")
        app = HashiyaApp(project, Config(), Wiring(), folder / "state")
        right = 0
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            room = app.screen_stack[0]
            assert isinstance(room, ReadingScreen)
            made: set[tuple[str, Span]] = set()
            for each, way in zip(spans, keys, strict=True):
                await pilot.press(*way.arriving, *way.tagging)
                now = {(item.label, item.span) for item in room.listed.items}
                right += now - made == {(LABELS[each.kind], each.span)}
                made = now
        return right

    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "article.txt").write_text(text, encoding="utf-8", newline="")
        return asyncio.run(press(Path(place)))


# By growing token spans.

_TOKEN = re.compile(r"\w[\w/\u064b-\u0652]*|[^\w\s]")


def times(count: int) -> int:
    """Keystrokes that do something so many times: as many, or the number and the key."""
    return min(abs(count), len(str(abs(count))) + 1)


class Tokens:
    """A text as tokens in lines, of which a stretch is selected."""

    def __init__(self, text: str, cuts: Iterable[int]) -> None:
        cut_at = set(cuts)
        starts = []
        for token in _TOKEN.finditer(text):
            inside = [at for at in range(token.start() + 1, token.end()) if at in cut_at]
            bounds = [token.start(), *inside, token.end()]
            starts += pairwise(bounds)
        self._first = {start: number for number, (start, _) in enumerate(starts)}
        self._last = {end: number for number, (_, end) in enumerate(starts)}
        line_of = [text.count("\n", 0, start) for start, _ in starts]
        self._lines = [
            [number for number, line in enumerate(line_of) if line == wanted]
            for wanted in sorted(set(line_of))
        ]

    @cached_property
    def _place(self) -> dict[int, tuple[int, int]]:
        """The line of each token and its number there."""
        return {
            token: (row, column)
            for row, line in enumerate(self._lines)
            for column, token in enumerate(line)
        }

    def stretch(self, span: Span) -> tuple[int, int]:
        """The first and the last token of a span of the text."""
        return self._first[span.start], self._last[span.end]

    def way(self, here: tuple[int, int], there: tuple[int, int]) -> tuple[int, int]:
        """The fewest keystrokes from one selection to another and its label: those that move it, those that do not."""
        first, last = there
        length = here[1] - here[0]
        found = []
        for moved in range(-here[0], len(self._place) - here[1]):  # the selection as it is
            start, end = here[0] + moved, here[1] + moved
            if start <= last and first <= end:
                found.append((times(moved), times(first - start) + times(last - end) + 1))
        for token in here:  # one token of it alone, which knows lines as well
            for to in range(first, last + 1):
                grown = times(to - first) + times(last - to)
                found.append((self._going(token, to), times(length) + grown + 1))
        return min(found, key=lambda way: (sum(way), way[1]))

    def _going(self, token: int, to: int) -> int:
        """Keystrokes from one token to another: along the text, or by lines, then along or from an end of the line."""
        (row, column), (to_row, _) = self._place[token], self._place[to]
        line = self._lines[to_row]
        lands = line[min(column, len(line) - 1)]
        by_lines = times(to_row - row)
        near = min(times(to - lands), 1 + times(to - line[0]), 1 + times(line[-1] - to))
        return min(times(to - token), by_lines + near)


def token_ways(text: str, spans: list[Wanted]) -> list[tuple[int, int]]:
    """Of each, the keystrokes to go there and those to tag it."""
    tokens = Tokens(text, [at for each in spans for at in each.span])
    here, found = (0, 0), []
    for each in spans:
        there = tokens.stretch(each.span)
        found.append(tokens.way(here, there))
        here = there
    return found


def _stands_apart(text: str, span: Span) -> bool:
    """Whether there is white space, or nothing, at both ends."""
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return not around.strip()


def rows(text: str) -> Iterator[Row]:
    """(what, the bound, here, by growing token spans)."""
    spans = wanted()
    keys = ways(text, spans)
    right = press_all(text, spans, keys)
    here = [(len(way.arriving), len(way.tagging)) for way in keys]
    there = token_ways(text, spans)

    def both(what: str, bound: str, measure: Callable[[list[tuple[int, int]]], str]) -> Row:
        return what, bound, measure(here), measure(there)

    yield "made exactly as wanted when pressed in the app", "all", f"{right} of {len(spans)}", "–"
    apart = sum(_stands_apart(text, each.span) for each in spans)
    yield (
        "of these, whole tokens if white space alone parts them",
        "",
        "–",
        f"{apart} of {len(spans)}",
    )
    yield both("keystrokes, all", "", lambda ways: f"{sum(map(sum, ways))}")
    yield both(
        "a span: arriving and tagging, mean and most",
        "",
        lambda ways: f"{mean(map(sum, ways)):.2f}, {max(map(sum, ways))}",
    )
    for place, what in enumerate(("arriving", "tagging")):
        yield both(
            f"a span: {what}, mean and most",
            "≤ 4" * place,
            lambda ways, place=place: (
                f"{mean(w[place] for w in ways):.2f}, {max(w[place] for w in ways)}"
            ),  # type: ignore[misc]
        )
    yield both(
        "tagged by one keystroke after arriving",
        "most",
        lambda ways: f"{100 * mean(tagging == 1 for _, tagging in ways):.0f} %",
    )
    yield both(
        "tagged by more than four after arriving",
        "0",
        lambda ways: f"{sum(tagging > 4 for _, tagging in ways)}",
    )
    for kind in LABELS:
        of = [place for place, each in enumerate(spans) if each.kind == kind]
        yield both(
            f"{kind} ({len(of)}): tagging, mean and most",
            "",
            lambda ways, of=of: (
                f"{mean(ways[p][1] for p in of):.2f}, {max(ways[p][1] for p in of)}"
            ),  # type: ignore[misc]
        )


def print_table(text: str) -> None:
    print("\n| keystrokes, the spans of the seed | bound | Hashiya | growing token spans |")
    print("|---|---|---|---|", flush=True)
    for row in rows(text):
        print("| " + " | ".join(row) + " |", flush=True)
