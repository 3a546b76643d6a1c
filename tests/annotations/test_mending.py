"""What a check finds of one's own is mended; nothing is lost by that, and what is others' is left to them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotations.check import check
from annotations.chronicle import chronicle
from annotations.margin import Margin
from annotations.mending import mend
from annotations.model import Span
from annotations.project import Project
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, file_of, history_of


class TestRepairing:
    def test_where_nothing_is_damaged_nothing_is_done(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        before = files_under(root)
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
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
        (done,) = mend(Project.open(root, "Leila", "desk"))
        assert str(done).startswith("a.txt: ")
        assert found() == []
        assert margin.refresh()
        assert margin.readonly is None
        assert margin.annotations == [made]

    def test_a_damaged_text_is_written_anew_from_the_article_that_still_has_it(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        margin.add(YES, "quote")
        (text,) = file_of(root).parent.glob("text-*")
        text.write_text("something else", "utf-8")
        (finding,) = found()
        assert "Let `hashiya check --repair` write it anew from the article." in finding
        (done,) = mend(Project.open(root, "Leila", "desk"))
        assert str(done) == (
            f"a.txt: {text} was written anew from the article; {text}.damaged-1 has what it held."
        )
        assert text.read_text("utf-8") == TEXT
        assert Path(f"{text}.damaged-1").read_text("utf-8") == "something else"
        assert found() == []
        assert list(mend(Project.open(root, "Leila", "desk"))) == []

    def test_one_that_the_article_has_no_more_is_left(
        self, margin: Margin, root: Path, found: Callable[..., list[str]]
    ) -> None:
        margin.add(YES, "quote")
        (text,) = file_of(root).parent.glob("text-*")
        text.write_text("something else", "utf-8")
        (root / "a.txt").write_text(f"مقدمة {TEXT}", "utf-8", newline="")
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
        (root / "a.txt").unlink()
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
        assert text.read_text("utf-8") == "something else"
        assert any("Restore it from git or a backup." in each for each in found())

    def test_what_is_others_is_left_to_them(
        self, open_margin: Callable[..., Margin], root: Path, found: Callable[..., list[str]]
    ) -> None:
        omar = open_margin("Omar")
        omar.add(YES, "quote")
        omar.checkpoint()
        file_of(root, "Omar").write_bytes(b"{")
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
        assert len(found()) == 1

    def test_what_cannot_be_repaired_is_said(self, margin: Margin, root: Path) -> None:
        margin.add(YES, "quote")
        file_of(root).write_bytes(b"{")
        history_of(root).unlink()
        (finding,) = mend(Project.open(root, "Leila", "desk"))
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
        assert len(list(mend(Project.open(root, "Leila", "desk")))) == 1
        assert found() == []


SYNCTHING, DROPBOX = (
    ".sync-conflict-20260101-120000-ABC2DEF",
    " (Omar's conflicted copy 2026-01-01)",
)
COPIES = [
    f"Leila@desk{between}{mark}{end}"
    for mark in (SYNCTHING, DROPBOX, " (conflicted copy 2026-01-01 120000)")
    for between, end in (("", ".json"), (".history", ".jsonl"))
]


@pytest.mark.parametrize("name", COPIES)
class TestConflictFiles:
    @pytest.fixture
    def copy(self, open_margin: Callable[..., Margin], root: Path, name: str) -> Path:
        """Another version of Leila's file, which a tool could not bring together with hers."""
        margin = open_margin()
        margin.add(YES, "quote")
        margin.checkpoint()
        before = {path: path.read_bytes() for path in (file_of(root), history_of(root))}
        other = open_margin()
        other.add(Span(0, 3), "entity")
        other.relabel(other.annotations[1].id, "claim")
        other.checkpoint()
        copy = file_of(root).with_name(name)
        shutil.copy(file_of(root) if name.endswith(".json") else history_of(root), copy)
        for path, data in before.items():
            path.write_bytes(data)
        open_margin().add(Span(4, 10), "entity")
        return copy

    def test_they_are_read_along(self, copy: Path, open_margin: Callable[..., Margin]) -> None:
        margin = open_margin()
        assert margin.notices == []
        assert [each.label for each in margin.annotations] == ["entity", "entity", "claim"]
        assert copy.exists()

    def test_they_are_named_with_the_way_out(
        self, copy: Path, root: Path, found: Callable[..., list[str]]
    ) -> None:
        (finding,) = found()
        assert f"{copy} is another version of Leila@desk.json" in finding
        assert "Leila can let `hashiya check --repair` take it in on desk" in finding
        (own,) = check(Project.open(root, "Leila", "desk"))
        assert "; let `hashiya check --repair` take it in" in own.sentence

    def test_ones_own_are_taken_in_and_set_aside(
        self, copy: Path, root: Path, found: Callable[..., list[str]],
        open_margin: Callable[..., Margin],
    ) -> None:  # fmt: skip
        data, before = copy.read_bytes(), open_margin().annotations
        history = history_of(root).read_bytes()
        (done,) = mend(Project.open(root, "Leila", "desk"))
        assert f"{copy} was taken in; {copy}.merged-1 has what it held" in done.sentence
        assert not copy.exists()
        assert copy.with_name(f"{copy.name}.merged-1").read_bytes() == data
        assert history_of(root).read_bytes().startswith(history)
        assert found() == []
        assert open_margin().annotations == before
        assert len(TinyDB(file_of(root), encoding="utf-8").table("annotations")) == 3
        told = [each.sentence for each in chronicle(copy.parent, [])]
        assert "took in 2 annotations from another copy of this file" in told
        assert ("changed the quote “نعم” to claim" in told) is copy.name.endswith(".jsonl")
        assert list(mend(Project.open(root, "Leila", "desk"))) == []

    def test_others_are_left_to_them(self, copy: Path, root: Path) -> None:
        for annotator, machine in (("Omar", "desk"), ("Leila", "laptop")):
            assert list(mend(Project.open(root, annotator, machine))) == []
        assert copy.exists()

    def test_a_damaged_one_is_named_and_left(self, copy: Path, root: Path) -> None:
        copy.write_bytes(b"<<<<<<< HEAD\n")
        before = files_under(root)
        (done,) = mend(Project.open(root, "Leila", "desk"))
        assert f"{copy} " in done.sentence
        assert files_under(root).items() >= before.items()


class TestLeftovers:
    @pytest.fixture
    def left(self, margin: Margin, root: Path) -> Path:
        """What a save left that was interrupted two hours ago."""
        margin.add(YES, "quote")
        left = file_of(root).with_name(".hashiya-0123456789abcdef.tmp")
        left.write_bytes(b"{")
        os.utime(left, (time.time() - 7200,) * 2)
        return left

    def test_they_are_deleted(
        self, left: Path, root: Path, found: Callable[..., list[str]]
    ) -> None:
        (done,) = mend(Project.open(root, "Leila", "desk"))
        assert f"{left} was deleted" in done.sentence
        assert not left.exists()
        assert found() == []

    def test_but_not_what_may_be_a_save_that_goes_on(self, left: Path, root: Path) -> None:
        os.utime(left)
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
        assert left.exists()

    def test_nor_what_may_be_somebody_elses(self, left: Path, root: Path) -> None:
        strange = left.with_name(".hashiya-mine.tmp")
        left.rename(strange)
        left.symlink_to(strange)
        os.utime(left, (time.time() - 7200,) * 2, follow_symlinks=False)
        assert list(mend(Project.open(root, "Leila", "desk"))) == []
        assert left.is_symlink()
        assert strange.exists()
