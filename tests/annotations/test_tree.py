"""Which articles there are, and that a look at a folder sees what came and went."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.project import Project
from annotations.tree import SETTLED, Tree

NAMES = [
    *("a.txt", "A.TXT", "10.txt", "2.txt", "b", "c.txt"),
    *("b/a.txt", "b/c.txt", "b/d/x.txt", "c.txt/y.txt"),
]
EVENTS = st.one_of(
    st.tuples(st.sampled_from(["write", "remove", "folder", "link", "look"]), st.sampled_from(NAMES)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
)  # fmt: skip


def happen(root: Path, event: tuple[str, ...], tree: Tree) -> None:
    """Let something happen to the files, as far as it can."""
    what, path = event[0], root / event[1]
    with suppress(OSError, shutil.Error):
        if what == "look":
            tree.look()
        elif what == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("قال", "utf-8")
        elif what == "folder":
            path.mkdir(parents=True)
        elif what == "link":
            path.symlink_to(path.name)
        elif what == "move":
            path.rename(root / event[2])
        elif path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@given(st.lists(EVENTS, max_size=12))
def test_after_anything_that_happens_a_look_sees_what_a_new_one_would(
    events: list[tuple[str, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        tree = Tree(root, root)
        for event in events:
            happen(root, event, tree)
        before = tree.paths
        changed = tree.look()
        assert tree.paths == Tree(root, root).paths
        assert changed == (tree.paths != before)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_folder_in_which_nothing_happens_is_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    clock = Clock()
    tree = Tree(tmp_path, tmp_path, clock)
    clock.now = SETTLED * 2
    real, into = os.scandir, []
    monkeypatch.setattr(os, "scandir", lambda path: (into.append(path), real(path))[1])
    assert not tree.look()
    assert into == []
    (tmp_path / "sub" / "a.txt").write_text("قال", "utf-8")
    os.utime(tmp_path / "sub", ns=(1, 1))  # another time, however coarse the clock
    assert tree.look()
    assert tree.paths == ["sub/a.txt"]
    assert len(into) == 1


def test_a_folder_that_is_gone_is_not_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    tree = Tree(tmp_path, tmp_path)
    shutil.rmtree(tmp_path / "sub")
    tree.look()
    real, asked = os.stat, []
    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", lambda path, **how: (asked.append(path), real(path, **how))[1])
        tree.look()
    assert asked
    assert not any("sub" in str(path) for path in asked)


def test_one_that_has_just_changed_is_since_its_clock_may_be_coarse(tmp_path: Path) -> None:
    clock = Clock()
    tree = Tree(tmp_path, tmp_path, clock)
    clock.now = SETTLED / 2
    times = tmp_path.stat()
    (tmp_path / "a.txt").write_text("قال", "utf-8")
    os.utime(tmp_path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert tree.look()


def test_a_folder_that_cannot_be_read_hides_nothing_else_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("قال", "utf-8")
    real, refused = os.scandir, [tmp_path / "sub"]

    def scandir(path: str) -> os._ScandirIterator[str]:
        if Path(path) in refused:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = Tree(tmp_path, tmp_path)
    assert tree.paths == ["a.txt"]
    refused.clear()
    assert tree.look()
    assert tree.paths == ["a.txt", "sub/b.txt"]
    refused.append(tmp_path)
    assert tree.look()
    assert tree.paths == []
    refused.clear()
    assert tree.look()
    assert tree.paths == ["a.txt", "sub/b.txt"]
    refused.append(tmp_path)
    with pytest.raises(HashiyaError, match="cannot be read: permission is denied"):
        Project.open(tmp_path, "Leila", "desk").articles()


def test_links_in_a_circle_and_names_of_any_kind_hide_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    (tmp_path / "folder").symlink_to(tmp_path)
    names = ["a\n\x1b[31m.txt", "\u202eb.txt", os.fsdecode(b"caf\xe9.txt")]
    for name in names:
        (tmp_path / name).write_text("قال", "utf-8")
    project = Project.open(tmp_path, "Leila", "desk")
    assert sorted(project.articles()) == sorted(names)
    assert [project.read(name).text for name in names] == ["قال"] * 3
