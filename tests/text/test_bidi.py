"""UAX #9 in use: base directions, levels, rows, order; what must hold for any text. The conformance suites are next
door."""

from __future__ import annotations

import unicodedata

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Article, Direction, first_strong
from tests.text.counting import lines_run
from tui.text.bidi import base_level, levels, mirrored, row_levels, visual_order

# What makes the algorithm work: letters of both directions, digits, separators, marks, brackets, controls, and the
# characters that must only not break it.
LIVELY = st.text(
    st.sampled_from("abאבابجم\u064e\u030012٣۴+-,.:/%$() []<>\u2329\u3009«» \t\u200c\u200d\u200e\u200f\u061c"
                    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1c\x1f\x85\r\n\u2029\ud800😀")
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=())) | LIVELY


def drawn(text: str, base: int = 1, start: int = 0, end: int | None = None) -> str:
    """One row as it is seen from left to right, brackets mirrored."""
    end = len(text) if end is None else end
    row = row_levels(text, levels(text, base), start, end, base)
    return "".join(
        mirrored(text[start + place]) if row[place] & 1 else text[start + place]
        for place in visual_order(row)
    )


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("وصل الوزير", 1),
        ("He said مرحبا", 0),
        ("2023 مرحبا", 1),
        ("\u2067مرحبا\u2069 he said", 0),  # what an isolate holds does not count
        ("\u2067مرحبا he said", None),  # nor what follows one that is never closed
        ("\u2069مرحبا", 1),
        ("123 !", None),
        ("", None),
        ("\x1cمرحبا", 1),
        ("\ud800", 0),
    ],
)
def test_the_first_strong_character_outside_isolates_gives_the_base(
    text: str, level: int | None
) -> None:
    assert base_level(text) == level


@given(st.text(st.characters(exclude_categories=("Cn",))) | LIVELY)
def test_python_bidi_and_the_domain_agree_on_the_base(text: str) -> None:
    assert base_level(text) == {Direction.LTR: 0, Direction.RTL: 1, None: None}[first_strong(text)]


@pytest.mark.parametrize(
    ("text", "base", "seen"),
    [
        ("في 18 أكتوبر", 1, "ربوتكأ 18 يف"),
        ("سعر $100 فقط", 1, "طقف 100$ رعس"),
        ("عام 20-30 هنا", 1, "انه 30-20 ماع"),
        ("يوم 18/10/2023 هنا", 1, "انه 18/10/2023 موي"),
        ("عند 12:30 هنا", 1, "انه 12:30 دنع"),
        ("لافروف (يسار) وزير", 1, "ريزو (راسي) فورفال"),
        ("قال Barack Obama (2009) اليوم", 1, "مويلا Barack Obama (2009) لاق"),
        ("He said مرحبا (اليوم) ok.", 0, "He said (مويلا) ابحرم ok."),
    ],
)
def test_what_articles_hold_is_seen_in_its_order(text: str, base: int, seen: str) -> None:
    assert drawn(text, base) == seen


def test_a_row_is_ordered_by_the_levels_of_its_whole_paragraph() -> None:
    text = "ارتفعت الأسعار 50% في عام 2023"
    assert drawn(text, start=text.index("50")) == "2023 ماع يف %50"


def test_spaces_at_the_end_of_a_row_stand_at_its_edge() -> None:
    assert drawn("مرحبا abc def", end=len("مرحبا abc ")) == " abc ابحرم"
    assert drawn("abc مرحبا \tdef", base=0, end=len("abc مرحبا \t")) == "abc ابحرم \t"


def test_a_separator_within_a_paragraph_ends_what_is_open() -> None:
    text = "\u202eabc\x1cdef"
    assert levels(text, 0) == bytes([0, 1, 1, 1, 0, 0, 0, 0])


@pytest.mark.parametrize(("character", "mirror"), [("(", ")"), ("»", "«"), ("≤", "≥"), ("a", "a")])
def test_characters_are_mirrored(character: str, mirror: str) -> None:
    assert mirrored(character) == mirror


def test_the_seed_is_ordered_as_python_bidi_orders_it(seed: Article) -> None:
    for paragraph in filter(None, seed.text.split("\n")):
        row = row_levels(paragraph, levels(paragraph, 1), 0, len(paragraph), 1)
        seen = "".join(paragraph[place] for place in visual_order(row))
        assert seen == get_display(paragraph, base_dir="R")


WORDS = "وزير الخارجية، (يسار) «اقتباس» Barack Obama, NATO 50% 2023 12:30 18/10 $100 ١٢٫٥ می‌خواهم كَلَّا - :"


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1), st.sampled_from([0, 1]))
def test_realistic_text_is_ordered_as_python_bidi_orders_it(words: list[str], base: int) -> None:
    text = " ".join(words)
    row = row_levels(text, levels(text, base), 0, len(text), base)
    removed = "\u200c"  # X9 leaves its place open
    seen = "".join(text[place] for place in visual_order(row))
    expected = get_display(text, base_dir="LR"[base])
    assert seen.replace(removed, "") == expected.replace(removed, "")


@given(ANY, st.sampled_from([0, 1]))
def test_every_code_point_has_a_level_and_a_place(text: str, base: int) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert all(base <= level <= 126 for level in found)
    assert len(row_levels(text, found, 0, len(text), base)) == len(text)
    assert sorted(visual_order(found)) == list(range(len(text)))


@given(st.binary(max_size=200))
def test_any_levels_give_a_permutation(found: bytes) -> None:
    assert sorted(visual_order(found)) == list(range(len(found)))


@given(LIVELY, st.sampled_from([0, 1]))
def test_what_is_removed_takes_the_level_before_it(text: str, base: int) -> None:
    found = levels(text, base)
    for place, character in enumerate(text):
        if unicodedata.bidirectional(character) in ("BN", "LRE", "RLE", "LRO", "RLO", "PDF"):
            assert found[place] == (found[place - 1] if place else base)


@pytest.mark.parametrize(
    "hard",
    [
        "\u2068", "\u2068a\u2069", "\u2067\u2066", "\u202b\u202a", "(", "(a", "()", "(א)", "(a)1", "a\u0300", "\u0300",
        "1,", "%", "1%+", "a !", "א !", "1!א", "\u200d", "א\u200d!", "\u202ba\u202c", "\x1c", "x\t ", "「」", "\ue000",
    ],
)  # fmt: skip
def test_no_text_makes_the_work_grow_faster_than_its_length(hard: str) -> None:
    """Counted in lines of Python run, for a text and one four times as long (the rest is linear C)."""

    def work(text: str) -> None:
        found = levels(text, 1)
        visual_order(row_levels(text, found, 0, len(text), 1))

    short, long = (lines_run(lambda count=count: work(hard * count)) for count in (400, 1600))
    assert long <= 4 * short + 400
