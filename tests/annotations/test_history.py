"""Undo and redo: operations, their inverses, and what they do to a margin."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.structs import replace

from annotations import HashiyaError, files
from annotations.documents import number, to_document, to_json
from annotations.history import Act, Change, Edit, History, Outdated, Past, inverse, same
from annotations.journal import Record, encode
from annotations.margin import Margin
from annotations.merging import Stored
from annotations.model import Annotation, Article, Span, annotate

Open = Callable[..., Margin]
ARTICLE = Article("a.txt", "قال الرئيس «نعم» اليوم")
ONE = annotate(ARTICLE, Span(0, 3), "entity", "Leila")
TWO = annotate(ARTICLE, Span(4, 10), "entity", "Leila")


def tag(annotation: Annotation) -> Act:
    stored = Stored(annotation, to_json(to_document(annotation)))
    return Act("tag", (Edit(None, stored),))


def perform(act: Act) -> Act:
    """What takes an act back, and does nothing else."""
    return Act("undo", tuple(Edit(each.after, each.before or each.after) for each in act.edits))


class TestHistory:
    def test_the_inverse_takes_everything_back_from_the_last_to_the_first(self) -> None:
        operation = (Change(None, ONE), Change(TWO, None))
        assert inverse(operation) == (Change(None, TWO), Change(ONE, None))
        assert inverse(inverse(operation)) == operation

    def test_there_may_be_nothing_to_undo_or_redo(self) -> None:
        history = History()
        assert history.undo(perform) is None
        assert history.redo(perform) is None

    def test_what_is_undone_can_be_redone_until_something_else_is_done(self) -> None:
        history = History()
        history.record(tag(ONE))
        undone = history.undo(perform)
        assert history.undone == [undone]
        redone = history.redo(perform)
        assert (history.done, history.undone) == ([redone], [])
        history.undo(perform)
        history.record(tag(TWO))
        assert history.redo(perform) is None

    def test_what_could_not_be_saved_can_be_tried_again(self) -> None:
        history = History()
        history.record(tag(ONE))

        def full(_: Act) -> Act:
            raise HashiyaError("the disk is full")

        for _ in range(2):
            with pytest.raises(HashiyaError, match="full"):
                history.undo(full)
        assert history.undo(perform)

    def test_what_is_outdated_does_not_stand_in_the_way(self) -> None:
        history = History()
        history.record(tag(ONE))
        history.record(tag(TWO))

        def outdated(_: Act) -> Act:
            raise Outdated("has changed since")

        with pytest.raises(Outdated):
            history.undo(outdated)
        assert history.done[0].operation == (Change(None, ONE),)
        assert history.undo(perform)

    def test_what_was_before_is_asked_for_only_when_it_is_needed(self) -> None:
        asked = []

        def lines() -> Iterator[bytes]:
            for line in reversed(written(("tag", ONE, None), ("tag", TWO, None))):
                asked.append(line)
                yield line

        history = History(Past(lines(), until=2))
        history.record(tag(TWO))
        assert history.undo(perform)
        assert asked == []
        assert history.undo(perform)
        assert len(asked) == 1
        assert history.undo(perform)
        assert (history.undo(perform), len(asked)) == (None, 2)

    def test_what_was_undone_before_can_be_redone_unless_something_was_done_since(self) -> None:
        lines = written(("tag", ONE, None), ("undo", gone(ONE), 1))[::-1]
        assert History(Past(lines, until=2)).redo(perform)
        history = History(Past(lines, until=2))
        history.record(tag(TWO))
        assert history.redo(perform) is None

    def test_what_cannot_be_read_can_be_tried_again(self) -> None:
        answers = iter([None, *written(("tag", ONE, None))])

        class Disk(Iterator[bytes]):
            def __next__(self) -> bytes:
                if line := next(answers):
                    return line
                raise HashiyaError("unreadable")

        history = History(Past(Disk(), until=1))
        with pytest.raises(HashiyaError):
            history.undo(perform)
        assert history.undo(perform)


class TestPast:
    def test_an_act_comes_with_what_was_there_before_it(self) -> None:
        noted = replace(ONE, rev=2, note="x")
        past = Past(written(("tag", ONE, None), ("tag", TWO, None), ("note", noted, None))[::-1], 3)
        assert operations(past.done) == [Change(ONE, noted), Change(None, TWO), Change(None, ONE)]

    def test_where_that_is_lost_the_act_cannot_be_taken_back(self) -> None:
        noted, again = replace(ONE, rev=3, note="x"), replace(ONE, rev=4, note="y")
        past = Past(
            written(("tag", ONE, None), ("note", noted, None), ("note", again, None))[::-1], 3
        )
        assert operations(past.done) == [Change(noted, again), Change(None, ONE)]

    def test_of_two_that_could_not_lock_each_other_out_the_later_was_there_before(self) -> None:
        one, other, last = (
            replace(ONE, rev=rev, note=note) for rev, note in ((2, "x"), (2, "y"), (3, "z"))
        )
        further = replace(TWO, rev=2, note="t")  # what that was before is told by the first line
        acts = [
            ("tag", TWO),
            ("tag", ONE),
            ("note", one),
            ("note", other),
            ("note", last),
            ("note", further),
        ]
        past = Past(written(*((does, value, None) for does, value in acts))[::-1], 6)
        assert operations(past.done)[:2] == [Change(TWO, further), Change(other, last)]

    def test_what_another_window_did_is_not_given_but_what_it_took_back_is_gone(self) -> None:
        lines = written(("tag", ONE, None), ("tag", TWO, None), ("undo", gone(ONE), 1))[::-1]
        assert operations(Past(lines, until=2).done) == [Change(None, TWO)]
        assert operations(Past(lines, until=2).undone) == []
        assert operations(Past(lines, until=1).done) == []

    def test_what_was_done_again_can_be_taken_back_whatever_was_done_in_between(self) -> None:
        again = replace(ONE, rev=3)
        lines = written(
            ("tag", ONE, None), ("undo", gone(ONE), 1), ("tag", TWO, None), ("redo", again, 2)
        )
        past = Past(lines[::-1], 4)
        assert operations(past.undone) == []
        assert operations(past.done) == [Change(None, again), Change(None, TWO)]


def gone(annotation: Annotation) -> Annotation:
    """Its tombstone."""
    return replace(annotation, rev=annotation.rev + 1, deleted=True)


def written(*acts: tuple[str, Annotation, int | None]) -> list[bytes]:
    """The lines of a history: what each does, what becomes of an annotation, and the line that it takes back."""
    lines = []
    for sequence, (does, value, of) in enumerate(acts, 1):
        entry = ("annotations", str(number(value.id)), Raw(to_json(to_document(value))))
        lines.append(encode(sequence, Record("2030-01-01T00:00:00.000Z", does, [entry], of))[:-1])
    return lines


def operations(give: Callable[[], Act | None]) -> list[Change]:
    """What all the acts did that are given."""
    return [change for act in iter(give, None) for change in act.operation]


class TestInAMargin:
    def test_undo_is_a_new_revision(self, margin: Margin) -> None:
        made = margin.add(Span(12, 15), "quote")
        margin.relabel(made.id, "claim")
        change = margin.undo()
        assert change
        assert change.before
        assert change.after
        assert (change.before.label, change.after.label) == ("claim", "quote")
        assert change.after == margin.annotations[0]
        assert change.after.rev == 3

    def test_a_creation_is_undone_by_a_tombstone_and_redone_with_the_same_id(
        self, margin: Margin, open_margin: Callable[..., Margin]
    ) -> None:
        made = margin.add(Span(12, 15), "quote")
        assert margin.undo() == Change(made, None)
        assert margin.annotations == open_margin().annotations == []
        change = margin.redo()
        assert change
        assert change.after
        assert same(change.after, made)
        assert margin.annotations == open_margin().annotations == [change.after]

    def test_a_deletion_is_undone_by_the_live_annotation(self, margin: Margin) -> None:
        made = margin.add(Span(12, 15), "quote")
        margin.set_note(made.id, "ملاحظة")
        margin.delete(made.id)
        margin.undo()
        assert [(each.id, each.note, each.rev) for each in margin.annotations] == [
            (made.id, "ملاحظة", 4)
        ]

    def test_it_has_no_limit(self, margin: Margin) -> None:
        made = margin.add(Span(12, 15), "quote")
        for count in range(120):
            margin.set_note(made.id, str(count))
        while margin.undo():
            pass
        assert margin.annotations == []
        while margin.redo():
            pass
        assert margin.annotations[0].note == "119"

    def test_what_has_changed_since_is_left_alone(
        self, margin: Margin, open_margin: Callable[..., Margin]
    ) -> None:
        first = margin.add(Span(0, 3), "entity")
        made = margin.add(Span(12, 15), "quote")
        open_margin().set_note(made.id, "from the other window")
        with pytest.raises(Outdated, match=r"quote “نعم” has been changed .* since"):
            margin.undo()
        assert [each.note for each in margin.annotations] == ["", "from the other window"]
        assert margin.undo() == Change(first, None)

    def test_a_change_that_was_itself_taken_back_elsewhere_is_no_hindrance(
        self, margin: Margin, open_margin: Callable[..., Margin]
    ) -> None:
        made = margin.add(Span(12, 15), "quote")
        other = open_margin()
        other.relabel(made.id, "claim")
        other.undo()
        assert margin.undo() is not None
        assert margin.annotations == []

    def test_where_saving_fails_nothing_is_undone(
        self, margin: Margin, broken: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        margin.add(Span(12, 15), "quote")
        shown = margin.annotations
        broken("fdatasync", errno.ENOSPC)
        with pytest.raises(HashiyaError, match="full"):
            margin.undo()
        assert margin.annotations == shown
        monkeypatch.undo()
        assert margin.undo() is not None


class TestAcrossRestarts:
    def test_undo_goes_on_where_the_last_window_left_off(self, open_margin: Open) -> None:
        margin = open_margin()
        made = margin.add(Span(12, 15), "quote")
        margin.set_note(made.id, "ملاحظة")
        other = margin.add(Span(0, 3), "entity")
        margin.undo()
        margin = open_margin()
        change = margin.undo()
        assert change
        assert change.before
        assert change.before.note == "ملاحظة"
        assert margin.annotations[0].note == ""
        margin = open_margin()
        assert margin.undo()
        assert (margin.annotations, margin.undo()) == ([], None)
        margin = open_margin()
        assert [margin.redo() is not None for _ in range(4)] == [True, True, True, False]
        assert [(each.id, each.note) for each in margin.annotations] == [
            (other.id, ""),
            (made.id, "ملاحظة"),
        ]

    def test_what_is_done_anew_cannot_be_redone_over(self, open_margin: Open) -> None:
        margin = open_margin()
        margin.add(Span(12, 15), "quote")
        margin.undo()
        open_margin().add(Span(0, 3), "entity")
        assert open_margin().redo() is None

    @pytest.mark.parametrize("checkpoint", [False, True])
    def test_a_checkpoint_makes_no_difference(self, open_margin: Open, checkpoint: bool) -> None:
        margin = open_margin()
        margin.add(Span(12, 15), "quote")
        margin.add(Span(0, 3), "entity")
        if checkpoint:
            margin.checkpoint()
        margin = open_margin()
        assert margin.undo()
        assert margin.undo()
        assert margin.annotations == []

    def test_ones_own_from_another_machine_goes_back_to_what_it_was_there(
        self, open_margin: Open
    ) -> None:
        made = open_margin(machine="laptop").add(Span(12, 15), "quote")
        open_margin().relabel(made.id, "claim")
        again = open_margin()
        assert again.undo()
        assert [each.label for each in again.annotations] == ["quote"]
        assert again.undo() is None

    def test_each_window_takes_back_its_own_work_first(self, open_margin: Open) -> None:
        before = open_margin().add(Span(0, 3), "entity")
        one, two = open_margin(), open_margin()
        mine = one.add(Span(12, 15), "quote")
        theirs = two.add(Span(4, 10), "entity")
        assert one.undo() == Change(mine, None)
        assert one.undo() == Change(before, None)
        assert one.undo() is None
        assert one.annotations == [theirs]
        assert two.undo() == Change(theirs, None)
        assert two.undo() is None  # the other window has taken back what was before

    def test_only_the_end_of_a_long_history_is_read_for_it(
        self, open_margin: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "sync", lambda _: None)
        margin = open_margin()
        made = margin.add(Span(12, 15), "quote")
        for count in range(600):
            margin.set_note(made.id, str(count))
        margin.checkpoint()
        margin, sizes = open_margin(), []
        real = files.read

        def measured(*given: Any) -> Any:
            found = real(*given)
            sizes.append(len(found[0] or b""))
            return found

        monkeypatch.setattr(files, "read", measured)
        for count in reversed(range(20, 599)):
            margin.undo()
            assert margin.annotations[0].note == str(count)
            if count > 580:
                assert sum(sizes) < 80_000
        assert sum(sizes) > 300_000

    def test_what_has_changed_since_is_refused(self, open_margin: Open) -> None:
        made = open_margin(machine="laptop").add(Span(12, 15), "quote")
        open_margin().set_note(made.id, "x")
        open_margin(machine="laptop").relabel(made.id, "claim")
        with pytest.raises(Outdated, match="has been changed"):
            open_margin().undo()


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "all", "relabel", "note", "split", "join", "delete", "undo", "redo"]
        ),
        st.integers(0, 9),
        st.sampled_from(["quote", "entity", "claim"]),
    ),
    max_size=14,
)


@given(ACTS, st.booleans())
def test_what_is_read_backwards_is_what_a_window_remembers(
    deeds: list[tuple[str, int, str]], undone_first: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"), patch("os.fdatasync"):
        margin = Margin(ARTICLE, Path(folder), "Leila", "desk")
        for deed in deeds:
            do(margin, deed)
        own, kept = margin._layers.own, margin._history
        past = Past(own.past(), own.sequence)
        both = [(past.undone, kept.undone), (past.done, kept.done)]
        for give, remembered in both if undone_first else both[::-1]:
            expected = [change for act in remembered[::-1] for change in act.operation]
            assert operations(give) == expected


@given(ACTS, st.booleans())
def test_any_sequence_of_operations_can_be_taken_back_and_done_again(
    deeds: list[tuple[str, int, str]], again: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"), patch("os.fdatasync"):

        def opened() -> Margin:
            return Margin(ARTICLE, Path(folder), "Leila", "desk")

        margin = opened()
        for deed in deeds:
            do(margin, deed)
        last = content(margin)
        if again:
            margin = opened()
        while margin.undo():
            if again:
                margin = opened()
        assert content(margin) == content(opened()) == []
        while margin.redo():
            if again:
                margin = opened()
        reached = content(margin)
        assert reached == content(opened())
        if not any(kind in ("undo", "redo") for kind, _, _ in deeds):
            assert reached == last


def do(margin: Margin, deed: tuple[str, int, str]) -> None:
    """Do it, unless it is refused: twice the same tag, or nothing there to change, part or join."""
    kind, place, label = deed
    mine = margin.annotations
    target = mine[place % len(mine)].id if mine else ""
    other = mine[(place + 1) % len(mine)].id if mine else ""
    with suppress(HashiyaError):
        match kind:
            case "add":
                margin.add(Span(place, place + 2), label)
            case "all":
                margin.add_all([Span(place, place + 6), Span(place + 3, place + 9)], label)
            case "split":
                margin.split(target, place + 3)
            case "join":
                margin.join(target, other)
            case "undo":
                margin.undo()
            case "redo":
                margin.redo()
            case "relabel":
                margin.relabel(target, label)
            case "note":
                margin.set_note(target, f"{label} {place}")
            case "delete":
                margin.delete(target)


def content(margin: Margin) -> list[tuple[str, str, Span, str]]:
    """What a person sees of the annotations."""
    return [(each.id, each.label, each.span, each.note) for each in margin.annotations]


def test_revisions_do_not_make_a_difference() -> None:
    later = replace(ONE, rev=9, modified="2030-01-01T00:00:00Z")
    assert same(ONE, later)
    assert not same(ONE, TWO)
    assert same(None, None)
    assert not same(ONE, None)
