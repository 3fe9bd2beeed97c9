"""The optimisers: PyTorch's formulas, as inkgrad computes them. They work on NumPy arrays and on PyTorch tensors.

An optimiser has the names of its state's arrays and an update: new parameters and new state from gradient and old state.
`xp` is the module of the arrays, numpy or torch. Rates, decays and corrections are double precision; arrays are float32.
"""

import math

#: Averages below 2⁻¹²³ become 0, so that no array holds subnormal numbers; larger ones keep every bit.
_FLOOR = 2.0**-100
#: Denominators are at least this, so that 0 / 0 gives 0 with ε = 0.
_BELOW_ROOTS_OF_AVERAGES = 2.0**-62
_BELOW_ROOTS_OF_SQUARES = 2.0**-75
_SMALLEST_NORMAL = 2.0**-126


def make(config):
    """The optimiser of a spec's `optimizer`."""
    return _KINDS[config["kind"]](config)


def _average(beta, old, value):
    """β · old + (1 − β) · value."""
    return value * (1 - beta) + (old * beta + _FLOOR) - _FLOOR


def _average_of_square(beta, old, value):
    return (value * (1 - beta)) * value + (old * beta + _FLOOR) - _FLOOR


class Optimizer:
    """What the optimisers share."""

    state_names = ()

    def __init__(self, config):
        self.learning_rate = config["learning_rate"]
        self.weight_decay = config.get("weight_decay", 0)
        self.epsilon = config.get("epsilon", 1e-8)
        self.configure(config)

    def configure(self, config):
        """Reads the fields of this kind."""

    def update(self, xp, parameters, gradient, state, rate, count):
        """New parameters and new state of the update number `count`, counted from 1."""
        raise NotImplementedError

    def with_decay(self, parameters, gradient):
        """The gradient with weight decay as an L2 penalty."""
        return parameters * self.weight_decay + gradient


class Sgd(Optimizer):
    def configure(self, config):
        self.momentum, self.nesterov = config.get("momentum", 0), config.get("nesterov", False)
        self.state_names = ("momentum",) if self.momentum else ()

    def update(self, xp, parameters, gradient, state, rate, count):
        g = self.with_decay(parameters, gradient)
        if not self.momentum:
            return parameters - g * rate, []
        b = g + (state[0] * self.momentum + _FLOOR) - _FLOOR
        direction = b * self.momentum + g if self.nesterov else b
        return parameters - direction * rate, [b]


class Adagrad(Optimizer):
    state_names = ("square_sum",)

    def update(self, xp, parameters, gradient, state, rate, count):
        g = self.with_decay(parameters, gradient)
        s = state[0] + g * g
        denominator = (xp.sqrt(s) + self.epsilon).clip(min=_BELOW_ROOTS_OF_SQUARES)
        return parameters - g * rate / denominator, [s]


class RmsProp(Optimizer):
    state_names = ("square_average",)

    def configure(self, config):
        self.decay = config.get("decay", 0.99)

    def update(self, xp, parameters, gradient, state, rate, count):
        g = self.with_decay(parameters, gradient)
        v = _average_of_square(self.decay, state[0], g)
        denominator = (xp.sqrt(v) + self.epsilon).clip(min=_BELOW_ROOTS_OF_AVERAGES)
        return parameters - g * rate / denominator, [v]


class Adam(Optimizer):
    state_names = ("first_moment", "second_moment")
    decoupled = False

    def configure(self, config):
        self.beta1, self.beta2 = config.get("beta1", 0.9), config.get("beta2", 0.999)

    def update(self, xp, parameters, gradient, state, rate, count):
        g = gradient if self.decoupled else self.with_decay(parameters, gradient)
        kept = 1 - rate * self.weight_decay if self.decoupled else 1
        m = _average(self.beta1, state[0], g)
        v = _average_of_square(self.beta2, state[1], g)
        # The fraction is expanded by √(1 − β₂ᵗ).
        root = math.sqrt(1 - self.beta2**count)
        denominator = (xp.sqrt(v) + self.epsilon * root).clip(min=_BELOW_ROOTS_OF_AVERAGES)
        return m / denominator * (-rate * root / (1 - self.beta1**count)) + parameters * kept, [m, v]


class AdamW(Adam):
    decoupled = True


class Adamax(Optimizer):
    state_names = ("first_moment", "infinity_norm")

    def configure(self, config):
        self.beta1, self.beta2 = config.get("beta1", 0.9), config.get("beta2", 0.999)

    def update(self, xp, parameters, gradient, state, rate, count):
        g = self.with_decay(parameters, gradient)
        m = _average(self.beta1, state[0], g)
        u = xp.maximum(state[1] * self.beta2, abs(g) + self.epsilon)
        return parameters - m * (rate / (1 - self.beta1**count)) / u.clip(min=_SMALLEST_NORMAL), [m, u]


class Lion(Optimizer):
    state_names = ("mean",)

    def configure(self, config):
        self.beta1, self.beta2 = config.get("beta1", 0.9), config.get("beta2", 0.99)

    def update(self, xp, parameters, gradient, state, rate, count):
        direction = xp.sign(_average(self.beta1, state[0], gradient))
        kept = 1 - rate * self.weight_decay
        return parameters * kept - direction * rate, [_average(self.beta2, state[0], gradient)]


_KINDS = {
    "sgd": Sgd,
    "adagrad": Adagrad,
    "rmsprop": RmsProp,
    "adam": Adam,
    "adamw": AdamW,
    "adamax": Adamax,
    "lion": Lion,
}
