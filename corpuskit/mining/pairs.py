"""Spellings that differ in one character."""

from collections.abc import Callable, Iterable, Iterator


def one_apart(
    spellings: Iterable[str], sound: Callable[[str, int], str], is_pair: Callable[[str, str], bool]
) -> Iterator[tuple[str, str]]:
    """Pairs that differ at one place, where both have the same ``sound(spelling, place)``.

    A spelling without a sound has no pair there. Sounds come first, ``is_pair`` after them: few are alike.

    >>> sounds = {"账": "zhang", "帐": "zhang"}
    >>> words = ["账户", "帐户", "住户", "账本"]
    >>> list(one_apart(words, lambda word, at: sounds.get(word[at], ""), lambda one, other: True))
    [('账户', '帐户')]
    """
    gaps: dict[tuple[str, str, str], list[str]] = {}
    for spelling in spellings:
        for at in range(len(spelling)):
            heard = sound(spelling, at)
            if heard:
                gaps.setdefault((spelling[:at], heard, spelling[at + 1 :]), []).append(spelling)
    for members in gaps.values():
        for place, one in enumerate(members):
            for other in members[:place]:
                if is_pair(other, one):
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
