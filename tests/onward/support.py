"""Paths of the tests; the modules of the export can be imported after it."""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
REPOSITORY = HERE.parents[1]
GOLDEN = REPOSITORY / "tests" / "golden"
EXPORT = REPOSITORY / "onward" / "torchrun"

sys.dont_write_bytecode = True
sys.path.insert(0, str(EXPORT))


def package(jobs, folder):
    """What the package does for these jobs; see package.js."""
    task = folder / "task.json"
    task.write_text(json.dumps(jobs))
    done = subprocess.run(
        ["node", HERE / "package.js", task], capture_output=True, text=True, cwd=REPOSITORY, check=False
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)
