//! The channels-last order of an image, and that of the filters: segments of a row of a window that fill whole vectors.

use super::Windows;
use crate::kernels::matmul::{BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS};
use crate::kernels::vector::{F32x4, LANES};

/// What is in registers at once: so many segments of so many vectors. Short rows are those of one channel.
pub(super) const SHORT_ROWS: [usize; 2] = [5, 2];
pub(super) const LONG_ROWS: [usize; 2] = [2, 5];

/// Where the elements of a window and the weights of a filter are in channels-last order.
///
/// An image is [height, width, channels]. Unless it has only one channel, some are added, up to a multiple of four. Row r of a
/// window begins at `start + r · row_stride` and has kernel × channels floats. It is cut into segments of whole vectors, the last of
/// which may reach beyond the row. A filter is zero there, and in the channels that were added:
/// what is added there is 0 for a finite gradient.
#[derive(Clone, Copy, Debug)]
pub(in crate::kernels::im2col) struct Layout {
    pub windows: Windows,
    /// Channels with those that are added.
    pub channels: usize,
    /// Floats of a segment, and segments of a row.
    pub segment: usize,
    pub segments_of_row: usize,
    /// Segments of a window, and the same with those that are added to fill the registers.
    pub segments: usize,
    pub all_segments: usize,
}

impl Layout {
    pub(super) fn new(windows: &Windows) -> Self {
        let ([channels, ..], kernel) = (windows.size(), windows.kernel());
        let channels = if channels == 1 { 1 } else { channels.next_multiple_of(LANES) };
        let row = kernel.saturating_mul(channels);
        let is_short = channels == 1 && row <= SHORT_ROWS[1] * LANES;
        let [at_once, vectors] = if is_short { SHORT_ROWS } else { LONG_ROWS };
        let segment = vectors * LANES;
        let segments_of_row = row.div_ceil(segment);
        let segments = kernel.saturating_mul(segments_of_row);
        let all_segments = segments.saturating_add(at_once - 1) / at_once * at_once;
        Self { windows: *windows, channels, segment, segments_of_row, segments, all_segments }
    }

    /// Whether the filters fit into the left half of the workspace, and an image into the right one.
    pub(super) fn fits(&self, filters: usize) -> bool {
        let [_, height, width] = self.windows.size();
        let image = height.saturating_mul(width).saturating_mul(self.channels).saturating_add(self.segment);
        filters.saturating_mul(self.filter()) <= BLOCK_ROWS * BLOCK_DEPTH
            && image <= BLOCK_COLUMNS * BLOCK_DEPTH
            && self.windows.output_size()[1] <= super::non_zeros::CAPACITY
    }

    /// The vectors of a window.
    pub(super) fn vectors(&self) -> usize {
        self.all_segments * self.segment / LANES
    }

    /// Whether a row is one of [`SHORT_ROWS`]: there is one channel.
    pub(super) fn has_short_rows(&self) -> bool {
        self.segment == SHORT_ROWS[1] * LANES
    }

    /// Floats of an image, with what the last segment of the last window reads beyond it.
    pub(super) fn image(&self) -> usize {
        let [_, height, width] = self.windows.size();
        height * width * self.channels + self.segment
    }

    /// Floats of a filter.
    pub(super) fn filter(&self) -> usize {
        self.all_segments.saturating_mul(self.segment)
    }

    /// The offset of a segment from the start of its window. One that was added is the last one again.
    pub(super) fn offset(&self, segment: usize) -> usize {
        let segment = segment.min(self.segments - 1);
        let row_stride = self.windows.size()[2] * self.channels;
        segment / self.segments_of_row * row_stride + segment % self.segments_of_row * self.segment
    }

    /// `weights: [filters, channels, kernel, kernel] → packed`, of which what is no weight is zero.
    pub(super) fn pack_weights(&self, weights: &[f32], packed: &mut [f32]) {
        packed.fill(0.0);
        self.each_weight(weights.len(), |weight, index| packed[index] = weights[weight]);
    }

    /// `dw += packed`, in the order of [`pack_weights`](Self::pack_weights).
    pub(super) fn add_weights(&self, packed: &[f32], dw: &mut [f32]) {
        self.each_weight(dw.len(), |weight, index| dw[weight] += packed[index]);
    }

    /// Calls `f` with the index of each weight, and its index in this layout.
    fn each_weight(&self, count: usize, mut f: impl FnMut(usize, usize)) {
        let ([channels, ..], kernel) = (self.windows.size(), self.windows.kernel());
        let row_length = self.segments_of_row * self.segment;
        let mut weight = 0;
        for filter in 0..count / self.windows.elements() {
            for channel in 0..channels {
                for row in 0..kernel {
                    let start = filter * self.filter() + row * row_length + channel;
                    for column in 0..kernel {
                        f(weight, start + column * self.channels);
                        weight += 1;
                    }
                }
            }
        }
    }

    /// `image: [channels, height, width] → target: [height, width, channels]`. Channels that are added are the last one again.
    pub(super) fn write_image(&self, image: &[f32], target: &mut [f32]) {
        let [channels, height, width] = self.windows.size();
        if channels == 1 {
            target[..image.len()].copy_from_slice(image);
            return;
        }
        let pixels = height * width;
        for first in (0..self.channels).step_by(LANES) {
            let planes: [&[f32]; LANES] =
                core::array::from_fn(|lane| &image[(first + lane).min(channels - 1) * pixels..][..pixels]);
            let quads = planes.map(|plane| plane.as_chunks::<LANES>().0);
            let mut pixels =
                target.chunks_exact_mut(self.channels).map(|pixel| &mut pixel[first..first + LANES]);
            for index in 0..quads[0].len() {
                for values in F32x4::transpose(quads.map(|quads| F32x4::load(&quads[index]))) {
                    if let Some(Ok(pixel)) = pixels.next().map(<&mut [f32; LANES]>::try_from) {
                        values.store(pixel);
                    }
                }
            }
            for (index, pixel) in (quads[0].len() * LANES..planes[0].len()).zip(pixels) {
                pixel.copy_from_slice(&planes.map(|plane| plane[index]));
            }
        }
    }

    /// `image += source`: the gradient of the image, from channels-last order.
    pub(super) fn add_image(&self, source: &[f32], image: &mut [f32]) {
        let [_, height, width] = self.windows.size();
        let (pixels, padded) = (height * width, self.channels);
        for (quad, planes) in image.chunks_mut(LANES * pixels).enumerate() {
            let pixel = |pixel: usize| source[pixel * padded + quad * LANES..].first_chunk().map(F32x4::load);
            for first in (0..pixels).step_by(LANES) {
                let values =
                    core::array::from_fn(|at| pixel((first + at).min(pixels - 1)).unwrap_or(F32x4::zero()));
                for (plane, values) in planes.chunks_exact_mut(pixels).zip(F32x4::transpose(values)) {
                    let plane = &mut plane[first..];
                    if let Some(target) = plane.first_chunk_mut() {
                        (F32x4::load(target) + values).store(target);
                    } else {
                        plane.iter_mut().zip(values.to_array()).for_each(|(value, more)| *value += more);
                    }
                }
            }
        }
    }
}
