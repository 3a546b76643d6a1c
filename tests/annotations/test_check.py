"""What a check finds, and that it finds nothing where nothing is wrong and changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.check import check
from annotations.checkpoint import SCHEMA
from annotations.documents import to_document
from annotations.margin import Margin
from annotations.model import Anchor, Link, Review, Span, annotate, decide, new_id
from annotations.project import Project
from annotations.storage import JournalStorage
from tests.annotations.conftest import TEXT
from tests.annotations.test_margin import YES, file_of, history_of, write


def test_nothing(margin: Margin, found: Callable[..., list[str]]) -> None:
    assert found() == []
    made = margin.add(YES, "quote")
    margin.delete(margin.add(Span(0, 3), "entity").id)
    margin.set_note(made.id, "ملاحظة")
    assert found() == []


def test_a_changed_text_is_no_finding_where_the_offsets_hold(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "a.txt").write_text(TEXT + "خاتمة", "utf-8", newline="")
    assert found() == []


def test_an_annotation_that_does_not_stand_any_more(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    margin.add(Span(0, 3), "entity")
    (root / "a.txt").write_text(TEXT.replace("نعم", "بلى"), "utf-8", newline="")
    (quote,) = found()
    assert quote.startswith(
        "a.txt: The quote “نعم” of Leila does not stand in the text of today, where it is shown at "
        "12–15: other words are there now; accept it where it is shown, place it by hand or delete it"
    )
    assert f"text-{margin.article.sha256}" in quote


def test_one_whose_words_are_gone(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "a.txt").write_text("قال", "utf-8")
    (finding,) = found()
    assert "its words are gone" in finding


def test_one_that_waits_for_review(
    root: Path, margin: Margin, found: Callable[..., list[str]]
) -> None:
    waiting = replace(annotate(margin.article, YES, "quote", "Omar"), anchor=Anchor.REVIEW)
    write(file_of(root, "Omar"), to_document(waiting))
    (finding,) = found()
    assert "of Omar does not stand in the text of today" in finding
    assert "at 12–15: it waits to be reviewed" in finding


def test_an_article_that_is_gone(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "a.txt").unlink()
    (finding,) = found()
    assert finding.startswith("a.txt: The article is gone; put it back.")
    assert str(file_of(root).parent) in finding


def test_an_article_that_was_renamed(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "a.txt").rename(root / "b.txt")
    (finding,) = found()
    assert finding.startswith("a.txt: The article was renamed to b.txt, where")
    assert str(file_of(root).parent) in finding


def test_an_article_that_cannot_be_read(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "a.txt").write_bytes(TEXT.encode("utf-16"))
    (finding,) = found()
    assert finding.startswith("a.txt: ")


@pytest.mark.parametrize("gone", [False, True])
def test_damaged_files_whether_the_article_is_there_or_not(
    margin: Margin, root: Path, found: Callable[..., list[str]], gone: bool
) -> None:
    margin.add(YES, "quote")
    margin.checkpoint()
    file_of(root, "Omar").write_bytes(b"{")
    bad = {**to_document(annotate(margin.article, YES, "quote", "Leila")), "exact": "x"}
    write(file_of(root), bad)
    if gone:
        (root / "a.txt").unlink()
    broken, damaged = found()[gone:]
    assert bad["id"] in broken
    assert "Leila@desk.json" in broken
    assert "Omar@desk.json is damaged" in damaged
    assert "restore it" in damaged


def test_a_file_of_a_newer_schema(root: Path, found: Callable[..., list[str]]) -> None:
    JournalStorage(file_of(root)).write({"meta": {"1": {"schema": SCHEMA + 1}}})
    (finding,) = found()
    assert "update Hashiya" in finding


def test_a_kept_text_that_is_another(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (kept,) = file_of(root).parent.glob("text-*")
    kept.write_bytes(b"")
    (finding,) = found()
    assert f"{kept} is damaged" in finding


def test_what_an_interrupted_save_left(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    left = file_of(root).with_name(".hashiya-0123456789abcdef.tmp")
    left.write_bytes(b"{")
    (finding,) = found()
    assert f"{left} is left from a save that was interrupted; it can be deleted" in finding


def test_an_article_that_is_no_text_file_by_name(
    root: Path, found: Callable[..., list[str]]
) -> None:
    (root / "b.md").write_text("قال نعم", "utf-8")
    project = Project.open(root / "b.md", "Leila", "desk")
    project.margin(project.read("b.md")).add(Span(0, 3), "quote")
    assert found() == []
    (root / "b.md").write_text("ثم", "utf-8")
    (finding,) = found()
    assert finding.startswith("b.md: The quote “قال” of Leila")


def test_only_what_was_opened_is_looked_at(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    margin.add(YES, "quote")
    (root / "b.txt").write_bytes(b"\xff\xfe\x00")
    assert found("a.txt") == []
    assert [each[:6] for each in found()] == ["b.txt:"]


class TestOffsets:
    @pytest.mark.parametrize("name", ["prefix", "suffix"])
    def test_the_words_around_it_are_those_of_its_text(
        self, margin: Margin, root: Path, found: Callable[..., list[str]], name: str
    ) -> None:
        made = replace(margin.add(YES, "quote"), rev=2)
        write(file_of(root), to_document(replace(made, **{name: "x"})))
        (finding,) = found()
        assert "quote “نعم” of Leila does not fit the text it was made in at 12–15" in finding

    def test_in_the_text_that_was_kept_as_well(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        made = replace(margin.add(YES, "quote"), rev=2)
        moved = "قال: " + TEXT
        (root / "a.txt").write_text(moved, "utf-8", newline="")
        lie = replace(made, start=17, end=20, prefix=moved[17 - 12 : 17])
        write(file_of(root), to_document(lie))
        (finding,) = found()
        assert "does not fit the text it was made in" in finding

    def test_a_text_that_is_missing(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        margin.add(YES, "quote")
        (text,) = file_of(root).parent.glob("text-*")
        text.unlink()
        assert found() == []  # it is the one that the article has
        (root / "a.txt").write_text(TEXT + "خاتمة", "utf-8", newline="")
        (finding,) = found()
        assert f"{text} is missing, the text that 1 annotation was made in" in finding


class TestWhatPointsElsewhere:
    @pytest.fixture
    def link(self, margin: Margin) -> Link:
        one, two = margin.add(YES, "quote"), margin.add(Span(4, 10), "entity")
        return Link(new_id(), "source", one.id, two.id, "Leila", one.created, one.created)

    def findings(self, root: Path, found: Callable[..., list[str]], *links: Link) -> list[str]:
        write(file_of(root), *map(to_document, links), table="links")
        return found()

    def test_links_between_live_annotations_are_right(
        self, root: Path, found: Callable[..., list[str]], link: Link
    ) -> None:
        assert self.findings(root, found, link) == []

    def test_a_link_that_the_codebook_does_not_allow(
        self, root: Path, found: Callable[..., list[str]], link: Link
    ) -> None:
        back = replace(link, id=new_id(), source=link.target, target=link.source)
        other = replace(link, id=new_id(), type="origin")
        first, second = sorted(self.findings(root, found, link, back, other))
        texts = first + second
        assert f"{back.id}, is not of the codebook: No link `source` leads from the entity" in texts
        assert f"{other.id}, is not of the codebook: The codebook has no link `origin`" in texts

    def test_a_second_link_where_one_is_allowed(
        self, margin: Margin, root: Path, found: Callable[..., list[str]], link: Link
    ) -> None:
        other = margin.add(Span(48, 54), "entity")
        second = replace(link, id=new_id(), target=other.id)
        (finding,) = self.findings(root, found, link, second)
        assert "is a second one where the codebook allows one" in finding

    def test_what_is_said_that_the_codebook_does_not_allow(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        made = replace(margin.add(YES, "quote"), rev=2, attributes={"type": "dirct", "mood": 1})
        write(file_of(root), to_document(made))
        first, second = found()
        assert first.endswith("`type` is one of direct, indirect, mixed.")
        assert "The quote “نعم” of Leila says what the codebook does not allow" in second
        assert second.endswith("The label quote has no attribute `mood`; it has type, stance.")

    def test_a_link_to_nowhere_to_what_is_gone_to_itself_and_one_that_is_there_twice(
        self, margin: Margin, root: Path, found: Callable[..., list[str]], link: Link
    ) -> None:
        nowhere = replace(link, id=new_id(), target=new_id())
        itself = replace(link, id=new_id(), target=link.source)
        twice = replace(link, id=new_id())
        gone = replace(link, id=new_id(), target=margin.add(Span(0, 3), "entity").id)
        margin.delete(gone.target)
        dropped = replace(nowhere, id=new_id(), deleted=True)
        findings = self.findings(root, found, link, nowhere, itself, twice, gone, dropped)
        said = {
            nowhere.id: "which is not here",
            itself.id: "to itself",
            gone.id: "which was deleted",
        }
        for identifier, why in said.items():
            assert any(identifier in each and why in each for each in findings)
        assert sum("is there twice" in each for each in findings) == 1
        assert len(findings) == 4

    def test_a_decision_on_what_is_not_there(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        made = margin.add(YES, "quote")
        margin.decide(made.id, Review.ACCEPTED)
        margin.delete(made.id)
        assert found() == []
        lost = replace(decide(new_id(), "Omar"), note="?")
        write(file_of(root, "Omar"), to_document(lost), table="decisions")
        (finding,) = found()
        assert f"Omar decided on the annotation {lost.on}, which is not here" in finding

    def test_versions_of_one_annotation_in_many_files_have_one_id(
        self, open_margin: Callable[..., Margin], found: Callable[..., list[str]]
    ) -> None:
        made = open_margin().add(YES, "quote")
        open_margin(machine="laptop").relabel(made.id, "claim")
        open_margin(machine="laptop").delete(made.id)
        assert found() == []

    def test_one_id_for_two_things(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        made = margin.add(YES, "quote")
        other = replace(annotate(margin.article, Span(0, 3), "entity", "Omar"), id=made.id)
        write(file_of(root, "Omar"), to_document(other))
        (finding,) = found()
        assert f"The id {made.id} stands for two different things" in finding
        assert "Omar@desk.json" in finding

    def test_one_id_in_two_tables(
        self, root: Path, found: Callable[..., list[str]], link: Link
    ) -> None:
        findings = self.findings(root, found, replace(link, id=link.source))
        assert any(f"The id {link.source} stands for two" in each for each in findings)


def test_labels_that_the_codebook_does_not_know(
    margin: Margin, root: Path, found: Callable[..., list[str]]
) -> None:
    labels = {YES: "speech", Span(0, 3): "speech", Span(4, 10): "rumour"}
    made = [annotate(margin.article, span, label, "Leila") for span, label in labels.items()]
    write(file_of(root), *map(to_document, made))
    margin.delete(made[-1].id)
    (finding,) = found()
    assert "2 annotations have the label speech, which the codebook does not know" in finding


class TestTheFindings:
    def test_every_kind_can_be_told_apart_by_machines(self, margin: Margin, root: Path) -> None:
        made = annotate(margin.article, YES, "speech", "Leila")
        write(file_of(root), to_document(made))
        margin.add(Span(0, 3), "entity")  # which keeps the text
        folder = file_of(root).parent
        (folder / ".hashiya-0123456789abcdef.tmp").write_bytes(b"")
        file_of(root, "Omar").write_bytes(b"{")
        write(file_of(root), {**to_document(made), "id": new_id(), "exact": "x"})
        (root / "a.txt").write_text(TEXT.replace("نعم", "بلى"), "utf-8", newline="")
        found = [each.to_json() for each in check(Project.open(root, "Leila", "desk"))]
        assert {each["kind"] for each in found} == {
            *("leftover", "damage", "label", "anchor", "document")
        }
        for each in found:
            assert set(each) - {"file"} == {"article", "kind", "sentence"}
            assert each["article"] == "a.txt"
        assert {Path(each["file"]).name for each in found if "file" in each} == {
            *(".hashiya-0123456789abcdef.tmp", "Omar@desk.json", "Leila@desk.json")
        }

    def test_the_file_is_the_one_that_the_sentence_names(self, margin: Margin, root: Path) -> None:
        for start in range(3):
            margin.add(Span(start, start + 1), "entity")
        first, _, third = history_of(root).read_bytes().splitlines(keepends=True)
        history_of(root).write_bytes(first + third)
        (finding,) = check(Project.open(root, "Leila", "desk"))
        assert finding.file == history_of(root)
        assert finding.sentence.startswith(f"{history_of(root)} is damaged")

    def test_how_far_it_is(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        (root / "b.txt").write_text("ثم", "utf-8")
        told: list[tuple[int, int]] = []
        project = Project.open(root, "Leila", "desk")
        assert list(check(project, lambda done, of: told.append((done, of)))) == []
        assert told == [(0, 2), (1, 2)]

    def test_nothing_is_read_into_values_twice(
        self, open_margin: Callable[..., Margin], root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for annotator in ("Leila", "Omar"):
            margin = open_margin(annotator)
            for start in range(3):
                margin.add(Span(start, start + 1), "entity")
                if start == 1:
                    margin.checkpoint()
        calls: Counter[str] = Counter()
        for module, name in (("storage", "decode"), ("layer", "read"), ("journal", "line_of")):
            function = getattr(import_module(f"annotations.{module}"), name)
            monkeypatch.setattr(
                f"annotations.{module}.{name}",
                lambda *given, function=function, name=name: (
                    calls.update([name]),
                    function(*given),
                )[1],
            )
        assert list(check(Project.open(root, "Sara", "desk"))) == []
        # Of each of the two files: a checkpoint, three documents, three lines; where reading
        # begins in a history, its line is looked at to find the place, read, and once more before it.
        assert calls == {"decode": 2, "read": 6, "line_of": 2 * (3 + 2)}
