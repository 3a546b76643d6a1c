"""Undo and redo: operations, their inverses, and what they do to a margin."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.history import Change, History, Operation, Outdated, inverse, same
from annotations.margin import Margin
from annotations.model import Annotation, Article, Span, annotate

ARTICLE = Article("a.txt", "قال الرئيس «نعم» اليوم")
ONE = annotate(ARTICLE, Span(0, 3), "entity", "Leila")
TWO = annotate(ARTICLE, Span(4, 10), "entity", "Leila")


class TestHistory:
    def test_the_inverse_takes_everything_back_from_the_last_to_the_first(self) -> None:
        operation = (Change(None, ONE), Change(TWO, None))
        assert inverse(operation) == (Change(None, TWO), Change(ONE, None))
        assert inverse(inverse(operation)) == operation

    def test_there_may_be_nothing_to_undo_or_redo(self) -> None:
        history = History()
        assert history.undo(lambda operation: operation) is None
        assert history.redo(lambda operation: operation) is None

    def test_what_is_undone_can_be_redone_until_something_else_is_done(self) -> None:
        history = History()
        history.record((Change(None, ONE),))
        assert history.undo(lambda operation: operation) == (Change(ONE, None),)
        assert history.redo(lambda operation: operation) == (Change(None, ONE),)
        history.undo(lambda operation: operation)
        history.record((Change(None, TWO),))
        assert history.redo(lambda operation: operation) is None

    def test_what_could_not_be_saved_can_be_tried_again(self) -> None:
        history = History()
        history.record((Change(None, ONE),))

        def full(_: Operation) -> Operation:
            raise HashiyaError("the disk is full")

        for _ in range(2):
            with pytest.raises(HashiyaError, match="full"):
                history.undo(full)
        assert history.undo(lambda operation: operation)

    def test_what_is_outdated_does_not_stand_in_the_way(self) -> None:
        history = History()
        history.record((Change(None, ONE),))
        history.record((Change(None, TWO),))

        def outdated(_: Operation) -> Operation:
            raise Outdated("has changed since")

        with pytest.raises(Outdated):
            history.undo(outdated)
        assert history.undo(lambda operation: operation) == (Change(ONE, None),)


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
        broken("fsync", errno.ENOSPC)
        with pytest.raises(HashiyaError, match="full"):
            margin.undo()
        assert margin.annotations == shown
        monkeypatch.undo()
        assert margin.undo() is not None


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "relabel", "note", "delete", "undo", "redo"]),
        st.integers(0, 9),
        st.sampled_from(["quote", "entity", "claim"]),
    ),
    max_size=14,
)


@given(ACTS, ACTS)
def test_any_sequence_of_operations_undone_gives_what_was_there_before(
    before: list[tuple[str, int, str]], acts: list[tuple[str, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"):
        first = Margin(ARTICLE, Path(folder), "Leila", "desk")
        for act in before:
            perform(first, act)
        margin = Margin(ARTICLE, Path(folder), "Leila", "desk")
        at_first = content(margin)
        for act in acts:
            perform(margin, act)
        last = content(margin)
        while margin.undo():
            pass
        assert content(margin) == at_first
        while margin.redo():
            pass
        reached = content(Margin(ARTICLE, Path(folder), "Leila", "desk"))
        assert reached == content(margin)
        if not any(kind in ("undo", "redo") for kind, _, _ in acts):
            assert reached == last


def perform(margin: Margin, act: tuple[str, int, str]) -> None:
    """Do it, unless it is refused: twice the same tag, or nothing there to change."""
    kind, place, label = act
    mine = margin.annotations
    target = mine[place % len(mine)].id if mine else ""
    with suppress(HashiyaError):
        match kind:
            case "add":
                margin.add(Span(place, place + 2), label)
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
    later = Annotation(**{**vars(ONE), "rev": 9, "modified": "2030-01-01T00:00:00Z"})
    assert same(ONE, later)
    assert not same(ONE, TWO)
    assert same(None, None)
    assert not same(ONE, None)
