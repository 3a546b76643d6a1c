"""Who did what and when, in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.chronicle import chronicle
from annotations.documents import number, to_document
from annotations.history import Act
from annotations.margin import Margin
from annotations.model import Span, annotate
from tests.annotations.test_margin import YES, file_of, history_of

Open = Callable[..., Margin]


def told(root: Path, problems: list[str] | None = None) -> list[str]:
    """The sentences, with the names, without the times."""
    events = chronicle(file_of(root).parent, [] if problems is None else problems)
    assert [event.time for event in events] == sorted(event.time for event in events)
    return [f"{event.annotator} ({event.machine}) {event.sentence}" for event in events]


def test_every_act_is_a_sentence(margin: Margin, root: Path) -> None:
    made = margin.add(YES, "quote")
    margin.relabel(made.id, "claim")
    margin.set_note(made.id, "ملاحظة")
    margin.set_note(made.id, "")
    margin.delete(made.id)
    margin.undo()
    margin.redo()
    assert told(root) == [
        f"Leila (desk) {sentence}"
        for sentence in [
            "tagged “نعم” as quote",
            "changed the quote “نعم” to claim",
            "wrote a note on the claim “نعم”: ملاحظة",
            "removed the note from the claim “نعم”",
            "deleted the claim “نعم”",
            "took back: deleted the claim “نعم”",
            "did again: deleted the claim “نعم”",
        ]
    ]


def test_all_hands_in_the_order_of_time(open_margin: Open, root: Path) -> None:
    open_margin("Omar").add(YES, "quote")
    open_margin(machine="laptop").add(YES, "claim")
    open_margin("a@b").add(Span(0, 3), "entity")
    assert told(root) == [
        "Omar (desk) tagged “نعم” as quote",
        "Leila (laptop) tagged “نعم” as claim",
        "a@b (desk) tagged “قال” as entity",
    ]
    (event, *_) = chronicle(file_of(root).parent, [])
    assert str(event) == f"{event.time[:10]} {event.time[11:19]}  Omar (desk)  {event.sentence}"


def test_a_clock_that_is_set_back_does_not_turn_round_what_one_hand_did(
    open_margin: Open, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(f"2026-01-01T{hour}:00:00.000Z" for hour in (11, 10, 12))
    monkeypatch.setattr(
        "annotations.hand.Act", lambda *given, **more: Act(*given, time=next(times), **more)
    )
    margin = open_margin()
    margin.add(YES, "quote")
    margin.undo()
    open_margin("Omar").add(YES, "claim")
    sentences = [event.sentence for event in chronicle(file_of(root).parent, [])]
    assert sentences == [
        "tagged “نعم” as quote",
        "took back: tagged “نعم” as quote",
        "tagged “نعم” as claim",
    ]


def test_nothing(root: Path) -> None:
    assert told(root) == []


def test_a_checkpoint_makes_no_difference(margin: Margin, root: Path) -> None:
    margin.add(YES, "quote")
    before = told(root)
    margin.checkpoint()
    assert told(root) == before


def test_what_is_from_before_there_was_a_history(open_margin: Open, root: Path) -> None:
    made = annotate(open_margin().article, YES, "quote", "Leila")
    document = {**to_document(made), "rev": 2, "deleted": True, "modified": "2090-01-01T00:00:00Z"}
    old = {"meta": {"1": {"schema": 1}}, "annotations": {str(number(made.id)): document}}
    file_of(root).parent.mkdir(parents=True)
    file_of(root).write_text(json.dumps(old), "utf-8")
    expected = ["Leila (desk) made the quote “نعم”", "Leila (desk) deleted the quote “نعم”"]
    assert told(root) == expected
    open_margin().add(Span(0, 3), "entity")
    assert told(root) == [expected[0], "Leila (desk) tagged “قال” as entity", expected[1]]


def test_what_another_program_overwrote(margin: Margin, root: Path) -> None:
    margin.add(YES, "quote")
    before = history_of(root).read_bytes()
    margin.add(Span(0, 3), "entity")
    history_of(root).write_bytes(before)
    margin.add(Span(4, 10), "entity")
    assert "wrote 1 annotation again that another program had overwritten" in told(root)[1]


def test_a_copy_that_a_tool_made_says_nothing_twice(margin: Margin, root: Path) -> None:
    margin.add(YES, "quote")
    copy = "Leila@desk.history.sync-conflict-20260101-120000-ABC.jsonl"
    shutil.copy(history_of(root), history_of(root).with_name(copy))
    assert told(root) == ["Leila (desk) tagged “نعم” as quote"]


def test_what_cannot_be_read_is_named_and_the_rest_is_told(margin: Margin, root: Path) -> None:
    for start in range(3):
        margin.add(Span(start, start + 1), "entity")
    first, _, third = history_of(root).read_bytes().splitlines(keepends=True)
    history_of(root).write_bytes(first + third)
    problems: list[str] = []
    assert told(root, problems) == ["Leila (desk) tagged “ق” as entity"]
    (problem,) = problems
    assert "Leila@desk.history.jsonl is damaged" in problem
