"""Finding out, article by article and while something else goes on, what waits for judgement in a project."""

from __future__ import annotations

from annotations import HashiyaError
from annotations.facts import Known
from annotations.gathering import Following
from annotations.layer import annotation_files
from annotations.project import Project
from annotations.renaming import Renames
from annotations.reviewing import Found, waiting_in


class Awaiting(Following[Found]):
    """Finds out what waits, and keeps up with what others write."""

    def find(self, path: str) -> Known[Found]:
        return look(self._project, path, self._renames)


def look(project: Project, path: str, renames: Renames) -> Known[Found]:
    """What waits in an article, read now. Raises nothing: what cannot be read is told with it.

    An article that nothing is written beside is not read, unless it may have been renamed.
    """
    folder = project.folder(path)
    try:
        bare = not annotation_files(folder)
        if bare and not renames.gone:
            return Known(Found(), [folder], bare=True)
        margin = project.margin(project.read(path), renames=renames)
        return Known(waiting_in(margin), margin.folders, bare and not margin.formerly)
    except (HashiyaError, OSError) as error:
        return Known(Found(problem=str(error)), [folder], bare=False)
