"""The hash by which a session knows its training data: a 64-bit mix of inputs, their type and scale, and labels."""

import numpy as np

_MASK = 0xFFFFFFFFFFFFFFFF
_FACTOR = 0x9E3779B97F4A7C15


def hash_of(inputs, labels, features, scale):
    """The hash that inkgrad keeps in a session file. `inputs` are uint8 or float32, `labels` classes or float32."""
    state = _mix(0, [features, int(np.float32(scale).view(np.uint32))])
    # Bytes end with a word of what is left, even if that is nothing.
    state = _mix(state, _bytes(inputs) if inputs.dtype == np.uint8 else _values(inputs, "<f4", 1))
    state = _mix(state, _values(labels, "<f4", 1) if labels.dtype == np.float32 else _values(labels, "<u4", 0))
    return _finish(state)


def _bytes(array):
    return [0, array.size, *_words(array, 8 - array.size % 8)]


def _values(array, dtype, kind):
    return [kind, array.size, *_words(array.astype(dtype), 4 * (array.size % 2))]


def _words(array, padding):
    """The array's bytes and some zeros as 64-bit numbers."""
    data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return np.concatenate([data, np.zeros(padding, dtype=np.uint8)]).view("<u8").tolist()


def _mix(state, words):
    for word in words:
        state = ((state ^ word) * _FACTOR) & _MASK
        state = ((state << 29) | (state >> 35)) & _MASK
    return state


def _finish(state):
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        state = ((state ^ (state >> 33)) * factor) & _MASK
    return state ^ (state >> 33)
