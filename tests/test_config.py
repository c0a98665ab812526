from pathlib import Path

import pytest

from corpuskit.config import Config, find_config, read_config
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
        ('[tool.corpuskit]\nselect = "LB"\n', "Expected `array`"),
        ('[tool.corpuskit.rules.LB001]\nlevel = "info"\n', "unknown field `level`"),
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
