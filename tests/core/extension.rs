//! Layers defined by a user: a convolution, running statistics, a frozen parameter, an input check.

use inkgrad::kernels::{Matrix, matmul};
use inkgrad::layers::{
    BackwardArguments, BatchStatisticsSync, ForwardArguments, InputCheck, Layer, LayerContext, Memory,
    Parameter, Role, WholeBatch,
};
use inkgrad::model::{GradientRequest, Network, PassContext};
use inkgrad::schema::init::Initial;
use inkgrad::{Error, ErrorKind, Result};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::gradients::check_layer;
use crate::support::{assert_agrees, numbers};

const SIDE: usize = 5;
const KERNEL: usize = 3;
const OUT: usize = SIDE - KERNEL + 1;
const FILTERS: usize = 2;

/// A 3×3 convolution of one channel, by im2col into the scratch buffer.
struct SmallConvolution;

impl SmallConvolution {
    /// The patches of one image, [OUT², KERNEL²].
    fn patches(x: &[f32], patches: &mut [f32]) {
        for (position, patch) in patches.chunks_exact_mut(KERNEL * KERNEL).enumerate() {
            for (index, value) in patch.iter_mut().enumerate() {
                let (row, column) = (position / OUT + index / KERNEL, position % OUT + index % KERNEL);
                *value = x[row * SIDE + column];
            }
        }
    }
}

impl Layer for SmallConvolution {
    fn output_shape(&self) -> &[usize] {
        &[FILTERS, OUT, OUT]
    }

    fn parameters(&self) -> Vec<Parameter> {
        let shape = vec![FILTERS, 1, KERNEL, KERNEL];
        vec![Parameter::new("weight", shape, Role::Weight, Initial::Uniform(0.5))]
    }

    fn memory(&self, _samples: usize) -> Memory {
        Memory { cache: 0, scratch: OUT * OUT * KERNEL * KERNEL }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let images = buffers.x.chunks_exact(SIDE * SIDE).zip(buffers.y.chunks_exact_mut(FILTERS * OUT * OUT));
        for (x, y) in images {
            Self::patches(x, buffers.scratch);
            let (kernels, patches) = (
                Matrix::new(buffers.parameters, KERNEL * KERNEL),
                Matrix::new(buffers.scratch, KERNEL * KERNEL),
            );
            let sizes = [FILTERS, OUT * OUT, KERNEL * KERNEL];
            matmul(
                sizes,
                &kernels,
                &patches,
                y,
                OUT * OUT,
                &inkgrad::kernels::Epilogue::default(),
                context.workspace,
            );
        }
    }

    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let mut gradient = buffers.gradient;
        if let Some(gradient) = &mut gradient {
            gradient.fill(0.0);
        }
        let mut dx = buffers.dx;
        if let Some(dx) = &mut dx {
            dx.fill(0.0);
        }
        for (sample, x) in buffers.x.chunks_exact(SIDE * SIDE).enumerate() {
            Self::patches(x, buffers.scratch);
            for filter in 0..FILTERS {
                for position in 0..OUT * OUT {
                    let dy = buffers.dy[(sample * FILTERS + filter) * OUT * OUT + position];
                    for index in 0..KERNEL * KERNEL {
                        let weight = filter * KERNEL * KERNEL + index;
                        if let Some(gradient) = &mut gradient {
                            gradient[weight] += dy * buffers.scratch[position * KERNEL * KERNEL + index];
                        }
                        let pixel =
                            (position / OUT + index / KERNEL) * SIDE + position % OUT + index % KERNEL;
                        if let Some(dx) = &mut dx {
                            dx[sample * SIDE * SIDE + pixel] += dy * buffers.parameters[weight];
                        }
                    }
                }
            }
        }
    }
}

/// Subtracts the batch mean, in evaluation the running mean: a layer with a buffer.
pub(crate) struct MeanSubtraction {
    pub(crate) features: [usize; 1],
}

impl MeanSubtraction {
    fn means(&self, context: &mut LayerContext<'_>, rows: &[f32]) -> Vec<f64> {
        let mut means = vec![0.0; self.features[0]];
        for row in rows.chunks_exact(self.features[0]) {
            means.iter_mut().zip(row).for_each(|(mean, &value)| *mean += f64::from(value));
        }
        context.sync.all_reduce(&mut means);
        means.iter_mut().for_each(|mean| *mean /= context.batch as f64);
        means
    }

    fn subtract(rows: &[f32], means: &[f32], out: &mut [f32]) {
        for (out, row) in out.chunks_exact_mut(means.len()).zip(rows.chunks_exact(means.len())) {
            out.iter_mut().zip(row).zip(means).for_each(|((out, value), mean)| *out = value - mean);
        }
    }
}

impl Layer for MeanSubtraction {
    fn output_shape(&self) -> &[usize] {
        &self.features
    }

    fn parameters(&self) -> Vec<Parameter> {
        let (shape, initial) = (self.features.to_vec(), Initial::Constant(0.0));
        vec![Parameter::new("running_mean", shape, Role::Buffer, initial)]
    }

    fn memory(&self, _samples: usize) -> Memory {
        Memory { cache: self.features[0], scratch: 0 }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        buffers.cache.copy_from_slice(buffers.parameters);
        if context.training {
            let means = self.means(context, buffers.x);
            buffers.cache.iter_mut().zip(means).for_each(|(kept, mean)| *kept = mean as f32);
        }
        Self::subtract(buffers.x, buffers.cache, buffers.y);
    }

    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        let mut means = vec![0.0; self.features[0]];
        if context.training {
            means = self.means(context, buffers.dy).iter().map(|&mean| mean as f32).collect();
        }
        Self::subtract(buffers.dy, &means, dx);
    }

    fn update_running_statistics(&self, _samples: usize, parameters: &mut [f32], cache: &[f32]) {
        parameters.iter_mut().zip(cache).for_each(|(running, mean)| *running += 0.5 * (mean - *running));
    }
}

fn network() -> Network {
    let layers: Vec<(Box<dyn Layer>, bool)> = vec![
        (Box::new(SmallConvolution), true),
        (Box::new(FlattenView), true),
        (Box::new(MeanSubtraction { features: [18] }), true),
    ];
    Network::from_layers(layers, &[1, SIDE, SIDE], 9).expect("a network")
}

/// A view of the convolution's output as one row.
struct FlattenView;

impl Layer for FlattenView {
    fn output_shape(&self) -> &[usize] {
        &[FILTERS * OUT * OUT]
    }

    fn is_view(&self) -> bool {
        true
    }

    fn forward(&self, _: &mut LayerContext<'_>, _: ForwardArguments<'_>) {
        unreachable!("a view is never called")
    }

    fn backward(&self, _: &mut LayerContext<'_>, _: BackwardArguments<'_>) {
        unreachable!("a view is never called")
    }
}

#[test]
fn user_layers_pass_the_gradient_check() {
    check_layer(Box::new(SmallConvolution), &[1, SIDE, SIDE], "a small convolution");
    check_layer(Box::new(MeanSubtraction { features: [4] }), &[4], "a running mean");
}

#[test]
fn user_layers_train_and_keep_their_state() {
    let samples = 6;
    let mut network = network();
    let mut buffers = network.buffers(samples).expect("memory");
    let mut parameters = vec![0.0; network.parameter_count()];
    network.initialise(9, &mut parameters);
    let target = numbers(samples * 18, 4);
    let x = numbers(samples * 25, 2);
    let mut losses = Vec::new();
    for step in 0..60 {
        let mut gradient = vec![0.0; parameters.len()];
        let mut part = PassContext {
            samples,
            first_sample: 0,
            batch: samples,
            step,
            training: true,
            sync: &mut WholeBatch,
        };
        buffers.input_mut(samples).copy_from_slice(&x);
        network.forward(&mut buffers, &mut part, &parameters);
        let (z, dz) = buffers.output_and_gradient(samples);
        dz.iter_mut().zip(z).zip(&target).for_each(|((dz, z), target)| *dz = (z - target) / samples as f32);
        losses.push(dz.iter().map(|dz| dz * dz).sum::<f32>());
        network.backward(&mut buffers, &mut part, &parameters, GradientRequest::Trained(&mut gradient));
        for tensor in network.tensors().iter().filter(|tensor| tensor.trainable) {
            let range = tensor.range.clone();
            parameters[range.clone()].iter_mut().zip(&gradient[range]).for_each(|(p, g)| *p -= 0.1 * g);
        }
        network.update_running_statistics(&buffers, samples, &mut parameters);
    }
    assert!(losses[59] < 0.9 * losses[0], "{} then {}", losses[0], losses[59]);
    // With constant input the running mean has converged to the batch mean.
    let running = &parameters[network.tensors()[1].range.clone()];
    let mut part = PassContext {
        samples,
        first_sample: 0,
        batch: samples,
        step: 0,
        training: false,
        sync: &mut WholeBatch,
    };
    buffers.input_mut(samples).copy_from_slice(&x);
    network.forward(&mut buffers, &mut part, &parameters);
    let evaluated = buffers.output(samples).to_vec();
    part.training = true;
    network.forward(&mut buffers, &mut part, &parameters);
    assert!(running.iter().any(|mean| mean.abs() > 0.01));
    assert_agrees(&evaluated, buffers.output(samples), 1e-2, "evaluation by the running mean");
}

/// Panics if it is called.
struct NoSync;

impl BatchStatisticsSync for NoSync {
    fn all_reduce(&mut self, _: &mut [f64]) {
        panic!("nothing to exchange")
    }
}

#[test]
fn evaluation_needs_no_batch_statistics_sync() {
    let mut network = network();
    let mut buffers = network.buffers(2).expect("memory");
    let mut parameters = vec![0.0; network.parameter_count()];
    network.initialise(1, &mut parameters);
    buffers.input_mut(2).copy_from_slice(&numbers(50, 1));
    let mut part =
        PassContext { samples: 2, first_sample: 0, batch: 2, step: 0, training: false, sync: &mut NoSync };
    network.forward(&mut buffers, &mut part, &parameters);
    assert!(buffers.output(2).iter().all(|value| value.is_finite()));
}

/// A frozen and a trained weight, as in low-rank adapters: y = (w + a)·x.
struct Adapter;

impl Layer for Adapter {
    fn output_shape(&self) -> &[usize] {
        &[1]
    }

    fn parameters(&self) -> Vec<Parameter> {
        let parameter = |name| Parameter::new(name, vec![1], Role::Weight, Initial::Constant(0.5));
        vec![parameter("weight").frozen(), parameter("adapter")]
    }

    fn forward(
        &self,
        _: &mut LayerContext<'_>,
        ForwardArguments { parameters, x, y, .. }: ForwardArguments<'_>,
    ) {
        y.iter_mut().zip(x).for_each(|(y, x)| *y = (parameters[0] + parameters[1]) * x);
    }

    fn backward(
        &self,
        _: &mut LayerContext<'_>,
        BackwardArguments { parameters, x, dy, dx, gradient, .. }: BackwardArguments<'_>,
    ) {
        let dw: f32 = x.iter().zip(&*dy).map(|(x, dy)| x * dy).sum();
        gradient.into_iter().for_each(|gradient| gradient.fill(dw));
        if let Some(dx) = dx {
            dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = (parameters[0] + parameters[1]) * *dy);
        }
    }
}

#[test]
fn a_layer_may_freeze_one_parameter() {
    let network = Network::from_layers(vec![(Box::new(Adapter), true)], &[1], 3).expect("a network");
    assert_eq!(network.tensors().iter().map(|tensor| tensor.trainable).collect::<Vec<_>>(), [false, true]);
}

/// A layer whose inputs are token indices below 10.
struct Tokens;

impl InputCheck for Tokens {
    fn check(&self, x: &[f32]) -> Result<()> {
        match x.iter().position(|&id| !(0.0..10.0).contains(&id) || id.fract() != 0.0) {
            None => Ok(()),
            Some(at) => {
                Err(Error::mismatch(ErrorKind::Data, "an index from 0 to 9", x[at]).at(format!("[{at}]")))
            }
        }
    }
}

impl Layer for Tokens {
    fn output_shape(&self) -> &[usize] {
        &[2]
    }

    fn input_check(&self) -> Option<&dyn InputCheck> {
        Some(self)
    }

    fn forward(&self, _: &mut LayerContext<'_>, ForwardArguments { x, y, .. }: ForwardArguments<'_>) {
        y.copy_from_slice(x);
    }

    fn backward(&self, _: &mut LayerContext<'_>, _: BackwardArguments<'_>) {}
}

#[test]
fn the_first_layer_checks_the_inputs() {
    let layers: Vec<(Box<dyn Layer>, bool)> =
        vec![(Box::new(Tokens), true), (Box::new(MeanSubtraction { features: [2] }), true)];
    let network = Network::from_layers(layers, &[2], 0).expect("a network");
    network.check_inputs(&[0.0, 9.0, 3.0, 4.0], 0).expect("indices");
    let error = network.check_inputs(&[0.0, 9.0, 3.0, 10.0], 5).expect_err("an index too large");
    assert_eq!(error.path.as_deref(), Some("inputs[6].[1]"));
}
