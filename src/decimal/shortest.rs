//! Floats written in decimal as the standard library writes them: the fewest digits that are read back as the
//! same float. The library's own way is a twentieth of the binary's budget; numbers are written so seldom here
//! that they may take microseconds.

use core::fmt::{self, Write};

use super::{Whole, parse_f32, parse_f64};

/// A float to be written.
pub(crate) enum Shortest {
    Single(f32),
    Double(f64),
}

/// Digits, the first of them not 0, and how many stand before the point.
struct Digits {
    digits: Vec<u8>,
    before: i32,
}

impl fmt::Display for Shortest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match *self {
            Self::Single(value) => f64::from(value),
            Self::Double(value) => value,
        };
        if value.is_nan() {
            return f.write_str("NaN");
        }
        if value.is_sign_negative() {
            f.write_str("-")?;
        }
        if value.is_infinite() {
            return f.write_str("inf");
        }
        self.digits(value.abs()).write(f)
    }
}

impl Shortest {
    /// The fewest digits for `value`, which is this float's magnitude.
    fn digits(&self, value: f64) -> Digits {
        let is_read_back = |digits: &Digits| {
            let text = digits.scientific();
            match self {
                Self::Single(own) => parse_f32(&text) == Some(own.abs()),
                Self::Double(_) => parse_f64(&text) == Some(value),
            }
        };
        let all = Digits::all(value);
        let shorter = (1..all.digits.len()).flat_map(|count| all.rounded(count)).find(is_read_back);
        shorter.unwrap_or(all)
    }
}

impl Digits {
    /// Every digit of a finite value: m · 2ᵉ is m · 5⁻ᵉ · 10ᵉ where e is below 0.
    fn all(value: f64) -> Self {
        let bits = value.to_bits();
        let (field, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
        let mantissa = if field == 0 { fraction } else { fraction | 1 << 52 };
        let exponent = field.max(1) - 1075;
        let mut whole = Whole(vec![mantissa as u32, (mantissa >> 32) as u32]);
        whole.shift(exponent.max(0));
        (0..-exponent).for_each(|_| whole.multiply_add(5, 0));
        let mut digits = Vec::new();
        while whole.bits() > 0 {
            digits.push(whole.divide(10) as u8);
        }
        let before = if digits.is_empty() { 0 } else { digits.len() as i32 + exponent.min(0) };
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        digits.reverse();
        Self { digits, before }
    }

    /// The two neighbours of `count` digits, the nearer one first, of two as near the greater.
    fn rounded(&self, count: usize) -> [Self; 2] {
        let (kept, rest) = self.digits.split_at(count);
        let below = Self { digits: kept.to_vec(), before: self.before };
        let mut above = Self { digits: kept.to_vec(), before: self.before };
        while above.digits.last() == Some(&9) {
            above.digits.pop();
        }
        match above.digits.last_mut() {
            Some(digit) => *digit += 1,
            None => above = Self { digits: vec![1], before: self.before + 1 },
        }
        let up = rest.first().is_some_and(|digit| *digit >= 5);
        if up { [above, below] } else { [below, above] }
    }

    fn scientific(&self) -> String {
        let mut text: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        // A string is never full.
        let _ = write!(text, "e{}", self.before - self.digits.len() as i32);
        text
    }

    /// Without an exponent, however many zeros that takes.
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.before <= 0 {
            f.write_str("0")?;
        }
        let end = (self.digits.len() as i32).max(self.before);
        for place in self.before.min(0)..end {
            if place == self.before.min(0) && self.before <= 0 || place == self.before && place > 0 {
                f.write_str(".")?;
            }
            let digit = usize::try_from(place).ok().and_then(|place| self.digits.get(place));
            f.write_char(char::from(b'0' + digit.copied().unwrap_or(0)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Shortest;

    fn same(value: f64) {
        assert_eq!(Shortest::Double(value).to_string(), value.to_string());
        let single = value as f32;
        assert_eq!(Shortest::Single(single).to_string(), single.to_string());
    }

    #[test]
    fn numbers_on_every_edge_are_written_as_the_standard_library_writes_them() {
        let values = [
            0.0,
            1.0,
            0.1,
            0.3,
            10.0,
            123.0,
            1200.0,
            99.95,
            0.001,
            1.0 / 3.0,
            9.5,
            0.095,
            1e21,
            1e23,
            5e-324,
            1e-45,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::EPSILON,
            f64::from(f32::MAX),
            9_007_199_254_740_992.0,
            9_007_199_254_740_994.0,
            16_777_216.0,
            f64::INFINITY,
            f64::NAN,
        ];
        values.into_iter().for_each(|value| [value, -value].into_iter().for_each(same));
        (-1074..1024).for_each(|power| same(2.0_f64.powi(power)));
        (-320..309).for_each(|power| same(10.0_f64.powi(power)));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod random {
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

            #[test]
            fn any_float(bits in any::<u64>(), single in any::<u32>()) {
                super::same(f64::from_bits(bits));
                super::same(f64::from(f32::from_bits(single)));
            }
        }
    }
}
