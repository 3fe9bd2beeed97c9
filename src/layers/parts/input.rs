//! Checks of a layer's input shape, and the remedies that their errors suggest.

use crate::layers::Layer;
use crate::{Error, ErrorKind, Result};

/// The remedy for an input shape that a layer does not accept.
#[derive(Clone, Copy)]
pub(in crate::layers) enum Remedy {
    FlattenBefore,
    ReshapeToImage,
    ImageBefore,
    RowsBefore,
    RowsOrPatchesBefore,
    ReshapeToSequence,
    ChannelsFirst,
}

impl Remedy {
    /// Its id, for programs that have their own texts.
    fn name(self) -> &'static str {
        match self {
            Self::FlattenBefore => "flatten_before",
            Self::ReshapeToImage => "reshape_to_image",
            Self::ImageBefore => "image_before",
            Self::RowsBefore => "rows_before",
            Self::RowsOrPatchesBefore => "rows_or_patches_before",
            Self::ReshapeToSequence => "reshape_to_sequence",
            Self::ChannelsFirst => "channels_first",
        }
    }

    fn words(self, input: &[usize]) -> String {
        match self {
            Self::FlattenBefore => "put a flatten layer before the dense one".to_owned(),
            Self::ReshapeToImage => {
                "put a reshape layer before the convolution, as in {\"kind\":\"reshape\",\"shape\":[1,28,28]}"
                    .to_owned()
            }
            Self::ImageBefore => "it needs an image before it".to_owned(),
            Self::RowsBefore => {
                "put a rows layer before the recurrent one, so that it reads the image row by row".to_owned()
            }
            Self::RowsOrPatchesBefore => {
                "put a patches or rows layer before it, so that the image becomes a sequence".to_owned()
            }
            Self::ReshapeToSequence => "put a reshape layer before it that says what a step is".to_owned(),
            Self::ChannelsFirst => {
                let [height, width, channels] = [0, 1, 2].map(|at| input.get(at).copied().unwrap_or(1));
                format!("channels come first: give the shape as [{channels}, {height}, {width}]")
            }
        }
    }
}

/// The error for an input shape that a layer does not accept.
pub(in crate::layers) fn wrong_input(expected: &str, input: &[usize], remedy: Remedy) -> Error {
    Error::mismatch(ErrorKind::Spec, format_args!("an input of {expected}"), format_args!("{input:?}"))
        .named("wrong_input_shape")
        .value("expected", expected)
        .value("remedy", remedy.name())
        .with_note(remedy.words(input))
}

/// Channels, height and width of an image.
pub(in crate::layers) fn image(input: &[usize], remedy: Remedy) -> Result<[usize; 3]> {
    input.try_into().map_err(|_| wrong_input("[channels, height, width]", input, remedy))
}

/// Steps and features of a sequence; `image` is the remedy if the input is an image.
pub(in crate::layers) fn sequence(input: &[usize], image: Remedy) -> Result<[usize; 2]> {
    input.try_into().map_err(|_| {
        let remedy = if input.len() == 3 { image } else { Remedy::ReshapeToSequence };
        wrong_input("[steps, features]", input, remedy)
    })
}

/// The shorter side of an image; 1 if the shape is not an image.
pub(in crate::layers) fn side(input: &[usize]) -> usize {
    if let [_, height, width] = *input { height.min(width) } else { 1 }
}

/// Whether a shape looks like an image whose channels come last, as in `[28, 28, 1]`.
fn channels_last(input: &[usize]) -> bool {
    matches!(*input, [height, width, 1 | 3 | 4] if height >= 8 && width >= 8)
}

/// The error for a window that is larger than the image. If the channels seem to be last, the error says so. `remedy` is an
/// id and a sentence.
pub(in crate::layers) fn window_too_large(
    field: &str,
    size: usize,
    largest: usize,
    input: &[usize],
    remedy: [&str; 2],
) -> Error {
    if channels_last(input) {
        return wrong_input("[channels, height, width]", input, Remedy::ChannelsFirst);
    }
    let expected = format_args!("at most {largest}, as the input is {input:?}");
    Error::mismatch(ErrorKind::Spec, expected, size)
        .named("window_too_large")
        .value("field", field)
        .value("largest", largest)
        .value("input", format_args!("{input:?}"))
        .value("remedy", remedy[0])
        .at(field)
        .with_note(remedy[1])
}

/// Refuses an input shape that seems to be [height, width, channels]: a square image with 1, 3 or 4 channels.
pub(crate) fn check_channels(layer: &dyn Layer, input: &[usize]) -> Result<()> {
    if layer.reads_planes() && channels_last(input) && input[0] == input[1] {
        return Err(wrong_input("[channels, height, width]", input, Remedy::ChannelsFirst));
    }
    Ok(())
}
