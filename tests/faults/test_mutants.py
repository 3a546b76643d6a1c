"""The fault tests notice faults: each way of breaking the store that is listed here makes one of them fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent.parent.parent
POWER, CALLS = "tests/faults/test_power.py", "tests/faults/test_calls.py"
DAMAGE, JOURNAL = "tests/faults/test_damage.py", "tests/annotations/test_journal.py"
TWO = "tests/faults/test_processes.py::test_two_at_once_keep_everything"
SAVER, STORAGE = "tests/annotations/test_saver.py", "tests/annotations/test_storage.py"
CHECKPOINT, GIT = "tests/annotations/test_checkpoint.py", "tests/faults/test_git.py"
JOINING = "tests/annotations/test_joining.py"


class Mutant(NamedTuple):
    """A place in the source, what stands there instead, and the tests that must notice."""

    name: str
    file: str
    right: str
    wrong: str
    tests: str


MUTANTS = [
    Mutant(
        "no fsync",
        "files.py",
        'getattr(os, "fdatasync", os.fsync)(descriptor)',
        "pass",
        POWER,
    ),
    Mutant(
        "no fsync of the history",
        "journal.py",
        "                files.sync(descriptor)\n",
        "",
        POWER,
    ),
    Mutant(
        "no fsync before the rename",
        "files.py",
        "            sync(descriptor)\n            written",
        "            written",
        POWER,
    ),
    Mutant(
        "no folder fsync",
        "files.py",
        "        os.fsync(descriptor)\n    except",
        "        pass\n    except",
        POWER,
    ),
    Mutant(
        "only who makes a file syncs its folder",
        "journal.py",
        "if not self._settled:",
        "if new:",
        POWER,
    ),
    Mutant(
        "truncate before rename",
        "files.py",
        "            os.replace(temporary, path)  # noqa: PTH105 — the call",
        "            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))\n"
        "            os.replace(temporary, path)  # noqa: PTH105 — the call",
        POWER,
    ),
    Mutant(
        "acknowledged before it is saved",
        "layers.py",
        "            self.readonly = self.own.refusal or files.unwritable(self.folder)\n"
        "            raise",
        "            return News()",
        CALLS,
    ),
    Mutant(
        "a failed line stays",
        "journal.py",
        "                os.ftruncate(descriptor, self._end)",
        "                pass",
        JOURNAL,
    ),
    Mutant(
        "a failed line takes others with it",
        "journal.py",
        "os.ftruncate(descriptor, self._end)",
        "os.ftruncate(descriptor, 0)",
        CALLS,
    ),
    Mutant(
        "a line is added to one that was cut",
        "journal.py",
        'b"".join(lines) if self._ended else b"\\n" + b"".join(lines)',
        'b"".join(lines)',
        CALLS,
    ),
    Mutant(
        "no lock",
        "locking.py",
        "descriptor = None if self.missing else self._acquire()",
        "descriptor = -1",
        f"{STORAGE} {TWO}",
    ),
    Mutant(
        "what others wrote is not read under the lock",
        "storage.py",
        "            self.refresh()\n            self._refuse()\n            self._inside",
        "            self._inside",
        TWO,
    ),
    Mutant(
        "the checksum of a line is not looked at",
        "journal.py",
        "    if checksum(rest).encode() != found:\n        return None\n",
        "",
        DAMAGE,
    ),
    Mutant(
        "the checksum of a checkpoint is not looked at",
        "checkpoint.py",
        "if checksum(rest).encode() != data[len(_HEAD) : len(_HEAD) + CHECKSUM]:",
        "if False:",
        DAMAGE,
    ),
    Mutant(
        "a gap in the numbers is not seen",
        "journal.py",
        "elif line.sequence > after + 1 and not _begins(line):",
        "elif False:",
        JOURNAL,
    ),
    Mutant(
        "a history that is too short is not seen",
        "journal.py",
        "if found < sequence and not reading.damage:",
        "if False:",
        JOURNAL,
    ),
    Mutant(
        "the marks of a merge are not seen",
        "journal.py",
        "if any(map(CONFLICT.match, strange)):\n            reading",
        "if False:\n            reading",
        JOURNAL,
    ),
    Mutant(
        "the place in a checkpoint is trusted",
        "journal.py",
        "if first is not None and first.checksum == last:",
        "if last:",
        f"{JOURNAL} {GIT}",
    ),
    Mutant(
        "the first line after a checkpoint is passed over",
        "journal.py",
        "return self._take(read(data, position, sequence), sequence)[1:]",
        "return self._take(read(data, position, sequence), sequence)[2:]",
        JOURNAL,
    ),
    Mutant(
        "damaged bytes are not kept",
        "repair.py",
        '            files.write_new(kept, data or b"")\n',
        "",
        DAMAGE,
    ),
    Mutant(
        "the older file is not kept",
        "storage.py",
        "            self._keep_older()\n",
        "",
        STORAGE,
    ),
    Mutant(
        "what fails in the background is dropped",
        "saver.py",
        "                self._failure = str(error)\n                break",
        "                self._failure = str(error)",
        SAVER,
    ),
    Mutant(
        "what fails in the background is not tried again",
        "saver.py",
        "                again = None\n                self._retry()",
        "                again = None",
        SAVER,
    ),
    Mutant(
        "a look for what others wrote puts off trying again",
        "saver.py",
        "            elif again is None:",
        "            else:",
        SAVER,
    ),
    Mutant(
        "a newer program's checkpoint is taken for an old one",
        "storage.py",
        "        self._look_for_newer()  # whatever an older history says after that",
        "",
        "tests/annotations/test_margin.py",
    ),
    Mutant(
        "an act whose beginning is lost is taken for a new annotation",
        "history.py",
        "            if after.value.rev > 1 and before is None:",
        "            if False:",
        "tests/annotations/test_history.py",
    ),
    Mutant(
        "a change overwrites that of another window",
        "layer.py",
        "edits = [self._rebased(edit) for edit in act.edits]",
        "edits = list(act.edits)",
        SAVER,
    ),
    Mutant(
        "what another program overwrote is not written again",
        "layer.py",
        "            lost = self._lost()",
        "            lost = []",
        "tests/annotations/test_margin.py",
    ),
    Mutant(
        "a history that went another way is not kept",
        "copies.py",
        "            kept = _keep(target, ours, theirs, source.journal.path)",
        "            kept = False",
        JOINING,
    ),
    Mutant(
        "of two versions the one that comes counts",
        "copies.py",
        "(before != data and prevails(before, data))",
        "before != data",
        JOINING,
    ),
    Mutant(
        "lines are added to a history that went another way",
        "copies.py",
        "if common == len(ours):",
        "if True:",
        JOINING,
    ),
    Mutant(
        "another version is set aside without being taken in",
        "mending.py",
        "        take_in(target, source)\n",
        "",
        "tests/annotations/test_mending.py",
    ),
]


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_broken_store_is_noticed(tmp_path: Path, mutant: Mutant) -> None:
    for name in ("annotations", "tests", "tui", "seeds"):
        shutil.copytree(
            HERE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data")
        )
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    source = tmp_path / "annotations" / mutant.file
    text = source.read_text("utf-8")
    assert text.count(mutant.right) == 1
    source.write_text(text.replace(mutant.right, mutant.wrong), "utf-8")
    options = "-x", "-n", "0", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'temporary'}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *mutant.tests.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stdout
