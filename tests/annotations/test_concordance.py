"""Hits with the words round them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import patterns
from annotations.concordance import (
    AFTER,
    BEFORE,
    Line,
    Looked,
    Order,
    by_article,
    in_lines,
    look_through,
    ordered,
)
from annotations.folding import fold
from annotations.model import Article, Span, paragraphs
from annotations.project import Project
from annotations.search import Finder, Query

texts = st.lists(
    st.sampled_from(["بيت", "بَيْت", "الكبير", "كبير", "،", " ", " ", "\n", "\r\n", "\u2029", "e"]), max_size=30
).map("".join)  # fmt: skip


def nothing_tagged(_: Article) -> dict[Span, frozenset[str]]:
    return {}


def seeking(query: Query) -> Callable[[Article], list[Span]]:
    return lambda article: Finder(article.text).find(query)


def lines(text: str, query: str, number: int = 0) -> list[Line]:
    article = Article(f"{number}.txt", text)
    return in_lines(article, Finder(text).find(Query(query)), nothing_tagged, number)


def through(
    project: Project, query: Query, paths: list[str] | None = None, most: int = 1_000
) -> list[Looked]:
    numbered = enumerate(project.articles() if paths is None else paths)
    return list(look_through(numbered, project.read, seeking(query), nothing_tagged, most))


@given(texts)
def test_a_line_shows_its_hit_in_its_paragraph(text: str) -> None:
    spans = list(paragraphs(text))
    for line in lines(text, "بيت"):
        paragraph = spans[line.paragraph - 1]
        assert paragraph.start <= line.span.start < line.span.end <= paragraph.end
        assert line.text[line.at.start : line.at.end] == text[line.span.start : line.span.end]
        before = text[paragraph.start : line.span.start][-BEFORE:]
        after = text[line.span.end : paragraph.end][: AFTER - len(line.at)]
        assert line.text[: line.at.start] == before
        assert line.text[line.at.end :].startswith(after[: AFTER - 20])


def test_a_line_has_the_direction_of_its_paragraph_whatever_the_hit_is() -> None:
    text = "قال Barack نعم\nBarack\n\nHe said بيت Barack\nأمس Barack"
    ways = [line.direction.name for line in lines(text, "Barack")]
    assert ways == ["RTL", "LTR", "LTR", "RTL"]


def test_a_long_hit_and_one_over_a_line_end_are_shown_as_far_as_there_is_room() -> None:
    text = "قال\n" + "ب" * 5_000 + "\nنعم"
    (line,) = in_lines(Article("a", text), [Span(2, 5_002)], nothing_tagged)
    assert line.at == Span(2, 2 + AFTER)
    assert len(line.text) == 2 + AFTER


def test_sorted_by_what_follows_and_by_what_precedes() -> None:
    found = lines("من بيت كبير. إلى بيتٍ أخضر، في بيت، كَبير جدا. لا بيت", "بيت")
    following = [line.text[line.at.end :].split() for line in ordered(found, Order.FOLLOWING)]
    assert [words[:1] for words in following] == [[], ["أخضر،"], ["كبير."], ["،"]]
    preceding = [line.text[: line.at.start].split()[-1] for line in ordered(found, Order.PRECEDING)]
    assert preceding == ["إلى", "في", "لا", "من"]


@given(st.lists(texts, max_size=3))
def test_every_order_has_all_lines_in_a_plain_order_of_folded_words(several: list[str]) -> None:
    found = [line for n, text in enumerate(several) for line in lines(text, "بيت", n)]
    for order in Order:
        assert set(ordered(reversed(found), order)) == set(found)
    assert ordered(reversed(found), Order.PLACE) == found

    def words(text: str) -> list[str]:
        return "".join(c if c.isalnum() else " " for c in fold(text).text).split()

    after = [words(line.text[line.at.end :]) for line in ordered(found, Order.FOLLOWING)]
    assert after == sorted(after)
    before = [words(line.text[: line.at.start])[::-1] for line in ordered(found, Order.PRECEDING)]
    assert before == sorted(before)


def test_they_are_counted_and_put_together_by_article(folder: Path) -> None:
    (folder / "a.txt").write_text("روسيا وروسيا", encoding="utf-8")
    project = Project.open(folder, "Leila", "desk")
    found = [line for looked in through(project, Query("روسيا")) for line in looked.lines]
    groups = by_article(ordered(found, Order.FOLLOWING))
    assert [each.path for each, _ in groups] == project.articles()
    assert all(each.count == len(group) for each, group in groups)
    assert groups[1][0].count == 2


def test_what_is_tagged_already_is_known() -> None:
    article = Article("a", "بيت بيت")
    spans = Finder(article.text).find(Query("بيت"))
    labels = {spans[1]: frozenset({"entity"})}
    assert [line.labels for line in in_lines(article, spans, lambda _: labels)] == [
        frozenset(),
        {"entity"},
    ]


class TestThroughAProject:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Project:
        for name in ("1", "2", "3", "10"):
            (tmp_path / f"{name}.txt").write_text(f"بيت {name} بيت", encoding="utf-8")
        return Project.open(tmp_path, "Leila", "desk")

    def test_the_articles_in_their_order(self, project: Project) -> None:
        looked = through(project, Query("بيت"))
        assert [each.path for each in looked] == ["1.txt", "2.txt", "3.txt", "10.txt"]
        assert [line.found.number for each in looked for line in each.lines] == [
            0,
            0,
            1,
            1,
            2,
            2,
            3,
            3,
        ]

    def test_what_cannot_be_read_or_is_gone_is_named_and_the_rest_goes_on(
        self, project: Project
    ) -> None:
        paths = project.articles()
        (project.root / "2.txt").write_bytes(b"\xff\xfe\xfa\x00")
        (project.root / "3.txt").unlink()
        looked = through(project, Query("بيت"), paths)
        assert [bool(each.problem) for each in looked] == [False, True, True, False]
        assert "2.txt" in looked[1].problem
        assert "3.txt" in looked[2].problem
        assert len(looked[3].lines) == 2

    def test_no_more_lines_than_are_asked_for(self, project: Project) -> None:
        looked = through(project, Query("بيت"), most=3)
        assert [len(each.lines) for each in looked] == [2, 1]

    def test_an_expression_that_runs_away_ends_it(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(patterns, "PATIENCE", (0.01,))
        (project.root / "2.txt").write_text("ب" * 200 + "ت", encoding="utf-8")
        looked = through(project, Query("(ب|بب)+$(?<!ت)|(ب*)*ج|1", regex=True))
        assert [each.ends for each in looked] == [False, True]
        assert looked[1].problem.startswith("2.txt: ")
