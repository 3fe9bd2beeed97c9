//! Measuring the network on a part of the data, piece by piece.

use core::ops::Range;

use serde::Serialize;

use super::batch::gather_targets;
use super::divided::{Crew, Share};
use super::score::{Scoring, truth};
use super::step::no_data;
use super::{Part, Session};
use crate::Result;
use crate::layers::Alone;
use crate::losses::Targets;
use crate::memory::{filled, product};
use crate::network::{self, Buffers, Network};

/// Samples in a piece: enough for products at full speed, few enough to be done soon.
pub(super) const PIECE: usize = 128;

/// How the network does on a part of the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The mean loss of a sample, without penalties.
    pub loss: f64,
    /// The fraction that is answered right; none where nothing is right or wrong.
    pub accuracy: Option<f64>,
    /// Samples.
    pub count: u32,
    /// How often each class (row) was taken for each (column), classes × classes; none where there are none.
    #[serde(skip)]
    pub confusion: Option<Vec<u32>>,
    /// Every sample's prediction, count × outputs, where they were asked for.
    #[serde(skip)]
    pub outputs: Option<Vec<f32>>,
}

/// An evaluation under way: the sums over the samples seen so far.
pub struct EvaluationRun {
    part: Part,
    scoring: Scoring,
    /// Samples of the whole part, and those that are measured here.
    total: usize,
    range: Range<usize>,
    /// Pieces that are still to come, empty ones included.
    pieces: usize,
    /// The first sample of the next piece.
    next: usize,
    loss: f64,
    right: u64,
    confusion: Option<(usize, Vec<u32>)>,
    outputs: Option<Vec<f32>>,
    classes: Vec<u32>,
    values: Vec<f32>,
}

impl Session {
    /// Measures the network on a part of the data; with `per_sample` every prediction is kept.
    ///
    /// # Errors
    /// Code `state` where that part has not been set; code `memory`.
    pub fn evaluate(&self, part: Part, per_sample: bool) -> Result<Evaluation> {
        let mut run = self.begin_evaluation(part, per_sample)?;
        while self.advance_evaluation(&mut run)? {}
        Ok(run.finish())
    }

    /// Prepares an evaluation, to be done in pieces by [`advance_evaluation`](Self::advance_evaluation).
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate).
    pub fn begin_evaluation(&self, part: Part, per_sample: bool) -> Result<EvaluationRun> {
        self.begin_evaluation_of(part, per_sample, Share::WHOLE)
    }

    /// The same for a share of the samples; every share has as many pieces.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate).
    pub fn begin_evaluation_of(&self, part: Part, per_sample: bool, share: Share) -> Result<EvaluationRun> {
        let Some(data) = &self.data[part as usize] else {
            return Err(no_data(part, "there is nothing to evaluate"));
        };
        let (total, outputs) = (data.len(), self.network.outputs());
        let range = share.range(total);
        let scoring = Scoring::of(data, self.loss.link(), outputs);
        let table = |classes: usize| Ok((classes, filled(product(&[classes, classes]), 0)?));
        let confusion = scoring.classes(data, outputs).map(table).transpose()?;
        let outputs = if per_sample { Some(filled(product(&[range.len(), outputs]), 0.0)?) } else { None };
        Ok(EvaluationRun {
            part,
            scoring,
            total,
            pieces: total.div_ceil(share.count).div_ceil(PIECE),
            next: range.start,
            range,
            loss: 0.0,
            right: 0,
            confusion,
            outputs,
            classes: Vec::new(),
            values: Vec::new(),
        })
    }

    /// Measures the next piece; says whether there is more.
    ///
    /// # Errors
    /// Code `memory`; code `state` where the data have been replaced by others meanwhile.
    pub fn advance_evaluation(&self, run: &mut EvaluationRun) -> Result<bool> {
        let data = self.data[run.part as usize].as_ref().filter(|data| data.len() == run.total);
        let Some(data) = data else {
            return Err(no_data(run.part, "the data were replaced while they were evaluated"));
        };
        let samples = PIECE.min(run.range.end - run.next);
        self.spare.with(&self.network, samples, |buffers| {
            run.pieces -= 1;
            let rows = run.next..run.next + samples;
            data.gather_range(rows.clone(), buffers.input_mut(samples));
            infer(&self.network, buffers, &self.parameters, samples);
            let outputs = self.network.outputs();
            let z = buffers.output(samples);
            let targets = gather_targets(data.labels(), rows, outputs, &mut run.classes, &mut run.values);
            run.loss += self.loss.apply(z, outputs, targets, None);
            if run.scoring != Scoring::None {
                count(run.scoring, z, outputs, targets, &mut run.right, run.confusion.as_mut());
            }
            if let Some(all) = &mut run.outputs {
                let piece = &mut all[(run.next - run.range.start) * outputs..][..samples * outputs];
                piece.copy_from_slice(z);
                super::inspect::apply_link(self.loss.link(), piece, outputs);
            }
            run.next += samples;
            Ok(run.pieces > 0)
        })
    }
}

/// Puts samples through the network as it predicts: without dropout, by running statistics.
pub(super) fn infer(network: &Network, buffers: &mut Buffers, parameters: &[f32], samples: usize) {
    let mut part = network::Part {
        samples,
        first_sample: 0,
        batch: samples,
        step: 0,
        training: false,
        exchange: &mut Alone,
    };
    network.forward(buffers, &mut part, parameters);
}

fn count(
    scoring: Scoring,
    z: &[f32],
    outputs: usize,
    targets: Targets<'_>,
    right: &mut u64,
    mut confusion: Option<&mut (usize, Vec<u32>)>,
) {
    for (sample, z) in z.chunks_exact(outputs).enumerate() {
        let (answer, truth) = (scoring.answer(z), truth(targets, sample));
        *right += u64::from(answer == truth);
        if let Some((classes, table)) = &mut confusion {
            table[truth as usize * *classes + answer as usize] += 1;
        }
    }
}

impl EvaluationRun {
    /// Adds up loss and right answers with everyone else's, once all have measured their share.
    pub(super) fn join(&mut self, crew: &mut dyn Crew) {
        let mut sums = [self.loss, self.right as f64];
        crew.sum(&mut sums);
        (self.loss, self.right) = (sums[0], sums[1] as u64);
        self.range = 0..self.total;
    }

    /// What the pieces add up to.
    pub fn finish(self) -> Evaluation {
        let count = self.range.len() as f64;
        Evaluation {
            loss: self.loss / count,
            accuracy: (self.scoring != Scoring::None).then(|| self.right as f64 / count),
            count: self.range.len() as u32,
            confusion: self.confusion.map(|(_, table)| table),
            outputs: self.outputs,
        }
    }
}
