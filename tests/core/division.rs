//! Two halves of a batch, worked on apart and reduced into one step, equal the undivided step.

#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Barrier, Mutex};

#[cfg(not(target_arch = "wasm32"))]
use inkgrad::layers::Layer;
use inkgrad::layers::{BatchStatisticsSync, WholeBatch};
use inkgrad::losses::{Gradient, Targets};
use inkgrad::model::{Network, PassContext, Wanted};
use inkgrad::optimizers::{OptimizerState, Update, UpdateArguments};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
use crate::extension::Centre;
use crate::support::{assert_agrees, digits, spec};

const SAMPLES: usize = 30;

/// What two workers who wait for each other sync: each one's sums, added in the same order by both.
#[cfg(not(target_arch = "wasm32"))]
struct Meeting {
    barrier: Barrier,
    sums: Mutex<[Vec<f64>; 2]>,
}

/// One worker's end of it.
#[cfg(not(target_arch = "wasm32"))]
struct Worker<'a>(&'a Meeting, usize);

#[cfg(not(target_arch = "wasm32"))]
impl BatchStatisticsSync for Worker<'_> {
    fn all_reduce(&mut self, values: &mut [f64]) {
        let Self(meeting, index) = self;
        meeting.sums.lock().expect("sums")[*index] = values.to_vec();
        meeting.barrier.wait();
        let [first, second] = meeting.sums.lock().expect("sums").clone();
        values.iter_mut().zip(first).zip(second).for_each(|((value, a), b)| *value = a + b);
        meeting.barrier.wait();
    }
}

/// One step's loss and gradient on the samples `from..to` of the batch.
fn half(
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
    let loss = (spec.loss.kind.build)(&spec.loss.record);
    let (z, dz) = buffers.output_and_gradient(samples);
    let gradient = Gradient { dz, scale: 1.0 / SAMPLES as f32 };
    let total = loss.apply(z, 10, Targets::Classes(&labels[from..to]), Some(gradient));
    let mut gradient = vec![0.0; parameters.len()];
    network.backward(&mut buffers, &mut part, parameters, Wanted::Trained(&mut gradient));
    (total, gradient)
}

fn step(spec: &inkgrad::Spec, parameters: &[f32], gradient: &[f32]) -> Vec<f32> {
    let optimizer = (spec.optimizer.kind.build)(&spec.optimizer.record);
    let mut next = vec![0.0; parameters.len()];
    let (zeros, mut second, mut gradient) = (next.clone(), next.clone(), gradient.to_vec());
    let arguments = UpdateArguments { parameters, gradient: &mut gradient, new_parameters: &mut next };
    let state = OptimizerState { buffers: [&zeros, &zeros], new_second: &mut second };
    let update = Update { count: 1, rate: 0.1, gradient_scale: 1.0 };
    optimizer.update(update, arguments, state);
    next
}

/// Both halves at once, each by a worker of its own.
#[cfg(not(target_arch = "wasm32"))]
fn halves(
    networks: [Network; 2],
    spec: &inkgrad::Spec,
    parameters: &[f32],
    cut: usize,
) -> [(f64, Vec<f32>); 2] {
    let meeting = Meeting { barrier: Barrier::new(2), sums: Mutex::default() };
    let [first, second] = networks;
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(&second, spec, parameters, (cut, SAMPLES), &mut Worker(&meeting, 1)));
        let one = half(&first, spec, parameters, (0, cut), &mut Worker(&meeting, 0));
        [one, other.join().expect("a half")]
    })
}

/// One half after the other: these networks have nothing to exchange on the way.
#[cfg(target_arch = "wasm32")]
fn halves(
    networks: [Network; 2],
    spec: &inkgrad::Spec,
    parameters: &[f32],
    cut: usize,
) -> [(f64, Vec<f32>); 2] {
    let [first, second] = networks;
    let one = half(&first, spec, parameters, (0, cut), &mut WholeBatch);
    [one, half(&second, spec, parameters, (cut, SAMPLES), &mut WholeBatch)]
}

/// Divides a batch at every place of interest and compares the step with the whole one's.
fn check(what: &str, layers: &str, network: impl Fn(&inkgrad::Spec) -> Network) {
    let json = format!(
        r#"{{"seed":5,"input":[64],"layers":[{layers}],"loss":{{"kind":"cross_entropy"}},"optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
    );
    let spec = spec(&json);
    let mut undivided = network(&spec);
    let mut parameters = vec![0.0; undivided.parameter_count()];
    undivided.initialise(5, &mut parameters);
    let (loss, gradient) = half(&undivided, &spec, &parameters, (0, SAMPLES), &mut WholeBatch);
    let whole = step(&spec, &parameters, &gradient);
    for cut in [1, 15, 16, 29] {
        let [(loss_a, a), (loss_b, b)] = halves([network(&spec), network(&spec)], &spec, &parameters, cut);
        let sum: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        assert!((loss_a + loss_b - loss).abs() < 1e-4 * loss, "loss cut at {cut}");
        assert_agrees(&sum, &gradient, 1e-5, &format!("{what}: gradient cut at {cut}"));
        assert_agrees(&step(&spec, &parameters, &sum), &whole, 1e-6, &format!("{what}: step cut at {cut}"));
    }
}

fn described(spec: &inkgrad::Spec) -> Network {
    let mut network = Network::new(spec).expect("a network");
    network.initialise(5, &mut vec![0.0; network.parameter_count()]);
    network
}

#[test]
fn two_halves_make_the_whole_step() {
    let layers = r#"{"kind":"dense","units":12,"activation":"gelu"},{"kind":"dense","units":10}"#;
    check("dense", layers, described);
}

#[test]
fn dropout_does_not_depend_on_the_division() {
    let layers = r#"{"kind":"dense","units":12},{"kind":"dropout","rate":0.5},{"kind":"dense","units":10}"#;
    check("dropout", layers, described);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn statistics_are_taken_over_both_halves() {
    let layers = r#"{"kind":"dense","units":10}"#;
    check("a running mean", layers, |spec| {
        let dense = &spec.layers[0];
        let layers: Vec<(Box<dyn Layer>, bool)> = vec![
            (inkgrad::layers::build(&dense.record, &[64]).expect("a layer"), true),
            (Box::new(Centre { features: [10] }), true),
        ];
        Network::from_layers(layers, &[64], 5).expect("a network")
    });
}
