"""The command line. What opens the screen is imported only when the screen is opened."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from annotations import HashiyaError, __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from annotations.project import Project
    from tui.config import Config
    from tui.terminal import Mode

MODES = ("auto", "plain", "explicit", "konsole", "mlterm", "words", "marks")


_UNSAFE = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"


def _say(sentence: str, *, err: bool = True) -> None:
    """Print a sentence. What it quotes, names and texts, must not give the terminal orders."""
    click.echo(re.sub(_UNSAFE, "\ufffd", sentence), err=err)


def _print_json(value: object) -> None:
    """Print it on one line, its Arabic readable, without anything that gives the terminal orders."""
    text = json.dumps(value, ensure_ascii=False)
    click.echo(re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text))


class _Counter:
    """A line on a terminal that counts, and is gone in the end; nothing where standard error is no terminal."""

    def __init__(self, what: str) -> None:
        self._what, self._shown, self._next = what, "", 0.0
        self._tty = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, done: int, of: int) -> None:
        """Say how far it has got; a few times a second, as more cannot be read."""
        if self._tty and (now := time.monotonic()) >= self._next:
            self.clear()
            self._next, self._shown = now + 0.1, f"{done:,} of {of:,} {self._what}"
            click.echo(self._shown, nl=False, err=True)

    def clear(self) -> None:
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", nl=False, err=True)
            self._shown = ""


class _Group(click.Group):
    """Without the name of a command, what is given is a path to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((arg for arg in args if not arg.startswith("-")), None)
        completing = ctx.resilient_parsing and not args  # the first word, which may be either
        if not (
            completing or {"--help", "-h", "--version"} & set(args[:1]) or first in self.commands
        ):
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from tui.completion import first_word

        opening = self.commands["open"].shell_complete(ctx, incomplete)
        return first_word(super().shell_complete(ctx, incomplete), opening, incomplete)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HashiyaError as error:
            _say(f"hashiya: {error}")
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hashiya")
def main() -> None:
    """Read right-to-left articles in the terminal, tag quotes, entities and claims, and export them.

    `hashiya PATH` opens a text file or a folder of them. Press ? there for the keys.
    """


_annotator = click.option(
    "--annotator",
    metavar="NAME",
    help="Whose hand it is (else HASHIYA_ANNOTATOR, settings, git, login).",
)
_bidi = click.option(
    "--bidi",
    type=click.Choice(MODES),
    envvar="HASHIYA_BIDI",
    help="What the terminal does to Arabic.",
)
_path = click.argument("path", required=False, default=".", type=click.Path(path_type=Path))


def _settings() -> Config:
    """The settings; what is wrong in them is said, and changes nothing."""
    from tui import config

    problems: list[str] = []
    settings = config.load(problems)
    for problem in problems:
        _say(f"hashiya: {problem}")
    return settings


def _open_project(
    path: Path, annotator: str | None, settings: Config | None = None
) -> tuple[Project, Config]:
    from annotations.project import Project, machine_name
    from tui import config

    settings = settings or _settings()
    name = config.annotator(annotator, settings)
    return Project.open(path, name, machine_name(config.state_folder())), settings


@main.command("open", hidden=True)
@_path
@_annotator
@_bidi
def open_(path: Path, annotator: str | None, bidi: str | None) -> None:
    """Open an article or a folder of articles to read and tag."""
    import gc
    import os

    gc.disable()  # until the first frame: what is made before it stays, and looking through it again and again is dear
    from tui import config

    problems: list[str] = []  # which are said on the screen
    project, settings = _open_project(path, annotator, config.load(problems))
    if not project.articles():
        raise HashiyaError(
            f"There is no article in {path}: put *.txt files there, or name another folder or a file."
        )
    # What cannot be read is said before the screen is taken.
    article = project.read(project.articles()[0]) if path.is_file() else None
    # Textual reads the first of these and writes to the last.
    tty = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if not tty and "TEXTUAL_DRIVER" not in os.environ:  # which a browser's page has set
        raise HashiyaError(
            "The reading room needs a terminal; `hashiya show` and `hashiya export` do not."
        )
    # Under kitty's own protocol some letters of an Arabic layout arrive without their text.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # A frame waits for the next tick of this clock: at Textual's own 60 a second a key would lag up to 17 ms.
    os.environ.setdefault("TEXTUAL_FPS", "500")
    from tui.terminal import Mode
    from tui.terminal.kinds import find
    from tui.terminal.probe import Probe

    chosen = Mode(bidi) if bidi else settings.bidi
    with Probe(ask=chosen is Mode.AUTO) as probe:
        from tui.app import PATIENCE, HashiyaApp  # while the terminal answers
        from tui.terminal.driver import Wiring

        answers = probe.answers()
        found = find(answers, outer=probe.outer)
        wiring = Wiring(
            mode=found.kind.mode if chosen is Mode.AUTO else chosen,
            explicit=found.explicit,
            waiting=answers.asked and not answers.complete,
            typed=probe.typed,
            release=probe.release,
        )
        app = HashiyaApp(
            project, settings, wiring, config.state_folder(), found.kind, article, problems
        )
        try:
            app.run()
        finally:
            unsaved = app.saver.close(PATIENCE)
    for sentence in unsaved:
        _say(f"hashiya: {sentence}")
    sys.exit(app.return_code or int(bool(unsaved)))


@main.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.option(
    "--width", type=click.IntRange(8, 1000), default=64, show_default=True, help="Cells of a row."
)
@_bidi
@click.option("--no-color", is_flag=True, help="Without the marks of annotations.")
@click.option("--harakat/--no-harakat", default=True, help="With or without the vowel marks.")
@click.option(
    "--cells", is_flag=True, help="One JSON object a row: what each cell shows, in offsets."
)
@_annotator
def show(
    article: Path,
    width: int,
    bidi: str | None,
    no_color: bool,
    harakat: bool,
    cells: bool,
    annotator: str | None,
) -> None:
    """Print an article as the reader lays it out, with its annotations."""
    from tui import printing
    from tui.terminal import Mode, enter, leave

    project, settings = _open_project(article, annotator)
    if not article.is_file():
        raise HashiyaError(f"{article} is a folder: name an article in it.")
    (path,) = project.articles()
    text = project.read(path)
    if cells:
        sys.stdout.writelines(printing.cells(text, width, harakat))
        return
    tty = sys.stdout.isatty()
    chosen = Mode(bidi) if bidi else settings.bidi if tty else Mode.PLAIN
    mode = _guessed() if chosen is Mode.AUTO else chosen
    tags = [] if no_color or not tty else project.margin(text).annotations
    switched = tty and mode is not Mode.KONSOLE
    try:
        sys.stdout.write(enter(mode) if switched else "")
        sys.stdout.writelines(printing.rows(text, tags, width, harakat, mode))
    finally:
        sys.stdout.write(leave(mode) if switched else "")


def _guessed() -> Mode:
    """The mode by the environment alone: asking would take what the user types for the next command."""
    from tui.terminal.answers import Answers
    from tui.terminal.kinds import find

    return find(Answers()).kind.mode


@main.command()
@_path
@click.option(
    "--format", type=click.Choice(["json"]), default="json", show_default=True, expose_value=False
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file to write; else standard output."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the export instead.")
@_annotator
def export(
    path: Path, output: Path | None, force: bool, schema: bool, annotator: str | None
) -> None:
    """Write the annotations of an article or of all articles of a folder."""
    from annotations.files import write_new
    from annotations.writers import json as writer

    if schema:
        click.echo(writer.schema())
        return
    project, _ = _open_project(path, annotator)
    problems: list[str] = []
    data = writer.export_bytes(project, problems=problems)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_new(output, data, replace=force)
        _say(f"Written: {output}")
    for problem in problems:
        _say(f"hashiya: {problem}")
    if problems:
        sys.exit(1)


@main.command()
@_path
@click.option(
    "--repair", is_flag=True, help="First mend your own files; what they held is kept beside them."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each thing found.")
@_annotator
def check(path: Path, repair: bool, as_json: bool, annotator: str | None) -> None:
    """Say whether all that is kept still holds, a sentence for each thing that does not.

    Exit code 1 if there is any.
    """
    from annotations.check import check as findings

    project, _ = _open_project(path, annotator)
    if repair:
        from annotations.mending import mend

        for done in mend(project):
            _say(str(done))
    found = 0
    with _Counter("articles") as counter:
        for finding in findings(project, counter.show):
            found += 1
            counter.clear()
            if as_json:
                _print_json(finding.to_json())
            else:
                _say(" ".join(str(finding).splitlines()), err=False)
    if found:
        sys.exit(1)
    click.echo("Every annotation stands where it was made.", err=True)


@main.command()
@click.argument("article", type=click.Path(path_type=Path))
@_annotator
def history(article: Path, annotator: str | None) -> None:
    """Say who did what to an article and when (UTC), the oldest first. Exit code 1 if some of it cannot be read."""
    from annotations.chronicle import chronicle

    project, _ = _open_project(article, annotator)
    if not article.is_file():
        raise HashiyaError(f"{article} is a folder: name an article in it.")
    problems: list[str] = []
    (path,) = project.articles()
    try:
        _, *earlier = project.margin(project.read(path)).folders
    except HashiyaError:  # what was done to it can be told even where it cannot be read
        earlier = []
    events = chronicle(project.folder(path), problems, *earlier)
    for event in events:
        _say(" ".join(str(event).splitlines()), err=False)
    for problem in problems:
        _say(f"hashiya: {problem}")
    if problems:
        sys.exit(1)
    if not events:
        click.echo("Nothing has been done to this article yet.", err=True)


@main.command()
@click.argument("other", type=click.Path(path_type=Path))
@click.argument("into", required=False, default=".", type=click.Path(path_type=Path))
def merge(other: Path, into: Path) -> None:
    """Bring the annotations of OTHER, another copy of a project, into INTO (else the folder here).

    OTHER is only read, and so are all articles. Exit code 1 if something could not be read and was left out.
    """
    from annotations.joining import join

    project, _ = _open_project(into, None)
    came, missing, problems = join(other, project)
    for sentence in came or ["Nothing new."]:
        _say(sentence)
    for sentence in missing:
        _say(sentence)
    for problem in problems:
        _say(f"hashiya: {problem}")
    if problems:
        sys.exit(1)


@main.command("settings")
def settings_() -> None:
    """Print a settings file with every setting, what it is for and what it may be, and say where yours is."""
    from tui import config
    from tui.keymap import GROUPS
    from tui.settings import shown

    keys = {each.id: (each.keys, each.what) for _, group in GROUPS for each in group}
    click.echo(shown(config.config_file(), config.Config(), keys), nl=False)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what completes commands, options and paths of hashiya in a shell.

    \b
    bash, in ~/.bashrc:                    eval "$(hashiya completion bash)"
    zsh, in ~/.zshrc:                      eval "$(hashiya completion zsh)"
    fish, in ~/.config/fish/config.fish:   hashiya completion fish | source
    """
    from tui.completion import script

    click.echo(script(main, shell))


@main.command()
@_bidi
def terminal(bidi: str | None) -> None:
    """Say what this terminal does to Arabic, and show a card to judge it by."""
    from tui.terminal import Mode, card, encode, enter, leave
    from tui.terminal.kinds import find
    from tui.terminal.probe import Probe

    settings = _settings()
    tty = sys.stdout.isatty()
    # Nothing waits for this, so that it can wait for a terminal far away.
    with Probe(ask=tty, patience=3) as probe:
        answers = probe.answers()
        found = find(answers, outer=probe.outer)
        chosen = Mode(bidi) if bidi else settings.bidi
        by = "" if chosen is Mode.AUTO else "--bidi or HASHIYA_BIDI" if bidi else "settings"
        mode = found.kind.mode if chosen is Mode.AUTO else chosen
        for sentence in card.report(found, answers, mode, by):
            _say(sentence, err=False)
        shown = mode if tty or bidi else Mode.PLAIN
        rows = "\n".join(encode(row, shown) for row in ["", *card.card(), ""])
        try:
            click.echo((enter(mode) if tty else "") + rows)
            for sentence in card.LEGEND:
                click.echo(click.wrap_text(sentence, 78))
            if tty and probe.asked and mode in (Mode.KONSOLE, Mode.MLTERM):
                # These draw the card anew, in their own order, as soon as they may.
                click.echo("Any key ends this.", nl=False)
                probe.wait_for_key()
                click.echo("")
        finally:
            if tty:
                click.echo(leave(mode, explicit=found.explicit), nl=False)


if __name__ == "__main__":
    main()
