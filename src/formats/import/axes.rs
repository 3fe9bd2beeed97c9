//! Axes of sequences whose samples are not the first axis, as recurrent nodes of ONNX have them.

use super::constants::SAMPLES;

/// The axes in the model of a sequence, or of its last step, where the samples are not the first of them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Axes {
    /// Steps, samples, features.
    Steps,
    /// Steps, one direction, samples, features: what a recurrent node gives.
    Directions,
    /// Steps, samples, one direction, features.
    DirectionsBehind,
    /// Nodes, samples, features: the last step of so many recurrent nodes; the last of them is the last layer.
    LastSteps(usize),
}

impl Axes {
    /// The sizes in the model of what has this shape in a sample.
    pub fn sizes(self, shape: &[usize]) -> Vec<i64> {
        match (self, shape.iter().map(|&size| size as i64).collect::<Vec<_>>().as_slice()) {
            (Self::Steps, &[steps, features]) => vec![steps, SAMPLES, features],
            (Self::Directions, &[steps, features]) => vec![steps, 1, SAMPLES, features],
            (Self::DirectionsBehind, &[steps, features]) => vec![steps, SAMPLES, 1, features],
            (Self::LastSteps(nodes), &[features]) => vec![nodes as i64, SAMPLES, features],
            _ => Vec::new(),
        }
    }
}
