//! Two halves of a batch, run separately and reduced to one step, equal the step on the full batch.

#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Barrier, Mutex};

#[cfg(not(target_arch = "wasm32"))]
use inkgrad::layers::Layer;
use inkgrad::layers::{BatchStatisticsSync, WholeBatch};
use inkgrad::losses::{Gradient, Targets};
use inkgrad::model::{GradientRequest, Network, PassContext};
use inkgrad::optimizers::{OptimizerState, Update, UpdateArguments};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
use crate::extension::MeanSubtraction;
use crate::support::{assert_agrees, digits, spec};

const SAMPLES: usize = 30;

/// Batch statistics of two ranks, added in the same order by both.
#[cfg(not(target_arch = "wasm32"))]
struct SharedSums {
    barrier: Barrier,
    sums: Mutex<[Vec<f64>; 2]>,
}

/// One rank's access to the shared sums.
#[cfg(not(target_arch = "wasm32"))]
struct RankSync<'a>(&'a SharedSums, usize);

#[cfg(not(target_arch = "wasm32"))]
impl BatchStatisticsSync for RankSync<'_> {
    fn all_reduce(&mut self, values: &mut [f64]) {
        let Self(shared, index) = self;
        shared.sums.lock().expect("sums")[*index] = values.to_vec();
        shared.barrier.wait();
        let [first, second] = shared.sums.lock().expect("sums").clone();
        values.iter_mut().zip(first).zip(second).for_each(|((value, a), b)| *value = a + b);
        shared.barrier.wait();
    }
}

/// Loss and gradient of the samples `from..to` of the batch.
fn forward_backward_range(
    network: &Network,
    spec: &inkgrad::Spec,
    parameters: &[f32],
    (from, to): (usize, usize),
    sync: &mut dyn BatchStatisticsSync,
) -> (f64, Vec<f32>) {
    let (inputs, labels) = digits();
    let samples = to - from;
    let mut part =
        PassContext { samples, first_sample: from as u32, batch: SAMPLES, step: 7, training: true, sync };
    let mut buffers = network.buffers(samples).expect("memory");
    buffers.input_mut(samples).copy_from_slice(&inputs[from * 64..to * 64]);
    network.forward(&mut buffers, &mut part, parameters);
    let loss = (spec.loss.kind.build)(&spec.loss.config);
    let (z, dz) = buffers.output_and_gradient(samples);
    let gradient = Gradient { dz, scale: 1.0 / SAMPLES as f32 };
    let total = loss.apply(z, 10, Targets::Classes(&labels[from..to]), Some(gradient));
    let mut gradient = vec![0.0; parameters.len()];
    network.backward(&mut buffers, &mut part, parameters, GradientRequest::Trained(&mut gradient));
    (total, gradient)
}

fn step(spec: &inkgrad::Spec, parameters: &[f32], gradient: &[f32]) -> Vec<f32> {
    let optimizer = (spec.optimizer.kind.build)(&spec.optimizer.config);
    let mut next = vec![0.0; parameters.len()];
    let (zeros, mut second, mut gradient) = (next.clone(), next.clone(), gradient.to_vec());
    let arguments = UpdateArguments { parameters, gradient: &mut gradient, new_parameters: &mut next };
    let state = OptimizerState { buffers: [&zeros, &zeros], new_second: &mut second };
    let update = Update { count: 1, rate: 0.1, gradient_scale: 1.0 };
    optimizer.update(update, arguments, state);
    next
}

/// Both halves in parallel, one thread for each.
#[cfg(not(target_arch = "wasm32"))]
fn both_halves(
    networks: [Network; 2],
    spec: &inkgrad::Spec,
    parameters: &[f32],
    split: usize,
) -> [(f64, Vec<f32>); 2] {
    let shared = SharedSums { barrier: Barrier::new(2), sums: Mutex::default() };
    let [first, second] = networks;
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            forward_backward_range(&second, spec, parameters, (split, SAMPLES), &mut RankSync(&shared, 1))
        });
        let one = forward_backward_range(&first, spec, parameters, (0, split), &mut RankSync(&shared, 0));
        [one, other.join().expect("a half")]
    })
}

/// One half after the other: these networks have no batch statistics.
#[cfg(target_arch = "wasm32")]
fn both_halves(
    networks: [Network; 2],
    spec: &inkgrad::Spec,
    parameters: &[f32],
    split: usize,
) -> [(f64, Vec<f32>); 2] {
    let [first, second] = networks;
    let one = forward_backward_range(&first, spec, parameters, (0, split), &mut WholeBatch);
    [one, forward_backward_range(&second, spec, parameters, (split, SAMPLES), &mut WholeBatch)]
}

/// Splits a batch at several positions and compares the step with that on the full batch.
fn check(what: &str, layers: &str, network: impl Fn(&inkgrad::Spec) -> Network) {
    let json = format!(
        r#"{{"seed":5,"input":[64],"layers":[{layers}],"loss":{{"kind":"cross_entropy"}},"optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
    );
    let spec = spec(&json);
    let mut undivided = network(&spec);
    let mut parameters = vec![0.0; undivided.parameter_count()];
    undivided.initialise(5, &mut parameters);
    let (loss, gradient) =
        forward_backward_range(&undivided, &spec, &parameters, (0, SAMPLES), &mut WholeBatch);
    let whole = step(&spec, &parameters, &gradient);
    for split in [1, 15, 16, 29] {
        let [(loss_a, a), (loss_b, b)] =
            both_halves([network(&spec), network(&spec)], &spec, &parameters, split);
        let sum: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        assert!((loss_a + loss_b - loss).abs() < 1e-4 * loss, "loss split at {split}");
        assert_agrees(&sum, &gradient, 1e-5, &format!("{what}: gradient split at {split}"));
        assert_agrees(
            &step(&spec, &parameters, &sum),
            &whole,
            1e-6,
            &format!("{what}: step split at {split}"),
        );
    }
}

fn network_of(spec: &inkgrad::Spec) -> Network {
    let mut network = Network::new(spec).expect("a network");
    network.initialise(5, &mut vec![0.0; network.parameter_count()]);
    network
}

#[test]
fn two_halves_equal_the_full_step() {
    let layers = r#"{"kind":"dense","units":12,"activation":"gelu"},{"kind":"dense","units":10}"#;
    check("dense", layers, network_of);
}

#[test]
fn dropout_does_not_depend_on_the_split() {
    let layers = r#"{"kind":"dense","units":12},{"kind":"dropout","rate":0.5},{"kind":"dense","units":10}"#;
    check("dropout", layers, network_of);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn batch_statistics_cover_both_halves() {
    let layers = r#"{"kind":"dense","units":10}"#;
    check("a running mean", layers, |spec| {
        let dense = &spec.layers[0];
        let layers: Vec<(Box<dyn Layer>, bool)> = vec![
            (inkgrad::layers::build(&dense.config, &[64]).expect("a layer"), true),
            (Box::new(MeanSubtraction { features: [10] }), true),
        ];
        Network::from_layers(layers, &[64], 5).expect("a network")
    });
}
