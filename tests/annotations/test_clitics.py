"""Taking clitics off and putting them back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.clitics import canonical, count_words, stem, trim, untrim
from annotations.model import Span
from annotations.words import RUN, words

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
GOLD: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "data" / "seed-clitics.json").read_text("utf-8")
)
"""Every word of the seed that begins with و ف ب ل ك or س, and what an Arabic reader takes off it, press by press."""

TIMES = Counter(
    SEED[word.start : word.end]
    for run in RUN.finditer(SEED)
    for _, word, _ in words(SEED, *run.span())
)
"""How often each word of the seed occurs."""
STOPS = """
    وزير وكالة وفد بيان كيم كوريا لافروف بوتين فرصة لقاء وسائل بيونغ وزارة وصل وقت وطن وحدة وعد وضع وقف وقع فريق فترة
    فضل بين بعد بلد بحث لجنة لندن لبنان كشف
"""

texts = st.lists(
    st.sampled_from([*"وفبلكساتيه ـ\u064e\u0651\u200c\ud800ﻻﷲ", "ال", "لل", "قال", "من"]),
    max_size=12,
).map("".join)


def presses(word: str, *known: str, counts: Mapping[str, int] | None = None) -> list[str]:
    """What each press takes off a word that stands alone, where each of ``known`` has been counted five times."""
    counts = Counter(dict.fromkeys(known, 5)) if counts is None else counts
    taken, span = [], Span(0, len(word))
    while after := trim(word, span, counts):
        taken.append(word[span.start : after.start])
        span = after
    return taken


class TestSeed:
    def test_the_list_has_every_word_that_may_begin_with_one(self) -> None:
        assert {word for word in TIMES if word[0] in "وفبلكس"} == GOLD.keys()
        assert sum(TIMES[word] for word in GOLD) == 122

    def test_what_is_proposed_is_right_and_most_is_found(self) -> None:
        counts = count_words(SEED)
        proposed = {word: presses(word, counts=counts) for word in GOLD}
        cut = [word for word in GOLD if proposed[word]]
        right = sum(TIMES[word] for word in cut if proposed[word] == GOLD[word])
        wanted = sum(TIMES[word] for word in GOLD if GOLD[word])
        precision, recall = right / sum(TIMES[word] for word in cut), right / wanted
        print(f"clitics of the seed: precision {precision:.2f}, recall {recall:.2f} of {wanted}")
        assert precision == 1.0
        assert recall >= 0.8


class TestProposals:
    @pytest.mark.parametrize(
        ("word", "taken"),
        [
            ("والزعيم", ["و", "ال"]),
            ("فالحرب", ["ف", "ال"]),
            ("بالكرملين", ["ب", "ال"]),
            ("كالعادة", ["ك", "ال"]),
            ("وبالحرب", ["وب", "ال"]),
            ("الكرملين", ["ال"]),
            ("للولايات", ["لل"]),
            ("وللحرب", ["ولل"]),
            ("والتقى", ["و"]),
            ("بالله", ["ب"]),
        ],
    )
    def test_conjunction_and_preposition_go_first_and_then_the_article(
        self, word: str, taken: list[str]
    ) -> None:
        assert presses(word) == taken

    @pytest.mark.parametrize(
        "word",
        [
            "والد", "والدة", "والي", "بالغ", "فالح", "بالستية", "كاليفورنيا", "لله", "الله", "الذي", "التقى", "التزام",
            "وال", "والا", "ال", "و", "ل", "بـ", "",
        ],
    )  # fmt: skip
    def test_what_only_looks_like_an_article(self, word: str) -> None:
        assert presses(word) == []

    @pytest.mark.parametrize(
        ("word", "taken"),
        [
            ("وقال", "و"),
            ("فأكد", "ف"),
            ("وأوضحت", "و"),
            ("ومؤكدا", "و"),
            ("واضاف", "و"),
            ("وسيعلن", "وس"),
            ("ستقول", "س"),
            ("ليؤكد", "ل"),
            ("ويقولون", "و"),
        ],
    )
    def test_before_a_verb_of_reporting(self, word: str, taken: str) -> None:
        assert presses(word) == [taken]

    @pytest.mark.parametrize("word", ["بقال", "كأكد", "سقال", "لقال", "وتصريح", "كذكر"])
    def test_not_where_no_such_clitic_stands_before_a_verb(self, word: str) -> None:
        assert presses(word) == []

    @pytest.mark.parametrize("word", ["ومن", "وقد", "فمن", "بمن", "لمن", "وإن", "بأن", "لأن"])
    def test_before_particles(self, word: str) -> None:
        assert presses(word) == [word[0]]

    @pytest.mark.parametrize("word", ["كأن", "كان", "فقد", "ورد", "سلم", "وردت", "فرد", "فان"])
    def test_what_is_ambiguous_is_left_to_the_person(self, word: str) -> None:
        assert presses(word, "رد", "ردت", "كان") == []

    @pytest.mark.parametrize("word", ["بشكل", "بشدة", "بثقة", "باسم", "بشأن", "بسبب"])
    def test_frozen_adverbs(self, word: str) -> None:
        assert presses(word) == ["ب"]
        assert presses("و" + word) == ["وب"]

    def test_a_remainder_that_occurs_as_often_as_the_whole(self) -> None:
        assert presses("لزيارة") == []
        assert presses("لزيارة", "زياره") == ["ل"]
        assert presses("لزيارة", "الزياره") == ["ل"]
        assert presses("لزيارة", counts={"زياره": 2, "لزياره": 3}) == []
        assert presses("لزيارة", counts={"زياره": 1, "الزياره": 2, "لزياره": 3}) == ["ل"]

    def test_a_remainder_of_two_letters_is_none(self) -> None:
        assert presses("بيد", "يد") == []

    def test_hamza_counts(self) -> None:
        assert presses("بأمر", "امر") == []

    def test_s_only_before_an_imperfect(self) -> None:
        assert presses("ستشكل", "تشكل") == ["س"]
        assert presses("سجديد", "جديد") == []

    @pytest.mark.parametrize("word", STOPS.split())
    def test_the_stop_list_is_never_cut(self, word: str) -> None:
        rest = next(iter(count_words(word[1:])))
        assert presses(word, rest, "ال" + rest) == []
        also_verbs = ("بين", "وعد", "كشف")
        assert presses("و" + word, rest, "ال" + rest) == ["و"] * (word in also_verbs)

    def test_lam_before_a_word_that_begins_with_lam(self) -> None:
        assert presses("للجنة") == presses("للبنان") == ["ل"]
        assert presses("للوفد", "لوفد") == ["ل"]
        assert presses("وللجنة") == ["ول"]

    def test_only_the_first_word_of_a_span_and_only_from_where_it_may_begin(self) -> None:
        text = "مع والزعيم كيم"
        assert trim(text, Span(3, len(text)), {}) == (4, len(text))
        assert trim(text, Span(6, len(text)), {}) is None
        assert trim(text, Span(2, 6), {}) is None
        assert trim(text, Span(3, 4), {}) is None
        assert trim(text, Span(len(text), len(text)), {}) is None

    def test_marks_and_tatweel_go_along(self) -> None:
        assert presses("وَالزَّعيم") == ["وَ", "ال"]
        assert presses("وَٱلزعيم") == ["وَ", "ٱل"]
        assert presses("بِـالحرب") == ["بِـ", "ال"]
        assert presses("لِلْحَرب") == ["لِلْ"]

    def test_a_ligature_is_not_cut_within(self) -> None:
        assert presses("ﻻفروف", "افروف") == []

    def test_a_word_of_any_length(self) -> None:
        assert presses("وال" + "ب" * 100_000) == ["و", "ال"]


class TestWayBack:
    @pytest.mark.parametrize(
        "word", ["والزعيم", "وبالحرب", "للحرب", "الكرملين", "وَالزَّعيم", "وللجنة"]
    )
    def test_each_press_is_put_back(self, word: str) -> None:
        steps = [Span(0, len(word))]
        while after := trim(word, steps[-1], {}):
            steps.append(after)
        back = [steps[-1]]
        while before := untrim(word, back[-1]):
            back.append(before)
        assert len(steps) > 1
        assert back == steps[::-1]

    def test_what_was_cut_by_hand_comes_back_whole(self) -> None:
        assert untrim("قال الزعيم", Span(8, 10)) == (4, 10)

    def test_nothing_is_missing(self) -> None:
        assert untrim("قال الزعيم", Span(4, 10)) is None
        assert untrim("قال الزعيم", Span(3, 10)) is None
        assert untrim("", Span(0, 0)) is None

    @given(texts, st.data())
    def test_it_undoes_a_press_on_any_text(self, text: str, data: st.DataObject) -> None:
        counts = count_words(text + " " + text.replace("و", " "))
        start = data.draw(st.integers(0, len(text)))
        span = Span(start, data.draw(st.integers(start, len(text))))
        after = trim(text, span, counts)
        if after is not None:
            assert span.start < after.start < after.end == span.end
            assert untrim(text, after) is not None
        for run in RUN.finditer(text):
            for _, word, _ in words(text, *run.span()):
                steps = [word]
                while following := trim(text, steps[-1], counts):
                    assert untrim(text, following) == steps[-1]
                    steps.append(following)


class TestNames:
    def test_a_stem_keeps_its_article(self) -> None:
        for text, left in [
            ("والكرملين", "الكرملين"),
            ("الكرملين", "الكرملين"),
            ("للحرب", "حرب"),
            ("وزير", "وزير"),
        ]:
            assert text[slice(*stem(text, Span(0, len(text)), {}))] == left

    def test_the_canonical_form_restores_the_article(self) -> None:
        text = "قال للولايات المتحدة وللجنة"
        assert canonical(text, Span(6, 20)) == "الولايات المتحدة"
        assert canonical(text, Span(4, 20)) == "للولايات المتحدة"
        assert canonical(text, Span(23, 27)) == "لجنة"
        assert canonical("والكرملين", Span(1, 9)) == "الكرملين"


def test_counting_is_of_folded_words_and_adds_up() -> None:
    assert count_words("زيارة وَزِيارة، زياره لزيارة 3") == {
        "زياره": 2,
        "وزياره": 1,
        "لزياره": 1,
        "3": 1,
    }
    assert count_words("أحد احد") == {"أحد": 1, "احد": 1}
    both = count_words("زيارة ") + count_words("زيارة")
    assert both == count_words("زيارة زيارة")
