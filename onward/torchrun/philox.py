"""Random numbers as inkgrad draws them: the order of an epoch's samples and the masks of dropout.

Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011) gives four words for a counter and a
key. The key holds the seed, the purpose and a stream of it; the counter holds step, sample and unit. A number depends on
nothing else, so it is the same on every process and after every restart.
"""

import numpy as np

SHUFFLE, DROPOUT, AUGMENTATION = 2, 3, 4

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


def philox(counter, key):
    """Ten rounds: four arrays of 32-bit words (as uint64) for four arrays of counters and two numbers of a key."""
    a, b, c, d = (np.asarray(part, dtype=np.uint64) for part in counter)
    first_key, second_key = key
    for _ in range(10):
        first, second = _MULTIPLIERS[0] * a, _MULTIPLIERS[1] * c
        a = (second >> _HALF) ^ b ^ np.uint64(first_key)
        c = (first >> _HALF) ^ d ^ np.uint64(second_key)
        b, d = second & _LOW, first & _LOW
        first_key = (first_key + _WEYL[0]) & 0xFFFFFFFF
        second_key = (second_key + _WEYL[1]) & 0xFFFFFFFF
    return a, b, c, d


def words(seed, purpose, stream, step, samples, units):
    """The words of units 0 to `units` of these samples: [samples, units]."""
    samples = np.asarray(samples, dtype=np.uint64).reshape(-1, 1)
    blocks = np.arange((units + 3) // 4, dtype=np.uint64).reshape(1, -1)
    shape = np.broadcast_shapes(samples.shape, blocks.shape)
    low, high = (np.full(shape, part, dtype=np.uint64) for part in (step & 0xFFFFFFFF, step >> 32))
    counter = low, np.broadcast_to(samples, shape), np.broadcast_to(blocks, shape), high
    key = seed & 0xFFFFFFFF, (purpose | stream << 8) & 0xFFFFFFFF
    return np.stack(philox(counter, key), axis=-1).reshape(shape[0], 4 * shape[1])[:, :units]


def uniform(seed, purpose, stream, step, samples, units):
    """Numbers in [0, 1) in steps of 2⁻²⁴: [samples, units]."""
    drawn = words(seed, purpose, stream, step, samples, units)
    return (drawn >> np.uint64(8)).astype(np.float32) * np.float32(2.0**-24)


def epoch_order(seed, shuffle_index, count):
    """The order of an epoch's samples: Fisher and Yates, with Lemire's multiplication in place of a remainder."""
    if count == 0:
        return np.zeros(0, dtype=np.uint32)
    places = np.arange(count, dtype=np.uint64)
    drawn = words(seed, SHUFFLE, 0, shuffle_index, [0], count)[0]
    others = ((drawn * (places + np.uint64(1))) >> _HALF).tolist()
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = others[last]
        order[last], order[other] = order[other], order[last]
    return np.array(order, dtype=np.uint32)


def dropout_mask(seed, stream, step, samples, units, rate):
    """0 for a dropped value, 1 / (1 − rate) for a kept one: [samples, units]. `samples` are places in the whole batch."""
    rate = np.float32(rate)
    threshold = np.uint64(int(float(rate) * 2**32))
    kept = np.float32(1) / (np.float32(1) - rate)
    return np.where(words(seed, DROPOUT, stream, step, samples, units) < threshold, np.float32(0), kept)
