//! A counter-based random number generator: each number is a function of its purpose and place, not of the draws before it.
//!
//! Philox4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011): a counter and a key
//! give four 32-bit words. The key holds the seed, the purpose and a stream (a layer, a tensor, an epoch); the
//! counter holds step, sample and unit. A number therefore depends neither on the number of workers nor
//! on whether the run was resumed.

use crate::kernels::cosine_and_sine;

/// The purpose of a random number; each purpose has independent numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// The initialisation of parameters.
    Initialisation = 1,
    /// The order of the samples in an epoch.
    Shuffle = 2,
    /// The units that a dropout layer drops.
    Dropout = 3,
    /// The augmentation of a training image.
    Augmentation = 4,
}

/// The place of a number in a run: the counter of the generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The optimiser step.
    pub step: u64,
    /// The sample within the whole batch.
    pub sample: u32,
    /// The unit within the sample; four neighbours come from one evaluation.
    pub unit: u32,
}

/// A family of random numbers: a seed, a purpose, and a stream of that purpose.
#[derive(Clone, Copy, Debug)]
pub struct Random {
    key: [u32; 2],
}

impl Random {
    /// The numbers of `stream` (fewer than 2²⁴ are told apart) for `purpose` under `seed`.
    pub fn new(seed: u32, purpose: Purpose, stream: u32) -> Self {
        Self { key: [seed, purpose as u32 | stream << 8] }
    }

    /// Four words for the units `4⌊unit / 4⌋ …` of a place.
    pub fn block(self, place: Place) -> [u32; 4] {
        let counter = [place.step as u32, place.sample, place.unit / 4, (place.step >> 32) as u32];
        philox(counter, self.key)
    }

    /// One word, uniform over all 32-bit values.
    pub fn word(self, place: Place) -> u32 {
        self.block(place)[place.unit as usize % 4]
    }

    /// One number, uniform in [0, 1), in steps of 2⁻²⁴.
    pub fn uniform(self, place: Place) -> f32 {
        to_unit_interval(self.word(place))
    }

    /// One number of the standard normal distribution (Box and Muller, 1958), computed in double precision.
    ///
    /// Takes the two words of an even unit and its neighbour, so give each number a pair: `unit = 2·i`.
    pub fn normal(self, place: Place) -> f32 {
        let block = self.block(place);
        let pair = place.unit as usize % 4 / 2 * 2;
        let radius = (f64::from(block[pair]) + 1.0) / 4_294_967_296.0;
        let [cosine, _] = cosine_and_sine(f64::from(block[pair + 1]) / 4_294_967_296.0);
        ((-2.0 * libm::log(radius)).sqrt() * cosine) as f32
    }

    /// Shuffles `items` for `step`, with all permutations equally likely (Fisher and Yates, with Lemire's multiplication in
    /// place of a remainder).
    pub fn shuffle(self, step: u64, items: &mut [u32]) {
        for last in (1..items.len()).rev() {
            let word = self.word(Place { step, sample: 0, unit: last as u32 });
            let other = (u64::from(word) * (last as u64 + 1)) >> 32;
            items.swap(last, other as usize);
        }
    }
}

/// A word as a number in [0, 1), exactly representable.
pub fn to_unit_interval(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// Ten rounds of Philox4x32.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
    const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
    for _ in 0..10 {
        let first = MULTIPLIERS[0] * u64::from(counter[0]);
        let second = MULTIPLIERS[1] * u64::from(counter[2]);
        counter = [
            (second >> 32) as u32 ^ counter[1] ^ key[0],
            second as u32,
            (first >> 32) as u32 ^ counter[3] ^ key[1],
            first as u32,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_numbers_of_its_authors() {
        // Known-answer vectors of the Random123 distribution.
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
    }

    #[test]
    fn uniform_and_normal_have_the_right_moments() {
        let random = Random::new(7, Purpose::Initialisation, 0);
        let count = 40_000;
        let (mut uniform, mut normal, mut square) = (0.0f64, 0.0f64, 0.0f64);
        for unit in 0..count {
            let value = random.uniform(Place { unit, ..Place::default() });
            assert!((0.0..1.0).contains(&value));
            uniform += f64::from(value);
            let value = f64::from(random.normal(Place { unit: 2 * unit, ..Place::default() }));
            normal += value;
            square += value * value;
        }
        let count = f64::from(count);
        assert!((uniform / count - 0.5).abs() < 0.01);
        assert!((normal / count).abs() < 0.02);
        assert!((square / count - 1.0).abs() < 0.03);
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_depends_on_its_step() {
        let random = Random::new(1, Purpose::Shuffle, 0);
        let mut first: Vec<u32> = (0..1000).collect();
        let mut second = first.clone();
        random.shuffle(0, &mut first);
        random.shuffle(1, &mut second);
        assert_ne!(first, second);
        first.sort_unstable();
        assert!(first.iter().copied().eq(0..1000));
    }

    #[test]
    fn purposes_streams_and_places_are_told_apart() {
        let place = Place { step: 3, sample: 4, unit: 5 };
        let word = Random::new(1, Purpose::Dropout, 2).word(place);
        assert_ne!(word, Random::new(2, Purpose::Dropout, 2).word(place));
        assert_ne!(word, Random::new(1, Purpose::Shuffle, 2).word(place));
        assert_ne!(word, Random::new(1, Purpose::Dropout, 3).word(place));
        assert_ne!(word, Random::new(1, Purpose::Dropout, 2).word(Place { step: 3 + (1 << 32), ..place }));
        assert_ne!(word, Random::new(1, Purpose::Dropout, 2).word(Place { sample: 5, ..place }));
    }
}
