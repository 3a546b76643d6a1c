"""The app on the folder that is given, with a mistake in it that shows after a moment."""

from __future__ import annotations

import sys
from pathlib import Path

from annotations.project import Project
from tui.app import HashiyaApp
from tui.config import Config
from tui.terminal.answers import Answers
from tui.terminal.driver import Wiring
from tui.terminal.kinds import find


class Mistaken(HashiyaApp):
    def on_mount(self) -> None:
        self.set_timer(0.3, self._mistake)

    def _mistake(self) -> None:
        raise RuntimeError("a mistake")


def main(folder: Path) -> int:
    kind = find(Answers()).kind
    project = Project.open(folder, "Tester", "machine")
    app = Mistaken(project, Config(), Wiring(kind.mode), folder / ".state", kind)
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
