"""Files of several projects in one run: each is checked under the configuration that is nearest to it."""

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from corpuskit.cli import common, forgiving
from corpuskit.config import Config, Project
from corpuskit.model import Document, Fix, Rule
from corpuskit.readers import Found
from corpuskit.readers.discover import is_never_taken
from corpuskit.rules import RuleSet, outdated, selected_codes
from corpuskit.run import Outcome, Settings, process_runs

if TYPE_CHECKING:
    from corpuskit.forgive import Forgiver, PerFile


class Group(NamedTuple):
    """Inputs that share a configuration, and the settings that it makes."""

    inputs: list[Found]
    settings: Settings


class Rules:
    """The rules of all groups, by their code, and the rule that is in no rule file."""

    def __init__(self, groups: Sequence[Group]) -> None:
        """Of two groups that have a rule of one code, the first says what it reads."""
        self._sets = [group.settings.rules for group in groups]

    def __getitem__(self, code: str) -> Rule:
        """The rule of ``code``; ``KeyError`` if no group has it."""
        for rules in self._sets:
            if code in rules:
                return rules[code]
        from corpuskit.suppress import UNUSED

        return {UNUSED.code: UNUSED}[code]


def groups_of(
    args: argparse.Namespace, inputs: Sequence[Found], forgiver: "Forgiver | None", *, level: Fix = Fix.SAFE
) -> list[Group]:
    """``inputs`` by configuration, in the order of their first; without any one empty group.

    What a configuration excludes is left out, but for files that are named (``--force-exclude``: those, too).
    """
    by_folder: dict[Path, Project] = {}
    by_file: dict[Path | None, tuple[Project, list[Found]]] = {}
    for one in inputs:
        folder = one.path.parent
        if folder not in by_folder:
            by_folder[folder] = common.project_of(args, folder)
        project = by_folder[folder]
        if (one.named and not args.force_exclude) or not _is_left_out(one.path, project):
            by_file.setdefault(project.path, (project, []))[1].append(one)
    if not by_file:
        by_file[None] = (common.project_of(args, Path.cwd()), [])
    return [
        Group(members, _counted(args, _settings(args, project, forgiver, level), project, members))
        for project, members in by_file.values()
    ]


def group_of_stdin(
    args: argparse.Namespace, forgiver: "Forgiver | None", *, level: Fix = Fix.SAFE
) -> Group | None:
    """A group without inputs, for the text of standard input: by the configuration that is nearest to the
    file that it is said to be; ``None`` where that excludes it and ``--force-exclude`` says so."""
    path = Path(args.stdin_filename) if args.stdin_filename else None
    project = common.project_of(args, path.parent if path else Path.cwd())
    if path and args.force_exclude and _is_left_out(path, project):
        return None
    return Group([], _counted(args, _settings(args, project, forgiver, level), project, []))


def _counted(
    args: argparse.Namespace, settings: Settings, project: Project, inputs: Sequence[Found]
) -> Settings:
    """``settings`` with a census where their rules need one: each configuration has its own corpus."""
    if not settings.rules.corpus_wide:
        return settings
    from corpuskit.cli.census import with_census

    return with_census(args, settings, project.config, inputs)


def _is_left_out(path: Path, project: Project) -> bool:
    """Whether the file at ``path`` is none to check unless it is named: hooks name all that end in .txt."""
    return is_never_taken(path.name) or is_excluded(path, project)


def is_excluded(path: Path, project: Project) -> bool:
    """Whether the configuration excludes the file at ``path``."""
    if not project.config.exclude:
        return False
    from corpuskit.suppress import glob, name_below

    name = name_below(Document("", "", path.as_posix()), _folder(project))
    return any(glob(pattern).fullmatch(name) for pattern in project.config.exclude)


def ignored_codes(path: Path, project: Project, rules: RuleSet) -> frozenset[str]:
    """The codes that ``per-file-ignores`` of the configuration ignore in the file at ``path``."""
    if not project.config.per_file_ignores:
        return frozenset()
    document = Document("", "", path.as_posix())
    ignores = _ignores(project.config, rules, _folder(project))
    return frozenset().union(*(one.codes for one in ignores if one.holds_for(document)))


def _folder(project: Project) -> str:
    return str((project.path.parent if project.path else Path.cwd()).resolve())


def _settings(
    args: argparse.Namespace, project: Project, forgiver: "Forgiver | None", level: Fix
) -> Settings:
    settings, config = common.settings_of(args, project=project, level=level)
    forgiver = forgiving.by_present_codes(args, forgiver, settings.rules)
    if config.per_file_ignores:
        from corpuskit.forgive import Forgiver

        every = [entry.rule for entry in settings.rules.entries]
        common.warn(args, outdated(every, (code for own in config.per_file_ignores.values() for code in own)))
        ignores = _ignores(config, settings.rules, _folder(project))
        forgiver = replace(forgiver or Forgiver(), ignores=ignores)
    return replace(settings, forgive=forgiver)


def _ignores(config: Config, rules: RuleSet, folder: str) -> "tuple[PerFile, ...]":
    from corpuskit.forgive import PerFile

    every = [entry.rule for entry in rules.entries]
    return tuple(
        PerFile(folder, pattern, selected_codes(every, codes, preview=True, named="per-file-ignores"))
        for pattern, codes in config.per_file_ignores.items()
        if codes
    )


def process(args: argparse.Namespace, groups: Sequence[Group], inputs: Sequence[Found]) -> Iterator[Outcome]:
    """The outcomes of all groups, in the order of ``inputs``."""
    numbers = {one.path: number for number, group in enumerate(groups) for one in group.inputs}
    kept = (one for one in inputs if one.path in numbers)
    runs = ((number, [*own]) for number, own in groupby(kept, lambda one: numbers[one.path]))
    yield from process_runs(runs, [group.settings for group in groups], common.jobs_of(args, inputs))


def add_force_exclude(parser: argparse.ArgumentParser) -> None:
    """``--force-exclude``."""
    parser.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out what the configuration excludes, and requirements*.txt and the like, even if named, "
        "as hooks do",
    )
