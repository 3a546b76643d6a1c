"""What must be matched with what, against every longest common subsequence that there is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import alignment
from annotations.alignment import Way, outermost

SHORT = st.lists(st.integers(0, 2), max_size=8)
LONG = st.lists(st.integers(0, 30), max_size=200)


def every_way(one: Sequence[int], other: Sequence[int]) -> frozenset[frozenset[tuple[int, int]]]:
    """All ways to match as many members as can be matched, each as pairs of places."""

    @cache
    def most(i: int, j: int) -> int:
        if i == len(one) or j == len(other):
            return 0
        return max(most(i + 1, j), most(i, j + 1), (one[i] == other[j]) + most(i + 1, j + 1))

    @cache
    def ways(i: int, j: int) -> frozenset[frozenset[tuple[int, int]]]:
        if not most(i, j):
            return frozenset([frozenset()])
        found: set[frozenset[tuple[int, int]]] = set()
        if most(i + 1, j) == most(i, j):
            found |= ways(i + 1, j)
        if most(i, j + 1) == most(i, j):
            found |= ways(i, j + 1)
        if one[i] == other[j] and 1 + most(i + 1, j + 1) == most(i, j):
            found |= {way | {(i, j)} for way in ways(i + 1, j + 1)}
        return frozenset(found)

    return ways(0, 0)


def pairs(way: Way) -> frozenset[tuple[int, int]]:
    return frozenset((place, found) for place, found in enumerate(way) if found is not None)


@pytest.mark.parametrize("few", [1, 2, 64])
@given(one=SHORT, other=SHORT)
def test_both_match_as_many_as_can_be_and_alike_what_all_match(
    few: int, one: list[int], other: list[int]
) -> None:
    with patch.object(alignment, "_FEW", few):
        found = outermost(one, other)
    assert found is not None
    first, last = map(pairs, found)
    every = every_way(one, other)
    assert {first, last} <= every
    assert first & last == frozenset.intersection(*every)


@given(LONG, LONG)
def test_of_longer_ones_they_match_in_order_what_is_the_same(
    one: list[int], other: list[int]
) -> None:
    found = outermost(one, other)
    assert found is not None
    for way in map(pairs, found):
        assert all(one[i] == other[j] for i, j in way)
        assert sorted(way) == sorted(way, key=lambda pair: pair[1])
        assert len({j for _, j in way}) == len(way)
    assert len(pairs(found[0])) == len(pairs(found[1]))


def test_what_is_left_out_of_a_sequence_of_members_that_are_all_different() -> None:
    one = list(range(3000))
    other = [member for member in one if member % 7]
    places = {member: place for place, member in enumerate(other)}
    expected = [places.get(member) for member in one]
    assert outermost(one, other) == (expected, expected)


@given(LONG, st.sets(st.integers(0, 199)), st.sets(st.integers(0, 199)))
def test_how_many_are_supposed_to_be_unmatched_makes_no_difference(
    one: list[int], deleted: set[int], doubled: set[int]
) -> None:
    other = [
        member
        for place, member in enumerate(one)
        for _ in range((place not in deleted) + (place in doubled))
    ]
    with patch.object(alignment, "_FEW", 1000):
        expected = outermost(one, other)
    for few in (1, 3, 10):
        with patch.object(alignment, "_FEW", few):
            assert outermost(one, other) == expected


def test_too_long_ones_are_not_tried_unless_they_are_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alignment, "MOST_CELLS", 1 << 20)
    long = list(range(5000))
    assert outermost(long, long[::-1]) is None
    way: Way = [*range(2500), None, *range(2500, 4999)]
    assert outermost(long, [*long[:2500], *long[2501:]]) == (way, way)
