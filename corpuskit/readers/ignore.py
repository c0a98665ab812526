"""What git ignores: ``.gitignore`` files from the repository's root down, and ``.git/info/exclude``.

Patterns are matched by pathspec, which follows git. A user's own global excludes are left out, so that a
corpus has the same files for everyone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Ignored:
    """Pattern files that hold in a folder, the nearest last: ``(folder they lie in, patterns)``."""

    specs: tuple[tuple[Path, Any], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> "Ignored":
        """What the folders above ``folder``, up to the root of its repository, say of what lies in it.

        Nothing where there is no repository, or where they ignore ``folder`` itself, which the user named.
        """
        root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
        if root is None:
            return cls()
        ignored = cls(_spec(root, root / ".git" / "info" / "exclude"))
        between = [one for one in reversed(folder.parents) if one.is_relative_to(root)]
        for parent in between:
            ignored = ignored.enter(parent)
        return cls() if folder != root and ignored.holds(folder, is_folder=True) else ignored

    def enter(self, folder: Path) -> "Ignored":
        """What holds in ``folder``, its own ``.gitignore`` included."""
        found = _spec(folder, folder / ".gitignore")
        return Ignored(self.specs + found) if found else self

    def holds(self, path: Path, *, is_folder: bool) -> bool:
        """Whether ``path`` is ignored; its parents are not."""
        for folder, spec in reversed(self.specs):
            said = spec.check_file(path.relative_to(folder).as_posix() + "/" * is_folder).include
            if said is not None:
                return bool(said)
        return False


def _spec(folder: Path, file: Path) -> tuple[tuple[Path, Any], ...]:
    """The patterns in ``file``, which hold below ``folder``; none where it cannot be read."""
    try:
        lines = file.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    return ((folder, GitIgnoreSpec.from_lines(_valid(lines))),)


def _valid(lines: Iterable[str]) -> list[str]:
    """Those of ``lines`` that are patterns: git passes over the others in silence."""
    valid = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        valid.append(line)
    return valid
