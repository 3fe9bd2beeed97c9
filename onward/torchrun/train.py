"""Goes on training an inkgrad session, on any number of processes and machines.

    torchrun --nproc_per_node=2 train.py --steps 1000 --data FOLDER --out trained.safetensors

The session is model.safetensors beside this file: its weights, optimiser state, schedule and place in the epoch. The batch
size is that of the whole batch, divided among the processes. What is written opens in inkgrad and goes on there.
"""

import argparse
import hashlib
import json
import pathlib
import signal
import sys
import time

import torch

import datasets
import processes
import session_file
from checkpoints import Checkpoints
from errors import RunError
from logs import Log
from network import Network
from trainer import Trainer, begin

HERE = pathlib.Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add = parser.add_argument
    add("--steps", type=int, required=True, help="optimiser steps from the exported session on")
    add("--data", required=True, help="the folder of the training data, and of validation data if there are any")
    add("--out", default="trained.safetensors", help="the session file to write [trained.safetensors]")
    add("--checkpoints", default="checkpoints", help="the folder of checkpoints [checkpoints]")
    add("--checkpoint-every", type=int, default=100, help="steps between two checkpoints [100]")
    add("--fresh", action="store_true", help="begin with the exported session, even if there are checkpoints")
    add("--logs", default="logs", help="the folder of log.csv and TensorBoard's files [logs]")
    add("--log-every", type=int, default=20, help="steps between two lines of the log [20]")
    add("--backend", choices=("gloo", "nccl"), help="nccl with a GPU for each process, else gloo")
    add("--mixed-precision", action="store_true", help="compute in bfloat16 where that is safe")
    add("--new-data", action="store_true", help="begin a new epoch on data that the session has not seen")
    add("--scale", type=float, help="the factor of input values [the session's]")
    return parser.parse_args()


class StopRequest:
    """Set by Ctrl+C or a request to end: the run stops after the current step and saves."""

    def __init__(self):
        self.made = False
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._make)

    def _make(self, *_):
        self.made = True


def load_session():
    """The exported session; its spec must be spec.json's."""
    state = session_file.read(HERE / "model.safetensors")
    beside = HERE / "spec.json"
    if beside.exists():
        difference = first_difference(json.loads(beside.read_text()), state.spec)
        if difference:
            raise RunError(f"spec.json is another spec than the model's: {difference}; export the session again")
    return state


def first_difference(found, expected, path=""):
    """Where a value differs from the expected one; None where it does not."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key, value in found.items():
            if key not in expected:
                return f"{path}{key} is {json.dumps(value)} there, and nothing in the model"
            difference = first_difference(value, expected[key], f"{path}{key}.")
            if difference:
                return difference
        return None
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for index, (left, right) in enumerate(zip(found, expected)):
            difference = first_difference(left, right, f"{path.rstrip('.')}[{index}].")
            if difference:
                return difference
        return None
    if found == expected:
        return None
    return f"{path.rstrip('.')} is {json.dumps(found)} there, {json.dumps(expected)} in the model"


class TrainingRun:
    """The whole run of one process."""

    def __init__(self, options, group):
        self.options, self.group = options, group
        exported = load_session()
        self.first, self.target = exported.step, exported.step + options.steps
        parts, hashed = self._load_data(exported)
        identity = {"model": hashlib.sha256((HERE / "model.safetensors").read_bytes()).hexdigest()[:16], "data": hashed}
        self.checkpoints = Checkpoints(options.checkpoints, identity)
        resumed = self._resume()
        state = resumed or begin(exported, hashed, len(parts["train"]))
        self._check(state, parts)
        self.trainer = Trainer(state, parts, group, options.mixed_precision)
        self.log = Log(options.logs, state.step) if group.is_first else None
        self.stop = StopRequest()
        self.recent, self.since = [], time.perf_counter()
        self.order, self.said_order = "", False

    def _load_data(self, state):
        """The data, the same on every machine."""
        options, group = self.options, self.group
        outputs = Network(state.spec, state.parameters, torch.device("cpu")).outputs

        def load():
            return datasets.load(options.data, state, outputs, options.scale, options.new_data)

        state.scale = state.scale if options.scale is None else options.scale
        parts, hashed = load()
        hashes = group.gather(hashed)
        if len(set(hashes)) > 1:
            raise RunError("the machines hold different training data: give all of them the same files")
        state.input_type = "u8" if parts["train"].inputs.dtype == "uint8" else "f32"
        return parts, hashed

    def _resume(self):
        """The newest checkpoint, if this run was interrupted."""

        def newest():
            if self.options.fresh:
                self.checkpoints.remove()
            return self.checkpoints.newest()

        return self.group.from_first(newest)

    def _check(self, state, parts):
        if state.spec.get("early_stopping") and "validation" not in parts:
            raise RunError(
                "early stopping watches validation data: put validation-images.idx or validation.csv beside the training data"
            )
        monitor = (state.spec.get("early_stopping") or {}).get("monitor")
        if monitor == "validation_accuracy" and not parts["validation"].has_classes:
            raise RunError(
                "early_stopping.monitor is validation_accuracy, but no prediction of values is right or wrong"
            )

    def run(self):
        trainer, state = self.trainer, self.trainer.state
        self._say_where()
        stopped = False
        if state.early_stopping and state.early_stopping.due:
            self._validate()
        while state.step < self.target and not state.finished and not stopped:
            if trainer.draw_order():
                self._new_order()
            report = trainer.step(self.stop.made)
            stopped = report.stop
            if state.finished == "diverged":
                break
            self._after_step(report)
        self._end(stopped)

    def _say_where(self):
        state, group = self.trainer.state, self.group
        parameters = sum(array.size for array in self.trainer.network.arrays().values())
        group.say(
            f"{group.count} process(es) on {group.device.type}, {parameters} parameters, batch size {state.spec['batch_size']}"
        )
        group.say(
            f"from step {state.step} to step {self.target}, epoch {state.epoch + 1}, sample {state.position} of {state.samples}"
        )

    def _new_order(self):
        """Notes the hash of the epoch's order; says it where an epoch is longer than the steps between two lines."""
        state = self.trainer.state
        self.order = order_hash(self.trainer.order[1])
        if self.said_order and state.samples < self.options.log_every * state.spec["batch_size"]:
            return
        self.said_order = True
        self.group.say(f"epoch {state.epoch + 1}: the order of samples has the hash {self.order}")

    def _after_step(self, report):
        state = self.trainer.state
        self.recent.append(report)
        if state.position == 0 and "validation" in self.trainer.data:
            self._log_recent(self._validate)
        elif self._is_due(self.options.log_every):
            self._log_recent()
        if self._is_due(self.options.checkpoint_every) and state.step < self.target:
            self._write(self.checkpoints.write)

    def _is_due(self, every):
        """Whether a multiple of so many steps is done since the export."""
        return (self.trainer.state.step - self.first) % every == 0

    def _validate(self):
        loss, accuracy = self.trainer.evaluate("validation")
        self.trainer.record_validation(loss, accuracy)
        told = "" if accuracy is None else f", accuracy {accuracy:.4f}"
        self.group.say(f"epoch {self.trainer.state.epoch}: validation loss {loss:.6f}{told}")
        return loss, accuracy

    def _log_recent(self, validate=lambda: (None, None)):
        """Logs the mean over the steps since the last line, and a validation."""
        if not self.recent:
            return
        state, last = self.trainer.state, self.recent[-1]
        samples = sum(report.samples for report in self.recent)
        loss = sum(report.loss for report in self.recent) / samples
        accuracy = sum(report.correct for report in self.recent) / samples if self.trainer.is_scored() else None
        speed = samples / (time.perf_counter() - self.since)
        epoch = state.epoch + state.position / state.samples
        told = "" if accuracy is None else f", accuracy {accuracy:.4f}"
        self.group.say(f"step {state.step}, epoch {epoch:.3f}: loss {loss:.6f}{told}, {speed:.0f} samples/s")
        validation_loss, validation_accuracy = validate()
        if self.log:
            self.log.add(
                step=state.step,
                epoch=epoch,
                order=self.order,
                loss=loss,
                accuracy=accuracy,
                gradient_norm=last.gradient_norm,
                learning_rate=last.learning_rate,
                samples_per_second=speed,
                validation_loss=validation_loss,
                validation_accuracy=validation_accuracy,
            )
        self.recent, self.since = [], time.perf_counter()

    def _write(self, write):
        session = self.trainer.session()
        if self.group.is_first:
            write(session)

    def _end(self, stopped):
        options, state = self.options, self.trainer.state
        self._log_recent()
        if "test" in self.trainer.data and not stopped:
            loss, accuracy = self.trainer.evaluate("test")
            told = "" if accuracy is None else f", accuracy {accuracy:.4f}"
            self.group.say(f"test loss {loss:.6f}{told}")
        self._write(lambda session: session.write(options.out))
        if stopped and state.step < self.target:
            self._write(self.checkpoints.write)
            self.group.say(f"stopped after step {state.step}; the same command goes on from there")
        else:
            if self.group.is_first:
                self.checkpoints.remove()
            reason = {"diverged": ": the loss or the gradient is not finite", "early_stopping": ": early stopping"}
            self.group.say(f"finished at step {state.step}{reason.get(state.finished, '')}")
        self.group.say(f"wrote {options.out}")
        if self.log:
            self.log.close()


def order_hash(order):
    """The first 16 hexadecimal digits of the SHA-256 of an epoch's order, as 32-bit numbers."""
    return hashlib.sha256(order.astype("<u4").tobytes()).hexdigest()[:16]


def main():
    group = processes.Processes(arguments().backend)
    try:
        TrainingRun(arguments(), group).run()
    except RunError as error:
        processes.tell(error)
        return 2
    finally:
        group.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
