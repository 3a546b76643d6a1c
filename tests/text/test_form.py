"""A sheet of named values, laid out."""

from __future__ import annotations

from tui.text.form import Entry, Form


def looks(form: Form, y: int) -> list[str]:
    """The look of each cell of a row that has no wide one, from the column of the values on."""
    cells = [look for shown, look in form.row(y) for _ in shown]
    return cells[form.values :]


def test_a_later_part_that_looks_otherwise_goes_over_an_earlier_one() -> None:
    entry = Entry("note", "note", "abcdef", marks=((0, 4, "outer"), (1, 3, "inner")))
    shown = looks(Form([entry], 60), 0)
    assert shown == ["outer", "inner", "inner", "outer", "", ""]


def test_a_name_that_is_too_long_for_its_column_has_a_row_of_its_own() -> None:
    form = Form([Entry("a", "a name that has no room", "نص"), Entry("b", "b", "نص")], 40)
    assert (form.height, form.tops) == (3, [0, 2, 3])
    assert [form.entry_at(y) for y in range(3)] == [0, 0, 1]
    assert "a name that has no room" in "".join(shown for shown, _ in form.row(0))
