"""Short forms that a document gives in brackets behind the full one, and full ones behind the short."""

import re
from collections.abc import Iterator

from corpuskit.mining.proposals import Proposal
from corpuskit.mining.sightings import Bracket, Seen, Sightings

_SAID = re.compile("^(?:以下|下文|下)?(?:简称|称)(?:为|：|:)?[“「《]?(.+?)[”」》]?$")
_ACRONYM = re.compile("(?![IVX]+$)[A-Z][A-Z0-9-]{0,8}[A-Z0-9]")
_HAN = re.compile("[\u4e00-\u9fff]{2,16}")
#: Characters of a full form.
_FULL = range(4, 60)
_CLAUSE = re.compile("[，。；：、！？“”《》\\s]")
_CASED = re.compile("[A-Za-z][A-Za-z-]*")
#: Words of grammar, in front of which no name begins.
_STOPS = frozenset("的了和与及或在是为对由被将把用称即到从向以所该这种使让给于并而也都有新个") | {
    *("对于", "使用", "采用", "根据", "按照", "称为", "名为", "这个", "一种", "通过", "利用", "成为", "作为"),
    *("包括", "以及", "加入", "支持", "基于", "来自", "恢复", "名称"),
}
#: The end of one institution, where another is joined to it.
_TWO = re.compile("(?:大学|[院所局会部厂校团站室]|公司)[和与及、]")


def abbreviations(seen: Sightings) -> Iterator[Proposal]:
    """Full forms with their short ones."""
    found: dict[tuple[str, str], list[Bracket]] = {}
    for bracket in seen.brackets:
        for full, short in _pairs(bracket):
            found.setdefault((full, short), []).append(bracket)
    for (full, short), brackets in found.items():
        yield Proposal(
            "short form in brackets",
            4 if _HAN.fullmatch(short) else 5,
            {full: _seen(brackets), short: seen.latin.get(short) or seen.words.get(short) or _seen(brackets)},
            is_abbreviation=True,
        )


def _seen(brackets: list[Bracket]) -> Seen:
    one = Seen()
    for bracket in brackets:
        one.add(bracket.context, bracket.document)
    return one


def _pairs(bracket: Bracket) -> Iterator[tuple[str, str]]:
    """Full and short form of one bracket, if it is about that."""
    clause = _CLAUSE.split(bracket.before.rstrip())[-1]
    said = _SAID.match(bracket.inside)
    if said:
        full = full_form(clause, said[1])
        if full:
            yield full, said[1]
        return
    acronym = _last_word(clause)
    if _HAN.fullmatch(bracket.inside) and len(bracket.inside) in _FULL and _ACRONYM.fullmatch(acronym):
        # Of 北京TV (北京电视台) the short form is not TV.
        if not clause.removesuffix(acronym).endswith(bracket.inside[:2]):
            yield bracket.inside, acronym
    elif _ACRONYM.fullmatch(bracket.inside):
        full = _initials(bracket.before.rstrip(), bracket.inside) if acronym else _named(bracket)
        if len(full) in _FULL:
            yield full, bracket.inside


def _named(bracket: Bracket) -> str:
    """The entity before a bracket, or the words; of two that are joined only the last."""
    entity = bracket.entity.strip("《》“”")
    return entity if entity and not _TWO.search(entity) else _name_before(bracket.words)


def _last_word(clause: str) -> str:
    """The Latin word that ``clause`` ends with; nothing where it ends with none."""
    found = re.search("[A-Za-z0-9-]+$", clause.rstrip())
    return found[0] if found else ""


def full_form(clause: str, short: str) -> str:
    """The end of ``clause`` that ``short`` is made of, character by character; nothing where it is not.

    >>> full_form("本会根据国家核安全局", "核安局"), full_form("外国的组织和个人", "外方")
    ('核安全局', '')
    """
    at = len(clause)
    for char in reversed(short):
        at = clause.rfind(char, 0, at)
        if at < 0:
            return ""
    full = clause[at:]
    return full if len(full) > len(short) else ""


def _name_before(words: tuple[str, ...]) -> str:
    """The words before a bracket back to one of grammar; at most four, of Han."""
    name: list[str] = []
    for word in reversed(words):
        if word in _STOPS or not all("\u4e00" <= char <= "\u9fff" for char in word) or len(name) == 4:
            break
        name.insert(0, word)
    return "".join(name)


def _initials(clause: str, short: str) -> str:
    """The Latin words at the end of ``clause`` whose initials are ``short``."""
    words = list(_CASED.finditer(clause))[-len(short) :]
    initials = "".join(word[0][0] for word in words).upper()
    return clause[words[0].start() :] if words and initials == short.upper() else ""
