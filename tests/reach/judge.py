"""Compares what other programs predict with what the package predicted.

`python judge.py FOLDER pytorch|onnx|keras`: writes FOLDER/NAME.json, the greatest difference of each case.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np


def predict_pytorch(folder, inputs):
    import torch

    spec = importlib.util.spec_from_file_location("model", folder / "pytorch/model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with torch.no_grad():
        return module.load()(torch.from_numpy(inputs)).numpy()


def predict_onnx(folder, inputs):
    import onnx
    import onnxruntime

    path = folder / "onnx/model.onnx"
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options)
    one = session.run(None, {"input": inputs[:1]})[0]
    every = session.run(None, {"input": inputs})[0]
    # n is free.
    assert np.abs(one - every[:1]).max() < 1e-5
    return every


def predict_keras(folder, inputs):
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras

    return keras.ops.convert_to_numpy(keras.saving.load_model(folder / "keras/model.keras")(inputs, training=False))


PREDICT = {"pytorch": predict_pytorch, "onnx": predict_onnx, "keras": predict_keras}


def main(folder, program):
    results = {}
    for index, case in enumerate(json.loads((folder / "cases.json").read_text())):
        name = case["name"]
        if program in case["refused"]:
            results[name] = case["refused"][program]
            continue
        own = folder / str(index)
        inputs = np.fromfile(own / "inputs.f32", dtype="<f4").reshape(-1, *case["input"])
        expected = np.fromfile(own / "outputs.f32", dtype="<f4").reshape(len(inputs), -1)
        try:
            found = PREDICT[program](own, inputs)
            results[name] = float(np.abs(found.reshape(len(inputs), -1) - expected).max())
        except Exception as error:  # the table shows it, and the measure fails
            results[name] = f"failed: {type(error).__name__}: {str(error)[:300]}"
    (folder / f"{program}.json").write_text(json.dumps(results, indent=1))
    # The page's own program must find the same.
    subprocess.run([sys.executable, folder / "0" / program / "check.py"], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
