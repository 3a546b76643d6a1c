"""`hashiya review`: how far the review has got, for a person and for scripts."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from annotations.margin import Margin
from annotations.model import Review, Span
from annotations.project import Project
from tests.conftest import SEED
from tui.cli import main


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["review", *map(str, arguments)])


def margin_of(folder: Path, annotator: str) -> Margin:
    project = Project.open(folder, annotator, "desk")
    return project.margin(project.read(SEED.name))


def test_a_line_for_each_article_and_one_for_all(folder: Path) -> None:
    (folder / "z.txt").write_text("نص\n", "utf-8")
    omar = margin_of(folder, "Omar")
    made = [omar.add(Span(start, start + 3), "quote") for start in (0, 10, 20)]
    leila = margin_of(folder, "Leila")
    leila.decide(made[0].id, Review.ACCEPTED)
    leila.decide(made[1].id, Review.DISPUTED)
    result = run(folder, "--annotator", "Leila")
    assert result.exit_code == 1
    said = "2 wait (disputed 1 and not judged 1); 2 of 3 judged."
    assert result.stdout.splitlines() == [f"{SEED.name}: {said}", f"All articles: {said}"]
    lines = [
        json.loads(line)
        for line in run(folder, "--json", "--annotator", "Leila").stdout.split("\n")
        if line
    ]
    assert lines == [
        {"path": SEED.name, "waiting": 2, "why": {"disputed": 1, "unjudged": 1}, "judged": 2,
         "to_judge": 3, "problem": ""},
        {"path": "z.txt", "waiting": 0, "why": {}, "judged": 0, "to_judge": 0, "problem": ""},
    ]  # fmt: skip


def test_nothing_waits(folder: Path) -> None:
    result = run(folder)
    assert (result.exit_code, result.stdout) == (0, "All articles: nothing waits; 0 of 0 judged.\n")


def test_what_cannot_be_read_is_named(folder: Path) -> None:
    omar = margin_of(folder, "Omar")
    omar.add(Span(0, 3), "quote")
    omar.checkpoint()
    (file,) = omar.folders[0].glob("*.json")
    file.write_bytes(file.read_bytes()[:-9])
    result = run(folder)
    assert result.exit_code == 1
    assert f"{file} is damaged" in result.stdout
