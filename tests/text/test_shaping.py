"""Contextual forms against HarfBuzz, and what must hold for every glyph that reaches a terminal."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

import pytest
import regex
import uharfbuzz as hb
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.clusters import INVISIBLE, ZWJ, ZWNJ, classes, clusters
from annotations.folding import HARAKAT
from annotations.model import Article
from tests.text.counting import lines_run
from tui.text.bidi import mirrored
from tui.text.bidi_data import JOINING, JOINING_STARTS
from tui.text.shaping import FORMS, UNKNOWN, WITHOUT_BASE, shape

LIVELY = st.text(
    st.sampled_from("لاأإآبجدمكىئة  \t\u064e\u0651\u0670\u0300\u0654ـ\u200c\u200d\u200e\u200f\u00ad\u034f\u2066\u202e"
                    "a1#(é字\u0903\u1100\u1161\u11a8😀👩👍🏽❤\ufe0f\u20e3🇸🇦\U000e0061\u06dd\x00\x1b\x9b\ud800\r\u2028\u0085")
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=())) | LIVELY

ARABIC = (
    "كَلَّا إِنَّ ٱلْإِنسَٰنَ لَيَطْغَىٰٓ الله لأنشطة بالآلاف للإعلام شيء مسؤولية هؤلاء قُرْآن بــــسم لا إلى لُؤْلُؤ لِلَّهِ"
)
PERSIAN = "می‌خواهم کتاب‌ها نمی‌شود گفته‌ای پژوهش چگونه ژاله خانهٔ آن‌ها گربه یک لاله به‌عنوان"
URDU = (
    "اردو میں ہے ٹھیک گاڑی بڑا چھوٹا ڈاکٹر لڑکی ہوئے آئیے کتابوں یہاں نہیں کہاں پھول آؤں بچّے گھاس"
)
UYGHUR = "ئۇيغۇر ھېلىقى كۆڭۈل ئاپتونوم رايونى شىنجاڭ ئەدەبىيات تىلى ۋە ئۆگىنىش جۇڭگو قەشقەر خەلق"
CONTROLS = "ه‍ ‍ه ه‌ ل‌ا ب‍ـب ـب بـ ب\u200eب ب\u034fب ب\u00adب ل\u064eا ل\u0651\u064eأ"


@cache
def harfbuzz_font() -> hb.Font:
    """A font without tables whose glyphs are numbered by code point: HarfBuzz then joins with Unicode's presentation
    forms. It has no ligatures but those of lam and alef."""
    functions = hb.FontFuncs()
    functions.set_nominal_glyph_func(
        lambda _, code, __: code if code < 0xE000 or 0xFB50 <= code < 0xFC00 or 0xFE70 <= code < 0xFEFD else 0
    )  # fmt: skip
    functions.set_glyph_h_advance_func(lambda *_: 1)
    font = hb.Font(hb.Face(b""))
    font.funcs = functions
    return font


def by_harfbuzz(word: str) -> list[str]:
    """The letters of a word as HarfBuzz draws them, in logical order, without marks."""
    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(harfbuzz_font(), buffer)
    return letters("".join(chr(glyph.codepoint) for glyph in reversed(buffer.glyph_infos)))


def letters(glyphs: str) -> list[str]:
    return [glyph for glyph in glyphs if unicodedata.category(glyph) != "Mn"]


def ours(word: str) -> list[str]:
    return letters("".join(map(mirrored, "".join(shape(word).glyphs))))  # HarfBuzz mirrors


def joining_type(character: str) -> str:
    place = max(i for i, start in enumerate(JOINING_STARTS) if start <= ord(character))
    return JOINING[place]


@pytest.mark.parametrize("words", [ARABIC, PERSIAN, URDU, UYGHUR, CONTROLS])
def test_words_join_as_in_harfbuzz(words: str) -> None:
    assert [ours(word) for word in words.split()] == [by_harfbuzz(word) for word in words.split()]


def test_the_words_of_the_seed_join_as_in_harfbuzz(seed: Article) -> None:
    words = sorted({word for word in seed.text.split() if not word.isascii()})
    assert len(words) > 200
    assert [ours(word) for word in words] == [by_harfbuzz(word) for word in words]


LETTERS = [chr(code) for code in range(0x620, 0x700) if unicodedata.category(chr(code)) == "Lo"]
FRAMES = [
    "{}",
    "ب{}",
    "{}ب",
    "ب{}ب",
    "ب\u064e{}\u064eب",
    "د{}د",
    "ب‌{}‌ب",
    "ـ{}ـ",
    "\u200d{}\u200d",
    "ل{}",
    "ل\u0651{}",
]


def test_every_letter_joins_its_neighbours_as_in_harfbuzz() -> None:
    words = [frame.format(letter) for letter in LETTERS for frame in FRAMES]
    assert [word for word in words if ours(word) != by_harfbuzz(word)] == []


def test_letters_that_unicode_gives_no_form_stay_as_they_are() -> None:
    without = {letter for letter in LETTERS if letter not in FORMS and joining_type(letter) in "DR"}
    assert "".join(sorted(without)) == (
        "ؠػؼؽؾؿٮٯٲٳٵٶٸټٽځڂڅډڊڋڏڐڒړڔڕږڗڙښڛڜڝڞڟڠڡڢڣڥڧڨڪګڬڮڰڲڴڵڶڷڸڹڼڽڿۂۃۄۊۍێۏۑەۮۯۺۻۼۿ"
    )
    assert ours("بٮب") == ["ﺑ", "ٮ", "ﺐ"]
    assert [
        letter for letter in LETTERS if joining_type(letter) == "D" and "" in FORMS.get(letter, ())
    ] == ["ں"]


@pytest.mark.parametrize("words", [ARABIC, PERSIAN, URDU, UYGHUR])
def test_words_join_alike_with_hamza_and_madda_as_marks(words: str) -> None:
    """As in a name of a file that a Mac has written."""
    apart = unicodedata.normalize("NFD", words)
    assert [ours(word) for word in apart.split()] == [ours(word) for word in words.split()]
    assert [ours(word) for word in apart.split()] == [by_harfbuzz(word) for word in apart.split()]


@pytest.mark.parametrize(
    ("apart", "glyphs"),
    [
        ("ا\u0654ن", ["ﺃ", "ﻥ"]),
        ("ا\u0655لى", ["ﺇ", "ﻟ", "ﻰ"]),
        ("قرا\u0653ن", ["ﻗ", "ﺮ", "ﺁ", "ﻥ"]),
        ("مو\u064e\u0654", ["ﻣ", "ﺆ\u064e"]),  # a mark between them stays
        ("شي\u0654\u064eا", ["ﺷ", "ﺌ\u064e", "ﺎ"]),
        ("لا\u0654ن", ["ﻷ", "ﻥ"]),
        ("ب\u0654", ["ﺏ\u0654"]),  # Unicode has no letter for both,
        ("ہ\u0654", ["ﮦ\u0654"]),  # or one without forms
    ],
)
def test_a_letter_takes_its_hamza_in(apart: str, glyphs: list[str]) -> None:
    assert shape(apart).glyphs == glyphs


def test_lam_zwj_alef_is_the_one_exception() -> None:
    """HarfBuzz looks through the joiner and makes one glyph. Here it parts the pair: two letters, joined."""
    word = "ل\u200dا"
    assert (ours(word), by_harfbuzz(word)) == (["ﻟ", "ﺎ"], ["ﻻ"])


@pytest.mark.parametrize(
    ("text", "glyphs"),
    [
        ("كَلَّا", ["\ufedb\u064e", "\ufefc\u064e\u0651"]),
        ("الله", ["ﺍ", "ﻟ", "ﻠ", "ﻪ"]),
        ("لأنشطة", ["ﻷ", "ﻧ", "ﺸ", "ﻄ", "ﺔ"]),
        ("می‌خواهم", ["ﻣ", "ﯽ", "ﺧ", "ﻮ", "ﺍ", "ﻫ", "ﻢ"]),
        ("a\tb", ["a", " ", "b"]),
        ("\u064eب", [WITHOUT_BASE + "\u064e", "ﺏ"]),
        (" \u064eب", [" \u064e", "ﺏ"]),
        ("😀", ["😀"]),
        ("👍🏻👍🏽👍🏿", ["👍"] * 3),
        ("👩\u200d👩\u200d👧", ["👩"]),
        ("❤\ufe0f", ["❤"]),
        ("1\ufe0f\u20e3", ["1"]),
        ("🇸🇦🇸", ["SA", "S"]),
        ("\u200f", [""]),
        ("\u200f ب", [" ", "ﺏ"]),
        ("\u202eب\u202c", ["◂", "ﺏ", "◇"]),
        ("👩\u200d👩\u0301", ["👩"]),
        ("\u06dd١", ["○", "١"]),
        ("\u08e2", ["○"]),
        ("\ua872ب", ["\ua872", "ﺐ"]),  # the one class that joins only what follows
        ("\x1b[m\x9b\x00\ud800", [UNKNOWN, "[", "m", UNKNOWN, UNKNOWN, UNKNOWN]),
        ("a\u2028b\u0085", ["a", "↵", "b", "↵"]),
        ("", []),
    ],
)
def test_what_is_written_for_each_cluster(text: str, glyphs: list[str]) -> None:
    assert shape(text).glyphs == glyphs


def test_harakat_are_left_out_of_glyphs_and_of_nothing_else() -> None:
    with_marks, without = shape("كَلَّا é هٰ"), shape("كَلَّا é هٰ", harakat=False)
    assert without.glyphs == ["ﻛ", "ﻼ", " ", "é", " ", "ﻩ"]
    assert (without.bounds, without.widths) == (with_marks.bounds, with_marks.widths)


def test_the_harakat_that_are_left_out_are_those_that_finding_passes_over() -> None:
    """But for hamza above and below, which are of their letters."""
    marks = [chr(code) for code in range(0x600, 0x900) if unicodedata.category(chr(code)) == "Mn"]
    drawn = {mark for mark in marks if mark in shape(f"ب{mark}", harakat=False).glyphs[0]}
    assert drawn == {mark for mark in marks if not re.match(f"[{HARAKAT}]", mark)} | {
        "\u0654",
        "\u0655",
    }


def cells_by_class(text: str) -> list[int]:
    """The cells of each cluster, from the class bytes alone: what the rows of a large article are counted by."""
    kinds, bounds = classes(text), clusters(text)
    found = []
    for start, end in pairwise(bounds):
        shown = kinds[start:end].lstrip(b"hyz")
        found.append(2 if shown[:1] in (b"w", b"P") or shown[:2] == b"ff" else min(len(shown), 1))
    return found


DANGEROUS = regex.compile(
    r"[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f"
    r"\U000e0000-\U000e0fff]"
)
# Every character of the first two planes and of the tags; samples of the planes that are alike throughout.
CODES = (*range(0x20000), *range(0x20000, 0x110000, 257), *range(0xE0000, 0xE1000))
CHARACTERS = [chr(code) for code in CODES]


@pytest.mark.parametrize(
    ("harakat", "characters"), [(True, CHARACTERS), (False, CHARACTERS[:0x1000])]
)
def test_every_character_is_safe_and_as_wide_as_its_class_says(
    harakat: bool, characters: list[str]
) -> None:
    alone = [character for character in characters if character not in "\r\n\u2029"]
    text = "\n".join(alone)  # each at the start of a paragraph
    bounds, glyphs, widths = shape(text, harakat=harakat)
    assert bounds == list(range(len(text) + 1))
    assert list(widths) == cells_by_class(text) == [cell_len(glyph) for glyph in glyphs]
    assert [glyph for glyph in glyphs if DANGEROUS.search(glyph)] == []


@given(ANY, st.booleans())
def test_any_text_is_shaped_into_safe_glyphs_of_known_width(text: str, harakat: bool) -> None:
    bounds, glyphs, widths = shape(text, harakat=harakat)
    assert bounds == clusters(text)
    assert (bounds[0], bounds[-1]) == (0, len(text))
    assert all(start < end for start, end in pairwise(bounds))
    assert len(glyphs) == len(widths) == len(bounds) - 1
    assert [cell_len(glyph) for glyph in glyphs] == list(widths) == cells_by_class(text)
    assert not any(DANGEROUS.search(glyph) for glyph in glyphs)


@pytest.mark.parametrize(
    "hard",
    [
        "ب",
        "لا",
        "ل\u064e",
        "\u064e",
        "\u200f",
        "👩\u200d",
        "👩\u064e\u200d",
        "🇸",
        " \u064e",
        "\u200c ",
        "字",
    ],
)
def test_no_text_makes_the_work_grow_faster_than_its_length(hard: str) -> None:
    """Counted in lines of Python run, for a text and one four times as long (the rest is linear C)."""
    shape(hard * 2000)  # what is remembered of characters and words, out of the count
    short, long = (lines_run(lambda count=count: shape(hard * count)) for count in (400, 1600))
    assert long <= 4 * short + 400


@given(LIVELY)
def test_words_apart_are_shaped_as_the_whole(text: str) -> None:
    """Words are remembered one by one; a paragraph end within a text makes it be shaped in one piece."""
    assert shape(text).glyphs == shape(f"\n{text}").glyphs[1:]


@given(
    st.text(
        st.sampled_from("لاأبم \u064e\u0651\u0300\u0903\u20e3ـ\u200ca1é字한😀👩👍🏽❤\ufe0f🇸🇦\n")
    )
)
def test_clusters_are_those_of_unicode_but_for_lam_alef(text: str) -> None:
    text = f"x{text}".replace("\n", "\nx")  # what shows nothing at a start: below
    expected = [0, *(found.end() for found in regex.finditer(r"\X", text))]
    pairs = {found.end() - 1 for found in regex.finditer(r"ل[\p{M}]*[اأإآ]", text)}
    assert clusters(text) == [place for place in expected if place not in pairs]


def test_where_clusters_differ_from_unicode() -> None:
    assert clusters("لا") == [0, 2]
    # What shows nothing belongs to the cluster before it, or, at the start, to the one after.
    for invisible in sorted(INVISIBLE | {ZWJ, ZWNJ}):
        assert clusters(f"a{invisible}b") == [0, 2, 3]
        assert clusters(f"{invisible}ab") == [0, 2, 3]
    # A mark after a control character is drawn on its stand-in.
    assert clusters("\x1b\u0301") == [0, 2]
    # Conjoining Hangul initials and Indic conjuncts stay apart: a cell each is what terminals give them.
    assert clusters("\u1100\u1100\u1161") == [0, 1, 3]
    assert clusters("\u0915\u094d\u0937") == [0, 2, 3]
