"""Small networks that have every layer kind, activation, loss, optimiser, schedule and setting between them."""

import numpy as np

SGD = {"kind": "sgd", "learning_rate": 0.05}
CROSS_ENTROPY = {"kind": "cross_entropy"}


def _case(what, layers, input=(6,), loss=CROSS_ENTROPY, optimizer=SGD, classes=3, batch_size=8, samples=30, **rest):
    data = {key: rest.pop(key) for key in ("bytes", "values", "validation") if key in rest}
    scale = {"scale": 1 / 255} if data.get("bytes") else {}
    spec = {"seed": 5, "input": list(input), "layers": layers, "loss": loss, "optimizer": optimizer}
    return (
        {"what": what, "spec": spec | {"batch_size": batch_size} | rest, "classes": classes, "samples": samples}
        | data
        | scale
    )


def _dense(units, activation="linear", **rest):
    return {"kind": "dense", "units": units, "activation": activation, **rest}


HEAD = _dense(3)
IMAGE = (2, 6, 7)
SEQUENCE = (5, 4)
FLAT = {"kind": "flatten"}

ACTIVATIONS = "linear sigmoid tanh relu leaky_relu elu gelu gelu_tanh silu softplus softmax".split()

OPTIMIZERS = [
    {"kind": "sgd", "learning_rate": 0.05},
    {"kind": "sgd", "learning_rate": 0.05, "momentum": 0.9},
    {"kind": "sgd", "learning_rate": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
    {"kind": "adagrad", "learning_rate": 0.01},
    {"kind": "rmsprop", "learning_rate": 0.001},
    {"kind": "adam", "learning_rate": 0.001},
    {"kind": "adam", "learning_rate": 0.001, "weight_decay": 0.1, "beta1": 0.8, "epsilon": 1e-6},
    {"kind": "adamw", "learning_rate": 0.001, "weight_decay": 0.05},
    {"kind": "adamax", "learning_rate": 0.002, "weight_decay": 0.01},
    {"kind": "lion", "learning_rate": 0.0002, "weight_decay": 0.1},
]

SCHEDULES = [
    {"kind": "step", "every": 7, "factor": 0.5},
    {"kind": "exponential", "factor": 0.97},
    {"kind": "cosine", "steps": 40, "minimum": 0.001},
    {"kind": "warmup_cosine", "warmup_steps": 10, "steps": 45},
    {"kind": "one_cycle", "steps": 50, "maximum": 0.05},
]

CASES = [
    *(_case(f"activation {name}", [_dense(8, name), HEAD]) for name in ACTIVATIONS),
    *(_case(f"optimiser {o['kind']} {i}", [_dense(8, "tanh"), HEAD], optimizer=o) for i, o in enumerate(OPTIMIZERS)),
    *(_case(f"schedule {s['kind']}", [_dense(8, "tanh"), HEAD], schedule=s) for s in SCHEDULES),
    _case("dense on steps", [_dense(4, "tanh", bias=False), FLAT, HEAD], SEQUENCE),
    _case("conv2d", [{"kind": "conv2d", "filters": 3, "kernel": 3, "activation": "tanh"}, FLAT, HEAD], IMAGE),
    _case(
        "conv2d same with stride, even kernel, softmax over channels",
        [
            {"kind": "conv2d", "filters": 3, "kernel": 4, "padding": "same", "stride": 2, "bias": False},
            {"kind": "conv2d", "filters": 3, "kernel": 2, "padding": "same", "activation": "softmax"},
            FLAT,
            HEAD,
        ],
        IMAGE,
    ),
    _case("max_pool2d", [{"kind": "max_pool2d", "size": 2}, FLAT, HEAD], IMAGE),
    _case(
        "pooling after a convolution",
        [
            {"kind": "conv2d", "filters": 3, "kernel": 2, "activation": "relu"},
            {"kind": "max_pool2d", "size": 3, "stride": 2},
            {"kind": "avg_pool2d", "size": 2, "stride": 1},
            FLAT,
            HEAD,
        ],
        (2, 7, 7),
    ),
    _case(
        "global_avg_pool2d", [{"kind": "conv2d", "filters": 4, "kernel": 3}, {"kind": "global_avg_pool2d"}, HEAD], IMAGE
    ),
    _case("reshape", [{"kind": "reshape", "shape": [3, 2]}, {"kind": "mean_pool"}, HEAD]),
    _case("dropout", [_dense(9, "tanh"), {"kind": "dropout", "rate": 0.4}, HEAD]),
    _case(
        "batch_norm of features", [_dense(8), {"kind": "batch_norm"}, {"kind": "activation", "function": "tanh"}, HEAD]
    ),
    _case(
        "batch_norm of an image",
        [
            {"kind": "conv2d", "filters": 3, "kernel": 3},
            {"kind": "batch_norm", "momentum": 0.3, "epsilon": 0.01},
            FLAT,
            HEAD,
        ],
        IMAGE,
    ),
    _case("batch_norm of steps", [{"kind": "batch_norm"}, FLAT, HEAD], SEQUENCE),
    _case("batch_norm with a batch of one", [_dense(4), {"kind": "batch_norm"}, HEAD], samples=17),
    _case("layer_norm", [{"kind": "layer_norm"}, FLAT, HEAD], IMAGE),
    *(
        _case(
            f"{kind}",
            [{"kind": kind, "units": 4, "return_sequences": True}, {"kind": kind, "units": 3}, HEAD],
            SEQUENCE,
        )
        for kind in ("rnn", "lstm", "gru")
    ),
    _case("rows", [{"kind": "rows"}, {"kind": "gru", "units": 4}, HEAD], IMAGE),
    _case(
        "patches and transformer_encoder",
        [
            {"kind": "patches", "size": 2, "units": 8, "activation": "tanh"},
            {"kind": "transformer_encoder", "heads": 2, "hidden": 6},
            {"kind": "transformer_encoder", "heads": 1, "hidden": 6, "activation": "softmax"},
            {"kind": "layer_norm"},
            {"kind": "mean_pool"},
            HEAD,
        ],
        (2, 6, 4),
    ),
    _case(
        "residual blocks with dropout inside",
        [
            {
                "kind": "residual",
                "layers": [
                    _dense(5, "tanh"),
                    {"kind": "dropout", "rate": 0.3},
                    {
                        "kind": "residual",
                        "layers": [_dense(5), {"kind": "dropout", "rate": 0.2}, {"kind": "batch_norm"}],
                    },
                    _dense(6),
                    {"kind": "dropout", "rate": 0.1},
                ],
            },
            {"kind": "dropout", "rate": 0.25},
            HEAD,
        ],
    ),
    _case(
        "frozen layers",
        [
            _dense(8, "tanh", trainable=False),
            {"kind": "batch_norm", "trainable": False},
            {"kind": "residual", "layers": [_dense(8, "tanh", trainable=False), _dense(8)]},
            HEAD,
        ],
        optimizer={"kind": "adam", "learning_rate": 0.01, "weight_decay": 0.1},
    ),
    _case("label smoothing", [_dense(8, "tanh"), HEAD], loss={"kind": "cross_entropy", "label_smoothing": 0.2}),
    _case("mse of values", [_dense(8, "tanh"), HEAD], loss={"kind": "mse"}, values=3),
    _case("mse of classes", [_dense(8, "tanh"), HEAD], loss={"kind": "mse"}),
    _case("half_squared_error", [_dense(8, "tanh"), HEAD], loss={"kind": "half_squared_error"}, values=3),
    _case("binary_cross_entropy of classes", [_dense(8, "tanh"), HEAD], loss={"kind": "binary_cross_entropy"}),
    _case(
        "binary_cross_entropy of one output",
        [_dense(8, "tanh"), _dense(1)],
        loss={"kind": "binary_cross_entropy"},
        classes=2,
    ),
    _case("clip_norm", [_dense(8, "tanh"), HEAD], clip_norm=0.05),
    _case("l1 and l2", [{"kind": "layer_norm"}, _dense(8, "tanh"), HEAD], l1=0.001, l2=0.01),
    _case("without shuffling", [_dense(8, "tanh"), HEAD], shuffle=False),
    _case("bytes", [FLAT, _dense(8, "tanh"), HEAD], IMAGE, bytes=True),
    _case(
        "augmentation",
        [FLAT, _dense(8, "tanh"), HEAD],
        IMAGE,
        bytes=True,
        augment={"shift": 1, "rotate": 10, "scale": 0.1, "elastic": 0.5},
    ),
    _case("no parameters", [{"kind": "activation", "function": "tanh"}], (3,)),
    _case(
        "early stopping",
        [_dense(8, "tanh"), HEAD],
        validation=20,
        early_stopping={"monitor": "validation_loss", "patience": 100, "min_delta": 0.0001, "restore_best": True},
    ),
    _case(
        "early stopping that ends and restores",
        [_dense(8, "tanh"), HEAD],
        validation=20,
        optimizer={"kind": "adam", "learning_rate": 0.05},
        early_stopping={"monitor": "validation_accuracy", "patience": 2, "min_delta": 0.01, "restore_best": True},
    ),
    _case(
        "divergence",
        [_dense(8), HEAD],
        loss={"kind": "mse"},
        values=3,
        optimizer={"kind": "sgd", "learning_rate": 2, "momentum": 0.9},
    ),
]


def data_of(case, folder):
    """Writes `train.npz`, and `validation.npz` if the case has validation data."""
    generator = np.random.default_rng(3)
    for name, count in (("train", case["samples"]), ("validation", case.get("validation", 0))):
        if not count:
            continue
        shape = (count, *case["spec"]["input"])
        if case.get("bytes"):
            inputs = generator.integers(0, 256, shape, dtype=np.uint8)
        else:
            inputs = generator.standard_normal(shape).astype(np.float32)
        if "values" in case:
            labels = generator.random((count, case["values"]), dtype=np.float32)
        else:
            labels = generator.integers(0, case["classes"], count).astype(np.int32)
        np.savez(folder / f"{name}.npz", inputs=inputs, labels=labels)
