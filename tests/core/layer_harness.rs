//! Test harness for a single layer.

use inkgrad::Result;
use inkgrad::layers::{self, BatchStatisticsSync, Layer, WholeBatch};
use inkgrad::model::{Buffers, GradientRequest, Network, PassContext};
use inkgrad::schema::json_value::JsonValue;
use inkgrad::schema::kind::ConfiguredKind;

/// The layer, or the error for this input.
pub(crate) fn try_build(json: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
    let raw = JsonValue::from_json(json).expect("JSON");
    let chosen = ConfiguredKind::read(&raw, "", layers::kinds(), &[])?;
    layers::build(&chosen.config, input)
}

/// The error text of a layer for this input.
pub(crate) fn refusal(json: &str, input: &[usize]) -> String {
    match try_build(json, input) {
        Ok(_) => panic!("{json} takes {input:?}"),
        Err(error) => error.to_string(),
    }
}

/// One layer with parameters, buffers and gradient.
pub(crate) struct LayerHarness {
    pub network: Network,
    pub buffers: Buffers,
    pub parameters: Vec<f32>,
    pub gradient: Vec<f32>,
}

impl LayerHarness {
    pub fn new(json: &str, input: &[usize], trainable: bool) -> Self {
        let layer = try_build(json, input).unwrap_or_else(|error| panic!("{json}: {error}"));
        let mut network = Network::from_layers(vec![(layer, trainable)], input, 4).expect("a network");
        let mut parameters = vec![0.0; network.parameter_count()];
        network.initialise(4, &mut parameters);
        let buffers = network.buffers(0).expect("memory");
        Self { network, buffers, gradient: vec![f32::NAN; parameters.len()], parameters }
    }

    /// Runs forward and backward. Returns y and dx; `dy(index)` gives dy.
    pub fn forward_backward(
        &mut self,
        x: &[f32],
        training: bool,
        dy: impl Fn(usize) -> f32,
    ) -> (Vec<f32>, Vec<f32>) {
        let batch = x.len() / self.network.features();
        self.forward_backward_part(x, batch, training, dy, &mut WholeBatch)
    }

    /// The same for a part of a batch.
    pub fn forward_backward_part(
        &mut self,
        x: &[f32],
        batch: usize,
        training: bool,
        dy: impl Fn(usize) -> f32,
        sync: &mut dyn BatchStatisticsSync,
    ) -> (Vec<f32>, Vec<f32>) {
        let samples = x.len() / self.network.features();
        self.network.reserve(&mut self.buffers, samples).expect("memory");
        self.buffers.input_mut(samples).copy_from_slice(x);
        let mut part = PassContext { samples, first_sample: 0, batch, step: 0, training, sync };
        self.network.forward(&mut self.buffers, &mut part, &self.parameters);
        let y = self.buffers.output(samples).to_vec();
        let (_, gradient) = self.buffers.output_and_gradient(samples);
        (0..).zip(gradient).for_each(|(index, value)| *value = dy(index));
        self.network.backward(
            &mut self.buffers,
            &mut part,
            &self.parameters,
            GradientRequest::Every(&mut self.gradient),
        );
        (y, self.buffers.input_gradient(samples).to_vec())
    }

    /// The range of a parameter tensor.
    pub fn tensor(&self, name: &str) -> core::ops::Range<usize> {
        let tensor = self.network.tensors().iter().find(|tensor| tensor.parameter.name == name);
        tensor.unwrap_or_else(|| panic!("no {name}")).range.clone()
    }
}
