"""Real processes: killed at any moment, failing at any system call, and two at once."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from annotations.journal import read
from tests.faults.conftest import content, do, opened
from tests.faults.worker import CRASHED

WORKER = (sys.executable, "-m", "tests.faults.worker")
HERE = Path(__file__).parent.parent.parent


def worker(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*WORKER, *map(str, arguments)],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("runs", [20, pytest.param(600, marks=pytest.mark.long)])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_9_at_any_moment(tmp_path: Path, runs: int) -> None:
    told, _ = worker("kill", tmp_path, runs, 7).communicate()
    saved, wrong = json.loads(told)
    assert wrong == []
    assert saved >= runs


@pytest.mark.parametrize("changes", [60, pytest.param(300, marks=pytest.mark.long)])
def test_two_at_once_keep_everything(root: Path, changes: int) -> None:
    both = [worker("write", root, name, changes) for name in ("one", "two")]
    for process in both:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    made = [json.loads(process.communicate()[0]) for process in both]
    margin = opened(root)
    assert margin.problems == []
    assert {each.id for each in margin.annotations} == {*made[0], *made[1]}
    assert len(margin.annotations) == 2 * changes
    assert {each.note for each in margin.annotations} >= {
        f"{name} {(changes - 1) // 7 * 7}" for name in ("one", "two")
    }
    (history,) = root.rglob("*.history.jsonl")
    sequences = [line.sequence for line in read(history.read_bytes()).lines]
    assert sequences == list(range(1, len(sequences) + 1))


def test_a_crash_leaves_no_lock_behind(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.locking.TIMEOUT", 0.05)
    do(opened(root), 0)
    process = worker("hold", root)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with pytest.raises(Exception, match="Another program has held"):
        do(opened(root), 6)
    process.kill()
    process.communicate()
    do(opened(root), 6)
    assert len(opened(root).annotations) == 2


CALLS = (
    "openat,mkdir,mkdirat,write,pwrite64,fsync,fdatasync,ftruncate,flock,close,lseek,rename,renameat2,"
    "unlink,unlinkat,link,linkat,chmod,fchmodat,stat,lstat,fstat,newfstatat,getdents64,read"
)
FAULTS = [f"error={errno.errorcode[number]}" for number in (errno.EIO, errno.ENOSPC)]


class Server:
    """Makes processes that do one thing, under strace."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.process = worker("serve")

    def run(self, root: Path, *options: str) -> tuple[int, str]:
        """How it ended, and the calls that there were."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{root}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        log = self.place / "log"
        tracer = subprocess.Popen(
            ["strace", "-f", "-o", log, *options, "-p", str(child)],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert tracer.stderr
        assert "attached" in tracer.stderr.readline()
        os.kill(child, signal.SIGCONT)
        ended = int(self.process.stdout.readline())
        tracer.communicate()
        return ended, log.read_text()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.process.communicate()


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
@pytest.mark.parametrize("steps", [0, 5])
@pytest.mark.parametrize("fault", [*FAULTS, "signal=KILL"])
def test_every_system_call_may_fail_or_be_the_last(
    root: Path, tmp_path: Path, server: Server, fault: str, steps: int
) -> None:
    margin = opened(root)
    for step in range(steps):
        do(margin, step)
    before = content(margin)
    numbers = count()

    def copy() -> Path:
        place = tmp_path / str(next(numbers))
        shutil.copytree(root, place)
        return place

    place = copy()
    ended, log = server.run(place, "-e", f"trace={CALLS}")
    assert ended == 0
    assert len(content(opened(place))) == len(before) + 1
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", log, re.MULTILINE))
    assert {"openat", "write", "fdatasync", "flock"} <= calls.keys()
    wrong = []
    for name, number in [(call, 1 + each) for call in calls for each in range(calls[call])]:
        place = copy()
        ended, log = server.run(place, "-e", f"inject={name}:{fault}:when={number}")
        again = opened(place)
        found = content(again)
        if (
            ended == CRASHED
            or again.problems
            or not found.items() >= before.items()
            or len(found) - len(before) not in ((1,) if ended == 0 else (0, 1))
        ):
            wrong.append((name, number, ended, again.problems, len(found)))
            continue
        do(again, 66)
        assert content(opened(place)) == content(again)
        shutil.rmtree(place)
    assert wrong == []
