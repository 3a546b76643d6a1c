"""Finding out about articles in the background, and following them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotations import gathering
from annotations.facts import Facts, find_out
from annotations.gathering import Gatherer
from annotations.model import Span
from annotations.project import Project
from annotations.renaming import Renames

PATIENCE = 20.0


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def opened(folder: Path, annotator: str = "Leila") -> Project:
    return Project.open(folder, annotator, "desk")


def tag(project: Project, path: str, *labels: str) -> None:
    margin = project.margin(project.read(path))
    for place, label in enumerate(labels):
        margin.add(Span(place, place + 1), label)


def facts(project: Project, path: str) -> Facts:
    return find_out(project, path, Renames(project)).facts


class TestFacts:
    def test_own_annotations_and_those_of_others_are_counted_by_label(self, tmp_path: Path) -> None:
        write(tmp_path, a="\n قالت الحكومة\nنص")
        tag(opened(tmp_path), "a.txt", "quote", "entity", "entity")
        tag(opened(tmp_path, "Omar"), "a.txt", "claim")
        mine = opened(tmp_path)
        margin = mine.margin(mine.read("a.txt"))
        last = margin.delete(margin.annotations[0].id)
        found = facts(mine, "a.txt")
        assert found.title == "قالت الحكومة"
        assert (dict(found.own), dict(found.others)) == ({"entity": 2}, {"claim": 1})
        assert found.count == len(margin.annotations) == 3
        assert found.worked == last.modified

    def test_words_that_are_only_linked_to_are_not_counted(self, tmp_path: Path) -> None:
        write(tmp_path, a="قال نعم")
        project = opened(tmp_path)
        margin = project.margin(project.read("a.txt"))
        margin.link_span("cue", margin.add(Span(4, 7), "quote").id, Span(0, 3))
        assert facts(project, "a.txt").own == {"quote": 1}

    def test_of_several_versions_the_one_that_counts_is_counted(self, tmp_path: Path) -> None:
        write(tmp_path, a="قال")
        project = opened(tmp_path)
        margin = project.margin(project.read("a.txt"))
        made = margin.add(Span(0, 1), "quote")
        margin.checkpoint()
        kept = project.folder("a.txt") / "Leila@desk.json"
        copy = "Leila@desk.sync-conflict-20261126-101010.json"
        kept.with_name(copy).write_bytes(kept.read_bytes())
        margin.delete(made.id)
        assert facts(project, "a.txt").count == 0

    def test_an_article_that_nothing_is_written_beside(self, tmp_path: Path) -> None:
        write(tmp_path, a="قال")
        assert facts(opened(tmp_path), "a.txt") == Facts("قال", folded="قال a.txt")

    def test_what_cannot_be_read_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 8)
        (tmp_path / "late.txt").write_bytes("قال\n".encode() * 20_000 + b"\xd9\xff")
        (tmp_path / "folder.txt").mkdir()
        project = opened(tmp_path)
        for path, why in (
            ("a.txt", "not a text"),
            ("late.txt", "damaged"),
            ("gone.txt", "There is no file"),
            ("folder.txt", "is a folder"),
        ):
            found = facts(project, path)
            assert (found.title, why in found.unreadable) == (path, True)

    @pytest.mark.parametrize(
        "name", ["a\n\x1b[31m.txt", "\u202eb.txt", "caf\udce9.txt", "100%@.txt"]
    )
    def test_a_name_may_be_anything(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, **{name.removesuffix(".txt"): "قال"})
        project = opened(tmp_path)
        (path,) = project.articles()
        tag(project, path, "quote")
        assert facts(project, path).own == {"quote": 1}

    def test_damaged_annotations_are_said_and_the_others_are_counted(self, tmp_path: Path) -> None:
        write(tmp_path, a="قال")
        project = opened(tmp_path)
        tag(project, "a.txt", "quote")
        (project.folder("a.txt") / "Omar@desk.json").write_text("{")
        found = facts(project, "a.txt")
        assert dict(found.own) == {"quote": 1}
        assert "Omar@desk.json is damaged" in found.damaged

    def test_a_renamed_article_keeps_what_was_written_beside_it(self, tmp_path: Path) -> None:
        write(tmp_path, a="قالت الحكومة")
        project = opened(tmp_path)
        tag(project, "a.txt", "quote")
        (tmp_path / "a.txt").rename(tmp_path / "b.txt")
        assert dict(facts(project, "b.txt").own) == {"quote": 1}
        tag(project, "b.txt", "entity")
        assert dict(facts(project, "b.txt").own) == {"quote": 1, "entity": 1}


class Watched:
    """What a gatherer has told so far."""

    def __init__(self, gatherer: Gatherer) -> None:
        self.gatherer = gatherer
        self.facts: dict[str, Facts] = {}
        self.paths: list[str] | None = None

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.paths, self.facts)
            time.sleep(0.005)
            news = self.gatherer.take()
            self.facts.update(news.facts)
            if news.paths is not None:
                self.paths = list(news.paths)


@contextmanager
def watching(project: Project) -> Iterator[Watched]:
    tree = project.tree()
    gatherer = Gatherer(project, tree, project.articles(), lambda: None)
    gatherer.start()
    try:
        yield Watched(gatherer)
    finally:
        gatherer.stop(PATIENCE)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LOOK", 0.01)
    monkeypatch.setattr(gathering, "SELDOM", 1)


class TestGathering:
    def test_files_that_come_go_and_are_renamed_are_followed(self, tmp_path: Path) -> None:
        write(tmp_path, a="قالت", b="نص")
        project = opened(tmp_path)
        tag(project, "a.txt", "quote")
        with watching(project) as seen:
            seen.until(lambda: len(seen.facts) == 2)
            write(tmp_path, c="جديد")
            seen.until(lambda: "c.txt" in seen.facts)
            assert seen.paths == ["a.txt", "b.txt", "c.txt"]
            (tmp_path / "b.txt").unlink()
            seen.until(lambda: seen.paths == ["a.txt", "c.txt"])
            (tmp_path / "a.txt").rename(tmp_path / "z.txt")
            seen.until(lambda: "z.txt" in seen.facts)
            assert seen.paths == ["c.txt", "z.txt"]
            assert dict(seen.facts["z.txt"].own) == {"quote": 1}

    def test_a_copy_gets_what_was_written_beside_the_article_once_that_is_gone(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, a="قالت", b="قالت")
        project = opened(tmp_path)
        tag(project, "a.txt", "quote")
        with watching(project) as seen:
            seen.until(lambda: len(seen.facts) == 2)
            assert not seen.facts["b.txt"].own
            (tmp_path / "a.txt").unlink()
            seen.until(lambda: dict(seen.facts["b.txt"].own) == {"quote": 1})

    def test_what_is_written_is_followed_on_the_screen_and_off_it(self, tmp_path: Path) -> None:
        write(tmp_path, a="قالت", b="نص")
        with watching(opened(tmp_path)) as seen:
            seen.until(lambda: len(seen.facts) == 2)
            seen.gatherer.see(["a.txt"])
            tag(opened(tmp_path, "Omar"), "a.txt", "quote")
            tag(opened(tmp_path), "b.txt", "claim")
            seen.until(
                lambda: (
                    dict(seen.facts["a.txt"].others) == {"quote": 1}
                    and dict(seen.facts["b.txt"].own) == {"claim": 1}
                )
            )
            write(tmp_path, b="عنوان آخر")
            seen.until(lambda: seen.facts["b.txt"].title == "عنوان آخر")

    def test_what_is_on_the_screen_is_found_out_first(self, tmp_path: Path) -> None:
        write(tmp_path, **{f"n{n}": "قال" for n in range(9)})
        project = opened(tmp_path)
        gatherer = Gatherer(project, project.tree(), project.articles(), lambda: None)
        gatherer.see(["n7.txt", "n3.txt"])
        gatherer.start()
        seen = Watched(gatherer)
        try:
            seen.until(lambda: len(seen.facts) == 9)
        finally:
            gatherer.stop(PATIENCE)
        assert [*seen.facts][:3] == ["n7.txt", "n3.txt", "n0.txt"]

    def test_an_article_that_takes_long_is_left_alone_for_longer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path, a="قال")
        project = opened(tmp_path)
        gatherer = Gatherer(project, project.tree(), ["a.txt"], lambda: None)
        now = [0.0]
        monkeypatch.setattr(gathering, "monotonic", lambda: now[0])
        real = gathering.find_out

        def slow(*given: object) -> object:
            now[0] += 0.2
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(gathering, "find_out", slow)
        monkeypatch.setattr(gathering, "SELDOM", 50)
        gatherer._find_out("a.txt")
        gatherer.see(["a.txt"])
        gatherer.take()
        write(tmp_path, a="عنوان آخر")
        now[0] += 9
        gatherer.look()
        assert not gatherer.take().facts
        now[0] += 2
        gatherer.look()
        assert gatherer.take().facts["a.txt"].title == "عنوان آخر"
