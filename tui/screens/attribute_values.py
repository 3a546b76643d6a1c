"""How the values of attributes are asked for: as text, whatever they are.

An editor for values of another kind (a choice, a date) takes the same arguments as `ask_value`, which is the one place
that decides between them.
"""

from __future__ import annotations

from collections.abc import Callable

from annotations.attributes import read, written
from annotations.messages import tr
from tui.widgets.prompt import Prompt


def ask_name(prompt: Prompt, then: Callable[[str], None]) -> None:
    """Ask for the name of an attribute, which may be a new one."""

    def named(answer: str) -> None:
        if name := " ".join(answer.split()):
            then(name)

    prompt.ask(tr("Attribute"), named)


def ask_value(
    prompt: Prompt,
    name: str,
    value: object | None,
    then: Callable[[object | None], bool],
    draft: str | None = None,
) -> None:
    """Ask what an attribute is to be; ``then`` gets None where it is to go, and tells whether that was done.

    ``value`` is what it is now, or None. The answer is of the same kind where it can be. What was refused is asked for
    again, with the ``draft`` that it was.
    """

    def answered(answer: str) -> None:
        if not then(read(answer, "" if value is None else value)):
            ask_value(prompt, name, value, then, answer)

    before = "" if value is None else written(value)
    prompt.ask(name, answered, before if draft is None else draft, keep=True, lines="\n" in before)
