"""Session files: the safetensors files that inkgrad's `session.save()` writes and `Session.load` reads."""

import dataclasses
import json
import os
import pathlib
import struct

import numpy as np

from errors import RunError

#: The newest version of the metadata that this program reads.
FORMAT = 1

OPTIMIZER = "optimizer."
BEST = "early_stopping.best"


@dataclasses.dataclass
class EarlyStoppingState:
    """The best monitored value so far, its parameters, and the epochs since then."""

    due: bool = False
    waited: int = 0
    best: float | None = None
    best_parameters: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class SessionState:
    """Everything in a session file. Arrays are NumPy's, by the names of the parameters."""

    spec: dict
    parameters: dict
    optimizer: dict
    updates: int = 0
    step: int = 0
    epoch: int = 0
    shuffle_index: int = 0
    position: int = 0
    samples: int = 0
    data_hash: int = 0
    schedule_start: int = 0
    warmup: bool = False
    scale: float = 1.0
    input_type: str | None = None
    classes: list | None = None
    early_stopping: EarlyStoppingState | None = None
    finished: str | None = None
    version: str = ""
    #: The spec as the file has it.
    spec_text: str = ""

    def metadata(self):
        """The texts of the file."""
        texts = {
            "version": self.version,
            "spec": self.spec_text,
            "format": FORMAT,
            "step": self.step,
            "epoch": self.epoch,
            "order": self.shuffle_index,
            "position": self.position,
            "samples": self.samples,
            "data_hash": self.data_hash,
            "schedule_start": self.schedule_start,
            "warmup": int(self.warmup),
            "updates": self.updates,
            "input_scale": _bits(self.scale, "<f", "<I"),
        }
        if self.input_type:
            texts["input_type"] = self.input_type
        if self.classes is not None:
            texts["classes"] = json.dumps(self.classes, ensure_ascii=False)
        if self.early_stopping:
            texts["early_stopping.due"] = int(self.early_stopping.due)
            texts["early_stopping.waited"] = self.early_stopping.waited
            if self.early_stopping.best is not None:
                texts[BEST] = _bits(self.early_stopping.best, "<d", "<Q")
        if self.finished:
            texts["finished"] = self.finished
        return {"format": "pt"} | {f"inkgrad.{name}": str(value) for name, value in texts.items()}

    def arrays(self):
        """The arrays of the file by their names in it."""
        arrays = dict(self.parameters)
        for name, values in self.optimizer.items():
            arrays |= {f"{OPTIMIZER}{name}.{parameter}": array for parameter, array in values.items()}
        if self.early_stopping:
            best = self.early_stopping.best_parameters
            arrays |= {f"{BEST}.{parameter}": array for parameter, array in best.items()}
        return arrays

    def to_bytes(self):
        """The file; equal sessions give equal bytes."""
        header = {"__metadata__": self.metadata()}
        parts = {name: np.ascontiguousarray(array, dtype="<f4") for name, array in self.arrays().items()}
        end = 0
        for name, array in parts.items():
            begin, end = end, end + array.nbytes
            header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [begin, end]}
        text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return b"".join([struct.pack("<Q", len(text)), text, *(array.tobytes() for array in parts.values())])

    def write(self, path):
        """Writes the file whole or not at all."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(self.to_bytes())
        os.replace(part, path)


def read(path):
    """The session in a file."""
    path = pathlib.Path(path)
    if not path.exists():
        raise RunError(f"{path}: there is no such file; export the session again")
    texts, arrays = _contents(path, path.read_bytes())
    if "inkgrad.spec" not in texts:
        raise RunError(f"{path} has no inkgrad.spec: expected a file that session.save() wrote")
    texts = {name.removeprefix("inkgrad."): text for name, text in texts.items() if name.startswith("inkgrad.")}
    if int(texts.get("format", 0)) > FORMAT:
        raise RunError(f"{path} was written by a newer inkgrad: export again from it")
    if "constraints" in texts:
        raise RunError(f"{path} has constraints of a Rust program: {texts['constraints']}; this export lacks them")
    return _state(texts, arrays)


def _contents(path, data):
    """The metadata and the arrays of a safetensors file of 32-bit floats."""
    try:
        begins = 8 + struct.unpack_from("<Q", data)[0]
        header = json.loads(data[8:begins])
        texts = header.pop("__metadata__", {})
        arrays = {}
        for name, entry in header.items():
            first, end = entry["data_offsets"]
            values = np.frombuffer(data[begins + first : begins + end], dtype="<f4")
            arrays[name] = values.reshape(entry["shape"]).astype(np.float32)
        return texts, arrays
    except (KeyError, TypeError, ValueError, struct.error) as error:
        raise RunError(f"{path} is no safetensors file of 32-bit floats, or is incomplete: {error}") from error


def _state(texts, arrays):
    spec = json.loads(texts["spec"])
    parameters = {name: array for name, array in arrays.items() if name.startswith("layers.")}
    scale = _float(texts.get("input_scale", "0"), "<I", "<f")

    def number(name):
        return int(texts.get(name, 0))

    return SessionState(
        spec=spec,
        parameters=parameters,
        optimizer=_by_prefix(arrays, OPTIMIZER, parameters),
        updates=number("updates"),
        step=number("step"),
        epoch=number("epoch"),
        shuffle_index=number("order"),
        position=number("position"),
        samples=number("samples"),
        data_hash=number("data_hash"),
        schedule_start=number("schedule_start"),
        warmup=bool(number("warmup")),
        scale=scale or 1.0,
        input_type=texts.get("input_type"),
        classes=json.loads(texts["classes"]) if "classes" in texts else None,
        early_stopping=_early_stopping(spec, texts, arrays, parameters),
        finished=texts.get("finished"),
        version=texts.get("version", ""),
        spec_text=texts["spec"],
    )


def _early_stopping(spec, texts, arrays, parameters):
    if not spec.get("early_stopping"):
        return None
    return EarlyStoppingState(
        due=texts.get("early_stopping.due") == "1",
        waited=int(texts.get("early_stopping.waited", 0)),
        best=_float(texts[BEST], "<Q", "<d") if BEST in texts else None,
        best_parameters=_by_prefix(arrays, "early_stopping.", parameters).get("best", {}),
    )


def _by_prefix(arrays, prefix, parameters):
    """The arrays `PREFIXname.parameter` as `{ name: { parameter: array } }`."""
    found = {}
    for full, array in arrays.items():
        if full.startswith(prefix):
            name, _, parameter = full.removeprefix(prefix).partition(".")
            if parameter in parameters:
                found.setdefault(name, {})[parameter] = array
    return found


def _bits(number, kind, integer):
    return struct.unpack(integer, struct.pack(kind, number))[0]


def _float(text, integer, kind):
    return struct.unpack(kind, struct.pack(integer, int(text)))[0]
