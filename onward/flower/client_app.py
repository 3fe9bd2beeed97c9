"""The client: trains and evaluates the model on data that stay where they are."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from flwr.app import Array, ArrayRecord, Context, Message, MetricRecord, RecordDict  # noqa: E402
from flwr.clientapp import ClientApp  # noqa: E402

import federated  # noqa: E402

app = ClientApp()


def folder_of(context: Context):
    """The client's folder: its node's `data`, or in a simulation the folder of its number in the run's `data`."""
    own = context.node_config.get("data")
    if own:
        return federated.path_of(own)
    number = context.node_config.get("partition-id", 0)
    return federated.path_of(context.run_config["data"]) / f"client-{number}"


def contents(message: Message):
    """The parameters by name, and the round's settings."""
    arrays = {name: array.numpy() for name, array in message.content["arrays"].items()}
    return arrays, dict(message.content["config"])


def answer(message: Message, metrics, context: Context, arrays=None):
    metrics = {"client": context.node_config.get("partition-id", 0)} | metrics
    records = {"metrics": MetricRecord(metrics)}
    if arrays is not None:
        records["arrays"] = ArrayRecord({name: Array(array) for name, array in arrays.items()})
    return Message(content=RecordDict(records), reply_to=message)


@app.train()
def train(message: Message, context: Context):
    arrays, settings = contents(message)
    arrays, metrics = federated.train_client(
        arrays,
        folder_of(context),
        settings,
        round_number=settings["server-round"],
        epochs=context.run_config["local-epochs"],
        mu=settings.get("proximal-mu", 0.0),
    )
    return answer(message, metrics, context, arrays)


@app.evaluate()
def evaluate(message: Message, context: Context):
    arrays, settings = contents(message)
    return answer(message, federated.evaluate_client(arrays, folder_of(context), settings), context)
