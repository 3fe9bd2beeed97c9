"""One session in training: the step of inkgrad's core, with every batch divided among the processes."""

import dataclasses
import math

import numpy as np
import torch

import losses
import optimizers
import philox
import schedules
from augmentation import Augmentation
from layers import Run
from network import Network
from session_file import EarlyStoppingState


@dataclasses.dataclass
class StepReport:
    """A step: sums over the samples of its batch, and what the update used."""

    samples: int
    loss: float
    correct: float
    gradient_norm: float
    learning_rate: float
    #: Whether a process was asked to stop.
    stop: bool = False


class Trainer:
    """`state` is the session as it was loaded; `data` has the parts of the data by name."""

    def __init__(self, state, data, processes, mixed_precision=False):
        self.state, self.data, self.processes = state, data, processes
        self.mixed_precision = mixed_precision
        self.spec = state.spec
        self.network = Network(self.spec, state.parameters, processes.device)
        self.optimizer = optimizers.make(self.spec["optimizer"])
        self.moments = [
            self.network.flatten(state.optimizer[name])
            if name in state.optimizer
            else torch.zeros_like(self.network.flat, requires_grad=False)
            for name in self.optimizer.state_names
        ]
        augment = self.spec.get("augment")
        self.augmentation = Augmentation(augment, self.spec["input"], self.spec["seed"]) if augment else None
        self.penalised = self.network.penalised() if self.spec.get("l1") or self.spec.get("l2") else None
        if self.spec.get("early_stopping") and state.early_stopping is None:
            state.early_stopping = EarlyStoppingState()
        self.order = None

    def draw_order(self):
        """The order of the current epoch's samples. Returns whether it is a new one."""
        state, count = self.state, len(self.data["train"])
        if self.order is not None and self.order[0] == state.shuffle_index:
            return False
        shuffled = self.spec.get("shuffle", True)
        order = philox.epoch_order(self.spec["seed"], state.shuffle_index, count) if shuffled else np.arange(count)
        self.order = state.shuffle_index, order.astype(np.uint32)
        return True

    def learning_rate(self):
        state = self.state
        step = 0 if state.warmup else state.step - state.schedule_start
        return schedules.learning_rate(self.spec.get("schedule"), step, self.optimizer.learning_rate)

    def is_scored(self):
        """Whether a prediction on the training data is right or wrong."""
        return losses.is_scored(self.spec["loss"], self.network.outputs, self.data["train"].has_classes)

    def step(self, stop=False):
        """One optimiser step on the next batch. A step that is not finite changes nothing but `state.finished`."""
        self.draw_order()
        state, network = self.state, self.network
        batch = self.order[1][state.position : state.position + self.spec["batch_size"]]
        mine = self.processes.share(len(batch))
        run = Run(
            training=True,
            seed=self.spec["seed"],
            step=state.step,
            places=mine,
            batch=len(batch),
            all_reduce=self.processes.all_reduce,
        )
        sums = self._forward_backward(batch[mine.start : mine.stop], run, stop)
        gradient = self.processes.all_reduce(network.flat.grad)
        loss, correct, stopped = self.processes.all_reduce(sums).tolist()
        self._penalise(gradient)
        norm = math.sqrt(gradient.double().square().sum().item()) if math.isfinite(loss) else math.nan
        report = StepReport(len(batch), loss, correct, norm, self.learning_rate(), stopped > 0)
        if math.isfinite(norm) and self._update(gradient, norm, report.learning_rate):
            self._advance(run, len(batch))
        else:
            self._diverge()
        return report

    def _forward_backward(self, rows, run, stop):
        """The gradient of this process's part of the batch, in `flat.grad`; its sums of loss and correct predictions."""
        network = self.network
        x, targets = self.data["train"].batch(rows, network.device)
        if self.augmentation:
            images = self.augmentation.apply(x.cpu().numpy(), run.step, run.places)
            x = torch.from_numpy(images).to(network.device)
        network.flat.grad = torch.zeros_like(network.flat)
        with torch.autocast(network.device.type, dtype=torch.bfloat16, enabled=self.mixed_precision):
            z = network.forward(x, run)
        loss = losses.of_samples(self.spec["loss"], z, targets).double().sum()
        if loss.requires_grad:
            (loss / run.batch).backward()
        right = losses.correct(self.spec["loss"], z, targets).sum().item() if self.is_scored() else 0
        return torch.tensor([loss.item(), right, float(stop)], dtype=torch.float64, device=network.device)

    def _penalise(self, gradient):
        """Adds the gradient of the penalties: l1 · sign(w) + 2 · l2 · w."""
        if self.penalised is None:
            return
        weights = self.network.flat.detach() * self.penalised
        gradient += self.spec.get("l1", 0) * weights.sign() + 2 * self.spec.get("l2", 0) * weights

    @torch.no_grad()
    def _update(self, gradient, norm, rate):
        """Clips the gradient and updates parameters and optimiser state. Returns whether the new parameters are finite."""
        limit = self.spec.get("clip_norm")
        if limit is not None:
            gradient = gradient * min(limit / (norm + 1e-6), 1.0)
        flat, count = self.network.flat, self.state.updates + 1
        new, moments = self.optimizer.update(torch, flat, gradient, self.moments, rate, count)
        if not new.isfinite().all():
            return False
        flat.copy_(new)
        self.moments = moments
        return True

    def _advance(self, run, samples):
        state = self.state
        for name, value in run.statistics.items():
            self.network.fixed[name] = value.detach()
        state.updates += 1
        state.step += 1
        state.position += samples
        if state.position >= len(self.data["train"]):
            state.position = 0
            state.shuffle_index += 1
            state.epoch += 1
            if state.early_stopping:
                state.early_stopping.due = True

    def _diverge(self):
        """An optimiser state that is not finite would never become finite again: it is reset."""
        self.state.finished = "diverged"
        if not all(moment.isfinite().all() for moment in self.moments):
            self.moments = [torch.zeros_like(moment) for moment in self.moments]
            self.state.updates = 0

    @torch.no_grad()
    def evaluate(self, part, block=256):
        """Mean loss and accuracy (None for a regression) over a part of the data."""
        data, device = self.data[part], self.network.device
        mine = self.processes.share(len(data))
        scored = losses.is_scored(self.spec["loss"], self.network.outputs, data.has_classes)
        sums = torch.zeros(2, dtype=torch.float64, device=device)
        for first in range(mine.start, mine.stop, block):
            x, targets = data.batch(np.arange(first, min(first + block, mine.stop)), device)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=self.mixed_precision):
                z = self.network.forward(x, Run())
            sums[0] += losses.of_samples(self.spec["loss"], z, targets).double().sum()
            if scored:
                sums[1] += losses.correct(self.spec["loss"], z, targets).sum()
        loss, correct = self.processes.all_reduce(sums).tolist()
        return loss / len(data), correct / len(data) if scored else None

    def record_validation(self, loss, accuracy):
        """Passes an epoch's validation to early stopping, which may end training."""
        settings, stopping = self.spec.get("early_stopping"), self.state.early_stopping
        if not settings or not stopping.due:
            return
        stopping.due = False
        watches_loss = settings.get("monitor", "validation_loss") == "validation_loss"
        value = loss if watches_loss else accuracy or 0.0
        gain = None if stopping.best is None else (stopping.best - value if watches_loss else value - stopping.best)
        if not math.isnan(value) if gain is None else gain > settings.get("min_delta", 0):
            stopping.best, stopping.waited = value, 0
            if settings.get("restore_best", True):
                stopping.best_parameters = self.network.arrays()
            return
        stopping.waited += 1
        if stopping.waited >= settings.get("patience", 5):
            if stopping.best_parameters and settings.get("restore_best", True):
                self.network.set_arrays(stopping.best_parameters)
            self.state.finished = "early_stopping"

    def session(self):
        """The session as it is now, to be saved."""
        frozen = {name: value for name, value in self.network.arrays().items() if name not in self.network.trained}
        moments = {}
        for name, moment in zip(self.optimizer.state_names, self.moments):
            before = self.state.optimizer.get(name, {})
            rest = {key: before.get(key, np.zeros_like(value)) for key, value in frozen.items()}
            moments[name] = self.network.unflatten(moment) | rest
        changed = {"parameters": self.network.arrays(), "optimizer": moments}
        return dataclasses.replace(self.state, **changed)


def begin(state, data_hash, count):
    """Sets the training data of a loaded session: it goes on at its place, or begins a new epoch on other data."""
    if not (state.data_hash == data_hash and state.samples == count and not state.warmup):
        state.shuffle_index += int(state.step > 0)
        state.position = 0
    if state.warmup:
        state.schedule_start = state.step
    state.data_hash, state.samples, state.warmup = data_hash, count, False
    if state.finished:
        state.finished = None
        if state.early_stopping:
            state.early_stopping.waited = 0
    return state
