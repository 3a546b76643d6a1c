"""Writing in a field: an edit is the same edit on the string, the caret is where the layout says, all can be undone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.clusters import clusters
from annotations.model import Direction, Span
from tui.text.editing import MOST_IN_LINE, MOST_IN_LINES, Editor, cleaned
from tui.text.layout import Layout, Script

RTL, LTR = Direction.RTL, Direction.LTR

PIECES = [
    *"ابتلمنوه", "لا", "لأ", "كَلَّا", "َ", "ّ", "ـ", "می‌خواهم", "\u200c", "\u200d", "\u200f", "\u200e", "שלום", "Ali",
    *"abc", "18", "٢٣", "50%", "(", ")", "«", "»", "،", ".", " ", "  ", "😀", "👩‍👩‍👧", "🇵🇸", "é", "e\u0301",
    "\u2067", "\u2069", "\u202e", "漢",
]  # fmt: skip
line = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
lines = st.lists(st.sampled_from([*PIECES, "\n", "\n"]), max_size=20).map("".join)
UNITS = ("point", "cluster", "word", "line")
MOTIONS = (
    "left", "right", "word-left", "word-right", "row-start", "row-end", "start", "end", "up", "down", "page-down",
    "paragraph", "paragraph-back",
)  # fmt: skip
step = st.one_of(
    st.tuples(st.just("type"), st.sampled_from([*PIECES, "\n"])),
    st.tuples(st.just("paste"), lines),
    st.tuples(st.just("erase"), st.sampled_from(UNITS), st.sampled_from([-1, 1])),
    st.tuples(st.just("move"), st.sampled_from(MOTIONS), st.booleans()),
    st.tuples(st.sampled_from(["undo", "redo", "all"])),
)


def at(text: str, caret: int, **kind: bool) -> Editor:
    """An editor with the caret at an offset, whether or not a cluster begins there."""
    editor = Editor(text, **kind)
    editor.caret = caret
    return editor


def make(editor: Editor, step: tuple) -> None:  # type: ignore[type-arg]
    match step:
        case ("type", text):
            editor.insert(text, typed=True)
        case ("paste", text):
            editor.insert(text)
        case ("erase", unit, way):
            editor.erase(unit, way)
        case ("move", where, extend):
            editor.move(where, extend=extend)
        case ("all",):
            editor.select(Span(0, len(editor.text)))
        case ("undo",):
            editor.undo()
        case ("redo",):
            editor.redo()


@dataclass
class Plain:
    """The same field as plain strings: what it was before and after each change, and nothing cleverer."""

    text: str
    past: list[str] = field(default_factory=list)

    def replace(self, start: int, end: int, inserted: str) -> None:
        self.past.append(self.text)
        self.text = self.text[:start] + inserted + self.text[end:]


def erased_range(text: str, caret: int, unit: str, way: int) -> tuple[int, int]:
    """What an erasure takes of a text without a selection, written from its description."""
    whole = clusters(text)
    ends = {
        "point": (max(0, caret - 1), min(len(text), caret + 1)),
        "cluster": (
            max((b for b in whole if b < caret), default=0),
            min((b for b in whole if b > caret), default=len(text)),
        ),
    }
    before, after = text[:caret].rpartition("\n")[2], text[caret:].partition("\n")[0]
    ends["line"] = (
        caret - len(before) if before else ends["cluster"][0],
        caret + len(after) if after else ends["cluster"][1],
    )
    first, last = ends[unit]
    return (first, caret) if way < 0 else (caret, last)


class TestEditsAreThoseOfAString:
    @given(lines, st.lists(step, max_size=25), st.booleans())
    def test_every_step(self, text: str, steps: list[tuple], several: bool) -> None:  # type: ignore[type-arg]
        text = cleaned(text, lines=several)
        editor, plain = Editor(text, lines=several), Plain(text)
        for each in steps:
            selection, caret = editor.selection, editor.caret
            start, end = selection or (caret, caret)
            make(editor, each)
            match each:
                case ("type" | "paste", written):
                    if inserted := cleaned(written, lines=several):
                        plain.replace(start, end, inserted)
                        assert editor.caret == start + len(inserted)
                case ("erase", "word", way) if not selection:
                    first, last = sorted((caret, editor.caret if way < 0 else caret))
                    last += len(plain.text) - len(editor.text) if way > 0 else 0
                    plain.replace(first, last, "")
                case ("erase", unit, way):
                    taken = selection or erased_range(plain.text, caret, unit, way)
                    plain.replace(*taken, "")
                    assert editor.caret == taken[0]
                case ("undo",) | ("redo",):
                    plain.text = editor.text  # below
            assert editor.text == plain.text
            assert 0 <= editor.caret <= len(editor.text)

    @given(line, st.text(st.sampled_from("لابَ\u200ca1 "), max_size=12), st.data())
    def test_what_is_typed_keeps_its_order_whatever_joins(
        self, text: str, typed: str, data: st.DataObject
    ) -> None:
        caret = data.draw(st.sampled_from(clusters(text)))
        editor = at(text, caret)
        for character in typed:
            editor.insert(character, typed=True)
        assert editor.text == text[:caret] + typed + text[caret:]

    @given(lines, st.lists(step, max_size=25))
    def test_a_motion_never_ends_inside_a_cluster(self, text: str, steps: list[tuple]) -> None:  # type: ignore[type-arg]
        editor = Editor(text, lines=True)
        editor.width = 12
        for each in steps:
            make(editor, each)
            if each[0] in ("move", "all"):
                assert editor.caret in clusters(editor.text)

    def test_nor_does_a_click_or_a_word_that_begins_behind_what_is_invisible(self) -> None:
        editor = Editor("\u200fكلمة بَّلا")
        editor.move("word-right")
        editor.move("word-right")
        assert editor.caret == 0
        for inside, start in ((1, 0), (7, 6), (8, 6), (9, 9), (10, 9)):
            editor.put(inside)
            assert editor.caret == start


class TestTheWayBack:
    @given(lines, st.lists(step, max_size=30))
    def test_undoing_everything_gives_the_beginning_and_redoing_the_end(
        self, text: str, steps: list[tuple]  # type: ignore[type-arg]
    ) -> None:  # fmt: skip
        editor = Editor(text, lines=True)
        for each in steps:
            make(editor, each)
        while editor.redo():
            pass
        end = editor.text
        undone = 0
        while editor.undo():
            undone += 1
        assert editor.text == text
        for _ in range(undone):
            assert editor.redo()
        assert editor.text == end
        assert not editor.redo()

    def test_typing_is_undone_word_by_word(self) -> None:
        editor = Editor()
        for character in "قال لي نعم":
            editor.insert(character, typed=True)
        seen = []
        while editor.undo():
            seen.append(editor.text)
        assert seen == ["قال لي ", "قال ", ""]

    def test_a_motion_begins_another_step(self) -> None:
        editor = Editor()
        editor.insert("a", typed=True)
        editor.move("start")
        editor.move("end")
        editor.insert("b", typed=True)
        editor.undo()
        assert editor.text == "a"

    def test_erasing_one_by_one_is_one_step_and_brings_the_caret_back(self) -> None:
        editor = at("كلام", 3)
        for _ in range(2):
            editor.erase("point", -1)
        assert editor.text == "كم"
        editor.undo()
        assert (editor.text, editor.caret) == ("كلام", 3)
        for _ in range(2):
            editor.redo()
        assert (editor.text, editor.caret) == ("كم", 1)
        editor.erase("cluster", 1)
        editor.undo()
        assert (editor.text, editor.caret) == ("كم", 1)

    def test_a_new_edit_ends_what_could_be_redone(self) -> None:
        editor = Editor("ab")
        editor.erase("point", -1)
        editor.undo()
        editor.insert("c", typed=True)
        assert not editor.redo()
        assert editor.text == "abc"

    def test_the_selection_that_was_written_over_comes_back(self) -> None:
        editor = Editor("قال نعم")
        editor.select(Span(0, 3))
        editor.insert("ك", typed=True)
        editor.insert("ت", typed=True)
        assert editor.text == "كت نعم"
        editor.undo()
        assert editor.text == "قال نعم"
        assert editor.selected == "قال"


class TestTheCaretIsWhereTheLayoutSays:
    @given(lines, st.integers(8, 40), st.sampled_from([RTL, LTR]))
    def test_its_cell_shows_the_cluster_that_follows_it(
        self, text: str, width: int, direction: Direction
    ) -> None:
        editor = Editor(text, direction, lines=True)
        editor.width = width
        # A space at the end of a line is a cell to go through, unlike one where a row is wrapped.
        shown_as = re.sub(" +(?=\n)", lambda spaces: "\u2003" * len(spaces[0]), text)
        plain = Layout(Script(shown_as, direction), width, gap=0)
        for start, end in zip(clusters(text), clusters(text)[1:], strict=False):
            editor.put(start)
            row = editor.layout.row_at(editor.caret)
            shown = [cell for cell in row.cells if cell.start <= start < cell.end]
            if not shown:  # a line end, or a space that hangs: after the row
                assert row.tail is not None
                assert row.column(start) == row.stops[row.stop(row.tail)][0]
                continue
            cell = row.cells[row.column(start) - row.left]
            assert cell.start <= start < end <= cell.end
            # What the field adds for the caret moves nothing that is read, but the last line to the caret's room.
            there = plain.row_at(start)
            if there.paragraph < plain.script.block(len(plain.script) - 1).paragraph:
                assert (there.column(start), plain.row_of(start)) == (
                    row.column(start),
                    editor.layout.row_of(start),
                )

    @given(lines, st.integers(8, 40))
    @example("قال\nAli\nنعم", 20)
    def test_turning_round_at_once_comes_back_over_the_end_of_a_row_as_well(
        self, text: str, width: int
    ) -> None:
        last = text.rpartition("\n")[2]
        assume(not last or last.strip("\u200c\u200d\u200e\u200f"))  # else what is seen is the end
        editor = Editor(text, lines=True)
        editor.width = width
        for start in clusters(text):
            if start not in [offset for _, offset in editor.layout.row_at(start).stops]:
                continue  # it shows nothing, or hangs
            for there, back in (("left", "right"), ("right", "left")):
                editor.put(start)
                editor.move(there)
                if editor.caret != start:
                    editor.move(back)
                    assert editor.caret == start

    def test_turning_round_again_leads_on_into_the_line(self) -> None:
        editor = Editor("قال\nAli", lines=True)
        editor.put(3)
        seen = []
        for where in ("left", "right", "left", "right", "right"):
            editor.move(where)
            seen.append(editor.caret)
        assert seen == [4, 3, 4, 5, 6]

    def test_spaces_at_the_end_of_a_line_have_a_cell_each(self) -> None:
        editor = Editor("قال  \nAli  \nنعم", lines=True)
        editor.width = 20
        columns = [editor.layout.row_at(at).column(at) for at in range(12)]
        assert columns == [19, 18, 17, 16, 15, 14, 0, 1, 2, 3, 4, 5]

    @given(lines, st.integers(8, 40))
    def test_at_the_end_it_has_a_cell_of_its_own(self, text: str, width: int) -> None:
        editor = Editor(text, lines=True)
        editor.width = width
        editor.move("end")
        row = editor.layout.row_at(editor.caret)
        assert 0 <= row.column(editor.caret) < editor.layout.width
        assert editor.layout.height == editor.layout.row_of(editor.caret) + 1
        last = text.rpartition("\n")[2]
        if last.strip("\u200c\u200d\u200e\u200f"):
            assert row.cells[row.column(editor.caret) - row.left].start == len(text)

    @given(line)
    def test_each_place_has_one_cell_and_left_then_right_comes_back(self, text: str) -> None:
        editor = Editor(text)
        assume(
            not text or text.strip("\u200c\u200d\u200e\u200f")
        )  # else nothing is seen to move on
        places = clusters(text)
        columns = []
        for place in places:
            for one, other in (("left", "right"), ("right", "left")):
                editor.put(place)
                editor.move(one)
                if editor.caret != place:
                    editor.move(other)
                assert editor.caret == place
            columns.append(editor.layout.row_at(place).column(place))
        assert len(set(columns)) == len(columns)

    @given(line)
    @example("a\u202eب")  # an override that nothing ends
    def test_going_left_from_the_right_edge_is_going_cell_by_cell(self, text: str) -> None:
        editor = Editor(text)
        while True:  # to the right edge
            before = editor.caret
            editor.move("right")
            if editor.caret == before:
                break
        columns = [editor.layout.row_at(editor.caret).column(editor.caret)]
        for _ in clusters(text):
            editor.move("left")
            columns.append(editor.layout.row_at(editor.caret).column(editor.caret))
        assert columns == sorted(columns, reverse=True)
        assert len(set(columns)) == len(
            [c for c in editor.layout.row(0).clusters if c.start <= len(text)]
        )  # type: ignore[union-attr]


class TestWhereTheDirectionChanges:
    def test_what_comes_before_the_caret_is_named_where_it_is_not_beside_it(self) -> None:
        text = "قال Ali نعم"
        editor = at(text, 4)  # on the A, at the left of the Latin word
        assert editor.beside == (3, 4)  # the space at its right
        editor.caret = 7  # on the space at the left of the Latin word
        assert editor.beside == (6, 7)  # the i at its right end, where more Latin would go
        for inside in (1, 2, 5, 6, 9):
            editor.caret = inside
            assert editor.beside is None

    def test_a_word_of_two_letters_is_enough(self) -> None:
        assert at("قال AB نعم", 4).beside == (3, 4)
        assert at("قال A نعم", 4).beside is None

    def test_in_one_direction_there_is_never_any(self) -> None:
        for text in ("وصل وزير الخارجية", "He said so.", "", "كَلَّا"):
            for place in clusters(text):
                assert at(text, place).beside is None


class TestUnits:
    def test_back_a_code_point_forth_a_cluster(self) -> None:
        editor = Editor("كَلَّا")
        editor.erase("point", -1)
        assert editor.text == "كَلَّ"
        editor.move("start")
        editor.erase("cluster", 1)
        assert editor.text == "لَّ"
        editor.erase("point", 1)
        assert editor.text == "َّ"

    def test_back_a_cluster(self) -> None:
        for text, left in (("بلا", "ب"), ("ك👩‍👩‍👧", "ك"), ("بَّ", ""), ("می‌", "م")):
            editor = Editor(text)
            editor.erase("cluster", -1)
            assert editor.text == left

    def test_words(self) -> None:
        editor = Editor("قال Barack Obama نعم")
        editor.erase("word", -1)
        assert editor.text == "قال Barack Obama "
        editor.erase("word", -1)
        assert editor.text == "قال Barack "
        editor.move("start")
        editor.erase("word", 1)
        assert editor.text == "Barack "

    def test_the_rest_of_the_line_and_at_its_edge_the_line_end(self) -> None:
        editor = at("أول سطر\nثان هنا\nثالث", 12, lines=True)
        editor.erase("line", 1)
        assert editor.text == "أول سطر\nثان \nثالث"
        editor.erase("line", -1)
        assert editor.text == "أول سطر\n\nثالث"
        editor.erase("line", -1)
        assert editor.text == "أول سطر\nثالث"
        editor.erase("line", 1)
        assert editor.text == "أول سطرثالث"

    def test_a_line_end_of_another_system_goes_whole(self) -> None:
        editor = at("أ\r\nب", 3, lines=True)
        editor.erase("point", -1)
        assert editor.text == "أب"

    def test_an_unknown_unit_is_refused(self) -> None:
        with pytest.raises(ValueError, match="page"):
            Editor("a").erase("page", 1)

    def test_up_and_down_keep_the_column_over_a_short_line(self) -> None:
        editor = at("ابتثجحخد\nاب\nابتثجحخد", 6, lines=True)
        editor.width = 20
        editor.move("down")
        editor.move("down")
        assert editor.caret == 12 + 6
        editor.move("up")
        editor.put(10)  # a click is another column
        editor.move("down")
        assert editor.caret == 12 + 1

    def test_a_text_of_several_lines_has_one_row_in_a_field_of_one(self) -> None:
        editor = Editor("أ\nب")
        assert editor.layout.height == 1
        assert editor.text == "أ\nب"

    def test_shift_and_a_motion_select_and_the_motion_alone_ends_it(self) -> None:
        editor = at("قال Ali نعم", 0)
        for _ in range(2):
            editor.move("word-left", extend=True)
        assert editor.selected == "قال Ali "
        editor.move("right")
        assert editor.selection is None


class TestWhatGetsIn:
    @given(st.text(), st.booleans())
    def test_never_a_control_character(self, text: str, several: bool) -> None:
        found = cleaned(text, lines=several)
        kept = "\n" if several else ""
        assert not [c for c in found if unicodedata.category(c) == "Cc" and c not in kept]

    @given(lines)
    def test_what_has_no_control_stays_as_it_is(self, text: str) -> None:
        assert cleaned(text, lines=True) == text
        flat = text.removesuffix("\n").replace("\n", " ")
        assert cleaned(text, lines=False) == flat

    def test_what_colours_a_terminal_goes_as_a_whole(self) -> None:
        assert cleaned("\x1b[1;31mخطأ\x1b[0m\x1b]0;title\x07!", lines=False) == "خطأ!"
        assert cleaned("\x1b]0;no end", lines=False) == "]0;no end"

    def test_line_ends_of_every_kind(self) -> None:
        text = "أ\r\nب\rج\u2029د\x85"
        assert cleaned(text, lines=True) == "أ\nب\nج\nد\n"
        assert cleaned(text, lines=False) == "أ ب ج د"

    @pytest.mark.parametrize(("several", "most"), [(False, MOST_IN_LINE), (True, MOST_IN_LINES)])
    def test_a_megabyte_is_cut_to_what_there_is_room_for(self, several: bool, most: int) -> None:
        editor = Editor("ab", lines=several)
        editor.move("start")
        assert editor.insert("كلمة " * 200_000) == 1_000_000 - most + 2
        assert len(editor.text) == most
        assert editor.text.endswith("ab")
        assert editor.insert("x") == 1
        editor.undo()
        assert editor.text == "ab"

    def test_a_longer_text_that_was_there_already_is_kept(self) -> None:
        editor = Editor("ب" * (MOST_IN_LINE + 5))
        assert editor.insert("ت", typed=True) == 1
        editor.erase("point", -1)
        assert len(editor.text) == MOST_IN_LINE + 4
