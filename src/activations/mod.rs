//! Activation functions, one a file, and the registry that finds them by name.
//!
//! A new one is a file beside these and its name in the list below; tests, documentation and interface find
//! it there.

use crate::kernels::{F32x4, map, update};

/// The axis that a function normalises over: `length` values, `stride` floats apart; a buffer is whole
/// blocks of `length · stride` floats. Element-wise functions ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// How many values belong together.
    pub length: usize,
    /// From one of them to the next, in floats.
    pub stride: usize,
}

/// A function between layers, with its derivative.
pub trait Activation: Sync {
    /// Its name in a spec.
    fn name(&self) -> &'static str;

    /// Its formula, as shown in the documentation and the page.
    fn formula(&self) -> &'static str;

    /// Whether [`backward`](Self::backward) needs the function's input; elsewhere it needs the output.
    fn needs_input(&self) -> bool;

    /// Whether every output depends on one input alone.
    fn is_elementwise(&self) -> bool {
        true
    }

    /// Whether it belongs to the rectifiers: near zero or bounded to the left, close to x to the right. A
    /// layer before such a function starts with `he_uniform`, before any other with `glorot_uniform`.
    fn is_rectifier(&self) -> bool;

    /// `x → y = f(x)`, in place.
    fn forward(&self, values: &mut [f32], axis: Axis);

    /// `dy → dx`, in place, all of one length; `x` may be empty unless [`needs_input`](Self::needs_input)
    /// says otherwise.
    fn backward(&self, x: &[f32], y: &[f32], dy: &mut [f32], axis: Axis);
}

/// An activation of the registry.
pub type Function = &'static dyn Activation;

/// An activation whose every output depends on one input.
trait Elementwise: Sync {
    const NAME: &'static str;
    const FORMULA: &'static str;
    const IS_RECTIFIER: bool;
    /// Whether [`derivative`](Self::derivative) is given x; else it is given y.
    const NEEDS_INPUT: bool;

    /// `f(x)`.
    fn value(x: F32x4) -> F32x4;

    /// `f′(x)`, from x or from `y = f(x)`.
    fn derivative(at: F32x4) -> F32x4;
}

impl<T: Elementwise> Activation for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn formula(&self) -> &'static str {
        T::FORMULA
    }

    fn needs_input(&self) -> bool {
        T::NEEDS_INPUT
    }

    fn is_rectifier(&self) -> bool {
        T::IS_RECTIFIER
    }

    fn forward(&self, values: &mut [f32], _: Axis) {
        map(values, T::value);
    }

    fn backward(&self, x: &[f32], y: &[f32], dy: &mut [f32], _: Axis) {
        let at = if T::NEEDS_INPUT { x } else { y };
        update([dy], [at], |[dy], [at]| [dy * T::derivative(at)]);
    }
}

/// Declares each file of the list and enters its `ACTIVATION` in the registry.
macro_rules! registry {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        static ALL: &[Function] = &[$(&$name::ACTIVATION),*];

        /// Gives a builder with a field `activation` a setter for each function, named after it.
        macro_rules! activation_setters {
            () => {
                $(
                    #[doc = concat!("With the activation function `", stringify!($name), "`.")]
                    pub fn $name(self) -> Self {
                        self.activation(stringify!($name))
                    }
                )*
            };
        }
        pub(crate) use activation_setters;
    };
}

registry! {
    linear,
    sigmoid,
    tanh,
    relu,
    leaky_relu,
    elu,
    gelu,
    gelu_tanh,
    silu,
    softplus,
    softmax,
}

/// Every activation, in the order in which the documentation and the page show them.
pub fn all() -> &'static [Function] {
    ALL
}

/// The softmax, of which others than a spec ask too.
pub(crate) const SOFTMAX: Function = &softmax::ACTIVATION;

/// The activation of this name.
pub fn find(name: &str) -> Option<Function> {
    ALL.iter().copied().find(|activation| activation.name() == name)
}

#[cfg(test)]
mod tests {
    use super::{Axis, find};

    const ROW: Axis = Axis { length: 1, stride: 1 };

    /// Values from tiny to huge of both signs against double precision, and the ends.
    pub(super) fn assert_values(name: &str, reference: impl Fn(f64) -> f64) {
        let activation = find(name).expect(name);
        let magnitudes = (0..400).map(|i| 1e-6_f32 * 1.08_f32.powi(i));
        let inputs: Vec<f32> = magnitudes.flat_map(|x| [x, -x]).chain([0.0, f32::MAX, f32::MIN]).collect();
        let mut outputs = inputs.clone();
        activation.forward(&mut outputs, ROW);
        for (x, y) in inputs.iter().zip(&outputs) {
            let expected = reference(f64::from(*x));
            let tolerance = 1e-6 * expected.abs() + 2e-7;
            assert!((f64::from(*y) - expected).abs() <= tolerance, "{name}({x}) = {y}, not {expected}");
        }
        let mut dy = vec![1.0; inputs.len()];
        activation.backward(&inputs, &outputs, &mut dy, ROW);
        for (x, dx) in inputs.iter().zip(&dy) {
            assert!(dx.is_finite(), "{name}′({x}) = {dx}");
        }
    }
}
