"""The kind ``characters``: broken, invisible and canonically equivalent characters, by a table look-up.

The stage runs before the layout and leaves it its cues: line and page ends, blanks and soft hyphens are
never touched, and a character is replaced by one of the same width or deleted where it has none. Variation
selectors stay, and so do joiners where a script or an emoji needs them.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.errors import RuleFault
from corpuskit.joined import Joined, only_in
from corpuskit.model import CodeArray, Details, Edit, Find, Fix, Hits, IntArray, Options, Rule, Stage, View
from corpuskit.unicode import CELLS, CharClass, class_set, code_set
from corpuskit.unicode import CLASSES as CHAR_CLASSES

STAGE = Stage.CHARACTERS
DETAILS = frozenset({"codepoints", "count", "replacement"})
Replacements: TypeAlias = Mapping[int, str]
_Stays: TypeAlias = Callable[[CodeArray, IntArray], npt.NDArray[np.bool_]]
_Row: TypeAlias = tuple[int, int, int, Details, Sequence[Edit]]
_SHOWN = 8


class CharactersRule(Rule, tag="characters", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule that looks for characters of a named ``class``, or those of ``map`` and ``table``.

    ``map`` gives each character what stands for it: one of the same width, or nothing if it has no width.
    ``table`` is a TSV file of the same two columns. A run of adjacent characters is one hit.

    Classes are ``bidi-controls``, ``compatibility-ideographs``, ``controls``, ``ideographic-variations``,
    ``kangxi-radicals``, ``noncharacters``, ``nul``, ``private-use``, ``replacement``,
    ``stray-variation-selectors``, ``surrogates`` and ``zero-width``.
    """

    class_: str = msgspec.field(name="class", default="")
    map: dict[str, str] = msgspec.field(default_factory=dict)
    table: str = ""


class _Class(NamedTuple):
    """A named set of characters, what stands for them (nobody knows, if empty), and where they stay.

    ``members`` are indices into a table over code points: private-use characters are too many to name each.
    """

    members: Sequence[slice | Sequence[int]]
    new: Replacements = MappingProxyType({})
    stays: _Stays | None = None


def _deleted(codes: Collection[int], stays: _Stays | None = None) -> _Class:
    return _Class([[*codes]], dict.fromkeys(codes, ""), stays)


def _normalised(form: Literal["NFC", "NFKC"], codes: Iterable[int], stays: _Stays | None = None) -> _Class:
    new = {code: unicodedata.normalize(form, chr(code)) for code in codes}
    equivalents = {code: one for code, one in new.items() if one != chr(code)}
    return _Class([[*equivalents]], equivalents, stays)


#: Scripts whose spelling needs joiners, or (Thai to Khmer) zero-width spaces between words.
_JOINING = ((0x0600, 0x109F), (0x1780, 0x18AF), (0x1900, 0x1CFF), (0xA800, 0xABFF), (0x10A00, 0x11FFF))
#: Characters that emoji sequences are made of (Unicode ``emoji-data``, as ranges), variation selector 16 too.
_EMOJI = ((0x2190, 0x2BFF), (0x3030, 0x303D), (0x3297, 0x3299), (0xFE0F, 0xFE0F), (0x1F000, 0x1FAFF))


def _ranges(*ends: tuple[int, int]) -> list[slice]:
    return [slice(first, last + 1) for first, last in ends]


_IN_JOINING, _IN_EMOJI = code_set(*_ranges(*_JOINING)), code_set(*_ranges(*_EMOJI))
_EMPHASIS = code_set([*map(ord, "*_~")])
_WORD_CLASSES = class_set(CharClass.HAN, CharClass.KANA, CharClass.SMALL_KANA, CharClass.HANGUL)
_RADICALS = range(0x2E80, 0x2FE0)
#: From a character to the equivalent one that it is set against, at most.
_NEAR = 4


def _beside(codes: CodeArray, places: IntArray) -> tuple[CodeArray, CodeArray]:
    """What stands before and behind each of ``places``; 0 where nothing does."""
    before = np.where(places > 0, codes[places - 1], 0)
    after = np.where(places + 1 < len(codes), codes[np.minimum(places + 1, len(codes) - 1)], 0)
    return before, after


def _in_words(codes: CodeArray) -> npt.NDArray[np.bool_]:
    """Whether each of ``codes`` is CJK, radicals included."""
    radicals = (codes >= _RADICALS.start) & (codes < _RADICALS.stop)
    found: npt.NDArray[np.bool_] = _WORD_CLASSES[CHAR_CLASSES[codes]] | radicals
    return found


def _joins(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether the zero-width characters at ``places`` do their work there.

    Beside the marks of Markdown they do: without them ``**注意：**请`` is not bold.
    """
    own = codes[places]
    before, after = _beside(codes, places)
    spaces = (own >= 0x200B) & (own <= 0x200D)
    in_script = spaces & (_IN_JOINING[before] | _IN_JOINING[after])
    in_emoji = (own == 0x200D) & _IN_EMOJI[before] & _IN_EMOJI[after]
    in_markup = spaces & (_EMPHASIS[before] | _EMPHASIS[after])
    stays: npt.NDArray[np.bool_] = in_script | in_emoji | in_markup
    return stays


def _are_set_against(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether the characters at ``places`` stand alone, and near what is equivalent to them, with nothing but
    marks and blanks between: as in a table of variants."""
    equivalents = np.array([ord(unicodedata.normalize("NFKC", chr(one))) for one in codes[places].tolist()])
    padded = np.pad(codes, _NEAR)
    words = _in_words(padded)
    own = places + _NEAR
    alone = ~(words[own - 1] | words[own + 1])
    found = np.zeros(len(places), np.bool_)
    for side in (-1, 1):
        apart = alone.copy()
        for distance in range(2, _NEAR + 1):
            found |= apart & (padded[own + side * distance] == equivalents)
            apart &= ~words[own + side * distance]
    return found


def _are_meant(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether the radicals at ``places`` are meant as such: several, each of which stands alone, or such as
    are set against what they look like.

    Where they stand for characters some of them have others beside them.
    """
    before, after = _beside(codes, places)
    alone = len(places) > 1 and not (_in_words(before) | _in_words(after)).any()
    return np.full(len(places), alone) | _are_set_against(codes, places)


#: Scripts that run from right to left.
_RIGHT_TO_LEFT = code_set(*_ranges((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC), (0x10800, 0x10FFF)))
#: What no variation selector goes with: nothing at all, blanks, another selector, letters without variants.
_WITHOUT_VARIANTS = class_set(
    CharClass.BLANK, CharClass.LINE_END, CharClass.UPPER, CharClass.LOWER, CharClass.KANA, CharClass.HANGUL
)
_SELECTORS = _ranges((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_IN_SELECTORS = code_set(*_SELECTORS)


def _among_right_to_left(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """In a text with right-to-left writing these controls may do their work."""
    return np.full(len(places), bool(_RIGHT_TO_LEFT.take(codes, mode="clip").any()))


def _selects(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether the variation selectors at ``places`` stand behind a character that may have variants.

    Those of the supplement (U+E0100 and on) are for Han only.
    """
    before = codes[np.maximum(places - 1, 0)]
    kinds = CHAR_CLASSES[before]
    for_han = codes[places] >= 0xE0100
    varies = np.where(for_han, kinds == CharClass.HAN, ~_WITHOUT_VARIANTS[kinds])
    return (places > 0) & varies & ~_IN_SELECTORS[before]


def _varies(codes: CodeArray, places: IntArray) -> npt.NDArray[np.bool_]:
    """Whether the selectors at ``places`` do not choose a variant of a Han character."""
    return ~_selects(codes, places)


_KEPT_CONTROLS = (0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85)
CLASSES: Mapping[str, _Class] = {
    "zero-width": _deleted((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), _joins),
    "nul": _deleted((0,)),
    "controls": _deleted({*range(0x20), *range(0x7F, 0xA0)} - {*_KEPT_CONTROLS}),
    "kangxi-radicals": _normalised("NFKC", (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3), _are_meant),
    "compatibility-ideographs": _normalised(
        "NFC", (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)), _are_set_against
    ),
    "private-use": _Class(_ranges((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))),
    "replacement": _Class([[0xFFFD]]),
    "bidi-controls": _Class(
        [[0x061C], *_ranges((0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))], stays=_among_right_to_left
    ),
    "surrogates": _Class(_ranges((0xD800, 0xDFFF))),
    "noncharacters": _Class(
        [*_ranges((0xFDD0, 0xFDEF)), slice(0xFFFE, None, 0x10000), slice(0xFFFF, None, 0x10000)]
    ),
    "stray-variation-selectors": _Class(_SELECTORS, stays=_selects),
    "ideographic-variations": _Class(_ranges((0xE0100, 0xE01EF)), stays=_varies),
}


def faults(rule: CharactersRule, options: Options) -> Iterator[RuleFault]:
    """What is wrong with ``rule``: an unknown class, a map that would disturb the layout."""
    given = [
        key for key, value in (("class", rule.class_), ("map", rule.map), ("table", rule.table)) if value
    ]
    if len(given) != 1:
        yield RuleFault(rule.code, "", "exactly one of 'class', 'map' and 'table' is needed")
        return
    if rule.class_ and rule.class_ not in CLASSES:
        yield RuleFault(rule.code, "class", repr(rule.class_), ", ".join(sorted(CLASSES)))
        return
    if rule.class_ and rule.fix is not Fix.NONE and not CLASSES[rule.class_].new:
        yield RuleFault(rule.code, "fix", f"nothing can stand for {rule.class_}", "none")
    for place, old, new in _given(rule, options):
        problem = _problem(old, new)
        if problem:
            yield RuleFault(rule.code, place, f"{_names(old)}: {problem}")


def _given(rule: CharactersRule, options: Options) -> Iterator[tuple[str, str, str]]:
    """``(key or line, old, new)`` of a rule's own replacements."""
    for old, new in rule.map.items():
        yield "map", old, new
    if rule.table:
        for number, line in enumerate(options.tables[rule.code, rule.table], 1):
            if line and not line.startswith("#"):
                old, _, new = line.partition("\t")
                yield f"{rule.table}:{number}", old, new.partition("\t")[0]


def _problem(old: str, new: str) -> str:
    if len(old) != 1 or len(new) > 1:
        return "one character stands for one, or nothing does"
    if any(_is_cue(one) for one in old + new):
        return "line ends, blanks, soft hyphens and variation selectors are left to the layout"
    if not new and not _has_no_width(old):
        return "only characters without width can be deleted here"
    if new and CELLS[ord(old)] != CELLS[ord(new)]:
        return f"{_names(new)} is not as wide"
    return ""


def _is_cue(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Zs", "Zl", "Zp")
        or code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0xAD)
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
    )


def _has_no_width(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Mn") or not CELLS[ord(character)]


class _Search(NamedTuple):
    """One compiled rule: which characters it looks for, what stands for them, where they stay."""

    rule: int
    members: npt.NDArray[np.bool_]
    new: Replacements
    stays: _Stays | None
    fixes: bool


def compile(rules: Sequence[CharactersRule], options: Options) -> Find:
    """One ``Find`` for all ``rules``, which have no faults: one look-up a character for all of them."""
    classes = [_class_of(rule, options) for rule in rules]
    wanted = code_set(*(part for one in classes for part in one.members))
    searches = [
        _Search(index, code_set(*one.members), one.new, one.stays, rule.fix is not Fix.NONE)
        for index, (rule, one) in enumerate(zip(rules, classes, strict=True))
    ]

    @lru_cache(maxsize=4096)
    def of(code: int) -> list[_Search]:
        return [search for search in searches if search.members[code]]

    def look(view: View) -> Hits:
        places = np.flatnonzero(wanted.take(view.codes, mode="clip"))
        codes = view.codes[places]
        able = {search.rule: search for code in set(codes.tolist()) for search in of(code)}
        chosen = [search for _, search in sorted(able.items())]
        return Hits.of([row for one in chosen for row in _rows(one, places[one.members[codes]], view)])

    def find(views: Sequence[View]) -> list[Hits]:
        return only_in(views, Joined(views).where(wanted), look)

    return find


def _class_of(rule: CharactersRule, options: Options) -> _Class:
    if rule.class_:
        return CLASSES[rule.class_]
    own = {ord(old): new for _, old, new in _given(rule, options)}
    return _Class([[*own]], own)


def _rows(search: _Search, places: IntArray, view: View) -> Iterator[_Row]:
    """The hits of one rule at ``places``, ascending: one for each run."""
    if search.stays is not None:
        places = places[~search.stays(view.codes, places)]
    if not len(places):
        return
    cuts = np.flatnonzero(np.diff(places) > 1)
    starts = places[np.concatenate([[0], cuts + 1])].tolist()
    ends = (places[np.append(cuts, len(places) - 1)] + 1).tolist()
    known: dict[str, tuple[list[str], Details]] = {}
    for start, end in zip(starts, ends, strict=True):
        found = view.text[start:end]
        if found not in known:
            known[found] = _described(found, search.new)
        news, details = known[found]
        yield search.rule, start, end, details, _edits(start, end, news) if search.fixes else ()


def _described(found: str, new: Replacements) -> tuple[list[str], Details]:
    """What stands for each character of a run, and what a message may say of it."""
    news = [new.get(ord(one), "") for one in found]
    return news, {
        "found": found,
        "codepoints": _names(found),
        "count": len(found),
        "replacement": "".join(news),
    }


def _edits(start: int, end: int, news: Sequence[str]) -> list[Edit]:
    """One edit for a run that goes, one for each character that another one stands for."""
    if not any(news):
        return [Edit(start, end, "")]
    return [Edit(at, at + 1, new) for at, new in enumerate(news, start)]


def _names(characters: str) -> str:
    shown = " ".join(f"U+{ord(one):04X}" for one in characters[:_SHOWN])
    return shown + (" …" if len(characters) > _SHOWN else "")
