"""The layers of a spec as PyTorch operations over named parameters, one class a kind.

A layer has the shape of its output for one sample and `forward(x, parameters, run)`; `parameters` are all of the network's
by name, and `run` says what the numbers of a training step depend on.
"""

import dataclasses
import math
from typing import Callable

import torch
import torch.nn.functional as F

import philox
from batch_norm import batch_norm

ACTIVATIONS = {
    "linear": lambda x: x,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "softplus": F.softplus,
}


@dataclasses.dataclass
class Run:
    """One pass: in training with the step, the places of the samples in the whole batch, and the sum over processes."""

    training: bool = False
    seed: int = 0
    step: int = 0
    places: range = range(0)
    batch: int = 0
    all_reduce: Callable = lambda sums: sums
    #: Running statistics to be set once the step has turned out finite: name → value.
    statistics: dict = dataclasses.field(default_factory=dict)


class Layer:
    """A layer without parameters that keeps the shape."""

    #: Names of the parameters and their shapes, and those that no optimiser updates.
    buffers = ()

    def __init__(self, config, shape, prefix, stream, trainable):
        self.config, self.input, self.output = config, list(shape), list(shape)
        self.prefix, self.stream, self.trainable = prefix, stream, trainable
        self.shapes = {}
        self.setup()

    def setup(self):
        """Sets `output` and `shapes`."""

    def parameter_shapes(self):
        """Full name → (shape, trainable)."""
        return {
            f"{self.prefix}{name}": (shape, self.trainable and name not in self.buffers)
            for name, shape in self.shapes.items()
        }

    def get(self, parameters, name):
        """A parameter of this layer; None where it has none of this name."""
        return parameters.get(f"{self.prefix}{name}")

    def activate(self, x):
        """The layer's activation; softmax runs over the last axis, or over the channels of an image."""
        name = self.config.get("activation") or self.config.get("function") or "linear"
        if name == "softmax":
            return torch.softmax(x, 1 if len(self.output) == 3 else -1)
        return ACTIVATIONS[name](x)

    def forward(self, x, parameters, run):
        raise NotImplementedError


class Activation(Layer):
    def forward(self, x, parameters, run):
        return self.activate(x)


class Dense(Layer):
    def setup(self):
        units = self.config["units"]
        self.output[-1] = units
        self.shapes["weight"] = [units, self.input[-1]]
        if self.config.get("bias", True):
            self.shapes["bias"] = [units]

    def forward(self, x, parameters, run):
        return self.activate(F.linear(x, self.get(parameters, "weight"), self.get(parameters, "bias")))


class Conv2d(Layer):
    def setup(self):
        channels, *sides = self.input
        filters, kernel, stride = (self.config.get(name, 1) for name in ("filters", "kernel", "stride"))
        same = self.config.get("padding") == "same"
        # An odd rest of the padding goes to the bottom and right.
        rest = [max((-(-side // stride) - 1) * stride + kernel - side, 0) if same else 0 for side in sides]
        (top, bottom), (left, right) = ((pad // 2, pad - pad // 2) for pad in rest)
        self.padding = (left, right, top, bottom)
        self.stride = stride
        self.output = [filters, *((side + pad - kernel) // stride + 1 for side, pad in zip(sides, rest))]
        self.shapes["weight"] = [filters, channels, kernel, kernel]
        if self.config.get("bias", True):
            self.shapes["bias"] = [filters]

    def forward(self, x, parameters, run):
        if any(self.padding):
            x = F.pad(x, self.padding)
        weight, bias = self.get(parameters, "weight"), self.get(parameters, "bias")
        return self.activate(F.conv2d(x, weight, bias, self.stride))


class Pool2d(Layer):
    def setup(self):
        self.size = self.config["size"]
        self.stride = self.config.get("stride") or self.size
        channels, *sides = self.input
        self.output = [channels, *((side - self.size) // self.stride + 1 for side in sides)]


class MaxPool2d(Pool2d):
    def forward(self, x, parameters, run):
        return F.max_pool2d(x, self.size, self.stride)


class AvgPool2d(Pool2d):
    def forward(self, x, parameters, run):
        return F.avg_pool2d(x, self.size, self.stride)


class GlobalAvgPool2d(Layer):
    def setup(self):
        self.output = [self.input[0]]

    def forward(self, x, parameters, run):
        return x.mean((2, 3))


class MeanPool(Layer):
    def setup(self):
        self.output = [self.input[1]]

    def forward(self, x, parameters, run):
        return x.mean(1)


class Reshape(Layer):
    def setup(self):
        self.output = list(self.config.get("shape") or [math.prod(self.input)])

    def forward(self, x, parameters, run):
        return x.reshape(len(x), *self.output)


class Rows(Layer):
    def setup(self):
        channels, height, width = self.input
        self.output = [height, channels * width]

    def forward(self, x, parameters, run):
        return x.transpose(1, 2).reshape(len(x), *self.output)


class Patches(Layer):
    def setup(self):
        channels, height, width = self.input
        self.size, units = self.config["size"], self.config["units"]
        count = (height // self.size) * (width // self.size)
        self.output = [count, units]
        self.shapes["weight"] = [units, channels * self.size**2]
        if self.config.get("bias", True):
            self.shapes["bias"] = [units]
        self.shapes["position"] = [count, units]

    def forward(self, x, parameters, run):
        windows = F.unfold(x, self.size, stride=self.size).transpose(1, 2)
        embedded = F.linear(windows, self.get(parameters, "weight"), self.get(parameters, "bias"))
        return self.activate(embedded) + self.get(parameters, "position")


class Dropout(Layer):
    """Masks are drawn as inkgrad draws them: they do not depend on how the batch is divided."""

    def forward(self, x, parameters, run):
        rate = self.config["rate"]
        if not run.training or rate == 0:
            return x
        units = math.prod(self.input)
        mask = philox.dropout_mask(run.seed, self.stream, run.step, run.places, units, rate)
        return x * torch.from_numpy(mask).to(x.device).reshape(x.shape)


class BatchNorm(Layer):
    buffers = ("running_mean", "running_var")

    def setup(self):
        channels = self.input[0] if len(self.input) == 3 else self.input[-1]
        self.shapes = {name: [channels] for name in ("weight", "bias", *self.buffers)}

    def forward(self, x, parameters, run):
        names = ("weight", "bias", *self.buffers)
        weight, bias, mean, variance = (self.get(parameters, name) for name in names)
        epsilon, momentum = self.config.get("epsilon", 1e-5), self.config.get("momentum", 0.1)
        # Images as [n, channels, positions], all others as [rows, channels, 1].
        flat = x.flatten(2) if len(self.input) == 3 else x.flatten(0, -2).unsqueeze(-1)
        if not (run.training and self.trainable):
            inverse = 1 / torch.sqrt(variance.double() + epsilon)
            centred = (flat - mean[:, None]) * inverse.float()[:, None]
            return (centred * weight[:, None] + bias[:, None]).reshape(x.shape)
        values = run.batch * math.prod(self.input) // len(mean)
        y, batch_mean, batch_variance = batch_norm(flat, weight, bias, epsilon, values, run.all_reduce)
        if values > 1:
            for name, running, new in zip(self.buffers, (mean, variance), (batch_mean, batch_variance)):
                run.statistics[f"{self.prefix}{name}"] = (1 - momentum) * running + momentum * new
        return y.reshape(x.shape)


class LayerNorm(Layer):
    def setup(self):
        self.shapes = {"weight": [self.input[-1]], "bias": [self.input[-1]]}

    def forward(self, x, parameters, run):
        weight, bias = self.get(parameters, "weight"), self.get(parameters, "bias")
        return F.layer_norm(x, weight.shape, weight, bias, self.config.get("epsilon", 1e-5))


class Recurrent(Layer):
    """PyTorch's own module over the spec's parameters: the gates have its order."""

    module, gates = torch.nn.RNN, 1

    def setup(self):
        (steps, inputs), units = self.input, self.config["units"]
        self.sequences = self.config.get("return_sequences", False)
        self.output = [steps, units] if self.sequences else [units]
        rows = self.gates * units
        self.shapes = {"weight_ih": [rows, inputs], "weight_hh": [rows, units], "bias_ih": [rows], "bias_hh": [rows]}
        self.cell = self.module(inputs, units, batch_first=True, device="meta")

    def forward(self, x, parameters, run):
        if len(x) == 0:
            # A process without samples of this batch: an empty output that stays connected to the input.
            return x.new_zeros(0, *self.output) + x.sum()
        named = {f"{name}_l0": self.get(parameters, name) for name in self.shapes}
        state = x.new_zeros(1, len(x), self.config["units"])
        state = (state, state) if self.module is torch.nn.LSTM else state
        y, _ = torch.func.functional_call(self.cell, named, (x, state))
        return y if self.sequences else y[:, -1]


class Lstm(Recurrent):
    module, gates = torch.nn.LSTM, 4


class Gru(Recurrent):
    module, gates = torch.nn.GRU, 3


class TransformerEncoder(Layer):
    """Attention, then an MLP, both with normalisation before and a skip connection around."""

    def setup(self):
        d, hidden = self.input[-1], self.config["hidden"]
        self.shapes = {
            "norm1.weight": [d],
            "norm1.bias": [d],
            "attention.in_proj.weight": [3 * d, d],
            "attention.in_proj.bias": [3 * d],
            "attention.out_proj.weight": [d, d],
            "attention.out_proj.bias": [d],
            "norm2.weight": [d],
            "norm2.bias": [d],
            "mlp.0.weight": [hidden, d],
            "mlp.0.bias": [hidden],
            "mlp.1.weight": [d, hidden],
            "mlp.1.bias": [d],
        }

    def linear(self, x, parameters, name):
        return F.linear(x, self.get(parameters, f"{name}.weight"), self.get(parameters, f"{name}.bias"))

    def norm(self, x, parameters, name):
        weight, bias = self.get(parameters, f"{name}.weight"), self.get(parameters, f"{name}.bias")
        return F.layer_norm(x, weight.shape, weight, bias, 1e-5)

    def forward(self, x, parameters, run):
        n, steps, d = x.shape
        heads = self.config["heads"]
        projected = self.linear(self.norm(x, parameters, "norm1"), parameters, "attention.in_proj")
        q, k, v = projected.reshape(n, steps, 3, heads, d // heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, steps, d)
        x = x + self.linear(attended, parameters, "attention.out_proj")
        function = ACTIVATIONS.get(self.config.get("activation", "gelu"), lambda x: torch.softmax(x, -1))
        hidden = function(self.linear(self.norm(x, parameters, "norm2"), parameters, "mlp.0"))
        return x + self.linear(hidden, parameters, "mlp.1")


class Residual(Layer):
    """The input plus what the inner layers make of it. Each inner layer has its own stream of random numbers."""

    def setup(self):
        self.layers, shape, stream = [], self.input, 1
        for index, config in enumerate(self.config["layers"]):
            trainable = self.trainable and config.get("trainable", True)
            inner = self.stream + (stream << 16)
            layer = build(config, shape, f"{self.prefix}layers.{index}.", inner, trainable)
            self.layers.append(layer)
            shape, stream = layer.output, stream + 1 + _count(config)

    def parameter_shapes(self):
        return {name: shape for layer in self.layers for name, shape in layer.parameter_shapes().items()}

    def forward(self, x, parameters, run):
        y = x
        for layer in self.layers:
            y = layer.forward(y, parameters, run)
        return x + y


def _count(config):
    """The layers inside a layer."""
    return sum(1 + _count(inner) for inner in config.get("layers", []))


KINDS = {
    "dense": Dense,
    "conv2d": Conv2d,
    "max_pool2d": MaxPool2d,
    "avg_pool2d": AvgPool2d,
    "global_avg_pool2d": GlobalAvgPool2d,
    "flatten": Reshape,
    "reshape": Reshape,
    "dropout": Dropout,
    "batch_norm": BatchNorm,
    "layer_norm": LayerNorm,
    "activation": Activation,
    "rnn": Recurrent,
    "lstm": Lstm,
    "gru": Gru,
    "rows": Rows,
    "patches": Patches,
    "transformer_encoder": TransformerEncoder,
    "mean_pool": MeanPool,
    "residual": Residual,
}


def build(config, shape, prefix, stream, trainable):
    """The layer of a config for samples of this shape."""
    return KINDS[config["kind"]](config, shape, prefix, stream, trainable)
