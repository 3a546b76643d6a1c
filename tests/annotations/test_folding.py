"""Folding and the way back from the folded text to exact offsets."""

import re
from dataclasses import fields
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.folding import HARAKAT, Folding, fold

NONE = Folding(**{switch.name: False for switch in fields(Folding)})
"""Nothing is folded."""

letters = st.sampled_from("ابلويىةهکكأإآٱ٣۴ﻻﷲﷺﺷﷻ xXİΣςß\n")
drops = st.sampled_from("ـ\u064e\u0651\u0654\u0655\u0653\u0670\u200c\u200f\u2067\ufe76\ufc60")
texts = st.lists(letters | drops, max_size=40).map("".join)
rules = st.builds(Folding, **{switch.name: st.booleans() for switch in fields(Folding)})


def test_spellings_become_one() -> None:
    folded = {fold(word).text for word in ("إلى", "الی", "أَلى", "آلـي", "\u200fٱلِىٰ", "ﺇﻟﻰ", "اﻟﻲ")}
    assert folded == {"الي"}
    assert fold("Köln ٢٠٢٣ ۴").text == "köln 2023 4"
    assert fold("مکتبة").text == "مكتبه"


def test_letters_that_are_not_joined() -> None:
    text = "ج غ ق ؤ ئ ء و"
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("switch", "text", "folded"),
    [
        ("harakat", "مُدّ", "مد"),
        ("tatweel", "مـد", "مد"),
        ("alefs", "أإآٱا", "ااااا"),
        ("ya", "ىیي", "ييي"),
        ("ta", "ةه", "هه"),
        ("kaf", "کك", "كك"),
        ("digits", "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789"),
        ("forms", "ﻼﷲﻲ", "لااللهي"),
        ("controls", "ا\u200c\u200d\u200e\u200f\u061c\u202b\u2069\ufeffب", "اب"),
        ("case", "AÉŁß", "aéłß"),
    ],
)
def test_each_rule_folds_its_own_and_can_be_switched_off(
    switch: str, text: str, folded: str
) -> None:
    assert fold(text).text == folded
    assert fold(text, Folding(**{switch: False})).text == text
    alone = Folding(**{other.name: other.name == switch for other in fields(Folding)})
    assert fold(text, alone).text == folded


def test_composed_and_decomposed_hamza_are_one() -> None:
    assert fold("مسو\u064f\u0654ول").text == fold("مسؤول").text == "مسؤول"
    assert fold("ي\u0654").text == "ئ"
    assert fold("ا\u0655\u064eلى").text == "الي"
    assert fold("ا\u0654", Folding(alefs=False)).text == "أ"


def test_marks_that_are_encoded_with_a_carrier_are_marks() -> None:
    assert fold("م\ufe77د").text == "مد"
    assert fold("\ufc60").text == ""
    assert fold("\ufe76", Folding(harakat=False)).text == "\u064e"


def test_the_span_of_a_letter_has_its_marks_and_no_others() -> None:
    folded = fold("بُـنَّ\u200fيَ")
    assert folded.text == "بني"
    assert [folded.span(at, at + 1) for at in range(3)] == [(0, 2), (3, 6), (7, 9)]
    assert folded.span(0, 3) == (0, 9)


def test_marks_after_the_last_letter_belong_to_it_even_where_they_count() -> None:
    assert fold("بُن", Folding(harakat=False)).span(0, 1) == (0, 2)
    assert fold("بُن", Folding(harakat=False)).span(1, 3) == (0, 3)


def test_a_ligature_is_whole_whichever_of_its_letters_is_meant() -> None:
    folded = fold("قﻼل")
    assert folded.text == "قلال"
    assert [folded.span(at, at + 1) for at in range(4)] == [(0, 1), (1, 2), (1, 2), (2, 3)]


def test_a_long_text_is_folded_as_its_parts_are() -> None:
    part = "أُخـرى ﷺ وﻻ\u200f "
    folded = fold(part * 20_000)
    assert folded.text == fold(part).text * 20_000
    at, last = folded.text.rindex("ولا"), len(part) * 19_999
    assert folded.span(at, at + 3) == (last + part.index("و"), last + part.index("\u200f"))


def test_small_letters_are_as_many_as_capitals() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x20000)]))
    only_case = Folding(**{switch.name: switch.name == "case" for switch in fields(Folding)})
    assert len(fold(every, only_case).text) == len(every)


@given(st.text(max_size=60))
def test_with_nothing_to_fold_the_text_and_the_map_are_the_identity(text: str) -> None:
    folded = fold(text, NONE)
    assert folded.text == text
    for start in range(len(text)):
        if not re.search(f"[{HARAKAT}]", text[start : start + 2]):
            assert folded.span(start, start + 1) == (start, start + 1)


@given(texts, rules, st.data())
def test_what_a_span_covers_folds_to_what_it_stands_for(
    text: str, rules: Folding, data: st.DataObject
) -> None:
    folded = fold(text, rules)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert 0 <= span.start < span.end <= len(text)
    assert folded.text[start:end] in fold(text[span.start : span.end], rules).text


@given(texts)
def test_a_span_begins_at_a_letter_and_ends_after_the_marks_of_one(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text)):
        span = folded.span(start, start + 1)
        assert not re.match(f"[{HARAKAT}]", text[span.start]) or span.start == 0
        assert not re.match(f"[{HARAKAT}]", text[span.end :])


@given(texts, rules)
def test_the_way_back_never_turns(text: str, rules: Folding) -> None:
    folded = fold(text, rules)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


@given(texts, rules)
def test_folding_twice_is_folding_once(text: str, rules: Folding) -> None:
    once = fold(text, rules).text
    assert fold(once, rules).text == once
