"""What the screen has called saved is there after the program was killed at that very moment."""

from __future__ import annotations

import os
import random
import re
import select
import sys
import time
from pathlib import Path

import pytest

from annotations.project import Project, machine_name
from tests.conftest import SEED

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.long
HASHIYA = Path(sys.executable).with_name("hashiya")
ROUNDS = 25


def read_until(line: int, sign: bytes, seconds: float = 20) -> bytes:
    """What the program writes up to ``sign``."""
    heard, end = b"", time.monotonic() + seconds
    while sign not in heard:
        left = end - time.monotonic()
        assert left > 0, heard[-2000:]
        if select.select([line], [], [], left)[0]:
            heard += os.read(line, 1 << 16)
    return heard


def test_what_is_called_saved_survives_kill_9(folder: Path, home: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "HASHIYA_BIDI": "plain", "HASHIYA_ANNOTATOR": "Killed", "COLUMNS": "100", "LINES": "30",
    }  # fmt: skip
    chance, acknowledged = random.Random(5), 0
    for _ in range(ROUNDS):
        process, line = pty.fork()
        if process == 0:
            os.execve(HASHIYA, [str(HASHIYA), str(folder / SEED.name)], environment)
        try:
            read_until(line, b"Killed")
            for _ in range(chance.randint(1, 3)):
                os.write(line, b"J" * chance.randint(0, 3) + b"i" * chance.randint(1, 9))
                time.sleep(0.2)
                while select.select([line], [], [], 0)[0]:
                    os.read(line, 1 << 16)
                os.write(line, b"e")
                heard = read_until(line, b"saved")
                counts = [int(count) for count in re.findall(rb"Annotations  (\d+)", heard)]
                acknowledged = max([acknowledged, *counts])
        finally:
            os.kill(process, 9)
            os.waitpid(process, 0)
            os.close(line)
        machine = machine_name(home / ".local" / "state" / "hashiya")
        project = Project.open(folder, "Killed", machine)
        kept = project.margin(project.read(SEED.name))
        assert not kept.problems
        assert len(kept.annotations) >= acknowledged
    assert acknowledged > ROUNDS / 2
