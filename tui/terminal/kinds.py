"""The kinds of terminals: how each is known, what it does to Arabic, and what is done about it.

Measured in the emulators themselves where `docs/terminals.md` says so; the others are after their documents.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from tui.terminal.answers import Answers
from tui.terminal.modes import Mode


class Kind(msgspec.Struct, frozen=True):
    """A kind of terminal."""

    name: str
    mode: Mode = Mode.PLAIN
    advice: str = ""
    """What stays wrong there and the way out; empty where Arabic is right."""
    harakat: bool = True
    """Whether vowel marks stand on their letters."""
    clipboard: bool | None = None
    """Whether it takes a copied text by OSC 52: always, never, or as it is set up (None)."""

    @property
    def id(self) -> str:
        """The name as that of a file."""
        return self.name.lower().replace(" ", "-")


_OTHER = "GNOME Terminal, Xfce Terminal, Konsole, xterm, Alacritty and foot show it right."
XTERM = Kind("xterm")
VTE = Kind("VTE", Mode.EXPLICIT)
KITTY = Kind("kitty", Mode.WORDS, harakat=False, clipboard=True)
KONSOLE = Kind("Konsole", Mode.KONSOLE)
MLTERM = Kind("mlterm", Mode.MLTERM)
ALACRITTY = Kind("Alacritty", harakat=False, clipboard=True)
FOOT = Kind("foot", harakat=False, clipboard=True)
ST = Kind("st", harakat=False)
URXVT = Kind("urxvt", clipboard=False)
QTERMINAL = Kind(
    "QTerminal",
    advice=f"QTerminal reorders Arabic and cannot be told not to: words will stand in the wrong order. {_OTHER}",
    clipboard=False,
)
APPLE = Kind(
    "macOS Terminal",
    advice="macOS Terminal reorders Arabic and cannot be told not to: words will stand in the wrong order. "
    "Alacritty, kitty, WezTerm and Ghostty do not, or can be told.",
    clipboard=False,
)
CONSOLE = Kind(
    "the Linux console",
    advice="The font of the Linux console has no Arabic letters: use a terminal emulator.",
    clipboard=False,
)
SCREEN = Kind("screen", Mode.MARKS, clipboard=False)
BROWSER = Kind("a browser")
UNKNOWN = Kind("an unknown terminal")

_BY_ANSWER = {
    "xterm": XTERM, "kitty": KITTY, "konsole": KONSOLE, "foot": FOOT, "mlterm": MLTERM,
    "alacritty": ALACRITTY, "wezterm": Kind("WezTerm", clipboard=True),
    "ghostty": Kind("Ghostty", clipboard=True), "iterm2": Kind("iTerm2"), "mintty": Kind("mintty"),
    "contour": Kind("Contour", clipboard=True),
}  # fmt: skip
"""By the first word of what XTVERSION answers."""
_BY_TERM = (
    ("xterm-kitty", KITTY), ("alacritty", ALACRITTY), ("foot", FOOT), ("mlterm", MLTERM), ("st-", ST),
    ("stterm", ST), ("rxvt", URXVT), ("xterm-ghostty", _BY_ANSWER["ghostty"]), ("wezterm", _BY_ANSWER["wezterm"]),
)  # fmt: skip
"""By how TERM begins."""
_BY_VARIABLE = (
    ("KITTY_WINDOW_ID", KITTY), ("KONSOLE_VERSION", KONSOLE), ("MLTERM", MLTERM), ("VTE_VERSION", VTE),
    ("XTERM_VERSION", XTERM),
)  # fmt: skip
"""By a variable that it sets: a guess, since programs that are started in it inherit them, other terminals as well."""


class Found(msgspec.Struct, frozen=True):
    """The terminal, why it is thought to be that one, and what it was before."""

    kind: Kind
    why: str
    explicit: bool = False
    """ECMA-48's explicit mode was set before: it stays set afterwards."""


def find(answers: Answers, environ: Mapping[str, str] = os.environ, outer: str = "") -> Found:
    """The terminal that gave these answers. ``outer`` is the one round tmux, as tmux names it."""
    term = environ.get("TERM", "")
    if "TEXTUAL_DRIVER" in environ:
        return Found(BROWSER, "TEXTUAL_DRIVER is set")
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return Found(APPLE, "TERM_PROGRAM says so")
    if answers.bidi in (1, 2):
        reordering = _named(answers.name) or VTE
        why = f"it answers that ECMA-48 mode 8 is {'set' if answers.bidi == 1 else 'reset'}"
        return Found(replace(reordering, mode=Mode.EXPLICIT), why, explicit=answers.bidi == 2)
    if named := _named(answers.name):
        return Found(named, f"it calls itself {answers.name}")
    if answers.name.startswith("tmux") or (not answers.name and "TMUX" in environ):
        return Found(
            _in_tmux(outer), f"tmux, which says that it is in {outer.strip() or 'nothing'}"
        )
    if "STY" in environ or term.startswith(("screen", "tmux")):
        return Found(SCREEN, f"TERM is {term}")
    if kind := _by_term(term):
        return Found(kind, f"TERM is {term}")
    if term == "linux":
        return Found(CONSOLE, "TERM is linux")
    if "WT_SESSION" in environ:
        return Found(Kind("Windows Terminal", clipboard=True), "WT_SESSION is set")
    if answers.complete and answers.secondary.startswith("0;115"):
        return Found(QTERMINAL, "its secondary attributes are those of qtermwidget")
    # One that answers, but not what kitty and Konsole do, has inherited their variables.
    tell = ("MLTERM", "XTERM_VERSION") if answers.complete else [name for name, _ in _BY_VARIABLE]
    for variable, kind in _BY_VARIABLE:
        if variable in tell and variable in environ:
            return Found(kind, f"{variable} is set")
    return Found(UNKNOWN, "nothing tells which one it is")


def _named(name: str) -> Kind | None:
    """The kind by its own name for itself: ``XTerm(379)``, ``Konsole 22.12.3``."""
    word = name.replace("(", " ").split(" ")[0].lower()
    return _BY_ANSWER.get(word)


def _by_term(term: str) -> Kind | None:
    return next((kind for beginning, kind in _BY_TERM if term.startswith(beginning)), None)


def _in_tmux(outer: str) -> Kind:
    """tmux takes the switches for itself. ``outer``: the TERM of the terminal round it, and its name if it has one."""
    term, _, name = outer.partition(" ")
    round_it = _named(name) or _by_term(term)
    here = Kind("tmux", Mode.MARKS)
    if round_it is None:
        return here
    here = replace(here, name=f"tmux in {round_it.name}", harakat=round_it.harakat)
    if round_it is KITTY:
        return replace(here, mode=Mode.WORDS)
    if round_it is KONSOLE:
        return replace(
            here,
            advice="Inside tmux Konsole cannot be told to leave Arabic alone: letters will stand unjoined. Run hashiya "
            f"in Konsole without tmux, or tmux in another terminal. {_OTHER}",
        )
    if round_it is MLTERM:
        return replace(
            here,
            advice="Inside tmux mlterm cannot be told to leave Arabic alone: words will stand in the wrong order. Run "
            f"hashiya in mlterm without tmux, or tmux in another terminal. {_OTHER}",
        )
    return here
