from pathlib import Path

import pytest

from corpuskit.cli import cores


@pytest.mark.parametrize(
    ("cpu_max", "expected"),
    [
        ("max 100000\n", None),
        ("200000 100000\n", 2),
        ("250000 100000\n", 2),
        ("50000 100000\n", 1),
        ("100000\n", None),
        ("no numbers\n", None),
        ("100000 0\n", None),
        ("", None),
    ],
)
def test_a_container_grants_whole_cores(tmp_path: Path, cpu_max: str, expected: int | None) -> None:
    (tmp_path / "cpu.max").write_text(cpu_max, "ascii")
    assert cores.quota(tmp_path) == expected


@pytest.mark.parametrize(("granted", "expected"), [("300000\n", 3), ("-1\n", None), ("0\n", None)])
def test_the_first_version_of_control_groups_is_known_too(
    tmp_path: Path, granted: str, expected: int | None
) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu/cpu.cfs_quota_us").write_text(granted, "ascii")
    (tmp_path / "cpu/cpu.cfs_period_us").write_text("100000\n", "ascii")
    assert cores.quota(tmp_path) == expected


def test_without_control_groups_there_is_no_quota(tmp_path: Path) -> None:
    assert cores.quota(tmp_path) is None


def test_a_quota_bounds_the_cores_and_never_raises_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "_CGROUPS", tmp_path)
    # as in a job of Slurm, on a machine that has more
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {3, 7, 9}, raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    assert cores.cores() == 3
    (tmp_path / "cpu.max").write_text("200000 100000", "ascii")
    assert cores.cores() == 2
    (tmp_path / "cpu.max").write_text("900000 100000", "ascii")
    assert cores.cores() == 3
