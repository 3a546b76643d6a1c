"""Attributes: what they become, what another window changed meanwhile, and how they are written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.attributes import changed, differences, read, written
from annotations.margin import Margin
from annotations.model import Annotation
from annotations.project import Project
from annotations.writers.json import export_bytes
from tests.annotations.test_chronicle import told
from tests.annotations.test_margin import YES

Open = Callable[..., Margin]

NAMES = st.sampled_from(["speaker", "manner", "قائل"])
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
ATTRIBUTES = st.dictionaries(NAMES, VALUES)


def attributes_of(margin: Margin) -> dict[str, object]:
    (annotation,) = margin.annotations
    return dict(annotation.attributes)


@given(ATTRIBUTES, ATTRIBUTES)
def test_the_differences_lead_from_one_to_the_other(
    old: dict[str, object], new: dict[str, object]
) -> None:
    differ = differences(old, new)
    assert json.dumps(changed(old, differ), sort_keys=True) == json.dumps(new, sort_keys=True)
    assert not differences(new, new)


def test_one_is_not_true() -> None:
    assert differences({"a": 1, "b": [1], "c": 1}, {"a": True, "b": [True], "c": 1}) == {
        "a": True,
        "b": [True],
    }


@given(ATTRIBUTES, NAMES, VALUES, NAMES, VALUES)
def test_two_who_change_different_attributes_keep_both(
    old: dict[str, object], one: str, value: object, other: str, second: object
) -> None:
    if one != other:
        meanwhile, mine = changed(old, {other: second}), changed(old, {one: value})
        merged = changed(meanwhile, differences(old, mine))
        assert merged == changed(old, {one: value, other: second})


@given(VALUES)
def test_what_is_written_is_read_as_it_was(value: object) -> None:
    text = written(value)
    if text.strip():
        again = read(text, value)
        assert (type(again), again) == (type(value), value)
    else:
        assert read(text, value) is None


@pytest.mark.parametrize(
    ("text", "like", "value"),
    [
        ("نفي", "", "نفي"),
        ("12", "", "12"),
        ("12", 3, 12),
        ("1.5", 3, 1.5),
        ("some", 3, "some"),
        ("false", True, False),
        ("a , b", ["c"], ["a", "b"]),
        ("  ", 3, None),
    ],
)
def test_what_is_written_by_hand_keeps_its_kind_where_it_can(
    text: str, like: object, value: object
) -> None:
    assert read(text, like) == value


def test_setting_one_leaves_the_others_and_is_undone(margin: Margin, open_margin: Open) -> None:
    made = margin.add(YES, "claim")
    margin.set_attributes(made.id, {"normalised": "الوزير", "kind": "event"})
    changed_one = margin.set_attributes(made.id, {"kind": None, "checkable": True})
    assert isinstance(changed_one, Annotation)
    assert changed_one.attributes == {"normalised": "الوزير", "checkable": True}
    assert attributes_of(open_margin()) == {"normalised": "الوزير", "checkable": True}
    margin.undo()
    assert attributes_of(margin) == {"normalised": "الوزير", "kind": "event"}
    again = open_margin()  # also after a restart
    again.undo()
    assert attributes_of(again) == {}
    again.redo()
    assert attributes_of(again) == {"normalised": "الوزير", "kind": "event"}


def test_nobody_changes_those_of_a_colleague(margin: Margin, open_margin: Open) -> None:
    theirs = open_margin("Omar").add(YES, "claim")
    with pytest.raises(HashiyaError, match="only they can change it"):
        margin.set_attributes(theirs.id, {"normalised": "x"})


def test_they_are_told_and_exported(margin: Margin, root: Path) -> None:
    made = margin.add(YES, "claim")
    margin.set_attributes(made.id, {"normalised": "الوزير", "date": "2023"})
    margin.set_attributes(made.id, {"normalised": None})
    assert told(root)[1:] == [
        "Leila (desk) changed the attributes of the claim “نعم”: normalised = الوزير, date = 2023",
        "Leila (desk) changed the attributes of the claim “نعم”: normalised removed",
    ]
    project = Project.open(root, "Leila", "desk")
    exported = json.loads(export_bytes(project, project.articles(), problems=[]))
    assert exported["articles"][0]["annotations"][0]["attributes"] == {"date": "2023"}


def test_two_windows_of_one_hand_keep_what_both_set(margin: Margin, open_margin: Open) -> None:
    made = margin.add(YES, "claim")
    other = open_margin()
    other.refresh = lambda: False  # it has not looked yet
    margin.set_attributes(made.id, {"normalised": "one"})
    other.set_attributes(made.id, {"kind": "cause"})
    assert attributes_of(open_margin()) == {"normalised": "one", "kind": "cause"}
