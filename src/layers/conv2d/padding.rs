//! Zeros around images, put there and taken off again.

use crate::schema::setting::Choice;

/// What is around an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Padding {
    /// Nothing: windows stay inside.
    #[default]
    Valid,
    /// As many zeros as give ⌈size / stride⌉ windows a side.
    Same,
}

impl Choice for Padding {
    const ALL: &'static [(Self, &'static str)] = &[(Self::Valid, "valid"), (Self::Same, "same")];
}

/// Planes of height × width and the same planes inside larger ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zeros {
    /// Height and width of what is inside.
    pub inner: [usize; 2],
    /// Height and width with the zeros.
    pub outer: [usize; 2],
    /// Zeros above and to the left.
    pub before: [usize; 2],
}

impl Zeros {
    /// `padding: same`: as many zeros as give ⌈size / stride⌉ windows a side, an odd one at the bottom and to
    /// the right.
    pub fn same(inner: [usize; 2], kernel: usize, stride: usize) -> Self {
        let needed = |size: usize| ((size.div_ceil(stride) - 1) * stride).saturating_add(kernel);
        let outer = inner.map(|size| needed(size).max(size));
        let before = [0, 1].map(|side| (outer[side] - inner[side]) / 2);
        Self { inner, outer, before }
    }

    /// No zeros at all.
    pub fn none(inner: [usize; 2]) -> Self {
        Self { inner, outer: inner, before: [0, 0] }
    }

    /// Whether there are any zeros.
    pub fn is_none(&self) -> bool {
        self.inner == self.outer
    }

    /// Writes `outer` planes around the `inner` ones.
    pub fn put(&self, inner: &[f32], outer: &mut [f32]) {
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

    /// Writes the `inner` planes of the `outer` ones.
    pub fn take(&self, outer: &[f32], inner: &mut [f32]) {
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
    use super::Zeros;

    #[test]
    fn an_odd_zero_goes_to_the_bottom_and_right() {
        let even = Zeros::same([7, 8], 3, 2);
        assert_eq!((even.outer, even.before), ([9, 9], [1, 0]));
        assert_eq!(Zeros::same([28, 28], 5, 1).before, [2, 2]);
        // A stride past the window leaves rows out, and none is added.
        assert!(Zeros::same([5, 5], 1, 3).is_none());
    }

    #[test]
    fn what_is_put_is_taken() {
        let padding = Zeros::same([2, 3], 4, 1);
        let inner: Vec<f32> = (1..13_u8).map(f32::from).collect();
        let mut outer = vec![f32::NAN; 2 * padding.outer[0] * padding.outer[1]];
        padding.put(&inner, &mut outer);
        assert_eq!(padding.outer, [5, 6]);
        assert_eq!(outer[6..12], [0.0, 1.0, 2.0, 3.0, 0.0, 0.0]);
        assert_eq!(outer.iter().sum::<f32>(), inner.iter().sum::<f32>());
        let mut back = [0.0; 12];
        padding.take(&outer, &mut back);
        assert_eq!(back, *inner);
    }
}
