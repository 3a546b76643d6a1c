"""What a terminal answers when it is asked what it is: bytes among the keys that the user has typed meanwhile."""

from __future__ import annotations

import re

import msgspec

QUESTIONS = b"\x1b[8$p\x1b[>q\x1b[>c\x1b[c\r\x1b[K"
"""Mode 8 (DECRQM), the name (XTVERSION), the secondary and the primary attributes; every terminal gives the last.
Then the row is cleared, since a terminal that does not know a question may have printed its end."""

# Expressions that are compiled when something is heard.
_ANSWER = (
    rb"\x1b\[8;(?P<bidi>\d)\$y"
    rb"|\x1bP>\|(?P<name>[^\x07\x1b]*)(?:\x1b\\|\x07)"
    rb"|\x1b\[>(?P<secondary>[\d;]*)c"
    rb"|\x1b\[\?(?P<primary>[\d;]*)c"
)
_BEGUN = rb"\x1b(?:\[(?:8(?:;(?:\d\$?)?)?|[>?][\d;]*)?|P(?:>(?:\|[^\x07\x1b]*\x1b?)?)?)?\Z"


class Answers(msgspec.Struct, frozen=True):
    """What the terminal said. Without the primary attributes it has not answered (yet)."""

    bidi: int | None = None
    """ECMA-48 mode 8: 1 implicit (the terminal reorders), 2 explicit, 0 not known to it, None not answered."""
    name: str = ""
    secondary: str = ""
    primary: str | None = None
    raw: bytes = b""
    asked: bool = False
    milliseconds: float = 0

    @property
    def complete(self) -> bool:
        return self.primary is not None


def parse(heard: bytes, *, milliseconds: float = 0) -> tuple[Answers, bytes]:
    """The answers in what was read, and the rest, which the user typed."""
    found: dict[str, bytes] = {}
    raw = b""
    for answer in re.finditer(_ANSWER, heard):
        raw += answer[0]
        for group, value in answer.groupdict().items():
            if value is not None:
                found.setdefault(group, value)
    text = {group: value.decode("ascii", "replace") for group, value in found.items()}
    answers = Answers(
        bidi=int(text["bidi"]) if "bidi" in text else None,
        name=text.get("name", ""),
        secondary=text.get("secondary", ""),
        primary=text.get("primary"),
        raw=raw,
        asked=True,
        milliseconds=milliseconds,
    )
    return answers, re.sub(_ANSWER, b"", heard)


class Sieve:
    """Keeps answers that come late out of what is typed."""

    def __init__(self, *, waiting: bool) -> None:
        """``waiting``: not all has been answered. The beginning of an answer is then held until its end comes."""
        self.waiting = waiting
        self._held = b""

    def feed(self, heard: bytes) -> bytes:
        """What of ``heard`` is typed; of nothing, when nothing has come for a while: what was held after all."""
        text, self._held = self._held + heard, b""
        if self.waiting and heard and (begun := re.search(_BEGUN, text)):
            text, self._held = text[: begun.start()], begun[0]
        answers, typed = parse(text)
        if answers.complete:
            self.waiting = False
        return typed
