"""What is remembered of a project: by this version, by others, and from a file that something has happened to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.model import Article
from tests.conftest import SEED
from tests.tui.conftest import Room
from tui import session
from tui.config import Config
from tui.looks import NAMES, Looks, chosen
from tui.session import Reached, Session
from tui.text.layout import Digits

ROOT = Path("/articles")
FULL = Session(
    root=str(ROOT),
    last="a.txt",
    pane=1,
    alone=True,
    bare=True,
    looks=Looks(
        harakat=False, digits=Digits.ARABIC, numbers=True, hidden=True, measure=72, spacing=2, kashida=True
    ),
    places={"a.txt": 12},
)  # fmt: skip


def written(state: Path, text: str) -> Session:
    """What is loaded where the file has this text."""
    session.save(state, ROOT, FULL)
    (file,) = (state / "sessions").iterdir()
    file.write_text(text, encoding="utf-8")
    return session.load(state, ROOT)


def told(state: Path) -> dict[str, object]:
    session.save(state, ROOT, FULL)
    (file,) = (state / "sessions").iterdir()
    found: dict[str, object] = json.loads(file.read_text("ascii"))
    return found


def test_all_comes_back(tmp_path: Path) -> None:
    session.save(tmp_path, ROOT, FULL)
    assert session.load(tmp_path, ROOT) == FULL


def test_an_older_session_has_the_places_and_no_looks(tmp_path: Path) -> None:
    old = '{"root": "/articles", "last": "a.txt", "places": {"a.txt": 12}}'
    assert written(tmp_path, old) == Session(root=str(ROOT), last="a.txt", places={"a.txt": 12})


def test_of_a_newer_session_all_is_taken_that_is_understood(tmp_path: Path) -> None:
    newer = told(tmp_path) | {"pane": "margin", "colours": {"quote": "green"}}
    newer["looks"] = {**FULL_LOOKS, "digits": "roman", "measure": 900, "columns": 2}
    found = written(tmp_path, json.dumps(newer))
    assert (found.last, found.places, found.pane, found.alone) == ("a.txt", {"a.txt": 12}, 0, True)
    assert found.looks == Looks(harakat=False, numbers=True, hidden=True, spacing=2, kashida=True)


FULL_LOOKS = {
    "harakat": False, "digits": "arabic", "paragraph_numbers": True, "hidden_controls": True, "measure": 72,
    "paragraph_spacing": 2, "kashida": True,
}  # fmt: skip


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '{"root": 3}', '{"root": "/other"}'])
def test_a_broken_file_is_as_none(tmp_path: Path, text: str) -> None:
    assert written(tmp_path, text) == Session(root=str(ROOT))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*Session.__struct_fields__, "more"]), json_values))
def test_whatever_is_in_the_file_a_session_comes_of_it(
    tmp_path_factory: pytest.TempPathFactory, parts: dict[str, object]
) -> None:
    state = tmp_path_factory.mktemp("state")
    found = written(state, json.dumps(parts | {"root": str(ROOT)}))
    assert found.root == str(ROOT)
    session.save(state, ROOT, found)
    assert session.load(state, ROOT) == found


def test_place_and_progress_follow_an_article_that_was_renamed() -> None:
    def opened(path: str, text: str) -> None:
        article = Article(path, text)
        known.opening(article, there.__contains__)
        known.remember(article)

    known, there = Session(), {"a.txt", "b.txt"}
    opened("a.txt", "قال")
    known.places["a.txt"], known.reached["a.txt"] = 12, Reached(20, 40)
    opened("b.txt", "قال")  # a copy
    assert "b.txt" not in known.places
    there = {"b.txt", "new/c.txt", "d.txt"}
    opened("d.txt", "نص آخر")
    assert "d.txt" not in known.places
    opened("new/c.txt", "قال")
    assert known.places == {"new/c.txt": 12}
    assert known.percent("new/c.txt") == 50
    assert known.percent("a.txt") == 0


async def test_a_renamed_article_opens_where_it_was_left(room: Room, folder: Path) -> None:
    async with room() as desk:
        await desk.press("j", "j", "i")
        place = desk.reader.cursor
        assert place
    (folder / SEED.name).rename(folder / "renamed.txt")
    async with room() as desk:
        assert desk.reader.article.path == "renamed.txt"
        assert desk.reader.cursor == place


def test_the_settings_go_before_what_is_remembered() -> None:
    settings = Config(measure=100, harakat=True)
    looks = chosen(settings, FULL.looks)
    assert (looks["measure"], looks["harakat"]) == (100, True)
    assert (looks["spacing"], looks["digits"]) == (2, Digits.ARABIC)
    assert set(looks) == set(NAMES)
    assert chosen(Config(), Looks(numbers=False)) == {"numbers": False}
