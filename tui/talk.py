"""How the command line talks: its sentences and click's help, in the reader's language, readable in the terminal."""

from __future__ import annotations

import gettext
import inspect
import json
import os
import re
import sys
import time
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any, Self

import click

from annotations import HashiyaError, messages
from annotations.messages import isolated, mark, mark_counted, tr

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_UNSAFE = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
_ISOLATES = "[\u2066\u2068\u2069]"
"""What sets a piece of a sentence apart."""
_RIGHT_TO_LEFT = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def say(sentence: str, *, err: bool = True, end: str = "\n") -> None:
    """Print a sentence. What it quotes, names and texts, must not give the terminal orders, and is laid out for one if
    any of it runs from right to left."""
    tty = (sys.stderr if err else sys.stdout).isatty()
    if tty and (messages.language != "en" or re.search(_RIGHT_TO_LEFT, sentence)):
        click.echo(_laid_out(sentence) + end, err=err, nl=False, color=True)
        return
    if messages.language != "en":
        sentence = re.sub(_ISOLATES, "", sentence)
    click.echo(re.sub(_UNSAFE, "\ufffd", sentence), err=err, nl=bool(end))


def _laid_out(text: str) -> str:
    """What to write for a text with words from right to left, so that the terminal shows it as the reader would."""
    from shutil import get_terminal_size

    from tui.printing import sentence_rows
    from tui.terminal import Mode, enter, leave

    named = os.environ.get("HASHIYA_BIDI", "")
    chosen = Mode(named) if named in list(Mode) else Mode.AUTO
    mode = guessed() if chosen is Mode.AUTO else chosen
    rows = "\n".join(sentence_rows(text, get_terminal_size().columns, mode))
    return rows if mode is Mode.KONSOLE else f"{enter(mode)}{rows}{leave(mode)}"


def guessed() -> Any:
    """The mode by the environment alone: asking would take what the user types for the next command."""
    from tui.terminal.answers import Answers
    from tui.terminal.kinds import find

    return find(Answers()).kind.mode


def print_json(value: object) -> None:
    """Print it on one line, its Arabic readable, without anything that gives the terminal orders."""
    click.echo(_escaped(json.dumps(value, ensure_ascii=False)))


def print_data(data: bytes) -> None:
    """Write JSON or TOML to standard output: as it is, but to a terminal without anything that gives that orders."""
    if sys.stdout.isatty():
        data = _escaped(data.decode()).encode()
    sys.stdout.buffer.write(data)


def _escaped(text: str) -> str:
    """The same JSON or TOML, where such characters stand in strings only."""
    return re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)


class Counter:
    """A line on a terminal that counts, and is gone in the end; nothing where standard error is no terminal."""

    def __init__(self, message: str) -> None:
        """``message`` is marked, with ``{done}`` and ``{of}`` in it."""
        self._message, self._shown, self._next = message, False, 0.0
        self._tty = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, done: int, of: int) -> None:
        """Say how far it has got; a few times a second, as more cannot be read."""
        if self._tty and (now := time.monotonic()) >= self._next:
            self.clear()
            self._next, self._shown = now + 0.1, True
            say(tr(self._message, done=done, of=of), end="")

    def clear(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True, color=True)
            self._shown = False


class Formatter(click.HelpFormatter):
    """Help as click lays it out; where the language is right to left, the names of options keep their own order."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        if messages.language != "en":
            prog, args = isolated(f"{prog} {args}".rstrip()), ""
        super().write_usage(prog, args, prefix)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        if messages.language == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        told = [(first, _help(second)) for first, second in rows]
        written = len(self.buffer)
        super().write_dl(told, col_max, col_spacing)
        for place in range(
            written, len(self.buffer)
        ):  # only now, since click counts characters as cells
            piece = self.buffer[place]
            if any(piece.strip() == first for first, _ in told):
                self.buffer[place] = piece.replace(piece.strip(), isolated(piece.strip()))

    def getvalue(self) -> str:
        """What is printed, by click itself."""
        text = super().getvalue()
        if messages.language == "en":
            return text
        if not sys.stdout.isatty():
            return re.sub(_ISOLATES, "", text)
        return f"{_laid_out(text.rstrip(chr(10)))}\n"


def _help(record: str) -> str:
    """The help of an option; click has written what it is set to in brackets after it."""
    help_, bracket, more = record.partition("  [")
    pieces = [isolated(piece) for piece in more.removesuffix("]").split("; ")]
    return f"{tr(help_)}{bracket}{'; '.join(pieces)}]" if more else tr(help_)


class Context(click.Context):
    formatter_class = Formatter


class Command(click.Command):
    """One whose help is said in the reader's language when it is asked for."""

    context_class = Context

    def _say_help(self) -> str | None:
        return tr(inspect.cleandoc(self._help)) if self._help else None

    def _set_help(self, message: str | None) -> None:
        self._help = message

    help = property(_say_help, _set_help)


class Mistake(click.ClickException):
    """A wrong use of the command line, in click's words."""

    exit_code = 2

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(error.format_message())
        self._error = error

    def show(self, file: IO[Any] | None = None) -> None:
        context = self._error.ctx
        if context is not None:
            click.echo(context.get_usage(), err=True, color=True)
            hint = tr(
                "Try '{command} {option}' for help.", command=context.command_path, option="--help"
            )
            say(f"{hint}\n")
        say(tr("Error: {message}", message=self.message))


class Group(Command, click.Group):
    """Without the name of a command, what is given is a path to open."""

    command_class = Command

    def main(self, *args: Any, **extra: Any) -> Any:
        from tui import language

        try:
            messages.use(language.chosen())
        except HashiyaError as error:
            say(f"hashiya: {error}")
            sys.exit(2)
        _teach_click()
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            raise Mistake(error) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((arg for arg in args if not arg.startswith("-")), None)
        completing = ctx.resilient_parsing and not args  # the first word, which may be either
        asking = {"--help", "-h", "--version"} & set(args[:1])
        if not (completing or asking or first in self.commands):
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from tui.completion import first_word

        opening = self.commands["open"].shell_complete(ctx, incomplete)
        return first_word(super().shell_complete(ctx, incomplete), opening, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise Mistake(error) from error
        except HashiyaError as error:
            say(f"hashiya: {error}")
            ctx.exit(2)


CLICK = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Positional arguments"),
    mark("default: {default}"),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("Missing command."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing parameter"),
    mark("No such command {name!r}."),
    mark("No such option {name!r}."),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("Option {name!r} does not take a value."),
    mark("{value!r} is not a valid {number_type}."),
    mark("{value} is not in the range {range}."),
    mark("Aborted!"),
)
"""What click says here: it looks these up itself."""
CLICK_COUNTED = (
    mark_counted(
        "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    ),
    mark_counted("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    mark_counted(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    ),
    mark_counted("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)


def _teach_click() -> None:
    """click asks the standard library's gettext for its words: they are in the same catalogue as all others."""
    if messages.language != "en":
        gettext.dgettext = lambda domain, message: tr(message)  # noqa: ARG005
        gettext.dngettext = lambda domain, msgid1, msgid2, n: messages.form(msgid1, msgid2, n)  # noqa: ARG005
