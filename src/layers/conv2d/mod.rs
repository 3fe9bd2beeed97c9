//! 2D convolution, by Winograd's minimal filtering, with windows read in place, or as a matrix product of packed windows: the
//! sizes decide. The im2col matrix is never stored.

mod padding;

pub use self::padding::Padding;

use core::ops::Range;

use self::padding::ZeroPadding;
use super::parts::fields::{ACTIVATION, BIAS, INIT, axis_of};
use super::parts::input::{side, window_too_large};
use super::{
    BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role,
    image, multiply_add_count,
};
use crate::Result;
use crate::activations::{Function, activation_setters};
use crate::kernels::im2col::Windows;
use crate::kernels::winograd::{self, Filters};
use crate::kernels::{Epilogue, Matrix, Workspace, matmul, sum_of_terms};
use crate::memory::{checked_product, product};
use crate::schema::declare::fields;
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, choice, integer};

/// An image with at least this many output positions has its own product, written directly to the output. Smaller images
/// share a product, so that the filters are packed once per group.
const MIN_POSITIONS_PER_IMAGE: usize = 128;
/// Output positions of a product that several images share.
const POSITIONS_PER_GROUP: usize = 256;
/// Floats of the largest buffer of a group of images that are convolved by minimal filtering, so that it stays in the cache.
const FLOATS_PER_GROUP: usize = 1 << 17;

fields! {
    layer Conv2d "conv2d"
    "2D convolution: each filter computes a weighted sum over every window of the image."
    => Values {
        required {
            filters: usize = integer(1).start(8), "The number of filters (output channels).";
            kernel: usize = integer(1).start_by(|input| side(input).min(3)), "The side of a filter, in pixels.";
        }
        optional {
            stride: usize = integer(1).or(1), "The stride, in pixels.";
            padding: Padding = choice(),
                "`valid`: no padding; `same`: zero padding so that the output has ⌈size / stride⌉ positions per side.";
            activation: Function = ACTIVATION, "The activation function.";
            init: Init = INIT, "The weight initializer.";
            bias: bool = BIAS, "Whether a learned bias is added.";
        }
    }
}

impl Conv2d {
    activation_setters!();
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Conv2d::KIND,
    about: Conv2d::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(Conv2dLayer::new(&Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"conv2d","filters":3,"kernel":2}"#, &[2, 4, 5]),
        (r#"{"kind":"conv2d","filters":2,"kernel":3,"stride":2,"padding":"same","bias":false}"#, &[2, 5, 4]),
        (r#"{"kind":"conv2d","filters":3,"kernel":2,"stride":3,"activation":"gelu"}"#, &[1, 6, 7]),
        (r#"{"kind":"conv2d","filters":3,"kernel":4,"padding":"same","activation":"softmax"}"#, &[1, 3, 3]),
    ]),
};

/// y\[f, p\] = f(Σₑ w\[f, e\] · x\[start(p) + offset(e)\] + b\[f\]) over the elements e of a window at
/// position p: x: [N, C, H, W], w: [filters, C, kernel, kernel], b: [filters] → y: [N, filters, h, w]. It is a
/// cross-correlation, as in PyTorch.
///
/// The product is \[filters, elements\] · \[elements, positions\]: its rows are the output's channels.
struct Conv2dLayer {
    filters: usize,
    windows: Windows,
    padding: ZeroPadding,
    /// For a convolution by minimal filtering: the padding of dz, and the windows over the padded dz whose convolution is dx.
    winograd: Option<(ZeroPadding, Windows)>,
    output: Vec<usize>,
    activation: Function,
    init: Init,
    bias: bool,
}

/// Sizes per sample, in floats; `positions` and `elements` are counts.
#[derive(Clone, Copy)]
struct Sizes {
    x: usize,
    padded: usize,
    y: usize,
    positions: usize,
    elements: usize,
}

impl Conv2dLayer {
    fn new(values: &Values, input: &[usize]) -> Result<Self> {
        let [channels, height, width] = image(input, Remedy::ReshapeToImage)?;
        let &Values { filters, kernel, stride, .. } = values;
        checked_product(&[channels, kernel, kernel])?;
        let inner = [height, width];
        let padding = match values.padding {
            Padding::Same => ZeroPadding::same(inner, kernel, stride),
            Padding::Valid if kernel > height.min(width) => {
                let remedy = ["smaller_or_same", "make it smaller, or set padding to \"same\""];
                return Err(window_too_large("kernel", kernel, height.min(width), input, remedy));
            }
            Padding::Valid => ZeroPadding::none(inner),
        };
        checked_product(&[channels, padding.outer[0], padding.outer[1]])?;
        let [height, width] = padding.outer;
        let windows = Windows::new([channels, height, width], kernel, stride)?;
        let [rows, columns] = windows.output_size();
        checked_product(&[filters, rows, columns])?;
        let winograd = if winograd::fits(&windows, filters) {
            let padding = padding.of_gradient([rows, columns], kernel);
            let [height, width] = padding.outer;
            checked_product(&[filters, height, width])?;
            Some((padding, Windows::new([filters, height, width], kernel, 1)?))
        } else {
            None
        };
        Ok(Self {
            filters,
            windows,
            padding,
            winograd,
            output: vec![filters, rows, columns],
            activation: values.activation,
            init: values.init,
            bias: values.bias,
        })
    }

    fn sizes(&self) -> Sizes {
        let ([height, width], positions) = (self.padding.inner, self.windows.positions());
        Sizes {
            x: self.windows.size()[0] * height * width,
            padded: self.windows.floats(),
            y: self.filters * positions,
            positions,
            elements: self.windows.elements(),
        }
    }

    fn weights(&self) -> usize {
        self.filters * self.windows.elements()
    }

    /// Samples per product.
    fn group(&self, samples: usize) -> usize {
        let (sizes, positions) = (self.sizes(), self.windows.positions());
        let count = match &self.winograd {
            Some((_, windows)) => FLOATS_PER_GROUP / sizes.padded.max(sizes.y).max(windows.floats()),
            None if positions >= MIN_POSITIONS_PER_IMAGE => 1,
            None => POSITIONS_PER_GROUP.div_ceil(positions),
        };
        count.clamp(1, samples.max(1))
    }

    /// Scratch floats of one group: padded images, and the product.
    fn scratch(&self, samples: usize) -> [usize; 2] {
        let (sizes, group) = (self.sizes(), self.group(samples));
        let padded_x = if self.padding.is_none() { 0 } else { sizes.padded };
        let padded_dz = self.winograd.map_or(0, |(_, windows)| windows.floats());
        let padded = product(&[group, padded_x.max(padded_dz)]);
        let has_products = group > 1 && self.winograd.is_none() && !self.windows.are_direct();
        [padded, if has_products { product(&[group, sizes.y]) } else { 0 }]
    }

    /// The padded images; `x` itself if there is no padding.
    fn padded<'a>(&self, x: &'a [f32], padded: &'a mut [f32]) -> &'a [f32] {
        if self.padding.is_none() {
            return x;
        }
        let padded = &mut padded[..x.len() / self.sizes().x * self.sizes().padded];
        self.padding.pad(x, padded);
        padded
    }

    /// The convolution of one group of samples: images: [n, C, H, W] → y: [n, filters, h, w].
    fn convolve(
        &self,
        images: &[f32],
        [weight, bias]: [&[f32]; 2],
        y: &mut [f32],
        products: &mut [f32],
        workspace: &mut Workspace,
    ) {
        if self.winograd.is_some() {
            let filters = Filters::new(weight, self.windows.size()[0]);
            return winograd::convolve(&self.windows, images, &filters, bias, y, workspace);
        }
        if self.windows.are_direct() {
            return self.windows.convolve(images, weight, bias, y, workspace);
        }
        let sizes = self.sizes();
        let positions = y.len() / self.filters;
        let grouped = positions > sizes.positions;
        let sums = if grouped { &mut products[..y.len()] } else { &mut *y };
        for (row, bias) in sums.chunks_exact_mut(positions).zip(bias) {
            row.fill(*bias);
        }
        let left = Matrix::new(weight, sizes.elements);
        let right = self.windows.by_position(images);
        let epilogue = Epilogue { accumulate: self.bias, bias: None };
        let size = [self.filters, positions, sizes.elements];
        matmul(size, &left, &right, sums, positions, &epilogue, workspace);
        if grouped {
            for (filter, row) in products[..y.len()].chunks_exact(positions).enumerate() {
                for (plane, y) in row.chunks_exact(sizes.positions).zip(y.chunks_exact_mut(sizes.y)) {
                    y[filter * sizes.positions..][..sizes.positions].copy_from_slice(plane);
                }
            }
        }
    }

    /// dw += Σ over positions p of dz\[f, p\] · x\[start(p) + offset(e)\]; db += Σ dz\[f, p\].
    fn add_parameter_gradient(
        &self,
        images: &[f32],
        dz: &[f32],
        gradient: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let sizes = self.sizes();
        let (dw, db) = gradient.split_at_mut(self.weights());
        if self.winograd.is_some() {
            winograd::add_weight_gradient(&self.windows, images, dz, dw, workspace);
        } else {
            self.windows.add_weight_gradient(images, dz, dw, workspace);
        }
        if self.bias {
            for (plane, filter) in dz.chunks_exact(sizes.positions).zip((0..self.filters).cycle()) {
                db[filter] += sum_of_terms([plane], |[dz]| dz) as f32;
            }
        }
    }

    /// dx\[start(p) + offset(e)\] = Σ over filters f of w\[f, e\] · dz\[f, p\].
    fn input_gradient(
        &self,
        weight: &[f32],
        dz: &[f32],
        dx: &mut [f32],
        padded: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let sizes = self.sizes();
        if let Some((padding, windows)) = &self.winograd {
            let padded = &mut padded[..dz.len() / sizes.y * windows.floats()];
            padding.pad(dz, padded);
            let filters = Filters::new(weight, self.windows.size()[0]).transposed();
            return winograd::convolve(windows, padded, &filters, &[], dx, workspace);
        }
        let unpadded = self.padding.is_none();
        let images = if unpadded { &mut *dx } else { &mut padded[..dz.len() / sizes.y * sizes.padded] };
        images.fill(0.0);
        self.windows.add_input_gradient(weight, dz, images, workspace);
        if !unpadded {
            self.padding.crop(&padded[..dz.len() / sizes.y * sizes.padded], dx);
        }
    }
}

/// `0..length` in ranges of `step`.
fn groups(length: usize, step: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(step).map(move |start| start..(start + step).min(length))
}

impl Layer for Conv2dLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn reads_planes(&self) -> bool {
        true
    }

    fn parameters(&self) -> Vec<Parameter> {
        let ([channels, ..], kernel) = (self.windows.size(), self.windows.kernel());
        // The caller, which adds the sizes, refuses those that are too large.
        let fan = |planes: usize| planes.saturating_mul(kernel.saturating_mul(kernel));
        let weight = Parameter::new(
            "weight",
            vec![self.filters, channels, kernel, kernel],
            Role::Weight,
            self.init.initial(fan(channels), fan(self.filters)),
        );
        let bias = Parameter::new("bias", vec![self.filters], Role::Parameter, Initial::Constant(0.0));
        if self.bias { vec![weight, bias] } else { vec![weight] }
    }

    fn multiply_adds(&self) -> u64 {
        multiply_add_count([self.filters, self.windows.elements(), self.windows.positions()])
    }

    fn memory(&self, samples: usize) -> Memory {
        // Some activations compute their derivative from the input: it is cached.
        let cache = if self.activation.needs_input() { product(&[samples, self.sizes().y]) } else { 0 };
        Memory { cache, scratch: self.scratch(samples).into_iter().fold(0, usize::saturating_add) }
    }

    /// y = f(w ∗ x + b), group by group of samples.
    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let (sizes, group) = (self.sizes(), self.group(context.samples));
        let (weight, bias) = buffers.parameters.split_at(self.weights());
        let (padded, products) = buffers.scratch.split_at_mut(self.scratch(context.samples)[0]);
        for samples in groups(context.samples, group) {
            let images = self.padded(&buffers.x[samples.start * sizes.x..samples.end * sizes.x], padded);
            let range = samples.start * sizes.y..samples.end * sizes.y;
            let y = &mut buffers.y[range.clone()];
            self.convolve(images, [weight, bias], y, products, context.workspace);
            if self.activation.needs_input() {
                buffers.cache[range].copy_from_slice(y);
            }
            self.activation.forward(y, axis_of(&self.output));
        }
    }

    /// dz = dy ∘ f′; then the gradients of the parameters and the input, group by group of samples.
    fn backward(&self, context: &mut LayerContext<'_>, mut buffers: BackwardArguments<'_>) {
        let sizes = self.sizes();
        // Without padding no scratch is needed: one group has all samples, and the weights are packed once.
        let group = if self.scratch(context.samples)[0] == 0 {
            context.samples.max(1)
        } else {
            self.group(context.samples)
        };
        let weight = &buffers.parameters[..self.weights()];
        let padded = &mut buffers.scratch[..self.scratch(context.samples)[0]];
        if let Some(gradient) = &mut buffers.gradient {
            gradient.fill(0.0);
        }
        for samples in groups(context.samples, group) {
            let (input, range) = (
                samples.start * sizes.x..samples.end * sizes.x,
                samples.start * sizes.y..samples.end * sizes.y,
            );
            let dz = &mut buffers.dy[range.clone()];
            let pre_activation = buffers.cache.get(range.clone()).unwrap_or_default();
            self.activation.backward(pre_activation, &buffers.y[range], dz, axis_of(&self.output));
            if let Some(gradient) = &mut buffers.gradient {
                let images = self.padded(&buffers.x[input.clone()], padded);
                self.add_parameter_gradient(images, dz, gradient, context.workspace);
            }
            if let Some(dx) = &mut buffers.dx {
                self.input_gradient(weight, dz, &mut dx[input], padded, context.workspace);
            }
        }
    }

    fn final_function(&self) -> Option<&'static str> {
        Some(self.activation.name())
    }
}
