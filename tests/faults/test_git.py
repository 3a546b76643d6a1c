"""Projects in git: clones that both go on, and files that git puts in the place of others."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from annotations import HashiyaError
from annotations.joining import join
from annotations.margin import Margin
from annotations.model import Review, Span
from annotations.project import Project
from tests.faults.conftest import ARTICLE, content, do, opened

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(place: Path, *arguments: object) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", *map(str, arguments)],
        cwd=place,
        check=True,
        capture_output=True,
    )


def commit(place: Path) -> None:
    git(place, "add", "-A")
    git(place, "commit", "-qm", "work")


@pytest.fixture
def desk(root: Path) -> Path:
    """A project in git with some work in it."""
    git(root, "init", "-q", "-b", "main")
    margin = opened(root)
    for step in range(5):
        do(margin, step)
    margin.checkpoint()
    commit(root)
    return root


def test_two_clones_of_one_person_merge_without_a_conflict(desk: Path, tmp_path: Path) -> None:
    laptop = tmp_path / "laptop"
    git(tmp_path, "clone", "-q", desk, laptop)
    there = Margin(ARTICLE, laptop / ".hashiya/articles/a.txt", "Leila", "laptop")
    here = opened(desk)
    first = here.annotations[0].id
    for number in range(6):
        there.add(Span(900 + number, 901 + number), "claim")
        here.add(Span(800 + number, 801 + number), "claim")
    here.set_note(first, "from the desk")
    there.relabel(first, "entity")
    for margin, place in ((here, desk), (there, laptop)):
        margin.checkpoint()
        commit(place)
    git(laptop, "pull", "-q", "--no-rebase", "--no-edit")
    git(desk, "pull", "-q", "--no-rebase", "--no-edit", laptop, "main")
    here.refresh()
    there.refresh()
    assert content(here) == content(there)
    assert content(opened(desk)) == content(opened(laptop)) == content(here)
    assert here.problems == there.problems == []
    assert sum(each.label == "claim" for each in here.annotations) == 12


@pytest.fixture
def bare(desk: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", "--bare", desk, tmp_path / "bare")
    return tmp_path / "bare"


@pytest.mark.parametrize(
    "hands",
    [
        (("Leila", "desk"), ("Omar", "desk")),
        (("Leila", "desk"), ("Leila", "laptop")),
        (("Sara", "tower"), ("Omar", "desk")),
    ],
    ids=str,
)
def test_a_git_merge_and_our_own_give_the_same(
    bare: Path, tmp_path: Path, hands: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    clones = [tmp_path / "one", tmp_path / "two"]

    def margin(clone: Path, annotator: str, machine: str) -> Margin:
        return Margin(ARTICLE, clone / ".hashiya/articles/a.txt", annotator, machine)

    for clone, hand in zip(clones, hands, strict=True):
        git(tmp_path, "clone", "-q", bare, clone)
        work = margin(clone, *hand)
        first, second, *_ = work.annotations
        for step in range(6, 18):
            with suppress(HashiyaError):  # what is others'
                do(work, step)
        work.decide(first.id, [Review.ACCEPTED, Review.REJECTED][hand == hands[0]])
        work.comment(second.id, f"ملاحظة {hand}")
        if second.annotator != hand[0]:
            work.adopt(second.id)
        work.checkpoint()
        commit(clone)
    by_hand = [shutil.copytree(clone, tmp_path / f"{clone.name}-by-hand") for clone in clones]
    for clone in (*clones, clones[0]):
        git(clone, "pull", "-q", "--no-rebase", "--no-edit")
        git(clone, "push", "-q")
    for into, other in (by_hand, by_hand[::-1]):
        assert join(other, Project.open(into, "Anyone", "anywhere")).problems == []
    seen = [margin(place, "Reader", "anywhere") for place in (*clones, *by_hand)]
    assert all(each.problems == [] for each in seen)
    assert all(each._stored == seen[0]._stored for each in seen)
    assert all(each.annotations == seen[0].annotations for each in seen)
    assert {each.review for each in seen[0].annotations} > {Review.NONE}
    (shown, *_) = seen
    said = {each.annotator for item in shown.annotations for each in shown.decisions_on(item.id)}
    assert said == {annotator for annotator, _ in hands}


def test_the_lock_is_no_matter_of_gits(desk: Path) -> None:
    done = subprocess.run(["git", "ls-files"], cwd=desk, check=True, capture_output=True, text=True)
    assert ".lock" not in done.stdout
    assert ".history.jsonl" in done.stdout
    assert ".gitignore" in done.stdout


def test_an_older_checkpoint_under_a_newer_history(desk: Path) -> None:
    margin = opened(desk)
    for step in range(20, 26):
        do(margin, step)
    margin.checkpoint()
    do(margin, 30)
    git(desk, "checkout", "-q", "HEAD", "--", next(desk.rglob("*.json")).relative_to(desk))
    assert content(opened(desk)) == content(margin)
    do(margin, 36)
    assert content(opened(desk)) == content(margin)


def test_going_back_and_forth_between_branches(desk: Path) -> None:
    before = content(opened(desk))
    git(desk, "checkout", "-qb", "trial")
    margin = opened(desk)
    do(margin, 12)
    margin.checkpoint()
    commit(desk)
    after = content(margin)
    git(desk, "checkout", "-q", "main")
    assert content(opened(desk)) == before
    git(desk, "checkout", "-q", "trial")
    assert content(opened(desk)) == after


def test_branches_of_one_file_that_cannot_be_merged_are_named_and_repaired(desk: Path) -> None:
    git(desk, "checkout", "-qb", "trial")
    for branch, start in (("trial", 700), ("main", 600)):
        git(desk, "checkout", "-q", branch)
        margin = opened(desk)
        margin.add(Span(start, start + 1), "claim")
        margin.checkpoint()
        commit(desk)
    with pytest.raises(subprocess.CalledProcessError):
        git(desk, "merge", "-q", "trial")
    margin = opened(desk)
    assert "holds the marks of an unresolved merge" in str(margin.readonly)
    assert len(margin.repair()) == 2
    assert sorted(each.start for each in margin.annotations if each.label == "claim") == [600, 700]
    assert content(opened(desk)) == content(margin)
