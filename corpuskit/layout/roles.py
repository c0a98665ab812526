"""What single characters can be at the edge of a line: one look-up says all that is asked of them."""

import numpy as np
import numpy.typing as npt

from corpuskit.unicode import CODE_POINTS

RoleArray = npt.NDArray[np.uint16]


class Role:
    """What a character can be, a bit each; it may be several things. Plain numbers, as `CharClass` has."""

    NUMERAL = 1
    ARTICLE = 2
    AFTER_NUMBER = 4
    AFTER_LETTER = 8
    DASH_BULLET = 16
    MEASURE = 32
    YEAR = 64
    MONTH_DAY = 128
    NO_YEAR = 256
    DATE_GOES_ON = 512
    TELLING = 1024
    SURNAME = 2048
    CITING = 4096
    NOTING = 8192
    LEANING = 16384


#: The hundred commonest family names and two hundred more, of those that a byline begins with, and their
#: traditional forms.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜"
    "詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶"
    "刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜"
    "鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衡楚佟栗匡宗蒲應应巫寇桑荆储沙"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾薑譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭顏嚴溫蘆魯韋畢聶叢齊莊塗"
    "關費紀歐項遊陽衛鮑單甯寧閔強華車邊饒晉鄔暢宮來簡婁蓋黨談連欒計竇遲藍鞏練樂荊儲範瀋"
)
_MEMBERS: tuple[tuple[int, str], ...] = (
    (Role.NUMERAL, "〇一七三九二五八六十千百零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"),
    (Role.ARTICLE, "条章节编篇部分款项回卷集课讲条條章節編項課講"),
    (Role.AFTER_NUMBER, "、．.)）:：]】"),
    (Role.AFTER_LETTER, ").、）．"),
    (Role.DASH_BULLET, "-*+–—·•"),
    (Role.MEASURE, "年月日时時分秒个個亿億万萬千百元人次岁歲米斤吨项項件条條家户戶页頁噸倍位名届屆號号"),
    (Role.YEAR, "年"),
    (Role.MONTH_DAY, "月日"),
    (Role.NO_YEAR, "龄齡轻輕货貨糕画畫关關夜"),
    (Role.DATE_GOES_ON, "初中末底份旬前后後内內至在起到和以之，。、"),
    (Role.TELLING, "（(据據来來资資稿原转轉摘选選出图圖表FT本新人央首特记記通作文编編责責撰摄攝整供实實Bb"),
    (Role.SURNAME, SURNAMES),
    (Role.CITING, "据據"),
    (Role.NOTING, "作记記編编译譯本执執课課整责責通此"),
    (Role.LEANING, "了的们們着著吗嗎么麼呢吧"),
)


def _table() -> RoleArray:
    table = np.zeros(CODE_POINTS, np.uint16)
    for role, characters in _MEMBERS:
        for character in characters:
            table[ord(character)] |= role
    return table


ROLES: RoleArray = _table()
