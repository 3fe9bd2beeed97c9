"""The notebook of the documentation: its cells run, and its commands are the page's."""

import contextlib
import io
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest
import zipfile

import numpy as np
from cases import data_of
from support import REPOSITORY, package

try:
    import torch
except ImportError:
    torch = None
else:
    import session_file
    from export_folder import environment, export

SPEC = {
    "input": [6],
    "layers": [{"kind": "dense", "units": 3}],
    "loss": {"kind": "cross_entropy"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 10,
}


def cells():
    notebook = json.loads((REPOSITORY / "docs" / "onward.ipynb").read_text())
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def shell(command, names):
    """Runs a line that begins with an exclamation mark, with this Python's programs; packages are not installed again."""
    words = shlex.split(command.format(**names))
    if words[0] == "pip":
        return
    if words[0] == "torchrun":
        words[:1] = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)


def run_cell(source, names):
    """Runs a cell as a notebook does."""
    for line in source.split("\n"):
        if line.startswith("%cd "):
            os.chdir(line.removeprefix("%cd "))
        elif line.startswith("!"):
            shell(line.removeprefix("!"), names)
    plain = "\n".join(line for line in source.split("\n") if not line.startswith(("%", "!")))
    exec(compile(plain, "cell", "exec"), names)  # noqa: S102


class Notebook(unittest.TestCase):
    def test_its_commands_are_those_of_the_page(self):
        page = (REPOSITORY / "docs" / "onward.md").read_text()
        commands = [line[1:] for cell in cells() for line in cell.split("\n") if line.startswith("!")]
        self.assertEqual(len(commands), 2)
        for command in commands:
            self.assertIn(command.format(processes=2, steps=1000), page)

    @unittest.skipIf(torch is None, "PyTorch is not installed")
    def test_its_cells_run(self):
        before = pathlib.Path.cwd()
        self.addCleanup(os.chdir, before)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "mnist").mkdir()
            data_of({"spec": SPEC, "samples": 50, "classes": 3}, folder / "mnist")
            start = folder / "start.safetensors"
            package([{"spec": SPEC, "steps": 7, "save": str(start), "data": str(folder / "mnist")}], folder)
            exported = export(start, folder / "exported")
            with zipfile.ZipFile(folder / "onward.zip", "w") as archive:
                for file in exported.iterdir():
                    archive.write(file, file.name)
            os.chdir(folder)
            names = {}
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in cells():
                    run_cell(cell, names)
            end = session_file.read(folder / "onward" / "trained.safetensors")
            os.chdir(before)
        self.assertEqual(end.step, 1007)
        self.assertTrue(all(np.isfinite(array).all() for array in end.parameters.values()))


if __name__ == "__main__":
    unittest.main()
