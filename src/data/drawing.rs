//! Preprocesses a drawing into a network's input, as MNIST's images were made.
//!
//! MNIST's images are digits scaled to a box of 20 × 20 with the aspect ratio kept, and placed in 28 × 28 so that their centre
//! of mass is in the middle (`LeCun`, Cortes, Burges: "The MNIST database of handwritten
//! digits").

use serde::{Deserialize, Serialize};

use super::resample::{Picture, zeros};
use super::reserve;
use crate::{Error, ErrorKind, Result};

/// A drawing and the shape of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawing<'a> {
    /// Ink, 0 none and 255 full, row by row: `[height, width]`.
    pub pixels: &'a [u8],
    /// The drawing's width in pixels.
    pub width: usize,
    /// The drawing's height in pixels.
    pub height: usize,
    /// The shape of the network's input, `[1, height, width]`.
    pub shape: &'a [usize],
    /// How the ink is scaled and centred.
    pub fit: Fit,
}

/// How the ink is scaled and centred in the input. The default is MNIST's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fit {
    /// The fraction of the input, over 0 and up to 1, that the longer side of the ink is scaled to.
    #[serde(rename = "box")]
    pub box_fraction: f32,
    /// The point of the ink that is moved to the centre.
    pub centre: Centre,
}

impl Default for Fit {
    fn default() -> Self {
        Self { box_fraction: 20.0 / 28.0, centre: Centre::Mass }
    }
}

/// The point of the ink that is moved to the centre of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Centre {
    /// Its centre of mass.
    Mass,
    /// The middle of its bounding box.
    Box,
}

/// A preprocessed drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The network's input, `[1, height, width]`, 0 to 1: the last stage divided by 255. `None` if there is
    /// no ink.
    pub input: Option<Vec<f32>>,
    /// The stages: `raw`, `cropped`, `scaled`, `centred`, `input`; of a drawing without ink only `raw`.
    pub stages: Vec<Stage>,
    /// The mean ink of the drawing, 0 to 1.
    pub ink: f32,
}

/// The image after one step of the preprocessing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The name of the step.
    pub name: &'static str,
    /// Its width in pixels.
    pub width: usize,
    /// Its height in pixels.
    pub height: usize,
    /// Ink, 0 none and 255 full, row by row.
    pub pixels: Vec<u8>,
}

/// Prepares a drawing: crops it to the ink, scales it so that the longer side fills its fraction of the input, and
/// translates it so that its centre is in the middle of the input.
///
/// The translation is a whole number of pixels, as in MNIST: in its first 20,000 images the centre of mass is uniform from
/// 13.5 to 14.5 (integers are the centres of pixels), never outside. A fractional translation would blur strokes. Of these
/// images, at the original size or enlarged 10 times, 19,996 are reproduced byte for byte; the others do not fill a box of
/// 20. The translation stops at the edge of the input.
///
/// # Errors
/// `shape`, with the path `shape`, `width`, `height`, `pixels` or `fit.box`; `memory` for an input that
/// does not fit.
pub fn prepare_drawing(drawing: &Drawing<'_>) -> Result<Prepared> {
    let (target_width, target_height) = check(drawing)?;
    let raw = Picture { width: drawing.width, height: drawing.height, pixels: drawing.pixels.to_vec() };
    let total: u64 = raw.pixels.iter().map(|&pixel| u64::from(pixel)).sum();
    let ink = (total as f64 / (255.0 * raw.pixels.len() as f64)) as f32;
    let Some(cropped) = crop(&raw)? else {
        return Ok(Prepared { input: None, stages: vec![stage("raw", raw)], ink });
    };
    // The largest allocation comes first, so that an input that is too large fails before any work.
    let mut centred =
        Picture { width: target_width, height: target_height, pixels: zeros(target_width * target_height)? };
    let (width, height) = fitted(&cropped, &centred, drawing.fit.box_fraction);
    let scaled = cropped.resample(width, height)?;
    place(&scaled, &mut centred, drawing.fit.centre);
    let mut input = reserve(centred.pixels.len())?;
    input.extend(centred.pixels.iter().map(|&pixel| f32::from(pixel) / 255.0));
    let mut copy = Picture { pixels: zeros(centred.pixels.len())?, ..centred };
    copy.pixels.copy_from_slice(&centred.pixels);
    let stages = vec![
        stage("raw", raw),
        stage("cropped", cropped),
        stage("scaled", scaled),
        stage("centred", copy),
        stage("input", centred),
    ];
    Ok(Prepared { input: Some(input), stages, ink })
}

fn stage(name: &'static str, picture: Picture) -> Stage {
    Stage { name, width: picture.width, height: picture.height, pixels: picture.pixels }
}

/// Validates the sizes and returns the width and height of the input.
fn check(drawing: &Drawing<'_>) -> Result<(usize, usize)> {
    let &Drawing { pixels, width, height, shape, fit } = drawing;
    let &[1, target_height @ (1..), target_width @ (1..)] = shape else {
        let error = Error::mismatch(ErrorKind::Shape, "[1, height, width]", format_args!("{shape:?}"));
        return Err(error.named("drawing_shape").at("shape"));
    };
    if target_height.checked_mul(target_width).is_none() {
        let error = Error::mismatch(ErrorKind::Memory, "an input that fits", format_args!("{shape:?}"));
        return Err(error.named("drawing_shape_size").at("shape"));
    }
    for (path, length) in [("width", width), ("height", height)] {
        if length == 0 {
            return Err(Error::mismatch(ErrorKind::Shape, "a positive integer", "0")
                .named("drawing_side")
                .at(path));
        }
    }
    if width.checked_mul(height) != Some(pixels.len()) {
        let expected = format_args!("{width} × {height} bytes");
        let error = Error::mismatch(ErrorKind::Shape, expected, pixels.len()).named("drawing_length");
        return Err(error.value("width", width).value("height", height).at("pixels"));
    }
    if !(fit.box_fraction > 0.0 && fit.box_fraction <= 1.0) {
        let error = Error::mismatch(ErrorKind::Shape, "a fraction over 0 and up to 1", fit.box_fraction);
        return Err(error.named("drawing_box").at("fit.box"));
    }
    Ok((target_width, target_height))
}

/// The image within the bounding box of its ink; `None` if there is no ink.
fn crop(raw: &Picture) -> Result<Option<Picture>> {
    let (mut left, mut right) = (raw.width, 0);
    let (mut top, mut bottom) = (raw.height, 0);
    for (y, row) in raw.pixels.chunks_exact(raw.width).enumerate() {
        let Some(first) = row.iter().position(|&pixel| pixel > 0) else { continue };
        let last = row.iter().rposition(|&pixel| pixel > 0).unwrap_or(first);
        (left, right) = (left.min(first), right.max(last + 1));
        (top, bottom) = (top.min(y), y + 1);
    }
    if top >= bottom {
        return Ok(None);
    }
    let (width, height) = (right - left, bottom - top);
    let mut pixels = super::reserve(width * height)?;
    for row in raw.pixels.chunks_exact(raw.width).take(bottom).skip(top) {
        pixels.extend_from_slice(&row[left..right]);
    }
    Ok(Some(Picture { width, height, pixels }))
}

/// The largest width and height with the aspect ratio of `ink` within the box, which is `fraction` of the target. Sizes are
/// rounded to the nearest pixel and at least 1.
fn fitted(ink: &Picture, target: &Picture, fraction: f32) -> (usize, usize) {
    let part = |side: usize| ((side as f64 * f64::from(fraction)).round() as usize).clamp(1, side);
    let (box_width, box_height) = (part(target.width), part(target.height));
    let nearest = |a: usize, b: usize, over: usize| ((2 * a * b + over) / (2 * over)).max(1);
    if ink.width * box_height >= ink.height * box_width {
        (box_width, nearest(ink.height, box_width, ink.width))
    } else {
        (nearest(ink.width, box_height, ink.height), box_height)
    }
}

/// Places an image in an empty target, translated by whole pixels and within the edges.
fn place(ink: &Picture, target: &mut Picture, centre: Centre) {
    let (free_width, free_height) = (target.width - ink.width, target.height - ink.height);
    let (left, top) = match centre {
        Centre::Box => (free_width / 2, free_height / 2),
        Centre::Mass => {
            let (x, y) = mass_centre(ink);
            ((target.width / 2).saturating_sub(x), (target.height / 2).saturating_sub(y))
        }
    };
    let (left, top) = (left.min(free_width), top.min(free_height));
    let rows = target.pixels.chunks_exact_mut(target.width).skip(top);
    for (row, from) in rows.zip(ink.pixels.chunks_exact(ink.width)) {
        row[left..left + ink.width].copy_from_slice(from);
    }
}

/// The column and row of the pixel that contains the centre of mass.
fn mass_centre(ink: &Picture) -> (usize, usize) {
    let (mut mass, mut x_moment, mut y_moment) = (0_u64, 0_u64, 0_u64);
    for (y, row) in ink.pixels.chunks_exact(ink.width).enumerate() {
        for (x, &pixel) in row.iter().enumerate() {
            mass += u64::from(pixel);
            x_moment += u64::from(pixel) * x as u64;
            y_moment += u64::from(pixel) * y as u64;
        }
    }
    let nearest = |moment: u64| ((2 * moment + mass) / (2 * mass).max(1)) as usize;
    (nearest(x_moment), nearest(y_moment))
}

#[cfg(test)]
#[allow(
    clippy::float_cmp,
    reason = "the same division gives the same bits, and whole numbers add up exactly"
)]
#[path = "drawing_tests.rs"]
mod tests;
