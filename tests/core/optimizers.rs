//! Optimisers with very small and very large numbers, which no golden trajectory covers.

use inkgrad::optimizers::{self, Optimizer, OptimizerState, Update, UpdateArguments};
use inkgrad::schema::json_value::JsonValue;
use inkgrad::schema::kind::ConfiguredKind;
use inkgrad::session::{Finished, NamedArray};
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, raw, some_digits, spec};

fn build(json: &str) -> Box<dyn Optimizer> {
    let raw = JsonValue::from_json(json).expect("JSON");
    let chosen =
        ConfiguredKind::read(&raw, "", optimizers::kinds(), optimizers::COMMON).expect("an optimiser");
    (chosen.kind.build)(&chosen.config)
}

/// The parameters after some steps from 1, with the same gradient at each step.
fn descend(optimizer: &dyn Optimizer, constant_gradient: &[f32], steps: u64) -> Vec<f32> {
    let zeros = vec![0.0; constant_gradient.len()];
    let (mut parameters, mut next) = (vec![1.0; constant_gradient.len()], zeros.clone());
    let (mut first, mut second, mut next_second) = (zeros.clone(), zeros.clone(), zeros);
    for count in 1..=steps {
        let mut gradient = constant_gradient.to_vec();
        let arguments =
            UpdateArguments { parameters: &parameters, gradient: &mut gradient, new_parameters: &mut next };
        let state = OptimizerState { buffers: [&first, &second], new_second: &mut next_second };
        optimizer.update(Update { count, rate: 0.01, gradient_scale: 1.0 }, arguments, state);
        core::mem::swap(&mut parameters, &mut next);
        core::mem::swap(&mut second, &mut next_second);
        first = gradient;
    }
    parameters
}

#[test]
fn epsilon_zero_never_divides_zero_by_zero() {
    let gradients = [0.0, -0.0, 1e-15, 1e-18, -1e-19, 1e-21, 1e-23, -1e-30, 1e-45];
    for kind in ["adam", "adamw", "adamax", "rmsprop", "adagrad"] {
        let json = format!(r#"{{"kind":"{kind}","learning_rate":0.01,"epsilon":0}}"#);
        for steps in [1, 2, 100] {
            let found = descend(&*build(&json), &gradients, steps);
            assert_eq!(found[..2], [1.0, 1.0], "{kind} stays where the gradient is 0");
            for (value, gradient) in found.iter().zip(gradients) {
                // A step is about the learning rate. It stays bounded if the gradient's square underflows.
                let distance = f64::from(1.0 - value) * f64::from(gradient.signum());
                assert!(
                    (0.0..=0.5 * steps as f64).contains(&distance),
                    "{kind}, {steps} steps by {gradient:e}: {distance:e}"
                );
            }
            let whole = 1.0 - found[2];
            assert!(whole > 0.009, "{kind}, {steps} steps: {whole}");
        }
    }
}

#[test]
fn a_step_that_is_not_finite_changes_nothing() {
    for kind in optimizers::kinds() {
        let name = kind.name;
        let more = if name == "sgd" { r#","momentum":0.9"# } else { "" };
        let json = format!(
            r#"{{"seed":3,"input":[64],"batch_size":32,"loss":{{"kind":"cross_entropy"}},
            "optimizer":{{"kind":"{name}","learning_rate":0.001{more}}},
            "layers":[{{"kind":"dense","units":12,"activation":"tanh","trainable":false}},{{"kind":"dense","units":10}}]}}"#
        );
        let begin = || {
            let mut session = Session::new(spec(&json)).expect("a session");
            session.set_data(Part::Train, some_digits(0, 200)).expect("data");
            session.step(5).expect("steps");
            // Any further step overflows; the loss, the gradient and its norm do not change.
            let bias = NamedArray::new("layers.1.bias", &[10], vec![f32::MAX; 10]).expect("an array");
            session.set_parameters(&[bias]).expect("parameters");
            session
        };
        let (mut session, mut twin) = (begin(), begin());
        let flat = |session: &Session| {
            [0, 1, 2].map(|index| session.flat(index).iter().map(|value| value.to_bits()).collect::<Vec<_>>())
        };
        let before = flat(&session);
        session.configure(&raw(r#"{"optimizer":{"learning_rate":3e38}}"#)).expect("a change");
        let report = session.step(1).expect("a step");
        assert_eq!(report.finished, Some(Finished::Diverged), "{name}");
        assert!(report.loss.is_finite(), "{name}: it is the step that is not finite");
        assert_eq!(flat(&session), before, "{name}");
        for session in [&mut session, &mut twin] {
            session.configure(&raw(r#"{"optimizer":{"learning_rate":0.01}}"#)).expect("a change");
            assert_eq!(session.step(3).expect("steps").finished, None, "{name}");
        }
        assert_eq!(bits(&session), bits(&twin), "{name}");
        assert_eq!(flat(&session), flat(&twin), "{name}");
    }
}
