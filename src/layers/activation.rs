//! An activation function as a layer.

use super::parts::fields::axis_of;
use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext};
use crate::activations::{Axis, Function};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, function};

fields! {
    layer Activation "activation"
    "Applies an activation function."
    => Values {
        required {
            function: Function = function().start("relu"), "The activation function.";
        }
        optional {}
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Activation::KIND,
    about: Activation::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| {
        let function = Values::of(config).function;
        Ok(Box::new(ActivationLayer { function, shape: input.to_vec() }))
    },
    examples: for_tests(&[
        (r#"{"kind":"activation","function":"silu"}"#, &[7]),
        (r#"{"kind":"activation","function":"tanh"}"#, &[3, 3]),
        (r#"{"kind":"activation","function":"softmax"}"#, &[3, 2, 2]),
    ]),
};

/// y = f(x).
struct ActivationLayer {
    function: Function,
    shape: Vec<usize>,
}

impl ActivationLayer {
    fn axis(&self) -> Axis {
        axis_of(&self.shape)
    }
}

impl Layer for ActivationLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        buffers.y.copy_from_slice(buffers.x);
        self.function.forward(buffers.y, self.axis());
    }

    /// dx = dy ∘ f′(x).
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        self.function.backward(buffers.x, buffers.y, buffers.dy, self.axis());
        dx.copy_from_slice(buffers.dy);
    }

    fn final_function(&self) -> Option<&'static str> {
        Some(self.function.name())
    }
}
