"""Writes the table of keys in README.md anew from tui/keymap.py: ``python -m scripts.keys_table``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tui.keymap import GROUPS, Command

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- keys: made by scripts/keys_table.py -->\n", "<!-- end of keys -->\n"


def table() -> str:
    """The table in Markdown: the keys of every command by group, and what it does."""
    return "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    for heading, commands in GROUPS:
        yield f"| **{heading}** | |" if heading != GROUPS[0][0] else f"| {heading} | |\n|---|---|"
        for command in commands:
            if not command.id.startswith("extend-"):
                yield f"| {_keys(command)} | {command.what} |"
            elif command.id == "extend-left":
                yield "| `Shift` with an arrow, `Home`, `End`, `PgUp`, `PgDn` | the same at once |"


def _keys(command: Command) -> str:
    return " ".join(f"`{keys}`" for keys in command.shown)


def renewed(readme: str) -> str:
    """The text of README.md with the table as it should be."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
