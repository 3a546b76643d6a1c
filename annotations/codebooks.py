"""The codebook of a project: what its ``hashiya.toml`` says, or said when something was tagged by it last.

Each version is kept in ``.hashiya/codebooks/`` when the first annotation is saved under it, named by the moment and its
content; none is ever written over. So it can be told later what an annotation was made by, and a mistake in the file
does not take the codebook away.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from annotations import HashiyaError, files
from annotations.codebook import Codebook, Words
from annotations.codebook_reading import Mistake, read
from annotations.messages import tr, trn
from annotations.model import now

NAME = "hashiya.toml"


class Book:
    """The codebook that is in force in a project that has a file for it."""

    def __init__(self, root: Path) -> None:
        """``root`` is the project's. Raises nothing."""
        self._folder = root / files.STORE / "codebooks"
        self._file = root / NAME
        self._data, found, self.mistakes = _read(self._file)
        """What is wrong in the file: then another codebook is in force."""
        self.kept: Path | None = None
        """Where that was kept, unless it is the default."""
        self.codebook: Codebook = found or self._last()
        self._saved = False

    @property
    def problem(self) -> str | None:
        """A sentence or more about the mistakes and what is in force instead."""
        if not self.mistakes:
            return None
        first, *others = self.mistakes
        said = [str(first)]
        if others:
            said.append(
                trn(
                    "`hashiya check` lists {n} more mistake.",
                    "`hashiya check` lists {n} more mistakes.",
                    len(others),
                )
            )
        if self.kept:
            said.append(
                tr("Until it is mended, the last one used is in force: {kept}.", kept=self.kept)
            )
        else:
            said.append(tr("Until it is mended, the codebook that is built in is in force."))
        return " ".join(said)

    @property
    def titles(self) -> dict[str, Words]:
        """Those of the labels by their names, but for the built-in ones, for which sentences have their own words."""
        from annotations.default_codebook import DEFAULT

        built_in = {each.name: each.title for each in DEFAULT.labels}
        return {
            each.name: each.title
            for each in self.codebook.labels
            if each.title != built_in.get(each.name)
        }

    def place(self, *names: str) -> tuple[Path, int]:
        """The file that is in force, and the line in it where something is said, from 1."""
        from annotations.toml_lines import line_at, lines_of

        path = self.kept or self._file
        try:
            return path, line_at(lines_of(path.read_text("utf-8")), names)
        except (OSError, ValueError):  # it was another one a moment ago
            return path, 1

    def keep(self) -> None:
        """Keep the file as it was read, unless it has mistakes or is what was kept last. Raises nothing."""
        if self._saved or self._data is None or self.mistakes:
            return
        self._saved = True
        if files.unwritable(self._folder):
            return
        mark = hashlib.sha256(self._data).hexdigest()[:16]
        last = next(iter(self._all()), None)
        if last is None or not last.stem.endswith(mark):
            moment = now().replace(":", "")
            with suppress(HashiyaError):  # the annotation matters more
                files.write_new(self._folder / f"{moment}-{mark}.toml", self._data)

    def _all(self) -> list[Path]:
        """Those that were kept, the last first."""
        try:
            return sorted(self._folder.glob("*.toml"), reverse=True)
        except OSError:  # then it is as if there were none
            return []

    def _last(self) -> Codebook:
        for path in self._all():
            _, codebook, _ = _read(path)
            if codebook:
                self.kept = path
                return codebook
        from annotations.default_codebook import DEFAULT

        return DEFAULT


def _read(path: Path) -> tuple[bytes | None, Codebook | None, list[Mistake]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        why = tr("It cannot be read: {reason}.", reason=files.reason(error))
        return None, None, [Mistake(path, 1, why)]
    return data, *read(data, path)
