//! Measuring the network on a part of the data, piece by piece.

use core::ops::Range;

use ndarray::{Array2, ArrayD};
use serde::Serialize;

use super::array::array;
use super::batch::gather_targets;
use super::divided::{Crew, Share};
use super::predict::apply_link;
use super::score::{Scoring, truth};
use super::step::no_data;
use super::task::{Task, check_unchanged, complete, ended};
use super::{Part, Session};
use crate::data::{Dataset, Known};
use crate::layers::Alone;
use crate::losses::Targets;
use crate::memory::{filled, product};
use crate::network::{self, Buffers, Network};
use crate::{Code, Error, Result};

/// Samples in a piece: enough for products at full speed, few enough to be done soon.
pub(super) const PIECE: usize = 128;

/// With more classes than this there is no table of confusions, whose size is their square.
const MOST_CONFUSED: usize = 1024;

/// How the network does on a part of the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss of a sample, without penalties.
    pub loss: f64,
    /// The fraction that is answered right; none where nothing is right or wrong.
    pub accuracy: Option<f64>,
    /// Samples.
    pub count: u64,
    /// How often each class (row) was taken for each (column), classes × classes; none where there are no classes, or more
    /// than 1,024.
    #[serde(skip)]
    pub confusion: Option<Array2<u32>>,
    /// Every sample's prediction, count × the shape of the output, where they were asked for.
    #[serde(skip)]
    pub outputs: Option<ArrayD<f32>>,
    /// Every sample's loss, where they were asked for.
    #[serde(skip)]
    pub losses: Option<Vec<f32>>,
}

/// An evaluation under way: the sums over the samples seen so far.
pub struct EvaluateTask {
    generation: u64,
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
    each: Option<Each>,
    classes: Vec<u32>,
    values: Vec<f32>,
}

/// What is kept of every sample.
struct Each {
    outputs: Vec<f32>,
    losses: Vec<f32>,
}

impl Session {
    /// Measures the network on a part of the data; with `per_sample` every prediction and every loss is kept.
    ///
    /// # Errors
    /// Code `state` where that part has not been set, or its labels are names and no training data have said which classes
    /// there are; code `memory`.
    pub fn evaluate(&self, part: Part, per_sample: bool) -> Result<Evaluation> {
        complete(EvaluateTask::new(self, part, per_sample, Share::WHOLE)?, self)
    }

    /// Prepares the evaluation of a share of the samples, to be done in pieces by
    /// [`advance_evaluation`](Self::advance_evaluation); every share has as many pieces.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate).
    pub fn begin_evaluation_of(&self, part: Part, per_sample: bool, share: Share) -> Result<EvaluateTask> {
        EvaluateTask::new(self, part, per_sample, share)
    }

    /// Measures the next piece; says whether there is more.
    ///
    /// # Errors
    /// Code `memory`; code `state` where the session has been changed meanwhile, or nothing is left to measure.
    pub fn advance_evaluation(&self, run: &mut EvaluateTask) -> Result<bool> {
        run.advance(self)
    }

    /// The data of a part, with what their labels have been understood to be.
    pub(super) fn known_data(&self, part: Part, why: &str) -> Result<(&Dataset, Known<'_>)> {
        let data = self.data[part as usize].as_ref().ok_or_else(|| no_data(part, why))?;
        let known = data.known().ok_or_else(Self::no_names)?;
        Ok((data, known))
    }
}

impl EvaluateTask {
    /// # Errors
    /// As [`Session::evaluate`].
    pub(crate) fn new(session: &Session, part: Part, per_sample: bool, share: Share) -> Result<Self> {
        session.check_whole()?;
        let (data, known) = session.known_data(part, "there is nothing to evaluate")?;
        let (total, outputs) = (data.len(), session.outputs());
        let range = share.range(total);
        let scoring = Scoring::of(known, session.loss.link(), outputs);
        let classes = scoring.classes(data, outputs).filter(|&classes| classes <= MOST_CONFUSED);
        let table = |classes: usize| Ok((classes, filled(product(&[classes, classes]), 0)?));
        let each = || {
            let outputs = filled(product(&[range.len(), outputs]), 0.0)?;
            Ok(Each { outputs, losses: filled(range.len(), 0.0)? })
        };
        Ok(Self {
            generation: session.generation,
            part,
            scoring,
            total,
            pieces: total.div_ceil(share.count).div_ceil(PIECE),
            next: range.start,
            loss: 0.0,
            right: 0,
            confusion: classes.map(table).transpose()?,
            each: per_sample.then(each).transpose()?,
            range,
            classes: Vec::new(),
            values: Vec::new(),
        })
    }

    /// Adds up loss and right answers with everyone else's, once all have measured their share.
    pub(super) fn join(&mut self, crew: &mut dyn Crew) {
        let mut sums = [self.loss, self.right as f64];
        crew.sum(&mut sums);
        (self.loss, self.right) = (sums[0], sums[1] as u64);
        self.range = 0..self.total;
    }

    /// What the pieces add up to.
    ///
    /// # Errors
    /// Code `state` where not all pieces have been measured.
    pub fn evaluation(self, session: &Session) -> Result<Evaluation> {
        self.finish(session)
    }
}

impl Task for EvaluateTask {
    type Output = Evaluation;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        check_unchanged(self.generation, session)?;
        if self.pieces == 0 {
            return Err(ended());
        }
        let (data, known) = session.known_data(self.part, "the data are gone")?;
        let samples = PIECE.min(self.range.end - self.next);
        session.spare.with(&session.network, samples, |buffers| {
            let rows = self.next..self.next + samples;
            data.gather_range(rows.clone(), buffers.input_mut(samples));
            infer(&session.network, buffers, &session.parameters, samples);
            let outputs = session.network.outputs();
            let z = buffers.output(samples);
            let targets = gather_targets(known, rows, outputs, &mut self.classes, &mut self.values);
            self.loss += session.loss.apply(z, outputs, targets, None);
            if self.scoring != Scoring::None {
                count(self.scoring, z, outputs, targets, &mut self.right, self.confusion.as_mut());
            }
            if let Some(Each { outputs: all, losses }) = &mut self.each {
                let first = self.next - self.range.start;
                let kept = &mut all[first * outputs..][..samples * outputs];
                kept.copy_from_slice(z);
                apply_link(session.loss.link(), kept, outputs);
                for (sample, (loss, z)) in losses[first..].iter_mut().zip(z.chunks_exact(outputs)).enumerate()
                {
                    let target = targets.of_sample(sample, outputs);
                    *loss = session.loss.apply(z, outputs, target, None) as f32;
                }
            }
            Ok(())
        })?;
        self.next += samples;
        self.pieces -= 1;
        Ok(self.pieces > 0)
    }

    fn finish(self, session: &Session) -> Result<Evaluation> {
        if self.pieces > 0 {
            let note = "the evaluation has not been done to its end";
            return Err(Error::new(Code::State, note).named("not_done"));
        }
        let count = self.range.len();
        let confusion = self.confusion.map(|(classes, table)| {
            Array2::from_shape_vec([classes, classes], table)
                .unwrap_or_else(|_| unreachable!("a square table"))
        });
        let (outputs, losses) = self.each.map(|Each { outputs, losses }| (outputs, losses)).unzip();
        Ok(Evaluation {
            loss: self.loss / count as f64,
            accuracy: (self.scoring != Scoring::None).then(|| self.right as f64 / count as f64),
            count: count as u64,
            confusion,
            outputs: outputs.map(|outputs| array(Some(count), session.output_shape(), outputs)),
            losses,
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
