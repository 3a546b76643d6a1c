"""The same name everywhere in a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.folding import fold
from annotations.model import Span
from annotations.occurrences import occurrences
from annotations.words import word_at

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
texts = st.lists(
    st.sampled_from(
        [*" وفبلك،.\n_1\u064e\u200c\u200f\ud800ﻻ", "روسيا", "رُوسيـا", "كوريا", "ال", "لل", "الشمالية", "الشماليه"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


def found(text: str, name: str) -> list[str]:
    return [text[start:end] for start, end in occurrences(text, name)]


class TestName:
    @pytest.mark.parametrize(
        "proclitic", ["", "و", "ف", "ب", "ل", "ك", "وب", "فل", "وَ", "بـ", "وَبِـ"]
    )
    def test_it_is_found_alone_after_every_proclitic(self, proclitic: str) -> None:
        text = f"قال {proclitic}روسيا نعم"
        assert occurrences(text, "روسيا") == [Span(4 + len(proclitic), 9 + len(proclitic))]

    @pytest.mark.parametrize(
        "text", ["روسياا", "اروسيا", "والروسيا", "روسيا_اليوم", "روسيا3", "تروسيا", "سروسيا"]
    )
    def test_only_as_a_whole_word(self, text: str) -> None:
        assert found(text, "روسيا") == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [("«", "»"), ("(", ")"), ("/", "."), ("\u200f", "\u200c"), ("،", "؟"), ('"', '"'), ("\n", "\r\n"), ("#", "-")],
    )  # fmt: skip
    def test_beside_punctuation_and_controls(self, before: str, after: str) -> None:
        assert occurrences(f"{before}روسيا{after}", "روسيا") == [Span(len(before), len(before) + 5)]

    def test_a_joiner_between_letters_does_not_end_a_word(self) -> None:
        assert found("روسيا\u200cها و\u200cروسيا", "روسيا") == ["روسيا"]

    def test_spellings_are_folded_and_marks_belong_to_it(self) -> None:
        text = "رُوسِيَا، ورُوسـيا، روسیا"
        assert found(text, "روسيا") == ["رُوسِيَا", "رُوسـيا", "روسیا"]
        assert found("الأردن والاردنّ", "الاردن") == ["الأردن", "الاردنّ"]

    def test_spellings_that_folding_does_not_join(self) -> None:
        text = "سيرغي سيرجي بوتن بوتين يانغ يانج"
        assert [len(found(text, name)) for name in text.split()] == [1] * 6

    def test_the_article_belongs_to_a_name_and_lam_takes_it_along(self) -> None:
        text = (
            "الولايات المتحدة وبالولايات المتحدة وللولايات المتحدة ولايات المتحدة لولايات المتحدة"
        )
        assert found(text, "الولايات المتحدة") == [
            "الولايات المتحدة",
            "الولايات المتحدة",
            "ولايات المتحدة",
        ]
        assert found(text, "ولايات المتحدة") == ["ولايات المتحدة", "ولايات المتحدة"]

    def test_several_words_with_any_space_in_one_paragraph(self) -> None:
        text = (
            "كوريا  الشمالية لكوريا\u00a0الشماليه كوريا، الشمالية كوريا\nالشمالية كوريا والشمالية"
        )
        assert found(text, "كوريا الشمالية") == ["كوريا  الشمالية", "كوريا\u00a0الشماليه"]

    def test_signs_within_a_name(self) -> None:
        assert found("في أكتوبر/تشرين الأول.", "اكتوبر/تشرين الأول") == ["أكتوبر/تشرين الأول"]
        assert found("O'Brien O'Briens", "o'brien") == ["O'Brien"]
        assert found("3 3.5 ثم 3. 30", "3") == ["3", "3"]

    def test_a_word_with_a_letter_of_its_own_is_not_a_name_with_a_proclitic(self) -> None:
        assert found("بين كريم ين ريم", "ين") == ["ين"]
        assert found("بين كريم وريم", "ريم") == ["ريم"]
        assert found("ولو لو", "لو") == ["لو"]

    def test_a_ligature_is_not_parted(self) -> None:
        assert found("ﻻصطياد", "اصطياد") == []
        assert found("ﻻفروف وﻻفروف", "لافروف") == ["ﻻفروف", "ﻻفروف"]

    def test_a_name_of_which_folding_leaves_nothing(self) -> None:
        assert found("روسيا", "") == found("روسيا", " ـ ") == []

    def test_two_in_a_row_where_the_first_is_part_of_a_word(self) -> None:
        assert occurrences("اأون أون أون", "أون أون") == [Span(5, 12)]

    def test_the_seed(self) -> None:
        counts = {
            name: len(occurrences(SEED, name))
            for name in (
                "لافروف",
                "كوريا الشمالية",
                "الولايات المتحدة",
                "روسيا",
                "بوتن",
                "بوتين",
                "لو",
                "كيم جونج أون",
            )
        }
        assert counts == {
            "لافروف": 9, "كوريا الشمالية": 11, "الولايات المتحدة": 1, "روسيا": 8, "بوتن": 3, "بوتين": 2, "لو": 1,
            "كيم جونج أون": 4,
        }  # fmt: skip

    def test_one_name_after_the_other_in_the_same_folded_text(self) -> None:
        folded = fold(SEED)
        assert occurrences(SEED, "روسيا", folded) == occurrences(SEED, "روسيا")

    @given(texts)
    def test_what_is_found_is_the_name_and_every_plain_one_is_found(self, text: str) -> None:
        for name in ("روسيا", "كوريا الشمالية", "الشمالية"):
            spans = occurrences(text, name)
            for span in spans:
                spelled = " ".join(fold(text[slice(*span)]).text.split())
                assert spelled in (fold(name).text, fold(name).text.removeprefix("ال"))
                last = word_at(text, span.end - 1)
                assert last is not None
                assert last.end == span.end
            whole = {word_at(text, at) for at in range(len(text))}
            plain = {
                word for word in whole if word and fold(text[slice(*word)]).text == fold(name).text
            }
            assert plain <= set(spans)
