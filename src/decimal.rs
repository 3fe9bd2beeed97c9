//! Numbers in decimal, read to the nearest float, ties to even, as the standard library reads them; its tables of
//! powers alone are a fifteenth of the binary's budget. Tests hold this reader to it.

mod shortest;

pub(crate) use shortest::Shortest;

use core::cmp::Ordering;

/// Significant digits that decide: a tie of two doubles ends within 770.
const MOST_DIGITS: usize = 780;

/// Where a kind of float has its bits.
struct Format {
    /// Of the mantissa, without the leading one.
    mantissa: i32,
    /// What is added to an exponent.
    bias: i32,
}

const DOUBLE: Format = Format { mantissa: 52, bias: 1023 };
const SINGLE: Format = Format { mantissa: 23, bias: 127 };

/// Powers of ten that a double holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The nearest double to a decimal number; `inf`, `infinity` and `nan` are read too.
pub(crate) fn parse_f64(text: &str) -> Option<f64> {
    let (negative, text) = sign(text);
    let value = match Decimal::read(text) {
        None => word(text)?,
        Some(decimal) => decimal.short().unwrap_or_else(|| f64::from_bits(decimal.nearest(&DOUBLE))),
    };
    Some(if negative { -value } else { value })
}

/// The nearest single to a decimal number; `inf`, `infinity` and `nan` are read too.
pub(crate) fn parse_f32(text: &str) -> Option<f32> {
    let (negative, text) = sign(text);
    let value = match Decimal::read(text) {
        None => word(text)? as f32,
        // Rounding twice is rounding once, unless the double lies in the middle of two singles or below them all.
        Some(decimal) => match decimal.short() {
            Some(value)
                if value.to_bits() & 0x1fff_ffff != 0x1000_0000 && (value == 0.0 || value > 1e-37) =>
            {
                value as f32
            }
            _ => f32::from_bits(decimal.nearest(&SINGLE) as u32),
        },
    };
    Some(if negative { -value } else { value })
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn word(text: &str) -> Option<f64> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("nan") {
        return Some(f64::NAN);
    }
    (is("inf") || is("infinity")).then_some(f64::INFINITY)
}

/// `digits · 10^exponent`.
struct Decimal<'a> {
    /// Before and after the point.
    digits: [&'a [u8]; 2],
    exponent: i32,
}

impl<'a> Decimal<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (whole, rest) = digits(text.as_bytes());
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => digits(rest),
            rest => (&[][..], rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let power = match rest {
            [] => 0,
            [b'e' | b'E', rest @ ..] => {
                let (below, rest) = match rest {
                    [b'-', rest @ ..] => (true, rest),
                    [b'+', rest @ ..] | rest => (false, rest),
                };
                let (power, rest) = digits(rest);
                if power.is_empty() || !rest.is_empty() {
                    return None;
                }
                let add = |power: i32, digit: &u8| (power * 10 + i32::from(digit - b'0')).min(1_000_000);
                let power = power.iter().fold(0, add);
                if below { -power } else { power }
            }
            _ => return None,
        };
        // A text that is longer than this cannot be had in one piece where it matters.
        let exponent = power.saturating_sub(i32::try_from(fraction.len()).unwrap_or(i32::MAX));
        Some(Self { digits: [whole, fraction], exponent })
    }

    /// Every digit from the first that is not 0.
    fn significant(&self) -> impl Iterator<Item = u32> {
        let all = self.digits[0].iter().chain(self.digits[1]).map(|digit| u32::from(digit - b'0'));
        all.skip_while(|&digit| digit == 0)
    }

    /// The nearest double, if one operation on exact numbers gives it.
    fn short(&self) -> Option<f64> {
        let mut mantissa = 0u64;
        for digit in self.significant() {
            mantissa = mantissa * 10 + u64::from(digit);
            if mantissa >= 1 << 53 {
                return None;
            }
        }
        let power = EXACT.get(self.exponent.unsigned_abs() as usize)?;
        Some(if self.exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power })
    }

    /// The bits of the nearest float: long division of whole numbers, bit by bit (W. D. Clinger, "How to Read
    /// Floating Point Numbers Accurately", 1990).
    fn nearest(&self, format: &Format) -> u64 {
        let infinite = ((2 * format.bias + 1) as u64) << format.mantissa;
        let (mut over, mut under) = (Whole::default(), Whole(vec![1]));
        let mut exponent = self.exponent;
        for (place, digit) in self.significant().enumerate() {
            if place < MOST_DIGITS {
                over.multiply_add(10, digit);
            } else {
                // Only whether anything follows can still matter: it makes the last digit kept odd, so no tie.
                exponent = exponent.saturating_add(1);
                over.0[0] |= u32::from(digit != 0);
            }
        }
        if over.bits() == 0 || exponent < -1200 {
            return 0;
        }
        if exponent > 400 {
            return infinite;
        }
        let scaled = if exponent < 0 { &mut under } else { &mut over };
        (0..exponent.unsigned_abs()).for_each(|_| scaled.multiply_add(10, 0));

        // over / under · 2^power, the quotient from 1 up to 2.
        let mut power = over.bits() - under.bits();
        if power > 0 {
            under.shift(power);
        } else {
            over.shift(-power);
        }
        if over.compare(&under) == Ordering::Less {
            over.shift(1);
            power -= 1;
        }
        let least = 1 - format.bias;
        let bits = format.mantissa + 1 - (least - power).max(0);
        if bits < 0 {
            return 0;
        }
        let mut quotient = 0u64;
        for _ in 0..bits {
            quotient <<= 1;
            if over.compare(&under) != Ordering::Less {
                over.subtract(&under);
                quotient |= 1;
            }
            over.shift(1);
        }
        quotient += match over.compare(&under) {
            Ordering::Less => 0,
            Ordering::Equal => quotient & 1,
            Ordering::Greater => 1,
        };
        // A mantissa that was rounded up to the next power of two carries into the exponent by itself.
        let field = if power < least { 0 } else { (power + format.bias - 1) as u64 };
        ((field << format.mantissa) + quotient).min(infinite)
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count())
}

/// A whole number of any size, its lowest 32 bits first.
#[derive(Default)]
struct Whole(Vec<u32>);

impl Whole {
    fn bits(&self) -> i32 {
        let highest = self.0.iter().rposition(|&limb| limb != 0);
        highest.map_or(0, |at| (32 * (at + 1)) as i32 - self.0[at].leading_zeros() as i32)
    }

    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift(&mut self, bits: i32) {
        for _ in 0..bits / 31 {
            self.multiply_add(1 << 31, 0);
        }
        self.multiply_add(1 << (bits % 31), 0);
    }

    fn compare(&self, other: &Self) -> Ordering {
        let limb = |number: &Self, at: usize| number.0.get(at).copied().unwrap_or(0);
        let places = (0..self.0.len().max(other.0.len())).rev();
        places
            .map(|at| limb(self, at).cmp(&limb(other, at)))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Divides, and gives the rest.
    fn divide(&mut self, divisor: u32) -> u32 {
        let mut rest = 0u64;
        for limb in self.0.iter_mut().rev() {
            rest = rest << 32 | u64::from(*limb);
            *limb = (rest / u64::from(divisor)) as u32;
            rest %= u64::from(divisor);
        }
        rest as u32
    }

    /// Takes away a number that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = 0i64;
        for (at, limb) in self.0.iter_mut().enumerate() {
            borrow += i64::from(*limb) - i64::from(other.0.get(at).copied().unwrap_or(0));
            *limb = borrow as u32;
            borrow >>= 32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_f32, parse_f64};

    fn same(text: &str) {
        let (double, single) = (text.parse::<f64>().ok(), text.parse::<f32>().ok());
        assert_eq!(parse_f64(text).map(f64::to_bits), double.map(f64::to_bits), "{text}");
        assert_eq!(parse_f32(text).map(f32::to_bits), single.map(f32::to_bits), "{text}");
    }

    #[test]
    fn numbers_on_every_edge_are_read_as_the_standard_library_reads_them() {
        let long = format!("1{}1", "0".repeat(900));
        let tie = format!("9007199254740993.{}", "0".repeat(800));
        let above_tie = format!("{tie}1");
        let texts = [
            "0",
            "-0",
            "+1",
            "1.",
            ".5",
            "00012",
            "1e5",
            "1E+05",
            "9007199254740993",
            "9007199254740992.5",
            "16777217",
            "16777219",
            "1.0000000596046448",
            "1e22",
            "1e23",
            "123456789012345678901234567890",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "3.4028235677973366e38",
            "3.4028235e38",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "1.1754943e-38",
            "1e-45",
            "7.006492321624085e-46",
            "7.006492321624086e-46",
            "1e-400",
            "1e400",
            "1e-99999999999",
            "1e99999999999",
            "0e999999",
            "0.1",
            "0.3",
            "inf",
            "-Infinity",
            "NaN",
            &long,
            &tie,
            &above_tie,
        ];
        texts.into_iter().for_each(same);
        ["", ".", "e5", "1e", "1e+", "- 1", "1 ", "0x1", "1_0", "--1", "infinit"].into_iter().for_each(same);
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod random {
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

            #[test]
            fn any_text_of_digits(text in "[-+]?[0-9]{0,25}(\\.[0-9]{0,25})?([eE][-+]?[0-9]{1,3})?") {
                super::same(&text);
            }

            #[test]
            fn any_double_as_it_is_printed_and_its_middle(bits in any::<u64>(), single in any::<u32>()) {
                let value = f64::from_bits(bits & !(1 << 63));
                let narrow = f32::from_bits(single & !(1 << 31));
                if value.is_finite() && narrow.is_finite() {
                    super::same(&format!("{value:e}"));
                    super::same(&format!("{narrow:e}"));
                    let next = f32::from_bits(narrow.to_bits() + 1);
                    super::same(&format!("{:e}", f64::midpoint(f64::from(narrow), f64::from(next))));
                }
            }
        }
    }
}
