"""Paragraphs, words, sentences and known names at an offset."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import boundaries
from annotations.boundaries import (
    known_name,
    next_paragraph,
    next_sentence,
    next_word,
    paragraph_at,
    previous_paragraph,
    previous_sentence,
    previous_word,
    sentence_at,
    word_at,
)
from annotations.known_names import Names
from annotations.model import Span, paragraphs

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
texts = st.text('اب و.؟«»"\r\n\u2029\u200f\u064e 1a,)', max_size=60)


def words(text: str) -> list[str]:
    found = {word for offset in range(len(text)) if (word := word_at(text, offset))}
    return [text[start:end] for start, end in sorted(found)]


def sentences(text: str) -> list[str]:
    found = {sentence_at(text, offset) for offset in range(len(text) + 1)}
    return [text[start:end] for start, end in sorted(found) if start < end]


class TestParagraphs:
    def test_ends_are_lf_crlf_and_u2029_and_belong_to_the_paragraph_before(self) -> None:
        text = "أ\nب\r\nج\u2029د"
        spans = [paragraph_at(text, offset) for offset in range(len(text) + 1)]
        assert [text[start:end] for start, end in spans] == [*"أأبببججدد"]

    def test_a_lone_cr_and_a_line_separator_end_nothing(self) -> None:
        assert paragraph_at("أ\rب\u2028ج", 0) == (0, 5)

    def test_the_offset_after_a_final_end_belongs_to_the_last_paragraph(self) -> None:
        assert paragraph_at("أب\n", 3) == (0, 2)
        assert paragraph_at("أب\n\n", 4) == (3, 3)
        assert paragraph_at("", 0) == (0, 0)

    @given(texts)
    def test_they_are_the_paragraphs_of_the_model(self, text: str) -> None:
        found = {paragraph_at(text, offset) for offset in range(len(text) + 1)}
        assert sorted(found) == (list(paragraphs(text)) or [Span(0, 0)])

    def test_long_paragraphs_on_both_sides(self) -> None:
        text = "ا" * 5000 + "\u2029" + "ب" * 5000 + "\n" + "ج" * 5000
        assert paragraph_at(text, 9000) == (5001, 10001)
        assert paragraph_at(text, 14000) == (10002, 15002)

    def test_moving_goes_to_starts_and_skips_blank_ones(self) -> None:
        text = "أول\n\n \t\nثان\r\n\r\nثالث\n"
        second, third = text.index("ثان"), text.index("ثالث")
        assert [next_paragraph(text, at) for at in (0, 4, second, third)] == [
            second, second, third, len(text),
        ]  # fmt: skip
        assert previous_paragraph(text, third + 2) == third
        assert [previous_paragraph(text, at) for at in (third, second, 5, 2, 0)] == [
            second, 0, 0, 0, 0,
        ]  # fmt: skip

    def test_from_the_end_of_the_text_back_to_the_last_paragraph(self) -> None:
        assert previous_paragraph("أول\nثان\n\n", 9) == 4


class TestWords:
    def test_clitics_marks_and_joiners_are_part_of_the_word(self) -> None:
        assert words("وَلِلْوِلاياتِ، مي\u200cخواهم كـــتاب.") == [
            "وَلِلْوِلاياتِ",
            "مي\u200cخواهم",
            "كـــتاب",
        ]

    def test_punctuation_and_white_space_part(self) -> None:
        text = "(يسار) أكتوبر/تشرين «بـ»\u00a0هـ؛ كوفيد-19 قال.وقال"
        assert words(text) == ["يسار", "أكتوبر", "تشرين", "بـ", "هـ", "كوفيد", "19", "قال", "وقال"]
        assert [word_at(text, offset) for offset in (0, 5, 6, len(text))] == [None] * 4

    def test_a_number_with_its_inner_signs_is_one_word(self) -> None:
        text = "3.5 و12:30 في 18/10/2023، ٣٫٥ 1,000,000 ١٨\u200f/١٠ ثم 2022. 5/"
        assert words(text) == [
            "3.5", "و12:30", "في", "18/10/2023", "٣٫٥", "1,000,000", "١٨\u200f/١٠", "ثم", "2022", "5",
        ]  # fmt: skip

    def test_a_sign_of_per_cent_belongs_to_its_number(self) -> None:
        assert words("50% و50٪ %50 % ب%") == ["50%", "و50٪", "%50", "ب"]

    def test_apostrophes_inside_latin_words_only(self) -> None:
        assert words("O'Brien l’été ‘Abd’ 'نص' ب'نص'") == [
            "O'Brien",
            "l’été",
            "Abd",
            "نص",
            "ب",
            "نص",
        ]

    def test_a_hashtag_keeps_its_low_lines(self) -> None:
        assert words("#وسم_عربي _") == ["وسم_عربي"]

    def test_a_mark_without_a_letter_is_no_word(self) -> None:
        assert words("َ (ّ) ـّ") == ["ـّ"]

    def test_controls_lead_to_their_word_and_stay_outside(self) -> None:
        text = "\u200fكتاب\u200f. \u200f"
        assert [word_at(text, offset) for offset in (0, 1, 5)] == [Span(1, 5)] * 3
        assert word_at(text, 8) is None

    def test_moving_over_paragraphs(self) -> None:
        text = " أول، ثان\n\n«ثالث» \n"
        starts = [text.index(word) for word in ("أول", "ثان", "ثالث")]
        assert [next_word(text, at) for at in (0, *starts)] == [*starts, len(text)]
        assert [previous_word(text, at) for at in (len(text), *reversed(starts))] == [
            *reversed(starts),
            0,
        ]

    def test_back_from_inside_a_word_is_its_start(self) -> None:
        assert previous_word("قال لافروف", 7) == 4

    def test_onward_from_the_controls_before_a_word_leaves_the_word(self) -> None:
        assert next_word("\u200fأول ثان", 0) == 5

    @given(texts)
    def test_walking_meets_every_word_in_both_directions(self, text: str) -> None:
        found = sorted({word for at in range(len(text)) if (word := word_at(text, at))})
        starts = [word.start for word in found]
        back, at = [], len(text)
        while (at := previous_word(text, at)) in starts:
            back.append(at)
            if at == 0:
                break
        assert back[::-1] == starts
        onward = [next_word(text, start) for start in starts]
        assert onward == [*starts[1:], len(text)][: len(starts)]


class TestSentences:
    def test_the_seed_has_21(self) -> None:
        assert len(sentences(SEED)) == 21
        starts, at = [0], 0
        while (at := next_sentence(SEED, at)) < len(SEED):
            starts.append(at)
        assert len(starts) == 21
        back, at = [], len(SEED)
        while at > 0:
            back.append(at := previous_sentence(SEED, at))
        assert back[::-1] == starts

    @pytest.mark.parametrize("end", [".", "؟", "!", "۔", "…", "?", "؟!", "..."])
    def test_signs_that_end_one(self, end: str) -> None:
        assert sentences(f"ذهب{end} وعاد") == [f"ذهب{end}", "وعاد"]

    @pytest.mark.parametrize(
        "closed", ["«نعم.»", '"نعم."', "“نعم؟”", "((نعم!))", '«نعم."»', '"نعم".', "»نعم.«"]
    )
    def test_the_closing_mark_belongs_to_it(self, closed: str) -> None:
        assert sentences(f"قال {closed} وعاد") == [f"قال {closed}", "وعاد"]

    def test_a_closing_mark_ends_it_even_without_a_space(self) -> None:
        assert sentences("قال «نعم.»وعاد") == ["قال «نعم.»", "وعاد"]

    def test_after_a_mark_a_comma_leads_on(self) -> None:
        assert sentences("سأل «هل جئت؟»، ثم قال «نعم.»: لا") == ["سأل «هل جئت؟»، ثم قال «نعم.»: لا"]

    def test_titles_initials_and_numbers_do_not_end_it(self) -> None:
        text = "قال د. أحمد وأ. علي وم. سعيد وأ.د. منى وجون ف. كينيدي إن 3.5 تكفي. ثم"
        assert sentences(text) == [text[:-3], "ثم"]
        assert sentences("عام 2022. وقد") == ["عام 2022.", "وقد"]
        assert sentences("عام 300 م. وقد") == ["عام 300 م.", "وقد"]

    def test_a_remark_in_brackets_does_not_end_it(self) -> None:
        assert sentences("الخبير (؟) قال (!) نعم") == ["الخبير (؟) قال (!) نعم"]

    def test_the_end_of_a_line_always_does(self) -> None:
        assert sentences("عنوان\nقال د.\r\nنص") == ["عنوان", "قال د.", "نص"]

    def test_white_space_is_trimmed_and_leads_to_the_next(self) -> None:
        text = "  أول.  ثان. \n\n"
        assert text[slice(*sentence_at(text, 7))] == "ثان."
        assert text[slice(*sentence_at(text, 13))] == "ثان."
        assert sentence_at(text, 14) == (14, 14)

    def test_moving(self) -> None:
        text = "أول. ثان؟\n\nثالث"
        assert [next_sentence(text, at) for at in (0, 6, 9, 11)] == [5, 11, 11, len(text)]
        assert [previous_sentence(text, at) for at in (12, 11, 7, 5, 0)] == [11, 5, 5, 0, 0]

    def test_controls_after_the_sign_do_not_hide_it(self) -> None:
        assert sentences("أول.\u200f ثان") == ["أول.\u200f", "ثان"]

    @given(texts)
    def test_a_sentence_stays_in_its_paragraph_and_is_trimmed(self, text: str) -> None:
        for offset in range(len(text) + 1):
            start, end = sentence_at(text, offset)
            paragraph = paragraph_at(text, offset)
            assert paragraph.start <= start <= end <= paragraph.end
            assert text[start:end] == text[start:end].strip()


class TestKnownNames:
    NAMES = (
        "لافروف",
        "سيرغي لافروف",
        "كوريا الشمالية",
        "روسيا",
        "الولايات المتحدة",
        "أون",
        "كيم جونج أون",
    )

    def at(self, text: str, inside: str, names: tuple[str, ...] = NAMES) -> str | None:
        found = known_name(text, text.index(inside), Names(names))
        return None if found is None else text[found.start : found.end]

    def test_the_longest_that_covers_the_offset(self) -> None:
        text = "وصل سيرغي لافروف إلى كوريا الشمالية"
        assert self.at(text, "لافروف") == "سيرغي لافروف"
        assert self.at(text, " لافروف") == "سيرغي لافروف"
        assert self.at(text, "وصل") is None
        assert self.at("قال كيم جونج أون", "أون") == "كيم جونج أون"
        assert self.at("قال أون", "أون") == "أون"

    def test_only_whole_words(self) -> None:
        assert self.at("الروسيات وروسيات", "الروسيات") is None
        assert self.at("لافروفي", "لافروف") is None

    @pytest.mark.parametrize("proclitic", ["و", "ف", "ب", "ل", "ك", "وب", "فل", "وَ", "بـ"])
    def test_a_proclitic_stays_outside_and_counts_for_the_cursor(self, proclitic: str) -> None:
        text = f"قال {proclitic}روسيا نعم"
        assert self.at(text, "روسيا") == "روسيا"
        assert known_name(text, 4, Names(self.NAMES)) == known_name(
            text, text.index("سيا"), Names(self.NAMES)
        )

    def test_no_proclitic_within_the_name(self) -> None:
        assert self.at("كوريا والشمالية", "كوريا") is None

    def test_the_article_after_lam_loses_its_alef(self) -> None:
        assert self.at("قال للولايات المتحدة", "للولايات") == "ولايات المتحدة"
        assert self.at("وللولايات المتحدة", "المتحدة") == "ولايات المتحدة"

    def test_a_name_that_begins_like_a_proclitic(self) -> None:
        assert self.at("وقال بوتين", "بوتين", ("بوتين", "وتين")) == "بوتين"

    def test_spellings_are_folded_and_white_space_is_equal(self) -> None:
        assert self.at("كُوريا\u00a0الشماليه", "الشماليه") == "كُوريا\u00a0الشماليه"
        assert self.at("سيرغى  لافروف", "لافروف") == "سيرغى  لافروف"

    def test_what_parts_the_words_must_be_the_same(self) -> None:
        assert self.at("كوريا، الشمالية", "كوريا") is None
        assert self.at("أكتوبر/تشرين", "تشرين", ("أكتوبر/تشرين",)) == "أكتوبر/تشرين"

    def test_not_over_the_end_of_a_paragraph(self) -> None:
        assert self.at("كوريا\nالشمالية", "كوريا") is None

    def test_nothing_known(self) -> None:
        assert known_name("روسيا", 0, Names()) is None
        assert known_name("روسيا", 0, Names(["", " ، "])) is None
        assert known_name("ـ روسيا", 0, Names(["", "ـ"])) is None

    def test_every_name_of_the_seed_is_found_where_it_stands(self) -> None:
        for name in self.NAMES:
            place = SEED.find(name)
            while place >= 0:
                found = known_name(SEED, place, Names([name]))
                assert found is None or SEED[found.start : found.end] == name
                assert found or SEED[place + len(name)].isalpha() or SEED[place - 1].isalpha()
                place = SEED.find(name, place + 1)


class Watched(str):
    """A text that gives out no more than a neighbourhood at once."""

    __slots__ = ()

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        assert len(part) < 1000
        return part

    def find(self, *_: object) -> int:
        raise AssertionError("searched to its end")

    def rfind(self, sub: str, start: int = 0, end: int = -1) -> int:  # type: ignore[override]
        assert 0 < end - start < 5000
        return super().rfind(sub, start, end)


MOVES = [
    move for name, move in vars(boundaries).items() if re.match("(next|previous)_|[a-z]+_at$", name)
]


@pytest.mark.parametrize(
    "move", [*MOVES, lambda text, offset: known_name(text, offset, Names(["كلمة"]))]
)
def test_a_large_text_is_never_taken_whole(move: Callable[[str, int], object]) -> None:
    line = "كلمة «أخرى» ثم.\n"
    text = Watched(line * 20_000)
    for offset in range(10_000 * len(line), 10_001 * len(line)):
        move(text, offset)
