"""Augmentation as inkgrad draws it: scaling, rotation, translation and elastic deformation of training images."""

import numpy as np

import philox

NODES = 5
F = np.float32


class Augmentation:
    """The limits of a spec's `augment`; each transformation is uniform between −limit and limit."""

    def __init__(self, limits, shape, seed):
        self.shift, self.rotate, self.scale, self.elastic = (
            F(limits.get(name) or 0) for name in ("shift", "rotate", "scale", "elastic")
        )
        self.channels, self.height, self.width = shape
        self.seed = seed

    def apply(self, images, step, samples):
        """Transforms images [n, channels, height, width]; `samples` are their places in the whole batch."""
        if len(images) == 0:
            return images
        drawn = philox.uniform(self.seed, philox.AUGMENTATION, 0, step, samples, 4 + 2 * NODES * NODES)
        drawn = F(2) * drawn - F(1)
        y, x = self._sources(drawn)
        if self.elastic > 0:
            nodes = (self.elastic * drawn[:, 4:]).reshape(-1, NODES, NODES, 2)
            down, right = self._displacement(nodes, y, x)
            y, x = y + down, x + right
        return self._sample(images, y, x)

    def _sources(self, drawn):
        """The point of the source for each pixel of the result: two arrays [n, height, width]."""
        size = F(1) + self.scale * drawn[:, 0]
        angle = 2 * np.pi * ((self.rotate * drawn[:, 1]).astype(np.float64) / 360)
        cosine, sine = (side.astype(F) / size for side in (np.cos(angle), np.sin(angle)))
        cosine, sine = (side[:, None, None] for side in (cosine, sine))
        centre_y, centre_x = F(self.height - 1) / F(2), F(self.width - 1) / F(2)
        rows, columns = np.arange(self.height, dtype=F), np.arange(self.width, dtype=F)
        y = (rows - centre_y)[None, :, None] - (self.shift * drawn[:, 2])[:, None, None]
        x = (columns - centre_x)[None, None, :] - (self.shift * drawn[:, 3])[:, None, None]
        return cosine * y + -sine * x + centre_y, sine * y + cosine * x + centre_x

    def _displacement(self, nodes, y, x):
        """The displacement at each point, between the four nodes around it."""
        (row, down), (column, right) = _cell(y, self.height), _cell(x, self.width)
        image = np.arange(len(nodes))[:, None, None]
        down, right = down[..., None], right[..., None]

        def across(row):
            left, following = nodes[image, row, column], nodes[image, row, column + 1]
            return left + (following - left) * right

        above, below = across(row), across(row + 1)
        mixed = above + (below - above) * down
        return mixed[..., 0], mixed[..., 1]

    def _sample(self, images, y, x):
        """The images at these points, between the four pixels around each; 0 outside."""
        top, left = np.floor(y), np.floor(x)
        down, right = (y - top)[:, None], (x - left)[:, None]
        image = np.arange(len(images))[:, None, None, None]
        channel = np.arange(self.channels)[None, :, None, None]

        def pixel(row, column):
            inside = (row >= 0) & (row < self.height) & (column >= 0) & (column < self.width)
            rows = np.clip(row, 0, self.height - 1).astype(np.int64)[:, None]
            columns = np.clip(column, 0, self.width - 1).astype(np.int64)[:, None]
            return np.where(inside[:, None], images[image, channel, rows, columns], F(0))

        def across(row):
            return pixel(row, left) * (F(1) - right) + pixel(row, left + F(1)) * right

        return across(top) * (F(1) - down) + across(top + F(1)) * down


def _cell(place, size):
    """The node before each place on an axis of `size` pixels, and the fraction of the way to the next."""
    last = F(NODES - 1)
    scaled = np.clip(place / F(max(size, 2) - 1) * last, F(0), last)
    node = np.minimum(scaled.astype(np.int64), NODES - 2)
    return node, scaled - node.astype(F)
