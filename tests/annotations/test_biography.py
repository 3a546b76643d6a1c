"""What became of one annotation, read from the histories."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations import biography as module
from annotations.biography import Deed, Turn, biography
from annotations.journal import encode, line_of
from annotations.margin import Margin
from annotations.model import Review, Span
from tests.annotations.test_margin import YES, file_of, history_of

Open = Callable[..., Margin]


def deeds(root: Path, identifier: str, problems: list[str] | None = None) -> list[Deed]:
    return biography([file_of(root).parent], identifier, [] if problems is None else problems)


def told(root: Path, identifier: str) -> list[str]:
    """The deeds as text without their times, the newest first."""
    return [
        f"{deed.annotator} {deed.does}: " + "; ".join(map(changed, deed.turns))
        for deed in deeds(root, identifier)
    ]


def changed(turn: Turn) -> str:
    before = " ".join(filter(None, (turn.what, turn.name, turn.before)))
    return f"{before} → {turn.after}"


def test_every_act_on_it_newest_first(margin: Margin, open_margin: Open, root: Path) -> None:
    other = margin.add(Span(0, 3), "entity")
    made = margin.add(YES, "quote")
    margin.set_note(other.id, "not this one")
    margin.relabel(made.id, "claim")
    margin.set_note(made.id, "ملاحظة")
    margin.set_attributes(made.id, {"normalised": "x"})
    margin.set_attributes(made.id, {"normalised": None, "checkable": True})
    omar = open_margin("Omar")
    omar.decide(made.id, Review.DISPUTED)
    omar.comment(made.id, "why?")
    margin.place(made.id, Span(YES.start, YES.end + 1))
    margin.delete(made.id)
    margin.undo()
    assert told(root, made.id)[1:] == [
        "Leila delete: deleted نعم» → ",
        f"Leila resize: words نعم → نعم»; place {YES.start}–{YES.end} → {YES.start}–{YES.end + 1}",
        "Omar comment: comment → why?",
        "Omar decide: review → disputed",
        "Leila attributes: attribute normalised x → ; attribute checkable → true",
        "Leila attributes: attribute normalised → x",
        "Leila note: note → ملاحظة",
        "Leila relabel: label quote → claim",
        f"Leila tag: words → نعم; place → {YES.start}–{YES.end}; label → quote",
    ]
    assert told(root, made.id)[0].startswith("Leila undo: words → نعم»")
    assert len(deeds(root, other.id)) == 2


def test_what_it_was_is_known_from_the_other_machine(
    margin: Margin, open_margin: Open, root: Path
) -> None:
    made = margin.add(YES, "quote")
    margin.set_note(made.id, "desk")
    open_margin(machine="laptop").set_note(made.id, "laptop")
    margin.set_note(made.id, "desk again")
    assert told(root, made.id)[:3] == [
        "Leila note: note laptop → desk again",
        "Leila note: note desk → laptop",
        "Leila note: note → desk",
    ]
    assert {deed.machine for deed in deeds(root, made.id)} == {"desk", "laptop"}


def test_an_old_version_that_is_written_once_more_changes_nothing(
    margin: Margin, root: Path
) -> None:
    made = margin.add(YES, "quote")
    margin.set_note(made.id, "x")
    history = history_of(root)
    first = line_of(history.read_bytes().splitlines()[0])
    assert first is not None
    with history.open("ab") as file:
        file.write(encode(9, first.record))
    assert [deed.does for deed in deeds(root, made.id)] == ["note", "tag"]


def test_a_copy_of_a_file_says_nothing_twice(margin: Margin, root: Path) -> None:
    made = margin.add(YES, "quote")
    margin.set_note(made.id, "x")
    history = history_of(root)
    shutil.copy(history, history.with_name(f"{history.stem}.sync-conflict-20260101-000000.jsonl"))
    before = [deed.does for deed in deeds(root, made.id)]
    assert before == ["note", "tag"]


def test_it_is_read_in_pieces_whatever_their_size(
    margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = margin.add(YES, "quote")
    for number in range(5):
        margin.set_note(made.id, f"ملاحظة {number}")
        margin.comment(made.id, f"{number}")
    whole = deeds(root, made.id)
    assert len(whole) == 11
    for size in (7, 100, 1000):
        monkeypatch.setattr(module, "BLOCK", size)
        assert deeds(root, made.id) == whole


def test_it_ends_when_nobody_waits_for_it(margin: Margin, root: Path) -> None:
    made = margin.add(YES, "quote")
    assert biography([file_of(root).parent], made.id, [], lambda: False) == []


def test_a_damaged_line_is_passed_over(margin: Margin, root: Path) -> None:
    made = margin.add(YES, "quote")
    margin.set_note(made.id, "one")
    margin.set_note(made.id, "two")
    history = history_of(root)
    history.write_bytes(history.read_bytes().replace(b'"one"', b'"ane"'))
    assert [deed.does for deed in deeds(root, made.id)] == ["note", "tag"]
    history.unlink()
    assert deeds(root, made.id) == []
