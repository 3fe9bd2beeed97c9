"""Exported folders and their runs by torchrun, for the tests and the measures."""

import csv
import os
import signal
import subprocess
import sys
import time

from support import package


def export(start, folder, exported="torchrun"):
    """The folder that `session.export` gives for a saved session."""
    package([{"file": str(start), "export": {"format": exported, "folder": str(folder)}}], folder.parent)
    return folder


def command(*options, processes=2, restarts=0):
    """One process needs no torchrun."""
    if processes == 1:
        return [sys.executable, "train.py", *map(str, options)]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc_per_node={processes}"]
    return [*torchrun, f"--max-restarts={restarts}", "train.py", *map(str, options)]


def environment():
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def start_training(folder, *options, **how):
    """Starts the exported program; its output and errors come together."""
    return subprocess.Popen(
        command(*options, **how),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def train(folder, *options, seconds=300, **how):
    """Runs the exported program to its end: the exit code and the output."""
    return finish(start_training(folder, *options, **how), seconds)


def finish(running, seconds=300):
    """Waits for the end, and ends what takes too long."""
    try:
        output, _ = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        for child in children(running.pid):
            os.kill(child, signal.SIGKILL)
        output, _ = running.communicate()
        raise AssertionError(f"not done after {seconds} s:\n{output}") from None
    return running.returncode, output


def log_rows(folder):
    with (folder / "logs" / "log.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def kill_worker_at(running, folder, step):
    """Kills a process that torchrun started, once there is a checkpoint of that step or a later one."""
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and running.poll() is None:
        found = sorted((folder / "checkpoints").glob("step-*.safetensors"))
        if found and int(found[-1].stem.split("-")[1]) >= step:
            os.kill(children(running.pid)[-1], signal.SIGKILL)
            return
        time.sleep(0.005)
    raise AssertionError("the run ended before there was such a checkpoint")


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(child) for child in file.read().split()]
    except FileNotFoundError:
        return []
