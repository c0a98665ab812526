"""Spellings that differ in one character."""

from collections.abc import Callable, Iterable, Iterator


def one_apart(spellings: Iterable[str], drifts: Callable[[str, str, int], bool]) -> Iterator[tuple[str, str]]:
    """Pairs that differ at one place, as ``drifts(one, other, place)`` allows.

    >>> list(one_apart(["账户", "帐户", "账本"], lambda one, other, at: at == 0))
    [('账户', '帐户')]
    """
    gaps: dict[tuple[str, str], list[str]] = {}
    for spelling in spellings:
        for at in range(len(spelling)):
            gaps.setdefault((spelling[:at], spelling[at + 1 :]), []).append(spelling)
    for (head, _), members in gaps.items():
        for place, one in enumerate(members):
            for other in members[:place]:
                if drifts(other, one, len(head)):
                    yield other, one


def united(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Groups of what pairs have in common, each sorted.

    >>> list(united([("马利亚", "玛利亚"), ("账户", "帐户"), ("玛利亚", "玛丽亚")]))
    [['玛丽亚', '玛利亚', '马利亚'], ['帐户', '账户']]
    """
    groups: dict[str, list[str]] = {}
    for one, other in pairs:
        left, right = groups.setdefault(one, [one]), groups.setdefault(other, [other])
        if left is not right:
            left += right
            groups.update(dict.fromkeys(right, left))
    yield from (sorted(group) for group in {id(group): group for group in groups.values()}.values())
