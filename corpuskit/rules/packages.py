"""Rules that an installed package brings: named by the package, with a version where it matters.

A package offers the rule files in folders of modules by its entry points of the group ``corpuskit.rules``::

    [project.entry-points."corpuskit.rules"]
    news = "corpus_rules_news"
"""

from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from corpuskit.errors import ConfigError
from corpuskit.names import PACKAGE

GROUP = "corpuskit.rules"


def folders_of(pack: str) -> list[Path]:
    """The folders of the pack ``package:NAME``, or ``package:NAME>=1.2,<2``.

    Raises ``ConfigError`` where the package is not installed, has another version, or offers no rules.
    """
    try:
        wanted = Requirement(pack.removeprefix(PACKAGE))
    except InvalidRequirement:
        raise ConfigError("no requirement; allowed: package:NAME, package:NAME>=1.2,<2", file=pack) from None
    try:
        found = distribution(wanted.name)
    except PackageNotFoundError:
        raise ConfigError(f"not installed; try: pip install '{wanted}'", file=pack) from None
    if not wanted.specifier.contains(found.version, prereleases=True):
        raise ConfigError(f"{found.version} is installed; try: pip install '{wanted}'", file=pack)
    folders = [folder for point in sorted(_modules(found)) for folder in _folders(point)]
    if not folders:
        raise ConfigError(
            f"it offers no rules: no module is named by an entry point of the group {GROUP}", file=pack
        )
    return folders


def _modules(found: Distribution) -> set[str]:
    return {point.value for point in found.entry_points if point.group == GROUP}


def _folders(module: str) -> list[Path]:
    """Where the files of a module lie, which is found and not imported; nowhere where it is missing."""
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return []
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
