"""Tagging all, parting in two, joining two: acts on several annotations, each told and undone as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.chronicle import chronicle
from annotations.documents import to_document, to_json
from annotations.history import Act, Edit
from annotations.layers import Layers
from annotations.linking import relinked
from annotations.margin import Margin
from annotations.merging import Stored
from annotations.model import Anchor, Annotation, Article, Kept, Link, Review, Span, new_id, now
from tests.annotations.conftest import TEXT
from tests.annotations.test_margin import YES, file_of, history_of

Kind = TypeVar("Kind", bound=Kept)
Open = Callable[..., Margin]
SAID = [Span(0, 3), Span(44, 47)]  # قال and قال
SENTENCE = Span(0, 22)  # قال الرئيس «نعم» اليوم


def spans(margin: Margin) -> list[tuple[Span, str]]:
    return [(each.span, each.label) for each in margin.annotations]


def told(root: Path) -> list[str]:
    return [event.sentence for event in chronicle(file_of(root).parent, [])]


def lines(root: Path) -> int:
    return len(history_of(root).read_bytes().splitlines())


def link(margin: Margin, source: Annotation, target: Annotation, kind: str = "source") -> Link:
    moment = now()
    made = Link(new_id(), kind, source.id, target.id, margin.annotator, moment, moment)
    return elsewhere(margin, None, made)


def elsewhere(margin: Margin, before: Stored[Kept] | None, after: Kind) -> Kind:
    """Have another version written on another machine of the annotator."""
    stored = Stored(after, to_json(to_document(after)))
    layers = Layers(margin.article, margin.folders[0], margin.annotator, "elsewhere")
    layers.refresh()
    layers.save(Act("write", (Edit(before, stored),)))
    margin.refresh()
    return after


def changed(margin: Margin, annotation: Annotation, **fields: Any) -> Annotation:
    after = replace(annotation, rev=annotation.rev + 1, **fields)
    return elsewhere(margin, margin._stored[annotation.id], after)


def ends(margin: Margin) -> list[tuple[str, str, str]]:
    return [(each.id, each.source, each.target) for each in margin.links]


class TestTaggingAll:
    def test_it_is_one_act(self, margin: Margin, root: Path, open_margin: Open) -> None:
        made = margin.add_all(SAID, "entity")
        assert margin.annotations == open_margin().annotations == made
        assert spans(margin) == [(span, "entity") for span in SAID]
        assert lines(root) == 1
        assert told(root) == ["tagged 2 places as entity, “قال” first"]
        margin.undo()
        assert margin.annotations == open_margin().annotations == []
        margin.redo()
        assert [each.id for each in margin.annotations] == [each.id for each in made]
        assert told(root)[1:] == [
            "took back: tagged 2 places as entity, “قال” first",
            "did again: tagged 2 places as entity, “قال” first",
        ]

    def test_the_next_window_takes_it_back_as_one(self, margin: Margin, open_margin: Open) -> None:
        margin.add_all(SAID, "entity")
        other = open_margin()
        other.undo()
        assert other.annotations == []

    def test_what_is_tagged_so_already_is_passed_over(self, open_margin: Open, root: Path) -> None:
        open_margin("Omar").add(SAID[1], "entity")
        margin = open_margin()
        first = margin.add(SAID[0], "entity")
        margin.add(SAID[1], "claim")
        (made,) = margin.add_all(SAID, "entity")
        assert made.span == SAID[1]
        assert told(root)[-1] == "tagged “قال” as entity"
        margin.undo()
        assert [each.id for each in margin.annotations if each.span == SAID[0]] == [first.id]

    def test_a_span_that_is_named_twice_is_tagged_once(self, margin: Margin) -> None:
        assert len(margin.add_all([*SAID, *SAID], "entity")) == len(margin.annotations) == 2

    def test_where_nothing_is_left_nothing_is_written(self, margin: Margin, root: Path) -> None:
        margin.add_all(SAID, "entity")
        assert margin.add_all(SAID, "entity") == margin.add_all([], "entity") == []
        assert lines(root) == 1

    @pytest.mark.parametrize("span", [Span(3, 3), Span(5, 3), Span(0, len(TEXT) + 1)])
    def test_an_impossible_span_is_refused_with_all(self, margin: Margin, span: Span) -> None:
        with pytest.raises(HashiyaError, match="nothing to tag"):
            margin.add_all([*SAID, span], "entity")
        assert margin.annotations == []

    def test_one_that_has_changed_since_keeps_all_from_being_taken_back(
        self, open_margin: Open
    ) -> None:
        margin, other = open_margin(), open_margin()
        made = margin.add_all(SAID, "entity")
        other.refresh()
        other.relabel(made[0].id, "claim")
        with pytest.raises(HashiyaError, match="has been changed"):
            margin.undo()
        assert spans(margin) == [(SAID[0], "claim"), (SAID[1], "entity")]


class TestParting:
    def test_the_first_stays_what_it_is(
        self, margin: Margin, root: Path, open_margin: Open
    ) -> None:
        claim, source = margin.add(SENTENCE, "claim"), margin.add(YES, "quote")
        margin.set_note(claim.id, "ملاحظة")
        margin.decide(claim.id, Review.DISPUTED)
        linked = link(margin, claim, source)
        first, second = margin.split(claim.id, 11)
        assert [first, second] == [each for each in margin.annotations if each.label == "claim"]
        assert (first.id, first.created, first.note) == (claim.id, claim.created, "ملاحظة")
        assert (first.exact, second.exact) == ("قال الرئيس", "«نعم» اليوم")
        assert (first.review, second.review, second.note) == (Review.DISPUTED, Review.NONE, "")
        assert ends(margin) == [(linked.id, claim.id, source.id)]
        assert {each.anchor for each in open_margin().annotations} == {Anchor.ANCHORED}
        assert told(root)[-1] == "parted the claim “قال الرئيس «نعم» اليوم” in two"

    def test_it_is_undone_as_one(self, margin: Margin, root: Path, open_margin: Open) -> None:
        claim = margin.add(SENTENCE, "claim")
        before = lines(root)
        parts = margin.split(claim.id, 11)
        assert lines(root) == before + 1
        margin.undo()
        assert spans(margin) == spans(open_margin()) == [(SENTENCE, "claim")]
        open_margin().redo()
        margin.refresh()
        assert [(each.id, each.exact) for each in margin.annotations] == [
            (each.id, each.exact) for each in parts
        ]
        assert told(root)[-2:] == [
            "took back: parted the claim “قال الرئيس «نعم» اليوم” in two",
            "did again: parted the claim “قال الرئيس «نعم» اليوم” in two",
        ]

    def test_the_second_has_the_attributes_of_the_first(
        self, margin: Margin, open_margin: Open
    ) -> None:
        claim = changed(margin, margin.add(SENTENCE, "claim"), attributes={"kind": "fact"})
        assert [each.attributes for each in margin.split(claim.id, 11)] == [{"kind": "fact"}] * 2

    @pytest.mark.parametrize("at", [0, 22, 30])
    def test_only_inside_it(self, margin: Margin, at: int) -> None:
        claim = margin.add(SENTENCE, "claim")
        with pytest.raises(HashiyaError, match="Put the cursor inside the claim"):
            margin.split(claim.id, at)
        assert margin.annotations == [claim]

    @pytest.mark.parametrize("part", [Span(0, 10), Span(11, 22)])
    def test_a_part_that_is_tagged_so_already_is_refused(self, margin: Margin, part: Span) -> None:
        claim, twin = margin.add(SENTENCE, "claim"), margin.add(part, "claim")
        with pytest.raises(HashiyaError, match="already tagged as claim"):
            margin.split(claim.id, 11)
        assert {each.id for each in margin.annotations} == {claim.id, twin.id}


class TestJoining:
    def test_the_first_stays_and_takes_over_what_the_other_had(
        self, margin: Margin, root: Path, open_margin: Open
    ) -> None:
        one, two = margin.add(YES, "quote"), margin.add(Span(56, 58), "quote")
        claim, name = margin.add(SENTENCE, "claim"), margin.add(SAID[0], "entity")
        changed(margin, one, attributes={"manner": "direct"})
        changed(margin, two, attributes={"manner": "indirect", "tone": "calm"})
        margin.set_note(one.id, "أ")
        margin.set_note(two.id, "ب")
        kept, to, of = (
            link(margin, one, name),
            link(margin, claim, two),
            link(margin, two, claim, "about"),
        )
        link(margin, two, name)  # which the first has as well
        link(margin, one, two, "same")  # which would lead to itself
        joined = margin.join(one.id, two.id)
        assert (joined.id, joined.span, joined.note) == (one.id, Span(12, 58), "أ\nب")
        assert joined.attributes == {"manner": "direct", "tone": "calm"}
        assert joined in margin.annotations
        assert len(margin.annotations) == 3
        assert ends(margin) == [
            (kept.id, one.id, name.id),
            (to.id, claim.id, one.id),
            (of.id, one.id, claim.id),
        ]
        assert open_margin().links == margin.links
        assert told(root)[-1] == "joined the quote “نعم” and the quote “لا”"

    def test_it_is_undone_as_one(self, margin: Margin, root: Path, open_margin: Open) -> None:
        one, two = margin.add_all([YES, Span(56, 58)], "quote")
        name = margin.add(SAID[0], "entity")
        linked = link(margin, two, name)
        before = lines(root)
        margin.join(two.id, one.id)
        assert lines(root) == before + 1
        assert [each.id for each in margin.annotations] == [name.id, two.id]
        margin.undo()
        assert [each.span for each in open_margin().annotations] == [SAID[0], YES, Span(56, 58)]
        assert ends(margin) == [(linked.id, two.id, name.id)]
        margin.redo()
        assert spans(open_margin()) == [(SAID[0], "entity"), (Span(12, 58), "quote")]
        assert told(root)[-2:] == [
            "took back: joined the quote “لا” and the quote “نعم”",
            "did again: joined the quote “لا” and the quote “نعم”",
        ]

    def test_one_inside_the_other(self, margin: Margin) -> None:
        inner, outer = margin.add(YES, "claim"), margin.add(SENTENCE, "claim")
        joined = margin.join(inner.id, outer.id)
        assert (joined.id, joined.span) == (inner.id, SENTENCE)
        assert margin.annotations == [joined]

    def test_a_third_that_covers_both_is_refused(self, margin: Margin) -> None:
        margin.add(SENTENCE, "claim")
        one, two = margin.add(Span(0, 3), "claim"), margin.add(Span(17, 22), "claim")
        with pytest.raises(HashiyaError, match="already tagged as claim"):
            margin.join(one.id, two.id)
        assert len(margin.annotations) == 3

    def test_one_with_itself_is_refused(self, margin: Margin) -> None:
        quote = margin.add(YES, "quote")
        with pytest.raises(HashiyaError, match="is one already"):
            margin.join(quote.id, quote.id)
        assert margin.annotations == [quote]

    def test_of_two_labels_they_are_refused(self, margin: Margin) -> None:
        quote, claim = margin.add(YES, "quote"), margin.add(SENTENCE, "claim")
        with pytest.raises(HashiyaError, match="the same label first"):
            margin.join(quote.id, claim.id)
        assert len(margin.annotations) == 2

    def test_a_colleagues_links_are_left_to_them(self, open_margin: Open) -> None:
        margin, omar = open_margin(), open_margin("Omar")
        one, two, name = margin.add_all([YES, Span(56, 58), SAID[0]], "quote")
        omar.refresh()
        theirs = link(omar, two, name)
        margin.join(one.id, two.id)
        assert margin.links == []
        margin.undo()
        assert ends(margin) == [(theirs.id, two.id, name.id)]


ACTS: list[Callable[[Margin, Annotation, Annotation], object]] = [
    lambda margin, one, _: margin.split(one.id, one.start + 4),
    lambda margin, one, two: margin.join(one.id, two.id),
    lambda margin, one, two: margin.join(two.id, one.id),
]


@pytest.mark.parametrize("act", ACTS)
class TestWhatIsRefused:
    def test_a_colleagues(
        self, open_margin: Open, act: Callable[[Margin, Annotation, Annotation], object]
    ) -> None:
        theirs = open_margin("Omar").add(SENTENCE, "claim")
        margin = open_margin()
        mine = margin.add(Span(44, 54), "claim")
        with pytest.raises(HashiyaError, match="was made by Omar; only they can change it"):
            act(margin, theirs, mine)
        assert margin.annotations == [theirs, mine]

    def test_what_waits_in_a_changed_text(
        self, margin: Margin, act: Callable[[Margin, Annotation, Annotation], object]
    ) -> None:
        one, two = margin.add(SENTENCE, "claim"), margin.add(Span(44, 54), "claim")
        margin.follow(Article("a.txt", TEXT.replace("الرئيس", "الملك")))
        before = margin.annotations
        assert [each.anchor for each in before] == [Anchor.REVIEW, Anchor.ANCHORED]
        with pytest.raises(HashiyaError, match="accept or place it first"):
            act(margin, one, two)
        assert margin.annotations == before

    def test_what_stands_in_several_pieces(
        self, margin: Margin, act: Callable[[Margin, Annotation, Annotation], object]
    ) -> None:
        made, two = margin.add(SENTENCE, "claim"), margin.add(Span(44, 54), "claim")
        one = changed(margin, made, fragments=(Span(0, 3), Span(17, 22)))
        with pytest.raises(HashiyaError, match="stands in several pieces"):
            act(margin, one, two)
        assert margin.annotations == [one, two]

    def test_what_is_gone(
        self, margin: Margin, act: Callable[[Margin, Annotation, Annotation], object]
    ) -> None:
        one, two = margin.add(SENTENCE, "claim"), margin.add(Span(44, 54), "claim")
        margin.delete(one.id)
        with pytest.raises(HashiyaError, match="no longer there"):
            act(margin, one, two)
        assert margin.annotations == [two]


def test_after_a_change_elsewhere_in_the_text_they_are_parted_and_joined_where_they_stand(
    margin: Margin, open_margin: Open, root: Path
) -> None:
    claim = margin.add(SENTENCE, "claim")
    text = f"مقدمة.\n{TEXT}"
    (root / "a.txt").write_text(text, "utf-8", newline="")
    margin.follow(Article("a.txt", text))
    first, second = margin.split(claim.id, 7 + 11)
    assert (first.exact, second.exact) == ("قال الرئيس", "«نعم» اليوم")
    assert open_margin().annotations == margin.annotations == [first, second]
    joined = margin.join(second.id, first.id)
    assert (joined.id, joined.exact) == (second.id, "قال الرئيس «نعم» اليوم")
    assert open_margin().annotations == margin.annotations == [joined]
    for _ in range(3):
        margin.undo()
    assert open_margin().annotations == []


NAMES = st.sampled_from("abcd")
LINKS = st.lists(st.tuples(st.sampled_from(["source", "cue"]), NAMES, NAMES), unique=True)


@given(LINKS, st.permutations("abcd"))
def test_links_of_what_goes_become_those_of_what_stays(
    given_links: list[tuple[str, str, str]], names: list[str]
) -> None:
    gone, stays, *_ = names
    links = [
        Link(str(place), kind, source, target, "Leila", "", "")
        for place, (kind, source, target) in enumerate(given_links)
        if source != target
    ]
    changes = {change.value.id: change.after for change in relinked(links, gone, stays)}
    after = [each for link in links if (each := changes.get(link.id, link))]
    found = [(each.type, each.source, each.target) for each in after if isinstance(each, Link)]

    def moved(end: str) -> str:
        return stays if end == gone else end

    assert len(found) == len(set(found))
    assert set(found) == {
        (each.type, moved(each.source), moved(each.target))
        for each in links
        if moved(each.source) != moved(each.target)
    }
