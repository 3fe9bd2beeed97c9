"""Compares what this model predicts with what the page predicted: python check.py"""

import json
import os
import sys
from pathlib import Path

folder = Path(__file__).resolve().parent
check = json.loads((folder / "check.json").read_text(encoding="utf-8"))


def predict(inputs, shape):
    """The model's outputs, one number after the other."""
    if (folder / "model.onnx").exists():
        import numpy
        import onnxruntime

        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
        array = numpy.array(inputs, dtype=numpy.float32).reshape(shape)
        return session.run(None, {session.get_inputs()[0].name: array})[0].ravel().tolist()
    if (folder / "model.keras").exists():
        os.environ.setdefault("KERAS_BACKEND", "torch")
        import keras
        import numpy

        model = keras.saving.load_model(folder / "model.keras")
        array = numpy.array(inputs, dtype=numpy.float32).reshape(shape)
        return keras.ops.convert_to_numpy(model(array, training=False)).ravel().tolist()
    import torch

    from model import load

    with torch.no_grad():
        return load()(torch.tensor(inputs).reshape(shape)).flatten().tolist()


found = predict(check["inputs"], check["shape"])
expected = check["outputs"]
size = len(expected) // len(check["labels"])
for at, label in enumerate(check["labels"]):
    here, page = found[at * size : (at + 1) * size], expected[at * size : (at + 1) * size]
    best = page.index(max(page))
    print(f"sample {at + 1} ({label}): output {best} is {here[best]:.6f} here, {page[best]:.6f} on the page")
differences = [abs(here - page) for here, page in zip(found, expected, strict=True)]
print(f"greatest difference of {len(expected)} outputs: {max(differences):.1e}, at most {check['tolerance']:.0e}")
sys.exit(0 if all(difference <= check["tolerance"] for difference in differences) else "These predictions differ.")
