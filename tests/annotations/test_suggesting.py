"""Who is suggested to have said a quote, and how the article says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.default_codebook import DEFAULT
from annotations.model import Article, Span
from annotations.suggesting import suggest_attribution
from annotations.validation import wrong_value
from tests.conftest import SEED

UNITS = json.loads((Path(__file__).parent.parent / "data" / "seed-units.json").read_text("utf-8"))
# Of every quotation of the seed, and two reported assertions: the type, the cue, the source and the stance.
GOLD = {
    "دعمها الثابت": ("direct", "شكر", None, None),
    "استراتيجي": ("direct", "قائلاً", "وزير الخارجية الروسي سيرغي لافروف", "neutral"),
    "فرصة مهمة": ("direct", "قالت", "وسائل إعلام كورية شمالية", "neutral"),
    "تقدر بشدة الدعم المبدئي والثابت من كوريا الشمالية": ("direct", "قال", "لافروف", "neutral"),
    "العملية العسكرية الخاصة": ("direct", "قال", "لافروف", "neutral"),
    "روسيا تدعم بشكل كامل تطلعات كوريا الشمالية وتقف متضامنة معها": (
        *("direct", "أضاف", "لافروف", "neutral"),
    ),
    "الأولوية الأولى": ("direct", "أكد", "الزعيم كيم جونج أون", "asserting"),
    "السياسات المهيمنة والتعسفية": ("direct", "مؤكدة", None, "asserting"),
    "الطبيعي": ("direct", "قال", "الزعيم الكوري الشمالي كيم جونج أون", "neutral"),
    'زيارة لافروف ستشكل "فرصة مهمة" لتعزيز العلاقات الثنائية': (
        *("mixed", "قالت", "وسائل إعلام كورية شمالية", "neutral"),
    ),
    "العلاقات بين البلدين وصلت إلى مستوى جديد": ("indirect", "أكد", "لافروف", "asserting"),
    "توقيت زيارة بوتن لم يتحدد من خلال القنوات الدبلوماسية": (
        *("indirect", "قال", "المتحدث باسم الكرملين دميتري بيسكوف", "neutral"),
    ),
}


def told(text: str, *parts: Span, names: list[Span] | None = None) -> tuple[str | None, ...]:
    found = suggest_attribution(Article("a.txt", text), parts, names or [])
    words = [text[each.start : each.end] if each else None for each in (found.cue, found.source)]
    return (found.type, *words, found.stance)


@pytest.mark.parametrize("words", GOLD)
def test_in_the_seed(seed: Article, words: str) -> None:
    start = seed.text.index(words)
    assert told(seed.text, Span(start, start + len(words))) == GOLD[words]


def test_every_quotation_of_the_seed_has_a_cue(seed: Article) -> None:
    quotations = [each for each in UNITS if each["kind"] == "quotation"]
    assert quotations
    for each in quotations:
        assert suggest_attribution(seed, [Span(each["start"], each["end"])]).cue


def test_a_name_that_is_known_among_the_words_is_the_source(seed: Article) -> None:
    names = [Span(each["start"], each["end"]) for each in UNITS if each["kind"] == "name"]
    start = seed.text.index("توقيت زيارة بوتن")
    assert told(seed.text, Span(start, start + 16), names=names)[2] == "دميتري بيسكوف"


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("قال الوزير: لن نتراجع.", "لن نتراجع", ("direct", "قال", "الوزير", "neutral")),
        ("«لن نتراجع»، قال الوزير أمس.", "لن نتراجع", ("direct", "قال", "الوزير", "neutral")),
        ("الوضع صعب، بحسب الوكالة.", "الوضع صعب", ("indirect", "بحسب", "الوكالة", "neutral")),
        ("الوضع صعب، وفقا للوزارة.", "الوضع صعب", ("indirect", "وفقا", "وزارة", "neutral")),
        ("زعم الحزب للصحفيين أن الوضع صعب.", "الوضع صعب", ("indirect", "زعم", "الحزب", "doubting")),
        ("نفى الوزير أن الوضع صعب.", "الوضع صعب", ("indirect", "نفى", "الوزير", "denying")),
        (
            "وقال الوزير إن الأمر انتهى. وأضاف أن الوضع صعب.",
            "الوضع صعب",
            ("indirect", "أضاف", "الوزير", "neutral"),
        ),
        ("الوضع صعب.", "الوضع صعب", ("indirect", None, None, None)),
    ],
)
def test_where_the_cue_and_the_source_stand(
    text: str, quote: str, expected: tuple[str | None, ...]
) -> None:
    start = text.index(quote)
    assert told(text, Span(start, start + len(quote))) == expected


# Each says in its last words that things are hard. None: nobody, rather than somebody else.
PARTICIPLES = {
    "وصل الوزير إلى المدينة، قائلا إن الوضع صعب.": "الوزير",
    "وقد عادت رئيسة الوفد من القمة، مؤكدة أن الوضع صعب.": "رئيسة الوفد",
    "واجتمع المبعوث الأممي غير بيدرسن مع الوفد، مضيفا أن الوضع صعب.": "المبعوث الأممي غير بيدرسن",
    "ووصل الوفد إلى القاهرة، مشيرا إلى أن الوضع صعب.": "الوفد",
    "أعرب المتحدث عن قلقه، موضحا أن الوضع صعب.": "المتحدث",
    "وقال الوزير إن الأمر انتهى، مضيفا أن الوضع صعب.": "الوزير",
    "قال الوزير إن الأمر انتهى. وزار الوفد القرية، مؤكدا أن الوضع صعب.": None,
    "استقبل الرئيس الوزير، قائلا إن الوضع صعب.": None,
    "دعمت بيونغ يانغ روسيا علنا في الأمم المتحدة، مؤكدة أن الوضع صعب.": None,
    "وصلت الطائرة إلى المدينة، قائلا إن الوضع صعب.": None,
    "وصل الوزير بيروت، قائلا إن الوضع صعب.": None,
    "زار الوزير القرية، مؤكدا للصحفيين أن الوضع صعب.": None,
    "زار الوزير القرية، مؤكدا دعمه للسكان، وأن الوضع صعب.": None,
}


@pytest.mark.parametrize("text", PARTICIPLES)
def test_after_a_participle_it_is_the_subject_of_the_verb_before(text: str) -> None:
    start = text.index("الوضع صعب")
    _, cue, source, _ = told(text, Span(start, start + len("الوضع صعب")))
    assert cue
    assert source == PARTICIPLES[text]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        (
            "«لن نتراجع»، قال الوزير أمس، «مهما كان الثمن».",
            ["لن نتراجع", "مهما كان الثمن"],
            ("direct", "قال", "الوزير", "neutral"),
        ),
        (
            "وصرح الوفد مساء: انتهى الأمر، «لن نتراجع»، أكد الوزير، «مهما كان الثمن».",
            ["«لن نتراجع»", "«مهما كان الثمن»"],
            ("direct", "صرح", "الوفد", "neutral"),
        ),
        (
            "التقى الوفد من قال ذلك، «لن نتراجع»، أكد الوزير، «مهما كان الثمن».",
            ["«لن نتراجع»", "«مهما كان الثمن»"],
            ("direct", "أكد", "الوزير", "asserting"),
        ),
        (
            "قال الوزير إن الوضع، بحسب الوفد، صعب «جدا».",
            ["الوضع", "صعب «جدا»"],
            ("mixed", "قال", "الوزير", "neutral"),
        ),
        (
            "الوضع، بحسب الوفد، صعب «جدا».",
            ["الوضع", "صعب «جدا»"],
            ("mixed", "بحسب", "الوفد", "neutral"),
        ),
    ],
)
def test_of_a_quote_that_is_broken(
    text: str, quote: list[str], expected: tuple[str | None, ...]
) -> None:
    assert (
        told(text, *(Span(text.index(part), text.index(part) + len(part)) for part in quote))
        == expected
    )


WORDS = st.lists(
    st.sampled_from(
        ["قال", "الوزير", "إن", "«", "»", ":", "،", ".", "أكد", "بحسب", "\n", "صعب", '"']
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@given(WORDS | st.just(SEED.read_bytes().decode()), st.data())
def test_what_is_suggested_fits_the_codebook_and_lies_beside_the_quote(
    text: str, data: st.DataObject
) -> None:
    ends = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted)
    drawn = data.draw(ends)
    parts = [Span(*pair) for pair in zip(drawn[::2], drawn[1::2], strict=False)]
    found = suggest_attribution(Article("a.txt", text), parts)
    for name, value in (("type", found.type), ("stance", found.stance)):
        attribute = DEFAULT.attribute("quote", name)
        assert attribute is not None
        assert value is None or wrong_value(attribute, value) is None
    for span in (found.cue, found.source):
        assert span is None or text[span.start : span.end].strip()
    for part in parts if found.source else ():
        assert found.source
        assert found.source.end <= part.start or part.end <= found.source.start
