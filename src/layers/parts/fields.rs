//! Fields that several layers share.

use crate::activations::{Activation, Axis, Function, find};
use crate::schema::field::Default;
use crate::schema::init::Init;
use crate::schema::setting::{Typed, boolean, function, init};
use crate::schema::value::Value;

/// The function at the end of a layer with weights.
pub(in crate::layers) const ACTIVATION: Typed<Function> = function().or("linear");

/// How a layer's weights begin. Stands after [`ACTIVATION`], by which it goes.
pub(in crate::layers) const INIT: Typed<Init> = init(Default::Follows {
    rule: "he_uniform before the ReLU family, else glorot_uniform",
    field: "activation",
    value: init_by_activation,
});

/// Whether a layer's sums have a bias.
pub(in crate::layers) const BIAS: Typed<bool> = boolean(true);

fn init_by_activation(activation: &Value) -> Value {
    let rectifier = match activation {
        Value::Text(name) => find(name).is_some_and(Activation::is_rectifier),
        _ => false,
    };
    Value::Init(if rectifier { Init::HeUniform } else { Init::GlorotUniform })
}

/// The axis that a softmax runs over in samples of this shape: the channels of an image, else the last.
pub(in crate::layers) fn axis_of(shape: &[usize]) -> Axis {
    match *shape {
        [channels, height, width] => Axis { length: channels, stride: height * width },
        [.., length] => Axis { length, stride: 1 },
        [] => Axis { length: 1, stride: 1 },
    }
}
