"""Which language is spoken, and how the command line speaks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from annotations import HashiyaError, messages
from tests.conftest import SEED
from tests.tui.test_cli import SEED_WORDS, tag
from tui.cli import main
from tui.language import chosen

ARABIC = re.compile("[\u0600-\u06ff]")
LATIN_WORDS = re.compile("[a-z]{3,} [a-z]{3,}")


class TestTheChoice:
    @pytest.mark.parametrize(
        ("environ", "language"),
        [
            ({}, "en"),
            ({"LANG": "ar_EG.UTF-8"}, "ar"),
            ({"LANG": "ar"}, "ar"),
            ({"LANG": "de_DE.UTF-8"}, "en"),
            ({"LANG": "ar_EG.UTF-8", "LC_ALL": "C"}, "en"),
            ({"LANG": "ar_EG.UTF-8", "LC_MESSAGES": "POSIX"}, "en"),
            ({"LANG": "C", "LC_MESSAGES": "ar_SA@calendar"}, "ar"),
            ({"LANG": "ar_EG.UTF-8", "LC_ALL": ""}, "ar"),
            ({"LANG": "ar_EG.UTF-8", "HASHIYA_LANGUAGE": "en"}, "en"),
            ({"LANG": "ar_EG.UTF-8", "HASHIYA_LANGUAGE": "auto"}, "ar"),
            ({"HASHIYA_LANGUAGE": "ar"}, "ar"),
        ],
    )
    def test_by_the_environment(self, environ: dict[str, str], language: str) -> None:
        assert chosen(environ) == language

    @pytest.mark.parametrize(
        ("settings", "language"),
        [
            ('language = "ar"\n', "ar"),
            ('measure = 70\n  language="ar"', "ar"),
            ('language = "auto"', "en"),
            ('# language = "ar"', "en"),
            ('[keys]\nlanguage = "ar"', "en"),
            ("no TOML at all", "en"),
        ],
    )
    def test_by_the_settings(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, language: str
    ) -> None:
        path = tmp_path / "config.toml"
        path.write_text(settings)
        monkeypatch.setenv("HASHIYA_CONFIG", str(path))
        assert chosen({"LANG": "en_GB.UTF-8"}) == language
        assert chosen({"HASHIYA_LANGUAGE": "en"}) == "en"

    def test_a_language_that_is_not_spoken_is_refused(self) -> None:
        with pytest.raises(HashiyaError, match="HASHIYA_LANGUAGE is fr"):
            chosen({"HASHIYA_LANGUAGE": "fr"})

    def test_one_in_the_settings_is_said_with_its_line(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "config.toml"
        path.write_text('language = "fr"')
        monkeypatch.setenv("HASHIYA_CONFIG", str(path))
        result = CliRunner().invoke(main, ["check", str(folder)])
        assert result.exit_code == 0
        assert str(path) in result.stderr
        assert "line 1: `language` cannot be" in result.stderr


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HASHIYA_LANGUAGE", "ar")
    yield
    messages.use("en")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.usefixtures("arabic")
class TestInArabic:
    @pytest.mark.parametrize("command", ["", *main.commands])
    def test_help_is_in_arabic_to_the_last_option(self, command: str) -> None:
        result = run(*filter(None, [command]), "--help")
        assert result.exit_code == 0
        told = [line for line in result.stdout.splitlines() if LATIN_WORDS.search(line)]
        assert [
            line for line in told if not (ARABIC.search(line) or "|" in line or "(hashiya " in line)
        ] == []
        assert not re.search("[\u2066-\u2069]", result.stdout)

    def test_wrong_use_is_told_in_arabic(self) -> None:
        result = run("export", "--bogus")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[-1] == "خطأ: لا خيار اسمه '--bogus'."

    def test_a_mistake_is_told_in_arabic_in_its_logical_order(self, tmp_path: Path) -> None:
        result = run(tmp_path / "nowhere")
        assert result.exit_code == 2
        assert result.stderr == f"hashiya: لا يوجد {tmp_path}/nowhere.\n"

    def test_what_is_for_programs_stays_as_it_is(self, folder: Path) -> None:
        tag(folder, "quote", SEED_WORDS[0])
        (folder / "other.txt").write_text("نص آخر")
        (folder / SEED.name).unlink()
        said = run("check", folder)
        data = run("check", "--json", folder)
        assert ARABIC.search(said.stdout)
        assert not ARABIC.search(data.stdout)

    def test_english_is_spoken_again_after_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run("--help")
        monkeypatch.setenv("HASHIYA_LANGUAGE", "en")
        assert "Usage: " in run("--help").stdout
        assert "No such option" in run("export", "--bogus").stderr


@pytest.mark.usefixtures("arabic")
def test_on_a_terminal_a_sentence_is_laid_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui import talk

    messages.use("ar")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("HASHIYA_BIDI", "plain")
    monkeypatch.setenv("COLUMNS", "20")
    talk.say("ab جد")
    written = click.unstyle(capsys.readouterr().err)
    assert written.strip("\x1b[8lh\n") == " " * 15 + "ﺪﺟ ab"


def test_so_is_one_in_english_with_an_arabic_name_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tui import talk

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("HASHIYA_BIDI", "plain")
    monkeypatch.setenv("COLUMNS", "60")
    talk.say("لا.txt is empty.")
    talk.say("a.txt is empty.")
    arabic, latin = click.unstyle(capsys.readouterr().err).splitlines()
    assert arabic.strip("\x1b[8lh") == "ﻻ.txt is empty."
    assert latin == "a.txt is empty."
