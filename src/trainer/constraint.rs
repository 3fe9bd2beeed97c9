//! Constraints on parameters: applied after each update, saved with the session.

use crate::Result;
use crate::model::{NamedArray, Tensor};

/// A condition that parameters meet after every update, such as a mask or a maximum norm.
pub trait Constraint: Send + Sync {
    /// The name in a saved session: lower case, without dots.
    fn name(&self) -> &str;

    /// Changes new parameters so that they meet the condition. `tensors` name the ranges of the flat buffer.
    fn apply(&self, tensors: &[Tensor], parameters: &mut [f32]);

    /// The arrays from which [`LoadConstraint`] restores the constraint.
    fn state(&self) -> Vec<NamedArray<'_>>;
}

/// Restores a constraint from its saved [state](Constraint::state).
pub type LoadConstraint = fn(Vec<NamedArray<'static>>) -> Result<Box<dyn Constraint>>;
