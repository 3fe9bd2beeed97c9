"""The learning rate of a step: inkgrad's schedules."""

import math
import sys


def learning_rate(schedule, t, rate):
    """The rate at step `t`, counted from 0, of a schedule over the optimiser's own `rate`."""
    kind = (schedule or {}).get("kind", "constant")
    return _KINDS[kind](schedule, t, rate)


def _half_cosine(start, end, progress):
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))


def _constant(_schedule, _t, rate):
    return rate


def _step(schedule, t, rate):
    return rate * schedule["factor"] ** (t // schedule["every"])


def _exponential(schedule, t, rate):
    return rate * schedule["factor"] ** t


def _cosine(schedule, t, rate):
    return _half_cosine(rate, schedule.get("minimum", 0), t / schedule["steps"])


def _warmup_cosine(schedule, t, rate):
    warmup, steps = schedule["warmup_steps"], schedule["steps"]
    if t < warmup:
        return rate * (t + 1) / warmup
    return _half_cosine(rate, schedule.get("minimum", 0), (t - warmup) / (steps - warmup))


def _one_cycle(schedule, t, _rate):
    """PyTorch's OneCycleLR with its defaults."""
    steps, maximum = schedule["steps"], schedule["maximum"]
    peak = 0.3 * steps - 1
    if t <= peak:
        return _half_cosine(maximum / 25, maximum, t / peak if peak else 0)
    fall = max(steps - 1 - peak, sys.float_info.min)
    return _half_cosine(maximum, maximum / 250_000, (t - peak) / fall)


_KINDS = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
    "warmup_cosine": _warmup_cosine,
    "one_cycle": _one_cycle,
}
