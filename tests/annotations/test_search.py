"""Finding in an article."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError, patterns, search
from annotations.folding import EVERYTHING, NOTHING, Folding, fold
from annotations.model import Span
from annotations.search import Finder, Query, find

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_bytes().decode("utf-8")
texts = st.lists(st.sampled_from("اأبةهىيل ـ\u064e\u0651\u200fﻻﷲ"), max_size=40).map("".join)


def found(text: str, query: str, rules: Folding = EVERYTHING) -> list[str]:
    return [text[start:end] for start, end in find(text, query, rules)]


def test_hits_are_exact_and_in_reading_order() -> None:
    assert find("بيت وبَيْتٌ وبـيت", "بيت") == [(0, 3), (5, 11), (13, 17)]


def test_the_seed() -> None:
    assert len(find(SEED, "لافروف")) == SEED.count("لافروف") == 9
    assert found(SEED, "الي بيونغ") == ["إلى بيونغ"] * 2
    assert found(SEED, "قائلا") == ["قائلاً"]
    assert found(SEED, "سيرجى") == ["سيرجي"]


def test_rules_can_be_switched_off() -> None:
    assert found("مدرسة ومدرسه", "مدرسه") == ["مدرسة", "مدرسه"]
    assert found("مدرسة ومدرسه", "مدرسه", Folding(ta=False)) == ["مدرسه"]


def test_hits_do_not_overlap() -> None:
    assert find("ببببب", "بب") == [(0, 2), (2, 4)]
    assert find("ﷲ", "ل") == [(0, 1)]


def test_a_query_of_which_nothing_is_left_finds_nothing() -> None:
    assert find("بـيـت", "") == find("بـيـت", "ـ") == find("بَيت", "\u064e\u200f") == []
    assert find("", "بيت") == []


def test_a_finder_answers_as_find_does() -> None:
    finder = Finder(SEED)
    for rules in (EVERYTHING, NOTHING, Folding(alefs=False)):
        for query in ("روسيا", "الى"):
            assert finder.find(Query(query, rules)) == find(SEED, query, rules)


class TestExactly:
    def test_every_code_point_counts(self) -> None:
        assert found("إلى الى اِلى", "الى", NOTHING) == ["الى"]
        assert found("بـيت بيت", "بـيت", NOTHING) == ["بـيت"]

    @pytest.mark.parametrize(
        ("text", "query", "hit"),
        [
            ("قال كَتَبَ", "ب", "بَ"),
            ("كَتَبَ", "\u064e", "كَ"),
            ("cafe\u0301", "e", "e\u0301"),
            ("cafe\u200c\u0301", "e", "e\u200c\u0301"),
            ("👨\u200d👩\u200d👧!", "👩", "👨\u200d👩\u200d👧"),
            ("🇵🇸🇯🇴", "🇸🇯", "🇵🇸🇯🇴"),
            ("سطر\r\nسطر", "\n", "\r\n"),
            ("لأنشطة", "أنشطة", "أنشطة"),
            ("خانه\u200cها", "خانه", "خانه"),
        ],
    )
    def test_a_hit_never_parts_what_is_one_letter(self, text: str, query: str, hit: str) -> None:
        assert found(text, query, NOTHING)[:1] == [hit]


def expressed(text: str, pattern: str, rules: Folding = EVERYTHING) -> list[str]:
    hits = Finder(text).find(Query(pattern, rules, regex=True))
    return [text[start:end] for start, end in hits]


class TestByAnExpression:
    def test_it_runs_over_the_folded_text_and_is_folded_itself(self) -> None:
        text = "إِلى أحمد، الى احمد"
        assert expressed(text, r"أ?الى\s\w+") == ["إِلى أحمد", "الى احمد"]
        assert expressed(text, r"\bإِلى\b") == ["إِلى", "الى"]
        assert expressed(text, "[أإ]ل") == ["إِل", "ال"]

    def test_or_over_every_code_point(self) -> None:
        text = "إِلى أحمد، الى احمد"
        assert expressed(text, r"الى\s\w+", NOTHING) == ["الى احمد"]
        assert expressed(text, "[أإ]", NOTHING) == ["إِ", "أ"]

    @pytest.mark.parametrize(
        ("pattern", "text", "hits"),
        [
            ("قائلاً?", "قائلا قائل", ["قائلا"]),  # what is dropped leaves nothing to be optional
            ("[٠-٩]+", "عام ٢٠٢٣ و 18", ["٢٠٢٣", "18"]),
            (r"\d{4}", "عام ٢٠٢٣", ["٢٠٢٣"]),
            ("[^ا-ي ]+", "قال «نعم»", ["«", "»"]),
            (r"\S+ME", "name", ["name"]),
            ("(?P<أول>ب)(?P=أول)", "ببت", ["بب"]),
            ("^و.*$", "قال\nوقال نعم\nثم", ["وقال نعم"]),
            ("[]]", "a]", ["]"]),
            (r"[\p{Lu}-]", "ب-", ["-"]),
            ("مسي\u0654ول", "مسئول", ["مسئول"]),
        ],
    )
    def test_what_folding_leaves_of_it(self, pattern: str, text: str, hits: list[str]) -> None:
        assert expressed(text, pattern) == hits

    def test_what_matches_nothing_is_no_hit(self) -> None:
        assert expressed("بتب", "ت*") == ["ت"]
        assert expressed("بتب", "^|$|") == []
        assert expressed("", "^|$|ب*") == []

    @pytest.mark.parametrize(
        ("pattern", "where", "what"),
        [
            ("قال(", 5, "missing \\)"),
            ("*ب", 1, "nothing to repeat"),
            ("ًاب|*بتثج", 5, "nothing to repeat"),
            ("ًا[ب", 5, "character set"),
        ],
    )
    def test_a_wrong_one_is_told_with_its_place(self, pattern: str, where: int, what: str) -> None:
        with pytest.raises(HashiyaError, match=f"wrong at its character {where}: .*{what}"):
            Query(pattern, regex=True).check()

    def test_one_that_would_never_end_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patterns, "PATIENCE", (0.01, 0.02))
        batches = Finder("ب" * 200 + "ت").look(Query("(ب|بب)+$(?<!ت)|(ب*)*ج", regex=True))
        seen = []
        with pytest.raises(patterns.SlowPatternError, match="takes too long"):
            seen.extend(batches)
        assert seen == [[], []]  # so that whoever asks can stop

    def test_so_is_one_that_matches_nothing_for_too_long(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(patterns, "MOST_SECONDS", 0.0)
        with pytest.raises(patterns.SlowPatternError):
            Finder("ب" * 2_000).find(Query("ت*", regex=True))

    @given(st.text("ab()[]{}?*+|\\^$.,-:<>=!PpLN&#12ًأة", max_size=12), st.booleans())
    def test_any_is_either_read_or_refused(self, pattern: str, exact: bool) -> None:
        query = Query(pattern, NOTHING if exact else EVERYTHING, regex=True)
        with suppress(HashiyaError):
            Finder("ab أَ ة").find(query)


class TestInBatches:
    def test_they_begin_where_the_reader_is_and_go_round(self) -> None:
        text = "بيت " * 300
        batches = list(Finder(text).look(Query("بيت"), 4 * 100 + 1))
        hits = [hit for batch in batches for hit in batch]
        assert len(batches) > 2
        assert [hit.start for hit in hits] == [*range(404, 1200, 4), *range(0, 404, 4)]

    def test_where_they_meet_none_lies_over_another(self) -> None:
        assert list(Finder("بببب").look(Query("بب"), 1)) == [[Span(1, 3)]]

    def test_where_stretches_meet_nothing_is_missed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = find(SEED, "روسيا")
        monkeypatch.setattr(search, "_STRETCH", 3)
        assert find(SEED, "روسيا") == whole != []

    def test_whoever_asks_may_stop_while_nothing_is_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(search, "_STRETCH", 100)
        batches = Finder(SEED).look(Query("لا توجد هذه الكلمات"))
        assert len(list(batches)) >= len(SEED) // 100

    def test_no_more_than_are_asked_for(self) -> None:
        finder = Finder("ب" * 1_000)
        assert len(finder.find(Query("ب"), 100)) == 100
        assert [hit.start for hit in finder.find(Query("ب"), 3)] == [0, 1, 2]


# A plain way to find: each code point that is left by folding knows the letter of the text that it comes from.

pieces = st.lists(
    st.sampled_from(
        [*"اأبتةهىيل ـ\n", "\u064e", "\u0651", "\u0654", "\u200c", "\u200f", "ﻻ", "ﷲ", "بَ", "٣", "3", "E",
         "e\u0301", "👨\u200d👩", "🇵🇸", "\r\n", "لا", "لَا"]
    ),
    max_size=25,
).map("".join)  # fmt: skip
switches = st.builds(Folding, **{switch.name: st.booleans() for switch in fields(Folding)})


def letters(text: str) -> list[Span]:
    """The grapheme clusters of UAX #29, without the joiners at their end that no mark follows."""
    spans = []
    for cluster in regex.finditer(r"\X", text):
        start, end = cluster.span()
        body = len(cluster[0].rstrip("\u200c\u200d")) or 1
        spans += [Span(start, start + body), *(Span(at, at + 1) for at in range(start + body, end))]
    return spans


def plainly(
    text: str, rules: Folding, after: Callable[[str, int], tuple[int, int] | None]
) -> list[Span]:
    """``after`` gives the first place in the folded text that begins at an offset of it or later."""
    owners = [span for span in letters(text) for _ in fold(text[span.start : span.end], rules).text]
    folded = fold(text, rules).text
    assert len(owners) == len(folded)
    hits: list[Span] = []
    place = 0
    while (found := after(folded, place)) is not None:
        start, end = found
        hit = Span(owners[start].start, owners[end - 1].end)
        if not hits or hit.start >= hits[-1].end:
            hits.append(hit)
        place = next(
            (n for n, span in enumerate(owners) if span.start >= hit.end and n >= end), len(owners)
        )
    return hits


@given(pieces, pieces, switches)
def test_hits_are_those_of_the_plain_way(text: str, query: str, rules: Folding) -> None:
    wanted = fold(query, rules).text

    def after(folded: str, place: int) -> tuple[int, int] | None:
        places = (n for n in range(place, len(folded)) if folded[n : n + len(wanted)] == wanted)
        start = next(places, None) if wanted else None
        return None if start is None else (start, start + len(wanted))

    assert find(text, query, rules) == plainly(text, rules, after)


PATTERNS = ["ب.", "[اه]ل?", r"\w+", r"\s", "ل(?=ا)", "^ب|ت$", "(ب|ت)+ا?", "\u064e+", "e"]


@given(pieces, st.sampled_from(PATTERNS), switches)
def test_matches_are_those_of_the_plain_way(text: str, pattern: str, rules: Folding) -> None:
    rules = Folding(**{f.name: getattr(rules, f.name) for f in fields(Folding) if f.name != "case"})
    plain = regex.compile(pattern, regex.MULTILINE | regex.IGNORECASE)

    def after(folded: str, place: int) -> tuple[int, int] | None:
        found = (each.span() for each in plain.finditer(folded, place) if each[0])
        return next(found, None)

    if "\u064e" in pattern and rules.harakat:
        assert Finder(text).find(Query(pattern, rules, regex=True)) == []
    else:
        assert Finder(text).find(Query(pattern, rules, regex=True)) == plainly(text, rules, after)


@pytest.mark.parametrize("query", ["روسيا", "قال", "الى", "لا", "ا", "«", "2023", "و"])
@pytest.mark.parametrize("rules", [EVERYTHING, NOTHING])
def test_the_seed_in_the_plain_way(query: str, rules: Folding) -> None:
    wanted = fold(query, rules).text

    def after(folded: str, place: int) -> tuple[int, int] | None:
        at = folded.find(wanted, place)
        return None if at < 0 else (at, at + len(wanted))

    assert find(SEED, query, rules) == plainly(SEED, rules, after)


@given(pieces, pieces, st.integers(0, 60))
def test_from_another_place_on_they_are_as_good(text: str, query: str, start: int) -> None:
    hits = [
        hit for batch in Finder(text).look(Query(query), min(start, len(text))) for hit in batch
    ]
    wanted = fold(query).text
    assert all(wanted in fold(text[hit.start : hit.end]).text for hit in hits)
    assert bool(hits) == bool(find(text, query))
    ordered = sorted(hits)
    assert all(one.end <= other.start for one, other in pairwise(ordered))
    turn = next((n for n, hit in enumerate(hits) if hit.start < hits[0].start), len(hits))
    assert hits == ordered[len(hits) - turn :] + ordered[: len(hits) - turn]


def test_a_stack_of_marks_is_one_letter_and_is_gone_through_once() -> None:
    assert find("ب" + "\u064e" * 200_000, "\u064e", NOTHING) == [(0, 200_001)]


@given(texts, texts)
def test_every_hit_holds_the_query_and_none_is_missed(text: str, query: str) -> None:
    hits = find(text, query)
    wanted = fold(query).text
    assert all(wanted in fold(text[start:end]).text for start, end in hits)
    assert bool(hits) == bool(wanted and wanted in fold(text).text)
    assert all(before.end <= after.start for before, after in pairwise(hits))
