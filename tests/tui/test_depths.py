"""Overlapping annotations are told apart: in depths, in the looks of their cells, and by rails in the margin."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.color_triplet import ColorTriplet
from rich.style import Style

from annotations.margin import reading_order
from annotations.model import Annotation, Article, Span, annotate
from tests.text.counting import lines_run
from tests.tui.conftest import Room
from tui.text.layout import Layout, Script
from tui.widgets.depths import Depths
from tui.widgets.layers import Layers
from tui.widgets.painter import Ink, Palette, paint
from tui.widgets.rails import rails
from tui.widgets.styles import LABELS, label_look

TEXT = "قال رئيس وزراء جمهورية مصر العربية إن القرار نهائي ولا رجعة فيه"
ARTICLE = Article("a.txt", TEXT)
SPANS = st.builds(
    lambda start, length: Span(start, min(len(TEXT), start + length)),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 20),
)
TAGGED = st.lists(st.tuples(st.sampled_from(["quote", "entity"]), SPANS), max_size=9)
PATTERNS = ["background", "bold", "underline", "italic"]


def tags(labelled: list[tuple[str, Span]]) -> list[Annotation]:
    made = [annotate(ARTICLE, span, label, "A") for label, span in labelled]
    return sorted(made, key=reading_order)


def clash(one: Annotation, other: Annotation) -> bool:
    """Whether the two would run together if they looked alike: a reference in one line."""
    apart = max(one.start, other.start) - min(one.end, other.end)
    return one.label == other.label and apart <= 1


class TestDepths:
    @given(TAGGED, st.data())
    def test_those_that_overlap_or_touch_have_different_depths_in_whatever_order_one_asks(
        self, labelled: list[tuple[str, Span]], data: st.DataObject
    ) -> None:
        held = tags(labelled)
        depths = Depths(Layers(held), lambda each: each.label)
        for each in data.draw(st.permutations(held)):
            depths.of(each)
        for one, other in combinations(held, 2):
            if clash(one, other):
                assert depths.of(one) != depths.of(other)

    @given(TAGGED, TAGGED, st.data())
    def test_what_comes_and_goes_changes_the_depth_of_nothing_that_stays(
        self, first: list[tuple[str, Span]], second: list[tuple[str, Span]], data: st.DataObject
    ) -> None:
        held = tags(first)
        layers = Layers(held)
        depths = Depths(layers, lambda each: each.label)
        before = {each.id: depths.of(each) for each in held}
        staying = [each for each in held if data.draw(st.booleans())]
        after = sorted([*staying, *tags(second)], key=reading_order)
        gone, _ = layers.replace(after)
        # What is between two that went counts as gone and come, and so may be another.
        depths.forget(gone)
        found = {each.id: depths.of(each) for each in after}
        kept = {each.id for each in staying} - {each.id for each in gone}
        assert {id: found[id] for id in kept} == {id: before[id] for id in kept}
        for one, other in combinations(after, 2):
            if clash(one, other):
                assert found[one.id] != found[other.id]

    def test_the_outermost_has_the_first_whichever_is_seen_first(self) -> None:
        held = tags([("entity", Span(4 + at, 34)) for at in (0, 5, 11, 19, 23)])
        depths = Depths(Layers(held), lambda each: each.label)
        assert [depths.of(each) for each in reversed(held)] == [4, 3, 2, 1, 0]

    def test_asking_costs_what_is_near_however_many_there_are(self) -> None:
        article = Article("a.txt", "كلمة " * 4000)
        few, many = (
            Layers(
                [annotate(article, Span(10 * at, 10 * at + 4), "entity", "A") for at in range(n)]
            )
            for n in (20, 2000)
        )
        costs = []
        for layers in (few, many):
            depths = Depths(layers, lambda each: each.label)
            costs.append(lines_run(lambda d=depths, a=layers.annotations: d.of(a[-1])))
        assert costs[0] == costs[1]


class TestLooks:
    @pytest.mark.parametrize("quiet", [False, True])
    @pytest.mark.parametrize("pattern", PATTERNS)
    @given(st.sets(st.integers(0, 8), min_size=1), st.integers(0, 8))
    def test_where_one_begins_or_ends_the_look_changes(
        self, pattern: str, quiet: bool, depths: set[int], other: int
    ) -> None:
        wanted = replace(LABELS["quote"], pattern=pattern)
        if not depths - {other}:
            return
        one = label_look(wanted, sorted(depths | {other}), quiet=quiet)
        without = label_look(wanted, sorted(depths - {other}), quiet=quiet)
        assert replace(one, bare="") != replace(without, bare="")
        assert one.bare != without.bare

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_five_nested_have_five_looks_and_neighbours_have_two(self, pattern: str) -> None:
        wanted = replace(LABELS["entity"], pattern=pattern)
        nested = [label_look(wanted, range(count)) for count in range(1, 6)]
        assert len(set(nested)) == 5
        assert label_look(wanted, [0]) != label_look(wanted, [1])


PALETTE = Palette(
    text=Style.parse("#ffffff on #000000"),
    # A stand-in that can be read off a cell: so much blue, red or green as the depths add up to in tens.
    ink=lambda kind, depths: Ink(
        tint=_TINTS[kind], share=sum(10.0 * (d + 1) for d in depths) / 255
    ),
    marks={"end": Style(underline=True)},
    number=Style(),
)
_TINTS = {"entity": ColorTriplet(0, 255, 0), "quote": ColorTriplet(0, 0, 255)}


def drawn(
    annotations: list[Annotation], current: Annotation | None = None
) -> list[tuple[str, str]]:
    """The cells of the text from right to left: a sign for how deep an entity is, and for what else is there."""
    (row,) = (row for row in Layout(Script(TEXT), 200).rows() if row)
    depths = Depths(Layers(annotations), lambda each: each.label)
    parts = current.parts if current else ()
    segments = paint(
        row,
        PALETTE,
        annotations=annotations,
        depth=depths.of,
        ends=[at for start, end in parts for at in (start, end - 1)],
    )
    signs = []
    for segment in segments:
        style = segment.style or Style()
        assert style.bgcolor is not None
        green = round(style.bgcolor.get_truecolor().green / 10)
        sign = "-" if style.strike else f"{green:x}" if green else "."
        signs += [(sign, "^" if style.underline else " ")] * segment.cell_length
    return signs[::-1]


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


class TestGolden:
    """One character for a cell, in the order of the text: the depths there, each plus one, added up."""

    def test_three_nested_with_the_middle_one_chosen(self) -> None:
        nested = [
            annotate(ARTICLE, span(words), "entity", "A")
            for words in ("رئيس وزراء جمهورية مصر العربية", "جمهورية مصر العربية", "العربية")
        ]
        cells = drawn(nested, current=nested[1])
        assert "".join(sign for sign, _ in cells) == (
            #   قال رئيس وزراء جمهورية مصر العربية إن القرار نهائي ولا رجعة فيه  (لا is one cell)
            "....111111111113333333333336666666............................"
        )
        assert "".join(mark for _, mark in cells).rstrip() == f"{'^':>16}{'^':>18}"

    def test_side_by_side_and_crossing(self) -> None:
        held = tags([("entity", span(words)) for words in ("رئيس", "وزراء جمهورية", "جمهورية مصر")])
        signs = "".join(sign for sign, _ in drawn(held))
        assert signs.startswith("....1111.22222233333331111.")

    def test_a_thread_joins_the_parts_of_one_and_the_words_between_are_not_painted(self) -> None:
        whole = annotate(ARTICLE, span("رئيس وزراء جمهورية مصر العربية"), "entity", "A")
        parted = replace(whole, fragments=(span("رئيس"), span("العربية")))
        signs = "".join(sign for sign, _ in drawn([parted]))
        assert signs.startswith("....1111-.....-.......-...-1111111.")


class TestRails:
    @staticmethod
    def shown(
        annotations: list[Annotation],
        current: Annotation | None = None,
        thread: Style | None = None,
    ) -> list[str]:
        """The margin of an article on the rows of 10 code points, at their right."""
        depths = Depths(Layers(annotations), lambda _: "")
        rows = [Span(start, start + 10) for start in range(0, 40, 10)]
        return [
            "".join(
                segment.text
                for segment in rails(
                    row,
                    Layers(annotations).touching(*row),
                    3,
                    PALETTE,
                    kind=lambda each: each.label,
                    rail=depths.of,
                    current=current,
                    mirrored=False,
                    thread=thread,
                )
            )
            for row in rows
        ]

    def test_brackets_nest_and_what_stays_in_a_row_has_none(self) -> None:
        held = tags([("quote", Span(2, 38)), ("quote", Span(12, 27)), ("entity", Span(14, 18))])
        assert self.shown(held) == ["  ╮", " ╮│", " ╯│", "  ╯"]
        assert self.shown(held, current=held[1]) == ["  ╮", " ┓│", " ┛│", "  ╯"]

    def test_more_than_there_is_room_for_are_told_and_the_current_one_is_seen(self) -> None:
        held = tags([("quote", Span(at, 39 - at)) for at in range(5)])
        assert self.shown(held)[1] == "┊││"
        assert self.shown(held, current=held[4])[1] == "┃││"

    def test_a_thread_runs_in_the_free_cell_nearest_to_the_text_if_there_is_one(self) -> None:
        held = tags([("quote", Span(2, 38)), ("quote", Span(12, 27))])
        assert self.shown(held, thread=Style()) == ["┆ ╮", "┆╮│", "┆╯│", "┆ ╯"]
        full = tags([("quote", Span(at, 39 - at)) for at in range(3)])
        assert self.shown(full, thread=Style())[1] == "│││"

    def test_where_one_ends_the_next_can_begin_on_the_same_rail(self) -> None:
        held = tags([("quote", Span(2, 14)), ("quote", Span(17, 31))])
        assert self.shown(held) == ["  ╮", "  ╮", "  │", "  ╯"]


class TestOnTheScreen:
    async def test_a_key_goes_through_those_here_and_commands_are_about_the_one_it_chose(
        self, room: Room
    ) -> None:
        async with room() as desk:
            for end in (8, 20, 30):
                desk.reader.select(Span(0, end))
                await desk.press("q")
            desk.reader.go(3)
            chosen = []
            for _ in range(3):
                chosen.append((desk.reader.current or desk.annotations[0]).end)
                assert desk.screen.status.right.startswith(f"{len(chosen)}/3 ")
                assert desk.screen.listed.chosen == desk.reader.current
                await desk.press("comma")
            assert chosen == [8, 20, 30]
            await desk.press("comma", "d")
            assert [each.end for each in desk.annotations] == [30, 8]
            await desk.press("d", "comma")
            assert [each.end for each in desk.annotations] == [30]
            assert desk.said == "There is only one annotation under the cursor."
