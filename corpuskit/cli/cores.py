"""How many processes can run at once."""

import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def cores() -> int:
    """The cores that this process may use: Slurm, taskset, containers give it fewer than the machine has."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, quota(_CGROUPS) or allowed))


def quota(cgroups: Path) -> int | None:
    """The cores of time that Linux grants a container, whole ones, at least one; None where it grants all.

    As version 2 of control groups says it in ``cpu.max``, or version 1 in ``cpu/cpu.cfs_quota_us``: how many
    microseconds of each period of how many (https://docs.kernel.org/admin-guide/cgroup-v2.html).
    """
    try:
        granted, period = (cgroups / "cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        try:
            granted = (cgroups / "cpu/cpu.cfs_quota_us").read_text("ascii")
            period = (cgroups / "cpu/cpu.cfs_period_us").read_text("ascii")
        except (OSError, ValueError):
            return None
    try:
        share = int(granted) / int(period)
    except (ValueError, ZeroDivisionError):  # max
        return None
    return max(1, int(share)) if share > 0 else None  # -1 is no limit
