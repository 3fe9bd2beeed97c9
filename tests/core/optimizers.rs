//! What optimisers promise where numbers are very small or very large: what no golden trajectory shows.

use inkgrad::optimizers::{self, Flow, Optimizer, State, Update};
use inkgrad::schema::kind::Chosen;
use inkgrad::schema::raw::Raw;
use inkgrad::session::{Finished, NamedArray};
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, raw, some_digits, spec};

fn build(json: &str) -> Box<dyn Optimizer> {
    let raw = Raw::from_json(json).expect("JSON");
    let chosen = Chosen::read(&raw, "", optimizers::kinds(), optimizers::COMMON).expect("an optimiser");
    (chosen.kind.build)(&chosen.record)
}

/// What some parameters become that begin at 1 and always have the same gradient.
fn descend(optimizer: &dyn Optimizer, slopes: &[f32], steps: u64) -> Vec<f32> {
    let zeros = vec![0.0; slopes.len()];
    let (mut parameters, mut next) = (vec![1.0; slopes.len()], zeros.clone());
    let (mut first, mut second, mut next_second) = (zeros.clone(), zeros.clone(), zeros);
    for count in 1..=steps {
        let mut gradient = slopes.to_vec();
        let flow = Flow { parameters: &parameters, gradient: &mut gradient, next: &mut next };
        let state = State { buffers: [&first, &second], next_second: &mut next_second };
        optimizer.update(Update { count, rate: 0.01, gradient_scale: 1.0 }, flow, state);
        core::mem::swap(&mut parameters, &mut next);
        core::mem::swap(&mut second, &mut next_second);
        first = gradient;
    }
    parameters
}

#[test]
fn without_epsilon_nothing_is_divided_by_nothing() {
    let slopes = [0.0, -0.0, 1e-15, 1e-18, -1e-19, 1e-21, 1e-23, -1e-30, 1e-45];
    for kind in ["adam", "adamw", "adamax", "rmsprop", "adagrad"] {
        let json = format!(r#"{{"kind":"{kind}","learning_rate":0.01,"epsilon":0}}"#);
        for steps in [1, 2, 100] {
            let found = descend(&*build(&json), &slopes, steps);
            assert_eq!(found[..2], [1.0, 1.0], "{kind} stays where the gradient is 0");
            for (value, slope) in found.iter().zip(slopes) {
                // A step is about the rate where the gradient's square can be counted, and not out of all proportion
                // where it cannot.
                let way = f64::from(1.0 - value) * f64::from(slope.signum());
                assert!(
                    (0.0..=0.5 * steps as f64).contains(&way),
                    "{kind}, {steps} steps by {slope:e}: {way:e}"
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
            // Where no further step goes up: the loss, the gradient and its norm are as before.
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
