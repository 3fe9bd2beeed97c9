"""What the server and the clients of a federation share: the session, training on one client's data, and the result."""

import dataclasses
import json
import os
import pathlib

import numpy as np
import torch

import datasets
import session_file
from optimizers import make
from trainer import Trainer, begin

HERE = pathlib.Path(__file__).resolve().parent


class OneProcess:
    """A client's only process; see `processes.Processes`."""

    rank, count = 0, 1

    def __init__(self):
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    def all_reduce(self, tensor):
        return tensor

    def share(self, total):
        return range(total)


class ClientTrainer(Trainer):
    """A trainer whose parameters are drawn towards those that the round began with (FedProx; with μ = 0 FedAvg)."""

    def __init__(self, state, data, mu=0.0):
        super().__init__(state, data, OneProcess())
        self.mu, self.anchor = mu, self.network.flat.detach().clone()

    def _penalise(self, gradient):
        super()._penalise(gradient)
        if self.mu:
            gradient += self.mu * (self.network.flat.detach() - self.anchor)


def path_of(name):
    """A path of the run's configuration: as it stands, else beside this file."""
    path = pathlib.Path(os.path.expanduser(name))
    return path if path.is_absolute() or path.exists() else HERE / path


def client_state(arrays, settings, round_number=1, epochs=1):
    """The session of a client at the beginning of a round: the server's parameters, a fresh optimiser.

    Each epoch has its own order of the client's samples, also from round to round.
    """
    spec = json.loads(settings["spec"])
    spec.pop("early_stopping", None)
    return session_file.SessionState(
        spec=spec,
        parameters=arrays,
        optimizer={},
        step=settings["step"],
        shuffle_index=settings["order"] + (round_number - 1) * epochs,
        scale=settings["scale"],
        input_type=settings.get("input-type"),
        classes=json.loads(settings["classes"]) if "classes" in settings else None,
    )


def settings_of(state):
    """What the clients must know of the session, in values that a Flower record holds."""
    settings = {"spec": json.dumps(state.spec), "scale": state.scale, "step": state.step, "order": state.shuffle_index}
    if state.input_type:
        settings["input-type"] = state.input_type
    if state.classes is not None:
        settings["classes"] = json.dumps(state.classes)
    return settings


def load_data(folder, state):
    """A client's own data."""
    outputs = Trainer(state, {}, OneProcess()).network.outputs
    parts, hashed = datasets.load(folder, state, outputs, new_data=True)
    return parts, hashed


def train_client(arrays, folder, settings, round_number, epochs, mu=0.0):
    """Trains on a client's data: its parameters, and what the server has to know of the training."""
    state = client_state(arrays, settings, round_number, epochs)
    parts, hashed = load_data(folder, state)
    order = state.shuffle_index
    begin(state, hashed, len(parts["train"]))
    steps = -(-len(parts["train"]) // state.spec["batch_size"]) * epochs
    # The schedule and the masks of dropout go on from round to round.
    state.shuffle_index, state.step = order, state.step + (round_number - 1) * steps
    trainer = ClientTrainer(state, parts, mu)
    loss = correct = samples = 0
    for _ in range(steps):
        report = trainer.step()
        if state.finished:
            break
        loss, correct, samples = loss + report.loss, correct + report.correct, samples + report.samples
    metrics = {"num-examples": len(parts["train"]), "steps": steps, "loss": loss / max(samples, 1)}
    if trainer.is_scored():
        metrics["accuracy"] = correct / max(samples, 1)
    return trainer.network.arrays(), metrics


def evaluate_client(arrays, folder, settings):
    """Loss and accuracy on a client's validation data; on its training data where it has none."""
    state = client_state(arrays, settings)
    parts, _ = load_data(folder, state)
    part = "validation" if "validation" in parts else "train"
    trainer = ClientTrainer(state, parts)
    loss, accuracy = trainer.evaluate(part)
    metrics = {"num-examples": len(parts[part]), "loss": loss}
    return metrics if accuracy is None else metrics | {"accuracy": accuracy}


def finished_session(state, arrays, steps, epochs):
    """The session after the federation: it opens in inkgrad, with a fresh optimiser and without data."""
    zeros = {name: np.zeros_like(array) for name, array in arrays.items()}
    stopping = session_file.EarlyStoppingState() if state.spec.get("early_stopping") else None
    return dataclasses.replace(
        state,
        parameters=arrays,
        optimizer={name: zeros for name in make(state.spec["optimizer"]).state_names},
        updates=0,
        step=state.step + steps,
        epoch=state.epoch + epochs,
        shuffle_index=state.shuffle_index + epochs,
        position=0,
        samples=0,
        data_hash=0,
        warmup=False,
        early_stopping=stopping,
        finished=None,
    )
