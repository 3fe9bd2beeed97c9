//! Dense: every unit sees every input; on a sequence, the same at each step.

use super::parts::fields::{ACTIVATION, BIAS, INIT, function};
use super::{Backward, BuildLayer, Forward, Layer, Memory, Parameter, Pass, Role, wrong_input};
use crate::Result;
use crate::activations::{Activation, Axis};
use crate::kernels;
use crate::schema::field::{Default, Field, Type};
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_docs};
use crate::schema::record::Record;

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: "dense",
    about: for_docs("Every unit is a weighted sum of all inputs, a bias, and a function of the two."),
    fields: &[
        Field::new("units", Type::Integer { from: 1 }, Default::Required, "How many outputs it has."),
        ACTIVATION,
        INIT,
        BIAS,
    ],
    build: |record, input| Ok(Box::new(Dense::new(record, input)?)),
    examples: &[
        (r#"{"kind":"dense","units":3}"#, &[5]),
        (r#"{"kind":"dense","units":4,"activation":"gelu"}"#, &[5]),
        (r#"{"kind":"dense","units":4,"activation":"softmax","bias":false}"#, &[3, 2]),
    ],
};

/// y = f(x Wᵀ + b), with x: [N, inputs] (or [N · steps, inputs]), W: [units, inputs], b: [units].
struct Dense {
    inputs: usize,
    units: usize,
    /// How often a sample holds the inputs: the steps of a sequence, else 1.
    steps: usize,
    output: Vec<usize>,
    activation: &'static dyn Activation,
    init: Init,
    bias: bool,
}

impl Dense {
    fn new(record: &Record, input: &[usize]) -> Result<Self> {
        let (steps, inputs, leading) = match *input {
            [inputs] => (1, inputs, vec![]),
            [steps, inputs] => (steps, inputs, vec![steps]),
            _ => {
                return Err(wrong_input(
                    "[features] or [steps, features]",
                    input,
                    "put a flatten layer before the dense one",
                ));
            }
        };
        let units = record.integer("units");
        Ok(Self {
            inputs,
            units,
            steps,
            output: [leading, vec![units]].concat(),
            activation: function(record.text("activation")),
            init: record.init("init"),
            bias: record.boolean("bias"),
        })
    }

    /// Rows, inputs and units of the products.
    fn sizes(&self, pass: &Pass<'_>) -> [usize; 3] {
        [pass.samples * self.steps, self.inputs, self.units]
    }

    /// The axis that a softmax runs over.
    fn axis(&self) -> Axis {
        Axis { length: self.units, stride: 1 }
    }
}

impl Layer for Dense {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn parameters(&self) -> Vec<Parameter> {
        let weight = Parameter {
            name: "weight",
            shape: vec![self.units, self.inputs],
            role: Role::Weight,
            initial: self.init.initial(self.inputs, self.units),
        };
        let bias = Parameter {
            name: "bias",
            shape: vec![self.units],
            role: Role::Plain,
            initial: Initial::Constant(0.0),
        };
        if self.bias { vec![weight, bias] } else { vec![weight] }
    }

    fn multiply_adds(&self) -> u64 {
        (self.steps * self.inputs * self.units) as u64
    }

    fn row(&self) -> Option<usize> {
        // A product of few units is done before its zeros are found.
        (self.units >= 64).then_some(self.inputs)
    }

    fn row_product(&self) -> Option<[usize; 2]> {
        (self.steps == 1).then_some([self.units, self.inputs])
    }

    fn memory(&self, samples: usize) -> Memory {
        // Some functions have a derivative in terms of x alone: what went into them is kept.
        let cache = if self.activation.needs_input() { samples * self.steps * self.units } else { 0 };
        Memory { cache, scratch: 0 }
    }

    fn forward(&self, pass: &mut Pass<'_>, buffers: Forward<'_>) {
        let (weight, bias) = buffers.parameters.split_at(self.units * self.inputs);
        let bias = self.bias.then_some(bias);
        match &mut pass.non_zeros {
            Some(x) => kernels::sparse_forward(x, weight, bias, self.units, buffers.y, pass.workspace),
            None => kernels::forward(buffers.x, weight, bias, self.sizes(pass), buffers.y, pass.workspace),
        }
        if self.activation.needs_input() {
            buffers.cache.copy_from_slice(buffers.y);
        }
        self.activation.forward(buffers.y, self.axis());
    }

    /// dz = dy ∘ f′; dW = dzᵀ x; db = Σ dz over the rows; dx = dz W.
    fn backward(&self, pass: &mut Pass<'_>, buffers: Backward<'_>) {
        let dz = buffers.dy;
        self.activation.backward(buffers.cache, buffers.y, dz, self.axis());
        let weights = self.units * self.inputs;
        let (dw, db) = buffers.gradient.split_at_mut(weights);
        if !(self.steps == 1 && pass.exchange.hand_over(pass.layer, buffers.x, dz)) {
            match &mut pass.non_zeros {
                Some(x) => kernels::sparse_weight_gradient(dz, x, self.units, dw, pass.workspace),
                None => kernels::weight_gradient(dz, buffers.x, self.sizes(pass), dw, false, pass.workspace),
            }
        }
        if self.bias {
            kernels::sum_columns(dz, db, false);
        }
        if let Some(dx) = buffers.dx {
            let weight = &buffers.parameters[..weights];
            kernels::input_gradient(dz, weight, self.sizes(pass), dx, pass.workspace);
        }
    }

    fn final_function(&self) -> Option<&'static str> {
        Some(self.activation.name())
    }
}
