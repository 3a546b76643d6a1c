"""Decisions: what annotators hold of each other's annotations, each in a document of their own."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB

from annotations import HashiyaError
from annotations.chronicle import chronicle
from annotations.documents import convert, number, to_document
from annotations.history import Change, Outdated
from annotations.margin import Margin
from annotations.model import Decision, Link, Review, Span, annotate, decide, effective, new_id
from annotations.project import Project
from annotations.table import Database
from annotations.threads import thread
from annotations.writers.json import export
from tests.annotations.conftest import files_under
from tests.annotations.test_margin import ARTICLE, YES, file_of, write

Open = Callable[..., Margin]
NONE, ACCEPTED, REJECTED, DISPUTED = (
    Review.NONE,
    Review.ACCEPTED,
    Review.REJECTED,
    Review.DISPUTED,
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes between any two looks at the clock."""
    seconds = itertools.count(time.time() + 1)
    for module in ("model", "hand", "margin"):
        monkeypatch.setattr(f"annotations.{module}.now", lambda: moment(next(seconds)))


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def notes(margin: Margin, identifier: str) -> list[str]:
    return [each.comment.note for each in thread(margin.decisions_on(identifier))]


def reviews(margin: Margin) -> list[Review]:
    return [each.review for each in margin.annotations]


class TestTheReviewState:
    @pytest.mark.parametrize(
        ("own", "verdicts", "expected"),
        [
            (NONE, [], NONE),
            (Review.SUGGESTED, [], Review.SUGGESTED),
            (Review.SUGGESTED, [NONE], Review.SUGGESTED),
            (Review.SUGGESTED, [ACCEPTED], ACCEPTED),
            (NONE, [ACCEPTED, ACCEPTED, NONE], ACCEPTED),
            (ACCEPTED, [REJECTED, REJECTED], REJECTED),
            (NONE, [ACCEPTED, REJECTED], DISPUTED),
            (NONE, [DISPUTED], DISPUTED),
            (NONE, [ACCEPTED, DISPUTED], DISPUTED),
        ],
    )
    def test_it_follows_from_all_verdicts(
        self, own: Review, verdicts: list[Review], expected: Review
    ) -> None:
        annotation = replace(annotate(ARTICLE, YES, "quote", "Leila"), review=own)
        decisions = [
            replace(decide(annotation.id, str(place)), review=each)
            for place, each in enumerate(verdicts)
        ]
        assert effective(annotation, decisions) is expected
        assert effective(annotation, reversed(decisions)) is expected

    def test_it_is_shown_and_the_annotation_is_not_touched(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin("Omar").add(YES, "quote")
        before = files_under(file_of(root).parent)
        margin = open_margin()
        shown = margin.decide(made.id, ACCEPTED)
        assert shown == replace(made, review=ACCEPTED)
        assert margin.annotations == open_margin("Omar").annotations == [shown]
        after = files_under(file_of(root).parent)
        assert {name for name in after if after[name] != before.get(name)} == {
            "Leila@desk.history.jsonl"
        }
        margin.checkpoint()
        (document,) = TinyDB(file_of(root), encoding="utf-8").table("decisions").all()
        assert (document["on"], document["review"], document["annotator"]) == (
            *(made.id, "accepted"),
            "Leila",
        )

    def test_several_annotators(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        open_margin("Leila").decide(made.id, ACCEPTED)
        open_margin("Sara").comment(made.id, "لماذا؟")
        assert reviews(open_margin()) == [ACCEPTED]
        open_margin("Huda").decide(made.id, REJECTED)
        assert reviews(open_margin()) == [DISPUTED]
        open_margin("Leila").decide(made.id, REJECTED)
        assert reviews(open_margin()) == [REJECTED]
        said = [(each.annotator, each.note) for each in open_margin().decisions_on(made.id)]
        assert said == [("Sara", "لماذا؟"), ("Huda", ""), ("Leila", "")]

    def test_ones_own_annotation_can_be_decided_on_as_well(self, margin: Margin) -> None:
        assert margin.decide(margin.add(YES, "quote").id, DISPUTED).review is DISPUTED

    def test_its_owner_goes_on_changing_it(self, open_margin: Open) -> None:
        omar = open_margin("Omar")
        made = omar.add(YES, "quote")
        open_margin().decide(made.id, ACCEPTED)
        changed = omar.relabel(made.id, "claim")
        assert (changed.review, changed.rev) == (ACCEPTED, 2)
        assert reviews(open_margin()) == [ACCEPTED]
        document = Database(omar._layers.own.path).table("annotations").all()[0]
        assert document["review"] == "none"

    @pytest.mark.parametrize("count", [1, 40])
    def test_other_windows_show_it_at_the_next_refresh(self, open_margin: Open, count: int) -> None:
        omar, leila = open_margin("Omar"), open_margin()
        made = [omar.add(Span(start, start + 1), "entity") for start in range(count)]
        leila.refresh()
        for each in made:
            leila.decide(each.id, REJECTED)
        assert omar.refresh()
        assert reviews(omar) == [REJECTED] * count

    def test_a_decision_may_be_read_before_its_annotation(
        self, open_margin: Open, root: Path
    ) -> None:
        made = annotate(ARTICLE, YES, "quote", "Omar")
        verdict = replace(decide(made.id, "Leila"), review=REJECTED)
        write(file_of(root), to_document(verdict), table="decisions")
        margin = open_margin("Sara")
        assert margin.annotations == []
        write(file_of(root, "Omar"), to_document(made))
        margin.refresh()
        assert reviews(margin) == [REJECTED]


class TestTheDocument:
    def test_there_is_one_for_each_annotator_and_annotation(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.decide(made.id, ACCEPTED)
        margin.decide(made.id, REJECTED)
        (decision,) = margin.decisions_on(made.id)
        assert (decision.review, decision.note, decision.rev) == (REJECTED, "", 2)
        assert decision.created <= decision.modified
        assert open_margin().decisions_on(made.id) == [decision]

    def test_of_two_machines_the_later_word_counts(
        self, open_margin: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = open_margin("Omar").add(YES, "quote")
        desk, laptop = open_margin(), open_margin(machine="laptop")
        monkeypatch.setattr(laptop, "refresh", lambda: False)
        assert desk.decide(made.id, ACCEPTED).review is ACCEPTED
        assert laptop.decide(made.id, REJECTED).review is REJECTED
        desk.refresh()
        (decision,) = desk.decisions_on(made.id)
        assert decision.review is REJECTED
        again = decide(made.id, "Leila")
        assert decision.id == again.id != decide(made.id, "Omar").id

    def test_its_id_is_a_uuid_like_any_other(self) -> None:
        identifier = new_id()
        made = decide(identifier, "Leila")
        assert UUID(made.id).version == 7
        assert UUID(made.id).variant == UUID(identifier).variant
        assert UUID(made.id).int >> 80 == UUID(identifier).int >> 80
        assert number(made.id) == UUID(made.id).int
        assert len({decide(new_id(), name).id for name in "abc" for _ in range(50)}) == 150

    @given(st.text(min_size=1), st.sampled_from(list(Review)), st.text())
    def test_it_comes_back(self, annotator: str, review: Review, note: str) -> None:
        made = replace(decide(new_id(), annotator), review=review, note=note)
        document = to_document(made)
        if review is Review.SUGGESTED:
            with pytest.raises(HashiyaError, match=rf"decision {made.id} is broken: it decides"):
                convert(Decision, document)
        else:
            assert convert(Decision, document, number(made.id)) == made

    def test_what_says_nothing_any_more_is_gone(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.decide(made.id, ACCEPTED)
        assert margin.decide(made.id, NONE) == made
        assert margin.decisions_on(made.id) == open_margin().decisions_on(made.id) == []
        assert margin.decide(made.id, REJECTED).review is REJECTED
        (decision,) = open_margin().decisions_on(made.id)
        assert decision.rev == 3

    def test_saying_the_same_again_writes_nothing(self, open_margin: Open, root: Path) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        assert margin.comment(made.id, "") == margin.decide(made.id, NONE) == made
        margin.decide(made.id, ACCEPTED)
        before = files_under(root)
        assert margin.decide(made.id, ACCEPTED).review is ACCEPTED
        assert files_under(root) == before

    def test_nobody_decides_that_something_is_suggested(self, margin: Margin) -> None:
        made = margin.add(YES, "quote")
        with pytest.raises(ValueError, match="suggested"):
            margin.decide(made.id, Review.SUGGESTED)

    def test_what_is_gone_cannot_be_decided_on(self, open_margin: Open) -> None:
        omar, margin = open_margin("Omar"), open_margin()
        made = omar.add(YES, "quote")
        margin.decide(made.id, ACCEPTED)
        omar.delete(made.id)
        for act in (
            lambda: margin.decide(made.id, REJECTED),
            lambda: margin.comment(made.id, "x"),
            lambda: margin.adopt(made.id),
        ):
            with pytest.raises(HashiyaError, match="no longer there"):
                act()

    def test_those_that_are_not_understood_are_kept_and_named(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin("Omar").add(YES, "quote")
        verdict = to_document(decide(made.id, "Leila"))
        newer = {**verdict, "id": new_id(), "review": "postponed", "until": "2030"}
        more = {**verdict, "id": new_id(), "review": "accepted", "weight": 0.5}
        write(file_of(root), newer, more, table="decisions")
        margin = open_margin()
        (problem,) = margin.problems
        assert f"the decision {newer['id']} is broken" in problem
        assert "It is kept but not shown" in problem
        margin.decide(made.id, REJECTED)
        margin.checkpoint()
        found = {each["id"]: dict(each) for each in Database(file_of(root)).table("decisions")}
        assert found[newer["id"]] == newer
        assert found[more["id"]] == {**found[more["id"]], "review": "rejected", "weight": 0.5}


class TestUndoing:
    def test_every_act_is_taken_back_and_done_again(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.decide(made.id, ACCEPTED)
        margin.comment(made.id, "x")
        copy = margin.adopt(made.id)
        assert margin.undo().value.id == copy.id  # type: ignore[union-attr]
        assert margin.annotations == [replace(made, review=ACCEPTED)]
        change = margin.undo()
        assert change
        assert margin.subject(change) == replace(made, review=ACCEPTED)
        assert notes(margin, made.id) == []
        assert margin.undo()
        assert margin.annotations == [made]
        assert margin.undo() is None
        while margin.redo():
            pass
        assert sorted(map(str, reviews(margin))) == ["accepted", "none"]
        assert notes(margin, made.id) == ["x"]

    def test_after_a_restart(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        open_margin().decide(made.id, ACCEPTED)
        open_margin().decide(made.id, DISPUTED)
        margin = open_margin()
        change = margin.undo()
        assert isinstance(change, Change)
        assert isinstance(change.after, Decision)
        assert change.after.review is ACCEPTED
        assert reviews(open_margin()) == [ACCEPTED]
        assert open_margin().undo()
        assert reviews(open_margin()) == [NONE]
        assert open_margin().redo()
        assert reviews(open_margin()) == [ACCEPTED]

    def test_what_another_machine_has_changed_since_is_left(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        desk = open_margin()
        desk.decide(made.id, ACCEPTED)
        open_margin(machine="laptop").decide(made.id, REJECTED)
        with pytest.raises(Outdated, match="quote “نعم” has been changed"):
            desk.undo()
        assert reviews(desk) == [REJECTED]

    def test_two_windows_at_once_keep_what_each_said(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        one, two = open_margin(), open_margin()
        one.decide(made.id, ACCEPTED)
        two.comment(made.id, "x")
        both = open_margin().decisions_on(made.id)
        assert [(each.review, each.note, each.rev) for each in both] == [
            (ACCEPTED, "", 1),
            (NONE, "x", 1),
        ]


class TestAdopting:
    def test_it_is_a_copy_of_ones_own(self, open_margin: Open, root: Path) -> None:
        theirs = annotate(ARTICLE, Span(0, 10), "quote", "Omar")
        theirs = replace(
            theirs,
            attributes={"certain": True},
            fragments=(Span(0, 3), Span(4, 10)),
            note="theirs",
            review=Review.SUGGESTED,
        )
        write(file_of(root, "Omar"), to_document(theirs))
        margin = open_margin()
        mine = margin.adopt(theirs.id)
        assert mine.id != theirs.id
        assert (mine.annotator, mine.rev, mine.note, mine.review) == ("Leila", 1, "", NONE)
        assert (mine.label, mine.span, mine.exact) == (theirs.label, theirs.span, theirs.exact)
        assert (mine.attributes, mine.fragments) == (theirs.attributes, theirs.fragments)
        assert (mine.provenance.kind, mine.provenance.by) == ("human", "Leila")
        assert "Omar" in mine.provenance.reason
        assert theirs.id in mine.provenance.reason
        assert margin.annotations == open_margin().annotations == [theirs, mine]
        assert margin.relabel(mine.id, "claim").label == "claim"

    def test_a_twin_is_refused(self, open_margin: Open) -> None:
        theirs = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.add(YES, "quote")
        with pytest.raises(HashiyaError, match="already tagged as quote"):
            margin.adopt(theirs.id)

    def test_what_is_ones_own_is_refused(self, margin: Margin) -> None:
        made = margin.add(YES, "quote")
        with pytest.raises(HashiyaError, match="quote “نعم” is yours already"):
            margin.adopt(made.id)


def test_the_export_follows_the_decisions(open_margin: Open, root: Path) -> None:
    omar, leila = open_margin("Omar"), open_margin()
    kept = omar.add(YES, "quote")
    dropped = omar.add(Span(0, 3), "entity")
    moment = kept.created
    link = Link(new_id(), "source", kept.id, dropped.id, "Omar", moment, moment)
    write(file_of(root, "Omar"), to_document(link), table="links")
    leila.decide(kept.id, ACCEPTED)
    leila.decide(dropped.id, REJECTED)
    assert leila.links == [link]
    (article,) = export(Project.open(root, "Anyone", "desk"))["articles"]
    assert [(each["id"], each["review"]) for each in article["annotations"]] == [
        (kept.id, "accepted")
    ]
    assert article["links"] == []


def test_the_history_tells_them(open_margin: Open, root: Path) -> None:
    made = open_margin("Omar").add(YES, "quote")
    margin = open_margin()
    margin.decide(made.id, ACCEPTED)
    margin.comment(made.id, "ملاحظة")
    said = margin.decisions_on(made.id)[-1].id
    margin.change_comment(said, "لماذا؟")
    margin.change_comment(said, "")
    margin.decide(made.id, NONE)
    margin.undo()
    margin.adopt(made.id)
    write(
        file_of(root, "Sara"), to_document(decide(new_id(), "Sara")) | {"note": "?"},
        table="decisions",
    )  # fmt: skip
    told = [each.sentence for each in chronicle(file_of(root).parent, [])]
    of = "the quote “نعم” of Omar"
    (other,) = [each for each in told if each.endswith("with another program")]
    assert other == "changed 1 decision with another program"
    assert [each for each in told if each != other] == [
        "tagged “نعم” as quote",
        f"accepted {of}",
        f"commented on {of}: ملاحظة",
        f"changed a comment on {of}: لماذا؟",
        f"removed a comment on {of}",
        f"took back the verdict on {of}",
        f"took back: took back the verdict on {of}",
        f"made the quote “نعم” their own, copied from Omar's {made.id}",
    ]
