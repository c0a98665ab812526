from pathlib import Path

import pytest

from corpuskit.config import Config, Override, find_config, read_config, read_project
from corpuskit.errors import ConfigError


def project(folder: Path, text: str) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold() -> None:
    assert read_config(None) == Config()


def test_the_nearest_file_with_our_table_is_found(tmp_path: Path) -> None:
    above = project(tmp_path, "[tool.corpuskit]\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    project(below, "[tool.other]\n")
    assert find_config(below) == above


def test_packs_lie_beside_the_file(tmp_path: Path) -> None:
    path = project(tmp_path, '[tool.corpuskit]\npacks = ["house.toml"]\nlicence = "CC-BY-4.0"\n')
    config = read_config(path)
    assert config.packs == (str(tmp_path / "house.toml"),)
    assert config.licence == "CC-BY-4.0"


@pytest.mark.parametrize("threshold", [50, 99])
def test_the_threshold_for_line_breaks_is_read(tmp_path: Path, threshold: int) -> None:
    path = project(tmp_path, f"[tool.corpuskit]\nline-break-threshold = {threshold}\n")
    assert read_config(path).line_break_threshold == threshold


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.corpuskit]\nselct = ["LB"]\n', "unknown key 'selct'; did you mean 'select'"),
        ('[tool.corpuskit]\nselect = "LB"\n', "toml:2: .* select: 'LB'; allowed: a list of texts"),
        ("[tool]\ncorpuskit = 1\n", r"toml:2: \[tool.corpuskit\] 1; allowed: a table"),
        ("[tool.corpuskit]\nextend = 5\n", "toml:2: .* extend: 5; allowed: a text"),
        ("[tool.corpuskit]\n\nextend = 'x.toml'\n", "toml:3: extend: 'x.toml': no such file"),
        ("[tool.corpuskit]\nignore = [1]\n", r"ignore: \[1\]; allowed: a list of texts"),
        ("[tool.corpuskit.rules]\nLB001 = 'info'\n", "toml:2: .* rules.LB001: 'info'; allowed: a table with"),
        ("[tool.corpuskit.rules.LB001]\nfix = 1\n", "rules.LB001: fix: 1; allowed: a text"),
        ("[tool.corpuskit.rules.LB001]\npriority = 'x'\n", "priority: 'x'; allowed: a whole number"),
        (
            "[tool.corpuskit.per-file-ignores]\n'a' = 'LB'\n",
            "per-file-ignores: .*; allowed: a table with a list",
        ),
        (
            '[tool.corpuskit.rules.LB001]\nlevel = "info"\n',
            "rules.LB001: unknown key 'level'; allowed: severity, fix",
        ),
        ("[tool.corpuskit\n", "cannot be read"),
        (
            "[tool.corpuskit]\nline-break-threshold = 49\n",
            "line-break-threshold: 49; allowed: .* from 50 to 99",
        ),
        (
            "[tool.corpuskit]\nline-break-threshold = 100\n",
            "line-break-threshold: 100; allowed: .* from 50 to 99",
        ),
        ("[tool.corpuskit]\nline-break-threshold = true\n", "line-break-threshold: True; allowed"),
        ("[tool.corpuskit]\nline-break-threshold = '80'\n", "line-break-threshold: '80'; allowed"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_it(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        read_config(project(tmp_path, text))
    assert "pyproject.toml" in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("corpuskit.toml", "# ours\nselect = 1\n", 2),
        ("corpuskit.toml", "[rules.LB001]\n\nfix = 1\n", 1),
        ("pyproject.toml", "[project]\n[tool.corpuskit]\nlanguage = 1\n", 3),
        ("corpuskit.toml", "# ours\nlanguage = 'Chinese'\n", 2),
        ("pyproject.toml", "[tool]\ncorpuskit.rules.LB001 = 1\n", 2),
    ],
)
def test_a_fault_has_the_line_of_its_key(tmp_path: Path, name: str, text: str, line: int) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_config(path)
    assert (error.value.file, error.value.line) == (path.as_posix(), line)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpuskit.toml"
    with pytest.raises(ConfigError, match=r"corpuskit\.toml: cannot be read: No such file"):
        read_config(path)
    path.write_bytes(b"language = '\xff'\n")
    with pytest.raises(ConfigError, match=r"corpuskit\.toml: not UTF-8: byte 12"):
        read_config(path)


def test_a_project_file_without_our_table_says_nothing(tmp_path: Path) -> None:
    assert read_config(project(tmp_path, "[project]\nname = 'x'\n")) == Config()


def test_each_value_is_told_with_where_it_comes_from(tmp_path: Path) -> None:
    base = tmp_path / "base.toml"
    base.write_text('ignore = ["EN"]\nextend-select = ["QU"]\n', encoding="utf-8")
    own = project(tmp_path, '[tool.corpuskit]\nextend = "base.toml"\nextend-select = ["PU"]\nignore = []\n')
    origins = read_project(own, ["language='zh'"]).origins
    assert origins["extend-select"] == f"{base.as_posix()}, {own.as_posix()}"
    assert origins["ignore"] == own.as_posix()
    assert origins["language"] == "--config"


def test_another_tool_in_a_strange_place_is_no_configuration(tmp_path: Path) -> None:
    project(tmp_path, "tool = 1\n")
    assert find_config(tmp_path) != tmp_path / "pyproject.toml"


def test_a_byte_order_mark_and_line_ends_of_windows_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corpuskit.toml"
    path.write_bytes(b'\xef\xbb\xbfselect = ["LB"]\r\nlanguage = "zh"\r\n')
    assert read_config(path) == Config(select=("LB",), language="zh")


def test_files_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('extend = "corpuskit.toml"\n', encoding="utf-8")
    path = tmp_path / "corpuskit.toml"
    path.write_text('extend = "other.toml"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"corpuskit\.toml: extend: .*corpuskit\.toml extends itself"):
        read_config(path)


def test_lists_and_tables_that_are_added_to_come_after_those_of_the_file_that_is_extended(
    tmp_path: Path,
) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "a.toml").write_text(
        'packs = ["house.toml", "package:news"]\nignore = ["TM"]\ncensus = "census.json"\n'
        '[per-file-ignores]\n"a.txt" = ["LB"]\n',
        encoding="utf-8",
    )
    path = tmp_path / "corpuskit.toml"
    path.write_text(
        'extend = "base/a.toml"\npacks = ["own.toml"]\nignore = ["PU"]\n'
        '[per-file-ignores]\n"b.txt" = ["SP"]\n',
        encoding="utf-8",
    )
    config = read_project(path, ["ignore=['CH']"]).config
    assert config.packs == (str(tmp_path / "base" / "house.toml"), "package:news", str(tmp_path / "own.toml"))
    assert config.census == str(tmp_path / "base" / "census.json")
    assert config.per_file_ignores == {"a.txt": ("LB",), "b.txt": ("SP",)}
    assert config.ignore == ("CH",)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("selct=['LB']", "--config: unknown key 'selct'; did you mean 'select'"),
        ("extend='a.toml'", "--config: extend: allowed in a file"),
        ("mine", "--config: 'mine' is neither a file nor KEY=VALUE in TOML"),
    ],
)
def test_a_wrong_setting_is_an_error(setting: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_project(None, [setting])


def test_what_a_file_says_of_a_rule_is_added_to_what_the_one_it_extends_says(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(
        '[rules.TM001]\nseverity = "info"\nfix = "safe"\n[rules.LB001]\nfix = "none"\n', encoding="utf-8"
    )
    path = tmp_path / "corpuskit.toml"
    path.write_text('extend = "base.toml"\n[rules.TM001]\nfix = "none"\n', encoding="utf-8")
    rules = read_project(path, ["rules.TM001.severity='error'"]).config.rules
    assert rules == {"TM001": Override("error", "none"), "LB001": Override(fix="none")}
