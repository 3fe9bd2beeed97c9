//! Single layers, losses, optimisers and schedules against PyTorch's values.

use inkgrad::layers::{self, WholeBatch};
use inkgrad::losses::{self, Gradient, Targets};
use inkgrad::model::{GradientRequest, Network, PassContext, Tensor};
use inkgrad::optimizers::{self, OptimizerState, Update, UpdateArguments};
use inkgrad::schedules;
use inkgrad::schema::field::Field;
use inkgrad::schema::json_value::JsonValue;
use inkgrad::schema::kind::{ConfiguredKind, Kind};
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{assert_agrees, assert_near, floats, golden, number, shape};

/// The layer, loss, optimiser or schedule of a case, if its kind exists.
fn choose<B>(
    spec: &Value,
    kinds: &'static [&'static Kind<B>],
    common: &'static [Field],
) -> Option<ConfiguredKind<B>> {
    kinds.iter().find(|kind| spec["kind"] == kind.name)?;
    let raw = JsonValue::from_json(&spec.to_string()).expect("JSON");
    Some(ConfiguredKind::read(&raw, "", kinds, common).unwrap_or_else(|error| panic!("{spec}: {error}")))
}

/// Prints the kinds with cases. Fails if a registered kind has none and is no exception.
fn assert_covered<B>(what: &str, kinds: &[&Kind<B>], covered: &[&str], without_cases: &[&str]) {
    println!("golden {what}: {}", covered.join(", "));
    for kind in kinds {
        let known = covered.contains(&kind.name) || without_cases.contains(&kind.name);
        assert!(known, "no golden case for the {what} {}", kind.name);
    }
}

fn add<'a>(covered: &mut Vec<&'a str>, name: &'a str) {
    if !covered.contains(&name) {
        covered.push(name);
    }
}

fn fill(network: &Network, parameters: &mut [f32], values: &Value) {
    for tensor in network.tensors() {
        if let Some(value) = values.get(&*tensor.parameter.name) {
            assert_eq!(shape(&value["shape"]), tensor.parameter.shape, "{}", tensor.name);
            parameters[tensor.range.clone()].copy_from_slice(&floats(value));
        }
    }
}

fn compare(network: &Network, flat: &[f32], expected: &Value, what: &str) {
    let named = |name: &str| network.tensors().iter().find(|tensor| tensor.parameter.name == name);
    for (name, value) in expected.as_object().expect("named tensors") {
        let tensor: &Tensor = named(name).unwrap_or_else(|| panic!("{what} has no {name}"));
        assert_agrees(&flat[tensor.range.clone()], &floats(value), 1e-4, &format!("{what}: {name}"));
    }
}

#[test]
fn layers_agree() {
    let golden = golden!("layers");
    let mut covered = Vec::new();
    for case in golden["cases"].as_array().expect("cases") {
        let Some(chosen) = choose(&case["layer"], layers::kinds(), &[]) else { continue };
        let what = case["layer"].to_string();
        let input = shape(&case["input_shape"]);
        let layer = layers::build(&chosen.config, &input).expect("a layer");
        let mut network = Network::from_layers(vec![(layer, true)], &input, 0).expect("a network");
        let mut parameters = vec![0.0; network.parameter_count()];
        network.initialise(0, &mut parameters);
        fill(&network, &mut parameters, &case["parameters"]);
        fill(&network, &mut parameters, &case["buffers_before"]);

        let samples = shape(&case["input"]["shape"])[0];
        let training = case["mode"] != "evaluation";
        let mut part = PassContext {
            samples,
            first_sample: 0,
            batch: samples,
            step: 0,
            training,
            sync: &mut WholeBatch,
        };
        let mut buffers = network.buffers(samples).expect("memory");
        buffers.input_mut(samples).copy_from_slice(&floats(&case["input"]));
        network.forward(&mut buffers, &mut part, &parameters);
        assert_agrees(buffers.output(samples), &floats(&case["output"]), 1e-4, &what);

        let mut gradient = vec![f32::NAN; network.parameter_count()];
        buffers.output_and_gradient(samples).1.copy_from_slice(&floats(&case["grad_output"]));
        network.backward(&mut buffers, &mut part, &parameters, GradientRequest::Every(&mut gradient));
        assert_agrees(buffers.input_gradient(samples), &floats(&case["grad_input"]), 1e-4, &what);
        compare(&network, &gradient, &case["grad_parameters"], &what);
        if let Some(after) = case.get("buffers_after") {
            network.update_running_statistics(&buffers, samples, &mut parameters);
            compare(&network, &parameters, after, &what);
        }
        add(&mut covered, chosen.kind.name);
    }
    // Exceptions: layers without arithmetic of their own, random ones, and those that hold layers. Other tests cover them.
    assert_covered(
        "layers",
        layers::kinds(),
        &covered,
        &["flatten", "reshape", "dropout", "rows", "patches", "residual"],
    );
}

#[test]
fn losses_agree() {
    let golden = golden!("losses");
    let mut covered = Vec::new();
    for case in golden["cases"].as_array().expect("cases") {
        let chosen = choose(&case["loss"], losses::kinds(), &[]).expect("a loss");
        let what = case["loss"].to_string();
        let size = shape(&case["outputs"]["shape"]);
        let values = floats(&case["targets"]);
        let classes: Vec<u32> = values.iter().map(|&class| class as u32).collect();
        let loss = (chosen.kind.build)(&chosen.config);
        let targets =
            if loss.needs_classes() { Targets::Classes(&classes) } else { Targets::Values(&values) };
        let z = floats(&case["outputs"]);
        let mut dz = vec![f32::NAN; z.len()];
        let scale = 1.0 / size[0] as f32;
        let total = loss.apply(&z, size[1], targets, Some(Gradient { dz: &mut dz, scale }));
        assert_near(total / size[0] as f64, number(&case["value"]), 1e-4, &what);
        assert_agrees(&dz, &floats(&case["grad_outputs"]), 1e-4, &what);
        assert_near(loss.apply(&z, size[1], targets, None), total, 1e-6, &what);
        add(&mut covered, chosen.kind.name);
    }
    assert_covered("losses", losses::kinds(), &covered, &[]);
}

#[test]
fn optimizers_agree() {
    let golden = golden!("optimizers");
    let mut covered = Vec::new();
    for case in golden["cases"].as_array().expect("cases") {
        let chosen =
            choose(&case["optimizer"], optimizers::kinds(), optimizers::COMMON).expect("an optimiser");
        let what = case["optimizer"].to_string();
        let optimizer = (chosen.kind.build)(&chosen.config);
        let mut parameters = floats(&case["start"]);
        let width = parameters.len();
        let [mut next, mut first, mut second, mut next_second] = [(); 4].map(|()| vec![0.0; width]);
        let rate = number(&case["optimizer"]["learning_rate"]);
        let gradients = floats(&case["gradients"]);
        let trajectory = floats(&case["trajectory"]);
        let rows = gradients.chunks_exact(width).zip(trajectory.chunks_exact(width));
        for (count, (gradient, expected)) in (1..).zip(rows) {
            let mut gradient = gradient.to_vec();
            let arguments = UpdateArguments {
                parameters: &parameters,
                gradient: &mut gradient,
                new_parameters: &mut next,
            };
            let state = OptimizerState { buffers: [&first, &second], new_second: &mut next_second };
            optimizer.update(Update { count, rate, gradient_scale: 1.0 }, arguments, state);
            core::mem::swap(&mut parameters, &mut next);
            core::mem::swap(&mut first, &mut gradient);
            core::mem::swap(&mut second, &mut next_second);
            assert_agrees(&parameters, expected, 1e-4, &format!("{what} after {count} steps"));
        }
        add(&mut covered, chosen.kind.name);
    }
    assert_covered("optimisers", optimizers::kinds(), &covered, &[]);
}

#[test]
fn schedules_agree() {
    let golden = golden!("schedules");
    let mut covered = Vec::new();
    for case in golden["cases"].as_array().expect("cases") {
        let chosen = choose(&case["schedule"], schedules::kinds(), &[]).expect("a schedule");
        let what = case["schedule"].to_string();
        let schedule = (chosen.kind.build)(&chosen.config).expect("a schedule");
        let own = number(&case["learning_rate"]);
        let rates = case["rates"].as_array().expect("rates");
        for (t, expected) in (0..).zip(rates) {
            assert_near(schedule.rate(t, own), number(expected), 1e-6, &format!("{what} at step {t}"));
        }
        let last = rates.len() as u64;
        if ["cosine", "warmup_cosine", "one_cycle"].contains(&chosen.kind.name) {
            assert_eq!(
                schedule.rate(last * 2, own),
                schedule.rate(last * 3, own),
                "{what} stays at its last rate"
            );
        }
        add(&mut covered, chosen.kind.name);
    }
    assert_covered("schedules", schedules::kinds(), &covered, &["constant"]);
}
