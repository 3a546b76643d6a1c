"""Every word that the program says is a message, and every message is in every catalogue, whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from annotations.messages import LANGUAGES
from scripts.messages import ROOT, Message, called, extracted, faults, read, renewed, sources
from tui.talk import CLICK, CLICK_COUNTED

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_translated_and_no_other(language: str) -> None:
    assert list(faults(read(language), extracted())) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_as_the_script_writes_it(language: str) -> None:
    """So that ``make messages`` changes what has changed, and nothing else."""
    assert str(renewed(read(language), extracted())) == str(read(language))


def test_a_message_is_found_wherever_it_is_said(tmp_path: Path) -> None:
    code = tmp_path / "said.py"
    code.write_text(
        """say(tr("Saved: {path}", path=path), f"{path}: {tr('In a string')}")\n"""
        """say(trn("{n} hit", "{n} "\n    "hits", n), tr(f"{n}"), tr(_WORDS[n]), mark("Marked"))\n"""
    )
    assert list(called(code)) == [
        Message("Saved: {path}"),
        Message("In a string"),
        Message("{n} hit", "{n} hits"),
        Message("Marked"),
    ]


def test_what_is_wrong_in_a_catalogue_is_found() -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": "nplurals=2; plural=n!=1;"}
    catalogue += [
        polib.POEntry(msgid="Saved: {path}", msgstr="محفوظ: {file}"),
        polib.POEntry(msgid="Gone", msgstr="ذهب"),
        polib.POEntry(msgid="Here", msgstr=""),
        polib.POEntry(msgid="There", msgstr="هناك", flags=["fuzzy"]),
        polib.POEntry(msgid="{n} hit", msgid_plural="{n} hits", msgstr_plural={0: "واحد"}),
    ]
    said = ["Saved: {path}", "Here", "There", "New"]
    messages = {Message(each): ["x.py"] for each in said}
    messages[Message("{n} hit", "{n} hits")] = ["x.py"]
    assert list(faults(catalogue, messages)) == [
        "not in the catalogue: New",
        "has other values than the English ({file}, {path}): Saved: {path}",
        "no longer said: Gone",
        "not translated: Here",
        "marked as fuzzy: There",
        "has 1 forms, not 2: {n} hit",
    ]


def test_none_one_and_two_may_be_said_in_a_word() -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": "nplurals=4; plural=n<3 ? n : 3;"}
    hits = Message("{n:,} hit", "{n:,} hits")
    forms = {0: "لا نتيجة", 1: "نتيجة", 2: "نتيجتان", 3: "نتائج"}
    catalogue.append(polib.POEntry(msgid=hits.one, msgid_plural=hits.many, msgstr_plural=forms))
    assert list(faults(catalogue, {hits: ["x.py"]})) == [
        "has other values than the English ({n:,}): {n:,} hit"
    ]


def test_what_click_is_taught_is_what_it_asks_for() -> None:
    import click

    code = "".join(path.read_text() for path in Path(click.__file__).parent.glob("*.py"))
    asked = [*CLICK, *(form for forms in CLICK_COUNTED for form in forms)]
    assert [words for words in asked if f'"{words}"' not in code] == []


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
            yield node


@pytest.mark.parametrize("path", sources(), ids=str)
def test_a_message_is_written_where_it_is_said_or_in_a_table(path: Path) -> None:
    """What is put together when it is said is in no catalogue."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    in_tables = ast.Name | ast.Attribute | ast.Subscript | ast.Starred
    wrong = [
        f"line {call.lineno}: {ast.unparse(argument)}"
        for names, allowed in ((("tr", "trn"), ast.Constant | in_tables), (("mark",), ast.Constant))
        for call in calls(tree, *names)
        for argument in call.args[: 2 if ast.unparse(call.func) == "trn" else 1]
        if not isinstance(argument, allowed) and not _of_a_table(argument)
    ]
    assert wrong == []


def _of_a_table(argument: ast.expr) -> bool:
    """``TABLE.get(key, OTHER)``, or a command's docstring as click has it."""
    return isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith(
        (".get", "cleandoc")
    )


WORDS = re.compile(r"[A-Za-z’']{2,}[,;:.]? [“«(]?[A-Za-z{]|\} [a-z]{2,}|^[A-Z][a-z]{2,}$")
"""What looks like a sentence, or a word with a capital letter."""
SAY = ("tr", "trn", "mark", "mark_counted")
TO_PROGRAMMERS = ("ValueError", "TypeError", "NotImplementedError", "RuntimeError")
UNSAID: dict[str, tuple[str, ...]] = {
    "annotations/codebook.py": ("",),  # the codebook goes into the export as it is
    "annotations/default_codebook.py": ("",),  # it says everything in every language itself
    "annotations/default_entities.py": ("",),
    "annotations/joining.py": ("came in",),  # what is counted, before it is said
    "annotations/margin.py": ("copied from ",),  # stored as the provenance
    "annotations/model.py": ("Value",),
    "annotations/readers/plain.py": ("iconv ",),  # a command, to be copied
    "annotations/table.py": ("dict[",),
    "tui/app.py": ("Hashiya",),
    "tui/cli.py": (
        "",
    ),  # scripts.messages reads the help of options where it stands; the rest is below
    "tui/keymap.py": ("",),  # scripts.messages reads the table where it stands
    "tui/screens/details.py": ("attribute ",),  # the keys of entries of a sheet, here and below
    "tui/screens/keys.py": ("Esc",),
    "tui/screens/palette.py": ("Lists",),  # which group is left out
    "tui/screens/reading.py": ("Reader",),
    "tui/launch.py": ("hashiya: ",),
    "tui/start.py": ("hashiya: ",),
    "tui/talk.py": ("hashiya: ",),
    "tui/terminal/kinds.py": ("",),  # terminals are called by their names
    "tui/text/shaping.py": ("dict[", "Forms"),
    "tui/widgets/deeds.py": ("deed ", "no deeds", "problem "),
    "tui/screens/saying.py": ("one row", "two rows "),  # how much room a list would take
    "tui/widgets/menu.py": ("Esc",),
    "tui/widgets/particulars.py": (
        "attribute ",
        "comment ",
        "decision ",
        "lacks ",
        "link ",
        "part ",
    ),
    "tui/settings.py": ("at line ", "at end of document"),  # in what the library says
    "tui/widgets/styles.py": ("",),  # looks in words of Rich
}
"""How strings begin that are not for the user's eyes, or no words of the program's."""


@pytest.mark.parametrize("path", sources(), ids=str)
def test_nothing_is_said_that_is_no_message(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    unsaid = UNSAID.get(path.as_posix(), ())
    found = [
        f"line {node.lineno}: {text}"
        for node, text in _unsaid(tree)
        if WORDS.search(text) and not text.startswith(unsaid)
    ]
    assert found == []


@pytest.mark.parametrize("path", ["tui/cli.py", "tui/keymap.py"])
def test_what_is_said_in_the_files_that_are_read_otherwise_is_a_message(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = [
        text
        for call in calls(tree, "HashiyaError", "say", "echo")
        for argument in call.args
        for _, text in _unsaid(argument)
        if WORDS.search(text) and not text.startswith("hashiya: ")
    ]
    assert found == []


def _unsaid(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """The strings in a tree that are neither messages nor documentation, nor for programmers or for CSS."""
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).split(".")[-1]
        if name in (*SAY, *TO_PROGRAMMERS) or ast.unparse(node.func).startswith("re."):
            return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("DEFAULT_CSS", "__all__"):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        yield node, "".join(map(str, parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _unsaid(part.value)
        return
    for child in ast.iter_child_nodes(node):
        yield from _unsaid(child)
