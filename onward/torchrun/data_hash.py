"""The hash by which a session knows its training data: a 64-bit mix of inputs, their type and scale, and labels."""

import numpy as np

_MASK = 0xFFFFFFFFFFFFFFFF
_FACTOR = 0x9E3779B97F4A7C15
#: Words that are Python integers at a time.
_BLOCK = 1 << 18


def hash_of(inputs, labels, features, scale):
    """The hash that inkgrad keeps in a session file. `inputs` are uint8 or float32, `labels` classes or float32."""
    state = _mix(0, [features, int(np.float32(scale).view(np.uint32))])
    state = _mix_bytes(state, inputs) if inputs.dtype == np.uint8 else _mix_values(state, 1, inputs.astype("<f4"))
    floats = labels.dtype == np.float32
    return _finish(_mix_values(state, int(floats), labels.astype("<f4" if floats else "<u4")))


def _mix_bytes(state, array):
    """Mixes in bytes, eight at a time; the last word is what is left, even if that is nothing."""
    data = np.ascontiguousarray(array).reshape(-1)
    whole = len(data) // 8 * 8
    last = int.from_bytes(data[whole:].tobytes(), "little")
    return _mix(_mix_words(_mix(state, [0, len(data)]), data[:whole]), [last])


def _mix_values(state, kind, array):
    """Mixes in 32-bit values, two at a time; a last one has a word of its own."""
    data = np.ascontiguousarray(array).reshape(-1)
    whole = len(data) // 2 * 2
    state = _mix_words(_mix(state, [kind, len(data)]), data[:whole])
    return _mix(state, [int.from_bytes(data[whole:].tobytes(), "little")] if len(data) > whole else [])


def _mix_words(state, data):
    words = data.view("<u8")
    for first in range(0, len(words), _BLOCK):
        state = _mix(state, words[first : first + _BLOCK].tolist())
    return state


def _mix(state, words):
    for word in words:
        state = ((state ^ word) * _FACTOR) & _MASK
        state = ((state << 29) | (state >> 35)) & _MASK
    return state


def _finish(state):
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        state = ((state ^ (state >> 33)) * factor) & _MASK
    return state ^ (state >> 33)
