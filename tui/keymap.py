"""Keys as data: one table from which the bindings, the line of hints and the help screen are made.

The rule for a keyboard in its Arabic layout: an ASCII character always means itself, a character outside ASCII stands
for the key that carries it. So every key works unswitched, and nothing may sit on ``b``, ``B``, ``G``, ``T`` (two
characters, or none, in some terminals) or on D F C V L Z (which type brackets, braces and the tilde).
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding

_KEYS = "qwertyuiop[]asdfghjkl;'`zxcvnm,./" + "QWERYUIOPASHJKXNM?"
_TYPED = (
    "ضصثقفغعهخحجدشسيبلاتنمكطذئءؤرىةوزظ" + "\u064e\u064b\u064f\u064cإ‘÷×؛\u0650\u064dأـ،\u0652آ’؟"
)
ARABIC_101 = dict(zip(_KEYS, _TYPED, strict=True))
"""The character outside ASCII that a key types in the layout Arabic 101."""


class Command(NamedTuple):
    """What can be done by a key. ``keys`` are Textual's names, separated by commas; the first is the one shown."""

    id: str
    keys: str
    action: str
    what: str
    hint: str = ""
    """Its word on the line of hints; empty where it is not there."""

    @property
    def binding(self) -> Binding:
        keys = self.keys.split(",")
        typed = [ARABIC_101[key] for key in keys if key in ARABIC_101]
        # Priority: a key is then dealt with before the next one is looked at, so that what is typed ahead finds
        # the screen as the key before has left it.
        combined = ",".join(keys + typed)
        return Binding(combined, self.action, self.what, id=self.id, show=False, priority=True)

    @property
    def shown(self) -> str:
        """Its keys for a person to read."""
        return " ".join(_NAMES.get(key, key) for key in self.keys.split(","))


_NAMES = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "space": "Space", "backspace": "⌫", "escape": "Esc", "tab": "Tab", "shift+tab": "⇧Tab",
    "enter": "Enter", "delete": "Del", "slash": "/", "question_mark": "?", "f10": "F10", "ctrl+z": "^Z",
    "left_square_bracket": "[", "right_square_bracket": "]",
    **{f"{mod}+{key}": f"{sign}{arrow}"
       for mod, sign in (("shift", "⇧"), ("ctrl", "^"), ("ctrl+shift", "^⇧"))
       for key, arrow in (("left", "←"), ("right", "→"), ("up", "↑"), ("down", "↓"), ("home", "Home"),
                          ("end", "End"), ("pageup", "PgUp"), ("pagedown", "PgDn"))},
}  # fmt: skip


def _motion(name: str, keys: str, what: str) -> Command:
    return Command(f"move-{name}", keys, f"move('{name}')", what)


def _extension(name: str, keys: str, what: str) -> Command:
    return Command(f"extend-{name}", keys, f"extend('{name}')", what)


MOVING = (
    _motion("left", "left,h", "to what the eye sees at the left"),
    _motion("right", "right,l", "to what the eye sees at the right"),
    _motion("down", "down,j", "a row down"),
    _motion("up", "up,k", "a row up"),
    _motion("word", "i", "onward to the next word"),
    _motion("word-back", "o", "back to the word before"),
    _motion("word-left", "ctrl+left", "a word to the left"),
    _motion("word-right", "ctrl+right", "a word to the right"),
    _motion("sentence", "a", "onward to the next sentence"),
    _motion("sentence-back", "s", "back to the start of a sentence"),
    _motion("paragraph", "J,ctrl+down", "onward to the next paragraph"),
    _motion("paragraph-back", "K,ctrl+up", "back to the start of a paragraph"),
    _motion("paragraph-end", ";", "to the end of the paragraph"),
    _motion("row-start", "home", "to the start of the row"),
    _motion("row-end", "end", "to the end of the row"),
    _motion("page-down", "pagedown,space", "a screen down"),
    _motion("page-up", "pageup,backspace", "a screen up"),
    _motion("start", "[,ctrl+home", "to the start of the article"),
    _motion("end", "],ctrl+end", "to the end of the article"),
)
SELECTING = (
    Command("select", "v", "select", "begin or end a selection; every motion extends it", "select"),
    _extension("left", "shift+left", "select to the left"),
    _extension("right", "shift+right", "select to the right"),
    _extension("down", "shift+down", "select a row down"),
    _extension("up", "shift+up", "select a row up"),
    _extension("word-left", "ctrl+shift+left", "select a word to the left"),
    _extension("word-right", "ctrl+shift+right", "select a word to the right"),
    _extension("paragraph", "ctrl+shift+down", "select to the next paragraph"),
    _extension("paragraph-back", "ctrl+shift+up", "select to the start of a paragraph"),
    _extension("row-start", "shift+home", "select to the start of the row"),
    _extension("row-end", "shift+end", "select to the end of the row"),
    _extension("page-down", "shift+pagedown", "select a screen down"),
    _extension("page-up", "shift+pageup", "select a screen up"),
    _extension("start", "ctrl+shift+home", "select to the start of the article"),
    _extension("end", "ctrl+shift+end", "select to the end of the article"),
    Command("escape", "escape", "escape", "drop the selection, then what was found"),
)
TAGGING = (
    Command("tag-quote", "q", "tag('quote')", "tag a quote: the selection, or the quotation here", "quote"),
    Command("tag-entity", "e", "tag('entity')", "tag an entity: the selection, or the name or word here", "entity"),
    Command("tag-claim", "c", "tag('claim')", "tag a claim: the selection, or the sentence here", "claim"),
)  # fmt: skip
EDITING = (
    Command("relabel", "r", "relabel", "give the annotation here another label: then q, e or c"),
    Command("note", "t", "note", "write a note on the annotation here", "note"),
    Command("delete", "d,delete", "delete", "delete the annotation here", "delete"),
    Command(
        "copy", "y", "copy", "copy the selection, else the annotation here, in its logical order"
    ),
    Command("undo", "u", "undo", "undo", "undo"),
    Command("redo", "U", "redo", "redo"),
)
FINDING = (
    Command(
        "find", "/", "find", "find text: harakat, alef and yeh forms make no difference", "find"
    ),
    Command("find-next", "n", "find_next(1)", "to the next hit"),
    Command("find-previous", "N", "find_next(-1)", "to the hit before"),
)
VIEWING = (
    Command("numbers", "p", "numbers", "paragraph numbers, on or off"),
    Command("harakat", "z", "harakat", "harakat, on or off"),
    Command("hidden", "m", "hidden", "where a control is hidden that shows nothing, on or off"),
    Command("digits", "x", "digits", "digits as in the source, Arabic-Indic or European"),
)
PANES = (
    Command("pane-next", "tab", "pane(1)", "to the next pane", "panes"),
    Command("pane-previous", "shift+tab", "pane(-1)", "to the pane before"),
    Command("repair", "R", "repair", "build damaged files of annotations anew from what is left"),
    Command("export", "w", "export", "write the annotations of this article to a file", "export"),
    Command("help", "?", "help", "these keys", "keys"),
    Command("quit", "Q,f10", "app.quit", "leave; everything is on disk already"),
)
PROGRAM = (
    Command("suspend", "ctrl+z", "suspend_process", "back to the shell; fg there brings it back"),
)
LISTS = (
    Command("list-down", "down,j", "cursor(1)", "the next entry"),
    Command("list-up", "up,k", "cursor(-1)", "the entry before"),
    Command("list-page-down", "pagedown,space", "page(1)", "a screen down"),
    Command("list-page-up", "pageup", "page(-1)", "a screen up"),
    Command("list-first", "home,[", "edge(-1)", "the first entry"),
    Command("list-last", "end,]", "edge(1)", "the last entry"),
    Command("list-choose", "enter,h,left", "choose", "open the article; go to the annotation"),
)

GROUPS = (
    ("Moving in the text", MOVING),
    ("Selecting", SELECTING),
    ("Tagging", TAGGING),
    ("The annotation under the cursor, or chosen in the list", EDITING),
    ("Finding", FINDING),
    ("Looking", VIEWING),
    ("Lists", LISTS),
    ("Panes, export, help", (*PANES, *PROGRAM)),
)
"""Every command, grouped for the help screen."""


def bindings(*groups: tuple[Command, ...]) -> list[Binding]:
    """What a widget or screen puts in its ``BINDINGS``."""
    return [command.binding for group in groups for command in group]
