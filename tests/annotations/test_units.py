"""Growing and shrinking a selection by natural units, and how near they come to what an analyst marks in the seed."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.clitics import canonical, count_words
from annotations.known_names import Names
from annotations.model import Span
from annotations.units import grow, shrink, words_from

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
DATA = Path(__file__).parents[1] / "data"
GOLD: list[dict[str, Any]] = json.loads((DATA / "seed-units.json").read_text("utf-8"))
"""By hand, in reading order: every quotation without and with its marks, every name, and the main assertion of each
sentence that has one: what is said where the sentence only reports. A whole sentence has its full stop."""
NAMES = ("لافروف", "سيرغي لافروف", "كوريا الشمالية", "الولايات المتحدة", "ا ب")

pieces = [
    *" ،.:«»\"()\n\r\u064e\u200f\ud800", "ا", "ب", "وا", "ال", "قال ", "إن ", "أن ", "كما ", "ا ب", "لافروف",
    "سيرغي لافروف", "لكوريا الشمالية", "\u2029",
]  # fmt: skip
texts = st.lists(st.sampled_from(pieces), max_size=30).map("".join)


def chain(text: str, place: str, *names: str) -> list[str]:
    """The units round the beginning of ``place``, from the first to the last."""
    counts, known = count_words(text), Names(names)
    at = text.index(place)
    units = [Span(at, at)]
    while (unit := grow(text, units[-1], known, counts)) != units[-1]:
        units.append(unit)
    return [text[slice(*unit)] for unit in units[1:]]


class TestGrowing:
    def test_from_the_stem_to_the_article(self) -> None:
        text = 'ذهب. قال الوزير أمس، إن "الحرب وكوريا الشمالية" قريبة، ثم عاد.\nكوريا.'
        quoted = '"الحرب وكوريا الشمالية"'
        assert chain(text, "كوريا الشمالية") == [
            "كوريا",
            "وكوريا",
            quoted[1:-1],
            quoted,
            f"{quoted} قريبة",
            f"إن {quoted} قريبة",
            f"قال الوزير أمس، إن {quoted} قريبة، ثم عاد.",
            f"ذهب. قال الوزير أمس، إن {quoted} قريبة، ثم عاد.",
            text,
        ]

    def test_a_known_name_and_not_the_word_that_crosses_it(self) -> None:
        text = "زار وكوريا الشمالية أمس كوريا"
        assert chain(text, "كوريا")[:2] == ["كوريا", "وكوريا"]
        assert chain(text, "كوريا", "كوريا الشمالية")[:2] == ["كوريا", "كوريا الشمالية"]
        assert "وكوريا" not in chain(text, "كوريا", "كوريا الشمالية")
        assert chain("قال سيرغي لافروف نعم", "لافروف", "سيرغي لافروف")[:2] == [
            "لافروف",
            "سيرغي لافروف",
        ]

    def test_the_article_stays_with_the_stem(self) -> None:
        assert chain("زار والكرملين أمس", "الكرملين")[:2] == ["الكرملين", "والكرملين"]
        assert chain("زار الكرملين أمس", "الكرملين")[0] == "الكرملين"

    def test_quotations_in_one_another(self) -> None:
        assert chain("قال «أول “ثان” ثالث» نعم", "ثان")[:4] == [
            "ثان",
            "“ثان”",
            "أول “ثان” ثالث",
            "«أول “ثان” ثالث»",
        ]

    def test_sentences_within_a_quotation_and_one_that_crosses_it(self) -> None:
        text = "قال «أول. ثان. ثالث» نعم"
        assert chain(text, "ثان") == ["ثان", "ثان.", "أول. ثان. ثالث", "«أول. ثان. ثالث»", text]
        longer = "«أول. ثان» ثم جاء كلام طويل."
        assert chain(longer, "ثان") == ["ثان", "أول. ثان", "«أول. ثان»", longer]
        assert shrink(longer, Span(0, len(longer)), 6, Names()) == (0, 10)
        assert chain(text, "ثالث") == ["ثالث", "أول. ثان. ثالث", "«أول. ثان. ثالث»", text]

    def test_any_selection_grows_to_what_holds_it(self) -> None:
        text = "قال الوزير نعم. ثم عاد.\nثان"
        assert grow(text, Span(5, 13), Names()) == (0, 15)
        assert grow(text, Span(11, 18), Names()) == (0, 23)
        assert grow(text, Span(20, 25), Names()) == (0, len(text))

    def test_a_cursor_between_words(self) -> None:
        assert chain("قال نعم. ثم عاد", " نعم")[0] == "قال نعم."
        assert grow("«ا» ب", Span(3, 3), Names()) == (0, 5)
        assert grow("ا\n\nب", Span(2, 2), Names()) == (0, 4)
        assert grow("ا ب", Span(3, 3), Names()) == (0, 3)

    def test_the_whole_text_does_not_grow(self) -> None:
        assert grow("قال", Span(0, 3), Names()) == (0, 3)
        assert grow("", Span(0, 0), Names()) == (0, 0)


class TestShrinking:
    def test_to_the_largest_unit_inside_round_a_place(self) -> None:
        text = "قال «نعم ثم لا» أمس. عاد"
        place = text.index("ثم")
        assert shrink(text, Span(0, len(text)), place, Names()) == (0, 20)
        assert shrink(text, Span(0, 20), place, Names()) == (4, 15)
        assert shrink(text, Span(4, 15), place, Names()) == (5, 14)
        assert shrink(text, Span(6, 14), place, Names()) == (9, 11)

    def test_within_the_smallest_is_the_cursor(self) -> None:
        assert shrink("قال نعم", Span(4, 7), 5, Names()) == (5, 5)
        assert shrink("قال نعم", Span(4, 6), 5, Names()) == (5, 5)

    def test_a_place_outside_is_the_nearest_inside(self) -> None:
        assert shrink("قال نعم", Span(0, 7), 99, Names()) == (7, 7)
        assert shrink("قال نعم", Span(4, 7), 0, Names()) == (4, 4)


@given(texts, st.data())
def test_growing_is_strict_and_ends_with_the_text_and_shrinking_comes_back(
    text: str, data: st.DataObject
) -> None:
    names, counts = Names(NAMES), count_words(text * 2)
    cursor = data.draw(st.integers(0, len(text)))
    units = [Span(cursor, cursor)]
    while (unit := grow(text, units[-1], names, counts)) != units[-1]:
        units.append(unit)
    for inside, outside in pairwise(units):
        assert outside.start <= inside.start <= inside.end <= outside.end
        assert outside.end - outside.start > inside.end - inside.start
        assert shrink(text, outside, cursor, names, counts) == inside
    assert units[-1] == Span(0, len(text))


@given(texts, st.data())
def test_any_selection_grows_strictly_and_what_it_shrinks_to_is_within(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    inner = data.draw(st.integers(0, len(text)))
    larger, smaller = grow(text, span, Names(NAMES)), shrink(text, span, inner, Names(NAMES))
    assert larger.start <= span.start <= span.end <= larger.end
    assert larger != span or span == (0, len(text))
    assert span.start <= smaller.start <= smaller.end <= span.end
    assert smaller != span or span.start == span.end


class TestSeed:
    def test_every_unit_stands_where_the_list_says(self) -> None:
        assert [unit["exact"] for unit in GOLD] == [
            SEED[unit["start"] : unit["end"]] for unit in GOLD
        ]
        kinds = [unit["kind"] for unit in GOLD]
        assert {kind: kinds.count(kind) for kind in kinds} == {
            "assertion": 15, "name": 61, "quotation": 10, "quotation with marks": 10,
        }  # fmt: skip

    def test_how_many_presses_of_grow_lead_to_it_from_its_first_word(self) -> None:
        rows = [
            f"{presses(unit, Names())}  {presses(unit, ALL_NAMES)}  {unit['kind']}: {unit['exact']}"
            for unit in GOLD
        ]
        assert rows == (DATA / "seed-grows.txt").read_text("utf-8").splitlines()


ALL_NAMES = Names(
    canonical(SEED, Span(unit["start"], unit["end"])) for unit in GOLD if unit["kind"] == "name"
)
SEED_COUNTS = count_words(SEED)


def presses(unit: dict[str, Any], names: Names) -> str:
    """How often to grow from a cursor on the first word of a unit until it is selected; - where it never is."""
    start, wanted = unit["start"], Span(unit["start"], unit["end"])
    while not SEED[start].isalnum():
        start += 1
    span = Span(start, start)
    for times in range(1, 12):
        span = grow(SEED, span, names, SEED_COUNTS)
        if span == wanted:
            return str(times)
    return "-"


class TestWordsFrom:
    def taken(self, text: str, place: str, count: int) -> str | None:
        span = words_from(text, text.index(place), count)
        return span and text[slice(*span)]

    def test_whole_words_without_the_signs_after_them(self) -> None:
        text = "زار «سيرغي لافروف»، بيونغ يانغ في 18 أكتوبر/تشرين الأول.\nثم عاد"
        assert self.taken(text, "سيرغي", 2) == "سيرغي لافروف"
        assert self.taken(text, "يرغي", 1) == "يرغي"
        assert self.taken("قال لبيونج يانج نعم", "بيونج", 2) == "بيونج يانج"
        assert self.taken(text, "بيونغ", 2) == "بيونغ يانغ"
        assert self.taken(text, "18", 4) == "18 أكتوبر/تشرين الأول"

    def test_as_many_as_the_paragraph_has(self) -> None:
        text = "زار الكرملين، اليوم.\nثم عاد"
        assert self.taken(text, "اليوم", 2) == "اليوم"
        assert self.taken(text, "زار", 999_999) == "زار الكرملين، اليوم"
        assert self.taken(text, "عاد", 3) == "عاد"

    def test_between_words_there_are_none(self) -> None:
        assert self.taken("زار الكرملين", " ", 2) is None
        assert words_from("زار", 3, 2) is None
