//! A non-cryptographic 64-bit hash that detects changed data.

/// Mixes 64-bit words into a state. Each step is a bijection of the state, so that data that differ in one word have
/// different hashes. The hash is the same on every machine.
pub(super) struct Hasher(u64);

impl Hasher {
    pub(super) fn new() -> Self {
        Self(0)
    }

    pub(super) fn word(&mut self, word: u64) {
        // The factor is 2⁶⁴ divided by the golden ratio, made odd: the product spreads each bit over all higher bits, and the
        // rotation moves those down again.
        self.0 = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }

    /// Mixes in the length, then eight bytes at a time; the last word is padded with zeros.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        for &word in words {
            self.word(u64::from_le_bytes(word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.word(u64::from_le_bytes(last));
    }

    /// Mixes in the number of values, then two values at a time.
    pub(super) fn values(&mut self, values: impl ExactSizeIterator<Item = u32>) {
        self.word(values.len() as u64);
        let mut values = values.map(u64::from);
        while let Some(low) = values.next() {
            self.word(low | (values.next().unwrap_or(0) << 32));
        }
    }

    /// The hash of all words. The finalizer of `MurmurHash3` makes every bit of the result depend on all bits of the state.
    pub(super) fn finish(self) -> u64 {
        let mut hash = self.0;
        for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
            hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
        }
        hash ^ (hash >> 33)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hash(bytes: &[u8]) -> u64 {
        let mut hasher = Hasher::new();
        hasher.bytes(bytes);
        hasher.finish()
    }

    proptest! {
        #[test]
        fn one_changed_byte_changes_the_hash(
            bytes in prop::collection::vec(any::<u8>(), 1..40),
            at in any::<prop::sample::Index>(),
            by in 1_u8..,
        ) {
            let mut changed = bytes.clone();
            changed[at.index(bytes.len())] ^= by;
            prop_assert_ne!(hash(&bytes), hash(&changed));
        }

        #[test]
        fn values_mix_as_the_bytes_that_they_are(values in prop::collection::vec(any::<u32>(), 0..9)) {
            let mut pairs = Hasher::new();
            pairs.values(values.iter().copied());
            let mut words = Hasher::new();
            words.word(values.len() as u64);
            for pair in values.chunks(2) {
                words.word(u64::from(pair[0]) | u64::from(*pair.get(1).unwrap_or(&0)) << 32);
            }
            prop_assert_eq!(pairs.finish(), words.finish());
        }
    }

    #[test]
    fn trailing_zeros_change_the_hash() {
        let hashes: Vec<_> = (0..20).map(|length| hash(&[0; 20][..length])).collect();
        for (index, one) in hashes.iter().enumerate() {
            assert!(!hashes[..index].contains(one), "{index} zeros");
        }
    }

    #[test]
    fn the_hash_is_the_same_on_every_machine() {
        assert_eq!(hash(b"inkgrad reads ink"), 0x480d_0d65_46c2_9b05);
    }
}
