"""An article to do things to, and what must be so after whatever happened."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from annotations.locking import Lock
from annotations.margin import Margin
from annotations.model import Article, Span
from tests.faults.disk import Disk

ARTICLE = Article("a.txt", "قال الرئيس «نعم» اليوم وغدا وبعد غد إن شاء الله.\n" * 40)
Content = dict[str, tuple[str, str]]


def opened(root: Path) -> Margin:
    """The margin of the article in a project at ``root``."""
    return Margin(ARTICLE, root / ".hashiya" / "articles" / "a.txt", "Leila", "desk")


def content(margin: Margin) -> Content:
    """Label and note of every annotation by its id."""
    return {each.id: (each.label, each.note) for each in margin.annotations}


def do(margin: Margin, step: int) -> None:
    """One of many different changes; the same step is the same change."""
    items = margin.annotations
    match step % 6 if len(items) > 2 else 0:
        case 1:
            item = items[step % len(items)]
            margin.relabel(item.id, {"quote": "entity", "entity": "claim"}.get(item.label, "quote"))
        case 2:
            margin.set_note(items[step % len(items)].id, f"ملاحظة {step}" * (step % 5))
        case 3:
            margin.delete(items[step % len(items)].id)
        case 4:
            margin.undo()
        case _:
            margin.add(Span(step % 1900, step % 1900 + 1 + step // 1900), "quote")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    return root


@pytest.fixture
def disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk with the project on it. There is one process, and no lock of a dead one to wait for."""

    monkeypatch.setattr(Lock, "held", lambda _: nullcontext(True))
    return Disk(root, monkeypatch)
