"""What becomes of an annotation when its article is edited: right, for review or an orphan, and never a wrong move."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import alignment
from annotations.anchoring import displaced
from annotations.diffing import compare
from annotations.model import Anchor, Annotation, Article, Span, annotate
from annotations.placing import place

ANCHORED, REVIEW, ORPHAN = Anchor.ANCHORED, Anchor.REVIEW, Anchor.ORPHAN


def marked(text: str) -> tuple[str, Span]:
    """A text without its brackets, and the span between them."""
    before, rest = text.split("⟦")
    inside, after = rest.split("⟧")
    return before + inside + after, Span(len(before), len(before) + len(inside))


def placed(old: str, span: Span, new: str, **fields: object) -> Annotation:
    """An annotation of a span of the old text as it is shown beside the new one."""
    made = replace(annotate(Article("a", old), span, "quote", "Leila"), **fields)
    return place(Article("a", new), made, compare(old, new))


LONG = "وهذه فقرة أطول من غيرها في هذا النص، ولا يغير أحد فيها شيئا."
EDITS = [
    # What stands.
    (
        "a paragraph is inserted before it",
        f"{LONG}\nقال الوزير ⟦نعم⟧ اليوم.\n",
        f"{LONG}\nأعلن مكتبه ذلك.\nقال الوزير ⟦نعم⟧ اليوم.\n",
        ANCHORED,
    ),
    (
        "a paragraph that begins with the same words is inserted before it",
        f"{LONG}\n⟦قال الوزير⟧ نعم.\n",
        f"{LONG}\nقال الوزير لا.\n⟦قال الوزير⟧ نعم.\n",
        ANCHORED,
    ),
    (
        "the paragraph before it is deleted, a lookalike with it",
        f"{LONG}\nقال محمد اليوم.\nقال ⟦محمد⟧ أمس.\n",
        f"{LONG}\nقال ⟦محمد⟧ أمس.\n",
        ANCHORED,
    ),
    ("the text begins anew", "قال ⟦الوزير⟧ نعم.", "أمس: قال ⟦الوزير⟧ نعم.", ANCHORED),
    ("the text loses its first word", "أمس قال ⟦الوزير⟧ نعم.", "قال ⟦الوزير⟧ نعم.", ANCHORED),
    ("the text goes on", "قال الوزير ⟦نعم⟧", "قال الوزير ⟦نعم⟧ ثم ذهب", ANCHORED),
    ("the text loses its last word", "قال ⟦الوزير⟧ نعم", "قال ⟦الوزير⟧", ANCHORED),
    ("the word before it changes", "ثم قال ⟦الوزير⟧ نعم", "ثم صرح ⟦الوزير⟧ نعم", ANCHORED),
    ("the word after it changes", "ثم قال ⟦الوزير⟧ نعم", "ثم قال ⟦الوزير⟧ لا", ANCHORED),
    (
        "punctuation beside it changes",
        "ثم قال الوزير: «⟦نعم⟧».",
        'ثم قال الوزير "⟦نعم⟧" .',
        ANCHORED,
    ),
    (
        "lines end otherwise, and it is a whole line",
        "عنوان\n⟦قال الوزير نعم⟧\nثم ذهب\n",
        "عنوان\r\n⟦قال الوزير نعم⟧\r\nثم ذهب\r\n",
        ANCHORED,
    ),
    (
        "it goes over the end of a paragraph, and something is inserted before",
        "ثم ⟦قال الوزير.\nنعم⟧ قال.",
        "أمس ثم ⟦قال الوزير.\nنعم⟧ قال.",
        ANCHORED,
    ),
    ("it begins after a clitic", "ثم و⟦قال⟧ الوزير نعم", "أمس ثم و⟦قال⟧ الوزير نعم", ANCHORED),
    ("it ends inside lam-alef", "ثم ⟦السل⟧ام عليكم", "أمس ثم ⟦السل⟧ام عليكم", ANCHORED),
    ("it is punctuation", "قال الوزير ⟦«⟧نعم»", "ثم قال الوزير ⟦«⟧نعم»", ANCHORED),
    ("it is white space", "قال الوزير⟦\t⟧نعم", "ثم قال الوزير⟦\t⟧نعم", ANCHORED),
    ("it has a joiner", "هو ⟦می\u200cخواهم⟧ برو", "امروز هو ⟦می\u200cخواهم⟧ برو", ANCHORED),
    ("it is after emoji", "🇵🇸 👨‍👩‍👧 ⟦نعم⟧ قال", "🇵🇸🇵🇸 👍🏽 👨‍👩‍👧 ⟦نعم⟧ قال", ANCHORED),
    ("it is an emoji", "قال ⟦👨‍👩‍👧⟧ نعم", "ثم قال ⟦👨‍👩‍👧⟧ نعم", ANCHORED),
    (
        "it is the whole text, and white space is added",
        "⟦قال الوزير⟧",
        "\n⟦قال الوزير⟧\n",
        ANCHORED,
    ),
    (
        "another paragraph is moved",
        f"{LONG}\nقال ⟦الوزير⟧ نعم ثم ذهب إلى بيته.\nخاتمة قصيرة.\n",
        f"خاتمة قصيرة.\n{LONG}\nقال ⟦الوزير⟧ نعم ثم ذهب إلى بيته.\n",
        ANCHORED,
    ),
    # What somebody must look at.
    ("its word changes", "ثم قال الوزير ⟦نعم⟧ اليوم", "ثم قال الوزير ⟦بلى⟧ اليوم", REVIEW),
    (
        "two words come for one",
        "ثم قال الوزير ⟦بلى⟧ اليوم",
        "ثم قال الوزير ⟦لا أبدا⟧ اليوم",
        REVIEW,
    ),
    ("its word gets a clitic", "ثم ⟦قال⟧ الوزير", "ثم و⟦قال⟧ الوزير", REVIEW),
    ("its clitic changes", "ثم و⟦قال⟧ الوزير", "ثم ف⟦قال⟧ الوزير", REVIEW),
    ("its word loses its end", "ثم ⟦سألتمو⟧ني الوزير", "ثم ⟦سألت⟧ الوزير", REVIEW),
    ("its word gets harakat", "ثم قال ⟦محمد⟧ نعم", "ثم قال ⟦مُحَمَّد⟧ نعم", REVIEW),
    ("a mark comes after it", "ثم قال ⟦محم⟧د نعم", "ثم قال ⟦محمَ⟧د نعم", REVIEW),
    (
        "its letters are composed",
        unicodedata.normalize("NFD", "ثم قال ⟦آدم⟧ نعم"),
        unicodedata.normalize("NFC", "ثم قال ⟦آدم⟧ نعم"),
        REVIEW,
    ),
    ("its emoji is joined with another", "قال ⟦👨⟧ نعم", "قال ⟦👨‍👩⟧ نعم", REVIEW),
    (
        "a word is inserted in it",
        "ثم ⟦قال الوزير نعم⟧ اليوم",
        "ثم ⟦قال الوزير الجديد نعم⟧ اليوم",
        REVIEW,
    ),
    (
        "a word is deleted from it",
        "ثم ⟦قال الوزير الجديد نعم⟧ اليوم",
        "ثم ⟦قال الوزير نعم⟧ اليوم",
        REVIEW,
    ),
    (
        "its end is deleted",
        "ثم ⟦قال الوزير الجديد⟧ نعم اليوم",
        "ثم ⟦قال الوزير⟧ نعم اليوم",
        REVIEW,
    ),
    (
        "both words beside it change",
        "أمس قال ⟦الوزير⟧ نعم اليوم",
        "أمس صرح ⟦الوزير⟧ لا اليوم",
        REVIEW,
    ),
    (
        "both words beside its own change, of which it is a part",
        "أمس قال و⟦ذهب⟧ نعم اليوم",
        "أمس صرح و⟦ذهب⟧ لا اليوم",
        REVIEW,
    ),
    (
        "lines end otherwise, inside of it",
        "ثم ⟦قال الوزير.\nنعم⟧ قال.",
        "ثم ⟦قال الوزير.\r\nنعم⟧ قال.",
        REVIEW,
    ),
    (
        "the sentence is deleted, and a lookalike is left in its paragraph",
        "قال ⟦محمد⟧ اليوم. قال محمد أمس.",
        "قال ⟦محمد⟧ أمس.",
        REVIEW,
    ),
    (
        "a lookalike is deleted from its paragraph",
        "قال محمد اليوم. قال ⟦محمد⟧ أمس.",
        "قال ⟦محمد⟧ أمس.",
        REVIEW,
    ),
    ("a lookalike is inserted beside it", "قال ⟦محمد⟧ نعم", "قال ⟦محمد⟧ محمد نعم", REVIEW),
    (
        "its paragraph is duplicated",
        f"{LONG}\nقال ⟦محمد⟧ نعم.\n",
        f"{LONG}\nقال ⟦محمد⟧ نعم.\nقال محمد نعم.\n",
        REVIEW,
    ),
    # What is lost, and where it was.
    ("it is deleted", "ثم قال ⟦الوزير⟧ نعم", "ثم قال⟦⟧ نعم", ORPHAN),
    (
        "its sentence is deleted, and the word stands elsewhere",
        "ثم قال محمد نعم. وذهب ⟦محمد⟧ إلى بيته.",
        "ثم قال محمد نعم⟦⟧.",
        ORPHAN,
    ),
    (
        "its words are deleted, and its full stop is left",
        "ثم قال الوزير ⟦نعم أمس.⟧ ثم ذهب",
        "ثم قال الوزير⟦⟧. ثم ذهب",
        ORPHAN,
    ),
    (
        "its paragraph is deleted, and a lookalike is left",
        f"{LONG}\nقال ⟦محمد⟧ اليوم.\nقال محمد أمس.\n",
        f"{LONG}⟦⟧\nقال محمد أمس.\n",
        ORPHAN,
    ),
    (
        "its paragraph is moved",
        f"قال ⟦محمد⟧ اليوم.\n{LONG}\nهذه فقرة ثالثة بعدها.\n",
        f"⟦⟧{LONG}\nهذه فقرة ثالثة بعدها.\nقال محمد اليوم.\n",
        ORPHAN,
    ),
    (
        "everything is written anew",
        f"{LONG}\nقال الوزير ⟦نعم⟧ اليوم.\n",
        "⟦⟧" + "كلمات جديدة كتبها غيره بعد ذلك بكثير " * 3,
        ORPHAN,
    ),
    ("everything is deleted", "قال ⟦الوزير⟧ نعم", "⟦⟧", ORPHAN),
    ("it is an emoji and deleted", "قال ⟦👍🏽⟧ نعم", "قال⟦⟧ نعم", ORPHAN),
    ("it is the white space, and other is there", "قال⟦\t⟧نعم", "قال⟦⟧ نعم", ORPHAN),
]


@pytest.mark.parametrize(
    ("old", "new", "anchor"),
    [pytest.param(*edit[1:], id=edit[0].replace(" ", "_")) for edit in EDITS],
)
def test_what_an_edit_does(old: str, new: str, anchor: Anchor) -> None:
    before, span = marked(old)
    after, expected = marked(new)
    shown = placed(before, span, after)
    assert (shown.anchor, shown.span) == (anchor, expected)
    assert shown.exact == before[span.start : span.end]
    if anchor is ANCHORED:
        assert shown == replace(
            annotate(Article("a", after), expected, "quote", "Leila"),
            id=shown.id,
            created=shown.created,
            modified=shown.modified,
        )


class TestFragments:
    OLD = "ثم قال الوزير نعم، كما أعلن مكتبه، ثم ذهب اليوم."

    def both(self, new: str) -> tuple[Anchor, str, list[str]]:
        """A quote of two fragments in the new text: its state, its hull and its fragments."""
        parts = tuple(
            Span(start, start + len(words))
            for words in ("قال الوزير نعم", "ثم ذهب")
            for start in [self.OLD.rindex(words)]
        )
        shown = placed(self.OLD, Span(parts[0].start, parts[1].end), new, fragments=parts)
        return (
            shown.anchor,
            new[shown.start : shown.end],
            [new[start:end] for start, end in shown.fragments],
        )

    def test_each_is_carried_over(self) -> None:
        hull = "قال الوزير نعم، كما أعلن مكتبه، ثم ذهب"
        assert self.both(f"أمس {self.OLD}") == (ANCHORED, hull, ["قال الوزير نعم", "ثم ذهب"])

    def test_what_is_between_them_counts_too(self) -> None:
        hull = "قال الوزير نعم، كما أعلن مكتبه أمس، ثم ذهب"
        new = self.OLD.replace("مكتبه", "مكتبه أمس")
        assert self.both(new) == (REVIEW, hull, ["قال الوزير نعم", "ثم ذهب"])

    def test_one_that_is_gone_is_left_out(self) -> None:
        new = self.OLD.replace(" ثم ذهب اليوم", "")
        assert self.both(new) == (REVIEW, "قال الوزير نعم", ["قال الوزير نعم"])

    def test_two_that_are_in_the_same_place_are_one(self) -> None:
        old, parts = "قال نعم ثم ذهب اليوم", (Span(0, 3), Span(11, 14))
        shown = placed(old, Span(0, 14), "لا اليوم", fragments=parts)
        assert (shown.anchor, shown.span, shown.fragments) == (REVIEW, Span(0, 2), (Span(0, 2),))

    def test_all_are_gone(self) -> None:
        assert self.both("كلمة") == (ORPHAN, "", [])


class TestWithoutTheTextItWasMadeIn:
    def shown(self, old: str, new: str) -> tuple[Anchor, Span]:
        text, span = marked(old)
        made = annotate(Article("a", text), span, "quote", "Leila")
        found = place(Article("a", new), made, None)
        return found.anchor, found.span

    def test_it_stands_where_its_words_and_those_around_them_are_once(self) -> None:
        assert self.shown("ثم قال ⟦محمد⟧ نعم", "أمس ثم قال محمد نعم") == (ANCHORED, Span(11, 15))

    def test_where_those_are_twice_it_does_not(self) -> None:
        assert self.shown("قال ⟦محمد⟧ نعم", "قال محمد نعم قال محمد نعم") == (ORPHAN, Span(4, 4))

    def test_where_only_its_words_are_once_it_is_for_review(self) -> None:
        assert self.shown("ثم قال ⟦محمد⟧ نعم", "ثم صرح محمد نعم") == (REVIEW, Span(7, 11))
        assert self.shown("⟦محمد⟧", "محمد.") == (REVIEW, Span(0, 4))

    def test_else_it_is_an_orphan_inside_of_the_text(self) -> None:
        assert self.shown("ثم قال ⟦محمد⟧ نعم", "لا") == (ORPHAN, Span(2, 2))

    def test_fragments_go_with_it(self) -> None:
        text = "قال محمد نعم"
        made = annotate(Article("a", text), Span(0, 8), "quote", "Leila")
        made = replace(made, fragments=(Span(0, 3), Span(4, 8)))
        found = place(Article("a", f"ثم {text}"), made, None)
        assert (found.anchor, found.fragments) == (ANCHORED, (Span(3, 6), Span(7, 11)))

    def test_a_text_too_large_and_too_different_is_as_good_as_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alignment, "MOST_CELLS", 1)
        old, span = marked("ثم قال ⟦محمد⟧ نعم")
        for new, anchor in (("أمس ثم قال محمد نعم لا", ANCHORED), ("أمس محمد لا", REVIEW)):
            shown = placed(old, span, new)
            assert (shown.anchor, new[shown.start : shown.end]) == (anchor, "محمد")


class TestWhatIsDoubtedBefore:
    TEXT = "ثم قال محمد نعم"

    @pytest.mark.parametrize("anchor", [REVIEW, ORPHAN])
    def test_what_was_not_anchored_is_not_anchored_by_an_edit(self, anchor: Anchor) -> None:
        shown = placed(self.TEXT, Span(7, 11), f"أمس {self.TEXT}", anchor=anchor)
        assert (shown.anchor, shown.span) == (REVIEW, Span(11, 15))

    def test_a_document_that_does_not_fit_the_text_it_names(self) -> None:
        shown = placed(self.TEXT, Span(7, 11), f"أمس {self.TEXT}", exact="قال ")
        assert (shown.anchor, shown.span) == (REVIEW, Span(7, 11))
        made = annotate(Article("a", self.TEXT), Span(7, 11), "quote", "Leila")
        lie = replace(made, exact="علي ")
        assert place(Article("a", self.TEXT), lie, None) == replace(lie, anchor=REVIEW)
        beyond = replace(made, start=107, end=111)
        assert place(Article("a", self.TEXT), beyond, None).span == Span(7, 11)


def test_where_all_is_alike_nothing_is_certain_however_far_from_the_edit() -> None:
    same = "قال محمد نعم. " * 500
    other = f"{LONG} {same}{LONG}"
    for old, new in (
        (other, other.replace(same, same[14:])),
        (other, other.replace(same, same + same[:14])),
    ):
        for offset in (len(LONG) + 1, len(LONG) + 1 + 14 * 250, len(old) - len(LONG) - 14):
            span = Span(offset + 4, offset + 8)
            assert old[span.start : span.end] == "محمد"
            assert placed(old, span, new).anchor is REVIEW
        assert placed(old, Span(5, 9), new).anchor is ANCHORED


def test_why_it_does_not_stand() -> None:
    for old, new, why in (
        ("ثم قال ⟦محمد⟧ نعم", "أمس ثم قال محمد نعم", None),
        ("ثم قال ⟦محمد⟧ نعم", "ثم قال علي نعم", "other words are there now"),
        ("ثم قال ⟦محمد⟧ نعم", "ثم صرح محمد لا", "the words around it have changed, or"),
        ("ثم قال ⟦محمد⟧ نعم", "ثم قال نعم", "its words are gone"),
    ):
        text, span = marked(old)
        found = displaced(Article("a", new), placed(text, span, new))
        assert found == why if why is None else str(found).startswith(why)


OLD_WORDS = ["قال", "محمد", "نعم", "في", "ال👍🏽"]
NEW_WORDS = ["كتب", "علي", "لا", "من"]
SENTENCES = st.lists(st.sampled_from(OLD_WORDS), min_size=1, max_size=12)


@st.composite
def edits(draw: st.DrawFn, paragraphs: int) -> list[tuple[list[str], list[int | None], list[str]]]:
    """Paragraphs of few different words, edited: the words before, where each went, the words after.

    Words are deleted, and others inserted that are nowhere in the text before.
    """
    edited = []
    for _ in range(draw(st.integers(1, paragraphs))):
        old = draw(SENTENCES)
        new: list[str] = []
        went: list[int | None] = []
        for word in old:
            deed = draw(st.sampled_from(["keep", "keep", "keep", "delete", "insert"]))
            if deed == "insert":
                new.append(draw(st.sampled_from(NEW_WORDS)))
            went.append(None if deed == "delete" else len(new))
            if deed != "delete":
                new.append(word)
        edited.append((old, went, new))
    return edited


def starts(words: list[str]) -> list[int]:
    """Where the words of a line begin."""
    return [len(" ".join([*words[:place], ""])) for place in range(len(words))]


@given(edits(1), st.data())
def test_where_no_lookalike_is_written_what_is_anchored_is_on_its_own_words(
    edited: list[tuple[list[str], list[int | None], list[str]]], data: st.DataObject
) -> None:
    """The guarantee: inside a paragraph, whatever is deleted and however alike its words are."""
    ((old, went, new),) = edited
    first = data.draw(st.integers(0, len(old) - 1))
    last = data.draw(st.integers(first, min(len(old) - 1, first + 2)))
    span = Span(starts(old)[first], starts(old)[last] + len(old[last]))
    shown = placed(" ".join(old), span, " ".join(new))
    if shown.anchor is ANCHORED:
        truth = [went[place] for place in range(first, last + 1)]
        assert None not in truth
        assert shown.start == starts(new)[truth[0] or 0]
        assert " ".join(new)[shown.start : shown.end] == shown.exact


@given(edits(5), st.data())
def test_among_paragraphs_it_may_be_in_one_that_is_the_same_word_for_word(
    edited: list[tuple[list[str], list[int | None], list[str]]], data: st.DataObject
) -> None:
    """A paragraph is not told from another that an edit has made the same: then its words are on the same words."""
    old, new = ("\n".join(" ".join(each[side]) for each in edited) for side in (0, 2))
    number = data.draw(st.integers(0, len(edited) - 1))
    words, went, left = edited[number]
    first = data.draw(st.integers(0, len(words) - 1))
    offset = sum(len(" ".join(each[0])) + 1 for each in edited[:number]) + starts(words)[first]
    shown = placed(old, Span(offset, offset + len(words[first])), new)
    if shown.anchor is not ANCHORED:
        return
    line = new[new.rfind("\n", 0, shown.start) + 1 :].partition("\n")[0]
    ahead = sum(len(" ".join(each[2])) + 1 for each in edited[:number])
    kept = went[first]
    on_its_own = kept is not None and shown.start == ahead + starts(left)[kept]
    assert on_its_own or line == " ".join(words)


@given(st.text("نعمقال «»\n\r🇵َ", max_size=40), st.text("نعمقال «»\n\r🇵َ", max_size=40), st.data())
def test_anchored_always_means_that_the_words_are_there(
    old: str, new: str, data: st.DataObject
) -> None:
    text = old + "قال"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = placed(text, Span(start, end), new)
    assert 0 <= shown.start <= shown.end <= len(new)
    if shown.anchor is ANCHORED:
        assert new[shown.start : shown.end] == text[start:end]
    assert (shown.start == shown.end) == (shown.anchor is ORPHAN)


def test_a_large_text_edited_all_over() -> None:
    """What is anchored is on its own words, and nearly everything is whose own words and neighbours were let be."""
    chance = random.Random(7)
    before, after = [], []
    where: list[int | None] = []
    for _ in range(8000):
        word = f"كلمة{chance.randrange(900) if chance.random() < 0.6 else chance.randrange(20)}"
        before.append(word)
        deed = chance.random()
        if deed < 0.05:
            after.append(f"جديدة{chance.randrange(900)}")
        where.append(None if 0.05 < deed < 0.1 else len(after))
        if where[-1] is not None:
            after.append(word)
        if chance.random() < 0.02:
            before[-1] += ".\n"
            if where[-1] is not None:
                after[-1] += ".\n"
    old, new = " ".join(before), " ".join(after)
    diff, article = compare(old, new), Article("a", new)
    stands = untouched = 0
    for number in chance.sample(range(1, 7999), 1000):
        start = len(" ".join([*before[:number], ""]))
        word = before[number].strip(".\n")
        made = annotate(Article("a", old), Span(start, start + len(word)), "quote", "Leila")
        shown = place(article, made, diff)
        around = where[number - 1 : number + 2]
        let_be = None not in around and around[2] == (around[0] or 0) + 2
        untouched += let_be
        if shown.anchor is ANCHORED:
            assert where[number] is not None
            assert shown.start == len(" ".join([*after[: where[number]], ""]))
            stands += let_be
    assert stands > 0.98 * untouched > 700
