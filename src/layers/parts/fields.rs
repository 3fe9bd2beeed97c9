//! Fields that several layers share.

use crate::activations::{Activation, Axis, Function, find};
use crate::schema::field::Default;
use crate::schema::init::Init;
use crate::schema::setting::{Typed, boolean, function, init};
use crate::schema::value::Value;

/// The activation of a layer with weights.
pub(in crate::layers) const ACTIVATION: Typed<Function> = function().or("linear");

/// The weight initializer. Its default depends on [`ACTIVATION`], which must precede it.
pub(in crate::layers) const INIT: Typed<Init> = init(Default::Follows {
    rule: "he_uniform before the ReLU family, else glorot_uniform",
    field: "activation",
    value: init_by_activation,
});

/// Whether a layer has a bias.
pub(in crate::layers) const BIAS: Typed<bool> = boolean(true);

fn init_by_activation(activation: &Value) -> Value {
    let rectifier = match activation {
        Value::Text(name) => find(name).is_some_and(Activation::is_rectifier),
        _ => false,
    };
    Value::Init(if rectifier { Init::HeUniform } else { Init::GlorotUniform })
}

/// The axis of a softmax over samples of this shape: the channels of an image, otherwise the last axis.
pub(in crate::layers) fn axis_of(shape: &[usize]) -> Axis {
    match *shape {
        [channels, height, width] => Axis { length: channels, stride: height * width },
        [.., length] => Axis { length, stride: 1 },
        [] => Axis { length: 1, stride: 1 },
    }
}
