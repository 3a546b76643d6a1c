"""Finding out about the articles of a project, and following what becomes of them, while something else goes on."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

from annotations.facts import Facts, Known, State, find_out, state
from annotations.project import Project
from annotations.renaming import Renames
from annotations.tree import Tree

LOOK = 0.5
"""Seconds between two looks at the folders and at the articles on the screen."""
OTHERS = 50
"""Articles that are not on the screen and are looked at each time, in turn."""
BATCH = 0.1
"""Seconds between two tellings, where nothing on the screen has changed."""
SELDOM = 50
"""An article whose facts took long to find out is left alone for so many times as long: one with many annotations."""


T = TypeVar("T")


class News(NamedTuple, Generic[T]):
    """What has been found since it was last asked for."""

    paths: Sequence[str] | None
    """The articles that there are now, in natural order; None if they are as before."""
    facts: dict[str, T]
    """By path, what was found out anew."""


class Following(Generic[T]):
    """One thread that reads; nobody waits for it, and it leaves the processor to others half of the time."""

    def __init__(
        self, project: Project, tree: Tree | None, paths: Sequence[str], told: Callable[[], None]
    ) -> None:
        """``paths`` are the articles to begin with, those of ``tree`` if it is a folder that was opened. ``told`` is
        called, in the thread, when there is something to ``take``."""
        self._project, self._tree, self._told = project, tree, told
        self._renames = Renames(project)
        self._paths = paths
        self._unknown = dict.fromkeys(paths)
        self._states: dict[str, State] = {}
        self._folders: dict[str, list[Path]] = {}
        self._due: dict[str, float] = {}  # when an article may be looked at again, by the clock
        self._bare: set[str] = set()  # those beside which nothing is written
        self._turn: deque[str] = deque()
        self._seen: Sequence[str] = ()
        self._guard = threading.Lock()  # of what follows; never held for longer than a moment
        self._new_paths: Sequence[str] | None = None
        self._new_facts: dict[str, T] = {}
        self._last_told = 0.0
        self._woken = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def find(self, path: str) -> Known[T]:
        """What is to be known of an article, read now, in the thread. Raises nothing."""

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="hashiya-gatherer", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 0.2) -> None:
        """End the thread, which reads one article to its end at most; it is waited for ``timeout`` seconds."""
        self._ended.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def see(self, paths: Sequence[str]) -> None:
        """These are on the screen: they come first, and are followed closely."""
        if paths != self._seen:
            self._seen = paths
            self._woken.set()

    def take(self) -> News[T]:
        """What has been found, for whoever was told."""
        with self._guard:
            news = News(self._new_paths, self._new_facts)
            self._new_paths, self._new_facts = None, {}
        return news

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            until = monotonic() + LOOK
            while (left := until - monotonic()) > 0 and not self._ended.is_set():
                if (path := self._next()) is None:
                    self._tell()
                    self._woken.wait(left)
                    self._woken.clear()
                else:
                    self._ended.wait(self._find_out(path))

    def look(self) -> None:
        """Look at the folders, at what is on the screen, and at some of the rest."""
        if self._tree is not None and self._tree.look():
            self._follow(self._tree.paths)
        for path in [*self._seen, *self._others()]:
            if self._ended.is_set():
                return
            before = self._states.get(path)
            if before is None or self._due.get(path, 0) > monotonic():
                continue
            if state(self._project, path, self._folders[path]) != before:
                self._find_out(path)
        self._tell()

    def _others(self) -> Iterable[str]:
        if not self._turn:
            self._turn.extend(self._paths)
        return [self._turn.popleft() for _ in range(min(OTHERS, len(self._turn)))]

    def _follow(self, paths: Sequence[str]) -> None:
        """There are other articles now."""
        gone, new = set(self._paths) - set(paths), set(paths) - set(self._paths)
        self._paths = paths
        self._renames = Renames(self._project)
        # What was written beside one that is gone may be that of one beside which nothing is: it was renamed.
        again = self._bare if any(path not in self._bare for path in gone) else ()
        for path in gone:
            for known in (self._states, self._folders, self._due, self._unknown):
                known.pop(path, None)
        self._bare -= gone
        self._unknown.update(dict.fromkeys(path for path in paths if path in new or path in again))
        with self._guard:
            self._new_paths = paths
        self._tell(at_once=True)

    def _next(self) -> str | None:
        """The article to find out about: one on the screen, or else the first of the rest."""
        if not self._unknown:
            return None
        return next((path for path in self._seen if path in self._unknown), None) or next(
            iter(self._unknown)
        )

    def _find_out(self, path: str) -> float:
        """Find out about an article; gives the seconds that it took."""
        begun = monotonic()
        folders = self._folders.get(path) or [self._project.folder(path)]
        seen = state(self._project, path, folders)
        known = self.find(path)
        if (
            known.folders != folders
        ):  # those that it had before it was renamed, of which nothing was seen yet
            seen = ()
        self._unknown.pop(path, None)
        self._states[path], self._folders[path] = seen, known.folders
        (self._bare.add if known.bare else self._bare.discard)(path)
        took = monotonic() - begun
        self._due[path] = monotonic() + SELDOM * took
        with self._guard:
            self._new_facts[path] = known.facts
        self._tell(at_once=path in self._seen)
        return took

    def _tell(self, *, at_once: bool = False) -> None:
        with self._guard:
            anything = self._new_facts or self._new_paths is not None
        if anything and (at_once or not self._unknown or monotonic() - self._last_told > BATCH):
            self._last_told = monotonic()
            with suppress(Exception):  # whoever listened may be gone
                self._told()


class Gatherer(Following[Facts]):
    """Finds out what the list of articles tells."""

    def find(self, path: str) -> Known[Facts]:
        return find_out(self._project, path, self._renames)
