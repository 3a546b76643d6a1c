"""A sheet of entries under a cursor, some of them higher than the screen."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.theme import Theme

from tui.text.form import Entry
from tui.themes import ThemeName, theme
from tui.widgets.sheet import Sheet

LONG = "\n".join(f"سطر {number}" for number in range(20))
ENTRIES = [
    Entry("first", "First"),
    Entry("one", "one", "قصير"),
    Entry("two", "two", LONG),
    Entry("second", "Second"),
    Entry("three", "three", "آخر"),
]


class Stage(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self.chosen: list[str] = []

    @property
    def current_theme(self) -> Theme:
        return theme(ThemeName.DARK)

    def compose(self) -> ComposeResult:
        yield self.sheet

    def on_mount(self) -> None:
        self.sheet.focus()
        self.sheet.show(ENTRIES, anew=True)

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        self.chosen.append(event.entry.key)


def key(app: Stage) -> str:
    return app.sheet.chosen.key if app.sheet.chosen else ""


def rows(app: Stage) -> list[str]:
    return [app.sheet.render_line(y).text for y in range(app.sheet.size.height)]


async def test_what_is_higher_than_the_screen_is_read_to_its_end_before_the_next() -> None:
    app = Stage()
    async with app.run_test(size=(60, 8)) as pilot:
        assert key(app) == "one"
        assert "First" in rows(app)[0]
        steps = []
        while key(app) != "three" and len(steps) < 20:
            await pilot.press("down")
            steps.append((key(app), app.sheet.scroll_offset.y))
        assert [where for where, _ in steps].count("two") > 2
        seen = {y for _, top in steps for y in range(top, top + 8)}
        assert seen >= set(range(2, 25))  # no row was passed over
        assert any("Second" in row for row in rows(app))
        while key(app) != "one" and len(steps) < 40:
            await pilot.press("up")
            steps.append((key(app), app.sheet.scroll_offset.y))
        assert "First" in rows(app)[0]
        assert len(steps) < 20


async def test_the_cursor_stays_on_its_entry_and_is_chosen_by_key_or_click() -> None:
    app = Stage()
    async with app.run_test(size=(60, 40)) as pilot:
        app.sheet.put("three")
        app.sheet.show([*ENTRIES[:1], *ENTRIES[2:]])
        assert key(app) == "three"
        app.sheet.show(ENTRIES[:3])
        assert key(app) == "two"
        await pilot.press("enter")
        assert app.chosen == ["two"]
        await pilot.click(Sheet, offset=(5, 1))
        assert (key(app), app.chosen) == ("one", ["two"])
        await pilot.click(Sheet, offset=(5, 1))
        assert app.chosen == ["two", "one"]
        await pilot.click(Sheet, offset=(5, 0))  # a heading
        assert key(app) == "one"
        app.sheet.show([])
        assert app.sheet.chosen is None
        await pilot.press("down", "pagedown", "end", "home", "enter")
        assert app.chosen == ["two", "one"]
