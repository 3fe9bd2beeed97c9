"""`python foreign.py FOLDER`: models by torch and Keras, with inputs and what they give, for `foreign.js` to import."""

import json
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
warnings.filterwarnings("ignore")

import keras
import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(3)
np.random.seed(3)
FOLDER = Path(sys.argv[1])
CASES = []


def randomise(module):
    """Normalisations as after training."""
    for layer in module.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            for tensor in (layer.weight, layer.bias, layer.running_mean, layer.running_var):
                tensor.data.uniform_(0.3, 1.5)
    return module.eval()


def note(name, inputs, outputs, files, **more):
    folder = FOLDER / name
    np.ascontiguousarray(inputs, dtype="<f4").tofile(folder / "inputs.f32")
    np.ascontiguousarray(outputs, dtype="<f4").tofile(folder / "outputs.f32")
    CASES.append({"name": name, "files": files, **more})


def folder_of(name):
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def torch_onnx(name, module, shape, **options):
    randomise(module)
    inputs = torch.randn(100, *shape)
    path = folder_of(name) / "model.onnx"
    torch.onnx.export(module, (inputs[:1],), str(path), input_names=["x"], external_data=False, **options)
    with torch.no_grad():
        note(name, inputs.numpy(), module(inputs).numpy(), ["model.onnx"])


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 6, 3, padding=1)
        self.inner = nn.Sequential(nn.Conv2d(6, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.SiLU())
        self.last = nn.Linear(6, 3)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = torch.relu(x + self.inner(x))
        return torch.softmax(self.last(x.mean((2, 3))), 1)


MLP = lambda: nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 16), nn.GELU(), nn.Linear(16, 10))
CNN = lambda: nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1),
    nn.BatchNorm2d(8),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3),
    nn.LeakyReLU(0.01),
    nn.AvgPool2d(2, 1),
    nn.Flatten(),
    nn.Dropout(0.5),
    nn.Linear(16, 10),
    nn.LogSoftmax(1),
)

torch_onnx("torch mlp", MLP(), (1, 8, 8), dynamo=True)
torch_onnx("torch cnn", CNN(), (1, 8, 8), dynamo=True)
torch_onnx("torch residual", Residual(), (2, 7, 7), dynamo=True)
CASES[1]["log"] = True
try:
    torch_onnx("torch mlp, old exporter", MLP(), (1, 8, 8), dynamo=False, opset_version=17)
    torch_onnx("torch cnn, old exporter", CNN(), (1, 8, 8), dynamo=False, opset_version=17)
    CASES[-1]["log"] = True
except Exception as error:  # newer versions of torch no longer have it
    print(f"no old exporter: {type(error).__name__}")

model = keras.Sequential(
    [
        keras.Input((9, 9, 2)),
        keras.layers.Conv2D(5, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(7, 2, activation="tanh"),
        keras.layers.BatchNormalization(),
        keras.layers.Flatten(),
        keras.layers.Dense(12, activation="elu"),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
for weight in model.layers[3].weights:
    weight.assign(np.random.uniform(0.3, 1.5, weight.shape))
inputs = np.random.randn(100, 9, 9, 2).astype("float32")
outputs = keras.ops.convert_to_numpy(model(inputs, training=False))
model.export(str(folder_of("keras cnn") / "model.onnx"), format="onnx", verbose=False)
note("keras cnn", inputs.transpose(0, 3, 1, 2), outputs, ["model.onnx"])

# Arrays alone, beside a spec.
training = {"loss": {"kind": "mse"}, "optimizer": {"kind": "adam", "learning_rate": 0.001}}
mlp = {"input": [1, 8, 8], "layers": [{"kind": "flatten"}, {"kind": "dense", "units": 32, "activation": "relu"},
       {"kind": "dense", "units": 16, "activation": "gelu"}, {"kind": "dense", "units": 10}], **training}
cnn = {"input": [1, 8, 8], "layers": [
    {"kind": "conv2d", "filters": 8, "kernel": 3, "padding": "same"}, {"kind": "batch_norm"},
    {"kind": "activation", "function": "relu"}, {"kind": "max_pool2d", "size": 2},
    {"kind": "conv2d", "filters": 16, "kernel": 3, "activation": "leaky_relu"},
    {"kind": "avg_pool2d", "size": 2, "stride": 1}, {"kind": "flatten"}, {"kind": "dense", "units": 10}],
    "loss": {"kind": "cross_entropy"}, "optimizer": training["optimizer"]}


def torch_safetensors(name, module, spec, dtype, finish=lambda y: y):
    randomise(module)
    folder = folder_of(name)
    state = {key: value.to(dtype) if value.is_floating_point() else value for key, value in module.state_dict().items()}
    save_file(state, str(folder / "weights.safetensors"))
    module.load_state_dict({key: value.float() if value.is_floating_point() else value for key, value in state.items()})
    (folder / "spec.json").write_text(json.dumps(spec))
    inputs = torch.randn(100, 1, 8, 8)
    with torch.no_grad():
        note(name, inputs.numpy(), finish(module(inputs)).numpy(), ["weights.safetensors", "spec.json"])


torch_safetensors("torch safetensors, F32", CNN(), cnn, torch.float32, torch.exp)
torch_safetensors("torch safetensors, F16", MLP(), mlp, torch.float16)
torch_safetensors("torch safetensors, BF16", MLP(), mlp, torch.bfloat16)

model = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(16, activation="gelu"),
     keras.layers.Dense(10)]
)
folder = folder_of("keras safetensors")
save_file({weight.path: torch.tensor(keras.ops.convert_to_numpy(weight.value)) for weight in model.weights},
          str(folder / "weights.safetensors"))
(folder / "spec.json").write_text(json.dumps(mlp))
inputs = np.random.randn(100, 64).astype("float32")
note("keras safetensors", inputs, keras.ops.convert_to_numpy(model(inputs)), ["weights.safetensors", "spec.json"])

# What no layer says is refused, with the first such node.
path = folder_of("torch, grouped") / "model.onnx"
torch.onnx.export(nn.Conv2d(4, 4, 3, groups=2), (torch.randn(1, 4, 5, 5),), str(path), external_data=False)
CASES.append({"name": "torch, grouped", "files": ["model.onnx"], "refused": True})

(FOLDER / "foreign.json").write_text(json.dumps(CASES, indent=1))
