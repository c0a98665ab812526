"""Suppressions and the baseline on the command line: what they hide, what is left of them, writing one."""

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from corpuskit.cli import common
from corpuskit.display import number
from corpuskit.errors import ConfigError
from corpuskit.files import write_file
from corpuskit.model import Checked
from corpuskit.rules import RuleSet, fits, redirects

if TYPE_CHECKING:
    from corpuskit.forgive import Forgiver

#: The file of suppressions that is looked for.
NAME = "corpuskit-suppress.toml"


def add_forgiving(parser: argparse.ArgumentParser, *, writing: bool = False) -> None:
    """``--baseline`` and ``--suppressions``; with ``writing``, what writes a baseline, too."""
    group = parser.add_argument_group("what is forgiven: neither reported nor fixed")
    group.add_argument("--baseline", metavar="FILE", help="findings that were there before")
    if writing:
        group.add_argument("--write-baseline", metavar="FILE", help="write what is found now; exit 0")
        group.add_argument(
            "--update-baseline", action="store_true", help="take out of --baseline what is no longer found"
        )
    group.add_argument(
        "--suppressions", metavar="FILE", help=f"findings that were judged (default: the nearest {NAME})"
    )


def forgiver_of(args: argparse.Namespace) -> "Forgiver | None":
    """What the options say is forgiven; ``None`` if nothing is. Raises ``ConfigError``."""
    writing = getattr(args, "write_baseline", None)
    if writing and args.baseline:
        raise ConfigError("--write-baseline and --baseline; allowed: one of them")
    if writing and (args.output or args.statistics):
        raise ConfigError("--write-baseline reports nothing; allowed: --output and --statistics without it")
    if getattr(args, "update_baseline", False) and not args.baseline:
        raise ConfigError("--update-baseline without --baseline FILE, which it updates")
    path = _suppressions(args)
    if path is None and not args.baseline:
        return None
    # Only here: most runs forgive nothing, and start without what does.
    from corpuskit.forgive import Forgiver

    suppressions = baseline = None
    if path is not None:
        from corpuskit.suppress import read_suppressions

        suppressions = read_suppressions(path)
    if args.baseline:
        from corpuskit.baseline import read_baseline

        baseline = read_baseline(Path(args.baseline))
    return Forgiver(suppressions=suppressions, baseline=baseline)


def by_present_codes(
    args: argparse.Namespace, forgiver: "Forgiver | None", rules: RuleSet
) -> "Forgiver | None":
    """``forgiver`` with the present codes of ``rules`` for those that they had; warns of the latter."""
    moved = redirects(entry.rule for entry in rules.entries)
    if forgiver is None or not moved:
        return forgiver
    suppressions, baseline = forgiver.suppressions, forgiver.baseline
    for one in suppressions.entries if suppressions else ():
        if suppressions and one.code in moved:
            place = f"{suppressions.file}:{one.line}"
            common.warn(args, [f"{place}: {one.code} is now {moved[one.code]}: write that"])
    return replace(
        forgiver,
        suppressions=suppressions and suppressions.renamed(moved),
        baseline=baseline and baseline.renamed(moved),
    )


def _suppressions(args: argparse.Namespace) -> Path | None:
    if args.suppressions:
        return Path(args.suppressions)
    if args.isolated:
        return None
    here = Path.cwd()
    found = next((path for one in (here, *here.parents) if (path := one / NAME).is_file()), None)
    return Path(os.path.relpath(found)) if found else None


def warn_of_strangers(
    args: argparse.Namespace, forgiver: "Forgiver | None", every: Iterable[RuleSet]
) -> None:
    """Warn of suppressions whose code no rule of ``every`` set has: they can hide nothing."""
    if forgiver is None or forgiver.suppressions is None:
        return
    known = {entry.rule.code for rules in every for entry in rules.entries}
    for one in forgiver.suppressions.entries:
        if not any(fits(one.code, code) for code in known):
            common.warn(args, [f"{forgiver.suppressions.file}:{one.line}: no rule {one.code!r} in this run"])


def unused_of(
    args: argparse.Namespace, checked: Iterable[Checked], forgiver: "Forgiver | None", codes: frozenset[str]
) -> Checked | None:
    """The file of suppressions, if some of them are unused in ``checked``; these are its findings."""
    if forgiver is None or forgiver.suppressions is None or _is_ignored(args):
        return None
    from corpuskit.suppress import unused

    return unused(forgiver.suppressions, checked, codes)


def _is_ignored(args: argparse.Namespace) -> bool:
    ignored = common.codes(args.ignore) or common.config_of(args).ignore
    return not common.SUPPRESSIONS.isdisjoint(ignored)


def write_baseline(args: argparse.Namespace, checked: Iterable[Checked]) -> str:
    """Write all findings of ``checked`` to ``--write-baseline``; what was done, in a line."""
    from corpuskit.baseline import baseline_of, render

    path = Path(args.write_baseline)
    made = baseline_of(checked, path.parent)
    write_file(path, render(made).encode())
    return f"{number(made.total, 'finding')} in {number(len(made.counts), 'document')} written to {path}"


def update_baseline(
    args: argparse.Namespace, checked: Iterable[Checked], forgiver: "Forgiver", codes: frozenset[str]
) -> str:
    """Shrink ``--baseline`` to what is still found; what was done, in a line."""
    from corpuskit.baseline import baseline_of, render, shrunk

    assert forgiver.baseline is not None, "forgiver_of has read it"
    old, path = forgiver.baseline, Path(args.baseline)
    others = replace(forgiver, baseline=None)
    now = baseline_of((_with_forgiven(one, others) for one in checked), path.parent)
    gone = [name for name in old.counts if _is_gone(name, path.parent, args.paths or ["."])]
    new = shrunk(old, now, (one.document for one in checked), codes, gone)
    if new != old:
        write_file(path, render(new).encode())
    return f"{number(old.total - new.total, 'finding')} taken out of {path}, {new.total:,} left"


def _is_gone(name: str, folder: Path, paths: Iterable[str]) -> bool:
    """Whether the document ``name`` of a baseline in ``folder`` would lie in a folder among ``paths``, and
    its file is not there; a row is called as its file, ``#`` and its id."""
    file = os.path.abspath(folder / name)  # noqa: PTH100 - links stay
    if any(os.path.lexists(one) for one in (file, file.rpartition("#")[0]) if one):
        return False
    tops = [os.path.abspath(one) for one in paths if Path(one).is_dir()]  # noqa: PTH100 - links stay
    return any(Path(file).is_relative_to(top) for top in tops)


def _with_forgiven(one: Checked, forgiver: "Forgiver") -> Checked:
    """``one`` with all its findings but those that ``forgiver`` hides."""
    every = (*one.diagnostics, *one.forgiven)
    hidden = forgiver(one.document, every)
    return replace(one, diagnostics=tuple(each for index, each in enumerate(every) if index not in hidden))
