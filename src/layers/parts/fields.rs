//! Fields that several layers share.

use crate::activations::{self, Activation, Axis};
use crate::schema::field::{Default, Field, Type};
use crate::schema::init::Init;
use crate::schema::record::Record;
use crate::schema::value::Value;

/// The function at the end of a layer with weights.
pub(in crate::layers) const ACTIVATION: Field = Field::new(
    "activation",
    Type::Name(function_names),
    Default::Text("linear"),
    "The function that its sums go through.",
);

/// How a layer's weights begin. Stands after [`ACTIVATION`], by which it goes.
pub(in crate::layers) const INIT: Field = Field::new(
    "init",
    Type::Init,
    Default::Follows {
        rule: "he_uniform before the ReLU family, else glorot_uniform",
        value: init_by_activation,
    },
    "How its weights begin.",
);

/// Whether a layer's sums have a bias.
pub(in crate::layers) const BIAS: Field = Field::new(
    "bias",
    Type::Boolean,
    Default::Boolean(true),
    "Whether a learned number is added to each sum.",
);

fn init_by_activation(record: &Record) -> Value {
    let rectifier = function(record.text("activation")).is_rectifier();
    Value::Init(if rectifier { Init::HeUniform } else { Init::GlorotUniform })
}

/// The names of all activation functions.
pub(in crate::layers) fn function_names() -> Vec<&'static str> {
    activations::all().iter().map(|function| function.name()).collect()
}

/// The activation function of this name, which has been checked to be one.
pub(in crate::layers) fn function(name: &str) -> &'static dyn Activation {
    activations::find(name).unwrap_or_else(|| unreachable!("{name} is no activation function"))
}

/// The axis that a softmax runs over in samples of this shape: the channels of an image, else the last.
pub(in crate::layers) fn axis_of(shape: &[usize]) -> Axis {
    match *shape {
        [channels, height, width] => Axis { length: channels, stride: height * width },
        [.., length] => Axis { length, stride: 1 },
        [] => Axis { length: 1, stride: 1 },
    }
}
