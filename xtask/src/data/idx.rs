//! Reads and writes IDX, the format of MNIST's files, for unsigned bytes.

use crate::process::{Context, Result};

/// Items of the same shape, contiguous.
pub(super) struct Idx {
    /// The shape of one item, empty for labels.
    pub shape: Vec<usize>,
    pub data: Vec<u8>,
}

impl Idx {
    /// Reads a whole file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let (magic, rest) = bytes.split_first_chunk::<4>().context("IDX: no header")?;
        let [0, 0, 8, dimensions] = *magic else {
            return Err(format!("IDX: expected unsigned bytes, found {magic:?}"));
        };
        let (sizes, data) =
            rest.split_at_checked(4 * usize::from(dimensions)).context("IDX: the header is truncated")?;
        let sizes: Vec<usize> =
            sizes.as_chunks::<4>().0.iter().map(|size| u32::from_be_bytes(*size) as usize).collect();
        if sizes.iter().product::<usize>() != data.len() {
            return Err(format!("IDX: the sizes {sizes:?} do not fit {} bytes", data.len()));
        }
        let shape = sizes.get(1..).context("IDX: no items")?.to_vec();
        Ok(Self { shape, data: data.to_vec() })
    }

    /// Bytes of one item.
    fn item(&self) -> usize {
        self.shape.iter().product()
    }

    /// How many items there are.
    pub(super) fn count(&self) -> usize {
        self.data.len() / self.item()
    }

    /// An IDX file with the items `first..first + count`.
    pub(super) fn write(&self, first: usize, count: usize) -> Vec<u8> {
        let mut file = vec![0, 0, 8, 1 + self.shape.len() as u8];
        for size in [count].iter().chain(&self.shape) {
            file.extend((*size as u32).to_be_bytes());
        }
        file.extend(&self.data[first * self.item()..(first + count) * self.item()]);
        file
    }
}

#[cfg(test)]
mod tests {
    use super::Idx;

    #[test]
    fn writes_a_range_of_items_as_a_file() {
        let images = Idx { shape: vec![2, 1], data: vec![1, 2, 3, 4, 5, 6] };
        let part = images.write(1, 2);
        assert_eq!(part, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 3, 4, 5, 6]);
        let read = Idx::read(&part).expect("it was just written");
        assert_eq!((read.count(), read.shape, read.data), (2, vec![2, 1], vec![3, 4, 5, 6]));
    }

    #[test]
    fn rejects_sizes_that_do_not_match_the_data() {
        assert!(Idx::read(&[0, 0, 8, 1, 0, 0, 0, 3, 7, 7]).is_err());
        assert!(Idx::read(&[0, 0, 13, 1, 0, 0, 0, 1, 7]).is_err());
        assert!(Idx::read(&[0, 0, 8, 2, 0, 0]).is_err());
    }
}
