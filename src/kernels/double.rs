//! Functions of one number in double precision, of our own, so that every machine computes the same bits.

use core::f64::consts::TAU;

/// The number of terms of the series below; the next would be less than 10⁻¹⁷.
const TERMS: u32 = 8;

/// The cosine and the sine of an angle in full turns.
///
/// The nearest multiple of a quarter turn is subtracted exactly. The rest, at most an eighth of a turn, goes through the
/// Taylor series.
pub fn cosine_and_sine(turns: f64) -> [f64; 2] {
    let quarter = (4.0 * turns).round_ties_even();
    let angle = (turns - 0.25 * quarter) * TAU;
    let square = angle * angle;
    let series = |first: u32| {
        (1..=TERMS).rev().fold(1.0, |sum, term| {
            let last = f64::from(2 * term + first);
            1.0 - square / (last * (last - 1.0)) * sum
        })
    };
    let (cosine, sine) = (series(0), angle * series(1));
    match quarter.rem_euclid(4.0) as u8 {
        0 => [cosine, sine],
        1 => [-sine, cosine],
        2 => [-cosine, -sine],
        _ => [sine, -cosine],
    }
}

/// `base` to the power of an integer, by squaring.
pub fn power(base: f64, exponent: u64) -> f64 {
    let (mut result, mut square, mut remaining) = (1.0, base, exponent);
    while remaining > 0 {
        if remaining & 1 == 1 {
            result *= square;
        }
        square *= square;
        remaining >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{cosine_and_sine, power};

    #[test]
    fn turns_are_those_of_the_circle() {
        for step in -4000..4000 {
            let turns = f64::from(step) / 1234.0;
            let [cosine, sine] = cosine_and_sine(turns);
            let angle = turns * core::f64::consts::TAU;
            assert!((cosine - libm::cos(angle)).abs() < 3e-15, "cos of {turns} turns is {cosine}");
            assert!((sine - libm::sin(angle)).abs() < 3e-15, "sin of {turns} turns is {sine}");
        }
        assert_eq!(cosine_and_sine(0.5), [-1.0, -0.0]);
        assert_eq!(cosine_and_sine(-0.25), [0.0, -1.0]);
    }

    #[test]
    fn powers_are_repeated_products() {
        for base in [0.0, 0.5, 0.9, 0.999, 1.0] {
            for exponent in [0, 1, 2, 3, 10, 1000, 123_456] {
                let expected = libm::pow(base, exponent as f64);
                let found = power(base, exponent);
                assert!((found - expected).abs() <= 1e-10 * expected, "{base}^{exponent} = {found}");
            }
        }
        assert_eq!(power(0.9, u64::MAX), 0.0);
    }
}
