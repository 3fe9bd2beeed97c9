//! The layers, one file each, and the list by which everything else finds them.

mod layer;
mod parts;

pub use layer::{
    Alone, Backward, BuildLayer, Exchange, Forward, Layer, Memory, Parameter, Pass, Portion, Role, Route,
};

use crate::schema::kind::Kind;
use crate::{Code, Error};

/// Declares the files of this folder that hold a layer; each has a `KIND`.
macro_rules! layers {
    ($($file:ident),+ $(,)?) => {
        $(mod $file;)+
        static KINDS: &[&Kind<BuildLayer>] = &[$(&$file::KIND),+];
    };
}

layers![
    dense,
    conv2d,
    max_pool2d,
    avg_pool2d,
    global_avg_pool2d,
    flatten,
    reshape,
    dropout,
    batch_norm,
    layer_norm,
    activation,
    rnn,
    lstm,
    gru,
    rows,
    patches,
    transformer_encoder,
    mean_pool,
];

/// Every kind of layer, in the order in which they are shown.
pub fn kinds() -> &'static [&'static Kind<BuildLayer>] {
    KINDS
}

/// The product of some sizes, as the multiplications and additions of a layer are counted.
fn pairs<const COUNT: usize>(sizes: [usize; COUNT]) -> u64 {
    sizes.into_iter().fold(1, |all, size| all.saturating_mul(size as u64))
}

/// The error for an input whose shape a layer cannot take.
fn wrong_input(expected: &str, input: &[usize], remedy: &str) -> Error {
    Error::mismatch(Code::Spec, format!("an input of {expected}"), format!("{input:?}")).with_note(remedy)
}
