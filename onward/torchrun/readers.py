"""Readers of IDX, CSV and NPZ files. Each gives inputs [n, …] and labels as they stand in the file."""

import csv
import gzip
import io
import pathlib

import numpy as np

from errors import RunError

_IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_LABEL_NAMES = ("label", "target", "class", "y")
#: Whole numbers below this are classes in a CSV file.
_MOST_CLASSES = 1000


def bytes_of(path):
    """The bytes of a file, gzipped or not."""
    data = pathlib.Path(path).read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (EOFError, OSError) as error:
        raise RunError(f"{path}: the gzipped file is incomplete or damaged: {error}") from error


def read_idx(path):
    """The array of an IDX file."""
    data = bytes_of(path)
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in _IDX_TYPES:
        raise RunError(f"{path} is no IDX file: expected two bytes 0 and a type, found {data[:4].hex(' ')}")
    axes, dtype = data[3], np.dtype(_IDX_TYPES[data[2]])
    begins = 4 + 4 * axes
    shape = np.frombuffer(data[4:begins], dtype=">u4").astype(np.int64)
    expected = begins + int(shape.prod()) * dtype.itemsize
    if len(data) != expected or len(shape) != axes:
        raise RunError(f"{path}: expected {expected} bytes for the shape {shape.tolist()}, found {len(data)}")
    return np.frombuffer(data, dtype=dtype, offset=begins).reshape(shape).astype(dtype.newbyteorder("="))


def read_npz(path):
    """`inputs` and `labels` of an NPZ file."""
    try:
        with np.load(path, allow_pickle=False) as file:
            missing = [name for name in ("inputs", "labels") if name not in file.files]
            if missing:
                found = ", ".join(file.files) or "none"
                raise RunError(f"{path}: expected the arrays inputs and labels, found {found}")
            return file["inputs"], file["labels"]
    except (ValueError, OSError) as error:
        raise RunError(f"{path} is no NPZ file of plain arrays: {error}") from error


def read_csv(path):
    """Inputs and labels of a CSV file, read as inkgrad's `readCsv` does."""
    text = bytes_of(path).decode("utf-8-sig").lstrip("\r\n")
    delimiter = _delimiter(text)
    first, second = _first_rows(text, delimiter)
    if len(first) < 2:
        raise RunError(f"{path}: expected rows of two columns or more, separated by comma, semicolon or tab")
    header, label = _header(first, second)
    how = {"delimiter": delimiter, "skiprows": int(header), "comments": None, "quotechar": '"', "ndmin": 2}
    others = [column for column in range(len(first)) if column != label]
    try:
        table = np.loadtxt(io.StringIO(text), dtype=np.float32, **how)
    except ValueError:
        # Words: only labels may be such.
        words = np.loadtxt(io.StringIO(text), dtype=str, usecols=[label], **how)[:, 0]
        return _inputs(path, text, others, how), np.char.strip(words)
    if not header and _is_mnist(table):
        return table[:, 1:], _labels(table[:, 0])
    return table[:, others], _labels(table[:, label])


def _inputs(path, text, columns, how):
    try:
        return np.loadtxt(io.StringIO(text), dtype=np.float32, usecols=columns, **how)
    except ValueError as error:
        raise RunError(f"{path}: {error}") from None


def _first_rows(text, delimiter):
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [[cell.strip() for cell in next(rows, [])] for _ in range(2)]


def _delimiter(text):
    line = text.split("\n", 1)[0]
    counts = {mark: line.count(mark) for mark in ",;\t"}
    most = max(counts.values())
    # A comma may also be a decimal mark, so another mark wins a tie.
    return [mark for mark, count in counts.items() if count == most][-1] if most else ","


def _header(first, second):
    """Whether the first row is a header, and the column of the labels."""
    last = len(first) - 1
    names = [cell.lower() for cell in first]
    named = next((names.index(name) for name in _LABEL_NAMES if name in names), None)
    label = last if named is None else named
    words = sum(not _is_number(cell) for at, cell in enumerate(first) if at != label)
    names_label = len(second) == len(first) and not _is_number(first[last]) and _is_number(second[last])
    return named is not None or 2 * words > last or names_label, label


def _is_mnist(table):
    """Whether the first column holds the labels, as in the common MNIST files."""
    first, last = table[:, 0], table[:, -1]
    several = _are_classes(first) and not (first == first[0]).all()
    return several and (last == last[0]).all() and table[:, 1:].min() >= 0 and table[:, 1:].max() <= 255


def _are_classes(values):
    return np.all((values >= 0) & (values < _MOST_CLASSES) & (values == np.floor(values)))


def _labels(values):
    """Classes (uint32) or values (float32)."""
    return values.astype(np.uint32 if _are_classes(values) else np.float32)


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True
