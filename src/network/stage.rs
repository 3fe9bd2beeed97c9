//! A layer in its place within the network, and how it is called for some samples or for a portion of it.

use core::ops::Range;

use super::Part;
use super::whole::Whole;
use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::layers::{Backward, Forward, Layer, Pass, Portion};
use crate::memory::{grow, product};

/// A layer, and where its parameters and its tensors lie.
pub(super) struct Stage {
    pub layer: Box<dyn Layer>,
    /// Where its parameters lie.
    pub range: Range<usize>,
    pub trainable: bool,
    /// Which of the activations it reads and writes; a view writes what it reads.
    pub input: usize,
    pub output: usize,
}

/// What a layer has for itself among the buffers of a pass.
#[derive(Default)]
pub(super) struct Own {
    /// Kept from the forward pass to the backward pass.
    pub cache: Vec<f32>,
    /// The numbers of its input that are not zero, where the layer asks for them, and whether they are few.
    pub non_zeros: SparseRows,
    pub few: bool,
    /// Where it is divided.
    pub whole: Whole,
}

/// What all layers share, and which is called.
pub(super) struct Call<'a> {
    pub index: u32,
    /// Floats of a sample's input.
    pub inputs: usize,
    pub seed: u32,
    pub own: &'a mut Own,
    pub scratch: &'a mut [f32],
    pub workspace: &'a mut Workspace,
}

impl Call<'_> {
    /// The same for one call more.
    pub fn again(&mut self) -> Call<'_> {
        Call { own: self.own, scratch: self.scratch, workspace: self.workspace, ..*self }
    }
}

/// The tensors of a layer's backward pass, as in [`Backward`].
pub(super) struct Flow<'a> {
    pub parameters: &'a [f32],
    pub x: &'a [f32],
    pub y: &'a [f32],
    pub dy: &'a mut [f32],
    pub dx: Option<&'a mut [f32]>,
    pub gradient: Option<&'a mut [f32]>,
}

impl Stage {
    pub fn new(
        layer: Box<dyn Layer>,
        range: Range<usize>,
        trainable: bool,
        [input, output]: [usize; 2],
    ) -> Self {
        Self { layer, range, trainable, input, output }
    }

    /// Whether it gives its input as it is.
    pub fn is_view(&self) -> bool {
        self.input == self.output
    }

    /// Views never are, and without samples only those are that others wait for.
    pub fn is_called(&self, samples: usize) -> bool {
        !self.is_view() && (samples > 0 || self.layer.exchanges())
    }

    /// Its part of a flat gradient, where there is one and its own is wanted.
    pub fn own_part<'a>(&self, gradient: &'a mut Option<&mut [f32]>, wanted: bool) -> Option<&'a mut [f32]> {
        gradient.as_deref_mut().filter(|_| wanted).map(|all| &mut all[self.range.clone()])
    }

    /// Looks for the numbers of its input that are not zero, where the layer asks for them.
    pub fn find(&self, own: &mut Own, x: &[f32]) {
        own.few = self.layer.row().is_some_and(|row| own.non_zeros.compress(x, row));
    }

    /// Computes the output of an input that has been looked through.
    pub fn forward(
        &self,
        part: &mut Part<'_>,
        call: Call<'_>,
        parameters: &[f32],
        x: &[f32],
        y: &mut [f32],
        portion: Option<Portion>,
    ) {
        let Call { index, seed, own, scratch, workspace, .. } = call;
        let memory = self.layer.memory(part.samples);
        let listed = own.few.then_some(&own.non_zeros);
        let cache = &mut own.cache[..memory.cache];
        let scratch = &mut scratch[..memory.scratch];
        let mut pass = part.pass(index, self.trainable, seed, portion, listed, workspace);
        self.layer.forward(&mut pass, Forward { parameters, x, y, cache, scratch });
    }

    pub fn backward(&self, part: &mut Part<'_>, call: Call<'_>, flow: Flow<'_>, portion: Option<Portion>) {
        let Call { index, seed, own, scratch, workspace, .. } = call;
        let memory = self.layer.memory(part.samples);
        let listed = own.few.then_some(&own.non_zeros);
        let Flow { parameters, x, y, dy, dx, gradient } = flow;
        let cache = &mut own.cache[..memory.cache];
        let scratch = &mut scratch[..memory.scratch];
        let mut pass = part.pass(index, self.trainable, seed, portion, listed, workspace);
        self.layer.backward(&mut pass, Backward { parameters, x, y, dy, dx, gradient, cache, scratch });
    }
}

impl Own {
    /// Makes room for so many samples, here and in what all layers share.
    pub fn reserve(
        &mut self,
        stage: &Stage,
        samples: usize,
        inputs: usize,
        scratch: &mut Vec<f32>,
    ) -> Result<()> {
        let memory = stage.layer.memory(samples);
        grow(&mut self.cache, memory.cache)?;
        grow(scratch, memory.scratch)?;
        if let Some(row) = stage.layer.row() {
            self.non_zeros.reserve(product(&[samples, inputs]) / row, row)?;
        }
        Ok(())
    }

    /// What lies with the units of a divided layer: so many outputs.
    pub fn outputs(&self, count: usize) -> &[f32] {
        self.whole.outputs(count)
    }
}

impl Part<'_> {
    fn pass<'a>(
        &'a mut self,
        layer: u32,
        trainable: bool,
        seed: u32,
        portion: Option<Portion>,
        non_zeros: Option<&'a SparseRows>,
        workspace: &'a mut Workspace,
    ) -> Pass<'a> {
        Pass {
            samples: self.samples,
            first_sample: self.first_sample,
            batch: self.batch,
            step: self.step,
            seed,
            training: self.training,
            layer,
            trainable,
            exchange: self.exchange,
            portion,
            non_zeros,
            workspace,
        }
    }
}
