"""Fifty steps of one process against the package's: every layer kind, activation, loss, optimiser and setting.

With SHOW=1 in the environment it prints the largest difference of a parameter in each case.
"""

import os
import pathlib
import tempfile
import unittest

import numpy as np

from support import package

try:
    import torch
except ImportError:
    torch = None
else:
    import datasets
    import processes
    import session_file
    from layers import Run
    from network import Network
    from trainer import Trainer, begin

from cases import CASES, data_of

STEPS = 50
#: The largest difference of a parameter after the steps, of the largest in its array where that is over 1.
LIMIT = 1e-5


def trained(path, folder, steps, mixed_precision=False):
    """The session of a file after some steps of one process."""
    state = session_file.read(path)
    outputs = Network(state.spec, state.parameters, torch.device("cpu")).outputs
    parts, hashed = datasets.load(folder, state, outputs)
    trainer = Trainer(begin(state, hashed, len(parts["train"])), parts, processes.Processes(), mixed_precision)
    for _ in range(steps):
        trainer.step()
        if state.early_stopping and state.early_stopping.due:
            trainer.record_validation(*trainer.evaluate("validation"))
        if state.finished:
            break
    return trainer.session()


@unittest.skipIf(torch is None, "PyTorch is not installed")
class Steps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The package makes a few steps of each case, saves, and makes the same steps as we shall."""
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        jobs = []
        for index, case in enumerate(CASES):
            folder = cls.folder / str(index)
            folder.mkdir()
            data_of(case, folder)
            start, end = str(folder / "start.safetensors"), str(folder / "end.safetensors")
            common = {"data": str(folder), "scale": case.get("scale")} if "scale" in case else {"data": str(folder)}
            jobs.append({"spec": case["spec"], "steps": 3, "save": start, **common})
            jobs.append({"file": start, "steps": STEPS, "save": end, **common})
        package(jobs, cls.folder)
        torch.set_num_threads(1)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_every_case(self):
        for index, case in enumerate(CASES):
            with self.subTest(case["what"]):
                folder = self.folder / str(index)
                found = trained(folder / "start.safetensors", folder, STEPS)
                expected = session_file.read(folder / "end.safetensors")
                self.compare(case, found, expected)

    def test_a_process_without_samples_takes_part(self):
        for index, case in enumerate(CASES):
            with self.subTest(case["what"]):
                state = session_file.read(self.folder / str(index) / "start.safetensors")
                network = Network(state.spec, state.parameters, torch.device("cpu"))
                sums = []
                run = Run(training=True, batch=4, all_reduce=lambda tensor: sums.append(tensor) or tensor)
                z = network.forward(torch.zeros(0, *state.spec["input"]), run)
                self.assertEqual(z.shape, (0, *network.layers[-1].output))
                if network.trained:
                    z.sum().backward()
                    self.assertEqual(network.flat.grad.abs().sum(), 0)
                # Batch normalisation adds up twice forward and once backward.
                normalising = [name for name in network.shapes if name.endswith("running_mean")]
                trained = [name for name in normalising if name.replace("running_mean", "weight") in network.trained]
                self.assertEqual(len(sums), 3 * len(trained))

    def test_mixed_precision_takes_every_kind(self):
        for index, case in enumerate(CASES):
            with self.subTest(case["what"]):
                found = trained(self.folder / str(index) / "start.safetensors", self.folder / str(index), 3, True)
                self.assertTrue(found.step == 6 or found.finished == "diverged")
                self.assertTrue(all(np.isfinite(array).all() for array in found.parameters.values()))

    def compare(self, case, found, expected):
        for field in ("step", "epoch", "shuffle_index", "position", "updates", "data_hash", "samples", "finished"):
            self.assertEqual(getattr(found, field), getattr(expected, field), field)
        self.assertEqual(set(found.arrays()), set(expected.arrays()))
        differences = {
            name: with_influence(name, np.abs(array - found.parameters[name])).max() / max(np.abs(array).max(), 1)
            for name, array in expected.parameters.items()
        }
        if os.environ.get("SHOW"):
            print(
                f"{max(differences.values(), default=0):.1e}  {case['what']}, step {found.step} {found.finished or ''}"
            )
        for name, difference in differences.items():
            self.assertLessEqual(difference, LIMIT, name)


def with_influence(name, difference):
    """Without the key bias of attention: it has no influence, so its gradient is rounding error."""
    if name.endswith("attention.in_proj.bias"):
        third = len(difference) // 3
        return np.concatenate([difference[:third], difference[2 * third :]])
    return difference


if __name__ == "__main__":
    unittest.main()
