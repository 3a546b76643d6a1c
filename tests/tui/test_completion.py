"""What the shell offers for the word that is being typed."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from tui.cli import MODES, main

COMMANDS = {name for name, command in main.commands.items() if not command.hidden}
BIN = Path(sys.executable).parent


def offered(line: str) -> list[tuple[str, str]]:
    """The type and the text of each thing that is offered for the last word of a line."""
    *words, incomplete = line.split(" ")
    complete = ShellComplete(main, {}, "hashiya", "_HASHIYA_COMPLETE")
    return [(item.type, item.value) for item in complete.get_completions(words[1:], incomplete)]


def words(line: str) -> set[str]:
    return {value for kind, value in offered(line) if kind == "plain"}


@pytest.fixture(autouse=True)
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "shelf").mkdir()
    monkeypatch.chdir(folder)


def test_the_first_word_is_a_command_or_a_path() -> None:
    assert words("hashiya ") > COMMANDS
    assert words("hashiya sh") == {"show", "shelf"}
    assert words("hashiya she") == set()
    assert offered("hashiya she") == [("file", "she")]  # which the shell completes itself
    assert offered("hashiya ./") == [("file", "./")]
    assert offered("hashiya [") == [("file", "[")]


def test_before_a_command_options_are_those_of_opening_as_well() -> None:
    assert words("hashiya --") == {"--help", "--version", "--annotator", "--bidi"}
    assert words("hashiya --bidi ") == set(MODES)
    assert offered("hashiya --bidi plain she") == [("file", "she")]
    assert offered("hashiya shelf ") == []
    assert words("hashiya shelf --b") == {"--bidi"}


def test_a_command_offers_its_options_their_values_and_paths() -> None:
    assert {"--width", "--bidi", "--cells", "--harakat", "--no-harakat"} < words("hashiya show --")
    assert words("hashiya show --bidi m") == {"mlterm", "marks"}
    assert words("hashiya show --bidi=m") == {"mlterm", "marks"}
    assert words("hashiya export --format ") == {"json"}
    assert words("hashiya completion ") == {"bash", "zsh", "fish"}
    for line in ("show ", "show --width 40 s", "export -o ", "merge ", "merge shelf "):
        assert [kind for kind, _ in offered(f"hashiya {line}")] == ["file"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_of_its_own(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"_HASHIYA_COMPLETE={shell}_complete" in result.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes() -> None:
    script = """
        eval "$(hashiya completion bash)"
        for line in "hashiya sh" "hashiya show --bidi m" "hashiya histo"; do
            COMP_WORDS=($line); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
            _hashiya_completion hashiya
            echo "${COMPREPLY[@]}"
        done
    """
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True, text=True, check=True, env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.stdout.split("\n") == ["show shelf", "mlterm marks", "history", ""]
    assert done.stderr == ""


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("fish") is None, reason="not run: fish is not installed")
def test_fish_completes(folder: Path) -> None:
    (folder / "shelf" / "مقال، أول.txt").touch()
    (folder / "a,b.txt").touch()
    script = """
        hashiya completion fish | source
        for line in "hashiya sh" "hashiya show --bidi m" "hashiya histo" "hashiya show shelf/مق" \
                "hashiya show a," "hashiya ~/she"
            echo (complete --do-complete $line | string replace --regex "\t.*" "")
        end
    """
    done = subprocess.run(
        ["fish", "--no-config", "--command", script],
        capture_output=True, text=True, check=True, env=surroundings(folder),
    )  # fmt: skip
    assert done.stdout.split("\n") == [
        "shelf show", "marks mlterm", "history", "shelf/مقال، أول.txt", "a,b.txt", "~/shelf/", "",
    ]  # fmt: skip


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("zsh") is None, reason="not run: zsh is not installed")
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("hashiya histo\t", "hashiya history "),
        ("hashiya sh\t\t", "shelf"),
        ("hashiya export --ann\t", "hashiya export --annotator"),
        ("hashiya show --bidi ml\t", "hashiya show --bidi mlterm"),
        ("hashiya show shelf/مق\t", "hashiya show shelf/مقال\\ أول.txt"),
        ("hashiya ~/she\t", "hashiya ~/shelf"),
    ],
)
def test_zsh_completes(folder: Path, typed: str, becomes: str) -> None:
    (folder / "shelf" / "مقال أول.txt").touch()
    process, end = pty.fork()
    if process == 0:
        os.execvpe("zsh", ["zsh", "-f", "-i"], {**surroundings(folder), "PS1": "> "})
    try:
        setup = (
            'autoload -Uz compinit; compinit -u -D; eval "$(hashiya completion zsh)"; echo r""eady'
        )
        os.write(end, f"{setup}\r".encode())
        assert "ready" in read_until(end, "ready")
        os.write(end, typed.encode())
        assert becomes in read_until(end, becomes)
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(end)


def surroundings(folder: Path) -> dict[str, str]:
    """Those of a shell at home in ``folder``, which finds this program."""
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(folder), "TERM": "vt100", "LC_ALL": "C.UTF-8"}


def read_until(end: int, wanted: str, patience: float = 10) -> str:
    """What a terminal has been sent, without escape sequences, once that has been."""
    sent, text, until = b"", "", time.monotonic() + patience
    while wanted not in text and time.monotonic() < until:
        if select.select([end], [], [], 0.1)[0]:
            sent += os.read(end, 1 << 16)
            text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\0", "", sent.decode(errors="replace"))
    return text


def test_completing_loads_no_more_than_the_command_line() -> None:
    code = "import sys, tui.cli; tui.cli.main(prog_name='hashiya', standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", f"try:\n {code}\nexcept SystemExit: pass\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True,
        env={**os.environ, "_HASHIYA_COMPLETE": "bash_complete", "COMP_WORDS": "hashiya sh", "COMP_CWORD": "1"},
    )  # fmt: skip
    assert "plain,show" in done.stdout
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"textual", "rich", "msgspec", "annotations.project", "tui.config"}
