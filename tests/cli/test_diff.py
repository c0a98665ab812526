from pathlib import Path

import pytest

from corpuskit.cli import main
from tests.samples import WRAPPED, write


def test_changes_are_shown_by_rule_with_their_context(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    capsys.readouterr()
    assert main(["diff", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert "LB001: 4 changes in 1 documents" in out
    assert "[\\n]" in out
    assert out.endswith("4 changes\n")


def test_a_seed_gives_the_same_sample_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(write(tmp_path / "in", a=WRAPPED)), "--output", str(tmp_path / "out"), "--quiet"])
    shown = []
    for seed in ("1", "1", "2", "3", "4"):
        capsys.readouterr()
        main(["diff", str(tmp_path / "out"), "--sample", "1", "--seed", seed])
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1]
    assert len(set(shown)) > 1


def test_a_folder_that_is_no_build_is_an_error(tmp_path: Path) -> None:
    assert main(["diff", str(write(tmp_path, a=WRAPPED))]) == 2
