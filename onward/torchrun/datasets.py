"""The data of a run: found in a folder, brought to the session's types, and compared with its data by their hash."""

import pathlib

import numpy as np
import torch

import losses
import readers
from data_hash import hash_of
from errors import RunError

#: The names of a part's files before `-images` and `-labels`; MNIST calls its test images t10k.
_PREFIXES = {"train": ["train"], "validation": ["validation"], "test": ["test", "t10k"]}
_IDX_ENDS = {"images": ["-images.idx", "-images-idx3-ubyte", "-images.idx3-ubyte"]}
_IDX_ENDS["labels"] = [end.replace("images", "labels").replace("idx3", "idx1") for end in _IDX_ENDS["images"]]
_EXPECTED = "train-images.idx with train-labels.idx (or MNIST's own names; gzipped or not), train.csv or train.npz"


class Part:
    """Samples with their labels: inputs uint8 or float32 [n, features], labels int64 [n] or float32 [n, outputs]."""

    def __init__(self, inputs, labels, scale, shape):
        self.inputs, self.scale, self.shape = inputs, np.float32(scale), shape
        self.has_classes = labels.dtype != np.float32
        self.labels = labels.astype(np.int64) if self.has_classes else labels

    def __len__(self):
        return len(self.inputs)

    def batch(self, rows, device):
        """Scaled inputs [m, …] and targets of these samples, as tensors."""
        inputs = torch.from_numpy(self.inputs[rows]).to(device)
        x = inputs.float() * float(self.scale)
        return x.reshape(len(rows), *self.shape), torch.from_numpy(self.labels[rows]).to(device)

    def slice(self, first, end):
        return Part(self.inputs[first:end], self.labels[first:end], self.scale, self.shape)


def load(folder, state, outputs, scale=None, new_data=False):
    """The parts in a folder, and the hash of the training data.

    Without `new_data` the training data must be the session's. Where the files begin with them, as MNIST's 60,000 images
    begin with the 55,000 that the page trains on, the rest is for validation.
    """
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        raise RunError(f"--data {folder}: there is no such folder; it has to hold {_EXPECTED}")
    found = _read(folder, "train")
    if found is None:
        raise RunError(f"--data {folder}: no training data there; expected {_EXPECTED}")
    scale = state.scale if scale is None else scale
    train, hashed, rest = _training_data(*found, state, outputs, scale, new_data)
    parts = {"train": train}
    for part in ("validation", "test"):
        found = _read(folder, part)
        if found:
            parts[part] = _part(*found, state, outputs, scale, part, classes=train.has_classes)
    if rest is not None:
        parts.setdefault("validation", rest)
    return parts, hashed


def _training_data(inputs, labels, state, outputs, scale, new_data):
    """The training data, their hash, and the samples after them."""
    known = state.samples if state.samples and not state.warmup and not new_data else None
    count = len(inputs)
    if known is not None and count < known:
        raise RunError(_other_data(f"{known} samples", count))
    hashed = None
    for classes in (True, False):
        try:
            part = _part(inputs, labels, state, outputs, scale, "train", classes)
        except RunError:
            if classes:
                continue
            raise
        size = known or count
        begin = part.slice(0, size)
        hashed = hash_of(begin.inputs, begin.labels, begin.inputs.shape[1], scale)
        if known is None or hashed == state.data_hash:
            return begin, hashed, part.slice(size, count) if count > size else None
    raise RunError(_other_data(f"hash {state.data_hash:016x}", f"{hashed:016x}"))


def _other_data(expected, found):
    return (
        f"the training data are not the session's: expected {expected}, found {found}; "
        "give the data it was trained on, unscaled, or --new-data to begin a new epoch on these"
    )


def _part(inputs, labels, state, outputs, scale, name, classes=True):
    """A part whose inputs and labels have the session's types."""
    shape = state.spec["input"]
    features = int(np.prod(shape))
    inputs = inputs.reshape(len(inputs), -1)
    if len(labels) != len(inputs):
        raise RunError(f"{name}: expected {len(inputs)} labels, one a sample, found {len(labels)}")
    if inputs.shape[1] != features:
        raise RunError(
            f"{name}: expected {features} numbers a sample, as the spec's input has, found {inputs.shape[1]}"
        )
    inputs = _inputs(inputs, state.input_type, name)
    return Part(inputs, _labels(labels, state, outputs, classes, name), scale, shape)


def _inputs(inputs, input_type, name):
    """Bytes where the session's data were bytes, else floats."""
    if input_type == "u8" or (input_type is None and inputs.dtype == np.uint8):
        whole = inputs.astype(np.uint8)
        if inputs.dtype != np.uint8 and not np.array_equal(whole, inputs):
            raise RunError(
                f"{name}: expected whole numbers from 0 to 255, as the session's data are; give them unscaled"
            )
        return whole
    floats = inputs.astype(np.float32)
    if not np.isfinite(floats).all():
        raise RunError(f"{name}: expected finite numbers")
    return floats


def _labels(labels, state, outputs, classes, name):
    """Class indices (uint32) or values (float32)."""
    if labels.dtype.kind in "US":
        return _named(labels.reshape(-1).astype(str), state, name)
    loss = state.spec["loss"]["kind"]
    if not classes and loss not in losses.CLASSES_ALONE:
        values = labels.reshape(len(labels), -1).astype(np.float32)
        if values.shape[1] != outputs:
            raise RunError(f"{name}: expected {outputs} numbers for each sample, found {values.shape[1]}")
        return values
    indices = labels.reshape(len(labels), -1)
    whole = indices.astype(np.uint32)
    if indices.shape[1] != 1 or not np.array_equal(whole, indices):
        raise RunError(f"{name}: expected a class for each sample, a whole number of at least 0")
    most = {1: 2 if loss == "binary_cross_entropy" else 2**32}.get(outputs, outputs)
    if len(whole) and whole.max() >= most:
        raise RunError(f"{name}: expected classes from 0 to {most - 1}, found {whole.max()}")
    return whole[:, 0]


def _named(words, state, name):
    """The indices of class names, in the session's order."""
    known = state.classes
    if known is None:
        known = state.classes = list(dict.fromkeys(words.tolist()))
    index = {word: at for at, word in enumerate(known)}
    unknown = next((word for word in words.tolist() if word not in index), None)
    if unknown is not None:
        raise RunError(f"{name}: expected one of the classes {', '.join(known)}, found {unknown!r}")
    return np.array([index[word] for word in words.tolist()], dtype=np.uint32)


def _read(folder, part):
    """Inputs and labels of a part; None where the folder has no such files."""
    for prefix in _PREFIXES[part]:
        images = _find(folder, prefix, _IDX_ENDS["images"])
        if images:
            labels = _find(folder, prefix, _IDX_ENDS["labels"])
            if not labels:
                raise RunError(f"{images}: there is no {prefix}-labels.idx beside it")
            return readers.read_idx(images), readers.read_idx(labels)
        table = _find(folder, prefix, [".csv"])
        if table:
            return readers.read_csv(table)
        arrays = _find(folder, prefix, [".npz"])
        if arrays:
            return readers.read_npz(arrays)
    return None


def _find(folder, prefix, ends):
    names = [f"{prefix}{end}{packed}" for end in ends for packed in ("", ".gz")]
    return next((folder / name for name in names if (folder / name).exists()), None)
