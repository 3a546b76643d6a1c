"""What ``hashiya terminal`` prints: what was found, what was chosen and why, and a card to judge it by."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from annotations.messages import mark, tr
from tui.terminal.answers import Answers
from tui.terminal.kinds import Found
from tui.terminal.modes import Mode

RELEVANT = (
    "TERM", "TERM_PROGRAM", "COLORTERM", "TMUX", "STY", "VTE_VERSION", "XTERM_VERSION", "KONSOLE_VERSION",
    "KITTY_WINDOW_ID", "MLTERM", "WT_SESSION", "TEXTUAL_DRIVER", "HASHIYA_BIDI",
)  # fmt: skip
_DOES = {
    Mode.PLAIN: mark("it is sent visual order as it is"),
    Mode.EXPLICIT: mark("it is told to leave the order alone (ECMA-48 mode 8)"),
    Mode.KONSOLE: mark("it is told to leave the order alone (OSC 50)"),
    Mode.MLTERM: mark("it is told to leave the order alone (OSC 5379)"),
    Mode.WORDS: mark("each word is sent backwards, since it turns words round"),
    Mode.MARKS: mark("a left-to-right mark follows each letter, since it cannot be told"),
}
_WIDTH, _WORDS = 22, 32
"""Cells of a pane of the card, and of what is said beside the panes."""
CELLS = _WORDS + 2 * _WIDTH + 3
"""Of the card."""
_CARD = (
    (mark("joined, one word is lam-alef"), "السلام عليكم"),
    (mark("brackets open towards the word"), "قال (مرحبا) [اليوم]"),
    (mark("digits read from the left"), "العدد 1234 أو ١٢٣٤"),
    (mark("Latin between Arabic"), "من BBC إلى CNN"),
    (mark("vowel marks on their letters"), "مُحَمَّدٌ"),
    (mark("four forms of one letter"), "ب ببب"),
)
TOO_WIDE = mark(
    "There is no room here for the card: it takes {cells} columns, and here are {columns}."
)
LEGEND = (
    mark(
        "It is right when the Arabic reads from right to left and is as the words beside it say, and both frames are "
        "whole. In the right frame each text stands one row higher."
    ),
    mark(
        "Empty boxes or question marks: the font has no Arabic forms. DejaVu Sans Mono and FreeMono have them."
    ),
    mark(
        "Words or letters in the wrong order: try `hashiya terminal --bidi MODE` with plain, explicit, konsole, "
        "mlterm, words or marks. `bidi` in the settings or HASHIYA_BIDI keeps what is right."
    ),
)


def report(
    found: Found, answers: Answers, mode: Mode, chosen: str, environ: Mapping[str, str] = os.environ
) -> Iterator[str]:
    """Sentences without what a terminal would obey. ``chosen``: who has chosen the mode, if it was not found out."""
    yield tr("Terminal     {terminal}: {why}.", terminal=tr(found.kind.name), why=found.why)
    if not answers.asked:
        yield tr("Asked        No terminal was asked.")
    elif not answers.raw:
        yield tr("Asked        It did not answer.")
    else:
        yield tr(
            "Answered     {answers} in {milliseconds:.1f} ms",
            answers=readable(answers.raw),
            milliseconds=answers.milliseconds,
        )
    if said := [f"{name}={environ[name]}" for name in RELEVANT if name in environ]:
        yield tr("Environment  {variables}", variables=" ".join(said))
    else:
        yield tr("Environment  nothing that tells")
    if chosen:
        yield tr("Mode         {mode} ({by}): {does}.", mode=mode, by=chosen, does=tr(_DOES[mode]))
    else:
        yield tr("Mode         {mode}: {does}.", mode=mode, does=tr(_DOES[mode]))
    if not found.kind.harakat:
        yield tr(
            "Harakat      hidden at first, since they break here: zz shows them, `harakat = true` keeps them."
        )
    if found.kind.clipboard is False:
        yield tr("Clipboard    not by the terminal: y uses a program for it.")
    if found.kind.advice:
        yield tr("Not right    {advice}", advice=tr(found.kind.advice))


def readable(raw: bytes) -> str:
    """Bytes as a person writes them: ``ESC[8;1$y``."""
    names = {0x1B: "ESC", 0x07: "BEL"}
    shown = (names.get(b) or (chr(b) if 0x20 <= b < 0x7F else f"\\x{b:02x}") for b in raw)
    return "".join(shown).replace("ESC", " ESC").strip()


def card() -> Iterator[str]:
    """Rows of `CELLS` cells in visual order, with two panes beside each other."""
    from annotations.model import Direction
    from tui.text.line import one_row
    from tui.text.said import mirrored, said

    def pane(text: str) -> str:
        row = one_row(text, Direction.RTL)
        return f" {' ' * (_WIDTH - 2 - row.width)}{row.visual} "

    def beside(words: str, frames: str) -> str:
        row = said(words, _WORDS - 1)
        blank = " " * (_WORDS - row.width)
        return f"{frames}{blank}{row.visual}" if mirrored() else f"{row.visual}{blank}{frames}"

    edge = "─" * _WIDTH
    yield beside("", f"┌{edge}┬{edge}┐")
    for number, (what, text) in enumerate(_CARD):
        other = _CARD[(number + 1) % len(_CARD)][1]
        yield beside(tr(what), f"│{pane(text)}│{pane(other)}│")
    yield beside("", f"└{edge}┴{edge}┘")
