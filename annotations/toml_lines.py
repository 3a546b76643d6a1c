"""Where in a TOML file each of its values is given: what the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str, ...]
"""The names, and places in lists, that lead to a value."""

_TOKEN = re.compile(
    r'(?P<skip>#[^\n]*|[ \t\r]+)|(?P<key>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[^\s"\'\[\]{}=,.#]+)|(?P<sign>.|\n)',
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of every key and table of a text that is TOML."""
    return _Scan(text).lines


def line_at(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value, or of the nearest that it is in; 1 where there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scan:
    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens: list[
            tuple[str, int, bool]
        ] = []  # each with its line, and whether it is a name or value
        line = 1
        for found in _TOKEN.finditer(text):
            if found["skip"] is None:
                self._tokens.append((found[0], line, found["key"] is not None))
            line += found[0].count("\n")
        self._place = 0
        table: Path = ()
        while self._place < len(self._tokens):
            if self._next == "\n":
                self._place += 1
            elif self._next == "[":
                while self._next == "[":
                    self._place += 1
                table = self._key(())
                while self._next == "]":
                    self._place += 1
            else:
                self._pair(table)

    @property
    def _next(self) -> str:
        return self._tokens[self._place][0] if self._place < len(self._tokens) else ""

    def _key(self, above: Path) -> Path:
        """A name, dotted perhaps, below another one."""
        path = above
        while self._place < len(self._tokens):
            token, line, is_name = self._tokens[self._place]
            if is_name:
                path = (*path, _name(token))
                self.lines.setdefault(path, line)
            elif token != ".":
                break
            self._place += 1
        return path

    def _pair(self, above: Path) -> None:
        path = self._key(above)
        self._place += 1  # the sign between them
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._next == "{":
            self._place += 1
            while self._next not in ("}", ""):
                if self._next in ",\n":
                    self._place += 1
                else:
                    self._pair(path)
            self._place += 1
        elif self._next == "[":
            self._place += 1
            entry = 0
            while self._next not in ("]", ""):
                if self._next in ",\n":
                    self._place += 1
                    continue
                self.lines[*path, str(entry)] = self._tokens[self._place][1]
                self._value((*path, str(entry)))
                entry += 1
            self._place += 1
        else:
            while self._next not in ("\n", ",", "]", "}", ""):
                self._place += 1


def _name(token: str) -> str:
    """What a key says, without its quotation marks."""
    if token[0] == "'":
        return token[1:-1]
    if token[0] != '"':
        return token
    if "\\" not in token:
        return token[1:-1]
    import tomllib

    return next(iter(tomllib.loads(f"{token} = 0")))
