"""The network of a spec: its layers over one flat vector of trained parameters, in the order of the layers."""

import numpy as np
import torch

import layers
from errors import RunError


class Network:
    """Parameters that the optimiser updates are one leaf tensor, `flat`; running statistics and frozen ones are `fixed`."""

    def __init__(self, spec, arrays, device):
        self.layers = _build(spec)
        self.shapes = {name: shape for layer in self.layers for name, shape in layer.parameter_shapes().items()}
        check_shapes({name: shape for name, (shape, _) in self.shapes.items()}, arrays)
        self.device = device
        self.trained = [name for name, (_, trainable) in self.shapes.items() if trainable]
        self.sizes = [arrays[name].size for name in self.trained]
        self.flat = self.flatten(arrays).requires_grad_()
        self.fixed = {
            name: torch.tensor(arrays[name], device=device)
            for name, (_, trainable) in self.shapes.items()
            if not trainable
        }

    @property
    def outputs(self):
        """Numbers in one sample's output."""
        return int(np.prod(self.layers[-1].output)) if self.layers else None

    def flatten(self, arrays):
        """The arrays of the trained parameters as one vector."""
        vectors = [arrays[name].reshape(-1) for name in self.trained]
        flat = np.concatenate(vectors) if vectors else np.zeros(0, dtype=np.float32)
        return torch.tensor(flat, dtype=torch.float32, device=self.device)

    def unflatten(self, flat):
        """A vector as NumPy arrays by the names of the trained parameters."""
        parts = flat.detach().cpu().split(self.sizes)
        return {name: part.reshape(self.shapes[name][0]).numpy().copy() for name, part in zip(self.trained, parts)}

    def arrays(self):
        """All parameters as NumPy arrays, in the order of the layers."""
        trained = self.unflatten(self.flat)
        return {
            name: trained[name] if name in trained else self.fixed[name].cpu().numpy().copy() for name in self.shapes
        }

    def set_arrays(self, arrays):
        """Replaces all parameters."""
        with torch.no_grad():
            self.flat.copy_(self.flatten(arrays))
            for name, value in self.fixed.items():
                value.copy_(torch.from_numpy(np.array(arrays[name])))

    def penalised(self):
        """1 for the elements that the penalties L1 and L2 take: weights of products, not biases, norms or positions."""
        masks = [
            torch.full((size,), float(name.rsplit(".", 1)[1].startswith("weight") and len(self.shapes[name][0]) > 1))
            for name, size in zip(self.trained, self.sizes)
        ]
        return torch.cat(masks).to(self.device) if masks else self.flat.detach()

    def forward(self, x, run):
        """The outputs [n, …] for scaled inputs [n, …]."""
        parts = zip(self.trained, self.flat.split(self.sizes))
        parameters = self.fixed | {name: part.reshape(self.shapes[name][0]) for name, part in parts}
        for layer in self.layers:
            x = layer.forward(x, parameters, run)
        return x


def _build(spec):
    built, shape = [], spec["input"]
    for index, config in enumerate(spec["layers"]):
        layer = layers.build(config, shape, f"layers.{index}.", index, config.get("trainable", True))
        built.append(layer)
        shape = layer.output
    return built


def check_shapes(expected, arrays):
    """Ends the run where the arrays are not those of the network."""
    for name, shape in expected.items():
        if name not in arrays:
            raise RunError(f"{name}: the spec's network has this parameter, the model file lacks it")
        if list(arrays[name].shape) != shape:
            found = list(arrays[name].shape)
            raise RunError(f"{name}: the spec's network has the shape {shape}, the model file {found}")
    for name in arrays:
        if name not in expected:
            raise RunError(f"{name}: the model file has this parameter, the spec's network lacks it")
