"""`python fixtures.py FOLDER`: the small models of torch and Keras that the package's tests import, with what they predict."""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import onnx
import torch
from torch import nn

torch.manual_seed(5)
np.random.seed(5)
FOLDER = Path(sys.argv[1])
EXPECTED = {}


def finish(name):
    """Leaves out what exporters write about their machine."""
    model = onnx.load(str(FOLDER / name))
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    for part in [*model.graph.node, *model.graph.initializer, *model.graph.value_info, *model.graph.input]:
        part.doc_string = ""
        if hasattr(part, "metadata_props"):
            del part.metadata_props[:]
    onnx.save(model, str(FOLDER / name))


def expect(name, inputs, outputs):
    EXPECTED[name] = {"inputs": np.round(inputs, 6).ravel().tolist(), "outputs": outputs.ravel().tolist()}


def of_torch(name, module, shape, **options):
    module.eval()
    inputs = torch.from_numpy(np.round(np.random.randn(3, *shape), 6).astype("float32"))
    torch.onnx.export(module, (inputs[:1],), str(FOLDER / name), external_data=False, **options)
    finish(name)
    with torch.no_grad():
        expect(name, inputs.numpy(), module(inputs).numpy())


of_torch("torch-mlp.onnx", nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3), nn.Softmax(1)), (6,))
of_torch(
    "torch-cnn.onnx",
    nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.BatchNorm2d(3), nn.SiLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 3)),
    (2, 4, 4),
)
model = keras.Sequential(
    [
        keras.Input((5, 5, 2)),
        keras.layers.Conv2D(3, 2, activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Flatten(),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
inputs = np.round(np.random.randn(3, 5, 5, 2), 6).astype("float32")
outputs = keras.ops.convert_to_numpy(model(inputs, training=False))
model.export(str(FOLDER / "keras-cnn.onnx"), format="onnx", verbose=False)
finish("keras-cnn.onnx")
expect("keras-cnn.onnx", inputs.transpose(0, 3, 1, 2), outputs)


class Recurrent(nn.Module):
    """A recurrent network, and a part of what it gives."""

    def __init__(self, cells, part):
        super().__init__()
        self.cells, self.part, self.last = cells, part, nn.Linear(4, 2)

    def forward(self, x):
        return self.last(self.part(*self.cells(x)))


free = {"dynamo": False, "input_names": ["x"], "dynamic_axes": {"x": {0: "samples"}}}
options = {"batch_first": True, "hidden_size": 4, "input_size": 3}
of_torch("torch-lstm.onnx", Recurrent(nn.LSTM(num_layers=2, **options), lambda y, state: state[0][-1]), (5, 3), **free)
samples = {"dynamic_shapes": ({0: torch.export.Dim("samples")}, )}
of_torch("torch-gru.onnx", Recurrent(nn.GRU(**options), lambda y, state: y[:, -1]), (5, 3), **samples)
of_torch("torch-rnn.onnx", Recurrent(nn.RNN(**options), lambda y, state: y.mean(1)), (5, 3), **free)
(FOLDER / "foreign-models.json").write_text(json.dumps(EXPECTED) + "\n")

torch.onnx.export(nn.Conv2d(2, 2, 2, groups=2), (torch.randn(1, 2, 3, 3),), str(FOLDER / "grouped.onnx"), external_data=False)
finish("grouped.onnx")
both = Recurrent(nn.GRU(batch_first=True, hidden_size=2, input_size=3, bidirectional=True), lambda y, state: y[:, -1])
torch.onnx.export(both, (torch.randn(1, 5, 3),), str(FOLDER / "bidirectional.onnx"), **free)
finish("bidirectional.onnx")
