"""Whole runs of the exported program: several processes, interruptions, checkpoints, logs, errors, and the way back."""

import csv
import gzip
import json
import os
import pathlib
import shutil
import signal
import struct
import tempfile
import unittest

import numpy as np

from cases import data_of
from support import package

try:
    import torch
except ImportError:
    torch = None
else:
    import session_file
    from export_folder import export, finish, kill_worker_at, log_rows, start_training, train

DROPOUT = {
    "seed": 3,
    "input": [1, 8, 8],
    "layers": [
        {"kind": "conv2d", "filters": 4, "kernel": 3, "bias": False},
        {"kind": "batch_norm"},
        {"kind": "activation", "function": "relu"},
        {"kind": "max_pool2d", "size": 2},
        {"kind": "flatten"},
        {"kind": "dropout", "rate": 0.3},
        {"kind": "dense", "units": 4},
    ],
    "loss": {"kind": "cross_entropy"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 10,
}


@unittest.skipIf(torch is None, "PyTorch is not installed")
class Runs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.data = cls.folder / "data"
        cls.data.mkdir()
        # 73 samples: the last batch of an epoch has 3, which two processes share unevenly.
        data_of({"spec": DROPOUT, "samples": 73, "classes": 4, "bytes": True}, cls.data)
        cls.start, cls.end = cls.folder / "start.safetensors", cls.folder / "end.safetensors"
        common = {"data": str(cls.data), "scale": 1 / 255}
        cls.answers = package(
            [
                {"spec": DROPOUT, "steps": 11, "save": str(cls.start), **common},
                {"file": str(cls.start), "steps": 40, "every": 10, "save": str(cls.end), **common},
            ],
            cls.folder,
        )

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def exported(self, name):
        return export(self.start, self.folder / name)

    def close(self, found, expected, limit):
        found, expected = session_file.read(found), session_file.read(expected)
        for field in ("step", "epoch", "shuffle_index", "position", "updates", "data_hash", "samples"):
            self.assertEqual(getattr(found, field), getattr(expected, field), field)
        for name, array in expected.arrays().items():
            self.assertLessEqual(np.abs(array - found.arrays()[name]).max(), limit, name)

    def trained(self, folder, *options, **how):
        """The output of a run that has to succeed."""
        code, output = train(folder, *options, **how)
        self.assertEqual(code, 0, output)
        return output

    def test_two_processes_train_as_the_package_does(self):
        folder = self.exported("two")
        output = self.trained(folder, "--steps", 40, "--data", self.data, "--log-every", 10)
        self.close(folder / "trained.safetensors", self.end, 1e-4)
        losses = [report["loss"] for report in self.answers[1]["reports"]]
        np.testing.assert_allclose([float(row["loss"]) for row in log_rows(folder)], losses, atol=1e-4)
        self.assertFalse((folder / "checkpoints").exists())
        self.assertIn("the order of samples has the hash", output)

    def test_more_processes_than_samples_in_the_last_batch(self):
        folder = self.exported("four")
        self.trained(folder, "--steps", 40, "--data", self.data, processes=4)
        self.close(folder / "trained.safetensors", self.end, 1e-4)

    def test_what_it_saves_goes_on_in_the_package(self):
        folder = self.exported("back")
        self.trained(folder, "--steps", 17, "--data", self.data, processes=1)
        common = {"data": str(self.data), "scale": 1 / 255}
        end = self.folder / "back.safetensors"
        package([{"file": str(folder / "trained.safetensors"), "steps": 23, "save": str(end), **common}], self.folder)
        self.close(end, self.end, 1e-4)

    def test_a_killed_process_is_restarted_from_the_checkpoint(self):
        straight, killed = self.exported("straight"), self.exported("killed")
        options = ("--steps", 400, "--data", self.data, "--checkpoint-every", 20)
        self.trained(straight, *options)
        running = start_training(killed, *options, restarts=3)
        kill_worker_at(running, killed, 120)
        code, output = finish(running)
        self.assertEqual(code, 0, output)
        self.assertGreaterEqual(output.count("from step"), 2, output)
        self.same_end(killed, straight)
        self.assertEqual([row["loss"] for row in log_rows(killed)], [row["loss"] for row in log_rows(straight)])

    def same_end(self, one, other):
        found, expected = ((folder / "trained.safetensors").read_bytes() for folder in (one, other))
        self.assertEqual(found, expected)

    def test_an_interrupted_run_saves_and_goes_on(self):
        straight, stopped = self.exported("uninterrupted"), self.exported("interrupted")
        options = ("--steps", 300, "--data", self.data)
        self.trained(straight, *options)
        running, output = start_training(stopped, *options), ""
        for line in running.stdout:
            output += line
            if line.startswith("step 111,"):
                os.killpg(running.pid, signal.SIGINT)
        finish(running)
        self.assertIn("the same command goes on", output)
        halfway = session_file.read(stopped / "trained.safetensors")
        self.assertLess(halfway.step, 311)
        self.assertIn(f"from step {halfway.step} to step 311", self.trained(stopped, *options))
        self.same_end(stopped, straight)

    def test_errors_say_what_is_wrong(self):
        folder, other, empty = self.exported("errors"), self.folder / "other", self.folder / "empty"
        other.mkdir()
        empty.mkdir()
        data_of({"spec": DROPOUT, "samples": 74, "classes": 4, "bytes": True}, other)
        for data, told in (
            (self.folder / "missing", "there is no such folder"),
            (empty, "no training data there"),
            (other, "the training data are not the session's"),
        ):
            self.fails(told, folder, "--steps", 1, "--data", data)
        self.trained(folder, "--steps", 2, "--data", other, "--new-data", processes=1)
        spec = json.loads((folder / "spec.json").read_text())
        spec["layers"][6]["units"] = 5
        (folder / "spec.json").write_text(json.dumps(spec))
        self.fails("layers[6].units is 5 there, 4 in the model", folder, "--steps", 1, "--data", self.data)

    def fails(self, told, folder, *options):
        code, output = train(folder, *options, processes=1)
        self.assertNotEqual(code, 0, output)
        self.assertIn(told, output)
        self.assertNotIn("Traceback", output.split("error: ")[0])

    def test_checkpoints_of_another_model_are_refused(self):
        folder = self.exported("stale")
        checkpoints = folder / "checkpoints"
        checkpoints.mkdir()
        shutil.copy(self.end, checkpoints / "step-000000051.safetensors")
        (checkpoints / "run.json").write_text(json.dumps({"model": "0" * 16, "data": 0}))
        self.fails("checkpoints of another run", folder, "--steps", 2, "--data", self.data)
        self.trained(folder, "--steps", 2, "--data", self.data, "--fresh", processes=1)

    def test_every_kind_of_file(self):
        with np.load(self.data / "train.npz") as arrays:
            inputs, labels = arrays["inputs"], arrays["labels"]
        for name in ("idx", "gzip", "csv", "mnist"):
            folder, data = self.exported(name), self.folder / f"data-{name}"
            data.mkdir()
            if name == "csv":
                write_csv(data / "train.csv", inputs.reshape(73, -1), labels)
            else:
                ends = ("-idx3-ubyte", "-idx1-ubyte") if name == "mnist" else (".idx", ".idx")
                packed = ".gz" if name == "gzip" else ""
                # Samples after the session's are for validation.
                more = np.concatenate([inputs, inputs[:7]]), np.concatenate([labels, labels[:7]])
                write_idx(data / f"train-images{ends[0]}{packed}", more[0].reshape(-1, 8, 8))
                write_idx(data / f"train-labels{ends[1]}{packed}", more[1])
            output = self.trained(folder, "--steps", 5, "--data", data, processes=1)
            self.assertEqual(name != "csv", "validation loss" in output, output)

    def test_mixed_precision_trains(self):
        folder = self.exported("mixed")
        self.trained(folder, "--steps", 40, "--data", self.data, "--mixed-precision", processes=1)
        self.close(folder / "trained.safetensors", self.end, 0.2)


def write_idx(path, array):
    header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    data = header + array.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def write_csv(path, inputs, labels):
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"pixel{at}" for at in range(inputs.shape[1])), "label"])
        writer.writerows([*row, label] for row, label in zip(inputs.tolist(), labels.tolist()))


if __name__ == "__main__":
    unittest.main()
