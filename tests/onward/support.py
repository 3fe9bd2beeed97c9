"""Paths of the tests; the modules of the export can be imported after it."""

import pathlib
import sys

HERE = pathlib.Path(__file__).parent
REPOSITORY = HERE.parents[1]
GOLDEN = REPOSITORY / "tests" / "golden"
EXPORT = REPOSITORY / "onward" / "torchrun"

sys.dont_write_bytecode = True
sys.path.insert(0, str(EXPORT))
