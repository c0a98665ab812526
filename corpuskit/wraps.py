"""Why one line break was taken for a wrap, or kept, in words: only what the text itself shows."""

import re
from functools import cache
from typing import NamedTuple

from corpuskit.layout import REASONS
from corpuskit.layout.lines import CLOSES_END, COLONS, HYPHENS, MAY_BREAK, STOPS
from corpuskit.model import Layout
from corpuskit.unicode import CELLS, CLASS_COUNT, CLASSES, characters_of, display_width

#: Characters looked at before a line for its indent, at the end of a line, and at the start of the next one.
_INDENT, _TAIL, _HEAD = 64, 48, 48
#: Closing marks looked at behind a stop, with it.
_CLOSERS = 6
#: Characters shown of a stretch that cannot be broken.
_SHOWN = 24
_TAB = 4
#: Lines on each side that one is compared with, and how few there must be at least on both.
_AROUND, _FEWEST = 6, 4
_LATIN = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
_HYPHENS = "\u2010\u2011\xad-"
_WORD_HEAD = f"[{_LATIN}]+(?:[{_HYPHENS}][{_LATIN}]+)*[{_HYPHENS}]$"
_WORD_TAIL = f"[{_LATIN}]+(?:['’{_HYPHENS}][{_LATIN}]+)*"
_NUMBER = r"[0-9０-９](?:[0-9０-９.,．，]*[0-9０-９])?$"
_UNIT = f"[{_LATIN}]+|."


class _Break(NamedTuple):
    """A break: the line before it without its indent, the cells of both, and how the next line begins.

    Empty where Python takes for a blank or a line end what is ink (U+001C to U+001F).
    """

    line: str
    ink: int
    indent: int
    after: str


def because(text: str, layout: Layout, at: int) -> str:
    """Why break ``at`` of ``text`` was joined, or left as doubtful; empty where the reason says it all.

    Widths are cells (a Han character is two); ``layout.width`` is the column.
    """
    reason, one = REASONS[layout.reasons[at]], _break(text, layout, at)
    if not one.line or not one.after:
        return ""
    if reason == "kept-unsure":
        return _doubt(one, layout, at)
    if not layout.joins[at]:
        return ""
    if reason == "word-cut" and (head := re.search(_WORD_HEAD, one.line[-_TAIL:])):
        if tail := re.match(_WORD_TAIL, one.after):
            return f"the line ends inside the word “{head[0]}{tail[0]}”"
    elif reason == "number-cut" and (number := re.search(_NUMBER, one.line[-_TAIL:])):
        if unit := re.match(_UNIT, one.after):
            return f"the number {number[0]} is cut from {unit[0]}"
    elif reason == "blank-line-inside-block":
        if not _end(one.line):
            return "the sentence goes on behind the empty line"
        return f"{_chance(layout, at)} that the paragraph goes on behind the empty line"
    if words := _full(one, layout.width):
        return words
    if end := _end(one.line):
        return f"the line {end}; {_chance(layout, at)} that the paragraph goes on"
    return _as_others(text, layout, at)


def _break(text: str, layout: Layout, at: int) -> _Break:
    start, end = int(layout.starts[at]), int(layout.ends[at])
    low = max(0, int(layout.ends[at - 1]) - _INDENT) if at else 0
    whole = text[low:start].splitlines()[-1]
    line = whole.lstrip()
    blanks = whole[: len(whole) - len(line)]
    indent = display_width(blanks) + (_TAB - 1) * blanks.count("\t")
    return _Break(line, display_width(line), indent, text[end : end + _HEAD].splitlines()[0])


def _unit(after: str) -> str:
    """What stands at the start of a line and cannot be broken.

    >>> _unit("产业，新"), _unit("业，新"), _unit("“产”业"), _unit("passed, and")
    ('产', '业，', '“产”', 'passed,')
    """
    # One by one: it is a character or two, as a rule.
    size, kind = 1, CLASSES.item(ord(after[0]))
    while size < len(after):
        before, kind = kind, CLASSES.item(ord(after[size]))
        if MAY_BREAK.item(before * CLASS_COUNT + kind):
            break
        size += 1
    return after[:size].rstrip() or after[:size]


def _room(one: _Break, width: int) -> tuple[str, int] | None:
    """The unit of the next line and the cells that were taken, if it would not have fitted behind them.

    The cells of the indent count only where the line alone leaves room: a margin may be that of all lines.
    """
    unit = _unit(one.after)
    narrow = CELLS.item(ord(one.line[-1])) == CELLS.item(ord(unit[0])) == 1
    blank = narrow and not HYPHENS[CLASSES[ord(one.line[-1])]]
    needed = blank + display_width(unit)
    for used in (one.ink, one.ink + one.indent):
        if used + needed > width and (used == one.ink or used <= width):
            return unit, used
    return None


def _full(one: _Break, width: int) -> str:
    room = _room(one, width)
    if room is None or not width:
        return ""
    unit, used = room
    shown = unit if len(unit) <= _SHOWN else f"{unit[: _SHOWN - 1]}…"
    takes = f"{used} of {width} cells" if used < width else f"all {width} cells"
    with_indent = ", its indent counted" if used > one.ink else ""
    return f"the line fills {takes}{with_indent}; “{shown}” would not have fitted"


def _as_others(text: str, layout: Layout, at: int) -> str:
    """What there is to say of a line that ends in nothing: most lines around it may do so, too."""
    low, high = max(0, at - _AROUND), min(len(layout.starts), at + _AROUND + 1)
    others = layout.starts[low:high].tolist()
    del others[at - low]
    same = sum(not _end(text[max(0, start - _CLOSERS) : start]) for start in others)
    if len(others) < _FEWEST or 2 * same <= len(others):
        return "the line ends in the middle of a sentence"
    many = f"all {same}" if same == len(others) else f"{same} of the {len(others)}"
    return f"the line ends without a stop, like {many} lines around it"


def _end(line: str) -> str:
    """How ``line`` comes to an end, closing marks apart; empty if it just ends."""
    closers, words = _endings()
    return words.get(line[-_CLOSERS:].rstrip(closers)[-1:], "")


@cache
def _endings() -> tuple[str, dict[str, str]]:
    """The closing marks, and what is said of each mark that a line comes to an end with."""
    stops = dict.fromkeys(characters_of(STOPS), "ends its sentence")
    return characters_of(CLOSES_END), stops | dict.fromkeys(characters_of(COLONS), "ends in a colon")


def _doubt(one: _Break, layout: Layout, at: int) -> str:
    """What speaks for and against a break that was kept, and how likely it is a wrap."""
    full = _room(one, layout.width) is not None
    if end := _end(one.line):
        words = f"is full and {end}" if full else f"has room left and {end}"
    else:
        words = "is full and ends without a stop" if full else "has room left but ends without a stop"
    return f"the line {words}; {_chance(layout, at)} that it goes on"


def _chance(layout: Layout, at: int) -> str:
    """The probability that a break is a wrap; a confidence is that of what was decided."""
    confidence = int(layout.confidences[at])
    return f"{confidence if layout.joins[at] else 100 - confidence} %"
