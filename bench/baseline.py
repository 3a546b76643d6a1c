"""The least that a Textual application can be: one Static. The start of Hashiya is measured against it."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Baseline(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("ready")


Baseline().run()
