"""Batch normalisation over the whole batch, however it is divided among processes.

Sums over the processes are taken forward (mean, variance) and backward (both means of the gradient), so that output and
gradient are those of one process with all samples. (`torch.nn.SyncBatchNorm` runs on GPUs alone.)
"""

import torch


def batch_norm(x, weight, bias, epsilon, values, all_reduce):
    """y, and the batch's mean and unbiased variance, for x: [n, channels, positions].

    `values` counts the values of a channel in the whole batch; `all_reduce` adds a tensor up over the processes, in place.
    """
    # Statistics need single precision under autocast too.
    with torch.autocast(x.device.type, enabled=False):
        return _BatchNorm.apply(x.float(), weight, bias, epsilon, values, all_reduce)


def _sum(x):
    return x.sum((0, 2), dtype=torch.float64)


class _BatchNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias, epsilon, values, all_reduce):
        mean = (all_reduce(_sum(x)) / values).float()
        centred = x - mean[:, None]
        variance = all_reduce(_sum(centred * centred)) / values
        inverse = (1 / torch.sqrt(variance + epsilon)).float()
        normal = centred * inverse[:, None]
        ctx.save_for_backward(normal, inverse, weight)
        ctx.values, ctx.all_reduce = values, all_reduce
        unbiased = (variance * (values / max(values - 1, 1))).float()
        ctx.mark_non_differentiable(mean, unbiased)
        return normal * weight[:, None] + bias[:, None], mean, unbiased

    @staticmethod
    def backward(ctx, dy, _mean, _unbiased):
        normal, inverse, weight = ctx.saved_tensors
        sums = torch.stack([_sum(dy), _sum(dy * normal)])
        # The trainer adds the gradients of weight and bias up over the processes.
        dbias, dweight = sums.float()
        mean_dy, mean_product = (ctx.all_reduce(sums.clone()) / ctx.values).float()
        dx = (dy - mean_dy[:, None] - normal * mean_product[:, None]) * (weight * inverse)[:, None]
        return dx, dweight, dbias, None, None, None
