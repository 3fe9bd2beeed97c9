"""The parts of the export that need NumPy alone, against what the package draws and against PyTorch's numbers."""

import hashlib
import json
import unittest

import numpy as np

from support import GOLDEN

import optimizers
import philox
import schedules
from augmentation import Augmentation

DRAWN = json.loads((GOLDEN / "onward.json").read_text())


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text())["cases"]


def array(value):
    return np.array(value["data"], dtype=np.float32).reshape(value["shape"])


class RandomNumbers(unittest.TestCase):
    def test_philox_gives_the_numbers_of_its_authors(self):
        found = [[int(word) for word in philox.philox([part] * 4, [part] * 2)] for part in (0, 0xFFFFFFFF)]
        self.assertEqual(found[0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8])
        self.assertEqual(found[1], [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD])

    def test_the_order_of_an_epoch_is_the_packages(self):
        for case in DRAWN["orders"]:
            order = philox.epoch_order(case["seed"], case["epoch"], case["count"])
            self.assertEqual(order[:12].tolist(), case["first"])
            self.assertEqual(hashlib.sha256(order.tobytes()).hexdigest()[:16], case["hash"])

    def test_the_masks_of_dropout_are_the_packages(self):
        for case in DRAWN["masks"]:
            units = len(case["mask"])
            mask = philox.dropout_mask(
                case["seed"], case["stream"], case["step"], [case["sample"]], units, case["rate"]
            )
            np.testing.assert_array_equal(mask[0], np.array(case["mask"], dtype=np.float32))

    def test_a_mask_does_not_depend_on_how_the_batch_is_divided(self):
        whole = philox.dropout_mask(3, 1, 2**33 + 5, range(9), 7, 0.4)
        parts = [philox.dropout_mask(3, 1, 2**33 + 5, part, 7, 0.4) for part in (range(4), range(4, 9))]
        np.testing.assert_array_equal(whole, np.concatenate(parts))

    def test_augmented_images_are_the_packages(self):
        drawn = DRAWN["augmentation"]
        image = np.array(drawn["image"], dtype=np.float32).reshape(1, *drawn["shape"])
        for case in drawn["cases"]:
            augmentation = Augmentation(case["augment"], drawn["shape"], case["seed"])
            found = augmentation.apply(image, case["step"], [case["sample"]])
            np.testing.assert_allclose(found.reshape(-1), case["image"], atol=2e-6)


class Formulas(unittest.TestCase):
    def test_optimisers(self):
        for case in golden("optimizers"):
            optimizer = optimizers.make(case["optimizer"])
            parameters, gradients = array(case["start"]), array(case["gradients"])
            state = [np.zeros_like(parameters) for _ in optimizer.state_names]
            steps = case["trajectory"]
            for count, (gradient, expected) in enumerate(zip(gradients, steps), 1):
                rate = optimizer.learning_rate
                parameters, state = optimizer.update(np, parameters, gradient, state, rate, count)
                self.assertEqual(parameters.dtype, np.float32)
                np.testing.assert_allclose(parameters, expected, atol=2e-6, err_msg=str(case["optimizer"]))

    def test_an_optimiser_without_epsilon_does_not_divide_zero_by_zero(self):
        for kind in ("adagrad", "rmsprop", "adam", "adamw", "adamax"):
            optimizer = optimizers.make({"kind": kind, "learning_rate": 0.1, "epsilon": 0})
            zeros = np.zeros(3, dtype=np.float32)
            parameters, _ = optimizer.update(np, zeros + 1, zeros, [zeros, zeros], 0.1, 1)
            np.testing.assert_array_equal(parameters, zeros + 1, err_msg=kind)

    def test_schedules(self):
        for case in golden("schedules"):
            for step, expected in enumerate(case["rates"]):
                found = schedules.learning_rate(case["schedule"], step, case["learning_rate"])
                self.assertAlmostEqual(found, expected, delta=1e-6 * max(case["rates"]), msg=str(case["schedule"]))


if __name__ == "__main__":
    unittest.main()
