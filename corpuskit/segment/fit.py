"""Fits the character CRF: penalised likelihood by L-BFGS, all sentences at once, no chance involved.

Sources of the methods: J. Lafferty, A. McCallum, F. Pereira, "Conditional random fields", ICML (2001);
D. C. Liu, J. Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
Programming 45 (1989).
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from corpuskit.model import IntArray
from corpuskit.segment.chain import Flags, Scheme

Floats: TypeAlias = npt.NDArray[np.float64]
Objective: TypeAlias = Callable[[Floats], tuple[float, Floats]]


class Chains(msgspec.Struct, frozen=True):
    """Training chains laid out step by step: all first characters, all second ones, ..., longest chain first.

    ``steps[t]:steps[t + 1]`` are the characters at place ``t``; ``columns`` are the rows of each template,
    numbered through all templates; ``tags`` the right ones; ``ends`` the last character of each chain.
    """

    steps: IntArray
    columns: tuple[npt.NDArray[Any], ...]
    tags: IntArray
    ends: IntArray

    @classmethod
    def of(
        cls, starts: IntArray, lengths: IntArray, columns: Sequence[npt.NDArray[Any]], tags: IntArray
    ) -> "Chains":
        """Chains of ``lengths`` at ``starts`` of the arrays ``columns`` and ``tags``."""
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        counts = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
        steps = np.concatenate([[0], np.cumsum(counts)])
        which = np.arange(steps[-1]) - np.repeat(steps[:-1], counts)
        at = starts[which] + np.repeat(np.arange(len(counts)), counts)
        ends = steps[lengths - 1] + np.arange(len(lengths))
        return cls(steps, tuple(column[at] for column in columns), tags[at], ends)


def objective(chains: Chains, rows: int, penalty: float, scheme: Scheme) -> Objective:
    """Negative log-likelihood plus ``penalty`` / 2 times the squares, and its gradient.

    The parameters are a weight for each of ``rows`` and tags, then those of one tag after another.
    """
    n, tags = len(chains.tags), scheme.tags
    right = np.zeros((n, tags))
    right[np.arange(n), chains.tags] = 1
    followed = _followed(chains, tags)

    def value(parameters: Floats) -> tuple[float, Floats]:
        weights, edges = parameters[: rows * tags].reshape(rows, tags), parameters[rows * tags :]
        edges = edges.reshape(tags, tags)
        nodes = np.zeros((n, tags))
        for column in chains.columns:
            nodes += weights.take(column, axis=0)
        partition, chances, pairs = _marginals(chains, nodes, edges, scheme)
        gain = float((nodes * right).sum() + (followed * edges).sum())
        excess = chances - right
        slope = np.zeros((rows, tags))
        for column in chains.columns:
            for tag in range(tags):
                slope[:, tag] += np.bincount(column, excess[:, tag], rows)
        gradient = np.concatenate([slope.ravel(), np.where(scheme.follows, pairs - followed, 0).ravel()])
        squares = _dot(parameters, parameters)
        return partition - gain + penalty / 2 * squares, gradient + penalty * parameters

    return value


def _followed(chains: Chains, tags: int) -> Floats:
    """How often each tag follows each tag."""
    counts = np.zeros((tags, tags))
    for before, start, end in zip(chains.steps[:-2], chains.steps[1:-1], chains.steps[2:], strict=True):
        np.add.at(counts, (chains.tags[before : before + end - start], chains.tags[start:end]), 1)
    return counts


def _marginals(chains: Chains, nodes: Floats, edges: Floats, scheme: Scheme) -> tuple[float, Floats, Floats]:
    """The log of the partition function, the chances of each tag at each place, expected pairs of tags."""
    peak = nodes.max(axis=1)
    factors, follow = np.exp(nodes - peak[:, None]), np.where(scheme.follows, np.exp(edges), 0.0)
    forward, scales = _forward(chains.steps, factors, follow, scheme.first)
    finish = (forward[chains.ends] * scheme.last).sum(axis=1)
    backward = np.zeros_like(forward)
    backward[chains.ends] = scheme.last / finish[:, None]
    pairs = np.zeros_like(follow)
    steps = chains.steps.tolist()
    for t in range(len(steps) - 3, -1, -1):
        after = slice(steps[t + 1], steps[t + 2])
        here = slice(steps[t], steps[t] + steps[t + 2] - steps[t + 1])
        inflow = backward[after] * factors[after] / scales[after, None]
        backward[here] = inflow @ follow.T
        pairs += forward[here].T @ inflow
    partition = float(np.log(scales).sum() + np.log(finish).sum() + peak.sum())
    return partition, forward * backward, pairs * follow


def _forward(steps: IntArray, factors: Floats, follow: Floats, first: Flags) -> tuple[Floats, Floats]:
    """Forward chances, scaled to sum to one at each place, and the scales."""
    forward, scales = np.zeros_like(factors), np.zeros(len(factors))
    for t in range(len(steps) - 1):
        here = slice(int(steps[t]), int(steps[t + 1]))
        before = steps[t - 1] if t else 0
        inflow = forward[before : before + here.stop - here.start] @ follow if t else first
        flow = inflow * factors[here]
        scales[here] = flow.sum(axis=1)
        forward[here] = flow / scales[here, None]
    return forward, scales


def minimise(value: Objective, start: Floats, *, steps: int, tolerance: float, memory: int = 7) -> Floats:
    """The parameters after ``steps`` of L-BFGS, or once a step gains less than ``tolerance`` of the value."""
    here, history = start, list[tuple[Floats, Floats]]()
    worth, gradient = value(here)
    for _ in range(steps):
        direction = _direction(gradient, history)
        descent, length = _dot(gradient, direction), 1.0
        there = here - direction
        next_worth, next_gradient = value(there)
        while not next_worth <= worth - 1e-4 * length * descent and length > 1e-8:
            length /= 2
            there = here - length * direction
            next_worth, next_gradient = value(there)
        history = [*history, (there - here, next_gradient - gradient)][-memory:]
        gained = worth - next_worth
        here, worth, gradient = there, next_worth, next_gradient
        if gained < tolerance * abs(worth):
            break
    return here


def _direction(gradient: Floats, history: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The two-loop recursion: an approximate inverse Hessian times the gradient."""
    if not history:
        return gradient / max(float(np.abs(gradient).max()), 1.0)
    direction, factors = gradient.copy(), list[float]()
    for moved, changed in reversed(history):
        factors.append(_dot(moved, direction) / _dot(changed, moved))
        direction -= factors[-1] * changed
    moved, changed = history[-1]
    direction *= _dot(changed, moved) / _dot(changed, changed)
    for (moved, changed), factor in zip(history, reversed(factors), strict=True):
        direction += moved * (factor - _dot(changed, direction) / _dot(changed, moved))
    return direction


def _dot(first: Floats, second: Floats) -> float:
    """The inner product, in an order that does not depend on how many threads a library uses."""
    return float((first * second).sum())
