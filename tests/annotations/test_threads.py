"""Comments as a conversation: several of each annotator, in order, with answers; merged without loss."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.documents import convert, number, to_document, to_json
from annotations.joining import join
from annotations.margin import Margin
from annotations.merging import Stored, union
from annotations.model import Decision, Kept, Review, comment, decide, new_id
from annotations.project import Project
from annotations.threads import thread, verdict, verdicts
from annotations.writers.json import export, schema
from tests.annotations.test_margin import YES, file_of, write

Open = Callable[..., Margin]
ON = new_id()
IDS = [new_id() for _ in range(6)]


def notes(margin: Margin, identifier: str) -> list[str]:
    return [
        f"{'>' * each.depth}{each.comment.annotator}: {each.comment.note}"
        for each in thread(margin.decisions_on(identifier))
    ]


class TestAThread:
    def test_everybody_says_as_much_as_they_like(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        leila, omar = open_margin(), open_margin("Omar")
        leila.comment(made.id, "لماذا؟")
        first = leila.decisions_on(made.id)[0]
        omar.comment(made.id, "لأنه قالها", first.id)
        leila.comment(made.id, "ومتى؟")
        assert leila.decide(made.id, Review.ACCEPTED).review is Review.ACCEPTED
        assert notes(open_margin("Sara"), made.id) == [
            "Leila: لماذا؟",
            ">Omar: لأنه قالها",
            "Leila: ومتى؟",
        ]

    def test_an_empty_one_is_none(self, open_margin: Open) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        assert margin.comment(made.id, "") == made
        assert margin.decisions_on(made.id) == []

    def test_ones_own_is_changed_and_removed_and_that_is_undone(self, open_margin: Open) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.comment(made.id, "x")
        margin.comment(made.id, "y")
        one, two = margin.decisions_on(made.id)
        margin.change_comment(one.id, "z")
        margin.change_comment(two.id, "")
        assert notes(open_margin(), made.id) == ["Leila: z"]
        margin.undo()
        margin.undo()
        assert notes(open_margin(), made.id) == ["Leila: x", "Leila: y"]
        with pytest.raises(HashiyaError, match="Leila's; only they"):
            open_margin("Omar").change_comment(one.id, "!")
        margin.change_comment(two.id, "")
        with pytest.raises(HashiyaError, match="no longer there"):
            margin.change_comment(two.id, "!")

    def test_what_was_written_with_the_verdict_is_read_and_changed(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin("Omar").add(YES, "quote")
        old = replace(decide(made.id, "Leila"), review=Review.REJECTED, note="قديم")
        write(file_of(root), to_document(old), table="decisions")
        margin = open_margin()
        assert notes(margin, made.id) == ["Leila: قديم"]
        margin.comment(made.id, "جديد")
        assert margin.decide(made.id, Review.ACCEPTED).review is Review.ACCEPTED
        assert margin.change_comment(old.id, "").review is Review.ACCEPTED
        assert notes(open_margin(), made.id) == ["Leila: جديد"]

    def test_copies_of_a_project_are_joined_and_what_is_deleted_stays_so(
        self, open_margin: Open, root: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        made = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        margin.comment(made.id, "one")
        margin.comment(made.id, "two")
        other = tmp_path_factory.mktemp("copy")
        (other / "a.txt").write_bytes((root / "a.txt").read_bytes())
        there = Project.open(other, "Leila", "laptop")
        join(root, there)
        away = there.margin(there.read("a.txt"))
        away.comment(made.id, "three")
        margin.change_comment(margin.decisions_on(made.id)[0].id, "")
        for _ in range(2):
            join(other, Project.open(root, "Leila", "desk"))
            assert notes(open_margin(), made.id) == ["Leila: two", "Leila: three"]

    def test_it_is_exported_as_the_schema_says(self, open_margin: Open, root: Path) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        margin.comment(made.id, "لماذا؟")
        first = margin.decisions_on(made.id)[0]
        margin.comment(made.id, "نعم", first.id)
        document = export(Project.open(root, "Anyone", "desk"))
        Draft202012Validator(json.loads(schema())).validate(document)
        told: list[dict[str, Any]] = document["articles"][0]["annotations"][0]["comments"]
        assert [each["note"] for each in told] == ["لماذا؟", "نعم"]
        assert "answers" not in told[0]
        assert told[1]["answers"] == first.id


remarks = st.builds(
    lambda place, answers, note, rev, deleted: replace(
        comment(ON, "Leila", note, answers),
        id=IDS[place], created=f"2026-01-01T00:00:0{place}Z", modified=f"2026-01-02T00:00:0{rev}Z",
        rev=rev, deleted=deleted,
    ),
    st.integers(0, 5), st.sampled_from(["", "elsewhere", *IDS]), st.sampled_from("ab"),
    st.integers(1, 3), st.booleans(),
)  # fmt: skip


def stored(value: Kept) -> Stored[Kept]:
    return Stored(value, to_json(to_document(value)))


def merged(*copies: list[Decision]) -> dict[str, Kept]:
    known: dict[str, Stored[Kept]] = {}
    for copy in copies:
        union(known, map(stored, copy))
    return {name: each.value for name, each in known.items()}


def read(known: dict[str, Kept]) -> list[Decision]:
    return [each for each in known.values() if isinstance(each, Decision) and not each.deleted]


class TestMerging:
    @given(st.lists(remarks, max_size=8), st.lists(remarks, max_size=8), st.lists(remarks))
    def test_any_order_of_merging_gives_one_conversation(
        self, one: list[Decision], two: list[Decision], three: list[Decision]
    ) -> None:
        first = merged(one, two, three)
        told = thread(read(first))
        for copies in permutations([one, two, three, one]):
            assert merged(*copies) == first
            assert thread(read(merged(*copies))) == told

    @given(st.lists(remarks, max_size=8))
    def test_every_comment_is_told_once_whatever_answers_what(self, said: list[Decision]) -> None:
        live = read(merged(said))
        told = thread(live)
        assert sorted(each.comment.id for each in told) == sorted(each.id for each in live)
        for before, after in zip([None, *told], told, strict=False):
            assert after.depth <= (before.depth + 1 if before else 0)

    def test_what_answers_a_comment_that_is_gone_stands_in_the_order_of_time(self) -> None:
        one, two, three = (
            replace(
                comment(ON, "Leila", "x", answers), id=IDS[n], created=f"2026-01-01T00:00:0{n}Z"
            )
            for n, answers in enumerate(["", "elsewhere", ""])
        )
        assert [each.comment for each in thread([three, two, one])] == [one, two, three]

    @given(remarks)
    def test_a_comment_comes_back_from_its_document(self, said: Decision) -> None:
        assert convert(Decision, to_document(said), number(said.id)) == said


def test_verdicts_are_those_who_judged_and_a_comment_is_none() -> None:
    accepted = replace(decide(ON, "Leila"), review=Review.ACCEPTED, modified="2026-01-01T00:00:01Z")
    rejected = replace(decide(ON, "Omar"), review=Review.REJECTED, modified="2026-01-01T00:00:00Z")
    said = [accepted, comment(ON, "Leila", "!"), rejected, comment(ON, "Sara", "?")]
    assert verdicts(said) == {"Omar": Review.REJECTED, "Leila": Review.ACCEPTED}
    assert list(verdicts(said)) == ["Omar", "Leila"]
    assert verdict(said, "Leila") == accepted
    assert verdict(said, "Sara") is None
