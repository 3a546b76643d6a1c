"""Where a project may lie, and what its files may be called: odd names, links, other people's disks, many articles."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations import HashiyaError, files
from annotations.margin import Margin
from annotations.model import Span
from annotations.project import Project
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, file_of

Open = Callable[..., Margin]


class TestNames:
    @pytest.mark.parametrize("name", ["مقال عن القدس.txt", "two  spaces .txt", "آخر\u200f.txt"])
    def test_articles_folders_and_people_may_be_called_anything(
        self, tmp_path: Path, name: str
    ) -> None:
        place = tmp_path / "مجلد المقالات" / "in a folder"
        place.mkdir(parents=True)
        (place / name).write_text(TEXT, "utf-8", newline="")
        for _ in range(2):
            project = Project.open(place.parent, "ليلى العلي", "desk")
            margin = project.margin(project.read(project.articles()[0]))
            margin.add(Span(len(margin.annotations), 10), "quote")
            margin.checkpoint()
        assert len(margin.annotations) == 2
        assert margin.notices == []

    def test_paths_may_be_relative(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(root)
        project = Project.open(Path(), "Leila", "desk")
        made = project.margin(project.read("a.txt")).add(YES, "quote")
        monkeypatch.chdir("/")
        again = Project.open(root / "a.txt", "Leila", "desk")
        assert again.margin(again.read("a.txt")).annotations == [made]

    def test_without_a_home_and_in_the_c_locale(self, tmp_path: Path) -> None:
        place = tmp_path / "مجلد"
        place.mkdir()
        (place / "مقال.txt").write_text(TEXT, "utf-8", newline="")
        project = Project.open(place, "ليلى", "desk")
        project.margin(project.read("مقال.txt")).add(YES, "quote")
        environment = {"LC_ALL": "C", "PATH": os.environ["PATH"], "HASHIYA_ANNOTATOR": "ليلى"}
        for command in ("check", "history", "export"):
            done = subprocess.run(
                [sys.executable, "-m", "tui.cli", command, place / "مقال.txt"],
                cwd=Path(__file__).parent.parent.parent,
                env=environment,
                capture_output=True,
                check=False,
            )
            assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr


class TestLinks:
    @pytest.mark.parametrize("linked", [".hashiya", ".hashiya/articles", ".hashiya/articles/a.txt"])
    def test_one_that_leads_out_of_the_project_is_read_but_not_written(
        self, tmp_path: Path, linked: str
    ) -> None:
        root, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
        for place in (root, elsewhere):
            place.mkdir()
            (place / "a.txt").write_text(TEXT, "utf-8", newline="")
        theirs = Project.open(elsewhere, "Leila", "desk")
        made = theirs.margin(theirs.read("a.txt")).add(YES, "quote")
        (root / linked).parent.mkdir(parents=True, exist_ok=True)
        (root / linked).symlink_to(elsewhere / linked)
        before = files_under(elsewhere)
        project = Project.open(root, "Leila", "desk")
        margin = project.margin(project.read("a.txt"))
        assert margin.annotations == [made]
        assert "leads out of the project through a link" in str(margin.readonly)
        with pytest.raises(HashiyaError, match="leads out of the project"):
            margin.add(Span(0, 3), "entity")
        with pytest.raises(HashiyaError, match="leads out of the project"):
            margin.checkpoint()
        assert files_under(elsewhere) == before

    def test_a_folder_for_locks_that_leads_out_is_not_written_either(
        self, root: Path, tmp_path_factory: pytest.TempPathFactory, open_margin: Open
    ) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (root / ".hashiya").mkdir()
        (root / ".hashiya" / "lock").symlink_to(elsewhere)
        margin = open_margin()
        made = margin.add(YES, "quote")
        assert list(elsewhere.iterdir()) == []
        assert "cannot hold a lock (there is a link" in margin.notices[0]
        assert open_margin().annotations == [made]

    def test_a_project_that_is_reached_through_a_link_is_written(self, root: Path) -> None:
        link = root.with_name("link")
        link.symlink_to(root)
        project = Project.open(link, "Leila", "desk")
        project.margin(project.read("a.txt")).add(YES, "quote")
        assert file_of(root).with_suffix(".history.jsonl").exists()

    def test_links_in_a_circle(self, root: Path, open_margin: Open) -> None:
        (root / ".hashiya").symlink_to(root / ".hashiya")
        margin = open_margin()
        assert margin.readonly
        with pytest.raises(HashiyaError):
            margin.add(YES, "quote")


class TestMany:
    def test_only_what_is_shown_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(1000):
            (tmp_path / f"{number}.txt").write_bytes(b"x")
            place = tmp_path / ".hashiya" / "articles" / f"{number}.txt"
            place.mkdir(parents=True)
            (place / "Omar@there.json").write_bytes(b"{")
        touched: list[str] = []
        read = files.read

        def recorded(path: Path, *rest: Any) -> Any:
            touched.append(path.parent.name)
            return read(path, *rest)

        monkeypatch.setattr(files, "read", recorded)
        project = Project.open(tmp_path, "Leila", "desk")
        assert len(project.articles()) == 1000
        margin = project.margin(project.read("7.txt"))
        margin.add(Span(0, 1), "quote")
        margin.checkpoint()
        assert set(touched) == {"7.txt"}
        assert len(margin.problems) == 1
