"""The import direction, and what may import which library."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules_after(statement: str) -> set[str]:
    """The modules that a new interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import annotations.project, annotations.margin, annotations.check, annotations.search, "
        "annotations.mending, annotations.joining, "
        "annotations.boundaries, annotations.writers.json, annotations.readers.plain",
        "import tui.text.layout, tui.text.line",
        "import tui.cli, tui.printing",
    ],
)
def test_what_needs_no_screen_does_not_load_textual(statement: str) -> None:
    assert "textual" not in modules_after(statement)


def test_the_domain_loads_nothing_of_the_terminal() -> None:
    loaded = modules_after(
        "import annotations.project, annotations.margin, annotations.writers.json"
    )
    assert not {name for name in loaded if name == "rich" or name.split(".")[0] == "tui"}


def test_the_detector_of_encodings_is_loaded_late() -> None:
    assert "charset_normalizer" not in modules_after("import annotations.readers.plain, tui.cli")


def test_the_library_of_regular_expressions_is_loaded_with_the_first() -> None:
    folded = "from annotations.search import find; find('قال نعم', 'نعم')"
    assert "regex" not in modules_after(f"import tui.app, tui.screens.reading; {folded}")


def test_what_compares_texts_is_loaded_late() -> None:
    assert "annotations.diffing" not in modules_after("import annotations.writers.json, tui.cli")


def test_the_codebook_is_loaded_when_it_is_asked_for() -> None:
    assert "annotations.codebook" not in modules_after("import annotations.project, tui.cli")


def test_layers_import_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_only_the_text_engine_imports_the_libraries_for_arabic() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for package in ("annotations", "tui")
        for path in (ROOT / package).rglob("*.py")
        if re.search(
            r'^\s*(from|import) bidi\b|import arabic_reshaper|"arabic_reshaper"',
            path.read_text(),
            re.M,
        )
    }
    assert users == {"tui/text/bidi.py", "tui/text/shaping.py"}
