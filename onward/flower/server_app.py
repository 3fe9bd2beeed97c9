"""The server: sends the model to the clients, averages what they make of it, and writes the result."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from flwr.app import Array, ArrayRecord, ConfigRecord, Context, MetricRecord  # noqa: E402
from flwr.serverapp import Grid, ServerApp  # noqa: E402
from flwr.serverapp.strategy import FedAvg, FedProx  # noqa: E402

import federated  # noqa: E402
import session_file  # noqa: E402

app = ServerApp()


class Rounds:
    """Prints each client's accuracy after a round, and gives the means over the clients, weighted by their samples."""

    def __init__(self):
        self.count = 0

    def aggregate_evaluate(self, contents, weight):
        self.count += 1
        for metrics in sorted((content["metrics"] for content in contents), key=lambda each: each["client"]):
            accuracy = f", accuracy {metrics['accuracy']:.4f}" if "accuracy" in metrics else ""
            told = f"loss {metrics['loss']:.4f}{accuracy}, {metrics[weight]} samples"
            print(f"round {self.count}, client {metrics['client']}: {told}", flush=True)
        means = mean_of(contents, weight)
        accuracy = f", accuracy {means['accuracy']:.4f}" if "accuracy" in means else ""
        print(f"round {self.count}: loss {means['loss']:.4f}{accuracy}", flush=True)
        return means


def mean_of(contents, weight):
    """The means over the clients, weighted by their samples."""
    metrics = [content["metrics"] for content in contents]
    total = sum(each[weight] for each in metrics)
    names = [name for name in metrics[0] if name not in (weight, "client")]
    return MetricRecord({name: sum(each[name] * each[weight] for each in metrics) / total for name in names})


@app.main()
def main(grid: Grid, context: Context):
    config = context.run_config
    state = session_file.read(federated.path_of(config["model"]))
    options = {
        "min_train_nodes": config["clients"],
        "min_evaluate_nodes": config["clients"],
        "min_available_nodes": config["clients"],
        "train_metrics_aggr_fn": mean_of,
        "evaluate_metrics_aggr_fn": Rounds().aggregate_evaluate,
    }
    prox = config["strategy"] == "fedprox"
    strategy = FedProx(proximal_mu=config["proximal-mu"], **options) if prox else FedAvg(**options)
    settings = federated.settings_of(state)
    result = strategy.start(
        grid=grid,
        initial_arrays=ArrayRecord({name: Array(array) for name, array in state.parameters.items()}),
        num_rounds=config["rounds"],
        train_config=ConfigRecord(dict(settings)),
        evaluate_config=ConfigRecord(dict(settings)),
    )
    arrays = {name: array.numpy() for name, array in result.arrays.items()}
    steps = round(sum(metrics["steps"] for metrics in result.train_metrics_clientapp.values()))
    epochs = config["rounds"] * config["local-epochs"]
    federated.finished_session(state, arrays, steps, epochs).write(config["out"])
    print(f"wrote {config['out']}", flush=True)
