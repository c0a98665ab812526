"""Which rules are on: ``--select``, ``--ignore`` and ``--preview``."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpuskit.errors import ConfigError
from corpuskit.model import Rule, Status

_PARTS = re.compile(r"([A-Z]+)([0-9]*)")


def selected_codes(
    rules: Iterable[Rule],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    *,
    preview: bool = False,
    named: str = "select",
) -> frozenset[str]:
    """The codes that are on.

    A selector is ``ALL``, a family (``LB``), the beginning of a number (``LB0``) or a code (``LB001``). The
    longer selector wins, and ``ignore`` wins over an equal one of ``select``. Without ``select`` all
    rules are. A preview rule is on by its full code only, or with ``preview``. A code that a rule had
    stands for the rule. Raises ``ConfigError`` for a selector that fits no rule; ``named`` is what
    ``select`` is called there.
    """
    rules = list(rules)
    select, ignore = _known(rules, select, named), _known(rules, ignore, "ignore")
    return frozenset(rule.code for rule in rules if _is_on(rule, select or ["ALL"], ignore, preview))


def redirects(rules: Iterable[Rule]) -> dict[str, str]:
    """By each code that a rule had, the code it has."""
    return {old: rule.code for rule in rules for old in rule.formerly}


def outdated(rules: Iterable[Rule], selectors: Iterable[str]) -> list[str]:
    """What to tell whoever wrote ``selectors``: which are old codes, and which are of deprecated rules."""
    rules = list(rules)
    moved = redirects(rules)
    old = {rule.code: rule for rule in rules if rule.status is Status.DEPRECATED}
    notes = []
    for selector in dict.fromkeys(selectors):
        if new := moved.get(selector):
            notes.append(f"{selector} is now {new}: write that")
        elif selector in old:
            notes.append(
                f"{selector} ({old[selector].name}) is deprecated: `corpuskit rule {selector}` says why"
            )
    return notes


def _known(rules: Sequence[Rule], selectors: Sequence[str], named: str) -> list[str]:
    """``selectors`` by their present codes. Raises ``ConfigError`` for one that fits no rule."""
    moved = redirects(rules)
    codes = [rule.code for rule in rules]
    present = [moved.get(selector, selector) for selector in selectors]
    for selector in present:
        if not any(_weight(selector, code) for code in codes):
            raise ConfigError(_unknown(selector, codes), file=named)
    return present


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` with the nearest of ``known``, or nothing."""
    import difflib  # only for what is wrong

    folded = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), folded, 1, 0.6)
    return f"; did you mean {folded[near[0]]!r}?" if near else ""


def _is_on(rule: Rule, select: Sequence[str], ignore: Sequence[str], preview: bool) -> bool:
    chosen = max(_weight(selector, rule.code) for selector in select)
    dropped = max((_weight(selector, rule.code) for selector in ignore), default=0)
    if rule.status is Status.PREVIEW and not preview and rule.code not in select:
        return False
    return chosen > dropped


@lru_cache(maxsize=4096)
def fits(selector: str, code: str) -> bool:
    """Whether ``selector``, one of those of `selected_codes`, means the rule ``code``.

    >>> fits("TM", "TM001"), fits("TM0", "TM001"), fits("TM", "TMX001")
    (True, True, False)
    """
    return _weight(selector, code) > 0


def _weight(selector: str, code: str) -> int:
    """0 where ``selector`` does not fit ``code``, else more for a longer selector.

    A family fits as a whole: ``TM`` is not the beginning of ``TMX001``.
    """
    if selector == "ALL":
        return 1
    parts, own = _PARTS.fullmatch(selector), _PARTS.fullmatch(code)
    fits = parts and own and parts[1] == own[1] and own[2].startswith(parts[2])
    return 1 + len(selector) if fits else 0


def _unknown(selector: str, codes: Sequence[str]) -> str:
    families = sorted({_family(code) for code in codes})
    own = [code for code in codes if _family(code) == _family(selector)]
    hint = nearest(selector, [*codes, *families, "ALL"])
    return f"no rule {selector!r}{hint or '; allowed: ' + ', '.join(own or ['ALL', 'a code', *families])}"


def _family(code: str) -> str:
    return code.rstrip("0123456789")
