"""Processes that do things to a project, to be killed, made to fail, or set upon each other: ``python -m`` this."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import filelock  # noqa: F401 — here, and not in every child

import annotations.default_codebook  # noqa: F401 — as well
from annotations import HashiyaError
from annotations.margin import Margin
from annotations.model import Span
from tests.faults.conftest import Content, content, do, opened

REFUSED, CRASHED = 3, 4
"""Exit codes: a save that was refused with a sentence, and one that ended in something else."""


def write(root: Path, name: str, count: int) -> None:
    """Tag so many spans, each another one's neighbour, and now and then change one; print the ids, last to first."""
    margin, first = opened(root), name == "one"
    made = []
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        made.append(margin.add(Span(2 * number + first, 2 * number + first + 1), "quote").id)
        if number % 7 == 0:
            margin.set_note(made[0], f"{name} {number}")
        if number % 50 == 49:
            margin.checkpoint()
    print(json.dumps(made))


def work(root: Path, seed: int, tell: int) -> None:
    """Do one thing after another and tell of each when it is saved, until the end comes."""
    chance, margin = random.Random(seed), opened(root)
    os.write(tell, b"\n")
    for step in range(seed * 1000, seed * 1000 + 400):
        before = content(margin)
        try:
            do(margin, chance.choice((step, 6 * step)))
        except HashiyaError:
            continue
        after = content(margin)
        changed = {key: after.get(key) for key, _ in before.items() ^ after.items()}
        os.write(tell, json.dumps(changed).encode() + b"\n")
        if chance.random() < 0.2:
            margin.checkpoint()


def kill(place: Path, runs: int, seed: int) -> None:
    """Let a process work and kill it, so many times; print what was wrong afterwards, and how much was saved."""
    chance = random.Random(seed)
    wrong: list[Any] = []
    saved = 0
    for number in range(runs):
        root = place / str(number // 50)
        root.mkdir(exist_ok=True)
        known = content(opened(root))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            work(root, seed + number, writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            pipe.readline()
            lines = [pipe.readline() for _ in range(chance.randrange(6))]
            time.sleep(chance.random() * 0.004)
            os.kill(child, signal.SIGKILL)
            lines += [line for line in pipe if line.endswith(b"\n")]
        os.waitpid(child, 0)
        for line in lines:
            for key, value in json.loads(line).items():
                known.pop(key, None)
                if value:
                    known[key] = value[0], value[1]
        saved += len(lines)
        wrong += difference(number, opened(root), known)
    print(json.dumps([saved, wrong]))


def difference(number: int, margin: Margin, known: Content) -> list[Any]:
    """What is wrong with a margin that should hold what is known, or one change more."""
    changed = {key for key, _ in content(margin).items() ^ known.items()}
    told = [number, margin.readonly or margin.problems or len(changed)]
    return [told] if margin.readonly or margin.problems or len(changed) > 1 else []


def serve() -> None:
    """For each line, a root: a child that stops, does one thing when it is let go on, and how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            margin = opened(Path(line.strip()))
            os.kill(os.getpid(), signal.SIGSTOP)
            try:
                do(margin, 60)
                margin.checkpoint()
            except HashiyaError:
                os._exit(REFUSED)
            except BaseException:  # noqa: BLE001 — whatever it is, it should not have come here
                traceback.print_exc()
                os._exit(CRASHED)
            os._exit(0)
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def hold(root: Path) -> None:
    """Take the lock, say so, and never let go of it."""
    with opened(root)._layers.own._storage.writing():
        print("held", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", root, name, count]:
            write(Path(root), name, int(count))
        case ["kill", root, runs, seed]:
            kill(Path(root), int(runs), int(seed))
        case ["serve"]:
            serve()
        case ["hold", root]:
            hold(Path(root))
