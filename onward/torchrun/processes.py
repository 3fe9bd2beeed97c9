"""The processes that torchrun started, and the device of this one. Without torchrun there is one process."""

import os
import sys
import time
import uuid

import torch
import torch.distributed as dist
from torch.distributed.rendezvous import rendezvous


class Processes:
    def __init__(self, backend=None):
        self.rank = int(os.environ.get("RANK", 0))
        self.local_rank = int(os.environ.get("LOCAL_RANK", 0))
        self.count = int(os.environ.get("WORLD_SIZE", 1))
        local_count = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
        gpus = torch.cuda.device_count() >= local_count and backend != "gloo"
        self.backend = backend or ("nccl" if gpus else "gloo")
        self.device = torch.device("cuda", self.local_rank) if gpus else torch.device("cpu")
        if gpus:
            torch.cuda.set_device(self.device)
        if "RANK" in os.environ:
            store, rank, count = next(rendezvous("env://"))
            store = store_of_attempt(store, rank, count)
            dist.init_process_group(self.backend, store=store, rank=rank, world_size=count)

    @property
    def is_first(self):
        """Whether this process prints and writes."""
        return self.rank == 0

    def say(self, text):
        """Prints a line once."""
        if self.is_first:
            print(text, flush=True)

    def all_reduce(self, tensor):
        """Adds a tensor up over all processes, in place."""
        if self.count > 1:
            dist.all_reduce(tensor)
        return tensor

    def share(self, total):
        """This process's part of `total` samples: adjacent ones, as equal as can be."""
        return range(self.rank * total // self.count, (self.rank + 1) * total // self.count)

    def from_first(self, make):
        """What the first process's `make` returns, or its error, on every process."""
        outcome = [None, None]
        if self.is_first:
            try:
                outcome[0] = make()
            except Exception as error:  # every process has to end with it
                outcome[1] = error
        if self.count > 1:
            dist.broadcast_object_list(outcome, src=0)
        value, error = outcome
        if error is not None:
            raise error
        return value

    def gather(self, value):
        """The values of all processes."""
        if self.count == 1:
            return [value]
        values = [None] * self.count
        dist.all_gather_object(values, value)
        return values

    def close(self):
        if dist.is_initialized():
            dist.destroy_process_group()


def store_of_attempt(store, rank, count):
    """A part of torchrun's store that the processes of this attempt alone use.

    After a restart the store still has the addresses of the processes before it. The first process therefore makes a name
    for the attempt and tells it to every process that says hello, until all of them have joined.
    """
    me = uuid.uuid4().hex
    if rank > 0:
        store.set(f"hello/{rank}", me)
        attempt = store.get(f"attempt/{me}").decode()
        store.set(f"joined/{attempt}/{rank}", me)
        return dist.PrefixStore(attempt, store)
    missing, told = set(range(1, count)), set()
    while missing:
        for other in sorted(missing):
            if store.check([f"hello/{other}"]):
                name = store.get(f"hello/{other}").decode()
                if name not in told:
                    store.set(f"attempt/{name}", me)
                    told.add(name)
            if store.check([f"joined/{me}/{other}"]):
                missing.remove(other)
        time.sleep(0.01)
    return dist.PrefixStore(me, store)


def tell(error):
    """Prints an error on the standard error output, once on each machine."""
    if int(os.environ.get("LOCAL_RANK", 0)) == 0:
        print(f"error: {error}", file=sys.stderr, flush=True)
