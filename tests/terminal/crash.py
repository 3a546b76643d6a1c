"""The app on the folder that is given, to which something happens after a moment: a mistake in it, or a signal.

python crash.py FOLDER [SIGNAL]
"""

from __future__ import annotations

import os
import signal
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


class Signalled(HashiyaApp):
    def on_mount(self) -> None:
        number = signal.Signals[sys.argv[2]]
        self.set_timer(0.3, lambda: os.kill(os.getpid(), number))


def main(folder: Path) -> int:
    kind = find(Answers()).kind
    project = Project.open(folder, "Tester", "machine")
    app = (Signalled if sys.argv[2:] else Mistaken)(
        project, Config(), Wiring(kind.mode), folder / ".state", kind
    )
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
