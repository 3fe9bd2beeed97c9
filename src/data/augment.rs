//! Data augmentation: random scaling, rotation, translation and elastic deformation of training images.

use crate::Result;
use crate::kernels::cosine_and_sine;
use crate::memory::filled;
use crate::random::{Place, Purpose, Random};

/// The number of nodes on each side of the grid of an elastic deformation.
const NODES: usize = 5;

/// The limits of the augmentation; each transformation is drawn uniformly between −limit and limit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Augmentation {
    /// The maximal translation, in pixels.
    pub shift: f32,
    /// The maximal rotation, in degrees.
    pub rotate: f32,
    /// The maximal change of scale, as a fraction.
    pub scale: f32,
    /// The maximal elastic displacement, in pixels.
    pub elastic: f32,
}

/// Augments batches of images, with a buffer for one image.
pub struct Augmenter {
    limits: Augmentation,
    height: usize,
    width: usize,
    image: Vec<f32>,
}

/// The inverse transformation of one image: it maps each pixel of the result to a point of the source.
struct Warp {
    /// The inverse of scaling and rotation: a row-major 2 × 2 matrix for (row, column).
    inverse: [f32; 4],
    /// The translation, down and right.
    shift: [f32; 2],
    /// The elastic displacements at the nodes, down and right, if there are any.
    nodes: Option<[[[f32; 2]; NODES]; NODES]>,
}

impl Augmenter {
    /// For images of [channels, height, width].
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn new(limits: Augmentation, [channels, height, width]: [usize; 3]) -> Result<Self> {
        Ok(Self { limits, height, width, image: filled(channels * height * width, 0.0)? })
    }

    /// Transforms each image of a batch in place: `images` is N × [channels, height, width]. The transformation of an image
    /// depends only on the seed, the step and the index of the sample in the whole batch.
    pub fn apply(&mut self, images: &mut [f32], seed: u32, step: u64, first_sample: u32) {
        let random = Random::new(seed, Purpose::Augmentation, 0);
        let pixels = self.height * self.width;
        for (sample, image) in (first_sample..).zip(images.chunks_exact_mut(self.image.len())) {
            let warp = self.draw(random, Place { step, sample, unit: 0 });
            self.image.copy_from_slice(image);
            let channels = self.image.chunks_exact(pixels).zip(image.chunks_exact_mut(pixels));
            channels.for_each(|(from, to)| self.warp(&warp, from, to));
        }
    }

    fn draw(&self, random: Random, place: Place) -> Warp {
        // Uniform in ±limit.
        let uniform = |unit, limit: f32| limit * (2.0 * random.uniform(Place { unit, ..place }) - 1.0);
        let Augmentation { shift, rotate, scale, elastic } = self.limits;
        let (size, turns) = (1.0 + uniform(0, scale), f64::from(uniform(1, rotate)) / 360.0);
        let [cosine, sine] = cosine_and_sine(turns).map(|side| side as f32 / size);
        let node = |row: usize, column: usize| {
            let unit = (4 + 2 * (row * NODES + column)) as u32;
            [uniform(unit, elastic), uniform(unit + 1, elastic)]
        };
        Warp {
            inverse: [cosine, -sine, sine, cosine],
            shift: [uniform(2, shift), uniform(3, shift)],
            nodes: (elastic > 0.0)
                .then(|| core::array::from_fn(|row| core::array::from_fn(|column| node(row, column)))),
        }
    }

    fn warp(&self, warp: &Warp, from: &[f32], to: &mut [f32]) {
        let centre = [(self.height - 1) as f32 / 2.0, (self.width - 1) as f32 / 2.0];
        let [a, b, c, d] = warp.inverse;
        for (row, line) in to.chunks_exact_mut(self.width).enumerate() {
            let y = row as f32 - centre[0] - warp.shift[0];
            for (column, value) in line.iter_mut().enumerate() {
                let x = column as f32 - centre[1] - warp.shift[1];
                let mut source = [a * y + b * x + centre[0], c * y + d * x + centre[1]];
                if let Some(nodes) = &warp.nodes {
                    let displacement = self.displacement(nodes, source);
                    source = [source[0] + displacement[0], source[1] + displacement[1]];
                }
                *value = self.sample(from, source);
            }
        }
    }

    /// The displacement at a point, by bilinear interpolation of the four nodes around it; constant outside the image.
    fn displacement(&self, nodes: &[[[f32; 2]; NODES]; NODES], [y, x]: [f32; 2]) -> [f32; 2] {
        let (row, down) = cell(y, self.height);
        let (column, right) = cell(x, self.width);
        let mix = |axis: usize| {
            let across = |row: usize| {
                let [left, next] = [nodes[row][column][axis], nodes[row][column + 1][axis]];
                left + (next - left) * right
            };
            let (above, below) = (across(row), across(row + 1));
            above + (below - above) * down
        };
        [mix(0), mix(1)]
    }

    /// The value of the image at a point, by bilinear interpolation; 0 outside.
    fn sample(&self, image: &[f32], [y, x]: [f32; 2]) -> f32 {
        let (top, left) = (y.floor(), x.floor());
        let (down, right) = (y - top, x - left);
        let pixel = |row: f32, column: f32| {
            let inside =
                row >= 0.0 && row < self.height as f32 && column >= 0.0 && column < self.width as f32;
            if inside { image[row as usize * self.width + column as usize] } else { 0.0 }
        };
        let across = |row| pixel(row, left) * (1.0 - right) + pixel(row, left + 1.0) * right;
        across(top) * (1.0 - down) + across(top + 1.0) * down
    }
}

/// The node before a point on an axis of `size` pixels, and the fraction of the way to the next node.
fn cell(place: f32, size: usize) -> (usize, f32) {
    let last = (NODES - 1) as f32;
    let scaled = (place / (size.max(2) - 1) as f32 * last).clamp(0.0, last);
    let node = (scaled as usize).min(NODES - 2);
    (node, scaled - node as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Augmentation = Augmentation { shift: 0.0, rotate: 0.0, scale: 0.0, elastic: 0.0 };

    fn augmenter(limits: Augmentation, shape: [usize; 3]) -> Augmenter {
        Augmenter::new(limits, shape).expect("memory")
    }

    fn picture() -> Vec<f32> {
        let mut image = vec![0.0; 2 * 12 * 10];
        for row in 3..8 {
            for column in 2..7 {
                image[row * 10 + column] = (row * column) as f32 / 50.0;
                image[120 + row * 10 + column] = 1.0 - (row * column) as f32 / 50.0;
            }
        }
        image
    }

    #[test]
    fn limits_of_zero_change_nothing() {
        let mut image = picture();
        augmenter(NOTHING, [2, 12, 10]).apply(&mut image, 1, 2, 3);
        assert_eq!(image, picture());
    }

    #[test]
    fn it_depends_only_on_seed_step_and_sample() {
        let limits = Augmentation { shift: 2.0, rotate: 20.0, scale: 0.2, elastic: 1.0 };
        let apply = |seed, step, first, count: usize| {
            let mut images = picture().repeat(count);
            augmenter(limits, [2, 12, 10]).apply(&mut images, seed, step, first);
            images
        };
        let both = apply(1, 5, 0, 2);
        assert_eq!(both[..240], apply(1, 5, 0, 1)[..]);
        assert_eq!(both[240..], apply(1, 5, 1, 1)[..]);
        assert_ne!(both[..240], both[240..]);
        assert_ne!(both[..240], apply(2, 5, 0, 1)[..]);
        assert_ne!(both[..240], apply(1, 6, 0, 1)[..]);
    }

    #[test]
    fn values_stay_between_background_and_the_brightest_pixel() {
        for seed in 0..50 {
            let mut image = picture();
            augmenter(Augmentation { shift: 3.0, rotate: 90.0, scale: 0.5, elastic: 3.0 }, [2, 12, 10])
                .apply(&mut image, seed, 0, 0);
            assert!(image.iter().all(|value| (0.0..=1.0).contains(value)));
        }
    }

    #[test]
    fn a_translation_stays_within_its_limit() {
        let centre = |image: &[f32]| {
            let mass: f32 = image[..120].iter().sum();
            let moment: f32 =
                image[..120].iter().enumerate().map(|(at, value)| (at / 10) as f32 * value).sum();
            moment / mass
        };
        let start = centre(&picture());
        let mut reached = 0.0_f32;
        for seed in 0..100 {
            let mut image = picture();
            augmenter(Augmentation { shift: 1.5, ..NOTHING }, [2, 12, 10]).apply(&mut image, seed, 0, 0);
            let moved = (centre(&image) - start).abs();
            assert!(moved <= 1.5 + 1e-4, "{moved}");
            reached = reached.max(moved);
        }
        assert!(reached > 1.2, "the whole range is used: {reached}");
    }

    #[test]
    fn a_quarter_turn_turns_a_picture_by_a_quarter() {
        // A bright pixel above the centre rotates about the centre by the drawn angle.
        let mut augmenter = augmenter(Augmentation { rotate: 90.0, ..NOTHING }, [1, 11, 11]);
        for seed in 0..20 {
            let mut image = vec![0.0; 121];
            image[2 * 11 + 5] = 1.0;
            augmenter.apply(&mut image, seed, 0, 0);
            let mass: f32 = image.iter().sum();
            let row: f32 =
                image.iter().enumerate().map(|(at, v)| (at / 11) as f32 * v).sum::<f32>() / mass - 5.0;
            let column: f32 =
                image.iter().enumerate().map(|(at, v)| (at % 11) as f32 * v).sum::<f32>() / mass - 5.0;
            assert!((row.hypot(column) - 3.0).abs() < 0.3, "seed {seed}: {row}, {column}");
        }
    }
}
