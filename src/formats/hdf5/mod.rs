//! HDF5, as far as Keras uses it: a tree of groups with arrays of 32-bit floats.

mod reader;
mod writer;

pub(crate) use reader::{Dataset, half, read};
pub(crate) use writer::{Group, write};

/// What every file begins with.
const SIGNATURE: &[u8; 8] = b"\x89HDF\r\n\x1a\n";

/// The address of nothing.
const NOWHERE: u64 = u64::MAX;

#[cfg(test)]
mod tests {
    use super::{Group, read, write};

    /// A group of 20 arrays in a group, beside an empty group.
    fn file() -> Vec<u8> {
        let mut root = Group::default();
        root.at("empty/vars");
        for index in 0..20 {
            let values: Vec<f32> = (0..index * 2).map(|value| value as f32).collect();
            root.at("layers/dense/vars").arrays.insert(index.to_string(), (vec![index, 2], values));
        }
        write(&root)
    }

    #[test]
    fn a_tree_comes_back() {
        let bytes = file();
        let arrays = read(&bytes).expect("our own file");
        assert_eq!(arrays.len(), 20);
        for index in 0..20 {
            let array = arrays
                .iter()
                .find(|array| array.path == format!("layers/dense/vars/{index}"))
                .expect("an array");
            assert_eq!(array.shape, [index, 2]);
            assert_eq!(array.values.len(), index * 2);
            assert!(array.values.iter().enumerate().all(|(at, value)| *value == at as f32));
        }
    }

    #[test]
    fn no_cut_or_flipped_byte_panics() {
        let bytes = file();
        for at in 0..bytes.len() {
            if at % 7 == 0 {
                let _ = read(&bytes[..at]);
            }
            for mask in [0xff, 0x01] {
                let mut torn = bytes.clone();
                torn[at] ^= mask;
                let _ = read(&torn);
            }
        }
    }
}
