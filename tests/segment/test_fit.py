"""The likelihood and its gradient, against the definition; the minimiser, against a known minimum."""

from itertools import pairwise, product

import numpy as np
import pytest

from corpuskit.segment import fit
from corpuskit.segment.crf import WORDS

ROWS, TAGS = 6, WORDS.tags
STARTS, LENGTHS = np.array([0, 3, 4]), np.array([3, 1, 4])
TAG = np.array([0, 1, 2, 3, 3, 0, 2, 3])


@pytest.fixture
def columns() -> list[np.ndarray]:
    random = np.random.default_rng(1)
    return [random.integers(0, ROWS, 8) for _ in range(2)]


@pytest.fixture
def parameters() -> fit.Floats:
    return np.random.default_rng(2).normal(size=ROWS * TAGS + TAGS**2)


def allowed(path: tuple[int, ...]) -> bool:
    steps = all(WORDS.follows[pair] for pair in pairwise(path))
    return bool(WORDS.first[path[0]] and WORDS.last[path[-1]] and steps)


def test_the_value_is_the_negative_log_likelihood(columns: list[np.ndarray], parameters: fit.Floats) -> None:
    weights, edges = parameters[:-16].reshape(ROWS, TAGS), parameters[-16:].reshape(TAGS, TAGS)
    nodes = sum(weights[column] for column in columns)

    def worth(start: int, path: tuple[int, ...]) -> float:
        inside = sum(nodes[start + place, tag] for place, tag in enumerate(path))
        return float(inside + sum(edges[pair] for pair in pairwise(path)))

    wanted = 0.25 * float(parameters @ parameters)
    for start, length in zip(STARTS.tolist(), LENGTHS.tolist(), strict=True):
        paths = [path for path in product(range(TAGS), repeat=length) if allowed(path)]
        wanted += float(np.log(sum(np.exp(worth(start, path)) for path in paths)))
        wanted -= worth(start, tuple(TAG[start : start + length].tolist()))
    chains = fit.Chains.of(STARTS, LENGTHS, columns, TAG)
    assert fit.objective(chains, ROWS, 0.5, WORDS)(parameters)[0] == pytest.approx(wanted)


def test_the_gradient_is_that_of_the_value(columns: list[np.ndarray], parameters: fit.Floats) -> None:
    value = fit.objective(fit.Chains.of(STARTS, LENGTHS, columns, TAG), ROWS, 0.5, WORDS)
    gradient = value(parameters)[1]
    for place in range(len(parameters)):
        step = np.zeros_like(parameters)
        step[place] = 1e-5
        slope = (value(parameters + step)[0] - value(parameters - step)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, abs=1e-6)


def test_the_minimum_of_a_bowl() -> None:
    centre, scale = np.array([1.0, -2.0, 3.0]), np.array([1.0, 10.0, 100.0])

    def bowl(x: fit.Floats) -> tuple[float, fit.Floats]:
        return float((scale * (x - centre) ** 2).sum()) + 1, 2 * scale * (x - centre)

    assert fit.minimise(bowl, np.zeros(3), steps=60, tolerance=1e-14) == pytest.approx(centre, abs=1e-4)
