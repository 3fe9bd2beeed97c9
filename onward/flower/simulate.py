"""Runs the federation on this machine, without the network: every client in this process, one after the other.

    python simulate.py --data FOLDER --rounds 10 --out federated.safetensors

FOLDER holds client-0, client-1 and so on, each with its own train-images.idx and train-labels.idx, train.csv or train.npz.
Server and clients are those of `flwr run`; only the messages do not leave the process.
"""

import argparse
import logging
import pathlib
import sys
import tomllib
import uuid

from flwr.app import Context, Message, RecordDict
from flwr.serverapp import Grid

import client_app
import server_app
from errors import RunError

try:  # Newer releases of Flower keep in the process which run it belongs to.
    from flwr.supercore.task_identity import TaskIdentity
except ImportError:
    TaskIdentity = None

HERE = pathlib.Path(__file__).resolve().parent


class LocalGrid(Grid):
    """A grid whose nodes answer as soon as they are asked."""

    def __init__(self, contexts):
        self.contexts, self.replies = contexts, {}

    def set_run(self, run):
        """There is one run."""

    @property
    def run(self):
        return None

    def create_message(self, content, message_type, dst_node_id, group_id, ttl=None):
        return Message(content=content, message_type=message_type, dst_node_id=dst_node_id, ttl=ttl)

    def get_node_ids(self):
        return list(self.contexts)

    def push_messages(self, messages):
        names = []
        for message in messages:
            name = uuid.uuid4().hex
            self.replies[name] = client_app.app(message, self.contexts[message.metadata.dst_node_id])
            names.append(name)
        return names

    def pull_messages(self, message_ids):
        return [self.replies.pop(name) for name in message_ids]

    def send_and_receive(self, messages, *, timeout=None):
        return self.pull_messages(self.push_messages(messages))


def run_config(options):
    """The configuration of pyproject.toml with the options that were given."""
    config = tomllib.loads((HERE / "pyproject.toml").read_text())["tool"]["flwr"]["app"]["config"]
    given = {name.replace("_", "-"): value for name, value in vars(options).items() if value is not None}
    return config | given


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add = parser.add_argument
    add("--data", help="the folder of client-0, client-1, …")
    add("--rounds", type=int)
    add("--local-epochs", type=int)
    add("--strategy", choices=("fedavg", "fedprox"))
    add("--proximal-mu", type=float)
    add("--model")
    add("--out")
    return parser.parse_args()


def main():
    config = run_config(arguments())
    folders = sorted(pathlib.Path(config["data"]).glob("client-*"))
    if not folders:
        print(f"error: {config['data']} has no folder client-0", file=sys.stderr)
        return 2
    config["clients"] = len(folders)

    def context(node, partition):
        return Context(0, node, {"partition-id": partition, "num-partitions": len(folders)}, RecordDict(), config)

    # Node numbers are arbitrary to Flower; 0 is none.
    grid = LocalGrid({partition + 1: context(partition + 1, partition) for partition in range(len(folders))})
    logging.getLogger("flwr").setLevel(logging.WARNING)
    if TaskIdentity:
        TaskIdentity.run_id = TaskIdentity.task_id = TaskIdentity.node_id = 1
    try:
        server_app.app(grid, context(0, 0))
    except RunError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
