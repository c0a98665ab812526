"""What git ignores: ``.gitignore`` files from the repository's root down, and ``.git/info/exclude``.

Patterns are matched by pathspec, which follows git. A user's own global excludes are left out, so that a
corpus has the same files for everyone.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec


def absolute(path: Path) -> Path:
    """``path`` from the root of the file system, links not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


@dataclass(frozen=True, slots=True)
class Ignored:
    """Pattern files that hold in ``folder``, the nearest last.

    Each with the name that ``folder`` has below the folder of the file: empty, or with ``/`` at its end.
    """

    folder: Path
    specs: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> "Ignored":
        """What the folders above ``folder``, up to the root of its repository, say of what lies in it.

        Nothing where there is no repository, or where they ignore ``folder`` itself, which the user named.
        """
        root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
        if root is None:
            return cls(folder)
        ignored = cls(root, _spec(root / ".git" / "info" / "exclude"))
        for name in folder.relative_to(root).parts:
            ignored = ignored.enter(ignored.folder)
            if ignored.holds(name, is_folder=True):
                return cls(folder)
            ignored = ignored.below(name)
        return ignored

    def below(self, name: str) -> "Ignored":
        """The same patterns, as they hold in the folder ``name`` of this one."""
        return Ignored(self.folder / name, tuple((f"{base}{name}/", spec) for base, spec in self.specs))

    def enter(self, folder: Path) -> "Ignored":
        """What holds in ``folder``, this one or one in it, its own ``.gitignore`` included."""
        here = self if folder == self.folder else self.below(folder.name)
        return Ignored(folder, here.specs + _spec(folder / ".gitignore"))

    def holds(self, name: str, *, is_folder: bool) -> bool:
        """Whether ``name`` in this folder is ignored; the folder is not."""
        for base, spec in reversed(self.specs):
            said = spec.check_file(f"{base}{name}{'/' * is_folder}").include
            if said is not None:
                return bool(said)
        return False


def _spec(file: Path) -> tuple[tuple[str, Any], ...]:
    """The patterns in ``file``, as they hold in its own folder; none where it cannot be read."""
    try:
        lines = file.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    return (("", GitIgnoreSpec.from_lines(_valid(lines))),)


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
