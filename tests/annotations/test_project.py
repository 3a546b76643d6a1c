"""Which folder is the project, which files are its articles, and under what names things are kept."""

from __future__ import annotations

import os
import platform
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.filenames import from_name, to_name
from annotations.layer import file_name
from annotations.model import Span
from annotations.project import Project, machine_name
from tests.annotations.conftest import files_under


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("قال", "utf-8")


def opened(path: Path, annotator: str = "Leila") -> Project:
    return Project.open(path, annotator, "desk")


class TestTheRoot:
    def test_without_a_mark_it_is_the_folder_that_was_given(self, tmp_path: Path) -> None:
        make(tmp_path, "sub/a.txt")
        assert opened(tmp_path).root == tmp_path
        assert opened(tmp_path / "sub").root == tmp_path / "sub"
        assert opened(tmp_path / "sub" / "a.txt").root == tmp_path / "sub"

    @pytest.mark.parametrize("mark", ["hashiya.toml", ".hashiya/articles/x"])
    def test_with_one_it_is_the_nearest_folder_that_has_it(self, tmp_path: Path, mark: str) -> None:
        make(tmp_path, mark, f"sub/{mark}", "sub/deep/a.txt", "b.txt")
        assert opened(tmp_path / "sub" / "deep").root == tmp_path / "sub"
        assert opened(tmp_path / "sub" / "deep" / "a.txt").root == tmp_path / "sub"
        assert opened(tmp_path / "b.txt").root == tmp_path

    def test_a_relative_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make(tmp_path, "sub/a.txt")
        monkeypatch.chdir(tmp_path / "sub")
        assert opened(Path()).articles() == ["a.txt"]
        assert opened(Path("a.txt")).root == tmp_path / "sub"
        assert opened(Path("..")).articles() == ["sub/a.txt"]

    def test_what_cannot_be_opened_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(HashiyaError, match=r"There is no .*nowhere"):
            opened(tmp_path / "nowhere")
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(HashiyaError, match="pipe is neither a file nor a folder"):
            opened(tmp_path / "pipe")
        with pytest.raises(HashiyaError, match=r"cannot be opened: .*too long"):
            opened(tmp_path / ("x" * 300))
        with pytest.raises(HashiyaError, match="annotator has no name"):
            opened(tmp_path, annotator=" ")


class TestArticles:
    def test_text_files_in_natural_order_folder_by_folder(self, tmp_path: Path) -> None:
        names = ["a1.txt", "a2.txt", "A10.TXT", "b/2.txt", "b/10.txt", "b 1.txt", "٢.txt", "١٠.txt"]
        make(tmp_path, *names, "note.md", "b/x.txt.bak")
        assert opened(tmp_path).articles() == [
            *("٢.txt", "١٠.txt", "a1.txt", "a2.txt", "A10.TXT"),
            *("b/2.txt", "b/10.txt", "b 1.txt"),
        ]

    def test_nothing_hidden(self, tmp_path: Path) -> None:
        make(tmp_path, "a.txt", ".b.txt", ".git/c.txt", ".hashiya/articles/a.txt/text-1.txt")
        assert opened(tmp_path).articles() == ["a.txt"]

    def test_a_folder_of_the_project_lists_its_own_by_their_path_in_the_project(
        self, tmp_path: Path
    ) -> None:
        make(tmp_path, "hashiya.toml", "a.txt", "sub/b.txt")
        assert opened(tmp_path / "sub").articles() == ["sub/b.txt"]

    def test_an_opened_file_is_the_only_one_whatever_its_suffix(self, tmp_path: Path) -> None:
        make(tmp_path, "a.txt", "b.md", ".c")
        assert opened(tmp_path / "b.md").articles() == ["b.md"]
        assert opened(tmp_path / ".c").articles() == [".c"]

    def test_links_do_not_lead_out_of_the_tree(self, tmp_path: Path) -> None:
        make(tmp_path, "in/a.txt", "out/b.txt")
        project = tmp_path / "in"
        (project / "out.txt").symlink_to(tmp_path / "out" / "b.txt")
        (project / "folder").symlink_to(tmp_path / "out")
        (project / "loop").symlink_to(project)
        (project / "gone.txt").symlink_to(tmp_path / "gone.txt")
        (project / "again.txt").symlink_to(project / "a.txt")
        assert opened(project).articles() == ["a.txt", "again.txt"]
        assert opened(project / "out.txt").articles() == ["out.txt"]

    def test_they_are_read_under_their_path(self, tmp_path: Path) -> None:
        make(tmp_path, "sub/مقال 1.txt")
        article = opened(tmp_path).read("sub/مقال 1.txt")
        assert (article.path, article.text) == ("sub/مقال 1.txt", "قال")
        with pytest.raises(HashiyaError, match=r"gone\.txt"):
            opened(tmp_path).read("gone.txt")


class TestTheStore:
    @pytest.mark.parametrize(
        "path", ["a.txt", "sub/مقال 1.txt", "A:B?.txt", "a@b.txt", "100%.txt", ".hidden", "aux.txt"]
    )
    def test_every_annotated_article_has_its_folder(self, tmp_path: Path, path: str) -> None:
        make(tmp_path, path)
        project = opened(tmp_path if path.endswith("1.txt") else (tmp_path / path))
        assert project.annotated() == []
        project.margin(project.read(path)).add(Span(0, 3), "quote")
        assert project.annotated() == [path]
        assert opened(tmp_path).annotated() == [path]
        folder = opened(tmp_path).folder(path)
        assert folder.is_relative_to(tmp_path / ".hashiya" / "articles")
        assert sorted(each.name[:5] for each in folder.iterdir()) == ["Leila", "text-"]

    def test_only_those_that_were_opened_are_listed(self, tmp_path: Path) -> None:
        make(tmp_path, "hashiya.toml", "a.txt", "sub/b.txt", "sub/c.txt")
        whole = opened(tmp_path)
        for path in whole.articles():
            whole.margin(whole.read(path)).add(Span(0, 3), "quote")
        assert whole.annotated() == ["a.txt", "sub/b.txt", "sub/c.txt"]
        assert opened(tmp_path / "sub").annotated() == ["sub/b.txt", "sub/c.txt"]
        assert opened(tmp_path / "sub" / "c.txt").annotated() == ["sub/c.txt"]

    def test_a_name_in_another_composition_is_the_same_article(self, tmp_path: Path) -> None:
        name = unicodedata.normalize("NFD", "آخر.txt")
        make(tmp_path, name)
        project = opened(tmp_path)
        project.margin(project.read(name)).add(Span(0, 3), "quote")
        assert project.articles() == [name]
        assert project.annotated() == [unicodedata.normalize("NFC", name)]
        assert project.folder(name) == project.folder(project.annotated()[0])

    @pytest.mark.parametrize(
        "name", ["../../etc", "A:B", "ليلى العلي", "a/b\\c", "..", "x@y.org", "CON"]
    )
    def test_an_annotator_may_be_called_anything(self, tmp_path: Path, name: str) -> None:
        make(tmp_path, "p/a.txt")
        project = opened(tmp_path / "p", name)
        made = project.margin(project.read("a.txt")).add(Span(0, 3), "quote")
        assert made.annotator == name
        (found,) = [each for each in files_under(tmp_path) if each.endswith(".jsonl")]
        place = f"p/.hashiya/articles/a.txt/{file_name(name, 'desk')}"
        assert found == place.removesuffix(".json") + ".history.jsonl"

    def test_the_annotator_is_the_same_in_either_composition(self, tmp_path: Path) -> None:
        decomposed = unicodedata.normalize("NFD", "آمنة")
        assert opened(tmp_path, f" {decomposed}").annotator == unicodedata.normalize("NFC", "آمنة")

    def test_a_store_that_cannot_be_looked_into_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make(tmp_path, "a.txt")
        project = opened(tmp_path)
        article = project.read("a.txt")

        def refuse(_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "scandir", refuse)
        margin = project.margin(article)
        assert "permission is denied" in str(margin.readonly)
        assert margin.notices == [margin.readonly]


class TestNames:
    @given(st.text(min_size=1))
    def test_any_text_comes_back_in_nfc(self, text: str) -> None:
        assert from_name(to_name(text)) == unicodedata.normalize("NFC", text)

    @given(st.text(st.sampled_from(".  /\\:%@aconCON1ل\u0653\n"), min_size=1))
    def test_a_name_is_safe(self, text: str) -> None:
        name = to_name(text)
        assert not set(name) & set('/\\:*?"<>|@\n')
        assert name[0] not in ". "
        assert name[-1] not in ". "
        assert name.partition(".")[0].lower() not in {"con", "aux", "nul", "prn", "com1", "lpt1"}
        assert name == unicodedata.normalize("NFC", name)

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("ليلى العلي", "ليلى العلي"),
            ("A:B", "A%3AB"),
            ("..", "%2E%2E"),
            (".txt", "%2Etxt"),
            ("50%", "50%25"),
            ("nul.txt", "%6Eul.txt"),
            ("LPT9", "%4CPT9"),
            ("console", "console"),
            ("x@y", "x%40y"),
        ],
    )
    def test_only_what_must_be_is_encoded(self, text: str, name: str) -> None:
        assert to_name(text) == name


class TestTheMachine:
    def test_it_is_the_same_every_time_and_another_elsewhere(self, tmp_path: Path) -> None:
        name = machine_name(tmp_path / "one")
        assert machine_name(tmp_path / "one") == name
        assert machine_name(tmp_path / "two") != name
        assert to_name(name) == name

    def test_the_hosts_name_is_made_safe(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(platform, "node", lambda: "Leila's حاسوب_2.local")
        assert machine_name(tmp_path).startswith("Leila-s-2-")
        monkeypatch.setattr(platform, "node", lambda: "")
        assert machine_name(tmp_path / "other").startswith("host-")

    def test_where_it_cannot_be_kept_it_is_stable(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(platform, "node", lambda: "desk")
        (tmp_path / "file").write_bytes(b"")
        assert machine_name(tmp_path / "file" / "state") == "desk"
        (tmp_path / "machine").write_bytes(b"\xff")
        assert machine_name(tmp_path) == "desk"

    def test_of_two_that_begin_together_one_wins(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def late(_: Path, target: Path) -> None:
            target.write_bytes(b"theirs-1\n")
            raise FileExistsError

        monkeypatch.setattr(os, "link", late)
        assert machine_name(tmp_path) == "theirs-1"
