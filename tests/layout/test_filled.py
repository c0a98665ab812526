"""Lines that were filled by programs that know little of CJK."""

import textwrap

import pytest

from corpuskit.layout.filled import between_blanks
from corpuskit.layout.rewrap import Setting, fill, rewrap
from tests.layout.sample import fix, ink, page_of
from tests.layout.texts import HERE, read

[BLOCKS] = [row["gold"] for row in read(HERE / "genres.jsonl") if row["id"] == "mixed-tech"]
NOTES = (
    "这套脚本最早是为 Linux 服务器写的，后来也搬到了 Windows 和 macOS 上。它每天凌晨读取 nginx 的访问日志，按 URL "
    "和状态码汇总，再把结果写进 PostgreSQL 数据库，早上打开 Grafana 就能看到前一天的曲线。",
    "安装之前请先确认 Python 的版本不低于 3.11，并且装好 libpq 的头文件。用 pip 安装时如果提示找不到 pg_config "
    "命令，多半是没有装开发包，在 Debian 上运行 apt install libpq-dev 就能解决，在 Alpine 上则要装 postgresql-dev 才行。",
    "配置文件用 TOML 格式，放在 etc 目录下面。其中 threshold 一项默认为 500 毫秒，超过它的请求会单独记到 slow.log "
    "里面；如果网站本来就慢，可以调到 2000 以上，免得日志涨得太快。修改之后不必重启，发一个 SIGHUP 信号给进程即可生效。",
)
STEPS = [
    "The installer goes through the same steps on every machine, and writes down what it does in a log of its own:",
    "it asks the server in the cellar for the list of packages, which may take a minute or two when the line is busy;",
    "it makes room on the disk, copies the packages one after the other, and counts what could not be read at once;",
    "then it sets the clock, the name of the machine and the language of its keyboard, as the first file tells it to;",
    "last of all it restarts the machine, waits until it answers again, and sends the log to whoever asked for it.",
    "Whoever wants to know more reads the log, which lies on the server for a month and is then thrown away by it.",
]


def _at_blanks(blocks: list[str], width: int, gap: str) -> str:
    """``blocks`` broken at blanks alone, by cells."""
    rows: list[str] = []
    for block in blocks:
        line = ""
        for word in block.split(" "):
            if line and _cells(line) + 1 + _cells(word) > width:
                rows.append(line + "\n")
                line = word
            else:
                line = f"{line} {word}" if line else word
        rows.append(line + "\n" + gap)
    return "".join(rows)


def _cells(text: str) -> int:
    return sum(1 + (c > "\u2e80") for c in text)


@pytest.mark.parametrize(
    "width",
    [pytest.param(50, marks=pytest.mark.xfail(strict=True, reason="a number begins a line")), 70, 72, 74, 80],
)
def test_lines_that_are_broken_at_blanks_alone_come_back(width: int) -> None:
    blocks = [*NOTES, *BLOCKS[1:5]]
    text = _at_blanks(blocks, width, "\n")
    _, page = page_of(text)
    assert page.worded[0]
    assert fix(text).rstrip("\n").split("\n\n") == blocks


def test_lines_of_a_column_and_of_lists_are_not_broken_at_blanks_alone() -> None:
    column = rewrap(NOTES, ["paragraph"] * len(NOTES), Setting(60, shown=True), 1)
    into = "API 应用程序接口\nCPU 中央处理器\nGPU 图形处理器\nRAM 内存\nROM 只读存储器\n" * 2
    out = "应用程序接口 API\n中央处理器 CPU\n图形处理器 GPU\n内存 RAM\n只读存储器 ROM\n" * 2
    _, page = page_of(column, into, out)
    assert between_blanks(page.lines, page.ink, 3).tolist() == [False] * 3
    assert fix(into) == into
    assert fix(out) == out


@pytest.mark.parametrize("width", range(24, 47))
def test_an_empty_line_that_parts_all_other_paragraphs_parts_these_too(width: int) -> None:
    blocks = [*NOTES[:2], "安装和配置的几点说明和经验", *NOTES[2:], *BLOCKS[1:4]]
    text = "\n\n".join("\n".join(textwrap.wrap(block, width)) for block in blocks) + "\n"
    starts = {ink(row)[:8] for row in fix(text).split("\n\n")}
    assert starts >= {ink(block)[:8] for block in blocks}


@pytest.mark.parametrize(
    "width",
    [
        pytest.param(n, marks=pytest.mark.xfail(n in (56, 58), strict=True, reason="two steps look like one"))
        for n in range(44, 90, 2)
    ],
)
def test_steps_that_empty_lines_part_stay_apart(width: int) -> None:
    text = "\n\n".join("\n".join(fill(step, [width])) for step in STEPS) + "\n"
    assert fix(text).rstrip("\n").split("\n\n") == STEPS
