"""A project with one short article, and what breaks a disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations.check import check
from annotations.margin import Margin
from annotations.project import Project

TEXT = "قال الرئيس «نعم» اليوم.\nThe flag 🇵🇸 stands.\nقال الوزير «لا» أمس.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder with the article ``a.txt``."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="")
    return tmp_path


@pytest.fixture
def open_margin(root: Path) -> Callable[..., Margin]:
    """Opens the margin of ``a.txt`` anew, as an annotator on a machine."""

    def open_it(annotator: str = "Leila", machine: str = "desk", path: str = "a.txt") -> Margin:
        project = Project.open(root, annotator, machine)
        return project.margin(project.read(path))

    return open_it


@pytest.fixture
def margin(open_margin: Callable[..., Margin]) -> Margin:
    return open_margin()


@pytest.fixture
def found(root: Path) -> Callable[..., list[str]]:
    """What a check of the project, or of a part of it, says; it must change nothing."""

    def find(part: str = "") -> list[str]:
        before = files_under(root)
        findings = [str(each) for each in check(Project.open(root / part, "Anyone", "anywhere"))]
        assert files_under(root) == before
        return findings

    return find


def raising(number: int) -> Callable[..., None]:
    """A function that fails with an error number, whatever it is given."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Makes a function of ``os`` fail with an error number."""
    return lambda function, number: monkeypatch.setattr(os, function, raising(number))


def files_under(folder: Path) -> dict[str, bytes]:
    """All files under a folder with their content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
