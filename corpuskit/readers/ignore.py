"""What git ignores: ``.gitignore`` files from the repository's root down, and ``.git/info/exclude``.

Patterns are matched by pathspec, which follows git. A user's own global excludes are left out, so that a
corpus has the same files for everyone.
"""

import os
from pathlib import Path
from typing import Any

import msgspec


def absolute(path: Path) -> Path:
    """``path`` from the root of the file system, links not followed."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


class Ignored(msgspec.Struct, frozen=True):
    """Pattern files that hold in ``folder``, the nearest last.

    Each with the name that ``folder`` has below the folder of the file: empty, or with ``/`` at its end.
    """

    folder: Path
    specs: tuple[tuple[str, tuple[Any, ...]], ...] = ()

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
        """Whether ``name`` in this folder, itself not ignored, is: the last pattern that matches says."""
        entry = name + "/" * is_folder
        said = (
            pattern.include
            for base, patterns in reversed(self.specs)
            for pattern in reversed(patterns)
            if pattern.match_file(base + entry) and _means(pattern, base, entry)
        )
        return bool(next(said, False))


def _means(pattern: Any, base: str, entry: str) -> bool:
    """Whether ``pattern``, which matches, means the entry: pathspec also matches all below a folder meant."""
    return not base or not pattern.match_file(base) or bool(pattern.match_file(entry))


def _spec(file: Path) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """The patterns in ``file``, as they hold in its own folder; none where it cannot be read."""
    try:
        lines = file.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ()
    return (("", tuple(pattern for line in lines for pattern in _patterns(line))),)


def _patterns(line: str) -> list[Any]:
    """The pattern in ``line``, if there is one: git passes over other lines in silence."""
    from pathspec import GitIgnoreSpec  # only where a folder has patterns: slow to load

    try:
        return [one for one in GitIgnoreSpec.from_lines([line]).patterns if one.include is not None]
    except ValueError:
        return []
