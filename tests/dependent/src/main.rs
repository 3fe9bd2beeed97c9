//! Trains a network on exclusive or and checks it: natively, and in wasm without imports.

use inkgrad::layers::Dense;
use inkgrad::losses::CrossEntropy;
use inkgrad::optimizers::Adam;
use inkgrad::{Dataset, Part, Session, Spec};

fn main() -> inkgrad::Result<()> {
    let spec = Spec::new([2])
        .layer(Dense::new(8).tanh())
        .layer(Dense::new(2))
        .loss(CrossEntropy::new())
        .optimizer(Adam::new(0.05))
        .build()?;
    let mut session = Session::new(spec)?;
    let corners = [[0.0_f32, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    session.set_data(Part::Train, Dataset::new(corners, vec![0_u32, 1, 1, 0])?)?;
    session.step(200)?;
    let probabilities = session.predict([[0.0_f32, 1.0]])?;
    assert!(probabilities[[0, 1]] > 0.9, "{probabilities:?}");
    Ok(())
}
