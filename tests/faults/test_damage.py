"""Damaged files: refused by name, or read as far as they go; never changed by being looked at."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain, count
from pathlib import Path

import pytest

from annotations import HashiyaError
from tests.annotations.conftest import files_under
from tests.faults.conftest import Content, content, do, opened


@pytest.fixture
def reached(root: Path) -> list[Content]:
    """What the project held after each change, with a checkpoint on the way."""
    margin = opened(root)
    contents = [content(margin)]
    for step in range(7):
        do(margin, step)
        contents.append(content(margin))
        if step == 4:
            margin.checkpoint()
    return contents


def spoilt(data: bytes, every: int) -> Iterator[bytes]:
    """The bytes cut off at each place, and with each bit flipped; of all these one in so many."""
    cuts = (data[:length] for length in range(len(data)))
    flips = (
        b"%b%c%b" % (data[:place], data[place] ^ 1 << bit, data[place + 1 :])
        for place in range(len(data))
        for bit in range(8)
    )
    chance = random.Random(7)
    return (each for each in chain(cuts, flips) if chance.randrange(every) == 0)


@pytest.mark.parametrize("every", [250, pytest.param(12, marks=pytest.mark.long)])
@pytest.mark.parametrize("suffix", [".json", ".history.jsonl"])
def test_cuts_and_flipped_bits_at_any_place(
    root: Path, reached: list[Content], every: int, suffix: str
) -> None:
    path = next(root.rglob(f"Leila@desk{suffix}"))
    data, outcomes = path.read_bytes(), set()
    for number, damaged in enumerate(spoilt(data, every)):
        path.write_bytes(damaged)
        margin = opened(root)
        assert path.read_bytes() == damaged
        outcomes.add((margin.readonly is None, margin.problems == []))
        if margin.readonly:
            assert path.name in margin.readonly
            assert path.name in margin.notices[0]
            assert content(margin) in reached
            with pytest.raises(HashiyaError, match=r"Leila@desk"):
                do(margin, 6 * number)
            assert path.read_bytes() == damaged
        else:
            assert suffix == ".history.jsonl"
            assert content(margin) in reached[5:]  # at least what the checkpoint holds
            assert content(margin) == reached[-1] or margin.problems or damaged[-1:] != b"\n"
            do(margin, 6 * number)
            assert path.read_bytes().startswith(damaged)
            assert content(opened(root)) == content(margin)
        path.write_bytes(data)
    assert (False, False) in outcomes


@pytest.mark.parametrize("suffix", [".json", ".history.jsonl"])
def test_every_kind_of_damage_can_be_repaired(
    root: Path, reached: list[Content], suffix: str
) -> None:
    path = next(root.rglob(f"Leila@desk{suffix}"))
    kinds: list[Callable[[bytes], bytes]] = [
        lambda _: b"",
        lambda data: data[:99],
        lambda data: data[:-99],
        lambda data: data.replace(b"quote", b"quoth", 1),
        lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n" + data + b">>>>>>> theirs\n",
        lambda data: b"\0" * len(data),
    ]
    before = files_under(root)
    for kind in kinds:
        path.write_bytes(kind(path.read_bytes()))
        damaged, margin = path.read_bytes(), opened(root)
        if not margin.readonly:
            continue  # what was cut off at the end is not missed
        assert margin.repair()
        assert margin.readonly is None
        assert (
            damaged in [each.read_bytes() for each in path.parent.glob("*.damaged-*")]
            or not damaged
        )
        assert content(margin) == content(opened(root))
        assert content(margin) in reached[5:]
        do(margin, 600)
        assert content(opened(root)) == content(margin)
        for each in path.parent.iterdir():
            each.unlink()
        for name, data in before.items():
            (root / name).write_bytes(data)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with little room."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs to be root, and allowed to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(not shutil.which("mount"), reason="needs mount")
def test_a_full_disk(small: Path) -> None:
    margin, steps = opened(small), count()

    def fill() -> None:
        while True:
            do(margin, 6 * next(steps))

    with pytest.raises(HashiyaError, match="the disk is full"):
        fill()
    assert len(margin.annotations) > 20
    for _ in range(3):
        before = content(margin)
        assert content(opened(small)) == before
        with pytest.raises(HashiyaError, match="the disk is full"):
            do(margin, 9000)
        with pytest.raises(HashiyaError, match="the disk is full"):
            margin.checkpoint()
        assert content(margin) == content(opened(small)) == before
    next(small.rglob("text-*")).unlink()  # there is room again
    do(margin, 9000)
    assert content(opened(small)) == content(margin)
    assert len(margin.annotations) == len(before) + 1
