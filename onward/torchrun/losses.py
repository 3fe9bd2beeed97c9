"""The losses of a spec and what counts as a correct prediction."""

import torch
import torch.nn.functional as F

#: Losses that take one class a sample, and no values.
CLASSES_ALONE = ("cross_entropy",)


def of_samples(config, z, targets):
    """The loss of each sample, without penalties: z [n, …], targets classes [n] or values [n, outputs]."""
    z = z.float().flatten(1)
    kind = config["kind"]
    if kind == "cross_entropy":
        return F.cross_entropy(z, targets, reduction="none", label_smoothing=config.get("label_smoothing", 0))
    values = _values(targets, z.shape[1])
    if kind == "binary_cross_entropy":
        return F.binary_cross_entropy_with_logits(z, values, reduction="none").mean(1)
    squares = (z - values).square()
    return squares.mean(1) if kind == "mse" else 0.5 * squares.sum(1)


def is_scored(config, outputs, has_classes):
    """Whether a prediction is right or wrong: not for a regression."""
    return has_classes or (outputs == 1 and config["kind"] == "binary_cross_entropy")


def correct(config, z, targets):
    """Which samples are predicted correctly, where predictions are scored."""
    z = z.flatten(1)
    if z.shape[1] > 1:
        return z.argmax(1) == targets
    threshold = 0 if config["kind"] == "binary_cross_entropy" else 0.5
    truth = targets[:, 0] > 0.5 if targets.is_floating_point() else targets
    return (z[:, 0] > threshold).long() == truth.long()


def _values(targets, outputs):
    if targets.is_floating_point():
        return targets
    return targets.float()[:, None] if outputs == 1 else F.one_hot(targets, outputs).to(torch.float32)
