"""Compares ONNX Runtime's answers with ours: `pip install onnxruntime`, then `python check.py`."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

out = Path(__file__).parent / "out"
check = json.loads((out / "check.json").read_text())
session = onnxruntime.InferenceSession(out / "model.onnx")
found = session.run(None, {"input": np.array(check["inputs"], dtype=np.float32)})[0]
difference = np.abs(found.ravel() - check["outputs"]).max()
assert difference < 1e-5, difference
print(f"{len(found)} predictions agree within {difference:.0e}")
