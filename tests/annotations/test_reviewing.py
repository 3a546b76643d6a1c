"""What waits for judgement: why, in which order, and how much is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.awaiting import Awaiting, look
from annotations.default_codebook import DEFAULT
from annotations.documents import to_document
from annotations.facts import find_out
from annotations.margin import Margin
from annotations.model import (
    Anchor,
    Annotation,
    Article,
    Decision,
    Direction,
    Review,
    Span,
    annotate,
    comment,
    decide,
)
from annotations.project import Project
from annotations.renaming import Renames
from annotations.reviewing import (
    Found,
    Progress,
    Waiting,
    counts,
    in_its_line,
    reasons,
    state_of,
    text_of,
    waiting_in,
)
from annotations.waiting_list import Order, WaitingList
from annotations.wanted import Wanted, Why
from annotations.written import reading_order
from tests.annotations.test_margin import ARTICLE, file_of, write

Open = Callable[..., Margin]


def person(margin: Margin, start: int = 0) -> Annotation:
    """An entity that has all that the codebook requires."""
    made = margin.add(Span(start, start + 3), "entity")
    required = [each for each in margin.codebook.attributes("entity") if each.required]
    return margin.set_attributes(
        made.id, {each.name: each.default or each.values[0].name for each in required}
    )


def whys(margin: Margin, identifier: str) -> list[Why]:
    found = state_of(margin, identifier)
    assert found
    return list(found.why)


class TestWhy:
    def test_what_a_colleague_made_waits_until_one_has_judged_it(self, open_margin: Open) -> None:
        made = person(open_margin("Omar"))
        leila = open_margin()
        assert whys(leila, made.id) == [Why.UNJUDGED]
        assert whys(open_margin("Omar"), made.id) == []
        open_margin("Sara").decide(made.id, Review.ACCEPTED)
        leila.comment(made.id, "?")
        assert whys(leila, made.id) == [Why.UNJUDGED]
        leila.decide(made.id, Review.ACCEPTED)
        assert whys(leila, made.id) == []
        leila.decide(made.id, Review.NONE)
        assert whys(leila, made.id) == [Why.UNJUDGED]

    def test_what_is_disputed_waits_for_everybody(self, open_margin: Open) -> None:
        made = person(open_margin("Omar"))
        open_margin("Sara").decide(made.id, Review.REJECTED)
        leila = open_margin()
        leila.decide(made.id, Review.ACCEPTED)
        assert whys(leila, made.id) == whys(open_margin("Omar"), made.id) == [Why.DISPUTED]
        leila.decide(made.id, Review.REJECTED)
        assert whys(leila, made.id) == whys(open_margin("Omar"), made.id) == []

    def test_what_was_suggested_waits_also_in_ones_own_name(
        self, open_margin: Open, root: Path
    ) -> None:
        made = person(open_margin())
        suggested = replace(made, review=Review.SUGGESTED, rev=9)
        write(file_of(root, "Leila"), to_document(suggested))
        assert whys(open_margin(), made.id) == [Why.SUGGESTED]
        assert whys(open_margin("Omar"), made.id) == [Why.SUGGESTED]
        open_margin().decide(made.id, Review.ACCEPTED)
        assert whys(open_margin(), made.id) == []

    def test_what_does_not_stand_waits_for_its_owner_and_for_who_has_not_judged(
        self, open_margin: Open, root: Path
    ) -> None:
        made = person(open_margin("Omar"))
        open_margin("Sara").decide(made.id, Review.ACCEPTED)
        (root / "a.txt").write_text("لا شيء هنا.\n", "utf-8")
        assert whys(open_margin("Omar"), made.id) == [Why.LOST]
        assert whys(open_margin(), made.id) == [Why.LOST, Why.UNJUDGED]
        assert whys(open_margin("Sara"), made.id) == []

    def test_what_lacks_something_waits_unless_it_is_rejected(self, open_margin: Open) -> None:
        margin = open_margin()
        made = margin.add(Span(0, 3), "entity")
        if any(each.required and not each.default for each in DEFAULT.attributes("entity")):
            assert whys(margin, made.id) == [Why.INCOMPLETE]
            margin.decide(made.id, Review.ACCEPTED)
            assert whys(margin, made.id) == [Why.INCOMPLETE]  # its own hand is to complete it
        margin.decide(made.id, Review.REJECTED)
        assert whys(margin, made.id) == []

    def test_progress_counts_what_is_to_be_judged(self, open_margin: Open) -> None:
        omar, leila = open_margin("Omar"), open_margin()
        made = [person(omar, start) for start in (0, 5, 9)]
        mine = person(leila, 14)
        assert waiting_in(leila).progress == (0, 3)
        leila.decide(made[0].id, Review.DISPUTED)
        leila.decide(mine.id, Review.ACCEPTED)
        assert waiting_in(leila).progress == (2, 4)
        assert waiting_in(open_margin("Omar")).progress == (0, 1)


@given(st.integers(0, len(ARTICLE.text) - 1), st.integers(1, 60))
def test_the_line_has_the_words_where_it_says(start: int, length: int) -> None:
    end = min(len(ARTICLE.text), start + length)
    made = annotate(ARTICLE, Span(start, end), "quote", "Omar")
    line, span = in_its_line(ARTICLE, made)
    assert line[span.start : span.end] == made.exact
    assert line in ARTICLE.text
    moved = replace(made, anchor=Anchor.ORPHAN, start=0, end=1)
    line, span = in_its_line(ARTICLE, moved)
    assert line[span.start : span.end] == made.exact


TEXTS = ["قال الرئيس نعم", "وقالت الوزيرةُ إنّ", "The flag"]
NAMES = ["Leila", "Omar", "Sara"]
REVIEWS = [Review.NONE, Review.ACCEPTED, Review.REJECTED, Review.DISPUTED]


@st.composite
def projects(draw: st.DrawFn) -> dict[str, list[tuple[Annotation, list[Decision]]]]:
    """Annotations with what was decided on them, by article."""
    found: dict[str, list[tuple[Annotation, list[Decision]]]] = {}
    for place, text in enumerate(TEXTS):
        article = Article(f"{place}.txt", text)
        here = []
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, len(text) - 4))
            label = draw(st.sampled_from(["quote", "entity"]))
            made = annotate(article, Span(start, start + 4), label, draw(st.sampled_from(NAMES)))
            made = replace(
                made,
                anchor=draw(st.sampled_from([Anchor.ANCHORED, *Anchor])),
                note=draw(st.sampled_from(["", "لماذا"])),
            )
            decisions = [
                replace(decide(made.id, name), review=draw(st.sampled_from(REVIEWS)))
                for name in draw(st.sets(st.sampled_from(NAMES)))
            ]
            decisions += [comment(made.id, "Sara", "هل؟")] * draw(st.integers(0, 1))
            here.append((made, decisions))
        here.sort(key=lambda each: reading_order(each[0]))
        found[article.path] = here
    return found


def entry(path: str, made: Annotation, decisions: list[Decision]) -> Waiting:
    why = reasons(made, decisions, (), DEFAULT, "Leila")
    folded = text_of(made, decisions)
    way = Direction.RTL
    return Waiting(path, made, why, tuple(decisions), 1, made.exact, Span(0, 4), way, folded)


def listed(project: dict[str, list[tuple[Annotation, list[Decision]]]]) -> WaitingList:
    waiting = WaitingList("Leila", list(project))
    for path, here in reversed(project.items()):  # they are found out about in any order
        entries = [entry(path, *each) for each in here]
        progress = Progress()
        for each in here:
            progress = progress.plus(counts(*each, "Leila"))
        waiting.put(path, Found(tuple(each for each in entries if each.why), progress))
    return waiting


wanted = st.builds(
    Wanted, st.sampled_from(["", "quote"]), st.sampled_from(["", "Omar"]),
    st.sampled_from([None, *Why]), st.sampled_from(["", "قَال", "هل", "لماذا  إن"]),
)  # fmt: skip


class TestTheList:
    @given(projects(), wanted, st.sampled_from(Order), st.sampled_from(["", "1.txt"]))
    def test_it_is_a_plain_filter_over_everything(
        self,
        project: dict[str, list[tuple[Annotation, list[Decision]]]],
        looked_for: Wanted,
        order: Order,
        only: str,
    ) -> None:
        waiting = listed(project)
        waiting.wanted, waiting.order, waiting.only = looked_for, order, only
        waiting.arrange()
        everything = [
            entry(path, *each)
            for path, here in project.items()
            for each in here
            if only in ("", path)
        ]
        plain = [
            each
            for each in everything
            if each.why
            and looked_for.label in ("", each.annotation.label)
            and looked_for.annotator in ("", each.annotation.annotator)
            and (looked_for.why is None or looked_for.why in each.why)
            and {"": True, "قَال": "قال" in each.annotation.exact,
                 "هل": any(said.note for said in each.decisions),
                 "لماذا  إن": bool(each.annotation.note) and "إن" in each.annotation.exact.replace("ّ", "")
                 }[looked_for.words]
        ]  # fmt: skip
        if order is Order.KIND:
            plain.sort(key=lambda each: list(Why).index(each.why[0]))
        assert waiting.shown == plain
        assert waiting.total == sum(bool(each.why) for each in everything)

    @given(projects())
    def test_progress_adds_up_and_left_is_what_waits_to_be_judged(
        self, project: dict[str, list[tuple[Annotation, list[Decision]]]]
    ) -> None:
        waiting = listed(project)
        parts = [waiting.progress_of(path) for path in project]
        assert waiting.progress == (
            sum(each.judged for each in parts),
            sum(each.of for each in parts),
        )
        waiting.arrange()
        unjudged = sum(Why.UNJUDGED in each.why for each in waiting.shown)
        assert waiting.progress.left == unjudged

    @given(projects(), st.data())
    def test_what_is_dealt_with_stays_in_its_place_until_it_is_forgotten(
        self, project: dict[str, list[tuple[Annotation, list[Decision]]]], data: st.DataObject
    ) -> None:
        waiting = listed(project)
        waiting.arrange()
        before = waiting.shown
        dealt = {}
        for each in before:
            if data.draw(st.booleans()):
                own = replace(decide(each.annotation.id, "Leila"), review=Review.REJECTED)
                others = [one for one in each.decisions if one.annotator != "Leila"]
                now = entry(each.path, each.annotation, [*others, own])
                gone = data.draw(st.booleans())
                waiting.hold(each, None if gone else now)
                dealt[each.annotation.id] = None if gone else now
        waiting.arrange()
        assert waiting.shown == before
        # Found out anew, nothing is different; forgotten, only what waits is left.
        anew = {
            path: [
                (now.annotation, list(now.decisions)) if now else (made, decisions)
                for made, decisions in here
                if (now := dealt.get(made.id)) or made.id not in dealt
            ]
            for path, here in project.items()
        }
        progress = waiting.progress
        assert progress == listed(anew).progress
        for path in project:
            waiting.put(path, listed(anew)._found[path])
        waiting.arrange()
        assert waiting.shown == before
        assert waiting.progress == progress
        waiting.forget()
        left = [dealt.get(each.annotation.id, each) for each in before]
        assert waiting.shown == [each for each in left if each and each.why]


class TestAProject:
    def test_each_article_is_looked_through_and_what_is_damaged_is_told(
        self, open_margin: Open, root: Path
    ) -> None:
        (root / "b.txt").write_text("نص آخر\n", "utf-8")
        made = person(open_margin("Omar"))
        project = Project.open(root, "Leila", "desk")
        found = look(project, "a.txt", Renames(project)).facts
        assert [each.annotation.id for each in found.waiting] == [made.id]
        assert found.progress == (0, 1)
        assert look(project, "b.txt", Renames(project)) == (
            Found(),
            [project.folder("b.txt")],
            True,
        )
        file_of(root, "Sara").write_text("{", "utf-8")
        damaged = look(project, "a.txt", Renames(project)).facts
        assert "Sara@" in damaged.problem
        assert damaged.waiting == found.waiting
        (root / "a.txt").unlink()
        assert "a.txt" in look(project, "a.txt", Renames(project)).facts.problem

    def test_what_the_list_of_articles_tells_is_what_is_left(
        self, open_margin: Open, root: Path
    ) -> None:
        omar, leila = open_margin("Omar"), open_margin()
        made = [person(omar, start) for start in (0, 5, 9)]
        leila.decide(made[0].id, Review.REJECTED)
        open_margin("Sara").decide(made[1].id, Review.REJECTED)
        own = person(leila, 14)
        write(
            file_of(root, "Leila", "laptop"),
            to_document(replace(own, review=Review.SUGGESTED, rev=9)),
        )
        project = Project.open(root, "Leila", "desk")
        facts = find_out(project, "a.txt", Renames(project)).facts
        assert facts.unjudged == look(project, "a.txt", Renames(project)).facts.progress.left == 3

    def test_it_is_found_out_in_the_background_and_followed(
        self, open_margin: Open, root: Path
    ) -> None:
        made = person(open_margin("Omar"))
        project = Project.open(root, "Leila", "desk")
        found: dict[str, Found] = {}
        following = Awaiting(project, project.tree(), ["a.txt"], lambda: None)
        following.start()
        try:
            until(lambda: found.update(following.take().facts) or "a.txt" in found)
            assert [each.why for each in found["a.txt"].waiting] == [(Why.UNJUDGED,)]
            open_margin().decide(made.id, Review.ACCEPTED)
            until(lambda: found.update(following.take().facts) or not found["a.txt"].waiting)
        finally:
            following.stop()


def until(true: Callable[[], object], patience: float = 20.0) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)
