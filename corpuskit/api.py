"""The library's front door: text in, text or values out. ``import corpuskit`` offers all of this."""

import contextlib
import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, Unpack

from corpuskit import annotator, checker, rules
from corpuskit import census as counting
from corpuskit.config import checked_language, checked_threshold
from corpuskit.errors import CorpuskitError
from corpuskit.formats import docbin
from corpuskit.layout import THRESHOLD
from corpuskit.model import Annotated, Census, Change, Checked, Document, Fix
from corpuskit.rules import RuleSet, load_rules
from corpuskit.segment import Segmenter, load_segmenter
from corpuskit.undo import undo_changes

#: Of files, by path, when each was changed, and its size.
_State: TypeAlias = tuple[tuple[str, int, int], ...]


class RuleOptions(TypedDict, total=False):
    """Which rules hold: paths of rule files beside the shipped ones, and codes by prefix.

    Any other option, a text where a sequence of them belongs, and codes beside a rule set, which has its own,
    are a ``TypeError``.
    ``line_break_threshold`` is in percent, 50 to 99: from this probability of a wrap on a line break is
    joined; a likely one below it is kept and reported by ``LB007``. ``census`` is what `take_census` gives,
    for corpus-wide rules; without one they find nothing.
    """

    rules: RuleSet | Sequence[str | Path]
    select: Sequence[str]
    ignore: Sequence[str]
    language: str | None
    unsafe_fixes: bool
    census: Census | None
    line_break_threshold: int


def fix(text: str | Document, **options: Unpack[RuleOptions]) -> str:
    """``text`` with safe fixes made. Options are those of `check`.

    Warns (``RuntimeWarning``) of rules whose edits were not made since they never came to an end, which
    ``errors`` of what `check` gives tell as well.

    >>> fix("要切实掌握竞争的制高\\n点、主动权。从实践逻辑看\\n，突出了科技创新的作用。\\n", select=["LB"])
    '要切实掌握竞争的制高点、主动权。从实践逻辑看，突出了科技创新的作用。\\n'
    """
    return _texts_of([check(text, **options)])[0]


def fix_many(texts: Sequence[str | Document], **options: Unpack[RuleOptions]) -> list[str]:
    """``fix`` for many texts at once."""
    return _texts_of(check_many(texts, **options))


def _texts_of(checked: Sequence[Checked]) -> list[str]:
    texts = []
    for one in checked:  # no comprehension: it would be the caller that is warned
        texts.append(one.text)
        for error in one.errors:
            warnings.warn(f"{one.document.place}: {error}", RuntimeWarning, stacklevel=3)
    return texts


def take_census(texts: Sequence[str | Document], **options: Unpack[RuleOptions]) -> Census:
    """How often the spellings that corpus-wide rules ask about stand in ``texts``: for ``census=``."""
    threshold = options.get("line_break_threshold", THRESHOLD)
    return counting.take_census(
        _documents(texts),
        _rule_set(options),
        language=_language(options),
        line_break_threshold=checked_threshold(threshold, "line_break_threshold"),
    )


def check(text: str | Document, **options: Unpack[RuleOptions]) -> Checked:
    """What is wrong with ``text``, and what it reads when that is fixed.

    Options, all by keyword: ``rules`` (paths of rule files, or what `load_rules` gives), ``select`` and
    ``ignore`` (codes by prefix), ``language``, ``unsafe_fixes``, ``census``, ``line_break_threshold``; see
    `RuleOptions`. Raises ``TypeError`` or ``ConfigError`` for a wrong one, ``RuleFileError`` for faults of
    rule files.

    >>> found = check("发展新质生产力,推动高质量发展", select=["PU"])
    >>> found.text, [(one.code, one.start, one.end) for one in found.diagnostics]
    ('发展新质生产力，推动高质量发展', [('PU001', 7, 8)])
    >>> found.alignment.to_source([8], [10])  # where the cleaned 推动 stands in the source
    (array([8]), array([10]))
    """
    return check_many([text], **options)[0]


def check_many(texts: Sequence[str | Document], **options: Unpack[RuleOptions]) -> list[Checked]:
    """``check`` for many texts at once, which is faster than one by one and gives the same."""
    threshold = options.get("line_break_threshold", THRESHOLD)
    return checker.check_many(
        _documents(texts),
        _rule_set(options),
        options.get("census"),
        level=Fix.UNSAFE if options.get("unsafe_fixes") else Fix.SAFE,
        language=_language(options),
        line_break_threshold=checked_threshold(threshold, "line_break_threshold"),
    )


class Annotation(Annotated, frozen=True):
    """What `annotate` gives: an ``Annotated`` that knows what other libraries take."""

    def to_spacy(self, vocab: Any = None) -> Any:
        """A spaCy ``Doc``: see `corpuskit.formats.docbin.to_spacy`. Raises ``ConfigError`` without spaCy."""
        return docbin.to_spacy(self, vocab)


def annotate(
    text: str | Document, *, segmenter: str | Segmenter = "default", **options: Unpack[RuleOptions]
) -> Annotation:
    """``text`` fixed, cut into sentences and words, its entities labelled, all on the cleaned text.

    ``segmenter`` is ``default`` (the shipped model), ``chars``, ``pkuseg:DIR`` or one that is loaded; other
    options are those of `check`.

    >>> one = annotate("重庆大学在重庆。")
    >>> text = one.checked.text
    >>> [(label.label, text[label.start : label.end]) for label in one.labels]
    [('ORG', '重庆大学'), ('LOC', '重庆')]
    """
    return annotate_many([text], segmenter=segmenter, **options)[0]


def annotate_many(
    texts: Sequence[str | Document],
    *,
    segmenter: str | Segmenter = "default",
    **options: Unpack[RuleOptions],
) -> list[Annotation]:
    """``annotate`` for many texts at once."""
    loaded = _segmenter(segmenter) if isinstance(segmenter, str) else segmenter
    found = annotator.annotate_many(check_many(texts, **options), _rule_set(options), loaded)
    return [Annotation(one.checked, one.sentences, one.tokens, one.labels, one.lost) for one in found]


def restore(text: str, changes: Sequence[Change]) -> str:
    """The source of a cleaned text: ``restore(checked.text, checked.changes) == source``.

    Raises ``InputError`` where the text was edited since.
    """
    return undo_changes(text, changes)


def _documents(texts: Sequence[str | Document]) -> list[Document]:
    if isinstance(texts, str | bytes):
        raise TypeError("texts are one text; allowed: a sequence of them")
    return [_document(f"text-{number}", one) for number, one in enumerate(texts, 1)]


def _document(id: str, text: object) -> Document:
    if isinstance(text, Document):
        return text
    if not isinstance(text, str):
        raise TypeError(f"{id} is of type {type(text).__name__}; allowed: str, Document")
    return Document(id, text)


def _language(options: RuleOptions) -> str | None:
    language = options.get("language")
    return checked_language(language) if language else None


def _rule_set(options: RuleOptions) -> RuleSet:
    if unknown := sorted(options.keys() - RuleOptions.__annotations__.keys()):
        allowed = ", ".join(RuleOptions.__annotations__)
        raise TypeError(f"unknown option {unknown[0]!r}; allowed: {allowed}")
    for key in ("rules", "select", "ignore"):
        if isinstance(options.get(key), str | bytes | Path):
            raise TypeError(
                f"{key} is {options.get(key)!r}; allowed: a sequence, such as [{options.get(key)!r}]"
            )
    given: Any = options.get("rules", ())
    if isinstance(given, RuleSet):
        for key in ("select", "ignore"):
            if options.get(key):
                raise TypeError(f"{key} beside a RuleSet; allowed: in load_rules, which made it")
        return given
    asked = tuple(map(str, given)), tuple(options.get("select", ())), tuple(options.get("ignore", ()))
    loaded, state = _loaded(*asked)
    if given and state != _state_of(loaded):
        _loaded.cache_clear()
        loaded, _ = _loaded(*asked)
    return loaded


_segmenter = lru_cache(maxsize=2)(load_segmenter)


@lru_cache(maxsize=8)
def _loaded(
    paths: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]
) -> tuple[RuleSet, _State]:
    """The rules, and the state of their files."""
    loaded = rules.load_rules(paths, select=select, ignore=ignore)
    for note in loaded.notes:
        warnings.warn(note, FutureWarning, stacklevel=4)
    return loaded, _state_of(loaded)


def _state_of(loaded: RuleSet) -> _State:
    """When each of the files of rules and their tables was changed, and its size."""
    packs = [Path(pack.path) for pack in loaded.packs]
    tables = {Path(loaded.entry(code).pack.path).with_name(name) for code, name in loaded.options.tables}
    found = []
    for path in (*packs, *sorted(tables)):
        with contextlib.suppress(OSError):  # a shipped one, which has another name here
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


__all__ = [
    "CorpuskitError",
    "Document",
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
