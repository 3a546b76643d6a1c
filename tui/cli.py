"""The command line. What opens the screen is imported only when the screen is opened."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotations import HashiyaError, __version__, messages
from annotations.messages import mark, tr
from tui.talk import Counter, Group, guessed, print_data, print_json, say

if TYPE_CHECKING:
    from annotations.project import Project
    from tui.config import Config

# Whether it can be read is found out by reading it, which says it in the program's own words.
_PATH = click.Path(path_type=Path, readable=False)
MODES = ("auto", "plain", "explicit", "konsole", "mlterm", "words", "marks")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
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
_path = click.argument("path", required=False, default=".", type=_PATH)


def _settings() -> Config:
    """The settings; what is wrong in them is said, and changes nothing."""
    from tui import config

    problems: list[str] = []
    settings = config.load(problems)
    for problem in problems:
        say(f"hashiya: {problem}")
    return settings


def _open_project(path: Path, annotator: str | None) -> tuple[Project, Config]:
    from tui.launch import project_at

    settings = _settings()
    return project_at(path, annotator, settings), settings


@main.command("open", hidden=True)
@_path
@_annotator
@_bidi
def open_(path: Path, annotator: str | None, bidi: str | None) -> None:
    """Open an article or a folder of articles to read and tag."""
    from tui.launch import open_room

    sys.exit(open_room(path, annotator, bidi))


@main.command()
@click.argument("article", type=_PATH)
@click.option(
    "--width", type=click.IntRange(8, 1000), default=64, show_default=True, help="Cells of a row."
)
@_bidi
@click.option("--no-color", is_flag=True, help="Without the marks of annotations.")
@click.option("--harakat/--no-harakat", default=True, help="With or without the vowel marks.")
@click.option("--kashida", is_flag=True, help="Stretch rows to the width by kashida.")
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
    kashida: bool,
    cells: bool,
    annotator: str | None,
) -> None:
    """Print an article as the reader lays it out, with its annotations."""
    from tui import printing
    from tui.terminal import Mode, enter, leave

    project, settings = _open_project(article, annotator)
    if not article.is_file():
        raise HashiyaError(tr("{article} is a folder: name an article in it.", article=article))
    (path,) = project.articles()
    text = project.read(path)
    layout = printing.laid_out(text, width, harakat=harakat, kashida=kashida)
    if cells:
        sys.stdout.writelines(printing.cells(layout))
        return
    tty = sys.stdout.isatty()
    chosen = Mode(bidi) if bidi else settings.bidi if tty else Mode.PLAIN
    mode = guessed() if chosen is Mode.AUTO else chosen
    tags = [] if no_color or not tty else project.margin(text).annotations
    labels = project.book.codebook.labels if project.book else None
    switched = tty and mode is not Mode.KONSOLE
    try:
        sys.stdout.write(enter(mode) if switched else "")
        sys.stdout.writelines(printing.rows(layout, tags, mode, labels))
    finally:
        sys.stdout.write(leave(mode) if switched else "")


@main.command()
@_path
@click.option(
    "--format", type=click.Choice(["json"]), default="json", show_default=True, expose_value=False
)
@click.option("-o", "--output", type=_PATH, help="A file to write; else standard output.")
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
        print_data(data)
    else:
        write_new(output, data, replace=force)
        say(tr("Written: {path}", path=output))
    for problem in problems:
        say(f"hashiya: {problem}")
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
            say(str(done))
    if as_json:  # for programs: in English, and with the names that are stored
        messages.use("en")
        _ = project.book
        messages.entitle({})
    found = 0
    with Counter(mark("{done:,} of {of:,} articles")) as counter:
        for finding in findings(project, counter.show):
            found += 1
            counter.clear()
            if as_json:
                print_json(finding.to_json())
            else:
                say(" ".join(str(finding).splitlines()), err=False)
    if found:
        sys.exit(1)
    say(tr("Every annotation stands where it was made."))


@main.command()
@_path
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each article.")
@_annotator
def review(path: Path, as_json: bool, annotator: str | None) -> None:
    """Say what waits for your judgement, a line for each article where anything does or did.

    Exit code 1 if something waits, or could not be read.
    """
    from annotations.awaiting import look
    from annotations.renaming import Renames
    from annotations.reporting_review import Report
    from annotations.tree import natural

    project, _ = _open_project(path, annotator)
    report, renames = Report(), Renames(project)
    paths = sorted(project.articles(), key=natural)
    with Counter(mark("{done:,} of {of:,} articles")) as counter:
        for done, each in enumerate(paths):
            counter.show(done, len(paths))
            line = report.of(each, look(project, each, renames).facts)
            if as_json:
                counter.clear()
                print_json(line.to_json())
            elif line.told:
                counter.clear()
                say(str(line), err=False)
    if not as_json:
        say(str(report), err=False)
    if report.open:
        sys.exit(1)


@main.command()
@_path
@click.option(
    "-o",
    "--output",
    type=_PATH,
    help="A new file to write; else standard output.",
)
@click.option("--check", is_flag=True, help="Only say what is wrong in hashiya.toml.")
def codebook(path: Path, output: Path | None, check: bool) -> None:
    """Print the codebook in force as TOML: labels, attributes, links and guidelines.

    `hashiya codebook -o hashiya.toml` begins one for a project; without that file the one that is built in is in force.
    Exit code 1 if hashiya.toml has mistakes.
    """
    from annotations.codebook_writing import to_toml
    from annotations.files import write_new
    from annotations.project import Project

    project = Project.open(path, "anyone", "anywhere")
    mistakes = project.book.mistakes if project.book else []
    if check:
        for mistake in mistakes:
            say(str(mistake), err=False)
    else:
        if project.codebook_problem:
            say(project.codebook_problem)
        data = to_toml(project.codebook).encode()
        if output is None:
            print_data(data)
        else:
            write_new(output, data)
            say(tr("Written: {path}", path=output))
    if check and not mistakes:
        say(tr("The codebook is as it should be."))
    if mistakes:
        sys.exit(1)


@main.command()
@click.argument("article", type=_PATH)
@_annotator
def history(article: Path, annotator: str | None) -> None:
    """Say who did what to an article and when (UTC), the oldest first. Exit code 1 if some of it cannot be read."""
    from annotations.chronicle import chronicle

    project, _ = _open_project(article, annotator)
    if not article.is_file():
        raise HashiyaError(tr("{article} is a folder: name an article in it.", article=article))
    problems: list[str] = []
    (path,) = project.articles()
    try:
        _, *earlier = project.margin(project.read(path)).folders
    except HashiyaError:  # what was done to it can be told even where it cannot be read
        earlier = []
    events = chronicle(project.folder(path), problems, *earlier)
    for event in events:
        say(" ".join(str(event).splitlines()), err=False)
    for problem in problems:
        say(f"hashiya: {problem}")
    if problems:
        sys.exit(1)
    if not events:
        say(tr("Nothing has been done to this article yet."))


@main.command()
@click.argument("other", type=_PATH)
@click.argument("into", required=False, default=".", type=_PATH)
def merge(other: Path, into: Path) -> None:
    """Bring the annotations of OTHER, another copy of a project, into INTO (else the folder here).

    OTHER is only read, and so are all articles. Exit code 1 if something could not be read and was left out.
    """
    from annotations.joining import join

    project, _ = _open_project(into, None)
    came, missing, problems = join(other, project)
    for sentence in came or [tr("Nothing new.")]:
        say(sentence)
    for sentence in missing:
        say(sentence)
    for problem in problems:
        say(f"hashiya: {problem}")
    if problems:
        sys.exit(1)


@main.command("settings")
def settings_() -> None:
    """Print a settings file with every setting, what it is for and what it may be, and say where yours is."""
    from tui.config import Config
    from tui.folders import config_file
    from tui.keymap import GROUPS
    from tui.settings import shown

    keys = {each.id: (each.keys, each.what) for _, group in GROUPS for each in group}
    click.echo(shown(config_file(), Config(), keys), nl=False)


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
    from shutil import get_terminal_size

    from tui.terminal import Mode, card, encode, enter, leave
    from tui.terminal.kinds import find
    from tui.terminal.probe import Probe
    from tui.text.said import mirrored

    settings = _settings()
    tty = sys.stdout.isatty()
    # Nothing waits for this, so that it can wait for a terminal far away.
    with Probe(ask=tty, patience=3) as probe:
        answers = probe.answers()
        found = find(answers, outer=probe.outer)
        chosen = Mode(bidi) if bidi else settings.bidi
        by = "" if chosen is Mode.AUTO else tr("--bidi or HASHIYA_BIDI") if bidi else tr("settings")
        mode = found.kind.mode if chosen is Mode.AUTO else chosen
        for sentence in card.report(found, answers, mode, by):
            say(sentence, err=False)
        columns = get_terminal_size().columns
        if columns < card.CELLS:
            say(tr(card.TOO_WIDE, cells=card.CELLS, columns=columns), err=False)
            return
        shown = mode if tty or bidi else Mode.PLAIN
        # As the sentences, which stand at the right of a terminal in a language that is read from there.
        margin = " " * (columns - card.CELLS) if tty and mirrored() else ""
        rows = "\n".join(encode(f"{margin}{row}", shown) for row in ["", *card.card(), ""])
        try:
            click.echo((enter(mode) if tty else "") + rows)
            for sentence in card.LEGEND:
                say(click.wrap_text(tr(sentence), 78), err=False)
            if tty and probe.asked and mode in (Mode.KONSOLE, Mode.MLTERM):
                # These draw the card anew, in their own order, as soon as they may.
                say(tr("Any key ends this."), err=False, end="")
                probe.wait_for_key()
                click.echo("")
        finally:
            if tty:
                click.echo(leave(mode, explicit=found.explicit), nl=False)


if __name__ == "__main__":
    main()
