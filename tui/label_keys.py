"""The commands of a project's own labels: to tag with each, in the text or in a list of hits, to give it to an
annotation, to go to the next that has it.

Where a project has no codebook of its own, those in the table of keys are the ones of the default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from annotations.codebook import Label
from annotations.messages import mark, tr
from tui.keyboards import LETTERS, NAMES, keyed
from tui.keymap import ELSEWHERE, GROUPS, IN_HITS, LABELS, MENUS, Command

if TYPE_CHECKING:
    from annotations.codebooks import Book
    from tui.keymap import Keymap

_TAKE = mark(
    "{file}, line {line}: the key {key} of the label {label} cannot be typed in the Arabic layout of the keyboard; "
    "{letter} can, and is free."
)
_LOOK_IN_PALETTE = mark(
    "{file}, line {line}: the key {key} of the label {label} cannot be typed in the Arabic layout of the keyboard; "
    "there the label is in the list of commands (:)."
)

Groups = Sequence[tuple[str, Sequence[Command]]]
_MENUS = {"relabel-": "r", "go-": "g"}


def told(book: Book, keymap: Keymap) -> list[str]:
    """What the user should know of the project's codebook: its mistakes, labels without a key to tag with, and those
    whose key the keyboard does not have in its Arabic layout."""
    said = [book.problem] if book.problem else []
    for label, letter in out_of_reach(book.codebook.labels, keymap):
        path, line = book.place("labels", label.name, "key")
        message = _TAKE if letter else _LOOK_IN_PALETTE
        named = {"file": path, "line": line, "key": label.key, "label": str(label.title)}
        said.append(tr(message, **named, letter=letter))
    for label, command in keymap.clashes:
        path, line = book.place("labels", label.name, "key")
        said.append(
            tr(
                "{file}, line {line}: the key {key} of the label {label} is taken here: {what}. The label is in the "
                "menus of ' and r.",
                file=path,
                line=line,
                key=label.key,
                label=str(label.title),
                what=tr(command.what),
            )
        )
    return said


def out_of_reach(labels: Sequence[Label], keymap: Keymap) -> Iterator[tuple[Label, str]]:
    """The labels whose letter cannot be typed in every layout, each with a free one to take instead, of its name if it
    can be; without one where none is free."""
    taken = {*MENUS, *(each.key for each in labels if each.key)}
    for heading, commands in keymap.groups:
        if heading not in ELSEWHERE:
            taken |= {key.partition(" ")[0] for each in commands for key in each.keys.split(",")}
    for label in labels:
        if label.key.isalpha() and label.key not in LETTERS:
            tries = (*label.name, *label.name.upper(), *sorted(LETTERS))
            letter = next((each for each in tries if each in LETTERS - taken), "")
            taken.add(letter)
            yield label, letter


def with_labels(
    groups: Groups, labels: Sequence[Label]
) -> tuple[list[tuple[str, tuple[Command, ...]]], list[tuple[Label, Command]]]:
    """The groups of commands with these labels instead of those of the default, and the labels whose key is that of
    a command: they are in the menus alone."""
    known = {each.id: each for _, commands in GROUPS for each in commands}
    of_default = {f"{does}{name}" for does in ("tag-", "hits-", *_MENUS) for name in LABELS}
    taken: dict[str, Command] = {}
    for heading, commands in groups:
        for command in commands:
            if heading not in ELSEWHERE and command.id not in of_default:
                for key in command.keys.split(","):
                    taken[key.partition(" ")[0]] = command
    counts = Command("", "", "", tr("a number before a command"))
    taken |= dict.fromkeys("0123456789", counts)
    taken |= {key: Command("", key, "", tr("a menu")) for key in MENUS}
    clashes = [(label, taken[key]) for label in labels if (key := _name(label.key)) in taken]
    clashing = {label.name for label, _ in clashes}

    def made(does: str, label: Label, key: str, action: str, what: str) -> Command:
        identifier = f"{does}{label.name}"
        if identifier in known:
            return known[identifier]._replace(keys=key)
        return Command(identifier, key, f"{action}({label.name!r})", what, str(label.title))

    def tags() -> Iterable[Command]:
        for label in labels:
            what = tr("tag the selection, or what is here, as: {label}", label=str(label.title))
            key = "" if label.name in clashing else _name(label.key)
            yield made("tag-", label, key, "tag", what)

    def in_menu(does: str, action: str) -> Iterable[Command]:
        opens = _MENUS[does]
        others = [
            key.partition(" ")[2]
            for command in chain.from_iterable(commands for _, commands in groups)
            if command.id not in of_default
            for key in command.keys.split(",")
            if key.startswith(f"{opens} ")
        ]
        keys = keyed(labels, lambda each: each.key, lambda each: each.name, others)
        for key, label in keys.items():
            title = str(label.title)
            what = (
                tr("make the annotation here: {label}", label=title)
                if does == "relabel-"
                else tr("to the next: {label}", label=title)
            )
            yield made(does, label, f"{opens} {_name(key)}", action, what)

    def in_hits() -> Iterable[Command]:
        taken_there = [
            key
            for heading, commands in groups
            if heading in IN_HITS
            for command in commands
            if command.id not in of_default
            for key in command.keys.split(",")
        ]
        keys = keyed(labels, lambda each: each.key, lambda each: each.name, taken_there)
        for key, label in keys.items():
            what = tr("tag all that are marked as: {label}", label=str(label.title))
            yield made("hits-", label, _name(key), "tag", what)

    new = {
        "tag-quote": list(tags()),
        "hits-quote": list(in_hits()),
        "relabel-quote": list(in_menu("relabel-", "relabel")),
        "go-quote": list(in_menu("go-", "aim")),
    }
    found = []
    for heading, commands in groups:
        here: list[Command] = []
        for command in commands:
            here += new.get(command.id, [] if command.id in of_default else [command])
        found.append((heading, tuple(here)))
    return found, clashes


def _name(key: str) -> str:
    """Textual's name of it where a comma or a space would be taken for something else."""
    return NAMES.get(key, key) if key in (",", "'") else "plus" if key == "+" else key
