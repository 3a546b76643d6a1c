"""Clauses, and the motions over quotations."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.boundaries import (
    next_quotation,
    paragraph_at,
    previous_quotation,
    quotations_in,
    sentence_at,
    word_at,
)
from annotations.clauses import clause_at, next_clause, previous_clause
from annotations.model import Span
from annotations.quotations import Nesting, pairs

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
texts = st.lists(
    st.sampled_from(
        [
            "ا",
            "ب",
            " ",
            "،",
            "؛",
            ":",
            ".",
            "1",
            "\n",
            "\r\n",
            "«",
            "»",
            '"',
            "وقد ",
            "كما",
            "\u064e",
            "\ud800",
        ]
    ),
    max_size=40,
).map("".join)


def clauses(text: str) -> list[str]:
    found = {clause_at(text, offset) for offset in range(len(text) + 1)}
    return [text[start:end] for start, end in sorted(found) if start < end]


class TestClauses:
    @pytest.mark.parametrize("sign", ["،", "؛", ":"])
    def test_a_sign_ends_one_and_stays_outside(self, sign: str) -> None:
        assert clauses(f"قال نعم{sign} ثم ذهب.") == ["قال نعم", "ثم ذهب."]
        assert clauses(f"قال نعم {sign} ثم ذهب.") == ["قال نعم", "ثم ذهب."]

    @pytest.mark.parametrize(
        "word",
        [
            "وقد", "كما", "فيما", "بينما", "حيث", "إذ", "لكن", "ولكن", "وحيث", "لكنه", "وَقَد", "اذ",
            "قائلا", "قائلاً", "قائلة", "مؤكدا", "ومؤكدة", "مضيفا", "مؤكِّدًا",
        ],
    )  # fmt: skip
    def test_a_word_that_leads_on_begins_one(self, word: str) -> None:
        assert clauses(f"ذهب الوزير {word} عاد الرئيس.") == ["ذهب الوزير", f"{word} عاد الرئيس."]

    def test_longer_words_do_not(self) -> None:
        text = "هذا كمال وإذا بحيث والقائل فيماه وقدم حيثما مؤكدات."
        assert clauses(text) == [text]

    def test_nor_do_phrases_with_them(self) -> None:
        for text in ("جيد من حيث المبدأ", "قال فيما بعد نعم", "قال فيما يتعلق بذلك نعم"):
            assert clauses(text) == [text]

    def test_a_sign_before_such_a_word_makes_no_empty_clause(self) -> None:
        assert clauses("ذهب، وقد عاد") == ["ذهب", "وقد عاد"]
        assert clauses("كما ذهب") == ["كما ذهب"]

    def test_signs_within_numbers_are_none(self) -> None:
        assert clauses("بلغ ٣،٥ عند 12:30 تماما، ثم 5، ثم 6") == [
            "بلغ ٣،٥ عند 12:30 تماما",
            "ثم 5",
            "ثم 6",
        ]
        assert clauses("قال: 5 نعم") == ["قال", "5 نعم"]

    @pytest.mark.parametrize("marks", ["«»", '""', "“”", "»«"])
    def test_within_quotation_marks_nothing_ends_one(self, marks: str) -> None:
        quoted = f"{marks[0]}نعم، وقد: لا{marks[1]}"
        assert clauses(f"قال {quoted} ثم، ذهب") == [f"قال {quoted} ثم", "ذهب"]

    def test_a_mark_without_a_partner_does_not_quote(self) -> None:
        assert clauses("قال «نعم، ثم ذهب") == ["قال «نعم", "ثم ذهب"]

    def test_never_outside_its_sentence(self) -> None:
        assert clauses("أول، ثان. ثالث\nرابع") == ["أول", "ثان.", "ثالث", "رابع"]

    def test_signs_alone_are_a_clause(self) -> None:
        assert clauses("،، ؛") == ["،، ؛"]

    def test_white_space_leads_to_the_next_and_a_sign_to_its_own(self) -> None:
        text = "أول، ثان"
        assert [text[slice(*clause_at(text, at))] for at in (3, 4, 5)] == ["أول", "ثان", "ثان"]

    def test_moving(self) -> None:
        text = "أول، ثان. ثالث؛ رابع\n\nخامس"
        starts = [text.index(word) for word in ("أول", "ثان", "ثالث", "رابع", "خامس")]
        assert [next_clause(text, at) for at in starts] == [*starts[1:], len(text)]
        assert [previous_clause(text, at) for at in (len(text), *reversed(starts))] == [
            *reversed(starts),
            0,
        ]
        assert previous_clause(text, starts[1] + 2) == starts[1]

    def test_the_clauses_of_the_seed(self) -> None:
        assert clauses(SEED)[:3] == [
            "وصل وزير الخارجية الروسي سيرغي لافروف إلى بيونغ يانغ",
            'حيث شكر كوريا الشمالية على "دعمها الثابت" للحرب في أوكرانيا',
            'قائلاً إن العلاقات الثنائية وصلت إلى مستوى "استراتيجي".',
        ]
        assert len(clauses(SEED)) == 31

    @given(texts)
    def test_a_clause_stays_in_its_sentence_and_is_trimmed(self, text: str) -> None:
        for offset in range(len(text) + 1):
            clause, sentence = clause_at(text, offset), sentence_at(text, offset)
            assert sentence.start <= clause.start <= clause.end <= sentence.end
            assert text[slice(*clause)] == text[slice(*clause)].strip()

    @given(texts)
    def test_walking_meets_every_clause_in_both_directions(self, text: str) -> None:
        spans = sorted({clause_at(text, at) for at in range(len(text) + 1)})
        starts = [start for start, end in spans if start < end]
        onward = [next_clause(text, start) for start in starts]
        assert onward == [*starts[1:], len(text)][: len(starts)]
        back, at = [], len(text)
        while (at := previous_clause(text, at)) in starts:
            back.append(at)
            if at == 0:
                break
        assert back[::-1] == starts


class TestQuotations:
    TEXT = "قال «أول» ثم «ثان “داخل”»\n\nنص\n( «ثالث» )"

    def starts(self) -> list[int]:
        return [self.TEXT.index(word) for word in ("أول", "ثان", "داخل", "ثالث")]

    def test_moving_leads_to_the_inner_text(self) -> None:
        starts = self.starts()
        assert [next_quotation(self.TEXT, at) for at in (0, *starts)] == [*starts, len(self.TEXT)]
        assert [
            previous_quotation(self.TEXT, at) for at in (len(self.TEXT), *reversed(starts))
        ] == [
            *reversed(starts),
            0,
        ]

    def test_back_from_inside_is_its_own_beginning(self) -> None:
        first = self.starts()[0]
        assert previous_quotation(self.TEXT, first + 2) == first

    def test_those_in_a_range_begin_there(self) -> None:
        starts = self.starts()

        def found(start: int, end: int) -> list[int]:
            return [inner.start for inner, _ in quotations_in(self.TEXT, start, end)]

        assert found(0, len(self.TEXT)) == starts
        assert found(starts[0] + 1, starts[2]) == [starts[1]]
        assert found(starts[1], starts[1]) == []

    def test_the_seed(self) -> None:
        assert len(list(quotations_in(SEED, 0, len(SEED)))) == 10

    @given(texts)
    def test_walking_meets_every_pair_in_both_directions(self, text: str) -> None:
        starts = [pair.inner.start for pair in quotations_in(text, 0, len(text))]
        onward, at = [], -1
        while (at := next_quotation(text, at)) < len(text):
            onward.append(at)
        back, at = [], len(text)
        while (at := previous_quotation(text, at)) in starts:
            back.append(at)
            if at == 0:
                break
        assert onward == starts == back[::-1]

    @given(texts)
    def test_nesting_knows_the_innermost_and_what_holds_it(self, text: str) -> None:
        paragraph = paragraph_at(text, 0)
        marks = Nesting(text, paragraph)
        found = list(pairs(text, paragraph))
        for offset in range(paragraph.end + 1):
            around = [pair for pair in found if pair.outer.start <= offset < pair.outer.end]
            around.sort(key=lambda pair: pair.outer.end - pair.outer.start)
            chain, pair = [], marks.innermost(offset)
            while pair is not None:
                chain.append(pair)
                pair = marks.holder(pair)
            assert chain == around

    def test_many_marks_of_two_kinds_without_partners(self) -> None:
        text = "«" * 50_000 + "”" * 50_000 + " «نعم»"
        assert [pair.inner for pair in pairs(text, Span(0, len(text)))] == [Span(100_002, 100_005)]

    def test_many_controls_in_a_row(self) -> None:
        text = "\u200c" * 100_000 + "«نعم»"
        assert [pair.inner for pair in pairs(text, Span(0, len(text)))] == [Span(100_001, 100_004)]
        assert word_at(text, 0) is None
        assert word_at(text, 100_001) == (100_001, 100_004)
