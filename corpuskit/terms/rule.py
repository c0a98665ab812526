"""What a term rule says, and its spellings with what its tables hold."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from corpuskit.contexts import Context, context_faults
from corpuskit.errors import RuleFault
from corpuskit.model import Fix, Options, ScopedRule

#: The name of a table beside the rule file, or the words themselves.
WordList: TypeAlias = str | tuple[str, ...]
#: Letters, digits and marks of Latin terms in full width; they stand 0xFEE0 above their ordinary forms.
_WIDE = re.compile("[！-／０-９：；＝＠Ａ-Ｚ＿ａ-ｚ]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if _WIDE.match(chr(code))}


class TermRule(ScopedRule, tag="term", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for variants of a preferred form.

    Either ``prefer`` with its ``variants``, or a ``table``: a TSV file with the columns preferred form,
    variant and, if there is one, the reference. A variant that shares a character with a word of ``keep``
    is no hit; nor is one inside a longer word that is right, which are ``words`` and preferred forms of any
    rule; nor one that Latin letters or digits run on from; nor, of one preferred form for all texts, one
    that is set against that form (帐户/账户), as in a table of spellings. Of variants that overlap the
    longest is found. ``ignore_width`` takes ５Ｇ for 5G.

    With ``policy = "majority"`` the form that is used most is right, whichever it is, in the document or,
    with ``scope = "corpus"``, in the census; of forms used as often, the preferred one. The message may then
    give ``{counts}``.

    With ``policy = "first-use"`` the variants are short forms: the first of them is a hit where no full form,
    the preferred one, stands before it or in brackets behind it. There is no fix for that.
    """

    prefer: str = ""
    variants: tuple[str, ...] = ()
    table: str = ""
    words: WordList = ()
    keep: tuple[str, ...] = ()
    policy: Literal["prefer", "majority", "first-use"] = "prefer"
    scope: Literal["document", "corpus"] = "document"
    ignore_case: bool = False
    ignore_width: bool = False
    unless: tuple[Context, ...] = ()


class Entry(NamedTuple):
    """One variant of one rule; ``line`` is that of its table, 0 where the rule itself names it."""

    rule: int
    prefer: str
    variant: str
    reference: str
    line: int = 0


class Fold(NamedTuple):
    """Which differences between characters do not count."""

    case: bool = False
    width: bool = False

    def __call__(self, text: str) -> str:
        """``text`` without them, of the same length.

        >>> Fold(case=True, width=True)("５Ｇ网络")
        '5g网络'
        """
        if self.width and _WIDE.search(text):
            text = text.translate(_NARROW)
        return _lower(text) if self.case else text


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


def fold_of(rule: TermRule) -> Fold:
    """Which differences ``rule`` ignores."""
    return Fold(rule.ignore_case, rule.ignore_width)


def entries(index: int, rule: TermRule, options: Options) -> Iterator[Entry]:
    """The variants of ``rule``, which is number ``index``, in order."""
    for variant in rule.variants:
        yield Entry(index, rule.prefer, variant, rule.reference)
    lines = options.tables[rule.code, rule.table] if rule.table else ()
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            columns = line.split("\t")
            reference = columns[2] if len(columns) > 2 else ""
            yield Entry(index, columns[0], "".join(columns[1:2]), reference or rule.reference, number)


def words_of(rule: TermRule, options: Options) -> Sequence[str]:
    """The longer words of ``rule`` that are right."""
    if isinstance(rule.words, tuple):
        return rule.words
    lines = options.tables[rule.code, rule.words]
    return [line.partition("\t")[0] for line in lines if line and not line.startswith("#")]


def faults(rule: TermRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: keys that do not fit together, lines that are no entry, idle variants."""
    if bool(rule.table) == bool(rule.prefer or rule.variants):
        yield RuleFault(rule.code, "", "either 'prefer' and 'variants', or 'table' is needed")
        return
    yield from context_faults(rule.code, rule.unless)
    yield from _policy_faults(rule)
    for key in ("keep", "words"):
        if "" in getattr(rule, key) and not isinstance(getattr(rule, key), str):
            yield RuleFault(rule.code, key, "an empty word")
    found = list(entries(0, rule, options))
    preferred = {entry.prefer for entry in found}
    seen: set[str] = set()
    for entry in found:
        problem = _problem(entry, seen, preferred, folded=rule.ignore_case or rule.ignore_width)
        if problem:
            yield RuleFault(rule.code, f"{rule.table}:{entry.line}" if entry.line else "variants", problem)
        seen.add(entry.variant)
    if not seen:
        yield RuleFault(rule.code, rule.table or "variants", "no variants")


def _policy_faults(rule: TermRule) -> Iterator[RuleFault]:
    majority = rule.policy == "majority"
    if rule.policy == "first-use" and rule.fix is not Fix.NONE:
        yield RuleFault(rule.code, "fix", "a full form that is missing cannot be written", "none")
    if rule.scope == "corpus" and not majority:
        yield RuleFault(rule.code, "scope", "a corpus is asked for its majority only", 'policy = "majority"')
    if "{counts}" in rule.message and not majority:
        yield RuleFault(rule.code, "message", "{counts} without a majority", 'policy = "majority"')


def _problem(entry: Entry, seen: set[str], preferred: set[str], *, folded: bool) -> str:
    variant = entry.variant
    if not entry.prefer or not variant:
        return "preferred form and variant, with a tab between, are needed"
    for form in (entry.prefer, variant):
        if form != form.strip():
            return f"{form!r}: a blank at an edge; allowed: none"
    if "\n" in variant + entry.prefer:
        return f"{variant!r}: a line break; variants are found across line breaks without one"
    if variant == entry.prefer and not folded:
        return f"{variant!r} is the preferred form itself"
    if variant != entry.prefer and variant in preferred:
        return f"{variant!r} is a preferred form, too"
    return f"{variant!r} is listed twice" if variant in seen else ""
