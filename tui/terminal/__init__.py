"""The terminal that Hashiya runs in: what it does to Arabic, what it is told, and how it is left as it was.

`probe` asks it, `kinds` knows what each kind needs, `modes` has the bytes, `driver` sends them, `card` shows all that.
"""

from tui.terminal.modes import Mode, encode, enter, leave

__all__ = ["Mode", "encode", "enter", "leave"]
