"""What the documents say of the emulators is what the test in them has printed."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.emulators import EMULATORS

ROOT = Path(__file__).parents[2]


def rows(document: str, title: str) -> list[list[str]]:
    """The cells of the table whose first row begins with ``title``."""
    table = (ROOT / document).read_text(encoding="utf-8").split(f"\n{title}")[1].split("\n\n")[0]
    return [[cell.strip() for cell in row.split(" | ")] for row in table.splitlines()[2:]]


def test_both_documents_have_one_table_of_all_emulators() -> None:
    title = "| terminal | mode |"
    found = rows("README.md", title)
    assert found == rows("docs/terminals.md", title)
    answers = rows("docs/terminals.md", "| terminal | what it answers |")
    assert [row[0] for row in answers] == [row[0] for row in found]
    assert len(found) == len(EMULATORS)


def test_each_is_right_in_every_cell() -> None:
    for name, _, cells, highlight, *_ in rows("README.md", "| terminal | mode |"):
        right, _, all_ = cells.partition(" of ")
        assert right == all_
        # It draws the dark ground of a quote black, as that of the page; the text beside the table says so.
        assert highlight == ("in 3 places not" if "mlterm" in name else "whole")
