//! Histograms, moments and norms.

use serde::Serialize;

/// The number of bins of a histogram.
const BINS: usize = 32;

/// A histogram with bins of equal width.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Histogram {
    /// 33 equidistant edges from the minimum to the maximum.
    pub edges: Vec<f64>,
    /// The counts of the 32 bins. A bin includes its lower edge; the last one also includes its upper edge.
    pub counts: Vec<u32>,
}

/// Mean, standard deviation, minimum and maximum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moments {
    pub mean: f64,
    /// The standard deviation, over n.
    pub deviation: f64,
    pub minimum: f64,
    pub maximum: f64,
}

impl Moments {
    pub fn of(values: &[f32]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let variance = values.iter().map(|&value| (f64::from(value) - mean).powi(2)).sum::<f64>() / count;
        let minimum = values.iter().copied().fold(f32::INFINITY, f32::min);
        let maximum = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        Self { mean, deviation: variance.sqrt(), minimum: f64::from(minimum), maximum: f64::from(maximum) }
    }
}

impl Histogram {
    /// The histogram of finite numbers. If all are equal, they are in the first bin.
    pub fn of(values: &[f32]) -> Self {
        let Moments { minimum, maximum, .. } = Moments::of(values);
        let width = (maximum - minimum) / BINS as f64;
        let mut edges: Vec<f64> = (0..=BINS).map(|index| minimum + index as f64 * width).collect();
        edges[BINS] = maximum;
        let mut counts = vec![0; BINS];
        for &value in values {
            let value = f64::from(value);
            let guess = if width > 0.0 { ((value - minimum) / width) as usize } else { 0 };
            let mut bin = guess.min(BINS - 1);
            // The quotient may round to the wrong side of an edge.
            if value < edges[bin] {
                bin -= 1;
            } else if bin + 1 < BINS && width > 0.0 && value >= edges[bin + 1] {
                bin += 1;
            }
            counts[bin] += 1;
        }
        Self { edges, counts }
    }
}

/// The Euclidean norm.
pub(super) fn norm(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fall_into_bins_between_equal_edges() {
        let values: Vec<f32> = (0..=64).map(|index| index as f32 / 64.0).collect();
        let histogram = Histogram::of(&values);
        assert_eq!(histogram.edges.len(), 33);
        assert_eq!((histogram.edges[0], histogram.edges[8], histogram.edges[32]), (0.0, 0.25, 1.0));
        // Two numbers from each edge on, and the greatest in the last bin too.
        assert_eq!(histogram.counts[..31], [2; 31]);
        assert_eq!(histogram.counts[31], 3);
        let sevenths: Vec<f32> = (0..1000).map(|index| (index as f32 * 0.7).sin() / 7.0).collect();
        let Histogram { edges, counts } = Histogram::of(&sevenths);
        for (bin, &count) in counts.iter().enumerate() {
            let last = bin == 31;
            let within = |value: &&f32| {
                let value = f64::from(**value);
                value >= edges[bin] && (value < edges[bin + 1] || (last && value <= edges[32]))
            };
            assert_eq!(sevenths.iter().filter(within).count(), count as usize, "bin {bin}");
        }
    }

    #[test]
    fn numbers_that_are_all_the_same_lie_in_the_first_bin() {
        let Histogram { edges, counts } = Histogram::of(&[0.5; 7]);
        assert_eq!((edges, counts[0], counts[1..].iter().sum::<u32>()), (vec![0.5; 33], 7, 0));
        assert_eq!(
            Moments::of(&[1.0, 2.0, 3.0, 6.0]),
            Moments { mean: 3.0, deviation: 3.5_f64.sqrt(), minimum: 1.0, maximum: 6.0 }
        );
    }
}
