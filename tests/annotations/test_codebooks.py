"""The codebook of a project: which is in force, what a mistake does to it, and names that have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations import HashiyaError, codebooks, messages
from annotations.anchoring import describe
from annotations.check import check
from annotations.codebook import Attribute, Choice, Codebook, Label, LinkType, said
from annotations.codebook import Kind as Of
from annotations.default_codebook import DEFAULT
from annotations.documents import to_document
from annotations.findings import Kind
from annotations.margin import Margin
from annotations.messages import spoken
from annotations.model import Article, Link, Span, annotate, new_id
from annotations.project import Project
from annotations.writers.json import export
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import YES, documents_in, file_of, write
from tui.cli import main

Open = Callable[..., Margin]
RUMOUR = '[labels.rumour]\ntitle.ar = "إشاعة"\n'
WRONG = RUMOUR + 'colour = "pink"\nkee = "x"\n'


@pytest.fixture
def say(root: Path) -> Callable[[str], Project]:
    """Writes ``hashiya.toml`` and opens the project anew."""

    def write_it(text: str) -> Project:
        (root / "hashiya.toml").write_text(text, "utf-8")
        return Project.open(root, "Leila", "desk")

    return write_it


def margin_of(project: Project) -> Margin:
    return project.margin(project.read("a.txt"))


def kept(root: Path) -> list[Path]:
    return sorted((root / ".hashiya" / "codebooks").glob("*"))


class TestTitles:
    SAYS = (
        '[labels.rumour]\ntitle = {en = "Rumour mill", ar = "إشاعة"}\n'
        '[labels.entity]\ntitle = {en = "Name", ar = "اسم"}\n'
        '[labels.claim]\n[links.source]\nfrom = ["rumour"]\nto = ["entity"]\n'
    )

    @pytest.fixture(autouse=True)
    def as_before(self) -> Iterator[None]:
        yield
        messages.use("en")
        messages.entitle({})

    def test_sentences_call_a_label_by_its_title(self, say: Callable[[str], Project]) -> None:
        margin = margin_of(say(self.SAYS))
        words = TEXT[: YES.end - YES.start]
        rumour = margin.add(Span(0, len(words)), "rumour")
        assert describe(rumour) == f"Rumour mill “{words}”"
        with pytest.raises(HashiyaError, match=r"from the Name .* from Rumour mill to Name\."):
            margin.add_link("source", margin.add(YES, "entity").id, rumour.id)
        with pytest.raises(HashiyaError, match="already tagged as Rumour mill"):
            margin.add(Span(0, len(words)), "rumour")
        messages.use("ar")
        assert "إشاعة" in describe(rumour)
        assert spoken("entity") == "اسم"

    def test_what_is_called_as_in_the_built_in_one_has_the_words_of_that(
        self, say: Callable[[str], Project]
    ) -> None:
        text = '[labels.claim]\ntitle = {en = "Claim", ar = "ادعاء"}\n[labels.quote]\ntitle = "Speech"\n'
        assert say(text).book
        assert (spoken("claim"), spoken("quote")) == ("claim", "Speech")

    def test_another_project_has_other_titles(
        self, say: Callable[[str], Project], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        assert say(self.SAYS).book
        assert Project.open(tmp_path_factory.mktemp("other"), "Leila", "desk").book is None
        assert (spoken("entity"), spoken("rumour")) == ("entity", "rumour")

    def test_what_programs_read_has_the_names(
        self, say: Callable[[str], Project], root: Path
    ) -> None:
        project = say(self.SAYS)
        made = margin_of(project).add(YES, "rumour")
        write(file_of(root), to_document(replace(made, rev=2, attributes={"mood": 1})))
        article = export(project)["articles"][0]
        assert article["annotations"][0]["label"] == "rumour"
        said, stored = (
            CliRunner().invoke(main, ["check", *options, str(root)]).output
            for options in ([], ["--json"])
        )
        assert "The Rumour mill “" in said
        assert "The label Rumour mill has no attribute" in said
        assert "The rumour “" in stored
        assert "The label rumour has no attribute" in stored


class TestWhichIsInForce:
    def test_without_a_file_the_one_that_is_built_in(self, root: Path) -> None:
        project = Project.open(root, "Leila", "desk")
        assert project.codebook is DEFAULT is margin_of(project).codebook
        assert (project.book, project.codebook_problem) == (None, None)
        margin_of(project).add(YES, "quote")
        assert kept(root) == []

    def test_with_one_what_it_says(self, say: Callable[[str], Project]) -> None:
        project = say(RUMOUR)
        assert [each.name for each in project.codebook.labels] == ["rumour"]
        assert project.codebook_problem is None
        assert project.codebook.name == project.root.name
        assert margin_of(project).codebook is project.codebook

    def test_opening_writes_nothing(self, root: Path, say: Callable[[str], Project]) -> None:
        project = say(RUMOUR)
        before = files_under(root)
        assert project.codebook.labels
        margin_of(project)
        assert files_under(root) == before

    def test_each_version_is_kept_when_something_is_tagged_under_it(
        self, root: Path, say: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moments = (f"2026-11-26T18:00:0{number}.000Z" for number in count())
        monkeypatch.setattr(codebooks, "now", lambda: next(moments))
        for text in (RUMOUR, RUMOUR, RUMOUR + "# more\n", RUMOUR):
            margin = margin_of(say(text))
            made = margin.add(YES, "rumour")
            margin.set_note(made.id, "x")
            margin.delete(made.id)
        texts = [path.read_text("utf-8") for path in kept(root)]
        assert texts == [RUMOUR, RUMOUR + "# more\n", RUMOUR]


class TestMistakes:
    def test_the_last_one_used_stays_in_force(
        self, root: Path, say: Callable[[str], Project]
    ) -> None:
        margin_of(say(RUMOUR)).add(YES, "rumour")
        project = say(WRONG)
        assert [each.name for each in project.codebook.labels] == ["rumour"]
        (last,) = kept(root)
        assert project.codebook_problem == (
            f"{root / 'hashiya.toml'}, line 3: `pink` is not known here; allowed are primary, success, warning, "
            "accent, secondary, error. `hashiya check` lists 1 more mistake. "
            f"Until it is mended, the last one used is in force: {last}."
        )
        margin_of(project).add(Span(0, 3), "rumour")
        assert kept(root) == [last]

    def test_without_one_the_one_that_is_built_in(self, say: Callable[[str], Project]) -> None:
        project = say(WRONG)
        assert project.codebook is DEFAULT
        problem = project.codebook_problem
        assert problem is not None
        assert problem.endswith("Until it is mended, the codebook that is built in is in force.")

    def test_a_kept_one_that_is_damaged_is_passed_over(
        self, root: Path, say: Callable[[str], Project]
    ) -> None:
        margin_of(say(RUMOUR)).add(YES, "rumour")
        (root / ".hashiya" / "codebooks" / "9999.toml").write_bytes(b"\xff")
        assert [each.name for each in say(WRONG).codebook.labels] == ["rumour"]

    def test_where_it_cannot_be_kept_tagging_goes_on(
        self, root: Path, tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], Project]
    ) -> None:
        outside = tmp_path_factory.mktemp("outside")
        (root / ".hashiya").mkdir()
        (root / ".hashiya" / "codebooks").symlink_to(outside)
        margin = margin_of(say(RUMOUR))
        assert margin.annotations == []
        assert margin.add(YES, "rumour").label == "rumour"
        assert list(outside.iterdir()) == []

    def test_a_check_tells_all_of_them(self, root: Path, say: Callable[[str], Project]) -> None:
        found = list(check(say(WRONG)))
        assert [(each.article, each.kind) for each in found] == 2 * [
            ("hashiya.toml", Kind.CODEBOOK)
        ]
        assert [each.sentence.partition(":")[0] for each in found] == ["Line 3", "Line 4"]
        assert found[0].file == root / "hashiya.toml"

    def test_an_export_says_so(self, say: Callable[[str], Project]) -> None:
        project = say(WRONG)
        with pytest.raises(HashiyaError, match="Nothing was exported"):
            export(project)
        problems: list[str] = []
        assert export(project, problems=problems)["codebook"]["name"] == "hashiya"
        assert problems == [project.codebook_problem]

    def test_a_folder_in_its_place_is_told(self, root: Path) -> None:
        (root / "hashiya.toml").mkdir()
        problem = Project.open(root, "Leila", "desk").codebook_problem
        assert problem is not None
        assert "hashiya.toml, line 1: It cannot be read" in problem


class TestTheProjectsOwn:
    def test_a_check_knows_its_labels(self, root: Path, say: Callable[[str], Project]) -> None:
        project = say(RUMOUR)
        margin_of(project).add(YES, "rumour")
        assert list(check(project)) == []
        (finding,) = check(say('[labels.claim]\nkey = "c"\n'))
        assert finding.kind is Kind.LABEL

    def test_what_is_said_from_the_start(self, say: Callable[[str], Project]) -> None:
        text = '[labels.a.attributes]\nsure = {kind = "boolean", default = true}\n'
        project = say(text + "[labels.b]\n")
        margin = margin_of(project)
        made = margin.add(YES, "a")
        assert made.attributes == {"sure": True}
        assert margin.relabel(made.id, "b").attributes == {}
        assert margin.relabel(made.id, "a").attributes == {"sure": True}
        assert export(project)["codebook"]["labels"][0]["attributes"][0]["default"] is True


RENAMED = """
[labels.quotation]
was = ["quote"]
attributes.manner = {was = "type", values = {plain = {was = ["direct"]}, other = "Other"}}
[labels.entity]
[links.speaker]
was = "source"
from = "quotation"
to = "entity"
"""


class TestNamesThatHaveChanged:
    @pytest.fixture
    def made(self, margin: Margin, root: Path) -> tuple[str, str]:
        """The ids of a quote and a link under the names of the default codebook."""
        quote, name = margin.add(YES, "quote"), margin.add(Span(4, 10), "entity")
        margin.set_attributes(quote.id, {"type": "direct"})
        return quote.id, margin.add_link("source", quote.id, name.id).id

    def test_what_has_a_former_one_is_shown_and_exported_by_that_of_today(
        self, root: Path, say: Callable[[str], Project], made: tuple[str, str]
    ) -> None:
        before = files_under(root)
        project = say(RENAMED)
        margin = margin_of(project)
        (quote,) = (each for each in margin.annotations if each.id == made[0])
        assert (quote.label, quote.attributes) == ("quotation", {"manner": "plain"})
        assert [each.type for each in margin.links] == ["speaker"]
        assert list(check(project)) == []
        (article,) = export(project)["articles"]
        assert [each["label"] for each in article["annotations"]] == ["entity", "quotation"]
        assert article["links"][0]["type"] == "speaker"
        after = files_under(root)
        after.pop("hashiya.toml")
        assert after == before

    def test_however_many_there_are(self, margin: Margin, say: Callable[[str], Project]) -> None:
        margin.add_all([Span(at, at + 1) for at in range(20)], "quote")
        shown = margin_of(say(RENAMED)).annotations
        assert [each.label for each in shown] == 20 * ["quotation"]

    def test_the_next_change_writes_it_and_is_undone_as_any(
        self, root: Path, say: Callable[[str], Project], made: tuple[str, str]
    ) -> None:
        margin = margin_of(say(RENAMED))
        margin.set_note(made[0], "x")
        margin.checkpoint()
        (stored,) = (each for each in documents_in(file_of(root)) if each["id"] == made[0])
        assert (stored["label"], stored["attributes"]) == ("quotation", {"manner": "plain"})
        for _ in range(5):  # the note and, under their former names, all that was done before
            margin.undo()
        assert (margin.annotations, margin.links) == ([], [])
        for _ in range(5):
            margin.redo()
        assert {each.label for each in margin.annotations} == {"quotation", "entity"}

    def test_a_colleagues_is_left_as_it_is_written(
        self, root: Path, say: Callable[[str], Project]
    ) -> None:
        theirs = annotate(Article("a.txt", TEXT), YES, "quote", "Omar")
        write(file_of(root, "Omar"), to_document(theirs))
        before = {name: data for name, data in files_under(root).items() if "Omar" in name}
        margin = margin_of(say(RENAMED))
        assert margin.annotations[0].label == "quotation"
        assert margin.adopt(theirs.id).label == "quotation"
        assert before.items() <= files_under(root).items()


@given(
    st.sampled_from(["label", "old label", "other"]),
    st.dictionaries(
        st.sampled_from(["now", "then", "other"]),
        st.sampled_from(["one", "first", "else", 1, ["first", "else"]]),
    ),
    st.sampled_from(["link", "old link"]),
)
def test_names_of_today_say_all_that_former_ones_said(
    label: str, attributes: dict[str, Any], kind: str
) -> None:
    value = Choice("one", said("1"), was=("first",))
    attribute = Attribute("now", said("n"), Of.CHOICE, (value,), was=("then",))
    codebook = Codebook(
        "x",
        1,
        (Label("label", said("l"), attributes=(attribute,), was=("old label",)),),
        (LinkType("link", said("l"), was=("old link",)),),
    )
    made = replace(annotate(Article("a.txt", TEXT), YES, label, "Leila"), attributes=attributes)
    found = codebook.modern(made)
    assert found.label == ("other" if label == "other" else "label")
    assert len(found.attributes) == len(attributes)
    assert codebook.modern(found) == found
    assert replace(found, label=label, attributes=attributes) == made
    if label != "other":
        wanted = attributes.get("now", attributes.get("then"))
        assert found.attributes.get("now") == _today(wanted)
        assert found.attributes.get("other") == attributes.get("other")
    link = Link(new_id(), kind, made.id, made.id, "Leila", "", "")
    assert codebook.modern(link) == replace(link, type="link")


def _today(value: object) -> object:
    if isinstance(value, list):
        return ["one" if each == "first" else each for each in value]
    return "one" if value == "first" else value
