//! The gradient of every registered layer and loss against finite differences.

use std::sync::{Arc, Mutex};

use inkgrad::layers::{
    self, BackwardArguments, ForwardArguments, Layer, LayerContext, Parameter, Role, WholeBatch,
};
use inkgrad::losses::{self, Gradient, Targets};
use inkgrad::model::{Buffers, GradientRequest, Network, PassContext};
use inkgrad::schema::init::Initial;
use inkgrad::schema::json_value::JsonValue;
use inkgrad::schema::kind::ConfiguredKind;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::numbers;

const SAMPLES: usize = 3;
const STEP: f32 = 1.0 / 128.0;

/// Σ dyᵢ yᵢ of a network, in double precision.
fn weighted_sum(
    network: &Network,
    buffers: &mut Buffers,
    [x, parameters, dy]: [&[f32]; 3],
    training: bool,
) -> f64 {
    let mut context = PassContext {
        samples: SAMPLES,
        first_sample: 0,
        batch: SAMPLES,
        step: 5,
        training,
        sync: &mut WholeBatch,
    };
    buffers.input_mut(SAMPLES).copy_from_slice(x);
    network.forward(buffers, &mut context, parameters);
    buffers.output(SAMPLES).iter().zip(dy).map(|(y, dy)| f64::from(*y) * f64::from(*dy)).sum()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[track_caller]
fn assert_derivative(found: f32, above: f64, below: f64, width: f32, what: &str) {
    let slope = (above - below) / f64::from(width);
    let tolerance = 4e-3 * slope.abs().max(1.0);
    assert!((f64::from(found) - slope).abs() < tolerance, "{what}: {found}, not {slope}");
}

/// Compares every gradient of a layer with finite differences, in training and in evaluation mode.
pub(crate) fn check_layer(layer: Box<dyn Layer>, input: &[usize], what: &str) {
    let mut network = Network::from_layers(vec![(layer, true)], input, 11).expect("a network");
    let mut buffers = network.buffers(SAMPLES).expect("memory");
    let mut parameters = vec![0.0; network.parameter_count()];
    network.initialise(11, &mut parameters);
    // Biases and scales are initialised to 0 or 1, which can hide errors.
    let jitter = numbers(parameters.len(), 3);
    parameters.iter_mut().zip(jitter).for_each(|(parameter, jitter)| *parameter += 0.25 * jitter);
    for tensor in network.tensors() {
        if tensor.parameter.name.ends_with("running_var") {
            parameters[tensor.range.clone()].iter_mut().for_each(|value| *value = value.abs() + 0.5);
        }
    }
    let x = numbers(SAMPLES * network.features(), 5);
    let dy = numbers(SAMPLES * network.outputs(), 7);
    for training in [true, false] {
        weighted_sum(&network, &mut buffers, [&x, &parameters, &dy], training);
        let mut gradient = vec![f32::NAN; parameters.len()];
        let mut context = PassContext {
            samples: SAMPLES,
            first_sample: 0,
            batch: SAMPLES,
            step: 5,
            training,
            sync: &mut WholeBatch,
        };
        buffers.output_and_gradient(SAMPLES).1.copy_from_slice(&dy);
        network.backward(&mut buffers, &mut context, &parameters, GradientRequest::Every(&mut gradient));
        let dx = buffers.input_gradient(SAMPLES).to_vec();
        let apart = |buffers: &mut Buffers, wanted: GradientRequest<'_>| {
            weighted_sum(&network, buffers, [&x, &parameters, &dy], training);
            buffers.output_and_gradient(SAMPLES).1.copy_from_slice(&dy);
            let batch = SAMPLES;
            let mut context = PassContext {
                samples: SAMPLES,
                first_sample: 0,
                batch,
                step: 5,
                training,
                sync: &mut WholeBatch,
            };
            network.backward(buffers, &mut context, &parameters, wanted);
        };
        apart(&mut buffers, GradientRequest::Input);
        assert_eq!(bits(buffers.input_gradient(SAMPLES)), bits(&dx), "{what}, training {training}: dx alone");
        let mut of_parameters = vec![f32::NAN; parameters.len()];
        apart(&mut buffers, GradientRequest::Trained(&mut of_parameters));
        assert_eq!(
            bits(&of_parameters),
            bits(&gradient),
            "{what}, training {training}: of the parameters alone"
        );
        for index in 0..x.len() {
            let [mut above, mut below] = [x.clone(), x.clone()];
            above[index] += STEP;
            below[index] -= STEP;
            let [up, down] = [&above, &below]
                .map(|x| weighted_sum(&network, &mut buffers, [x, &parameters, &dy], training));
            let width = above[index] - below[index];
            assert_derivative(
                dx[index],
                up,
                down,
                width,
                &format!("{what}, training {training}: dx[{index}]"),
            );
        }
        for tensor in network.tensors().to_vec() {
            if tensor.parameter.role == layers::Role::Buffer {
                continue;
            }
            for index in tensor.range.clone() {
                let [mut above, mut below] = [parameters.clone(), parameters.clone()];
                above[index] += STEP;
                below[index] -= STEP;
                let [up, down] = [&above, &below]
                    .map(|all| weighted_sum(&network, &mut buffers, [&x, all, &dy], training));
                let place = format!("{what}, training {training}: {}[{index}]", tensor.name);
                assert_derivative(gradient[index], up, down, above[index] - below[index], &place);
            }
        }
    }
}

#[test]
fn layer_gradients_match_finite_differences() {
    for kind in layers::kinds() {
        assert!(!kind.examples.is_empty(), "{} has no example to check", kind.name);
        for (json, input) in kind.examples {
            let raw = JsonValue::from_json(json).expect("JSON");
            let chosen = ConfiguredKind::read(&raw, "", layers::kinds(), &[])
                .unwrap_or_else(|error| panic!("{json}: {error}"));
            check_layer(layers::build(&chosen.config, input).expect("a layer"), input, json);
        }
    }
}

#[test]
fn loss_gradients_match_finite_differences() {
    for kind in losses::kinds() {
        assert!(!kind.examples.is_empty(), "{} has no example to check", kind.name);
        for (json, output) in kind.examples {
            let outputs = output[0];
            let raw = JsonValue::from_json(json).expect("JSON");
            let loss =
                (kind.build)(&ConfiguredKind::read(&raw, "", losses::kinds(), &[]).expect("a loss").config);
            let z = numbers(SAMPLES * outputs, 5);
            let values: Vec<f32> = numbers(z.len(), 6).iter().map(|value| value.abs()).collect();
            let classes: Vec<u32> =
                (0..SAMPLES as u32).map(|sample| sample % outputs.max(2) as u32).collect();
            let kinds = [Targets::Classes(&classes), Targets::Values(&values)];
            for targets in kinds.into_iter().take(if loss.needs_classes() { 1 } else { 2 }) {
                let mut dz = vec![f32::NAN; z.len()];
                loss.apply(&z, outputs, targets, Some(Gradient { dz: &mut dz, scale: 1.0 }));
                for index in 0..z.len() {
                    let [mut above, mut below] = [z.clone(), z.clone()];
                    above[index] += STEP;
                    below[index] -= STEP;
                    let [up, down] = [&above, &below].map(|z| loss.apply(z, outputs, targets, None));
                    assert_derivative(
                        dz[index],
                        up,
                        down,
                        above[index] - below[index],
                        &format!("{json}: dz[{index}]"),
                    );
                }
            }
        }
    }
}

/// The gradients requested in a backward pass, from the last layer to the first: layer, whether for its parameters, whether
/// for its input.
type RequestLog = Arc<Mutex<Vec<(u32, bool, bool)>>>;

/// The identity. It records which gradients `backward` requests.
struct RecordingLayer(RequestLog);

impl Layer for RecordingLayer {
    fn output_shape(&self) -> &[usize] {
        &[4]
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::new("weight", vec![2], Role::Parameter, Initial::Constant(1.0))]
    }

    fn forward(&self, _: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        buffers.y.copy_from_slice(buffers.x);
    }

    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let request = (context.layer, buffers.gradient.is_some(), buffers.dx.is_some());
        self.0.lock().expect("requests").push(request);
        if let Some(gradient) = buffers.gradient {
            gradient.fill(context.layer as f32);
        }
        if let Some(dx) = buffers.dx {
            dx.copy_from_slice(buffers.dy);
        }
    }
}

#[test]
fn only_requested_gradients_are_computed() {
    let requests = RequestLog::default();
    let layer = |trainable: bool| (Box::new(RecordingLayer(requests.clone())) as Box<dyn Layer>, trainable);
    let layers = [false, true, false, true].map(layer).into();
    let network = Network::from_layers(layers, &[4], 1).expect("a network");
    let mut buffers = network.buffers(1).expect("memory");
    let mut pass = |wanted: GradientRequest<'_>| {
        let mut context = PassContext {
            samples: 1,
            first_sample: 0,
            batch: 1,
            step: 0,
            training: true,
            sync: &mut WholeBatch,
        };
        network.forward(&mut buffers, &mut context, &[1.0; 8]);
        network.backward(&mut buffers, &mut context, &[1.0; 8], wanted);
        core::mem::take(&mut *requests.lock().expect("requests"))
    };
    let mut gradient = [-1.0; 8];
    assert_eq!(
        pass(GradientRequest::Trained(&mut gradient)),
        [(3, true, true), (2, false, true), (1, true, false)],
        "frozen layers pass the gradient to trained layers before them, and no further"
    );
    assert_eq!(gradient, [-1.0, -1.0, 1.0, 1.0, -1.0, -1.0, 3.0, 3.0]);
    let input = [3, 2, 1, 0].map(|layer| (layer, false, true));
    assert_eq!(pass(GradientRequest::Input), input);
    assert_eq!(pass(GradientRequest::Every(&mut gradient)), input.map(|(layer, ..)| (layer, true, true)));
    assert_eq!(gradient, [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]);
}
