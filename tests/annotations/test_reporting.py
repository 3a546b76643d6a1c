"""Cues of reporting, and the content that they attribute."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.attribution import attributed_at, attributions_in
from annotations.folding import fold
from annotations.imperfect import LETTERS, is_imperfect
from annotations.model import Span
from annotations.reporting import Stance, cue_at, cues_in
from annotations.reporting_forms import forms

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
FORMS = """
    قال قالت قالوا قالا يقول تقول يقولون قيل يقال قائلا قائلاً نفت نفوا ينفي ينفون دعت يدعو رأت يرى أفيد يشار
    اكد اكّدت أكـــد ﻗﺎﻝ
"""
texts = st.lists(
    st.sampled_from(
        [
            *" ،.:«»\"\n1\u064e\u200f\ud800", "ا", " قال ", " وأكد ", "قائلا", " إن ", " أن ", " وإن ", " تمهد ",
            " لافروف ", " بحسب ", "على حد قول", "وفقا ل", "بين",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def cues(text: str) -> list[str]:
    return [text[cue.span.start : cue.span.end] for cue in cues_in(text, 0, len(text))]


def stance(text: str) -> tuple[Stance, str]:
    (cue,) = cues_in(text, 0, len(text))
    return cue.stance, cue.lemma


def said(text: str) -> list[str]:
    return [text[slice(*content)] for _, content in attributions_in(text, 0, len(text))]


class TestCues:
    @pytest.mark.parametrize(
        ("of", "verbs"),
        [
            (Stance.NEUTRAL, "قال أضاف ذكر صرح أعلن أخبر أبلغ أفاد تحدث نقل روى كتب غرد نشر"),
            (Stance.NEUTRAL, "أردف تابع استطرد أجاب علق رد تساءل"),
            (Stance.ASSERTING, "أكد أوضح شدد أشار لفت نوه كشف أثبت جزم اعترف أقر نبه اعتبر رأى توقع رجح"),
            (Stance.DOUBTING, "زعم ادعى شكك تكهن احتمل"),
            (Stance.DENYING, "نفى أنكر كذب فند دحض رفض استبعد"),
            (Stance.DIRECTIVE, "دعا طالب حث ناشد حذر هدد تعهد وعد"),
            (Stance.EVALUATIVE, "شكر رحب أعرب انتقد اتهم ندد أدان"),
        ],
    )  # fmt: skip
    def test_every_verb_has_its_stance(self, of: Stance, verbs: str) -> None:
        for verb in verbs.split():
            assert stance(f"{verb} الوزير اليوم") == (of, verb)

    def test_words_that_need_more_to_be_verbs(self) -> None:
        assert stance("بين أن ذلك صحيح") == stance("بيّن الوزير ذلك") == (Stance.ASSERTING, "بين")
        assert stance("عبر الوزير عن شكره") == (Stance.EVALUATIVE, "عبر")
        assert stance("ذكّر الوزير بذلك") == (Stance.ASSERTING, "ذكّر")
        assert cues("عبر الوزير الحدود بين البلدين") == []
        assert cues("بين البلدين خلاف، بين الناس") == []

    @pytest.mark.parametrize("form", FORMS.split())
    def test_forms(self, form: str) -> None:
        assert cues(f"ثم {form} الوزير نعم") == [form]

    def test_participles_other_than_the_masculine_accusative_need_what_they_lead_to(self) -> None:
        assert cues("جاءت مؤكدة أن") == ["مؤكدة"]
        assert cues("جاؤوا محذرين من ذلك") == ["محذرين"]
        assert cues('جاءت قائلة: "نعم"') == ["قائلة"]
        assert cues("هي مضيفة جميلة") == []
        assert cues("المتحدث والمؤكد والمذكور") == []

    def test_verbal_nouns_count_before_content(self) -> None:
        assert cues("في قوله إن ذلك صحيح") == ["قوله"]
        assert cues("جاء تأكيد الوزير أن ذلك صحيح") == ["تأكيد"]
        assert cues("تصريح الوزير طويل والدعوة قديمة") == []

    def test_nouns_that_look_like_verbs(self) -> None:
        assert cues("قرأ الطالب كتب التاريخ مع نشر النص في نقل البضائع") == []
        assert cues("حيث كتب الوزير، نقل الناس. نشر الكاتب") == ["كتب", "نقل", "نشر"]
        assert cues("الصحفي الذي نشر النص قد ذكر ذلك ثم وعد") == ["نشر", "ذكر", "وعد"]
        assert cues("الصحفي ذكر أن ذلك صحيح") == ["ذكر"]

    def test_the_conjunction_stays_outside_and_so_does_lam(self) -> None:
        assert cues("وقال فأكد ليعلن وسيقول") == ["قال", "أكد", "يعلن", "سيقول"]

    def test_what_is_ambiguous_is_no_cue(self) -> None:
        assert cues("ورد فرد فقد") == []
        assert cues("تبين أن ذلك صحيح وتعد") == []

    def test_phrases_that_name_a_source(self) -> None:
        text = (
            "بحسب الوكالة، ووفقا للوكالة، نقلا عن الوزير، حسبما قال، على حد قوله، في تصريح للوكالة."
        )
        assert cues(text) == ["بحسب", "وفقا", "نقلا عن", "حسبما", "قال", "على حد قوله", "في تصريح"]
        assert cues("وفقا لها نقلا إلى في تصريح طويل") == ["وفقا"]
        assert {cue.stance for cue in cues_in(text, 0, len(text))} == {Stance.NEUTRAL}

    def test_those_in_a_range_and_at_a_place(self) -> None:
        text = "قال ثم أكد\nوقال"
        assert [cue.span for cue in cues_in(text, 1, len(text) - 1)] == [Span(7, 10)]
        assert [bool(cue_at(text, at)) for at in (0, 2, 3, 7, 11, 12)] == [
            True,
            True,
            False,
            True,
            False,
            True,
        ]
        assert cue_at("", 0) is None

    def test_the_seed(self) -> None:
        assert cues(SEED) == (
            [
                "شكر",
                "قائلاً",
                "قالت",
                "قال",
                "أضاف",
                "أكد",
                "قال",
                "أكد",
                "دعا",
                "قال",
                "قال",
                "مؤكدة",
                "قال",
            ]
        )

    def test_no_form_is_listed_with_a_mark(self) -> None:
        assert all(fold(form).text == form for form in forms())

    @given(texts)
    def test_on_any_text_cues_are_in_order_and_apart(self, text: str) -> None:
        spans = [cue.span for cue in cues_in(text, 0, len(text))]
        assert all(before.end <= after.start for before, after in pairwise(spans))
        assert all(cue_at(text, span.start) for span in spans)


class TestAttributed:
    def test_after_inna_and_anna_without_it(self) -> None:
        assert said("قال الوزير إن العلاقات جيدة.") == ["العلاقات جيدة"]
        assert said("وأكد أن العلاقات جيدة، ثم ذهب.") == ["العلاقات جيدة"]
        assert said("قال إنه سيعود") == ["سيعود"]
        assert said("صرح بأن العلاقات جيدة") == ["العلاقات جيدة"]
        assert said("أشار إلى أن العلاقات جيدة") == ["العلاقات جيدة"]
        assert said("ذهب، قائلاً إن العلاقات جيدة؛ ثم عاد") == ["العلاقات جيدة"]

    def test_a_comma_may_stand_before_it(self) -> None:
        assert said("وقال لافروف في حفل، أمس، إن روسيا قوية.") == ["روسيا قوية"]

    def test_anna_before_an_imperfect_opens_none(self) -> None:
        assert said("طالب أن تمهد زيارته الطريق") == []
        assert said("رفض أن لا يعود") == []
        assert said("أكد أن توقيت الزيارة جيد") == ["توقيت الزيارة جيد"]
        assert said("أكد أنه يعود") == ["يعود"]

    def test_anna_of_another_kind_of_clause(self) -> None:
        assert said("قال بعد أن وصل إن العلاقات جيدة") == ["العلاقات جيدة"]
        assert said("من المتوقع أن الزيارة قريبة") == []
        assert said("لأن الوزير أكد ذلك فإن العلاقات جيدة كأن شيئا لم يكن") == []

    def test_a_cue_has_the_first_that_follows_it(self) -> None:
        assert said("قال إن روسيا قوية، لمن يعرف أن كوريا جميلة") == ["روسيا قوية"]

    def test_without_a_cue_nothing_is(self) -> None:
        assert said("إن العلاقات جيدة. الصورة: وكالة") == []

    def test_inna_and_anna_are_never_one(self) -> None:
        assert said("طالب إن تمهد زيارته الطريق") == ["تمهد زيارته الطريق"]

    def test_after_a_colon_to_the_end_of_the_sentence(self) -> None:
        assert said("قال بيسكوف: العلاقات جيدة، ونحن سعداء. ثم") == ["العلاقات جيدة، ونحن سعداء"]
        assert said("قال عند 12:30 نعم") == []

    def test_after_a_colon_the_quotation_with_its_marks(self) -> None:
        assert said('قال بيسكوف: "نعم، لا"، ثم ذهب.') == ['"نعم، لا"']
        assert said("قال: «أول. ثان.» ثم ذهب.") == ["«أول. ثان.»"]
        assert said("أضاف أن «أول. ثان.» ثم ذهب.") == ["«أول. ثان.»"]

    def test_a_fragment_in_marks_is_within_it(self) -> None:
        assert said('قالت إن زيارته ستشكل "فرصة، مهمة" لنا. ثم') == [
            'زيارته ستشكل "فرصة، مهمة" لنا'
        ]

    def test_with_a_conjunction_it_goes_on(self) -> None:
        assert said("قال إن روسيا قوية وإن كوريا جميلة، وأن اليوم بارد.") == [
            "روسيا قوية", "كوريا جميلة", "اليوم بارد",
        ]  # fmt: skip

    def test_within_marks_it_stays_within(self) -> None:
        assert said("ثم «قال إن روسيا قوية.» هنا") == ["روسيا قوية"]
        assert said("قال «إن روسيا قوية» أمس") == ["روسيا قوية"]
        assert said("«قال ذلك» إن روسيا قوية") == []

    def test_one_within_another_and_the_smallest_at_a_place(self) -> None:
        text = "قال لافروف إن بوتين أكد أن العلاقات جيدة."
        assert said(text) == ["بوتين أكد أن العلاقات جيدة", "العلاقات جيدة"]
        assert attributed_at(text, text.index("بوتين")) == Span(14, len(text) - 1)
        assert attributed_at(text, text.index("جيدة")) == Span(27, len(text) - 1)
        assert attributed_at(text, 0) is None

    def test_the_seed(self) -> None:
        found = said(SEED)
        assert len(found) == 11
        assert found[0] == 'العلاقات الثنائية وصلت إلى مستوى "استراتيجي"'
        assert found[10] == 'من "الطبيعي" تعزيز التعاون مع روسيا المجاورة'

    @given(texts)
    def test_on_any_text_content_is_within_its_paragraph_and_not_blank(self, text: str) -> None:
        for cue, content in attributions_in(text, 0, len(text)):
            assert cue.span.end <= content.start < content.end <= len(text)
            assert "\n" not in text[slice(*content)]
            assert text[slice(*content)] == text[slice(*content)].strip()
            assert attributed_at(text, content.start) is not None


@pytest.mark.parametrize("word", ["تمهد", "يعود", "تكون", "نقول", "تعيد", "يفعلوا", "أقول"])
def test_imperfect_verbs(word: str) -> None:
    assert is_imperfect(fold(word, LETTERS).text)


@pytest.mark.parametrize(
    "word",
    [
        "توقيت", "تعزيز", "تعزيزه", "تطلعات", "تجربة", "تركيا", "يوم", "أوكرانيا", "نظام", "العلاقات", "يد", "",
    ],
)  # fmt: skip
def test_words_that_are_none(word: str) -> None:
    assert not is_imperfect(fold(word, LETTERS).text)
