"""The workflows in ``docs/workflows``, done key by key in the app: what they promise is what comes of it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotations.model import Annotation, Direction
from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room, room
from tests.workflows.document import FOLDER, Step, keys, steps
from tests.workflows.picture import draw
from tui.cli import main
from tui.text.line import line

__all__ = ["room"]
SIZE = 100, 28
SCREENS = Path(__file__).parent / "screens"
PICTURES = Path(os.environ["PICTURES"]).absolute() if "PICTURES" in os.environ else None
"""Where to draw the pictures; the screens as text are kept as they are then. See ``make pictures``."""
DOCUMENTS = sorted(FOLDER.glob("*.md"))


def test_keys_are_read_as_they_are_written() -> None:
    assert keys("2e  tag two words") == ["2", "e"]
    assert keys("/ «قلم x» ⏎") == ["/", "ق", "ل", "م", "space", "x", "enter"]
    assert keys("Esc ⇧← PgDn") == ["escape", "shift+left", "pagedown"]


def test_a_block_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"line 2: there is no block `kyes`"):
        list(steps("\n```kyes\nq\n```\n"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[each.stem for each in DOCUMENTS])
async def test_a_workflow_comes_out_as_it_says(
    document: Path, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = list(steps(document.read_text("utf-8")))
    assert any(each.kind == "keys" for each in everything)
    folder = tmp_path / "project"
    before = prepare(folder, everything)
    monkeypatch.chdir(folder)
    async with room(folder, size=SIZE) as desk:
        for step in everything[before:]:
            try:
                await do(desk, step, tmp_path)
            except AssertionError as error:
                raise AssertionError(f"{document.name}, line {step.place}: {error}") from None


def prepare(folder: Path, everything: list[Step]) -> int:
    """Make the project that a workflow begins with; returns how many of its steps that took."""
    folder.mkdir()
    articles = [each for each in everything if each.kind == "article"]
    for each in articles:
        (folder / each.name).write_text("\n".join(each.lines) + "\n", encoding="utf-8")
    if not articles:
        (folder / "article.txt").write_bytes(SEED.read_bytes())
    colleagues = [each for each in everything if each.kind == "colleague"]
    for each in colleagues:
        project = Project.open(folder, each.name, "elsewhere")
        margin = project.margin(project.read(project.articles()[0]))
        at = 0
        for row in each.lines:
            label, _, rest = row.partition(" «")
            start = margin.article.text.index(rest.partition("»")[0], at)
            at = margin.add((start, start + len(rest.partition("»")[0])), label).start
    return max(
        (n + 1 for n, each in enumerate(everything) if each.kind in {"article", "colleague"}),
        default=0,
    )


async def do(desk: Desk, step: Step, scratch: Path) -> None:
    """Carry a step out. ``scratch`` is a folder for what is made on the way."""
    printed = scratch / "printed"
    match step.kind:
        case "keys":
            for row in step.lines:
                await desk.press(*keys(row))
        case "screen":
            rows = seen(desk)
            for row in step.lines:
                drawn = {line(row.strip(), 999, direction).visual for direction in Direction}
                assert any(each in row for each in drawn for row in rows), "\n".join(
                    [f"not on the screen: {row}", *rows]
                )
        case "annotations":
            own = [each for each in desk.annotations if each.annotator == "Tester"]
            assert [said(each) for each in sorted(own, key=lambda each: each.span)] == step.lines
        case "shell":
            assert shell(step.lines) == step.lines
        case "python":
            script = [sys.executable, "-c", "\n".join(step.lines)]
            done = subprocess.run(script, capture_output=True, text=True, check=False)
            assert not done.stderr, done.stderr
            printed.write_text(done.stdout, encoding="utf-8")
        case "output":
            assert printed.read_text("utf-8").splitlines() == step.lines
        case "file":
            assert Path(step.name).read_text("utf-8").splitlines() == step.lines
        case "picture":
            kept, now = SCREENS / f"{step.name}.txt", scratch / f"{step.name}.txt"
            now.write_text("\n".join(row.rstrip() for row in seen(desk)) + "\n", encoding="utf-8")
            if PICTURES:
                draw(desk.app.screen._compositor.render_strips(), PICTURES / f"{step.name}.png")
                shutil.copy(now, kept)
            assert kept.exists(), f"run `make pictures` for {step.name}"
            assert (FOLDER / "pictures" / f"{step.name}.png").exists()
            assert now.read_text("utf-8") == kept.read_text("utf-8"), (
                f"where what has changed is right, run `make pictures`: {now} is not {kept}"
            )
        case _:
            raise AssertionError(f"`{step.kind}` can only stand before the first keys")


def seen(desk: Desk) -> list[str]:
    """The rows of the screen."""
    return [strip.text for strip in desk.app.screen._compositor.render_strips()]


def said(annotation: Annotation) -> str:
    """An annotation as a workflow writes it."""
    given = [f"{name}={value}" for name, value in annotation.attributes.items()]
    if annotation.note:
        given.append(f"note={annotation.note}")
    return " ".join([annotation.label, f"«{annotation.exact}»", *given])


def shell(lines: list[str]) -> list[str]:
    """The commands among the lines, and after each what it prints."""
    found = []
    for command in lines:
        if command.startswith("$ hashiya "):
            done = CliRunner().invoke(main, shlex.split(command.removeprefix("$ hashiya ")))
            found += [command, *done.output.splitlines()]
    return found
