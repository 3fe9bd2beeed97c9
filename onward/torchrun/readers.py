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
    text = bytes_of(path).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    rows = [[cell.strip() for cell in row] for row in rows if row]
    if not rows or len(rows[0]) < 2:
        raise RunError(f"{path}: expected rows of two columns or more, separated by comma, semicolon or tab")
    header, label = _label_column(rows)
    body = rows[1:] if header else rows
    for line, row in enumerate(body, 2 if header else 1):
        if len(row) != len(rows[0]):
            raise RunError(f"{path}, line {line}: expected {len(rows[0])} cells, found {len(row)}")
    labels = [row.pop(label) for row in body]
    try:
        inputs = np.array(body, dtype=np.float32)
    except ValueError:
        raise RunError(f"{path}, {_first_word(body, header)}") from None
    return inputs, _labels(labels)


def _delimiter(text):
    line = text.lstrip("\r\n").split("\n", 1)[0]
    counts = {mark: line.count(mark) for mark in ",;\t"}
    most = max(counts.values())
    # A comma may also be a decimal mark, so another mark wins a tie.
    return [mark for mark, count in counts.items() if count == most][-1] if most else ","


def _label_column(rows):
    """Whether there is a header, and the column of the labels."""
    first, width = rows[0], len(rows[0])
    names = [cell.lower() for cell in first]
    named = next((names.index(name) for name in _LABEL_NAMES if name in names), None)
    words = sum(_number(cell) is None for at, cell in enumerate(first) if at != (width - 1 if named is None else named))
    if named is not None or 2 * words > width - 1:
        return True, width - 1 if named is None else named
    column = [row[-1] for row in rows[1:]]
    if _number(first[-1]) is None and sum(_number(cell) is not None for cell in column) > len(column) / 2:
        return True, width - 1
    return False, 0 if _is_mnist(rows) else width - 1


def _is_mnist(rows):
    """Whether the first column holds the labels, as in the common MNIST files."""
    first = {_number(row[0]) for row in rows}
    whole = all(value is not None and 0 <= value < _MOST_CLASSES and value == int(value) for value in first)
    if not whole or len(first) < 2 or len({row[-1] for row in rows}) > 1:
        return False
    cells = (_number(cell) for row in rows for cell in row[1:])
    return all(value is not None and 0 <= value <= 255 for value in cells)


def _labels(cells):
    """Classes (uint32), values (float32) or words."""
    numbers = [_number(cell) for cell in cells]
    words = sum(number is None for number in numbers)
    if words > len(cells) - words:
        return np.array(cells, dtype=str)
    if words:
        line = next(at for at, number in enumerate(numbers) if number is None)
        raise RunError(f"labels[{line}]: expected a number, as the other labels are, found {cells[line]!r}")
    values = np.array(numbers)
    classes = np.all((values >= 0) & (values < _MOST_CLASSES) & (values == np.floor(values)))
    return values.astype(np.uint32 if classes else np.float32)


def _number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def _first_word(body, header):
    for line, row in enumerate(body, 2 if header else 1):
        for cell in row:
            if _number(cell) is None:
                return f"line {line}: expected a number, found {cell!r}"
    return "expected numbers"
