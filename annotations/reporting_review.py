"""How far the review of a project has got, in a line for each article."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from annotations.messages import listed, tr, trn
from annotations.reviewing import Found, Progress
from annotations.wanted import NAMES, Why


class Line(NamedTuple):
    """Of one article. ``str()`` of it is for a person."""

    path: str
    found: Found

    @property
    def whys(self) -> dict[Why, int]:
        """How many wait, by the most pressing reason of each."""
        counted = Counter(each.why[0] for each in self.found.waiting)
        return {why: counted[why] for why in Why if why in counted}

    @property
    def told(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.found.waiting or self.found.progress.of or self.found.problem)

    def to_json(self) -> dict[str, Any]:
        """For a program. ``why`` counts each that waits once, under its most pressing reason."""
        return {
            "path": self.path,
            "waiting": len(self.found.waiting),
            "why": {str(why): count for why, count in self.whys.items()},
            "judged": self.found.progress.judged,
            "to_judge": self.found.progress.of,
            "problem": self.found.problem,
        }

    def __str__(self) -> str:
        said = f"{self.path}: {_said(self.whys, self.found.progress)}"
        return f"{said} {' '.join(self.found.problem.splitlines())}".rstrip()


class Report:
    """Of all articles that were looked through. ``str()`` of it is for a person."""

    def __init__(self) -> None:
        self.progress = Progress()
        self._whys: Counter[Why] = Counter()
        self._problems = 0

    def of(self, path: str, found: Found) -> Line:
        """Add what was found in an article; gives the line about it."""
        line = Line(path, found)
        self.progress = self.progress.plus(found.progress)
        self._whys.update(line.whys)
        self._problems += bool(found.problem)
        return line

    @property
    def open(self) -> bool:
        """Whether anything waits, or could not be read."""
        return bool(self._whys.total() or self._problems)

    def __str__(self) -> str:
        return tr("All articles: {told}", told=_said(self._whys, self.progress))


def _said(whys: Counter[Why] | dict[Why, int], progress: Progress) -> str:
    judged = tr("{judged:,} of {of:,} judged.", judged=progress.judged, of=progress.of)
    count = sum(whys.values())
    if not count:
        return tr("nothing waits; {judged}", judged=judged)
    kinds = listed([f"{tr(NAMES[why])} {whys[why]:,}" for why in Why if whys.get(why)])
    return trn(
        "{n:,} waits ({kinds}); {judged}",
        "{n:,} wait ({kinds}); {judged}",
        count,
        kinds=kinds,
        judged=judged,
    )
