"""How a cluster is found, with a stand-in for Ray; Ray itself runs in `tests/shards`."""

import sys
from types import SimpleNamespace

import pytest

from corpuskit.engines import ray
from corpuskit.errors import ConfigError


@pytest.mark.parametrize("error", [ConnectionError("no such host"), RuntimeError("no token")])
def test_a_cluster_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def init(**_: object) -> None:
        raise error

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False, init=init))
    monkeypatch.setenv("RAY_ADDRESS", "head:6379")
    with pytest.raises(ConfigError, match=f"RAY_ADDRESS: head:6379: {error}; allowed: a cluster that runs"):
        list(ray.run(str, [1]))


def test_without_ray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"corpuskit\[ray\]"):
        list(ray.run(str, [1]))
