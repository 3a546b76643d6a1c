"""What a shell offers for the word that is being typed."""

from __future__ import annotations

from glob import escape, glob

import click
from click.shell_completion import CompletionItem, get_completion_class


def first_word(
    commands: list[CompletionItem], opening: list[CompletionItem], incomplete: str
) -> list[CompletionItem]:
    """What the first word may become: a command or an option, one of opening as well, or a path."""
    if incomplete.startswith("-"):
        known = {item.value for item in commands}
        return commands + [item for item in opening if item.value not in known]
    if not commands:
        return [CompletionItem(incomplete, type="file")]
    # The shell itself completes paths, but some shells not beside other words.
    paths = glob(f"{escape(incomplete)}*")  # noqa: PTH207 (spelled as what was typed)
    return commands + [CompletionItem(path) for path in sorted(paths)]


_PATHS_OF_CLICK = "__fish_complete_path $metadata[2]"
_PATHS_OF_FISH = "complete --do-complete \"'' \"(commandline --cut-at-cursor --current-token)"
"""What fish offers by itself; the other knows no ~ and no comma in a name."""


def script(command: click.Command, shell: str) -> str:
    """What has to be evaluated in a shell."""
    of_shell = get_completion_class(shell)
    assert of_shell is not None
    text = of_shell(command, {}, "hashiya", "_HASHIYA_COMPLETE").source()
    if shell == "fish":
        text = text.replace(_PATHS_OF_CLICK, _PATHS_OF_FISH)
    return text
