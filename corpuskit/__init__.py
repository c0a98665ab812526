"""Lint, repair and annotate text corpora, Chinese first.

>>> import corpuskit
>>> corpuskit.check("发展新质生产力,推动高质量发展").diagnostics[0].code
'PU001'
"""

from typing import TYPE_CHECKING, Any

from corpuskit.version import __version__

if TYPE_CHECKING:
    from corpuskit.api import (
        CorpuskitError,
        Document,
        annotate,
        annotate_many,
        check,
        check_many,
        fix,
        fix_many,
        load_rules,
        restore,
        take_census,
    )

__all__ = [
    "CorpuskitError",
    "Document",
    "__version__",
    "annotate",
    "annotate_many",
    "check",
    "check_many",
    "fix",
    "fix_many",
    "load_rules",
    "restore",
    "take_census",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the command line needs only some of it."""
    if name in __all__ and name != "__version__":
        from corpuskit import api

        return getattr(api, name)
    raise AttributeError(f"module 'corpuskit' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What is imported, and what is when it is asked for."""
    return sorted({*globals(), *__all__})
