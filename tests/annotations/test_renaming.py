"""An article that was renamed or moved is told by its content, once; nothing is moved, and no other file is written."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.check import check
from annotations.chronicle import chronicle
from annotations.layer import Layer
from annotations.margin import Margin
from annotations.model import Anchor, Span
from annotations.project import Project
from annotations.renaming import Renames
from annotations.table import Database
from annotations.writers.json import export
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, file_of
from tests.annotations.test_saver import Window

Open = Callable[..., Margin]


def rename(root: Path, old: str, new: str) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


def formerly(root: Path, article: str) -> object:
    """What is recorded in Leila's file of an article."""
    path = root / ".hashiya/articles" / article / "Leila@desk.json"
    return Database(path).table("meta").get(doc_id=1).get("formerly")


@pytest.mark.parametrize("new", ["b.txt", "sub/deep/مقال.txt"])
def test_what_was_written_beside_it_is_shown(open_margin: Open, root: Path, new: str) -> None:
    made = [open_margin().add(YES, "quote"), open_margin("Omar").add(Span(0, 3), "entity")]
    rename(root, "a.txt", new)
    before = files_under(root)
    margin = open_margin(path=new)
    assert margin.annotations == [made[1], made[0]]
    assert margin.formerly == ["a.txt"]
    assert margin.notices[0].startswith(f"{new} has the text that a.txt had, which is gone: it was")
    assert files_under(root) == before


def test_one_opened_alone_is_recognised_as_well(open_margin: Open, root: Path) -> None:
    made = open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.md")
    project = Project.open(root / "b.md", "Leila", "desk")
    assert project.margin(project.read("b.md")).annotations == [made]


def test_work_goes_on_in_its_own_folder_and_nothing_else_is_written(
    open_margin: Open, root: Path
) -> None:
    one, two = open_margin().add(YES, "quote"), open_margin().add(Span(0, 3), "entity")
    rename(root, "a.txt", "b.txt")
    before = files_under(file_of(root).parent)
    margin = open_margin(path="b.txt")
    changed = margin.relabel(one.id, "claim")
    margin.delete(two.id)
    made = margin.add(Span(4, 10), "entity")
    assert files_under(file_of(root).parent) == before
    again = open_margin(path="b.txt")
    assert again.annotations == margin.annotations == [made, changed]
    assert (changed.rev, formerly(root, "b.txt")) == (2, ["a.txt"])
    assert again.notices == []


def test_once_recorded_it_outlasts_further_edits_for_everybody(
    open_margin: Open, root: Path
) -> None:
    made = open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.txt")
    open_margin("Omar", path="b.txt").add(Span(0, 3), "entity")
    (root / "b.txt").write_text(f"أعلن مكتبه:\n{TEXT}", "utf-8", newline="")
    margin = open_margin(path="b.txt")
    assert [each.anchor for each in margin.annotations] == [Anchor.ANCHORED] * 2
    assert margin.annotations[1].id == made.id
    margin.set_note(made.id, "x")
    assert formerly(root, "b.txt") == ["a.txt"]


def test_it_was_edited_before_it_was_renamed(open_margin: Open, root: Path) -> None:
    made = open_margin().add(YES, "quote")
    text = f"أعلن مكتبه:\n{TEXT}"
    (root / "a.txt").write_text(text, "utf-8", newline="")
    open_margin().set_note(made.id, "x")
    rename(root, "a.txt", "b.txt")
    margin = open_margin(path="b.txt")
    assert [text[each.start : each.end] for each in margin.annotations] == ["نعم"]


@pytest.mark.parametrize("work", [False, True])
def test_renamed_twice(open_margin: Open, root: Path, work: bool) -> None:
    made = open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.txt")
    if work:
        open_margin(path="b.txt").set_note(made.id, "in between")
    rename(root, "b.txt", "c.txt")
    margin = open_margin(path="c.txt")
    assert [(each.id, each.note) for each in margin.annotations] == [
        (made.id, "in between" if work else "")
    ]
    assert sorted(margin.formerly) == (["a.txt", "b.txt"] if work else ["a.txt"])
    margin.set_note(made.id, "at last")
    assert [each.note for each in open_margin(path="c.txt").annotations] == ["at last"]


def test_renamed_back(open_margin: Open, root: Path) -> None:
    made = open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.txt")
    noted = open_margin(path="b.txt").set_note(made.id, "as b")
    rename(root, "b.txt", "a.txt")
    assert open_margin().annotations == [made]
    rename(root, "a.txt", "b.txt")
    assert open_margin(path="b.txt").annotations == [noted]


def test_what_is_written_beside_an_article_that_is_back_is_its_own_again(
    open_margin: Open, root: Path
) -> None:
    open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.txt")
    made = open_margin(path="b.txt").add(Span(0, 3), "entity")
    (root / "a.txt").write_text(TEXT, "utf-8", newline="")
    margin = open_margin(path="b.txt")
    assert (margin.annotations, margin.formerly) == ([made], [])


class TestWhereItIsNotClear:
    def test_two_have_the_text(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        (root / "c.txt").write_bytes((root / "b.txt").read_bytes())
        for path, other in (("b.txt", "c.txt"), ("c.txt", "b.txt")):
            margin = open_margin(path=path)
            assert (margin.annotations, margin.formerly) == ([], [])
            (notice,) = margin.notices
            assert notice.startswith(
                f"{path} and {other} have the text that a.txt had, which is gone"
            )
            assert notice.endswith(
                f"Move {file_of(root).parent} to {file_of(root).parent.with_name(path)} if it was this one."
            )

    def test_two_that_are_gone_had_it(self, open_margin: Open, root: Path) -> None:
        (root / "b.txt").write_text(TEXT, "utf-8", newline="")
        for path in ("a.txt", "b.txt"):
            open_margin(path=path).add(YES, "quote")
        (root / "b.txt").unlink()
        rename(root, "a.txt", "c.txt")
        margin = open_margin(path="c.txt")
        assert (margin.annotations, margin.formerly) == ([], [])
        assert margin.notices[0].startswith(
            "c.txt has the text that a.txt and b.txt had, which are"
        )

    def test_the_way_out_that_is_named_is_one(self, open_margin: Open, root: Path) -> None:
        made = open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        (root / "c.txt").write_bytes((root / "b.txt").read_bytes())
        file_of(root).parent.rename(file_of(root).parent.with_name("b.txt"))
        assert open_margin(path="b.txt").annotations == [made]
        assert open_margin(path="c.txt").notices == []


class TestWhatIsNoRename:
    def test_a_copy(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        (root / "b.txt").write_bytes((root / "a.txt").read_bytes())
        margin = open_margin(path="b.txt")
        assert (margin.annotations, margin.notices) == ([], [])

    def test_another_text(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        (root / "a.txt").unlink()
        (root / "b.txt").write_text(f"{TEXT} ", "utf-8", newline="")
        assert open_margin(path="b.txt").annotations == []

    def test_most_of_the_text_is_said_and_the_way_out_is_one(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        text = TEXT.replace("قال الوزير «لا» أمس.", "جملة أخرى")
        (root / "b.txt").write_text(text, "utf-8", newline="")
        margin = open_margin(path="b.txt")
        assert margin.annotations == []
        (notice,) = margin.notices
        assert notice.startswith("b.txt has most of the text that a.txt had, which is gone.")
        old, new = (str(root / ".hashiya/articles" / name) for name in ("a.txt", "b.txt"))
        assert f"move {old} to {new}" in notice
        shutil.move(old, new)
        (shown,) = open_margin(path="b.txt").annotations
        assert (shown.id, shown.anchor) == (made.id, Anchor.ANCHORED)

    def test_a_paragraph_in_common_is_not_most_of_it(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        (root / "a.txt").unlink()
        first = TEXT.splitlines()[0]
        (root / "b.txt").write_text(f"{first}\nقال آخرون غير هذا في يوم آخر.\n", "utf-8")
        assert open_margin(path="b.txt").notices == []

    def test_an_article_that_has_annotations(self, open_margin: Open, root: Path) -> None:
        (root / "b.txt").write_text(TEXT, "utf-8", newline="")
        made = open_margin(path="b.txt").add(Span(0, 3), "entity")
        open_margin().add(YES, "quote")
        (root / "a.txt").unlink()
        assert open_margin(path="b.txt").annotations == [made]

    def test_nothing_at_all(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        (root / "a.txt").unlink()
        for text in ("", " \n"):
            (root / "b.txt").write_text(text, "utf-8")
            assert open_margin(path="b.txt").notices == []

    def test_a_record_that_leads_out_of_the_store_is_only_a_name(
        self, open_margin: Open, root: Path
    ) -> None:
        open_margin().add(YES, "quote")
        with Database(file_of(root)) as db:
            paths = ["../../x", "", 7, "/etc/passwd", "b.txt"]
            db.table("meta").update({"formerly": paths}, doc_ids=[1])
        margin = open_margin()
        assert len(margin.annotations) == 1
        assert margin.problems == []
        store = root / ".hashiya" / "articles"
        assert all(folder.is_relative_to(store) for folder in margin.folders)


class TestTheCommands:
    def test_an_export_names_it_once_and_has_no_problem(
        self, open_margin: Open, root: Path
    ) -> None:
        open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        problems: list[str] = []
        (article,) = export(Project.open(root, "Leila", "desk"), problems=problems)["articles"]
        assert (article["path"], problems) == ("b.txt", [])
        assert [each["exact"] for each in article["annotations"]] == ["نعم"]
        assert json.dumps(article)

    def test_history_goes_back_before_it(self, open_margin: Open, root: Path) -> None:
        made = open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        margin = open_margin(path="b.txt")
        margin.delete(made.id)
        folder, *earlier = margin.folders
        told = [each.sentence for each in chronicle(folder, [], *earlier)]
        assert told == ["tagged “نعم” as quote", "deleted the quote “نعم”"]

    def test_what_is_gone_is_looked_for_once_for_all(
        self, open_margin: Open, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_margin().add(YES, "quote")
        (root / "a.txt").unlink()
        for number in range(5):
            (root / f"{number}.txt").write_text(f"مقال {number}", "utf-8")
        walked = []
        unlisted = Project.unlisted
        monkeypatch.setattr(
            Project, "unlisted", lambda self: (walked.append(self), unlisted(self))[1]
        )
        export(Project.open(root, "Leila", "desk"), [f"{number}.txt" for number in range(5)])
        assert len(walked) == 1

    def test_each_that_is_gone_is_read_once_for_all(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        project = Project.open(root, "Leila", "desk")
        for number in range(4):
            text = f"مقال {number}"
            (root / f"{number}.txt").write_text(text, "utf-8")
            project.margin(project.read(f"{number}.txt")).add(Span(0, 4), "entity")
            rename(root, f"{number}.txt", f"new-{number}.txt")
        read: list[Path] = []
        monkeypatch.setattr(
            "annotations.renaming.Layer", lambda path: (read.append(path), Layer(path))[1]
        )
        found = list(check(project))
        assert [each.sentence.partition(",")[0] for each in found] == [
            f"The article was renamed to new-{number}.txt" for number in range(4)
        ]
        assert len(read) == 4

    def test_of_many_that_have_the_text_some_are_named(self, open_margin: Open, root: Path) -> None:
        open_margin().add(YES, "quote")
        rename(root, "a.txt", "b.txt")
        for number in range(5):
            shutil.copy(root / "b.txt", root / f"{number}.txt")
        (notice,) = open_margin(path="b.txt").notices
        assert notice.startswith("b.txt, 0.txt and 4 more have the text that a.txt had")


def test_with_a_saver_it_is_found_out_in_its_thread(
    open_margin: Open, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_margin().add(YES, "quote")
    rename(root, "a.txt", "b.txt")
    threads = []
    guess = Renames.guess
    monkeypatch.setattr(
        Renames,
        "guess",
        lambda self, article: (threads.append(threading.get_ident()), guess(self, article))[1],
    )
    window = Window(root, path="b.txt")
    try:
        margin = window.margin
        window.look()
        window.look()
        assert margin.annotations == [made]
        assert len(margin.notices) == 1
        assert len(threads) == 1
        assert threads[0] != threading.get_ident()
        margin.relabel(made.id, "claim")
        window.saver.flush(5)
        assert formerly(root, "b.txt") == ["a.txt"]
    finally:
        window.saver.close(5)
