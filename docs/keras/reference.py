"""Trains the article's repaired network and its sensible sibling in Keras, over five seeds, on the 8x8 digits.

    KERAS_BACKEND=jax python docs/keras/reference.py
"""

import gzip
import pathlib
import statistics

import keras
import numpy

NETWORKS = {
    "article": [(3, "sigmoid"), (3, "sigmoid"), (3, "sigmoid")],
    "sensible": [(64, "relu"), (32, "relu")],
}


def digits():
    """Inputs from 0 to 1 and labels, in the file's order."""
    path = pathlib.Path(__file__).parents[2] / "data" / "digits.csv.gz"
    with gzip.open(path, "rt") as file:
        table = numpy.loadtxt(file, delimiter=",", dtype="float32")
    return table[:, :-1] / 16, table[:, -1].astype("int32")


def validation_accuracy(hidden, seed):
    """After 50 epochs, on the last fifth of the rows."""
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(units, activation=function) for units, function in hidden]
    model = keras.Sequential([keras.Input((64,)), *layers, keras.layers.Dense(10)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    inputs, labels = digits()
    history = model.fit(inputs, labels, batch_size=64, epochs=50, validation_split=0.2, verbose=0)
    return history.history["val_accuracy"][-1]


print(f"Keras {keras.__version__}, backend {keras.backend.backend()}")
for name, hidden in NETWORKS.items():
    found = [100 * validation_accuracy(hidden, seed) for seed in range(1, 6)]
    told = " ".join(f"{accuracy:.2f}" for accuracy in found)
    print(f"{name}: {told}; mean {statistics.mean(found):.2f}, deviation {statistics.stdev(found):.2f}")
