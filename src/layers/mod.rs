//! The layers, one file each, and their registry.

mod layer;
mod parts;

pub use layer::{
    BackwardArguments, BatchStatisticsSync, BuildInner, BuildLayer, ForwardArguments, InputCheck, Layer,
    LayerContext, Memory, Parameter, Role, WholeBatch,
};
pub(crate) use parts::input::check_channels;
use parts::input::{Remedy, image, sequence, wrong_input};

pub use conv2d::Padding;

use crate::Result;
use crate::schema::config::Config;
use crate::schema::kind::Kind;

/// Declares the files of this folder that hold a layer; each has a `KIND` and a builder.
macro_rules! layers {
    ($($file:ident::$Builder:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$Builder;)+
        static KINDS: &[&Kind<BuildLayer>] = &[$(&$file::KIND),+];
    };
}

layers![
    dense::Dense,
    conv2d::Conv2d,
    max_pool2d::MaxPool2d,
    avg_pool2d::AvgPool2d,
    global_avg_pool2d::GlobalAvgPool2d,
    flatten::Flatten,
    reshape::Reshape,
    dropout::Dropout,
    batch_norm::BatchNorm,
    layer_norm::LayerNorm,
    activation::Activation,
    rnn::Rnn,
    lstm::Lstm,
    gru::Gru,
    rows::Rows,
    patches::Patches,
    transformer_encoder::TransformerEncoder,
    mean_pool::MeanPool,
    residual::Residual,
];

/// Every kind of layer, in display order.
pub fn kinds() -> &'static [&'static Kind<BuildLayer>] {
    KINDS
}

/// Builds a layer from its checked config, for samples of this input shape.
///
/// # Errors
/// Kind `spec`. Its path is the invalid field; it has no path if the input shape is invalid.
pub fn build(config: &Config, input: &[usize]) -> Result<Box<dyn Layer>> {
    let Some(kind) = KINDS.iter().find(|kind| kind.name == config.kind()) else {
        unreachable!("records of layers are read by this list")
    };
    (kind.build)(config, input, build)
}

/// The number of multiply-adds of a matrix product of these sizes, saturating.
fn multiply_add_count<const COUNT: usize>(sizes: [usize; COUNT]) -> u64 {
    sizes.into_iter().fold(1, |all, size| all.saturating_mul(size as u64))
}
