"""`python onward.py FOLDER`: trains the network of `onward.js` on in PyTorch and compares the losses. Writes onward.json."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import torch

BATCH, MEAN = 32, 20
FOLDER = Path(sys.argv[1])
own = FOLDER / "onward"
spec = importlib.util.spec_from_file_location("model", own / "model.py")
model = importlib.util.module_from_spec(spec)
spec.loader.exec_module(model)

labels = torch.from_numpy(np.fromfile(own / "labels.u8", dtype="u1").astype("int64"))
inputs = torch.from_numpy(np.fromfile(own / "inputs.f32", dtype="<f4").reshape(len(labels), -1))
expected = np.array(json.loads((own / "losses.json").read_text()))

network = model.load()
optimizer = model.optimizer_of(network)
batches = -(-len(labels) // BATCH)
found = []
for step in range(model.STEP, model.STEP + len(expected)):
    # Without shuffling an epoch takes the samples in their order; its last batch is smaller.
    start = step % batches * BATCH
    batch = slice(start, start + BATCH)
    found.append(model.train_step(network, optimizer, step, inputs[batch], labels[batch]))
means = [np.array(losses).reshape(-1, MEAN).mean(1) for losses in (found, expected)]
result = {"difference": float(np.abs(means[0] - means[1]).max()), "first": float(means[1][0]), "last": float(means[1][-1])}
(FOLDER / "onward.json").write_text(json.dumps(result))
