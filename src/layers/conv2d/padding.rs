//! Zero padding of images: adding and removing it.

use crate::schema::setting::Choice;

/// The padding mode of a convolution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Padding {
    /// No padding: windows stay inside the image.
    #[default]
    Valid,
    /// Zero padding that gives ⌈size / stride⌉ windows per side.
    Same,
}

impl Choice for Padding {
    const ALL: &'static [(Self, &'static str)] = &[(Self::Valid, "valid"), (Self::Same, "same")];
}

/// The sizes of a plane (one channel) without and with its padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ZeroPadding {
    /// Height and width without padding.
    pub inner: [usize; 2],
    /// Height and width with padding.
    pub outer: [usize; 2],
    /// Zeros above and to the left.
    pub before: [usize; 2],
}

impl ZeroPadding {
    /// `padding: same`: zeros that give ⌈size / stride⌉ windows per side. If their number is odd, the extra one is at the
    /// bottom or right.
    pub fn same(inner: [usize; 2], kernel: usize, stride: usize) -> Self {
        let needed = |size: usize| ((size.div_ceil(stride) - 1) * stride).saturating_add(kernel);
        let outer = inner.map(|size| needed(size).max(size));
        let before = [0, 1].map(|side| (outer[side] - inner[side]) / 2);
        Self { inner, outer, before }
    }

    /// No padding.
    pub fn none(inner: [usize; 2]) -> Self {
        Self { inner, outer: inner, before: [0, 0] }
    }

    /// The padding of the gradient of an output of this size, for a stride of 1: the convolution of what it gives, with
    /// flipped filters, has the size of the input without padding.
    pub fn of_gradient(&self, output: [usize; 2], kernel: usize) -> Self {
        let outer = self.inner.map(|size| size.saturating_add(kernel - 1));
        Self { inner: output, outer, before: self.before.map(|before| kernel - 1 - before) }
    }

    /// Whether there is no padding.
    pub fn is_none(&self) -> bool {
        self.inner == self.outer
    }

    /// Copies the planes of `inner` to `outer` with zeros around them.
    pub fn pad(&self, inner: &[f32], outer: &mut [f32]) {
        let [height, width] = self.inner;
        outer.fill(0.0);
        let planes = inner.chunks_exact(height * width);
        for (inner, outer) in planes.zip(outer.chunks_exact_mut(self.outer[0] * self.outer[1])) {
            let rows = outer.chunks_exact_mut(self.outer[1]).skip(self.before[0]);
            for (row, target) in inner.chunks_exact(width).zip(rows) {
                target[self.before[1]..][..width].copy_from_slice(row);
            }
        }
    }

    /// Copies the planes of `outer` to `inner` without their padding.
    pub fn crop(&self, outer: &[f32], inner: &mut [f32]) {
        let [height, width] = self.inner;
        let planes = outer.chunks_exact(self.outer[0] * self.outer[1]);
        for (outer, inner) in planes.zip(inner.chunks_exact_mut(height * width)) {
            let rows = outer.chunks_exact(self.outer[1]).skip(self.before[0]);
            for (row, target) in rows.zip(inner.chunks_exact_mut(width)) {
                target.copy_from_slice(&row[self.before[1]..][..width]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ZeroPadding;

    #[test]
    fn an_odd_zero_goes_to_the_bottom_and_right() {
        let even = ZeroPadding::same([7, 8], 3, 2);
        assert_eq!((even.outer, even.before), ([9, 9], [1, 0]));
        assert_eq!(ZeroPadding::same([28, 28], 5, 1).before, [2, 2]);
        // A stride past the window leaves rows out, and none is added.
        assert!(ZeroPadding::same([5, 5], 1, 3).is_none());
    }

    #[test]
    fn crop_undoes_pad() {
        let padding = ZeroPadding::same([2, 3], 4, 1);
        let inner: Vec<f32> = (1..13_u8).map(f32::from).collect();
        let mut outer = vec![f32::NAN; 2 * padding.outer[0] * padding.outer[1]];
        padding.pad(&inner, &mut outer);
        assert_eq!(padding.outer, [5, 6]);
        assert_eq!(outer[6..12], [0.0, 1.0, 2.0, 3.0, 0.0, 0.0]);
        assert_eq!(outer.iter().sum::<f32>(), inner.iter().sum::<f32>());
        let mut back = [0.0; 12];
        padding.crop(&outer, &mut back);
        assert_eq!(back, *inner);
    }
}
