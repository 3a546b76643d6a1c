"""What is remembered of a project: by this version, by others, and from a file that something has happened to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import session
from tui.config import Config
from tui.looks import NAMES, Looks, chosen
from tui.session import Session
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


def test_the_settings_go_before_what_is_remembered() -> None:
    settings = Config(measure=100, harakat=True)
    looks = chosen(settings, FULL.looks)
    assert (looks["measure"], looks["harakat"]) == (100, True)
    assert (looks["spacing"], looks["digits"]) == (2, Digits.ARABIC)
    assert set(looks) == set(NAMES)
    assert chosen(Config(), Looks(numbers=False)) == {"numbers": False}
