//! Gradient transforms and constraints defined by a user.

use inkgrad::model::{NamedArray, Tensor};
use inkgrad::trainer::{Constraint, GradientTransform, LoadConstraint, StepGradient};
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
use crate::support::assert_agrees;
use crate::support::{bits, raw, small_session, some_digits};

/// Adds noise that depends on step and index only, so that it is the same for any shards.
struct Noise;

impl GradientTransform for Noise {
    fn apply(&self, gradient: &mut StepGradient<'_>) {
        for range in gradient.ranges {
            for index in range.clone() {
                gradient.values[index] += 0.01 * ((gradient.step as usize * 7919 + index) as f32).sin();
            }
        }
    }
}

/// Keeps parameters at zero where its mask is zero.
struct Mask(Vec<f32>);

impl Constraint for Mask {
    fn name(&self) -> &'static str {
        "mask"
    }

    fn apply(&self, tensors: &[Tensor], parameters: &mut [f32]) {
        let weight = &mut parameters[tensors[0].range.clone()];
        weight.iter_mut().zip(&self.0).for_each(|(value, mask)| *value *= mask);
    }

    fn state(&self) -> Vec<NamedArray<'_>> {
        vec![NamedArray::new("values", &[self.0.len()], self.0.clone()).expect("an array")]
    }
}

/// Limits the norm of each unit's weights.
struct MaxNorm(f32);

impl Constraint for MaxNorm {
    fn name(&self) -> &'static str {
        "max_norm"
    }

    fn apply(&self, tensors: &[Tensor], parameters: &mut [f32]) {
        let weights = &mut parameters[tensors[0].range.clone()];
        for row in weights.chunks_exact_mut(64) {
            let norm = row.iter().map(|value| value * value).sum::<f32>().sqrt();
            row.iter_mut().for_each(|value| *value *= (self.0 / norm).min(1.0));
        }
    }

    fn state(&self) -> Vec<NamedArray<'_>> {
        vec![NamedArray::new("limit", &[1], vec![self.0]).expect("an array")]
    }
}

fn constrained() -> Session {
    let mut session = small_session("");
    let mask = (0..16 * 64).map(|index: usize| f32::from(u8::from(!index.is_multiple_of(3)))).collect();
    session.add_constraint(Box::new(Mask(mask))).expect("a mask");
    session.add_constraint(Box::new(MaxNorm(0.8))).expect("a norm");
    session
}

fn first_weight(session: &Session) -> Vec<f32> {
    session.parameters().swap_remove(0).data().into_owned()
}

#[test]
fn constraints_hold_after_every_step_and_are_saved_with_the_session() {
    let mut session = constrained();
    session.step(30).expect("steps");
    let weight = first_weight(&session);
    assert!(weight.iter().step_by(3).all(|&value| value == 0.0), "the mask holds");
    for row in weight.chunks_exact(64) {
        assert!(row.iter().map(|value| value * value).sum::<f32>().sqrt() < 0.8 + 1e-5, "the norm holds");
    }
    let file = session.save().expect("a file");
    let error = Session::load(&file).err().expect("a constraint that nobody makes");
    assert_eq!(error.id(), "format.unknown_constraint");
    let known: &[(&str, LoadConstraint)] = &[
        ("mask", |mut arrays| Ok(Box::new(Mask(arrays.remove(0).data().into_owned())))),
        ("max_norm", |arrays| Ok(Box::new(MaxNorm(arrays[0].data()[0])))),
    ];
    let mut loaded = Session::load_with(&file, known).expect("the session");
    loaded.set_data(Part::Train, some_digits(0, 200)).expect("data");
    loaded.step(9).expect("steps");
    session.step(9).expect("steps");
    assert_eq!(bits(&loaded), bits(&session));
    assert!(first_weight(&loaded).iter().step_by(3).all(|&value| value == 0.0));
    let error = session.add_constraint(Box::new(MaxNorm(1.0))).expect_err("a second one of this name");
    assert_eq!(error.id(), "state.duplicate_constraint");
}

#[test]
fn a_transform_of_the_gradient_acts_after_clipping_and_before_the_update() {
    let (mut plain, mut noisy) = (small_session(r#","clip_norm":0.5"#), small_session(r#","clip_norm":0.5"#));
    noisy.add_gradient_transform(Box::new(Noise));
    let reports = [plain.step(1).expect("a step"), noisy.step(1).expect("a step")];
    assert_eq!(reports[0], reports[1], "loss and norm are those before the transform");
    assert_ne!(bits(&plain), bits(&noisy));
    noisy.configure(&raw(r#"{"clip_norm":null}"#)).expect("a change");
    plain.configure(&raw(r#"{"clip_norm":null}"#)).expect("a change");
    plain.set_parameters(&noisy.parameters()).expect("parameters");
    let reports = [plain.step(1).expect("a step"), noisy.step(1).expect("a step")];
    assert_eq!(reports[0].loss, reports[1].loss);
    assert_ne!(bits(&plain), bits(&noisy), "it stays when clipping goes");
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn transforms_and_constraints_do_not_depend_on_shards() {
    let begin = || {
        let mut session = constrained();
        session.add_gradient_transform(Box::new(Noise));
        session
    };
    let mut alone = begin();
    alone.step(20).expect("steps");
    let ranks = crate::parallel::train_on_ranks(2, &begin, &[20]);
    assert_eq!(bits(&ranks[0].0), bits(&ranks[1].0));
    assert_agrees(&first_weight(&ranks[0].0), &first_weight(&alone), 2e-2, "shards");
    assert!(first_weight(&ranks[1].0).iter().step_by(3).all(|&value| value == 0.0));
}
