"""The command line: data on stdout, talk on stderr, a sentence and exit code 2 for a mistake, never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from unicodedata import combining

import jsonschema
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from annotations.clusters import clusters
from annotations.model import Span, paragraphs
from annotations.project import Project, machine_name
from annotations.table import Database
from tests.conftest import SEED
from tui import session
from tui.cli import main
from tui.folders import state_folder
from tui.talk import Counter, print_data

SEED_WORDS = SEED.read_bytes().decode().split()[:3]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refusal(*arguments: str | Path) -> str:
    """What a refused call says."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("hashiya: ")
    assert "Traceback" not in result.stderr
    return result.stderr


def tag(folder: Path, label: str, words: str) -> None:
    project = Project.open(folder, "Tester", "machine")
    article = project.read(project.articles()[0])
    start = article.text.index(words)
    project.margin(article).add(Span(start, start + len(words)), label)


class TestWhatCannotBeOpened:
    def test_no_such_path(self, tmp_path: Path) -> None:
        assert "nowhere" in refusal(tmp_path / "nowhere")

    @pytest.mark.parametrize("command", [[], ["export"], ["check"]])
    def test_a_folder_that_cannot_be_read(
        self, command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda *_, **__: False)
        assert "articles cannot be read: permission is denied" in refusal(*command, folder)

    def test_a_folder_without_articles(self, tmp_path: Path) -> None:
        assert "There is no article" in refusal(tmp_path)

    def test_a_binary_file(self, tmp_path: Path) -> None:
        (tmp_path / "image.txt").write_bytes(bytes(range(256)) * 20)
        assert "image.txt" in refusal(tmp_path / "image.txt")

    def test_an_encoding_that_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "old.txt").write_bytes("مرحبا".encode("utf-16"))
        assert "UTF-16" in refusal(tmp_path / "old.txt").upper()

    def test_without_a_terminal_there_is_no_reading_room(self, folder: Path) -> None:
        assert "needs a terminal" in refusal(folder)

    def test_settings_that_are_no_toml_are_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = tmp_path / "config.toml"
        config.write_text("measure = wide", encoding="utf-8")
        monkeypatch.setenv("HASHIYA_CONFIG", str(config))
        said = refusal("show", SEED)
        assert "config.toml" in said
        assert "line 1" in said

    def test_a_name_cannot_give_the_terminal_orders(self, tmp_path: Path) -> None:
        assert "\x1b" not in refusal(tmp_path / "no\x1b[31mwhere")


class TestShow:
    def test_rows_are_right_aligned_and_the_source_is_whole(self) -> None:
        result = run("show", SEED, "--width", "40")
        rows = result.stdout.splitlines()
        assert result.exit_code == 0
        assert max(map(cell_len, rows)) == 40
        assert sum(cell_len(row) == 40 for row in rows if row) > len(rows) / 2
        assert "\x1b" not in result.stdout

    def test_stretched_rows_have_the_same_code_points_in_more_cells(self) -> None:
        def cells(*more: str) -> list[dict[str, Any]]:
            shown = run("show", SEED, "--cells", "--width", "40", *more).stdout.splitlines()
            return [json.loads(line) for line in shown]

        rows, stretched = cells(), cells("--kashida")
        for row, other in zip(rows, stretched, strict=True):
            assert [key for key, _ in groupby(other["cells"])] == row["cells"]
            assert len(other["cells"]) == len([c for c in other["visual"] if not combining(c)])
            assert len(row["cells"]) <= len(other["cells"]) <= 40
        assert sum(len(row["cells"]) == 40 for row in stretched) > 20

    def test_cells_give_every_cluster_of_the_article_once(self) -> None:
        text = SEED.read_bytes().decode()
        shown = [
            json.loads(line)
            for line in run("show", SEED, "--cells", "--width", "40").stdout.splitlines()
        ]
        cells = {tuple(cell) for row in shown for cell in row["cells"]}
        for start, end in paragraphs(text):
            bounds = [start + bound for bound in clusters(text[start:end])]
            hidden = [pair for pair in pairwise(bounds) if pair not in cells]
            assert all(
                text[a:b] == " " for a, b in hidden
            )  # spaces that hang over the end of a row
        assert [row["row"] for row in shown if row["paragraph"] == 0] == list(range(5))
        assert {row["direction"] for row in shown} == {"rtl"}

    def test_without_harakat(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("كَلَّا", encoding="utf-8")
        assert "\u064e" in run("show", tmp_path / "a.txt").stdout
        assert "\u064e" not in run("show", "--no-harakat", tmp_path / "a.txt").stdout

    def test_marks_for_terminals_that_reorder(self) -> None:
        assert "\u200e" in run("show", SEED, "--bidi", "marks").stdout
        assert "\u200e" not in run("show", SEED, "--bidi", "plain").stdout

    def test_words_for_konsole_to_turn_round(self) -> None:
        printed = run("show", SEED, "--bidi", "konsole", "--no-harakat").stdout
        turned = re.sub("\u200e([^\u200e]+)\u200e", lambda word: word[1][::-1], printed)
        assert turned == run("show", SEED, "--bidi", "plain", "--no-harakat").stdout
        assert "\u200eﻭﺻﻞ\u200e" in printed

    def test_a_folder_is_no_article(self, folder: Path) -> None:
        assert "folder" in refusal("show", folder)


class TestExport:
    def test_to_standard_output_valid_by_its_own_schema(self, folder: Path) -> None:
        tag(folder, "quote", "دعمها الثابت")
        result = run("export", folder, "--format", "json")
        document = json.loads(result.stdout)
        jsonschema.validate(document, json.loads(run("export", "--schema").stdout))
        (article,) = document["articles"]
        (annotation,) = article["annotations"]
        assert article["text"] == SEED.read_bytes().decode()
        assert article["text"][annotation["start"] : annotation["end"]] == annotation["exact"]

    def test_to_a_file_that_is_not_overwritten_unasked(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "out.json"
        assert run("export", folder, "-o", target).exit_code == 0
        before = target.read_bytes()
        tag(folder, "entity", "لافروف")
        assert "out.json" in refusal("export", folder, "-o", target)
        assert target.read_bytes() == before
        assert run("export", folder, "-o", target, "--force").exit_code == 0
        assert len(json.loads(target.read_bytes())["articles"][0]["annotations"]) == 1

    def test_one_article_that_cannot_be_read_is_named_and_the_rest_is_exported(
        self, folder: Path
    ) -> None:
        (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
        result = run("export", folder)
        assert result.exit_code == 1
        assert "bad.txt" in result.stderr
        assert [a["path"] for a in json.loads(result.stdout)["articles"]] == [SEED.name]


class TestCheck:
    def test_all_is_well(self, folder: Path) -> None:
        tag(folder, "quote", "دعمها الثابت")
        assert run("check", folder).exit_code == 0

    def test_a_changed_article_is_found(self, folder: Path) -> None:
        tag(folder, "quote", "دعمها الثابت")
        path = folder / SEED.name
        text = path.read_bytes().decode()
        path.write_bytes(f"مقدمة. {text}".encode())
        assert run("check", folder).exit_code == 0
        path.write_bytes(text.replace("دعمها الثابت", "دعمها الدائم").encode())
        result = run("check", folder)
        assert result.exit_code == 1
        assert SEED.name in result.stdout

    def test_one_json_object_for_each_finding(self, folder: Path) -> None:
        tag(folder, "quote", "دعمها الثابت")
        kept = Project.open(folder, "Tester", "machine").folder(SEED.name) / "Tester@machine.json"
        with Database(kept) as database:
            database.table("annotations").update({"label": "say \x1b[31m"})
        path = folder / SEED.name
        path.write_bytes(path.read_bytes().replace("دعمها".encode(), "تأييدها".encode()))
        result = run("check", folder, "--json")
        assert result.exit_code == 1
        assert "\x1b" not in result.stdout
        assert "الثابت" in result.stdout
        found = [json.loads(line) for line in result.stdout.splitlines()]
        assert {each["kind"] for each in found} == {"anchor", "label"}
        assert all(each["article"] == SEED.name and each["sentence"] for each in found)
        assert "say \x1b[31m" in "".join(each["sentence"] for each in found)

    def test_data_on_a_terminal_gives_it_no_orders_and_is_the_same(
        self, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        value = ["قال \x9b31m \u202e"]
        data = json.dumps(value, ensure_ascii=False).encode()
        print_data(data)
        assert capfdbinary.readouterr().out == data
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        print_data(data)
        written = capfdbinary.readouterr().out.decode()
        assert written == '["قال \\u009b31m \\u202e"]'
        assert json.loads(written) == value

    def test_a_counter_on_a_terminal_is_erased_again(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        clock = iter([1.0, 1.01, 2.0])
        monkeypatch.setattr("time.monotonic", lambda: next(clock))
        with Counter("{done:,} of {of:,} articles") as counter:
            for done in (0, 1, 1999):
                counter.show(done, 2000)
        erased = "\r\x1b[K"
        written = capsys.readouterr().err
        assert written.startswith(f"0 of 2,000 articles{erased}1,999 of 2,000 articles{erased}")

    def test_there_is_none_in_a_pipe(self, capsys: pytest.CaptureFixture[str]) -> None:
        with Counter("{done:,} of {of:,} articles") as counter:
            counter.show(1, 2000)
        assert capsys.readouterr().err == ""


class TestMerge:
    @pytest.fixture
    def other(self, folder: Path, tmp_path: Path) -> Path:
        tag(folder, "quote", SEED_WORDS[0])
        other = shutil.copytree(folder, tmp_path / "other")
        tag(other, "entity", SEED_WORDS[1])
        return other

    def test_what_came_in_is_said(self, folder: Path, other: Path) -> None:
        result = run("merge", other, folder)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == f"1 annotation of Tester came in: {SEED.name}\n"
        again = run("merge", other, folder)
        assert (again.exit_code, again.stderr) == (0, "Nothing new.\n")

    def test_into_the_folder_here(
        self, folder: Path, other: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder)
        assert "came in" in run("merge", other).stderr

    def test_articles_that_are_not_here_are_named(self, folder: Path, other: Path) -> None:
        (folder / SEED.name).unlink()
        result = run("merge", other, folder)
        assert result.exit_code == 0
        assert f"{SEED.name} is not in {folder}" in result.stderr
        assert not (folder / SEED.name).exists()

    def test_what_is_damaged_is_named_and_left_out(self, folder: Path, other: Path) -> None:
        (path,) = (other / ".hashiya").rglob("*.history.jsonl")
        path.write_bytes(b"<<<<<<< HEAD\n")
        result = run("merge", other, folder)
        assert result.exit_code == 1
        assert str(path) in result.stderr

    def test_wrong_use(self, folder: Path, other: Path, tmp_path: Path) -> None:
        assert "is no project" in refusal("merge", other / SEED.name, folder)
        assert "There is no" in refusal("merge", tmp_path / "nowhere", folder)
        assert "is the project itself" in refusal("merge", folder, folder)


class TestTheCommand:
    def test_help_names_every_command(self) -> None:
        said = run("--help").stdout
        assert all(command in said for command in ("show", "export", "check", "merge"))

    def test_version(self) -> None:
        assert run("--version").stdout.startswith("hashiya")

    def test_an_unknown_option_is_wrong_use(self) -> None:
        assert run("show", "--nonsense", SEED).exit_code == 2

    def test_a_closed_pipe_is_no_traceback(self, folder: Path) -> None:
        command = f"'{Path(sys.executable).parent / 'hashiya'}' show '{folder / SEED.name}' --cells | head -n 1"
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=True, env={**os.environ}
        )
        assert done.stdout.count("\n") == 1
        assert "Traceback" not in done.stderr


class TestHistory:
    def test_who_did_what_and_when_the_oldest_first(self, folder: Path) -> None:
        tag(folder, "entity", SEED_WORDS[0])
        tag(folder, "quote", SEED_WORDS[1])
        result = run("history", folder / SEED.name)
        assert (result.exit_code, result.stderr) == (0, "")
        first, second = result.stdout.splitlines()
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  Tester \(machine\)  tagged “", first)
        assert first.endswith(f"tagged “{SEED_WORDS[0]}” as entity")
        assert second.endswith(f"tagged “{SEED_WORDS[1]}” as quote")

    def test_where_nothing_was_done_it_says_so(self, folder: Path) -> None:
        result = run("history", folder / SEED.name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "Nothing has been done" in result.stderr

    def test_a_folder_or_nothing_is_refused(self, folder: Path) -> None:
        assert "name an article" in refusal("history", folder)
        assert "nowhere" in refusal("history", folder / "nowhere")

    def test_a_note_cannot_give_the_terminal_orders(self, folder: Path) -> None:
        project = Project.open(folder, "Tester", "machine")
        margin = project.margin(project.read(SEED.name))
        margin.set_note(margin.add(Span(0, 3), "entity").id, "one\ntwo \x1b[31m \u202e")
        result = run("history", folder / SEED.name)
        assert len(result.stdout.splitlines()) == 2
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout

    def test_damage_is_named_and_can_be_repaired(self, folder: Path) -> None:
        for words in SEED_WORDS:
            tag(folder, "entity", words)
        (path,) = (folder / ".hashiya").rglob("*.history.jsonl")
        first, _, third = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(first + third)
        result = run("history", folder / SEED.name)
        assert result.exit_code == 1
        assert len(result.stdout.splitlines()) == 1
        assert path.name in result.stderr
        assert "--repair" in result.stderr
        assert run("check", folder).exit_code == 1
        hand = "--annotator", "Tester"
        (Path(os.environ["HOME"]) / ".local/state/hashiya/machine").write_text("machine")
        repaired = run("check", folder, "--repair", *hand)
        assert repaired.exit_code == 0
        assert "goes on with what could be read" in repaired.stderr


def test_a_user_without_a_home_can_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")

    def unknown(_: int) -> None:
        raise KeyError("getpwuid(): uid not found")

    tag(folder, "entity", SEED_WORDS[0])
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert run("check", folder).exit_code == 0
    assert "tagged" in run("history", folder / SEED.name).stdout
    assert session.load(state_folder(), folder) == session.Session(str(folder))
    session.save(state_folder(), folder, session.Session("x"))
    assert machine_name(state_folder()) == machine_name(Path(os.devnull))


class TestTheCodebook:
    def test_the_one_in_force_is_printed_and_can_be_begun_with(
        self, folder: Path, tmp_path: Path
    ) -> None:
        printed = run("codebook", folder)
        assert printed.exit_code == 0
        assert printed.stderr == ""
        file = folder / "hashiya.toml"
        assert "Written" in run("codebook", folder, "-o", file).stderr
        assert file.read_text("utf-8") == printed.stdout == run("codebook", folder).stdout
        assert "is not overwritten" in refusal("codebook", folder, "-o", file)
        assert "as it should be" in run("codebook", folder, "--check").stderr
        assert run("check", folder).exit_code == 0

    def test_mistakes_are_told_with_their_lines(self, folder: Path) -> None:
        file = folder / "hashiya.toml"
        file.write_text('[labels.a]\nkey = "xx"\nkolour = "error"\n', "utf-8")
        checked = run("codebook", folder, "--check")
        assert checked.exit_code == 1
        first, second = checked.stdout.splitlines()
        assert first.startswith(f"{file}, line 2: `xx` is no key")
        assert second.startswith(f"{file}, line 3: `kolour` is not known here. Did you mean")
        printed = run("codebook", folder)
        assert (printed.exit_code, printed.stdout[:10]) == (1, "format = 1")
        assert "the codebook that is built in is in force" in printed.stderr
        found = run("check", folder)
        assert found.exit_code == 1
        assert "hashiya.toml: Line 2: `xx` is no key" in found.stdout
        exported = run("export", folder)
        assert exported.exit_code == 1
        assert json.loads(exported.stdout)["codebook"]["name"] == "hashiya"
        assert "line 2" in exported.stderr
