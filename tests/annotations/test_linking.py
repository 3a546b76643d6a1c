"""Links, what goes with them, and what is said of annotations: whatever is done, nothing is left hanging."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.check import check
from annotations.chronicle import chronicle
from annotations.default_codebook import DEFAULT
from annotations.documents import to_document
from annotations.findings import Kind
from annotations.fragments import with_part, within, without_part
from annotations.history import Outdated
from annotations.margin import Margin
from annotations.model import SPAN, Annotation, Article, Span, annotate
from annotations.project import Project
from annotations.suggesting import suggest_attribution
from annotations.validation import incomplete
from annotations.writers.json import export
from tests.annotations.conftest import TEXT
from tests.annotations.test_margin import YES, file_of, history_of, write

Open = Callable[..., Margin]
SAID, PRESIDENT, MINISTER, NO = Span(0, 3), Span(4, 10), Span(48, 54), Span(56, 58)


@pytest.fixture
def quote(margin: Margin) -> Annotation:
    return margin.add(YES, "quote")


@pytest.fixture
def name(margin: Margin) -> Annotation:
    return margin.add(PRESIDENT, "entity")


def told(root: Path) -> list[str]:
    problems: list[str] = []
    events = chronicle(file_of(root).parent, problems)
    assert problems == []
    return [event.sentence for event in events]


def lines(root: Path) -> int:
    return history_of(root).read_bytes().count(b"\n")


class TestLinking:
    def test_a_link_is_there_when_the_article_is_opened_again(
        self, margin: Margin, open_margin: Open, root: Path, quote: Annotation, name: Annotation
    ) -> None:
        made = margin.add_link("source", quote.id, name.id)
        assert (made.type, made.source, made.target) == ("source", quote.id, name.id)
        assert open_margin().links == margin.links == [made]
        assert margin.links_of(name.id) == margin.links_of(quote.id) == [made]
        assert told(root)[-1] == "linked the quote “نعم” to the entity “الرئيس” as its source"

    def test_it_is_undone_and_done_again(
        self, margin: Margin, quote: Annotation, name: Annotation
    ) -> None:
        made = margin.add_link("source", quote.id, name.id)
        margin.undo()
        assert margin.links == []
        margin.redo()
        assert [each.id for each in margin.links] == [made.id]

    def test_a_colleagues_annotations_can_be_linked(self, open_margin: Open, root: Path) -> None:
        theirs = open_margin("Omar").add(YES, "quote")
        margin = open_margin()
        before = file_of(root, "Omar").with_suffix(".history.jsonl").read_bytes()
        made = margin.add_link("source", theirs.id, margin.add(PRESIDENT, "entity").id)
        assert made.annotator == "Leila"
        assert file_of(root, "Omar").with_suffix(".history.jsonl").read_bytes() == before
        with pytest.raises(HashiyaError, match="made by Leila; only they"):
            open_margin("Omar").remove_link(made.id)

    def test_what_is_refused(self, margin: Margin, quote: Annotation, name: Annotation) -> None:
        claim = margin.add(SAID, "claim")
        margin.add_link("source", quote.id, name.id)
        for kind, source, target, why in (
            ("origin", quote, name, "no link `origin`; it has source, cue, claimant"),
            (
                "source",
                name,
                quote,
                "leads from the entity “الرئيس” to the quote “نعم”: it leads from quote to",
            ),
            ("source", claim, name, "it leads from quote to entity, span"),
            ("claimant", claim, claim, "both ends"),
            ("source", quote, name, "has this link to the entity “الرئيس” already"),
        ):
            with pytest.raises(HashiyaError, match=why):
                margin.add_link(kind, source.id, target.id)
        margin.delete(claim.id)
        with pytest.raises(HashiyaError, match="no longer there"):
            margin.add_link("source", quote.id, claim.id)
        assert len(margin.links) == 1

    def test_where_one_is_allowed_it_takes_the_place_of_the_one_before(
        self, margin: Margin, root: Path, quote: Annotation, name: Annotation
    ) -> None:
        other = margin.add(MINISTER, "entity")
        first = margin.add_link("source", quote.id, name.id)
        before = lines(root)
        second = margin.add_link("source", quote.id, other.id)
        assert lines(root) == before + 1
        assert margin.links == [second]
        margin.undo()
        assert [each.id for each in margin.links] == [first.id]

    def test_a_link_is_removed(
        self, margin: Margin, root: Path, quote: Annotation, name: Annotation
    ) -> None:
        made = margin.add_link("source", quote.id, name.id)
        assert margin.remove_link(made.id) == made
        assert margin.links == []
        assert (
            told(root)[-1] == "removed the link source from the quote “نعم” to the entity “الرئيس”"
        )
        with pytest.raises(HashiyaError, match="This link is no longer there"):
            margin.remove_link(made.id)
        margin.undo()
        assert [each.id for each in margin.links] == [made.id]


class TestACue:
    def test_it_needs_no_label(self, margin: Margin, open_margin: Open, quote: Annotation) -> None:
        made = margin.link_span("cue", quote.id, SAID)
        cue = margin.annotation(made.target)
        assert cue is not None
        assert (cue.label, cue.exact, cue.annotator) == (SPAN, "قال", "Leila")
        assert margin.annotations == open_margin().annotations == [quote]
        assert margin.everything == open_margin().everything == [cue, quote]
        assert open_margin().links == [made]

    def test_it_comes_and_goes_with_its_link(
        self, margin: Margin, root: Path, quote: Annotation
    ) -> None:
        before = lines(root)
        made = margin.link_span("cue", quote.id, SAID)
        margin.remove_link(made.id)
        assert margin.everything == [quote]
        assert lines(root) == before + 2
        margin.undo()
        assert len(margin.everything) == 2
        margin.undo()
        assert margin.everything == [quote]

    def test_two_links_may_lead_to_one(self, margin: Margin, quote: Annotation) -> None:
        other = margin.add(NO, "quote")
        one, two = (margin.link_span("cue", each.id, SAID) for each in (quote, other))
        assert one.target == two.target
        margin.remove_link(one.id)
        assert margin.annotation(two.target) is not None
        margin.remove_link(two.id)
        assert margin.annotation(two.target) is None

    def test_another_takes_its_place(self, margin: Margin, quote: Annotation) -> None:
        margin.link_span("cue", quote.id, PRESIDENT)
        made = margin.link_span("cue", quote.id, SAID)
        assert [each.exact for each in margin.everything if each.label == SPAN] == ["قال"]
        assert margin.links == [made]
        with pytest.raises(HashiyaError, match="already"):
            margin.link_span("cue", quote.id, SAID)

    def test_it_must_hold_something(self, margin: Margin, quote: Annotation) -> None:
        with pytest.raises(HashiyaError, match="nothing to link to"):
            margin.link_span("cue", quote.id, Span(3, 3))

    def test_nothing_is_tagged_so(self, margin: Margin, quote: Annotation) -> None:
        cue = margin.link_span("cue", quote.id, SAID).target
        for act in (
            lambda: margin.add(NO, SPAN),
            lambda: margin.add_all([NO], SPAN),
            lambda: margin.relabel(quote.id, SPAN),
            lambda: margin.split(cue, 1),
        ):
            with pytest.raises(HashiyaError, match="`span` is no label"):
                act()

    def test_one_that_waits_to_be_placed_is_in_the_list(
        self, margin: Margin, quote: Annotation
    ) -> None:
        cue = margin.link_span("cue", quote.id, SAID).target
        margin.follow(Article("a.txt", TEXT.replace("قال", "زعم")))
        assert cue in [each.id for each in margin.annotations]

    def test_the_export_has_it_while_it_is_linked(
        self, margin: Margin, root: Path, quote: Annotation
    ) -> None:
        margin.link_span("cue", quote.id, SAID)
        bare = annotate(margin.article, PRESIDENT, SPAN, "Omar")
        write(file_of(root, "Omar"), to_document(bare))
        (article,) = export(Project.open(root, "Leila", "desk"))["articles"]
        assert [each["exact"] for each in article["annotations"]] == ["قال", "نعم"]


class TestWhatGoesWithAnAnnotation:
    def test_its_links_and_cue_do_in_one_act_which_is_undone_as_one(
        self, margin: Margin, root: Path, open_margin: Open, quote: Annotation, name: Annotation
    ) -> None:
        source = margin.add_link("source", quote.id, name.id)
        cue = margin.link_span("cue", quote.id, SAID)
        going = margin.goes_with(quote.id)
        assert {each.id for each in going} == {source.id, cue.id, cue.target}
        assert margin.goes_with(name.id) == [source]
        before, everything = lines(root), [each.id for each in margin.everything]
        assert margin.delete(quote.id).deleted
        assert lines(root) == before + 1
        assert margin.everything == [name]
        assert margin.links == open_margin().links == []
        undone = margin.undo()
        assert undone is not None
        assert undone.value.id == quote.id
        assert sorted(each.id for each in margin.everything) == sorted(everything)
        assert {each.id for each in open_margin().links} == {source.id, cue.id}

    def test_a_colleagues_links_stay_theirs(self, open_margin: Open, root: Path) -> None:
        margin, omar = open_margin(), open_margin("Omar")
        quote = margin.add(YES, "quote")
        omar.refresh()
        linked = omar.add_link("source", quote.id, omar.add(PRESIDENT, "entity").id)
        margin.refresh()
        assert margin.goes_with(quote.id) == []
        margin.delete(quote.id)
        (finding,) = (each for each in check(Project.open(root, "Leila", "desk")))
        assert finding.kind is Kind.LINK
        assert linked.id in finding.sentence

    def test_links_stay_when_its_ends_move_and_with_the_first_part_when_it_is_parted(
        self, margin: Margin, name: Annotation
    ) -> None:
        claim = margin.add(Span(0, 22), "quote")
        made = margin.add_link("source", claim.id, name.id)
        margin.place(claim.id, Span(0, 21))
        first, _ = margin.split(claim.id, 11)
        assert margin.links == [made]
        assert first.id == claim.id

    def test_of_two_that_are_joined_the_first_keeps_the_link_that_may_be_one_alone(
        self, margin: Margin, quote: Annotation, name: Annotation
    ) -> None:
        other, minister = margin.add(NO, "quote"), margin.add(MINISTER, "entity")
        kept = margin.add_link("source", quote.id, name.id)
        margin.add_link("source", other.id, minister.id)
        margin.link_span("cue", quote.id, SAID)
        margin.link_span("cue", other.id, Span(44, 47))
        margin.join(quote.id, other.id)
        assert kept in margin.links
        assert len(margin.links) == 2
        assert sum(each.label == SPAN for each in margin.everything) == 1
        margin.undo()
        assert len(margin.links) == 4

    def test_another_label_is_refused_where_a_link_could_not_be_its(
        self, margin: Margin, quote: Annotation, name: Annotation
    ) -> None:
        made = margin.add_link("source", quote.id, name.id)
        for identifier in (quote.id, name.id):
            with pytest.raises(
                HashiyaError, match="has the link `source`, which the label claim cannot"
            ):
                margin.relabel(identifier, "claim")
        margin.remove_link(made.id)
        assert margin.relabel(quote.id, "claim").label == "claim"

    def test_tagging_is_not_taken_back_from_under_a_link(
        self, open_margin: Open, quote: Annotation
    ) -> None:
        window, other = open_margin(), open_margin()
        name = window.add(PRESIDENT, "entity")
        other.refresh()
        other.add_link("source", quote.id, name.id)
        with pytest.raises(Outdated, match="linked otherwise since"):
            window.undo()
        assert len(window.links) == 1

    def test_what_is_undone_brings_no_second_link_back(
        self, open_margin: Open, quote: Annotation
    ) -> None:
        window, other = open_margin(), open_margin()
        window.remove_link(window.link_span("cue", quote.id, SAID).id)
        other.refresh()
        made = other.link_span("cue", quote.id, PRESIDENT)
        with pytest.raises(Outdated):
            window.undo()
        assert window.links == [made]
        assert len(window.everything) == 2

    def test_what_is_undone_brings_no_link_back_to_what_is_gone(
        self, open_margin: Open, quote: Annotation
    ) -> None:
        omar, margin = open_margin("Omar"), open_margin()
        theirs = omar.add(PRESIDENT, "entity")
        margin.refresh()
        margin.add_link("source", quote.id, theirs.id)
        margin.delete(quote.id)
        omar.delete(theirs.id)
        margin.undo()
        assert [each.id for each in margin.annotations] == [quote.id]
        assert open_margin().links == []


class TestWhatIsSaid:
    def test_attributes_are_set_and_taken_away_in_one_act(
        self, margin: Margin, root: Path, quote: Annotation
    ) -> None:
        margin.set_attributes(quote.id, {"type": "direct", "stance": "neutral"})
        after = margin.set_attributes(quote.id, {"type": "mixed", "stance": None})
        assert after.attributes == {"type": "mixed"}
        assert told(root)[-1] == (
            "changed the attributes of the quote “نعم”: stance removed, type = mixed"
        )
        margin.undo()
        assert margin.annotations[0].attributes == {"type": "direct", "stance": "neutral"}

    def test_what_the_codebook_does_not_allow_is_refused(
        self, margin: Margin, quote: Annotation
    ) -> None:
        for said, why in (
            ({"mood": "x"}, "There is no attribute `mood` of the quote “نعم”"),
            ({"type": "x"}, "`type` is one of direct, indirect, mixed."),
        ):
            with pytest.raises(HashiyaError, match=why):
                margin.set_attributes(quote.id, said)
        assert margin.annotations == [quote]

    def test_with_another_label_only_what_fits_is_said(
        self, margin: Margin, root: Path, quote: Annotation
    ) -> None:
        said = {"type": "direct", "imported": 1}
        write(file_of(root), to_document(replace(quote, rev=2, attributes=said)))
        assert margin.relabel(quote.id, "claim").attributes == {"imported": 1}
        margin.undo()
        assert margin.annotations[0].attributes == said

    def test_what_is_missing_is_told(self, margin: Margin, quote: Annotation) -> None:
        (missing,) = incomplete(DEFAULT, quote, margin.links)
        assert missing.name == "type"
        said = margin.set_attributes(quote.id, {"type": "direct"})
        assert incomplete(DEFAULT, said, margin.links) == []
        source = replace(DEFAULT.links[0], required=True)
        strict = replace(DEFAULT, links=(source, *DEFAULT.links[1:]))
        assert incomplete(strict, said, margin.links) == [source]
        margin.link_span("source", quote.id, PRESIDENT)
        assert incomplete(strict, said, margin.links) == []


class TestASuggestion:
    def test_all_of_it_is_one_act(
        self, margin: Margin, root: Path, open_margin: Open, name: Annotation
    ) -> None:
        quote = margin.add(YES, "quote")
        suggestion = suggest_attribution(margin.article, [YES])
        before = lines(root)
        said = margin.attribute(quote.id, suggestion, name.id)
        assert lines(root) == before + 1
        assert said.attributes == {"type": "direct", "stance": "neutral"}
        cue, source = sorted(open_margin().links, key=lambda link: link.type)
        assert (cue.type, source.type, source.target) == ("cue", "source", name.id)
        assert (shown := margin.annotation(cue.target)) is not None
        assert shown.exact == "قال"
        assert told(root)[-1] == "said who is quoted, and how, of the quote “نعم”"
        margin.undo()
        assert [each.id for each in margin.everything] == [name.id, quote.id]
        assert margin.links == []

    def test_what_is_said_already_stays_and_a_source_needs_no_label(
        self, margin: Margin, quote: Annotation
    ) -> None:
        margin.set_attributes(quote.id, {"type": "mixed"})
        kept = margin.link_span("cue", quote.id, Span(17, 22))
        suggestion = suggest_attribution(margin.article, [YES])
        said = margin.attribute(quote.id, suggestion)
        assert said.attributes == {"type": "mixed", "stance": "neutral"}
        assert kept in margin.links
        source = next(each for each in margin.links if each.type == "source")
        assert (shown := margin.annotation(source.target)) is not None
        assert (shown.label, shown.exact) == (SPAN, "الرئيس")
        with pytest.raises(HashiyaError, match="Nothing is suggested"):
            margin.attribute(quote.id, suggestion)

    def test_what_the_codebook_does_not_know_is_left_out(
        self, margin: Margin, name: Annotation
    ) -> None:
        with pytest.raises(HashiyaError, match="Nothing is suggested for the entity"):
            margin.attribute(name.id, suggest_attribution(margin.article, [YES]))


class TestFragments:
    def test_a_quotation_that_its_cue_breaks_is_one(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        quote = margin.add(Span(0, 22), "quote")
        cut = margin.remove_fragment(quote.id, PRESIDENT)
        assert cut.fragments == (Span(0, 3), Span(11, 22))
        assert (cut.span, cut.exact) == (quote.span, quote.exact)
        assert open_margin().annotations == [cut]
        assert told(root)[-1] == f"took a part out of the quote “{quote.exact}”"
        margin.undo()
        assert margin.annotations[0].fragments == ()
        assert open_margin().annotations[0].fragments == ()

    def test_a_part_is_added_and_what_touches_becomes_one(self, margin: Margin) -> None:
        quote = margin.add(YES, "quote")
        more = margin.add_fragment(quote.id, NO)
        assert (more.fragments, more.span) == ((YES, NO), Span(12, 58))
        whole = margin.add_fragment(quote.id, Span(15, 56))
        assert (whole.fragments, whole.span) == ((), Span(12, 58))
        with pytest.raises(HashiyaError, match="is a part of the quote"):
            margin.add_fragment(quote.id, YES)

    def test_what_would_leave_nothing_or_change_nothing_is_refused(self, margin: Margin) -> None:
        quote = margin.add(YES, "quote")
        for span, why in ((YES, "Nothing would be left"), (NO, "no part of the quote")):
            with pytest.raises(HashiyaError, match=why):
                margin.remove_fragment(quote.id, span)
        with pytest.raises(HashiyaError, match="nothing to add"):
            margin.add_fragment(quote.id, Span(5, 5))

    def test_other_ends_keep_the_parts_between_them(self, margin: Margin) -> None:
        quote = margin.add(YES, "quote")
        margin.add_fragment(quote.id, NO)
        wider = margin.place(quote.id, Span(11, 59))
        assert wider.fragments == (Span(11, 15), Span(56, 59))
        narrow = margin.place(quote.id, Span(11, 40))
        assert (narrow.fragments, narrow.span) == ((), Span(11, 40))

    def test_they_stand_in_the_changed_text(self, margin: Margin, open_margin: Open) -> None:
        quote = margin.add(YES, "quote")
        margin.add_fragment(quote.id, NO)
        margin.follow(Article("a.txt", f"مقدمة.\n{TEXT}"))
        (shown,) = margin.annotations
        assert shown.fragments == (Span(19, 22), Span(63, 65))
        cut = margin.remove_fragment(quote.id, Span(63, 65))
        assert (cut.fragments, cut.span) == ((), Span(19, 22))

    def test_of_two_windows_the_later_says_all_of_where_it_is(
        self, open_margin: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = open_margin()
        quote = one.add(Span(0, 22), "quote")
        two = open_margin()
        monkeypatch.setattr(two, "refresh", lambda: False)  # it has not seen what the other does
        one.place(quote.id, Span(0, 15))
        two.remove_fragment(quote.id, PRESIDENT)
        (after,) = open_margin().annotations
        assert (after.span, after.fragments) == (Span(0, 22), (Span(0, 3), Span(11, 22)))


SPANS = st.builds(
    lambda a, b: Span(min(a, b), max(a, b) + 1), st.integers(0, 57), st.integers(0, 57)
)
PARTS = st.lists(SPANS, min_size=1, max_size=6)


@given(PARTS, SPANS)
def test_parts_are_what_was_added_without_what_was_taken(added: list[Span], cut: Span) -> None:
    parts: list[Span] = []
    for span in added:
        parts = with_part(parts, span)
    covered = {place for span in added for place in range(*span)}
    assert {place for part in parts for place in range(*part)} == covered
    assert all(one.end < other.start for one, other in pairwise(parts))
    rest = without_part(TEXT, parts, cut)
    left = {place for part in rest for place in range(*part)}
    lost = covered - left - {*range(*cut)}
    assert left <= covered - {*range(*cut)}
    assert all(TEXT[place].isspace() for place in lost)
    inside = within(parts, cut)
    assert (inside[0].start, inside[-1].end) == cut
    assert all(one.end < other.start for one, other in pairwise(inside))


PLACES = [SAID, PRESIDENT, YES, Span(17, 22), MINISTER, NO]
KINDS = [
    *("add", "link", "link rightly", "link rightly", "span", "span", "unlink"),
    *("delete", "relabel", "join", "split", "cut", "undo", "redo"),
]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(["quote", "entity", "claim"]),
        st.sampled_from(["source", "cue", "claimant"]),
    ),
    min_size=4,
    max_size=18,
)


def act(margin: Margin, does: str, one: int, two: int, label: str, kind: str) -> None:
    """Do something of the kind, if it is allowed where the numbers lead."""
    items: list[Any] = margin.everything
    links = margin.links
    if does == "add":
        margin.add(PLACES[one], label)
    elif does in ("undo", "redo"):
        getattr(margin, does)()
    elif does == "unlink":
        if links:
            margin.remove_link(links[one % len(links)].id)
    elif items:
        first, second = items[one % len(items)].id, items[two % len(items)].id
        match does:
            case "link":
                margin.add_link(kind, first, second)
            case "link rightly":
                margin.add_link(*_right(margin, 6 * one + two))
            case "span":
                margin.link_span(kind, first, PLACES[two])
            case "delete":
                margin.delete(first)
            case "relabel":
                margin.relabel(first, label)
            case "join":
                margin.join(first, second)
            case "split":
                margin.split(first, PLACES[two].start)
            case "cut":
                margin.remove_fragment(first, PLACES[two])


def _right(margin: Margin, number: int) -> tuple[str, str, str]:
    """One of the links that the codebook allows between what there is."""
    kinds = [
        (kind.name, one.id, other.id)
        for kind in DEFAULT.links
        for one in margin.everything
        for other in margin.everything
        if DEFAULT.joins(kind, one.label, other.label)
    ]
    if not kinds:
        raise HashiyaError("Nothing can be linked.")
    return kinds[number % len(kinds)]


def state(margin: Margin) -> list[tuple[object, ...]]:
    """All that counts, whatever its revisions."""
    kept = (*margin.everything, *margin.links)
    return [msgspec.structs.astuple(replace(each, rev=1, modified="")) for each in kept]


@settings(max_examples=40)
@given(ACTS)
def test_no_link_ever_hangs_or_is_there_twice(acts: list[tuple[str, int, int, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_text(TEXT, "utf-8", newline="")
        project = Project.open(Path(folder), "Leila", "desk")
        margin = project.margin(project.read("a.txt"))
        margin.add_all([YES, NO], "quote")
        margin.add_all([PRESIDENT, MINISTER], "entity")
        for each in acts:
            with suppress(HashiyaError):
                act(margin, *each)
        assert [each.sentence for each in check(project)] == []
        linked = {link.target for link in margin.links}
        assert {each.id for each in margin.everything if each.label == SPAN} <= linked
        sources = [(each.type, each.source) for each in margin.links]
        assert len(sources) == len(set(sources))
        before = state(margin)
        undone = 0
        while margin.undo():
            undone += 1
        assert (margin.everything, margin.links) == ([], [])
        for _ in range(undone):
            margin.redo()
        assert state(margin) == before
        assert state(project.margin(margin.article)) == before
