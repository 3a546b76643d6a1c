"""The workflows in ``docs/workflows``, done key by key in the app: what they promise is what comes of it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import partial
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.events import Key
from textual.keys import _character_to_key

from annotations.attributes import written
from annotations.margin import Margin
from annotations.model import Annotation, Direction, Review, Span, paragraphs
from annotations.project import Project
from tests.conftest import SEED
from tests.tui.conftest import Desk, Room, room
from tests.workflows.document import FOLDER, Step, keys, steps
from tests.workflows.golden import readable
from tests.workflows.picture import draw
from tui.cli import main
from tui.text.line import line

__all__ = ["room"]
SIZE = 100, 28
SCREENS, GOLDEN = (Path(__file__).parent / name for name in ("screens", "golden"))
PICTURES = Path(os.environ["PICTURES"]).absolute() if "PICTURES" in os.environ else None
"""Where to draw the pictures; the screens as text are kept as they are then. See ``make pictures``."""
DOCUMENTS = sorted({*FOLDER.glob("*.md")} - {FOLDER / "README.md"})
TRIES = 40
"""So often is the screen looked at for what is to come, a twentieth of a second apart."""
LONG = {"annotate-an-article"}
WORKFLOWS = [
    pytest.param(each, id=each.stem, marks=[pytest.mark.long] if each.stem in LONG else [])
    for each in DOCUMENTS
]


def test_keys_are_read_as_they_are_written() -> None:
    assert keys("2e  tag two words") == ["2", "e"]
    assert keys("/ «قلم x» ⏎") == ["/", *"قلم x", "enter"]
    assert keys("Esc ⇧← PgDn") == ["escape", "shift+left", "pagedown"]


def test_a_block_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"line 2: there is no block `kyes`"):
        list(steps("\n```kyes\nq\n```\n"))


@pytest.mark.parametrize("document", WORKFLOWS)
async def test_a_workflow_comes_out_as_it_says(
    document: Path, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = list(steps(document.read_text("utf-8")))
    assert any(each.kind == "keys" for each in everything)
    await follow(everything, room, tmp_path, monkeypatch)


SHORT = """
```article 1.txt
قال الوزير: «لن نتراجع».
```
```keys
I q      the quotation
```
```screen
قال الوزير: «لن نتراجع».
```
```annotations
quote «لن نتراجع»
```
"""


@pytest.mark.parametrize(
    ("promised", "otherwise", "told"),
    [
        ("I q", "I q", ""),
        ("I q", "I e", "line 11: .*entity «لن»"),
        ("quote «لن", "quote «", "line 11: .*quote «لن نتراجع»"),
        ("```annotations", "```screen\nالوزيرة\n```\n```annotations", "line 11: not on the screen: الوزيرة"),
        ("```annotations", "```article 2.txt\nقال\n```\n```annotations", "line 11: .*only stand before"),
    ],
    ids=["itself", "keys", "annotations", "screen", "order"],
)  # fmt: skip
async def test_what_comes_out_otherwise_is_told_with_its_line(
    room: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    promised: str,
    otherwise: str,
    told: str,
) -> None:
    assert promised in SHORT
    monkeypatch.setattr("tests.workflows.test_workflows.TRIES", 1)
    document = list(steps(SHORT.replace(promised, otherwise)))
    with pytest.raises(AssertionError, match=f"(?s){told}") if told else nullcontext():
        await follow(document, room, tmp_path, monkeypatch)


def test_of_the_annotated_article_no_name_quotation_or_assertion_is_left_out() -> None:
    units = json.loads((Path(__file__).parent.parent / "data" / "seed-units.json").read_text())
    golden = json.loads((GOLDEN / "annotate-an-article.json").read_text("utf-8"))
    annotated = {(each["label"], each["start"], each["end"], each.get("type")) for each in golden}
    labels = {"name": "entity", "quotation": "quote", "assertion": "claim"}
    for unit in (each for each in units if each["kind"] in labels):
        place = labels[unit["kind"]], unit["start"], unit["end"]
        types = [each[3] for each in annotated if each[:3] == place]
        assert types, unit
        assert unit.get("type") in (None, *types), unit


def test_the_index_names_every_workflow() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    assert {each.name for each in DOCUMENTS} == set(re.findall(r"\]\(([\w-]+\.md)\)", index))


async def follow(
    everything: list[Step], room: Room, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Do what a workflow says. Raises AssertionError, with the line, where something else comes of it."""
    folder = scratch / "project"
    before = prepare(folder, everything)
    monkeypatch.chdir(folder)
    async with room(folder, size=SIZE) as desk:
        for step in everything[before:]:
            try:
                await do(desk, step, scratch)
            except AssertionError as error:
                raise AssertionError(f"line {step.place}: {error}") from None


_VALUES = {"true": True, "false": False}


def prepare(folder: Path, everything: list[Step]) -> int:
    """Make the project that a workflow begins with; returns how many of its steps that took."""
    folder.mkdir()
    first = [*takewhile(lambda each: each.kind in {"article", "colleague"}, everything)]
    articles = [each for each in first if each.kind == "article"]
    for each in articles:
        (folder / each.name).write_text("\n".join(each.lines) + "\n", encoding="utf-8")
    if not articles:
        (folder / "article.txt").write_bytes(SEED.read_bytes())
    for each in (each for each in first if each.kind == "colleague"):
        project = Project.open(folder, each.name, "elsewhere")
        margin = project.margin(project.read(project.articles()[0]))
        at = 0
        for row in each.lines:
            label, _, rest = row.partition(" «")
            words, _, rest = rest.rpartition("»")
            start = margin.article.text.index(words, at)
            made = margin.add((start, start + len(words)), label)
            said = dict(each.split("=") for each in rest.split())
            margin.set_attributes(
                made.id, {name: _VALUES.get(value, value) for name, value in said.items()}
            )
            at = start
    return len(first)


async def do(desk: Desk, step: Step, scratch: Path) -> None:
    """Carry a step out. ``scratch`` is a folder for what is made on the way."""
    printed = scratch / "printed"
    match step.kind:
        case "keys":
            for row in step.lines:
                await type_in(desk, keys(row))
            await desk.pilot.pause()  # for what is said of saving
        case "screen":
            for row in step.lines:
                drawn = {line(row.strip(), 999, direction).visual for direction in Direction}
                assert await until(desk, partial(shows, drawn)), "\n".join(
                    [f"not on the screen: {row}", *seen(desk)]
                )
        case "annotations":
            assert told(desk, step.name) == step.lines
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
        case "golden":
            now = scratch / f"{step.name}.json"
            now.write_text(readable(Path(*step.lines)), encoding="utf-8")
            compare(now, GOLDEN)
        case "picture":
            now = scratch / f"{step.name}.txt"
            now.write_text("\n".join(row.rstrip() for row in seen(desk)) + "\n", encoding="utf-8")
            if PICTURES:
                draw(desk.app.screen._compositor.render_strips(), PICTURES / f"{step.name}.png")
            assert (FOLDER / "pictures" / f"{step.name}.png").exists()
            compare(now, SCREENS)
        case _:
            raise AssertionError(f"`{step.kind}` can only stand before everything else")


def compare(now: Path, folder: Path) -> None:
    """Hold a file against the one of its name that is kept in a folder, or keep it when pictures are made."""
    kept = folder / now.name
    if PICTURES:
        shutil.copy(now, kept)
    assert kept.exists(), f"run `make pictures` for {now.name}"
    assert now.read_text("utf-8") == kept.read_text("utf-8"), (
        f"where what has changed is right, run `make pictures`: {now} is not {kept}"
    )


async def type_in(desk: Desk, typed: list[str]) -> None:
    """Type a line faster than any hand, without waiting for the screen, then wait for what comes of it."""
    driver = desk.app._driver
    assert driver is not None
    for key in typed:
        character = key if len(key) == 1 else {"space": " "}.get(key)
        event = Key(_character_to_key(key) if len(key) == 1 else key, character)
        event.set_sender(desk.app)
        driver.send_message(event)
    await desk.pilot.pause()
    desk.app.saver.flush(5)


async def until(desk: Desk, true: Callable[[Desk], bool]) -> bool:
    """Whether something is true of the screen soon: what articles are looked through for comes when it is found."""
    for _ in range(TRIES):
        if true(desk):
            return True
        await desk.pilot.pause(0.05)
    return False


def shows(any_of: Iterable[str], desk: Desk) -> bool:
    """Whether one of these stands in a row of the screen."""
    return any(each in row for row in seen(desk) for each in any_of)


def seen(desk: Desk) -> list[str]:
    """The rows of the screen."""
    return [strip.text for strip in desk.app.screen._compositor.render_strips()]


def told(desk: Desk, of: str) -> list[str]:
    """The annotations that a workflow has under a heading: those of a paragraph, an article or a hand that is named."""
    project = desk.screen.project
    paths = project.articles()
    margin = project.margin(project.read(of)) if of in paths else desk.screen.margin
    place, hand = Span(0, len(margin.article.text)), "Tester"
    if of.startswith("¶"):
        place = [*paragraphs(margin.article.text)][int(of[1:]) - 1]
    elif of not in ("", *paths):
        hand = of
    there = [
        each
        for each in margin.annotations
        if each.annotator == hand and place.start <= each.start < place.end
    ]
    there.sort(key=lambda each: (each.start, -each.end, each.label))
    return [said(margin, each) for each in there]


def said(margin: Margin, annotation: Annotation) -> str:
    """An annotation as a workflow writes it."""
    text = margin.article.text
    words = " … ".join(f"«{text[part.start : part.end]}»" for part in annotation.parts)
    parts = [annotation.label, words]
    parts += [f"{name}={written(value)}" for name, value in annotation.attributes.items()]
    for link in sorted(margin.links_of(annotation.id), key=lambda link: link.type):
        other = margin.annotation(link.target)
        if link.source == annotation.id and other:
            parts.append(f"{link.type} → «{other.exact}»")
    if annotation.note:
        parts.append(f"note={annotation.note}")
    if annotation.review is not Review.NONE:
        parts.append(annotation.review)
    for decision in margin.decisions_on(annotation.id):
        if decision.note:
            parts.append(f"{decision.annotator}: {decision.note}")
    return " ".join(parts)


def shell(lines: list[str]) -> list[str]:
    """The commands among the lines, and after each what it prints."""
    found = []
    for command in lines:
        if command.startswith("$ hashiya "):
            done = CliRunner().invoke(main, shlex.split(command.removeprefix("$ hashiya ")))
            found += [command, *done.output.splitlines()]
    return found
