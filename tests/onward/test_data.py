"""Reading data: the forms of CSV files, types and labels; the hash against the package's."""

import gzip
import pathlib
import tempfile
import unittest

import numpy as np
from support import REPOSITORY

import readers
from data_hash import hash_of
from errors import RunError


class Csv(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.path = pathlib.Path(temporary.name) / "train.csv"

    def read(self, text):
        self.path.write_text(text)
        inputs, labels = readers.read_csv(self.path)
        return inputs.tolist(), labels.tolist()

    def test_the_label_is_named_or_last(self):
        self.assertEqual(self.read("a,Label,b\n1,0,2\n3,1,4\n"), ([[1, 2], [3, 4]], [0, 1]))
        self.assertEqual(self.read("1;2;0\n3;4;1\n"), ([[1, 2], [3, 4]], [0, 1]))
        self.assertEqual(self.read("a\tb\tc\n1\t2\t0.5\n3\t4\t1.5\n"), ([[1, 2], [3, 4]], [0.5, 1.5]))
        self.assertEqual(self.read("1,2,kind\n3,4,0\n5,6,1\n"), ([[3, 4], [5, 6]], [0, 1]))

    def test_the_common_mnist_files_have_it_first(self):
        self.assertEqual(self.read("7,0,255,0\n3,9,0,0\n"), ([[0, 255, 0], [9, 0, 0]], [7, 3]))

    def test_labels_may_be_words(self):
        self.assertEqual(self.read('1,2,"cat, big"\n3,4,dog\n'), ([[1, 2], [3, 4]], ["cat, big", "dog"]))

    def test_a_word_among_inputs_is_an_error(self):
        with self.assertRaisesRegex(RunError, "could not convert string 'x'"):
            self.read("a,b,label\n1,x,0\n3,4,1\n")

    def test_the_digits(self):
        inputs, labels = readers.read_csv(REPOSITORY / "data" / "digits.csv.gz")
        self.assertEqual((inputs.shape, labels.shape, labels.dtype), ((1797, 64), (1797,), np.uint32))


class Idx(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.path = pathlib.Path(temporary.name) / "train-images.idx"

    def test_gzipped_or_not(self):
        data = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, *range(6)])
        for stored in (data, gzip.compress(data)):
            self.path.write_bytes(stored)
            self.assertEqual(readers.read_idx(self.path).tolist(), [[0, 1, 2], [3, 4, 5]])

    def test_a_short_file_is_an_error(self):
        self.path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 1]))
        with self.assertRaisesRegex(RunError, "expected 11 bytes for the shape"):
            readers.read_idx(self.path)
        self.path.write_bytes(b"PK\3\4")
        with self.assertRaisesRegex(RunError, "is no IDX file"):
            readers.read_idx(self.path)


class Hash(unittest.TestCase):
    def test_every_part_counts(self):
        inputs, labels = np.arange(12, dtype=np.uint8).reshape(3, 4), np.array([0, 1, 2])
        base = hash_of(inputs, labels, 4, 1.0)
        others = [
            hash_of(inputs, labels, 4, 0.5),
            hash_of(inputs.astype(np.float32), labels, 4, 1.0),
            hash_of(inputs, labels.astype(np.float32), 4, 1.0),
            hash_of(inputs[::-1], labels, 4, 1.0),
            hash_of(inputs, labels[::-1], 4, 1.0),
        ]
        self.assertEqual(len({base, *others}), 6)


if __name__ == "__main__":
    unittest.main()
