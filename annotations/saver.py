"""Saving off the interface's thread: what is done shows at once and is on the disk a moment later."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeVar

from annotations import HashiyaError
from annotations.history import Act
from annotations.layers import Layers
from annotations.merging import News
from annotations.messages import tr, trn
from annotations.places import Places

T = TypeVar("T")
MOMENT = 2.0
"""Seconds for which leaving may go on with checkpoints, of which thousands of articles may need one."""
AT_ONCE = 16
"""Articles that are saved at the same time where many wait: a disk syncs the files of all of them as fast as of one."""
RETRY = 2.0
"""Seconds after which what could not be saved is tried again."""


class Saving(NamedTuple):
    """How far the saving has got."""

    pending: int = 0
    """Acts that are not known to be on the disk."""
    failure: str | None = None
    """Why the first of them could not be saved, as a sentence; it is tried again."""


class Saver:
    """One thread that does all file work of many articles. Whoever asks it for something never waits for the disk.

    Where many articles wait to be saved the thread has others help it, each with an article of its own."""

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        """``told`` is called, in the thread, when how far the saving has got changes, or something was read."""
        self._told = told
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()  # of the thread's beginning and end; never held for longer
        self._desks: list[Desk] = []
        # Those with acts that wait, a few of what may be thousands, with a lock that is held for no longer either.
        self._waiting: dict[Desk, None] = {}
        self._waits = threading.Lock()

    def desk(self, layers: Layers) -> Desk:
        """Leave the files of an article to the thread: nobody else is to touch ``layers`` from now on."""
        desk = Desk(self, layers)
        self._desks.append(desk)
        return desk

    def ask(self, job: Callable[[], None]) -> None:
        """Have something done in the thread, in the order of asking."""
        with self._guard:
            self._jobs.put(job)
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._run, name="hashiya-saver", daemon=True)
            self._thread.start()

    def tell(self) -> None:
        with suppress(Exception):  # whoever listened may be gone; what is to be saved is not
            self._told()

    @property
    def saving(self) -> Saving:
        """How far the saving of all articles has got; the failure is that of one of them."""
        waiting = self.waiting
        failures = (desk.failure for desk in waiting if desk.failure)
        return Saving(sum(len(desk.acts) for desk in waiting), next(failures, None))

    @property
    def waiting(self) -> list[Desk]:
        """Those with something that is not known to be on the disk."""
        with self._waits:
            return [*self._waiting]

    def wait_for(self, desk: Desk, act: Act) -> None:
        """Have an act wait at a desk."""
        with self._waits:
            desk.acts.append(act)
            self._waiting[desk] = None

    def forget(self, desk: Desk) -> None:
        """Nothing waits at a desk, unless something new does."""
        with self._waits:
            if not desk.acts:
                self._waiting.pop(desk, None)

    def save(self, first: Desk) -> None:
        """In the thread: save what waits at a desk, and at some others as well."""
        others = [each for each in self.waiting if each is not first and not each.failure]
        self._save([first, *others[: AT_ONCE - 1]])

    def _save(self, desks: list[Desk]) -> None:
        helpers = [
            threading.Thread(target=each.save_all, name="hashiya-saver-helper", daemon=True)
            for each in desks[1:]
        ]
        for helper in helpers:
            helper.start()
        for desk in desks[:1]:
            desk.save_all()
        for helper in helpers:
            helper.join()

    def flush(self, timeout: float) -> list[str]:
        """Wait, at most ``timeout`` seconds, until everything asked for was tried; a sentence for what is not saved."""
        tried = threading.Event()

        def try_all() -> None:
            self._retry()
            tried.set()

        self.ask(try_all)
        tried.wait(timeout)
        return [each for desk in self.waiting if (each := desk.unsaved)]

    def close(self, timeout: float) -> list[str]:
        """As ``flush``, with a checkpoint for every article that needs one, those of the newest first, as far as that
        is done in a moment: the others get theirs another time, and all where something is not saved. Then the thread
        ends."""
        unsaved = self.flush(timeout)
        if not unsaved:
            until = time.monotonic() + MOMENT
            for desk in reversed(self._desks):
                desk.checkpoint(until)
            unsaved = self.flush(timeout)
        self._jobs.put(None)
        if thread := self._thread:
            thread.join(timeout)
        return unsaved

    def _run(self) -> None:
        again: float | None = None  # when, by the clock, to try again, whatever else there is to do
        while True:
            if not self.saving.failure:
                again = None
            elif again is None:
                again = time.monotonic() + RETRY
            try:
                job = self._jobs.get(timeout=again and max(0.0, again - time.monotonic()))
            except Empty:
                again = None
                self._retry()
                continue
            if job is None:
                with self._guard:
                    if self._jobs.empty():
                        self._thread = None
                        return
                continue
            with suppress(Exception):  # what waits to be saved is still there, and is tried again
                job()

    def _retry(self) -> None:
        waiting = self.waiting
        for at in range(0, len(waiting), AT_ONCE):
            self._save(waiting[at : at + AT_ONCE])


class Desk:
    """Where the acts on one article wait to be saved, and what was read of it waits to be shown."""

    def __init__(self, saver: Saver, layers: Layers) -> None:
        self._saver = saver
        self._layers = layers
        self.acts: deque[Act] = deque()
        """Those that wait."""
        self._news: deque[News] = deque()
        self._failure: str | None = None
        self._looking = False

    # For the interface's thread.

    @property
    def failure(self) -> str | None:
        """Why the first act that waits could not be saved, as a sentence."""
        return self._failure if self.acts else None

    @property
    def saving(self) -> Saving:
        return Saving(len(self.acts), self.failure)

    @property
    def unsaved(self) -> str | None:
        """What is not saved, as a sentence; None if everything is."""
        pending, failure = self.saving
        if not pending:
            return None
        return trn(
            "{n} change of {path} not saved: {why}",
            "{n} changes of {path} not saved: {why}",
            pending,
            path=self._layers.article.path,
            why=failure or tr("the disk is still busy."),
        )

    def save(self, act: Act) -> None:
        """Have an act saved; it is kept until it is."""
        self._saver.wait_for(self, act)
        self._saver.ask(self._save)

    def look(self) -> None:
        """Have what others wrote read, and the article's file looked at."""
        if not self._looking:
            self._looking = True
            self._saver.ask(self._look)

    def follow(self, places: Places) -> None:
        """Have the files go on with another text of the article."""
        self._saver.ask(lambda: self._layers.follow(places))

    def checkpoint(self, until: float | None = None) -> None:
        """Have the checkpoint written, unless it is later than ``until`` by the clock before that is begun."""

        def write() -> None:
            if until is None or time.monotonic() < until:
                self._checkpoint()

        self._saver.ask(write)

    def news(self) -> News:
        """What was read since this was last asked."""
        news = News()
        with suppress(IndexError):
            while True:
                news.add(self._news.popleft())
        return news

    def run(self, job: Callable[[], T]) -> T:
        """Have something done to the files, and wait for it. Raises what it raises."""
        from concurrent.futures import Future  # which loads much that is seldom needed

        future: Future[T] = Future()

        def do() -> None:
            try:
                future.set_result(job())
            except Exception as error:  # noqa: BLE001 — it is raised where somebody waits
                future.set_exception(error)

        self._saver.ask(do)
        return future.result()

    # For the saver's, one of its threads at a time.

    def _save(self) -> None:
        if self.acts:  # else it was saved together with another's
            self._saver.save(self)

    def save_all(self) -> None:
        """Save what waits, in order, until something fails."""
        before = self.saving
        while self.acts:
            try:
                news = self._layers.save(self.acts[0])
            except HashiyaError as error:
                self._failure = str(error)
                break
            except Exception as error:  # noqa: BLE001 — the thread must live, and nothing be dropped
                self._failure = tr("Something unforeseen happened: {error!r}.", error=error)
                break
            self.acts.popleft()
            self._failure = None
            if news:
                self._news.append(news)
        self._saver.forget(self)
        if self.saving != before or self._news:
            self._saver.tell()

    def _look(self) -> None:
        self._looking = False
        changed = self._layers.look()
        news = self._layers.refresh()
        if news:
            self._news.append(news)
        if news or changed:
            self._saver.tell()

    def _checkpoint(self) -> None:
        with suppress(HashiyaError):  # the history holds everything in any case
            self._layers.checkpoint()
