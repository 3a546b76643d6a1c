"""The pair of quotation marks at the cursor."""

import pytest

from annotations.boundaries import quotation_at
from annotations.model import Span


def quoted(text: str, word: str) -> str | None:
    """The inside of the innermost pair round ``word``."""
    found = quotation_at(text, text.index(word))
    return None if found is None else text[found.inner.start : found.inner.end]


def marked(text: str, word: str) -> str | None:
    """The same with its marks."""
    found = quotation_at(text, text.index(word))
    return None if found is None else text[found.outer.start : found.outer.end]


@pytest.mark.parametrize(
    "quotation",
    ["«هنا»", "“هنا”", '"هنا"', "‘هنا’", "'هنا'", "((هنا))", "‹هنا›", "„هنا“"],
)
@pytest.mark.parametrize("before", ["قال ", "قال: ", "(", "بـ", "ب", "و", "وبـ", "", "قال:"])
@pytest.mark.parametrize("after", [" ثم", ".", "، ثم", ")", ""])
def test_every_kind_of_mark_in_its_surroundings(quotation: str, before: str, after: str) -> None:
    text = before + quotation + after
    assert quoted(text, "هنا") == "هنا"
    assert marked(text, "هنا") == quotation


@pytest.mark.parametrize("quotation", ["»هنا«", "”هنا“", "”هنا”", "“هنا“", "’هنا‘", "›هنا‹"])
@pytest.mark.parametrize("before", ["قال ", "بـ", ""])
@pytest.mark.parametrize("after", [" ثم", "، ثم", ""])
def test_reversed_marks_are_pairs_by_their_neighbours(
    quotation: str, before: str, after: str
) -> None:
    assert marked(before + quotation + after, "هنا") == quotation


def test_reversed_pairs_in_one_line() -> None:
    text = "قال »أولا« ثم »ثانيا« وبعده »قال »ثالثا« له« هنا"
    assert [quoted(text, word) for word in ("أولا", "ثم", "ثانيا", "وبعده", "ثالثا", "هنا")] == [
        "أولا", None, "ثانيا", None, "ثالثا", None,
    ]  # fmt: skip


def test_the_cursor_on_a_mark_counts_and_beside_it_does_not() -> None:
    text = 'قال "هنا" ثم'
    found = [offset for offset in range(len(text)) if quotation_at(text, offset)]
    assert found == list(range(text.index('"'), text.rindex('"') + 1))
    assert quotation_at(text, len(text)) is None


def test_offsets_are_those_of_the_text() -> None:
    text = "سطر\r\nقال « هنا » ثم"
    assert quotation_at(text, text.index("هنا")) == (Span(11, 14), Span(9, 16))


def test_white_space_inside_the_marks_is_not_quoted() -> None:
    assert quoted('قال "\u00a0هنا " ثم', "هنا") == "هنا"
    assert quoted("قال ((  هنا  )) ثم", "هنا") == "هنا"


def test_nested_pairs_give_the_innermost() -> None:
    text = "قال «إن “كلمة ‘داخل’ أخرى” خارج» ثم"
    assert quoted(text, "داخل") == "داخل"
    assert quoted(text, "أخرى") == "كلمة ‘داخل’ أخرى"
    assert quoted(text, "خارج") == "إن “كلمة ‘داخل’ أخرى” خارج"
    assert quoted("«قال «داخل» خارج»", "خارج") == "قال «داخل» خارج"
    assert quoted("«قال «داخل» خارج»", "داخل") == "داخل"


def test_straight_quotes_nest_by_their_neighbours() -> None:
    text = '"قال "داخل" خارج" ثم "آخر"'
    assert quoted(text, "داخل") == "داخل"
    assert quoted(text, "خارج") == 'قال "داخل" خارج'
    assert quoted(text, "ثم") is None
    assert quoted('قال "نص "داخل"" ثم', "نص") == 'نص "داخل"'


def test_a_lost_straight_quote_does_not_turn_the_others_round() -> None:
    text = 'شاشة 24" كبيرة و"أولا" ثم "مفتوح ثم "ثانيا" ثم'
    assert quoted(text, "كبيرة") is None
    assert quoted(text, "أولا") == "أولا"
    assert quoted(text, "مفتوح") is None
    assert quoted(text, "ثانيا") == "ثانيا"


def test_unbalanced_marks_are_passed_over() -> None:
    assert quoted("قال «مفتوح ولم يغلق", "مفتوح") is None
    assert quoted("أغلق» وقال «هنا»", "أغلق") is None
    assert quoted("أغلق» وقال «هنا»", "هنا") == "هنا"
    assert quoted("«قال “مفتوح هنا» ثم” بعد", "مفتوح") == "قال “مفتوح هنا"
    assert quoted("«قال “مفتوح هنا» ثم” بعد", "ثم") is None


def test_pairs_side_by_side_and_empty_ones() -> None:
    assert quoted('"أولا""ثانيا"', "ثانيا") == "ثانيا"
    assert quoted("«أولا»«ثانيا»", "أولا") == "أولا"
    assert quoted('"أولا"/"ثانيا"', "ثانيا") == "ثانيا"
    assert quotation_at('قال "" ثم', 4) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2029"])
def test_a_pair_never_leaves_its_paragraph(end: str) -> None:
    text = f"قال «أولا{end}ثانيا» ثم «ثالثا»"
    assert quoted(text, "أولا") is None
    assert quoted(text, "ثانيا") is None
    assert quoted(text, "ثالثا") == "ثالثا"


def test_apostrophes_are_no_marks() -> None:
    text = "‘l’été d’O'Brien’ ثم the boys’ قال"
    assert quoted(text, "été") == "l’été d’O'Brien"
    assert quoted(text, "ثم") is None
    assert quoted("«rock ’n’ roll» ثم", "roll") == "rock ’n’ roll"
    assert quoted("‘the ’90s here’ ثم", "here") == "the ’90s here"
    assert quoted("“قال ‘Abd هنا” ثم", "هنا") == "قال ‘Abd هنا"


def test_doubled_brackets_among_single_ones() -> None:
    assert quoted("قال ((نص (داخل))) ثم", "داخل") == "نص (داخل)"
    assert quoted("قال (نص (داخل)) ثم", "داخل") is None
    assert quoted("قال (((هنا))) ثم", "هنا") == "هنا"
    assert quoted("قال ((مفتوح) ثم", "مفتوح") is None


def test_controls_beside_a_mark_are_looked_through() -> None:
    assert quoted('قال \u200f"\u200fهنا\u200f"\u200f، ثم', "هنا") == "\u200fهنا\u200f"


def test_marks_on_a_proclitic_and_on_a_word_before() -> None:
    assert marked('قَالَ بِـ"هنا" ثم', "هنا") == '"هنا"'
    assert marked('وُصِفَ بِ"هنا" ثم', "هنا") == '"هنا"'
