"""The exported Flower app: a federation of three clients on this machine, and the way back into the package."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from support import package

try:
    import flwr  # noqa: F401
    import torch  # noqa: F401
except ImportError:
    flwr = None
else:
    import session_file
    from export_folder import environment, export

SPEC = {
    "seed": 8,
    "input": [8],
    "layers": [
        {"kind": "dense", "units": 16, "activation": "tanh"},
        {"kind": "batch_norm"},
        {"kind": "dropout", "rate": 0.1},
        {"kind": "dense", "units": 3},
    ],
    "loss": {"kind": "cross_entropy"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 16,
}
COUNTS = (40, 90, 150)


def samples(generator, count):
    """Samples whose class is the argmax of their first three numbers."""
    inputs = generator.standard_normal((count, 8)).astype(np.float32)
    return {"inputs": inputs, "labels": inputs[:, :3].argmax(1).astype(np.int32)}


@unittest.skipIf(flwr is None, "Flower or PyTorch is not installed")
class Federation(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        generator = np.random.default_rng(1)
        for number, count in enumerate(COUNTS):
            client = self.folder / "clients" / f"client-{number}"
            client.mkdir(parents=True)
            np.savez(client / "train.npz", **samples(generator, count))
        # The package's validation data are all clients' data: the mean over the clients, weighted, is over these.
        parts = [np.load(file) for file in sorted(self.folder.glob("clients/*/train.npz"))]
        joined = {name: np.concatenate([part[name] for part in parts]) for name in ("inputs", "labels")}
        for name in ("train", "validation"):
            np.savez(self.folder / f"{name}.npz", **joined)
        self.start = self.folder / "start.safetensors"
        package([{"spec": SPEC, "steps": 2, "save": str(self.start), "data": str(self.folder)}], self.folder)

    def simulate(self, name, *options):
        run = export(self.start, self.folder / name, "flower")
        command = [sys.executable, "simulate.py", "--data", "../clients", "--rounds", "4", *options]
        done = subprocess.run(command, cwd=run, env=environment(), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return run / "federated.safetensors", done.stdout

    def test_the_result_has_the_same_accuracy_in_the_package(self):
        result, output = self.simulate("fedavg")
        self.assertEqual(len(re.findall(r"round \d, client \d: loss", output)), 12, output)
        last = re.search(r"round 4: loss ([\d.]+), accuracy ([\d.]+)", output)
        (answer,) = package(
            [{"file": str(result), "data": str(self.folder), "steps": 1, "every": 1, "evaluate": False}], self.folder
        )
        self.assertEqual(answer["reports"][0]["step"], session_file.read(result).step + 1)
        (evaluated,) = package([{"file": str(result), "data": str(self.folder), "evaluate": True}], self.folder)
        self.assertAlmostEqual(evaluated["validation"]["loss"], float(last[1]), delta=1e-4)
        self.assertAlmostEqual(evaluated["validation"]["accuracy"], float(last[2]), delta=1e-4)
        self.assertGreater(float(last[2]), 0.5)

    def test_fedprox_stays_closer_to_the_start_of_a_round(self):
        moved = []
        for mu in ("0", "10"):
            result, _ = self.simulate(f"mu-{mu}", "--strategy", "fedprox", "--proximal-mu", mu)
            found, start = session_file.read(result).parameters, session_file.read(self.start).parameters
            weights = [name for name in found if name.endswith("weight")]
            moved.append(sum(np.square(found[name] - start[name]).sum() for name in weights))
        self.assertLess(moved[1], moved[0] / 2)


if __name__ == "__main__":
    unittest.main()
