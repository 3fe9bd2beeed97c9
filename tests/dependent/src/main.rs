//! Learns exclusive or and fails where it has not: natively, and in the browser's binary format without any host.

use inkgrad::data::{Inputs, Labels};
use inkgrad::session::Samples;
use inkgrad::{Dataset, Part, Session, Spec};

const SPEC: &str = r#"{ "input": [2], "loss": { "kind": "cross_entropy" },
    "layers": [{ "kind": "dense", "units": 8, "activation": "tanh" }, { "kind": "dense", "units": 2 }],
    "optimizer": { "kind": "adam", "learning_rate": 0.05 } }"#;

fn main() -> inkgrad::Result<()> {
    let mut session = Session::new(Spec::from_json(SPEC)?)?;
    let corners = Inputs::Floats(vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
    let exclusive_or = Dataset::new(corners, Labels::Classes(vec![0, 1, 1, 0]), 1.0, 2)?;
    session.set_data(Part::Train, exclusive_or, false)?;
    session.step(200)?;
    let probabilities = session.predict(Samples::Floats(&[0.0, 1.0]), None)?;
    assert!(probabilities[1] > 0.9, "{probabilities:?}");
    Ok(())
}
