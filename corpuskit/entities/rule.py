"""What an entity rule says, and its lists and pattern with what their tables hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from corpuskit.contexts import Context, context_faults
from corpuskit.errors import RuleFault
from corpuskit.matching import Regex, regex_of
from corpuskit.model import Options, ScopedRule
from corpuskit.schemes import SCHEMES

#: The name of a table beside the rule file, or the words themselves.
WordList: TypeAlias = str | tuple[str, ...]
#: By what a document may call again: the name, the family name of a foreign one, the surname of a Chinese
#: one, the two characters behind it, an organisation without its form and its place.
Form: TypeAlias = Literal["whole", "family", "surname", "given", "stem"]
#: The lists by which each form is told, by their names in ``lists``.
FORM_LISTS: dict[Form, tuple[str, ...]] = {
    "surname": ("surname",),
    "given": ("surname",),
    "stem": ("suffix",),
}
#: A list in a pattern: ``{name}``.
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class LabelRule(ScopedRule, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What rules that put ``label`` on names have in common: what a hit is, and what may stand beside it.

    A hit does not count if it is one of ``exceptions`` or holds one of ``without``, if it fails
    ``preceded_by`` or ``followed_by`` (one of them must stand right there) or their ``not_`` forms, or if
    ordinary ``words`` speak against it: one that covers it, or one that runs across its ``start``, across
    its ``end``, two across ``both``, or one ``within`` it, whatever of these ``against`` names. A word that
    begins with one of the characters ``trusted`` says nothing against an end (德政 in 萨尔瓦多·阿连德政府).
    Of labels that overlap, the higher ``priority`` wins. ``schemes`` says what the label is in the label
    schemes of other corpora where that does not follow from it: ``{ ontonotes = "FAC" }``. What a list is
    may be written in the rule or be the name of a table: its lines, without those that begin with ``#``, up
    to the first tab. In a pattern, ``{name}`` is one of the words of ``lists.name``.
    """

    label: str
    priority: int = 0
    preceded_by: WordList = ()
    followed_by: WordList = ()
    not_preceded_by: WordList = ()
    not_followed_by: WordList = ()
    exceptions: WordList = ()
    without: WordList = ()
    words: WordList = ()
    trusted: WordList = ()
    against: tuple[Literal["start", "end", "both", "within"], ...] = ("both",)
    unless: tuple[Context, ...] = ()
    only: tuple[Context, ...] = ()
    schemes: dict[str, str] = msgspec.field(default_factory=dict)
    lists: dict[str, WordList] = msgspec.field(default_factory=dict)


class EntityRule(LabelRule, tag="entity", frozen=True, kw_only=True, forbid_unknown_fields=True):
    r"""A rule that puts a label on names; it never edits.

    It looks in exactly one way: for ``names``; with ``pattern``; for people, a word of ``surnames`` with one
    or two (``given_lengths``) characters of ``given`` behind it; or for what other rules put a label of
    ``recalls`` on elsewhere in the document. With ``extends``, the pattern is held against what stands
    right behind a hit of those labels, and the hit is both together (重庆 + 大学), or, set ``apart``, only
    what stands behind.

    What ``recalls`` looks for are ``forms`` of the names: all of it (``whole``), what stands behind the last
    dot (``family``); the word of ``lists.surname`` that one or two characters follow (``surname``), or, if
    they are two, these (``given``); what is left without the word of ``lists.suffix`` at its end, and also
    without that of ``lists.prefix`` at its beginning, three characters at least (``stem``).

    The hit is ``group`` of the match (0: all of it), cut at the characters of ``split``, and begins behind
    the last of the words ``leads`` in it. With ``shortened``, it ends where one of ``words`` begins that runs
    across its end, as far as what is left matches by itself (凯文·帕迪恩提 before 出: 提出).
    """

    names: WordList = ()
    pattern: str = ""
    group: int = 0
    split: str = ""
    leads: WordList = ()
    shortened: bool = False
    extends: tuple[str, ...] = ()
    apart: bool = False
    recalls: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ("whole", "family")
    surnames: WordList = ()
    given: WordList = ()
    given_lengths: tuple[int, ...] = (1, 2)


#: The keys of a rule that say what stands beside a hit.
SIDES = ("preceded_by", "followed_by", "not_preceded_by", "not_followed_by")
_LABEL = re.compile(r"[A-Z][A-Z0-9_]*")


def limit_faults(rule: LabelRule, lists: Mapping[str, WordList], options: Options) -> Iterator[RuleFault]:
    """What is wrong with the label and the limits of ``rule``, their lists and its other ``lists``."""
    if not _LABEL.fullmatch(rule.label):
        yield RuleFault(
            rule.code, "label", repr(rule.label), "upper case letters, digits and _, as PER, LOC, ORG"
        )
    for scheme, label in rule.schemes.items():
        if scheme not in SCHEMES:
            yield RuleFault(rule.code, "schemes", repr(scheme), ", ".join(SCHEMES))
        elif label not in SCHEMES[scheme].labels:
            allowed = ", ".join(sorted(SCHEMES[scheme].labels))
            yield RuleFault(rule.code, f"schemes.{scheme}", repr(label), allowed)
    own = {key: getattr(rule, key) for key in ("exceptions", "without", "words", "trusted", *SIDES)}
    for key, value in {**lists, **own}.items():
        try:
            words = words_of(rule, value, options)
        except KeyError:
            yield RuleFault(
                rule.code, key, f"{value!r} was not read", "a .txt or .tsv file beside the rule file"
            )
            continue
        if value and not words:
            yield RuleFault(rule.code, key, f"no words in {value!r}")
        elif not isinstance(value, str) and "" in words:  # of a table, empty lines are none
            yield RuleFault(rule.code, key, "an empty word")
    yield from context_faults(rule.code, rule.unless)
    yield from context_faults(rule.code, rule.only, "only")


def words_of(rule: LabelRule, value: WordList, options: Options) -> tuple[str, ...]:
    """The words of a list; raises ``KeyError`` where its table was not read."""
    if not isinstance(value, str):
        return value
    return _first_column(options.tables[rule.code, value])


@lru_cache(maxsize=64)
def _first_column(lines: Sequence[str]) -> tuple[str, ...]:
    """What a list file lists: read once, however many rules name it."""
    rows = (line.partition("\t")[0].strip() for line in lines)
    return tuple(dict.fromkeys(row for row in rows if row and not row.startswith("#")))


def filled(rule: LabelRule, pattern: str, options: Options) -> str:
    """``pattern`` with each ``{name}`` one of the words of ``lists.name`` of ``rule``.

    Raises ``KeyError`` where a table was not read.
    """

    def alternatives(match: re.Match[str]) -> str:
        words = words_of(rule, rule.lists[match[1]], options)
        return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"

    return PLACEHOLDER.sub(alternatives, pattern)


def pattern_faults(rule: LabelRule, key: str, options: Options, group: int = 0) -> Iterator[RuleFault]:
    """What is wrong with the pattern under ``key`` of ``rule``: a list that it has not, what RE2 refuses, no
    such ``group``."""
    pattern: str = getattr(rule, key)
    for name in PLACEHOLDER.findall(pattern):
        if name not in rule.lists:
            allowed = ", ".join(f"{{{one}}}" for one in rule.lists) or "none, there is no 'lists'"
            yield RuleFault(rule.code, key, f"unknown list {{{name}}}", allowed)
            return
    try:
        groups = regex_of(rule.code, key, filled(rule, pattern, options)).groups
    except RuleFault as fault:
        yield fault
        return
    except KeyError:
        return
    if not 0 <= group <= groups:
        yield RuleFault(rule.code, "group", f"the pattern has no group {group}", f"0 to {groups}")


def regex_of_rule(rule: EntityRule, options: Options) -> Regex:
    """The pattern of ``rule`` with its lists filled in, held to the place where an ``extends`` begins."""
    pattern = filled(rule, rule.pattern, options)
    return regex_of(rule.code, "pattern", f"(?m)^(?:{pattern})" if rule.extends else pattern)
