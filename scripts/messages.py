"""Brings the catalogues up to date with the messages in the code: ``python -m scripts.messages``, or ``make messages``.

What was translated stays so; what is no longer said is kept at the end of the catalogue, marked as unused.
"""

from __future__ import annotations

import ast
import inspect
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

from annotations.messages import LANGUAGES

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "annotations" / "languages"
CALLS = {"tr": 1, "trn": 2, "mark": 1, "mark_counted": 2}
"""What makes a message of its first arguments, and of how many."""


class Message(NamedTuple):
    """What is said, with the form for many where there is one."""

    one: str
    many: str = ""


def sources() -> list[Path]:
    """The files with messages in them, by their paths from the root."""
    found = [*(ROOT / "annotations").rglob("*.py"), *(ROOT / "tui").rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def extracted() -> dict[Message, list[str]]:
    """The messages in the code, each with the files that say it."""
    found: dict[Message, list[str]] = {}
    for path in sources():
        for message in [*called(path), *_of_commands(path), *_of_keys(path)]:
            places = found.setdefault(message, [])
            if str(path) not in places:
                places.append(str(path))
    return found


def called(path: Path) -> Iterator[Message]:
    """The messages of a file that are written where they are said; what a call finds in a table is marked there."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        words = call.args[: CALLS.get(ast.unparse(call.func), 0)]
        if words and all(isinstance(each, ast.Constant) for each in words):
            yield Message(*map(ast.literal_eval, words))


def _of_commands(path: Path) -> Iterator[Message]:
    """What the command line says of itself: the docstrings of commands, and the help of options."""
    if path.name != "cli.py":
        return
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            yield Message(inspect.cleandoc(ast.get_docstring(node) or ""))
        elif isinstance(node, ast.keyword) and node.arg == "help":
            yield Message(ast.literal_eval(node.value))


def _of_keys(path: Path) -> Iterator[Message]:
    """What the table of keys says of each command, and its headings: the table is plain, so that it can be read."""
    if path.name != "keymap.py":
        return
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            place = _SAID_IN.get(ast.unparse(node.func), len(node.args))
            said = node.args[place:] + [each.value for each in node.keywords if each.arg == "hint"]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "GROUPS":
            said = [group.elts[0] for group in node.value.elts]
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MENUS":
            said = node.value.values
        yield from (
            Message(each.value)
            for each in said
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


_SAID_IN = {"Command": 3, "_motion": 2, "_extension": 2}
"""From which of their arguments on what these are given is said."""


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in (
        "click.group",
        "main.command",
    )


def faults(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> Iterator[str]:
    """What is wrong with a catalogue, a sentence each."""
    entries = {Message(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    forms = int(catalogue.metadata["Plural-Forms"].split("nplurals=")[1].split(";")[0])
    for message in messages:
        if message not in entries:
            yield f"not in the catalogue: {message.one}"
    for message, entry in entries.items():
        if entry.obsolete or message not in messages:
            yield f"no longer said: {message.one}"
            continue
        if entry.fuzzy:
            yield f"marked as fuzzy: {message.one}"
        said = entry.msgstr_plural if message.many else {0: entry.msgstr}
        if len(said) != (forms if message.many else 1):
            yield f"has {len(said)} forms, not {forms}: {message.one}"
        for form, text in said.items():
            if not text.strip():
                yield f"not translated: {message.one}"
            elif wrong := _misplaced(message, text, few=bool(message.many) and form < 3):
                yield f"has other values than the English ({', '.join(sorted(wrong))}): {message.one}"


def _misplaced(message: Message, text: str, *, few: bool) -> set[str]:
    """The values that only one of a message and its translation has. None, one and two may say how many in a word, and
    follow the English form for one."""
    found, many = fields(text), fields(message.many or message.one)
    if not few:
        return found ^ many
    return min((found ^ many) - _COUNTS, (found ^ fields(message.one)) - _COUNTS, key=len)


_COUNTS = {"{n}", "{n:,}"}


def fields(text: str) -> set[str]:
    """The values of a message as they stand there: ``{path}``, ``{n:,}``."""
    return {
        f"{{{name}{f'!{how}' if how else ''}{f':{spec}' if spec else ''}}}"
        for _, name, spec, how in string.Formatter().parse(text)
        if name is not None
    }


def renewed(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> polib.POFile:
    """The catalogue with the messages of the code, in the order of the code."""
    old = {Message(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    new = polib.POFile(wrapwidth=110)
    new.header, new.metadata = catalogue.header, catalogue.metadata
    forms = int(catalogue.metadata["Plural-Forms"].split("nplurals=")[1].split(";")[0])
    for message, places in messages.items():
        entry = old.pop(message, None) or polib.POEntry(
            msgid=message.one,
            msgid_plural=message.many,
            msgstr_plural=dict.fromkeys(range(forms), "") if message.many else {},
        )
        entry.obsolete, entry.occurrences = False, [(place, "") for place in places]
        new.append(entry)
    for entry in old.values():
        if entry.translated() or entry.obsolete:
            entry.obsolete, entry.occurrences = True, []
            new.append(entry)
    return new


def read(language: str) -> polib.POFile:
    """The catalogue of a language."""
    return polib.pofile(str(FOLDER / f"{language}.po"), wrapwidth=110)


if __name__ == "__main__":
    said = extracted()
    for language in LANGUAGES:
        if language != "en":
            catalogue = renewed(read(language), said)
            catalogue.save(str(FOLDER / f"{language}.po"))
            print(
                f"{language}: {len(said)} messages, {len(list(faults(catalogue, said)))} to be looked at"
            )
