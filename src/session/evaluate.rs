//! Evaluation on a part of the data, block by block.

use core::ops::Range;

use ndarray::{Array2, ArrayD};
use serde::Serialize;

use super::{Part, Session};
use crate::losses::Targets;
use crate::memory::{filled, product};
use crate::model::{
    BLOCK, Scoring, Task, already_ended, apply_link, array, check_unchanged, complete, gather_targets,
    target_of,
};
use crate::{Error, ErrorKind, Result};

/// With more classes than this there is no confusion matrix: its size is their square.
const MAX_CONFUSION_CLASSES: usize = 1024;

/// The result of an evaluation on a part of the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss of a sample, without penalties.
    pub loss: f64,
    /// The fraction of correct predictions; `None` if predictions are not scored.
    pub accuracy: Option<f64>,
    /// The number of samples.
    pub count: u64,
    /// The confusion matrix, classes × classes: rows are targets, columns predictions. `None` without classes, or with more
    /// than 1,024.
    #[serde(skip)]
    pub confusion: Option<Array2<u32>>,
    /// The prediction of each sample, count × the shape of the output, if requested.
    #[serde(skip)]
    pub outputs: Option<ArrayD<f32>>,
    /// The loss of each sample, if requested.
    #[serde(skip)]
    pub losses: Option<Vec<f32>>,
}

/// A running evaluation: sums over the samples so far.
pub struct EvaluateTask {
    generation: u64,
    part: Part,
    scoring: Scoring,
    /// The samples to evaluate.
    range: Range<usize>,
    /// The first sample of the next block; `None` after the last block.
    next: Option<usize>,
    loss: f64,
    correct: u64,
    confusion: Option<(usize, Vec<u32>)>,
    per_sample_results: Option<PerSample>,
    classes: Vec<u32>,
    values: Vec<f32>,
}

/// Results of each sample.
struct PerSample {
    outputs: Vec<f32>,
    losses: Vec<f32>,
}

impl Session {
    /// Evaluates the model on a part of the data; `per_sample` adds the prediction and the loss of each sample.
    ///
    /// # Errors
    /// Kind `state` if that part has not been set, or its labels are names and no training data have defined the classes;
    /// kind `memory`.
    pub fn evaluate(&self, part: Part, per_sample: bool) -> Result<Evaluation> {
        complete(EvaluateTask::new(self, part, per_sample, 0..self.data_len(part))?, self)
    }

    /// Begins an evaluation of some samples of a part, to be advanced by
    /// [`advance_evaluation`](Self::advance_evaluation).
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate); kind `shape` for samples that do not exist.
    pub fn begin_evaluation(
        &self,
        part: Part,
        per_sample: bool,
        samples: Range<usize>,
    ) -> Result<EvaluateTask> {
        EvaluateTask::new(self, part, per_sample, samples)
    }

    /// Evaluates the next block. Returns whether blocks remain.
    ///
    /// # Errors
    /// Kind `memory`; kind `state` if the session has changed meanwhile, or no block remains.
    pub fn advance_evaluation(&self, task: &mut EvaluateTask) -> Result<bool> {
        task.advance(self)
    }
}

impl EvaluateTask {
    /// # Errors
    /// As [`Session::begin_evaluation`].
    pub(crate) fn new(session: &Session, part: Part, per_sample: bool, range: Range<usize>) -> Result<Self> {
        let (data, known) = session.resolved_data(part, "there is nothing to evaluate")?;
        if range.start > range.end || range.end > data.len() {
            return Err(Error::mismatch(
                ErrorKind::Shape,
                format_args!("samples from 0 to {}", data.len()),
                format_args!("{range:?}"),
            )
            .named("no_such_samples")
            .value("count", data.len())
            .at("samples"));
        }
        let outputs = session.outputs();
        let scoring = Scoring::of(known, session.model.loss.link(), outputs);
        let classes = scoring.classes(data, outputs).filter(|&classes| classes <= MAX_CONFUSION_CLASSES);
        let table = |classes: usize| Ok((classes, filled(product(&[classes, classes]), 0)?));
        let per_sample_results = || {
            let outputs = filled(product(&[range.len(), outputs]), 0.0)?;
            Ok(PerSample { outputs, losses: filled(range.len(), 0.0)? })
        };
        Ok(Self {
            generation: session.model.generation,
            part,
            scoring,
            next: Some(range.start),
            loss: 0.0,
            correct: 0,
            confusion: classes.map(table).transpose()?,
            per_sample_results: per_sample.then(per_sample_results).transpose()?,
            range,
            classes: Vec::new(),
            values: Vec::new(),
        })
    }

    /// Whether blocks remain.
    pub(crate) fn has_blocks(&self) -> bool {
        self.next.is_some()
    }

    /// Loss and correct predictions so far, summed over samples.
    pub(crate) fn sums(&self) -> [f64; 2] {
        [self.loss, self.correct as f64]
    }

    /// Whether predictions can be correct or wrong.
    pub(crate) fn is_scored(&self) -> bool {
        self.scoring != Scoring::None
    }

    /// The result.
    ///
    /// # Errors
    /// Kind `state` if blocks remain.
    pub fn evaluation(self, session: &Session) -> Result<Evaluation> {
        self.finish(session)
    }
}

impl Task<Session> for EvaluateTask {
    type Output = Evaluation;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        check_unchanged(self.generation, session.model.generation)?;
        let first = self.next.ok_or_else(already_ended)?;
        let (data, known) = session.resolved_data(self.part, "the data are gone")?;
        let samples = BLOCK.min(self.range.end - first);
        let model = &session.model;
        model.pool.with(&model.network, samples, |buffers| {
            let rows = first..first + samples;
            data.gather_range(rows.clone(), buffers.input_mut(samples));
            model.infer(buffers, samples);
            let outputs = model.outputs();
            let z = buffers.output(samples);
            let targets = gather_targets(known, rows, outputs, &mut self.classes, &mut self.values);
            self.loss += model.loss.apply(z, outputs, targets, None);
            if self.scoring != Scoring::None {
                self.correct += count(self.scoring, z, outputs, targets, self.confusion.as_mut());
            }
            if let Some(PerSample { outputs: all, losses }) = &mut self.per_sample_results {
                let first = first - self.range.start;
                let copied = &mut all[first * outputs..][..samples * outputs];
                copied.copy_from_slice(z);
                apply_link(model.loss.link(), copied, outputs);
                for (sample, (loss, z)) in losses[first..].iter_mut().zip(z.chunks_exact(outputs)).enumerate()
                {
                    let target = targets.of_sample(sample, outputs);
                    *loss = model.loss.apply(z, outputs, target, None) as f32;
                }
            }
            Ok(())
        })?;
        self.next = Some(first + samples).filter(|&next| next < self.range.end);
        Ok(self.next.is_some())
    }

    fn finish(self, session: &Session) -> Result<Evaluation> {
        if self.next.is_some() {
            let note = "the evaluation has not been done to its end";
            return Err(Error::new(ErrorKind::State, note).named("not_done"));
        }
        let count = self.range.len();
        let confusion = self.confusion.map(|(classes, table)| {
            Array2::from_shape_vec([classes, classes], table)
                .unwrap_or_else(|_| unreachable!("a square table"))
        });
        let (outputs, losses) =
            self.per_sample_results.map(|PerSample { outputs, losses }| (outputs, losses)).unzip();
        Ok(Evaluation {
            loss: self.loss / count as f64,
            accuracy: (self.scoring != Scoring::None).then(|| self.correct as f64 / count as f64),
            count: count as u64,
            confusion,
            outputs: outputs.map(|outputs| array(Some(count), session.output_shape(), outputs)),
            losses,
        })
    }
}

/// Counts the correct predictions of a block, and fills the confusion matrix.
fn count(
    scoring: Scoring,
    z: &[f32],
    outputs: usize,
    targets: Targets<'_>,
    mut confusion: Option<&mut (usize, Vec<u32>)>,
) -> u64 {
    let mut correct = 0;
    for (sample, z) in z.chunks_exact(outputs).enumerate() {
        let (predicted, target) = (scoring.predicted(z), target_of(targets, sample));
        correct += u64::from(predicted == target);
        if let Some((classes, table)) = &mut confusion {
            table[target as usize * *classes + predicted as usize] += 1;
        }
    }
    correct
}
