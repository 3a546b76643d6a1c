"""Which spans and annotations touch a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.margin import reading_order
from annotations.model import Annotation, Article, Span, annotate
from tests.text.counting import lines_run
from tui.widgets.layers import Layers, Spans

TEXT = "كلمة أخرى في سطر طويل من النص العربي الذي يلتف على أكثر من صف واحد"
ARTICLE = Article("a.txt", TEXT)
SPANS = st.builds(
    lambda start, length: Span(start, min(len(TEXT), start + length)),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 20),
)


CUTS = st.lists(st.integers(0, len(TEXT)), max_size=24, unique=True).map(sorted)
"""Where spans begin and end of which none lies over another."""


def apart(cuts: list[int]) -> list[Span]:
    return [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]


@given(CUTS, st.integers(0, len(TEXT)), st.integers(1, 30))
def test_asking_which_spans_touch_a_row_is_like_looking_at_all(
    cuts: list[int], start: int, length: int
) -> None:
    index, end = Spans(apart(cuts)), start + length
    found = [index.spans[place] for place in index.touching(start, end)]
    assert found == [span for span in apart(cuts) if span.start < end and span.end > start]


@given(CUTS, st.integers(0, 12), st.integers(1, 5))
def test_spans_that_come_in_batches_round_the_end_are_held_in_order(
    cuts: list[int], first: int, size: int
) -> None:
    spans, held = apart(cuts), Spans()
    found = [*spans[first:], *spans[:first]]
    for at in range(0, len(found), size):
        held.add(found[at : at + size])
    assert held.spans == spans


def test_a_batch_costs_the_same_however_many_spans_there_are() -> None:
    few, many = (Spans([Span(at, at + 1) for at in range(count)]) for count in (10, 40_000))
    batch = [Span(50_000, 50_001), Span(50_002, 50_003)]
    assert lines_run(lambda: many.add(batch)) == lines_run(lambda: few.add(batch))


@given(st.lists(SPANS, min_size=1, max_size=8), st.integers(0, len(TEXT) - 1))
def test_those_that_cover_an_offset_come_with_the_shortest_first(
    spans: list[Span], offset: int
) -> None:
    layers = Layers([annotate(ARTICLE, span, "quote", "A") for span in sorted(spans)])
    covering = [span for span in spans if span.start <= offset < span.end]
    found = [each.span for each in layers.covering(offset)]
    assert sorted(found) == sorted(covering)
    assert [end - start for start, end in found] == sorted(end - start for start, end in covering)


def test_what_is_between_the_parts_of_an_annotation_is_not_covered_by_it() -> None:
    whole = annotate(ARTICLE, Span(0, 20), "quote", "A")
    parted = replace(whole, id="parted", fragments=(Span(0, 4), Span(15, 20)))
    layers = Layers([parted, annotate(ARTICLE, Span(2, 12), "quote", "A")])
    assert [a.span for a in layers.covering(3)] == [(0, 20), (2, 12)]  # 9 code points, then 10
    assert [a.span for a in layers.covering(8)] == [(2, 12)]
    assert len(layers.touching(8, 9)) == 2


@given(st.lists(st.lists(st.tuples(st.booleans(), SPANS), max_size=4), max_size=6))
def test_layers_that_were_changed_are_like_new_ones(steps: list[list[tuple[bool, Span]]]) -> None:
    layers, held = Layers(), list[Annotation]()
    for step in steps:
        before = held
        for comes, span in step:
            if comes:
                held = sorted([*held, annotate(ARTICLE, span, "quote", "A")], key=reading_order)
            elif held:
                held = [each for each in held if each is not held[span.start % len(held)]]
        gone, come = layers.replace(list(held))
        assert {each.id for each in gone} >= {a.id for a in before} - {a.id for a in held}
        assert {each.id for each in come} >= {a.id for a in held} - {a.id for a in before}
        assert len(before) - len(gone) + len(come) == len(held)
        fresh = Layers(list(held))
        for offset in range(len(TEXT)):
            assert layers.touching(offset, offset + 3) == fresh.touching(offset, offset + 3)
            expected = [each for each in held if each.start < offset + 3 and each.end > offset]
            assert fresh.touching(offset, offset + 3) == expected


def test_a_long_annotation_at_the_beginning_makes_no_row_dearer() -> None:
    article = Article("a.txt", "كلمة " * 4000)
    few, many = (
        Layers(
            [annotate(article, Span(0, 19_999), "claim", "A")]
            + [annotate(article, Span(5 * at, 5 * at + 4), "entity", "A") for at in range(count)]
        )
        for count in (20, 4000)
    )
    assert len(few.touching(90, 100)) == len(many.touching(19_890, 19_900)) == 3
    asked = lines_run(lambda: few.touching(90, 100))
    assert lines_run(lambda: many.touching(19_890, 19_900)) == asked
    new = annotate(article, Span(91, 92), "claim", "A")
    changed = lines_run(lambda: few.replace([*few.annotations[:20], new, *few.annotations[20:]]))
    held = [*many.annotations[:20], new, *many.annotations[20:]]
    # Where the change is, is found by halves.
    assert lines_run(lambda: many.replace(held)) < changed + 100


def test_a_change_of_one_is_a_change_of_one() -> None:
    held = [annotate(ARTICLE, Span(at, at + 2), "quote", "A") for at in range(0, 40, 4)]
    layers = Layers(held)
    new = annotate(ARTICLE, Span(10, 11), "claim", "A")
    assert layers.replace([*held[:3], new, *held[3:]]) == ([], [new])
    assert layers.replace([*held[:3], *held[4:]]) == ([new, held[3]], [])
