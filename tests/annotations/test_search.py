"""Finding in an article."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotations.folding import EVERYTHING, Folding, fold
from annotations.search import Finder, find

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
texts = st.lists(st.sampled_from("اأبةهىيل ـ\u064e\u0651\u200fﻻﷲ"), max_size=40).map("".join)


def found(text: str, query: str, rules: Folding = EVERYTHING) -> list[str]:
    return [text[start:end] for start, end in find(text, query, rules)]


def test_hits_are_exact_and_in_reading_order() -> None:
    assert find("بيت وبَيْتٌ وبـيت", "بيت") == [(0, 3), (5, 11), (13, 17)]


def test_the_seed() -> None:
    assert len(find(SEED, "لافروف")) == SEED.count("لافروف") == 9
    assert found(SEED, "الي بيونغ") == ["إلى بيونغ"] * 2
    assert found(SEED, "قائلا") == ["قائلاً"]
    assert found(SEED, "سيرجى") == ["سيرجي"]


def test_rules_can_be_switched_off() -> None:
    assert found("مدرسة ومدرسه", "مدرسه") == ["مدرسة", "مدرسه"]
    assert found("مدرسة ومدرسه", "مدرسه", Folding(ta=False)) == ["مدرسه"]


def test_hits_do_not_overlap() -> None:
    assert find("ببببب", "بب") == [(0, 2), (2, 4)]
    assert find("ﷲ", "ل") == [(0, 1)]


def test_a_query_of_which_nothing_is_left_finds_nothing() -> None:
    assert find("بـيـت", "") == find("بـيـت", "ـ") == find("بَيت", "\u064e\u200f") == []
    assert find("", "بيت") == []


def test_a_finder_answers_as_find_does() -> None:
    finder = Finder(SEED)
    assert [finder.find(query) for query in ("روسيا", "كوريا")] == [
        find(SEED, "روسيا"),
        find(SEED, "كوريا"),
    ]


@given(texts, texts)
def test_every_hit_holds_the_query_and_none_is_missed(text: str, query: str) -> None:
    hits = find(text, query)
    wanted = fold(query).text
    assert all(wanted in fold(text[start:end]).text for start, end in hits)
    assert bool(hits) == bool(wanted and wanted in fold(text).text)
    assert all(before.end <= after.start for before, after in pairwise(hits))
