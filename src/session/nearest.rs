//! Nearest neighbours of a sample by the output of a layer.

use std::collections::BinaryHeap;

use super::{Part, Session};
use crate::data::{Inputs, ResolvedLabels};
use crate::memory::filled;
use crate::model::{BLOCK, BlockProgress, Buffers, Model, Task, complete};
use crate::{Error, ErrorKind, Result};

/// Options of the search for the nearest samples.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Nearest {
    /// The part of the data.
    pub part: Part,
    /// The number of neighbours; at most all samples of the part.
    pub count: usize,
    /// The layer whose outputs are compared; `None` for the inputs of the last layer with parameters.
    pub layer: Option<String>,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { part: Part::Train, count: 5, layer: None }
    }
}

impl Nearest {
    /// The `count` nearest samples of a part.
    pub fn of(part: Part, count: usize) -> Self {
        Self { part, count, layer: None }
    }

    /// Compares the outputs of the layer with this name.
    #[must_use]
    pub fn by_layer(self, name: impl Into<String>) -> Self {
        Self { layer: Some(name.into()), ..self }
    }
}

/// A near sample.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Neighbour {
    /// Its index within the part.
    pub index: usize,
    /// Its label.
    pub label: NeighbourLabel,
    /// The Euclidean distance.
    pub distance: f64,
}

/// The label of a sample.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NeighbourLabel {
    /// The index of its class.
    Class(u32),
    /// The name of its class.
    Name(String),
    /// The target values, one for each output.
    Values(Vec<f32>),
}

/// A running search.
pub(crate) struct NearestTask {
    part: Part,
    count: usize,
    /// The layer whose outputs are compared; `None` for the network's input.
    layer: Option<usize>,
    /// The output of that layer for the query sample.
    features: Vec<f32>,
    progress: BlockProgress,
    distances: Vec<f64>,
}

impl NearestTask {
    /// # Errors
    /// As [`Session::nearest`].
    pub fn new<'a>(session: &Session, input: impl Into<Inputs<'a>>, nearest: &Nearest) -> Result<Self> {
        let inputs = input.into();
        session.model.one_sample(&inputs)?;
        let scale = session.scale_of(&inputs)?;
        let (data, _) = session.resolved_data(nearest.part, "there is nothing to look among")?;
        let layer = session.compared_layer(nearest.layer.as_deref())?;
        let features = session.model.pool.with(&session.model.network, 1, |buffers| {
            inputs.gather(&mut (0..1), session.features(), scale, buffers.input_mut(1));
            Ok(layer_output(&session.model, buffers, layer, 1).to_vec())
        })?;
        let progress = BlockProgress::new(session.model.generation, data.len());
        let distances = filled(data.len(), 0.0)?;
        Ok(Self { part: nearest.part, count: nearest.count, layer, features, progress, distances })
    }
}

impl Task<Session> for NearestTask {
    type Output = Vec<Neighbour>;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        let samples = self.progress.next(session.model.generation, BLOCK)?;
        let (data, _) = session.resolved_data(self.part, "the data are gone")?;
        let first = self.progress.done;
        let Self { layer, features, distances, .. } = self;
        session.model.pool.with(&session.model.network, samples, |buffers| {
            data.gather_range(first..first + samples, buffers.input_mut(samples));
            let rows = layer_output(&session.model, buffers, *layer, samples).chunks_exact(features.len());
            for (found, row) in distances[first..].iter_mut().zip(rows) {
                let square = |(a, b): (&f32, &f32)| (f64::from(*a) - f64::from(*b)).powi(2);
                *found = row.iter().zip(&*features).map(square).sum::<f64>().sqrt();
            }
            Ok(())
        })?;
        Ok(self.progress.add(samples))
    }

    fn finish(self, session: &Session) -> Result<Vec<Neighbour>> {
        self.progress.check_done()?;
        let (_, labels) = session.resolved_data(self.part, "the data are gone")?;
        let distances = self.distances;
        // A max-heap of the nearest so far. Distances are not negative, so their bits have the same order.
        let mut nearest = BinaryHeap::new();
        for (index, &distance) in distances.iter().enumerate() {
            let bits = if distance.is_nan() { u64::MAX } else { distance.to_bits() };
            let found = [bits, index as u64, 0];
            if nearest.len() < self.count {
                nearest.push(found);
            } else if let Some(mut farthest) = nearest.peek_mut()
                && found < *farthest
            {
                *farthest = found;
            }
        }
        let neighbour = |index: usize| Neighbour {
            index,
            label: session.label_of(labels, index),
            distance: distances[index],
        };
        let order = nearest.into_sorted_vec().into_iter();
        Ok(order.map(|[_, index, _]| neighbour(index as usize)).collect())
    }
}

/// Runs the network and returns the compared features, one row for each sample.
fn layer_output<'a>(
    model: &Model,
    buffers: &'a mut Buffers,
    layer: Option<usize>,
    samples: usize,
) -> &'a [f32] {
    let Some(layer) = layer else { return buffers.input_mut(samples) };
    model.infer(buffers, samples);
    buffers.activation(layer, samples)
}

impl Session {
    /// The nearest samples of a part of the data to one sample, by the features of a layer, the nearest first. Ties are in
    /// the order of the data.
    ///
    /// # Errors
    /// Kind `shape` where there is not exactly one sample; kind `data` where its scale is not known or there is no such layer;
    /// kind `state` where that part of the data has not been set; kind `memory`.
    pub fn nearest<'a>(&self, input: impl Into<Inputs<'a>>, nearest: &Nearest) -> Result<Vec<Neighbour>> {
        complete(NearestTask::new(self, input, nearest)?, self)
    }

    /// The layer whose outputs are compared; `None` for the network's input.
    fn compared_layer(&self, name: Option<&str>) -> Result<Option<usize>> {
        let Some(name) = name else {
            let last = self
                .model
                .network
                .layers()
                .collect::<Vec<_>>()
                .iter()
                .rposition(|layer| !layer.parameters().is_empty());
            return Ok(last.and_then(|last| last.checked_sub(1)));
        };
        if let Some(index) = self.model.layer_names().iter().position(|known| known == name) {
            return Ok(Some(index));
        }
        let names = self.model.layer_names().join(", ");
        Err(Error::mismatch(ErrorKind::Data, format_args!("one of {names}"), format_args!("\"{name}\""))
            .named("unknown_layer")
            .value("names", names)
            .at("layer"))
    }

    fn label_of(&self, labels: ResolvedLabels<'_>, index: usize) -> NeighbourLabel {
        match labels {
            ResolvedLabels::Classes(classes) => {
                let class = classes[index];
                let name = self.classes.as_ref().and_then(|names| names.get(class as usize));
                name.map_or(NeighbourLabel::Class(class), |name| NeighbourLabel::Name(name.clone()))
            }
            ResolvedLabels::Values(values) => {
                let outputs = self.outputs();
                NeighbourLabel::Values(values[index * outputs..][..outputs].to_vec())
            }
        }
    }
}
