//! The activation functions, one file each, and the registry that finds them by name.
//!
//! A new function is a file in this folder and its name in the list below, where tests, documentation and page find it.

use crate::kernels::{F32x4, map, update};

/// The axis that softmax normalises over: `length` values at a distance of `stride` floats. A buffer consists of blocks of
/// `length · stride` floats. Element-wise functions ignore the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The number of values along the axis.
    pub length: usize,
    /// The distance from a value to the next, in floats.
    pub stride: usize,
}

/// A function between layers, with its derivative.
pub trait Activation: Sync {
    /// Its name in a spec.
    fn name(&self) -> &'static str;

    /// Its formula, as the documentation and the page show it.
    fn formula(&self) -> &'static str;

    /// Whether [`backward`](Self::backward) needs the function's input; otherwise it needs the output.
    fn needs_input(&self) -> bool;

    /// Whether it is a rectifier: bounded or nearly 0 for negative x, close to x for positive x. Weights before a rectifier are
    /// initialised by `he_uniform`, others by `glorot_uniform`.
    fn is_rectifier(&self) -> bool;

    /// `x → y = f(x)`, in place.
    fn forward(&self, values: &mut [f32], axis: Axis);

    /// [`forward`](Self::forward), and `f′(x)` into `derivative`: both in one pass, for a function that
    /// [needs its input](Self::needs_input). Others need not implement it.
    fn forward_with_derivative(&self, values: &mut [f32], derivative: &mut [f32]) {
        let _ = (values, derivative);
        unreachable!("a function that needs its input implements this");
    }

    /// `dy → dx`, in place; all slices have one length. `x` may be empty if [`needs_input`](Self::needs_input)
    /// is false.
    fn backward(&self, x: &[f32], y: &[f32], dy: &mut [f32], axis: Axis);
}

/// An activation of the registry.
pub type Function = &'static dyn Activation;

/// An activation whose outputs depend on one input each.
trait Elementwise: Sync {
    const NAME: &'static str;
    const FORMULA: &'static str;
    const IS_RECTIFIER: bool;
    /// Whether [`derivative`](Self::derivative) gets x; otherwise it gets y.
    const NEEDS_INPUT: bool;

    /// `f(x)`.
    fn value(x: F32x4) -> F32x4;

    /// `f′(x)`, from x or from `y = f(x)`.
    fn derivative(at: F32x4) -> F32x4;

    /// `(f(x), f′(x))`, for a function whose derivative needs x.
    fn value_and_derivative(x: F32x4) -> (F32x4, F32x4) {
        debug_assert!(Self::NEEDS_INPUT, "the derivative is of y");
        (Self::value(x), Self::derivative(x))
    }
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

    fn forward_with_derivative(&self, values: &mut [f32], derivative: &mut [f32]) {
        debug_assert!(T::NEEDS_INPUT, "a function that needs its input");
        // Of the others nothing is compiled.
        if T::NEEDS_INPUT {
            update([values, derivative], [], |[x, _], []| T::value_and_derivative(x).into());
        }
    }

    fn backward(&self, x: &[f32], y: &[f32], dy: &mut [f32], _: Axis) {
        let at = if T::NEEDS_INPUT { x } else { y };
        update([dy], [at], |[dy], [at]| [dy * T::derivative(at)]);
    }
}

/// Declares the modules and registers the `ACTIVATION` of each.
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

/// Every activation, in display order.
pub fn all() -> &'static [Function] {
    ALL
}

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
