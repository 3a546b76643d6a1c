"""Everything that works at a place of a text: on texts that are made to hurt, and on very large ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from annotations import attribution, boundaries, clauses, clitics, reporting, resizing, units
from annotations.known_names import Names
from annotations.model import Span
from annotations.occurrences import occurrences
from tests.annotations.test_boundaries import Watched

LONG = 4_000
NAMES = Names(["روسيا", "كوريا الشمالية"])

NEAR: dict[str, Callable[[str, int], object]] = {
    "clause": clauses.clause_at,
    "next clause": clauses.next_clause,
    "previous clause": clauses.previous_clause,
    "next quotation": boundaries.next_quotation,
    "previous quotation": boundaries.previous_quotation,
    "cue": reporting.cue_at,
    "attributed": attribution.attributed_at,
    "trim": lambda text, at: clitics.trim(text, Span(at, len(text)), {}),
    "untrim": lambda text, at: clitics.untrim(text, Span(at, len(text))),
    "canonical": lambda text, at: clitics.canonical(text, Span(at, min(at + 9, len(text)))),
    "grow": lambda text, at: units.grow(text, Span(at, at), NAMES),
    "shrink": lambda text, at: units.shrink(text, Span(0, len(text)), at, NAMES),
}
"""What reads no more than the paragraphs near a place."""
OTHERS: dict[str, Callable[[str, int], object]] = {
    "split": lambda text, at: resizing.split(text, Span(0, len(text)), at),
    "move": lambda text, at: [
        resizing.move_end(text, Span(at, at), end, by, onward)
        for end in ("start", "end")
        for by in ("letter", "word")
        for onward in (True, False)
    ],
    "occurrences": lambda text, at: occurrences(text[at:], "روسيا"),
    "cues": lambda text, at: list(reporting.cues_in(text, at, len(text))),
    "attributions": lambda text, at: list(attribution.attributions_in(text, at, len(text))),
    "count": lambda text, at: clitics.count_words(text[at:]),
}
HARD = {
    "empty": "",
    "one word": "وال" + "ب" * LONG,
    "marks": "\u064e" * LONG,
    "lone surrogates": "قال إن " + "\ud800" * LONG,
    "controls": "\u200c" * LONG,
    "space": " " * LONG,
    "signs": "،:" * LONG,
    "opening marks": "«" * LONG + "”" * LONG,
    "nested marks": "«ا " * LONG + " ا»" * LONG,
    "cues": "قال إن كتاب وإن " * (LONG // 16),
    "sentences": "ا. " * LONG,
    "line ends": "\r\n" * LONG,
    "lam-alef": "لا" * LONG,
    "names without space": "روسيا." * (LONG // 6),
}


@pytest.mark.parametrize(("what", "text"), list(product([*NEAR, *OTHERS], HARD)))
def test_nothing_raises(what: str, text: str) -> None:
    for at in (0, len(HARD[text]) // 2, len(HARD[text])):
        (NEAR | OTHERS)[what](HARD[text], at)


@pytest.mark.parametrize("what", NEAR)
def test_of_a_large_text_only_what_is_near_is_read(what: str) -> None:
    line = "قال «أخرى، ثم» إن والوزير؛ عاد.\n"
    text = Watched(line * 20_000)
    for at in range(10_000 * len(line), 10_001 * len(line)):
        NEAR[what](text, at)
