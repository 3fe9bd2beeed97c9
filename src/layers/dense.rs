//! Dense (fully connected) layer. On a sequence it is applied to each step with the same weights.

use super::parts::fields::{ACTIVATION, BIAS, INIT};
use super::{
    BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role,
    multiply_add_count, wrong_input,
};
use crate::Result;
use crate::activations::{Axis, Function, activation_setters};
use crate::kernels;
use crate::memory::product;
use crate::schema::declare::fields;
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer};

fields! {
    layer Dense "dense"
    "A fully connected layer: each output is the activation of a weighted sum of all inputs plus a bias."
    => Values {
        required {
            units: usize = integer(1).start(32), "The number of outputs.";
        }
        optional {
            activation: Function = ACTIVATION, "The activation function.";
            init: Init = INIT, "The weight initializer.";
            bias: bool = BIAS, "Whether a learned bias is added.";
        }
    }
}

impl Dense {
    activation_setters!();
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Dense::KIND,
    about: Dense::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(DenseLayer::new(&Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"dense","units":3}"#, &[5]),
        (r#"{"kind":"dense","units":4,"activation":"gelu"}"#, &[5]),
        (r#"{"kind":"dense","units":4,"activation":"softmax","bias":false}"#, &[3, 2]),
    ]),
};

/// y = f(x Wᵀ + b), with x: [N, inputs] (or [N · steps, inputs]), W: [units, inputs], b: [units].
struct DenseLayer {
    inputs: usize,
    units: usize,
    /// Steps of a sample if it is a sequence, otherwise 1.
    steps: usize,
    output: Vec<usize>,
    activation: Function,
    init: Init,
    bias: bool,
}

impl DenseLayer {
    fn new(values: &Values, input: &[usize]) -> Result<Self> {
        let (steps, inputs, leading) = match *input {
            [inputs] => (1, inputs, vec![]),
            [steps, inputs] => (steps, inputs, vec![steps]),
            _ => {
                return Err(wrong_input("[features] or [steps, features]", input, Remedy::FlattenBefore));
            }
        };
        let units = values.units;
        Ok(Self {
            inputs,
            units,
            steps,
            output: [leading, vec![units]].concat(),
            activation: values.activation,
            init: values.init,
            bias: values.bias,
        })
    }

    /// Rows, inputs and units of the matrix products.
    fn sizes(&self, context: &LayerContext<'_>) -> [usize; 3] {
        [context.samples * self.steps, self.inputs, self.units]
    }

    /// The axis that a softmax runs over.
    fn axis(&self) -> Axis {
        Axis { length: self.units, stride: 1 }
    }
}

impl Layer for DenseLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn parameters(&self) -> Vec<Parameter> {
        let weight = Parameter::new(
            "weight",
            vec![self.units, self.inputs],
            Role::Weight,
            self.init.initial(self.inputs, self.units),
        );
        let bias = Parameter::new("bias", vec![self.units], Role::Parameter, Initial::Constant(0.0));
        if self.bias { vec![weight, bias] } else { vec![weight] }
    }

    fn multiply_adds(&self) -> u64 {
        multiply_add_count([self.steps, self.inputs, self.units])
    }

    fn sparse_row_length(&self) -> Option<usize> {
        // With few units a dense product is faster than compressing the rows first.
        (self.units >= 64).then_some(self.inputs)
    }

    fn memory(&self, samples: usize) -> Memory {
        // Some activations compute their derivative from the input: it is cached.
        let cache =
            if self.activation.needs_input() { product(&[samples, self.steps, self.units]) } else { 0 };
        Memory { cache, scratch: 0 }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let sizes = self.sizes(context);
        let (weight, bias) = buffers.parameters.split_at(self.units * self.inputs);
        let bias = self.bias.then_some(bias);
        match context.sparse_rows {
            Some(x) => kernels::sparse_forward(x, weight, bias, self.units, buffers.y, context.workspace),
            None => kernels::forward(buffers.x, weight, bias, sizes, buffers.y, context.workspace),
        }
        if self.activation.needs_input() {
            buffers.cache.copy_from_slice(buffers.y);
        }
        self.activation.forward(buffers.y, self.axis());
    }

    /// dz = dy ∘ f′; dW = dzᵀ x; db = Σ dz over the rows; dx = dz W.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let sizes = self.sizes(context);
        let weights = self.units * self.inputs;
        let dz = buffers.dy;
        self.activation.backward(buffers.cache, buffers.y, dz, self.axis());
        if let Some(gradient) = buffers.gradient {
            let (dw, db) = gradient.split_at_mut(weights);
            if self.bias {
                kernels::sum_columns(dz, db, false);
            }
            match context.sparse_rows {
                Some(x) => kernels::sparse_weight_gradient(dz, x, self.units, dw, context.workspace),
                None => kernels::weight_gradient(dz, buffers.x, sizes, dw, false, context.workspace),
            }
        }
        if let Some(dx) = buffers.dx {
            kernels::input_gradient(dz, &buffers.parameters[..weights], sizes, dx, context.workspace);
        }
    }

    fn final_function(&self) -> Option<&'static str> {
        Some(self.activation.name())
    }
}
