"""What a list of hits holds, without a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.concordance import Order, ordered
from annotations.folding import NOTHING
from annotations.model import Article, Span
from annotations.project import Project
from annotations.search import Finder, Query
from tui.keymap import Keymap
from tui.screens import listing as module
from tui.screens.listing import Listing
from tui.widgets.switches import SWITCHES, Ways

TAGGED = {Span(0, 3): frozenset({"entity"})}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in (("1", "بيت كبير"), ("2", "لا شيء"), ("3", "بيت صغير وبيت أخضر")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return Project.open(tmp_path, "Leila", "desk")


@pytest.fixture
def listed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Listing]:
    """A list of what is found for «بيت», one article a step."""
    monkeypatch.setattr(module, "SLICE", 0.0)

    def make(*numbers: int, label: str | None = None) -> Listing:
        paths = [(n, path) for n, path in enumerate(project.articles()) if n in numbers]

        def seek(article: Article) -> list[Span]:
            return Finder(article.text).find(Query("بيت"))

        def labels(article: Article) -> dict[Span, frozenset[str]]:
            return TAGGED if article.path == "1.txt" else {}

        return Listing("بيت", seek, paths, project.read, labels, label=label)

    return make


def fill(listing: Listing) -> None:
    while not listing.over:
        listing.step()
        listing.take()


def places(listing: Listing) -> list[tuple[str, int]]:
    return [(line.found.path, line.span.start) for line in listing.lines]


ALL = [("1.txt", 0), ("3.txt", 0), ("3.txt", 10)]


def test_it_fills_step_by_step(listed: Callable[..., Listing]) -> None:
    listing = listed(0, 1, 2)
    told = []
    while not listing.over:
        listing.step()
        told.append((listing.take(), listing.done, len(listing.lines)))
    assert told == [(0, 1, 1), (1, 2, 1), (1, 3, 3), (3, 3, 3)]
    assert places(listing) == ALL
    assert listing.with_hits == 2


def test_what_was_found_in_a_step_that_nobody_waited_for_is_not_lost(
    listed: Callable[..., Listing],
) -> None:
    listing = listed(0, 2)
    listing.step()
    listing.step()
    fill(listing)
    assert places(listing) == ALL


def test_for_a_label_those_are_marked_that_are_not_tagged_so(
    listed: Callable[..., Listing],
) -> None:
    for label, marked in (("entity", 2), ("quote", 3), (None, 0)):
        listing = listed(0, 2, label=label)
        fill(listing)
        assert len(listing.marked) == marked


def test_other_articles_come_to_it_each_once(
    listed: Callable[..., Listing], project: Project
) -> None:
    listing = listed(2)
    fill(listing)
    listing.widen(list(enumerate(project.articles())))
    assert not listing.over
    fill(listing)
    assert sorted(places(listing)) == ALL
    listing.widen(list(enumerate(project.articles())))
    assert listing.over


def test_sorted_lines_keep_the_cursor_and_what_came_meanwhile(
    listed: Callable[..., Listing], project: Project
) -> None:
    listing = listed(2)
    fill(listing)
    listing.index = 1
    here = listing.lines[1]
    in_order = ordered(list(listing.lines), Order.FOLLOWING)
    listing.widen(list(enumerate(project.articles())))
    fill(listing)
    listing.put_in_order(in_order, Order.FOLLOWING)
    after = [line.text[line.at.end :].split()[0] for line in listing.lines]
    assert after == ["أخضر", "صغير", "كبير"]
    assert listing.lines[listing.index] is here


def test_it_can_be_stopped_and_what_is_there_stays(listed: Callable[..., Listing]) -> None:
    listing = listed(0, 1, 2)
    listing.step()
    listing.take()
    listing.stop()
    fill(listing)
    assert places(listing) == ALL[:1]
    listing.widen([])  # which is how it goes on
    fill(listing)
    assert places(listing) == ALL


def test_what_is_gone_meanwhile_is_a_problem_with_a_name(
    listed: Callable[..., Listing], project: Project
) -> None:
    listing = listed(0, 1, 2)
    (project.root / "2.txt").unlink()
    fill(listing)
    assert places(listing) == ALL
    assert [("2.txt" in each) for each in listing.problems] == [True]


def test_what_is_tagged_by_now_is_learnt_where_it_is_known(listed: Callable[..., Listing]) -> None:
    listing = listed(0, 2)
    fill(listing)
    listing.tagged_now(
        lambda path: {Span(10, 13): frozenset({"claim"})} if path == "3.txt" else None
    )
    assert [line.labels for line in listing.lines] == [{"entity"}, set(), {"claim"}]


class TestSwitches:
    def test_each_turns_its_own(self) -> None:
        for switch in SWITCHES:
            before = Ways()
            after = before.turned(switch.name)
            changed = {
                each.name for each in SWITCHES if before.on(each.name) != after.on(each.name)
            }
            if switch.name == "exact":  # then no folding is on
                assert changed == {each.name for each in SWITCHES} - {"regex"}
            else:
                assert changed == {switch.name}
            assert after.turned(switch.name) == before

    def test_exactly_means_that_nothing_is_folded_until_a_folding_is_wanted(self) -> None:
        exact = Ways().turned("ya").turned("exact")
        assert exact.query(" ب ").rules == NOTHING
        again = exact.turned("harakat")
        assert again.on("harakat")
        assert not again.exact
        assert not again.on("ya")

    def test_the_white_space_of_an_expression_counts(self) -> None:
        assert Ways().query(" ب ").text == "ب"
        assert Ways(regex=True).query(" ب ").text == " ب "

    def test_their_keys_differ(self) -> None:
        assert len({switch.letter for switch in SWITCHES}) == len(SWITCHES)

    def test_outside_of_the_field_they_have_the_same_letters(self) -> None:
        menu = Keymap().menu("f")
        for switch in SWITCHES:
            assert menu[switch.letter].action == f"find_way('{switch.name}')"
