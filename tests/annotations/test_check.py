"""What a check finds, and that it finds nothing where nothing is wrong and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.check import check, repair
from annotations.checkpoint import SCHEMA
from annotations.documents import to_document
from annotations.margin import Margin
from annotations.model import Anchor, Span, annotate
from annotations.project import Project
from annotations.storage import JournalStorage
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, file_of, history_of, write


@pytest.fixture
def found(root: Path) -> Callable[..., list[str]]:
    """What a check of the project, or of a part of it, says; it must change nothing."""

    def find(part: str = "") -> list[str]:
        before = files_under(root)
        findings = [str(each) for each in check(Project.open(root / part, "Anyone", "anywhere"))]
        assert files_under(root) == before
        return findings

    return find


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


class TestRepairing:
    def test_where_nothing_is_damaged_nothing_is_done(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        before = files_under(root)
        assert list(repair(Project.open(root, "Leila", "desk"))) == []
        assert files_under(root) == before

    def test_ones_own_file_is_built_anew_and_said(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        made = margin.add(YES, "quote")
        margin.checkpoint()
        file_of(root).write_bytes(b"{")
        (finding,) = found()
        assert "hashiya check --repair" in finding
        assert margin.refresh()
        assert margin.readonly
        (done,) = repair(Project.open(root, "Leila", "desk"))
        assert str(done).startswith("a.txt: ")
        assert found() == []
        assert margin.refresh()
        assert margin.readonly is None
        assert margin.annotations == [made]

    def test_what_is_others_is_left_to_them(
        self, open_margin: Callable[..., Margin], root: Path, found: Callable[..., list[str]]
    ) -> None:
        omar = open_margin("Omar")
        omar.add(YES, "quote")
        omar.checkpoint()
        file_of(root, "Omar").write_bytes(b"{")
        assert list(repair(Project.open(root, "Leila", "desk"))) == []
        assert len(found()) == 1

    def test_what_cannot_be_repaired_is_said(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        file_of(root).write_bytes(b"{")
        history_of(root).unlink()
        (finding,) = repair(Project.open(root, "Leila", "desk"))
        assert "does not go back far enough" in str(finding)

    def test_damage_that_a_checkpoint_hides_is_found(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        for start in range(4):
            margin.add(Span(start, start + 1), "entity")
        margin.checkpoint()
        lines = history_of(root).read_bytes().splitlines(keepends=True)
        lines[1] = lines[1].replace(b"entity", b"entitx")
        history_of(root).write_bytes(b"".join(lines))
        assert len(Margin(margin.article, file_of(root).parent, "L", "d").annotations) == 4
        (finding,) = found()
        assert "what was done between 1 and 3 is missing" in finding
        assert len(list(repair(Project.open(root, "Leila", "desk")))) == 1
        assert found() == []
