"""What the shell offers for the word that is being typed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
