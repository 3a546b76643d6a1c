"""The kinds of terminals: how each is known, what it does to Arabic, and what is done about it.

Measured in the emulators themselves where `docs/terminals.md` says so; the others are after their documents.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from annotations.messages import mark, tr
from tui.terminal.answers import Answers
from tui.terminal.modes import Mode


class Kind(msgspec.Struct, frozen=True):
    """A kind of terminal."""

    name: str
    mode: Mode = Mode.PLAIN
    advice: str = ""
    """What stays wrong there and the way out, marked to be translated; empty where Arabic is right."""
    harakat: bool = True
    """Whether vowel marks stand on their letters."""
    clipboard: bool | None = None
    """Whether it takes a copied text by OSC 52: always, never, or as it is set up (None)."""

    @property
    def id(self) -> str:
        """The name as that of a file."""
        return self.name.lower().replace(" ", "-")


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
    advice=mark(
        "QTerminal reorders Arabic and cannot be told not to: words will stand in the wrong order. GNOME Terminal, "
        "Xfce Terminal, Konsole, xterm, Alacritty and foot show it right."
    ),
    clipboard=False,
)
APPLE = Kind(
    "macOS Terminal",
    advice=mark(
        "macOS Terminal reorders Arabic and cannot be told not to: words will stand in the wrong order. Alacritty, "
        "kitty, WezTerm and Ghostty do not, or can be told."
    ),
    clipboard=False,
)
CONSOLE = Kind(
    mark("the Linux console"),
    advice=mark("The font of the Linux console has no Arabic letters: use a terminal emulator."),
    clipboard=False,
)
SCREEN = Kind("screen", Mode.MARKS, clipboard=False)
BROWSER = Kind(mark("a browser"))
UNKNOWN = Kind(mark("an unknown terminal"))

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
        return Found(BROWSER, tr("{variable} is set", variable="TEXTUAL_DRIVER"))
    if environ.get("TERM_PROGRAM") == "Apple_Terminal":
        return Found(APPLE, tr("TERM_PROGRAM says so"))
    if answers.bidi in (1, 2):
        reordering = _named(answers.name) or VTE
        why = (
            tr("it answers that ECMA-48 mode 8 is set")
            if answers.bidi == 1
            else tr("it answers that ECMA-48 mode 8 is reset")
        )
        return Found(replace(reordering, mode=Mode.EXPLICIT), why, explicit=answers.bidi == 2)
    if named := _named(answers.name):
        return Found(named, tr("it calls itself {answers}", answers=answers.name))
    if answers.name.startswith("tmux") or (not answers.name and "TMUX" in environ):
        within = outer.strip()
        why = (
            tr("tmux, which says that it is in {terminal}", terminal=within)
            if within
            else tr("tmux, which says that it is in nothing")
        )
        return Found(_in_tmux(outer), why)
    if "STY" in environ or term.startswith(("screen", "tmux")):
        return Found(SCREEN, tr("TERM is {term}", term=term))
    if kind := _by_term(term):
        return Found(kind, tr("TERM is {term}", term=term))
    if term == "linux":
        return Found(CONSOLE, tr("TERM is {term}", term=term))
    if "WT_SESSION" in environ:
        return Found(
            Kind("Windows Terminal", clipboard=True), tr("{variable} is set", variable="WT_SESSION")
        )
    if answers.complete and answers.secondary.startswith("0;115"):
        return Found(QTERMINAL, tr("its secondary attributes are those of qtermwidget"))
    # One that answers, but not what kitty and Konsole do, has inherited their variables.
    tell = ("MLTERM", "XTERM_VERSION") if answers.complete else [name for name, _ in _BY_VARIABLE]
    for variable, kind in _BY_VARIABLE:
        if variable in tell and variable in environ:
            return Found(kind, tr("{variable} is set", variable=variable))
    return Found(UNKNOWN, tr("nothing tells which one it is"))


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
            advice=mark(
                "Inside tmux Konsole cannot be told to leave Arabic alone: letters will stand unjoined. Run hashiya in "
                "Konsole without tmux, or tmux in another terminal. GNOME Terminal, Xfce Terminal, Konsole, xterm, "
                "Alacritty and foot show it right."
            ),
        )
    if round_it is MLTERM:
        return replace(
            here,
            advice=mark(
                "Inside tmux mlterm cannot be told to leave Arabic alone: words will stand in the wrong order. Run "
                "hashiya in mlterm without tmux, or tmux in another terminal. GNOME Terminal, Xfce Terminal, Konsole, "
                "xterm, Alacritty and foot show it right."
            ),
        )
    return here
