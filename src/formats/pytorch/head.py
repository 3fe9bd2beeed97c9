"""A network trained with inkgrad, for PyTorch. Needs torch and, beside it, the file {WEIGHTS}.

    from {MODULE} import load
    network = load()
    network(inputs)         # what `session.predict` gives, for scaled inputs [n, {SHAPE}]
    network.logits(inputs)  # before the softmax or sigmoid: what the loss takes

Training goes on with `optimizer_of`, `loss_of` and `train_step`, below. As a program: `python {MODULE}.py inputs.json`
prints the predictions for a JSON list of samples.
"""

import json
import math
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

WEIGHTS = Path(__file__).with_name({WEIGHTS_LITERAL})
INPUT = {INPUT}
CLASSES = {CLASSES}
# What raw values are multiplied by.
SCALE = {SCALE}

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
    # Over the channels of an image, else over the last axis.
    "softmax": lambda x: torch.softmax(x, 1 if x.dim() == 4 else -1),
}


def read_safetensors(path):
    """The texts and the arrays of a safetensors file of 32-bit floats."""
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    texts = header.pop("__metadata__", {})
    arrays = {}
    for name, field in header.items():
        start, end = (8 + length + offset for offset in field["data_offsets"])
        values = torch.frombuffer(bytearray(content[start:end]), dtype=torch.float32) if end > start else torch.zeros(0)
        arrays[name] = values.reshape(field["shape"])
    return texts, arrays
