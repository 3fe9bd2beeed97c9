//! Patch embedding: an image as a sequence of embedded square patches with learned position embeddings (vision transformer).

use core::ops::Range;

use super::parts::fields::{ACTIVATION, BIAS, INIT};
use super::parts::split::split_mut;
use super::{
    BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role,
    image, multiply_add_count,
};
use crate::activations::{Axis, Function, activation_setters};
use crate::kernels::im2col::Windows;
use crate::kernels::{forward, input_gradient, sum_columns, weight_gradient, zip_map};
use crate::memory::product;
use crate::schema::declare::fields;
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer};
use crate::{Error, ErrorKind, Result};

fields! {
    layer Patches "patches"
    "Patch embedding: splits the image into square patches and embeds each with a learned position embedding."
    => Values {
        required {
            size: usize = integer(1).start_by(quarter), "The side of a patch, in pixels.";
            units: usize = integer(1).start(32), "The embedding size.";
        }
        optional {
            activation: Function = ACTIVATION, "The activation function.";
            init: Init = INIT, "The weight initializer.";
            bias: bool = BIAS, "Whether a learned bias is added.";
        }
    }
}

impl Patches {
    activation_setters!();
}

/// The patch side in a new form: the common divisor of height and width nearest to a quarter of the shorter side.
fn quarter(input: &[usize]) -> usize {
    let [height, width] = if let [_, height, width] = *input { [height, width] } else { [1, 1] };
    let target = (height.min(width) as f64 / 4.0).max(1.0);
    let distance = |size: &usize| (*size as f64 / target).ln().abs();
    // The nearest divisor is at most four times the target; 1024 bounds the search.
    let divisors = (1..=height.min(width).min(1024))
        .filter(|size| height.is_multiple_of(*size) && width.is_multiple_of(*size));
    divisors.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(1)
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Patches::KIND,
    about: Patches::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(PatchesLayer::new(&Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"patches","size":2,"units":3}"#, &[2, 4, 6]),
        (r#"{"kind":"patches","size":3,"units":4,"activation":"tanh","bias":false}"#, &[1, 3, 6]),
        (r#"{"kind":"patches","size":2,"units":3,"activation":"gelu"}"#, &[1, 2, 4]),
    ]),
};

/// y = f(p Wᵀ + b) + position, with p: [N · patches, C · size²] the patches row by row, each ordered by channel, row and
/// column: x: [N, C, H, W], W: [units, C · size²], b: \[units\], position: [patches, units] → y: [N, patches, units].
///
/// A. Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021), eq. 1, without the class token.
struct PatchesLayer {
    windows: Windows,
    units: usize,
    output: [usize; 2],
    activation: Function,
    init: Init,
    bias: bool,
}

impl PatchesLayer {
    fn new(values: &Values, input: &[usize]) -> Result<Self> {
        let &Values { size, units, .. } = values;
        let [channels, height, width] = image(input, Remedy::ImageBefore)?;
        if !height.is_multiple_of(size) || !width.is_multiple_of(size) {
            let expected = format_args!("a divisor of height and width, which are {height} and {width}");
            return Err(Error::mismatch(ErrorKind::Spec, expected, size)
                .named("patches_do_not_fit")
                .value("height", height)
                .value("width", width)
                .at("size")
                .with_note("squares must cover the image without a rest"));
        }
        let windows = Windows::new([channels, height, width], size, size)?;
        Ok(Self {
            windows,
            units,
            output: [height / size * (width / size), units],
            activation: values.activation,
            init: values.init,
            bias: values.bias,
        })
    }

    /// Patches per image, and values per patch.
    fn sizes(&self) -> [usize; 2] {
        [self.output[0], self.windows.elements()]
    }

    /// Calls `f` with each row of a patch: its place in the patches, which are in the order of p, and in the images.
    fn each_run(&self, samples: usize, mut f: impl FnMut(Range<usize>, Range<usize>)) {
        let ([channels, height, width], size) = (self.windows.size(), self.windows.kernel());
        let mut row = 0;
        for image in 0..samples {
            for (upper, left) in
                (0..height).step_by(size).flat_map(|y| (0..width).step_by(size).map(move |x| (y, x)))
            {
                for channel in 0..channels {
                    for y in upper..upper + size {
                        let run = ((image * channels + channel) * height + y) * width + left;
                        f(row..row + size, run..run + size);
                        row += size;
                    }
                }
            }
        }
    }

    /// Whether the input or output of the activation is cached. The layer's output does not have it: it includes the positions.
    fn caches_sums(&self) -> bool {
        self.activation.name() != "linear"
    }

    fn axis(&self) -> Axis {
        Axis { length: self.units, stride: 1 }
    }

    /// Weight, optional bias, and position embeddings.
    fn split<'a>(&self, parameters: &'a [f32]) -> (&'a [f32], Option<&'a [f32]>, &'a [f32]) {
        let (weight, rest) = parameters.split_at(self.units * self.sizes()[1]);
        let (bias, position) = rest.split_at(if self.bias { self.units } else { 0 });
        (weight, self.bias.then_some(bias), position)
    }
}

impl Layer for PatchesLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn parameters(&self) -> Vec<Parameter> {
        let [patches, elements] = self.sizes();
        let parameter = |name, shape, role, initial| Some(Parameter::new(name, shape, role, initial));
        let weights = self.init.initial(elements, self.units);
        [
            parameter("weight", vec![self.units, elements], Role::Weight, weights),
            parameter("bias", vec![self.units], Role::Parameter, Initial::Constant(0.0))
                .filter(|_| self.bias),
            parameter("position", vec![patches, self.units], Role::Parameter, Initial::Normal(0.02)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn multiply_adds(&self) -> u64 {
        multiply_add_count([self.units, self.windows.floats()])
    }

    fn memory(&self, samples: usize) -> Memory {
        let cache = if self.caches_sums() { product(&[samples, self.output[0], self.units]) } else { 0 };
        Memory { cache, scratch: product(&[samples, self.windows.floats()]) }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let [patches, elements] = self.sizes();
        let (weight, bias, position) = self.split(buffers.parameters);
        let rows = &mut buffers.scratch[..buffers.x.len()];
        self.each_run(context.samples, |row, run| copy(&buffers.x[run], &mut rows[row]));
        let size = [context.samples * patches, elements, self.units];
        forward(rows, weight, bias, size, buffers.y, context.workspace);
        if self.caches_sums() {
            if self.activation.needs_input() {
                buffers.cache.copy_from_slice(buffers.y);
            }
            self.activation.forward(buffers.y, self.axis());
            if !self.activation.needs_input() {
                buffers.cache.copy_from_slice(buffers.y);
            }
        }
        for y in buffers.y.chunks_exact_mut(position.len()) {
            zip_map(y, position, |y, position| y + position);
        }
    }

    /// dposition = Σ dy over the samples; dz = dy ∘ f′; dW = dzᵀ p; db = Σ dz; dp = dz W, and dx its values in the image.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let [patches, elements] = self.sizes();
        let (weight, ..) = self.split(buffers.parameters);
        let mut gradient = buffers.gradient.map(|gradient| {
            let [bias, positions] = [if self.bias { self.units } else { 0 }, patches * self.units];
            split_mut(gradient, [weight.len(), bias, positions])
        });
        let dz = buffers.dy;
        if let Some([.., dposition]) = &mut gradient {
            sum_columns(dz, dposition, false);
        }
        if self.caches_sums() {
            self.activation.backward(buffers.cache, buffers.cache, dz, self.axis());
        }
        let (size, rows) =
            ([context.samples * patches, elements, self.units], &mut buffers.scratch[..buffers.x.len()]);
        if let Some([dw, db, _]) = gradient {
            sum_columns(dz, db, false);
            self.each_run(context.samples, |row, run| copy(&buffers.x[run], &mut rows[row]));
            weight_gradient(dz, rows, size, dw, false, context.workspace);
        }
        let Some(dx) = buffers.dx else { return };
        input_gradient(dz, weight, size, rows, context.workspace);
        self.each_run(context.samples, |row, run| copy(&rows[row], &mut dx[run]));
    }
}

/// `to = from`: a few floats, for which a call takes longer.
fn copy(from: &[f32], to: &mut [f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
}
