"""One act in several articles: undone and done again in all of them, also by another window and another day."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations import HashiyaError, files
from annotations.documents import to_document, to_json
from annotations.history import UNDO, Act, Edit
from annotations.joining import join
from annotations.layer import Layer
from annotations.margin import Margin
from annotations.merging import Stored
from annotations.model import Span, new_id
from annotations.project import Project
from annotations.together import Step, Together
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_acts_on_several import changed

ARTICLES = ("a.txt", "b.txt", "folder/c.txt")
SAID = [Span(0, 3), Span(44, 47)]  # قال and قال


@pytest.fixture
def root(root: Path) -> Path:
    """A project of three articles."""
    (root / "folder").mkdir()
    for path in ARTICLES[1:]:
        (root / path).write_text(TEXT, "utf-8", newline="")
    return root


def opened(root: Path, annotator: str = "Leila", machine: str = "desk") -> Project:
    return Project.open(root, annotator, machine)


def margin_of(project: Project, path: str) -> Margin:
    return project.margin(project.read(path))


def tag(root: Path) -> str:
    """Tag in all articles in one act; gives what its parts have in common."""
    together = new_id()
    for path in ARTICLES:
        margin_of(opened(root), path).add_all(SAID, "entity", together)
    return together


def step(project: Project, together: str, step: Step = "undo") -> str:
    """Take the step wherever there is something to be done; gives what is told of it."""
    work = Together(project, together, step)
    for path in work.paths():
        try:
            work.take(margin_of(project, path))
        except HashiyaError as error:
            work.refuse(path, error)
    return work.told


def counts(root: Path) -> list[int]:
    """How many annotations there are in each article."""
    return [
        len(margin_of(opened(root), path).annotations) if (root / path).exists() else -1
        for path in ARTICLES
    ]


def history_of(root: Path, path: str) -> Path:
    return opened(root).folder(path) / "Leila@desk.history.jsonl"


def test_it_is_undone_in_all_of_them_and_done_again(root: Path) -> None:
    together = tag(root)
    assert counts(root) == [2, 2, 2]
    for _ in range(2):
        assert step(opened(root), together) == "Undo: 6 places in 3 articles."
        assert counts(root) == [0, 0, 0]
        assert step(opened(root), together) == ""
        assert step(opened(root), together, "redo") == "Redo: 6 places in 3 articles."
        assert counts(root) == [2, 2, 2]
        assert step(opened(root), together, "redo") == ""


def test_what_is_to_be_undone_first_says_that_it_is_a_part(root: Path) -> None:
    together = tag(root)
    margin = margin_of(opened(root), "a.txt")
    act = margin.history.to_undo()
    assert act is not None
    assert act.together == together
    margin.undo()
    again = margin_of(opened(root), "a.txt").history.to_redo()
    assert again is not None
    assert again.together == together


def test_it_is_found_from_a_folder_of_the_project_and_from_one_article(root: Path) -> None:
    together = tag(root)
    for place in ("folder", "b.txt"):
        assert Together(opened(root / place), together, "undo").paths() == [*ARTICLES]


def test_what_waits_to_be_saved_is_known_where_it_was_done(root: Path) -> None:
    together = new_id()
    margin = margin_of(opened(root), "a.txt")
    margin.add_all(SAID, "entity", together)
    undo, redo = (Together(opened(root), together, each) for each in ("undo", "redo"))
    assert (undo.is_next(margin), redo.is_next(margin)) == (True, False)
    undo.take(margin)
    assert (undo.is_next(margin), redo.is_next(margin)) == (False, True)


class TestWhatIsLeftAsItIs:
    def test_an_article_that_is_gone_or_was_renamed(self, root: Path) -> None:
        together = tag(root)
        (root / "b.txt").rename(root / "d.txt")
        assert step(opened(root), together) == (
            "Undo: 4 places in 2 articles. b.txt is gone or was renamed; it is left as it is."
        )
        assert counts(root) == [0, -1, 0]
        (root / "d.txt").rename(root / "b.txt")
        assert step(opened(root), together) == "Undo: 2 places in 1 article."
        assert counts(root) == [0, 0, 0]

    def test_one_that_is_read_only(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        together = tag(root)
        refused, real = opened(root).folder("b.txt"), files.unwritable
        monkeypatch.setattr(
            files, "unwritable", lambda each: "It is locked." if each == refused else real(each)
        )
        told = step(opened(root), together)
        assert told == "Undo: 4 places in 2 articles. b.txt: It is locked."
        assert counts(root) == [0, 2, 0]

    def test_one_in_which_something_else_was_done_since(self, root: Path) -> None:
        together = tag(root)
        margin_of(opened(root), "b.txt").add(Span(12, 15), "quote")
        assert step(opened(root), together) == (
            "Undo: 4 places in 2 articles. b.txt: Something else was done there since; it is left as it is."
        )
        assert counts(root) == [0, 3, 0]
        margin_of(opened(root), "b.txt").undo()
        assert step(opened(root), together) == "Undo: 2 places in 1 article."
        assert counts(root) == [0, 0, 0]

    def test_an_annotation_that_was_changed_elsewhere_since(self, root: Path) -> None:
        together = tag(root)
        margin = margin_of(opened(root), "b.txt")
        changed(margin, margin.annotations[0], note="ملاحظة")
        assert step(opened(root), together) == (
            "Undo: 4 places in 2 articles. b.txt: The entity “قال” has been changed by another program or person "
            "since; it is left as it is."
        )
        assert counts(root) == [0, 2, 0]

    def test_what_a_colleague_or_another_machine_did(self, root: Path) -> None:
        together = tag(root)
        before = files_under(root)
        for hand in (("Omar", "desk"), ("Leila", "laptop")):
            assert Together(opened(root, *hand), together, "undo").paths() == []
            assert margin_of(opened(root, *hand), "a.txt").undo() is None
        assert files_under(root) == before

    def test_it_is_told_of_three_and_how_many_more(self, root: Path) -> None:
        work = Together(opened(root), new_id(), "undo")
        for path in "defgh":
            work.refuse(path, HashiyaError(""))
        assert work.told == (
            "d is gone or was renamed; it is left as it is. e is gone or was renamed; it is left as it is. "
            "f is gone or was renamed; it is left as it is. 2 more articles are left as they are."
        )


class TestTheHistories:
    def test_only_the_lines_of_such_an_act_say_so(self, root: Path) -> None:
        together = tag(root)
        margin = margin_of(opened(root), "a.txt")
        margin.add(Span(12, 15), "quote")
        margin.undo()
        margin.undo()
        lines = history_of(root, "a.txt").read_bytes().splitlines()
        records = [json.loads(line)[2] for line in lines]
        assert [each.get("together") for each in records] == [together, None, None, together]

    def test_a_copy_of_the_project_that_takes_them_in_undoes_it_as_well(
        self, root: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        together = tag(root)
        copy = tmp_path_factory.mktemp("copy")
        for path in ARTICLES:
            (copy / path).parent.mkdir(exist_ok=True)
            (copy / path).write_text(TEXT, "utf-8", newline="")
        margin_of(opened(copy), "a.txt").add(Span(12, 15), "quote")
        join(root, opened(copy))
        assert step(opened(copy), together).startswith("Undo: 4 places in 2 articles.")

    def test_one_that_an_older_program_undid_is_undone(self, root: Path) -> None:
        together = tag(root)
        project = opened(root)
        layer = Layer(history_of(root, "b.txt").with_name("Leila@desk.json"))
        layer.refresh()
        tagged = Act("tag", (), sequence=layer.sequence, together=together)
        first = next(iter(layer.documents.values()))
        gone = replace(first.value, deleted=True, rev=2)
        edit = Edit(first, Stored(gone, to_json(to_document(gone))))
        layer.save(Act(UNDO, (edit,), tagged), {})
        assert Together(project, together, "undo").paths() == ["a.txt", "folder/c.txt"]

    def test_one_that_is_damaged_or_cannot_be_read_is_passed_over(self, root: Path) -> None:
        together = tag(root)
        margin_of(opened(root), "a.txt").checkpoint()
        history_of(root, "a.txt").unlink()
        history_of(root, "a.txt").mkdir()
        history_of(root, "b.txt").write_bytes(b"\xff\xfe")
        assert Together(opened(root), together, "undo").paths() == ["folder/c.txt"]
