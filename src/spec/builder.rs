//! The builder of a spec. It produces JSON, which is checked like any other.

use super::{Augment, EarlyStopping, Spec, SpecBuilder};
use crate::Result;
use crate::schema::config_builder::{ConfigBuilder, LayerSpec, LossSpec, OptimizerSpec, ScheduleSpec};
use crate::schema::json_value::JsonValue;

impl Spec {
    /// A builder of a spec for samples of this shape: `[features]`, `[channels, height, width]` or `[steps, features]`.
    ///
    /// ```
    /// use inkgrad::layers::{Conv2d, Dense, Flatten, MaxPool2d};
    /// use inkgrad::losses::CrossEntropy;
    /// use inkgrad::optimizers::Adam;
    /// use inkgrad::schedules::Cosine;
    /// use inkgrad::spec::{EarlyStopping, Monitor};
    /// use inkgrad::{Session, Spec};
    ///
    /// let spec = Spec::new([1, 28, 28])
    ///     .layer(Conv2d::new(8, 5).relu())
    ///     .layer(MaxPool2d::new(2))
    ///     .layer(Flatten::new())
    ///     .layer(Dense::new(10).name("digits"))
    ///     .loss(CrossEntropy::new().label_smoothing(0.1))
    ///     .optimizer(Adam::new(0.001))
    ///     .schedule(Cosine::new(2000).minimum(1e-5))
    ///     .early_stopping(EarlyStopping::new().monitor(Monitor::ValidationAccuracy).patience(3))
    ///     .batch_size(64)
    ///     .seed(42)
    ///     .build()?;
    /// let session = Session::new(spec)?;
    /// assert_eq!(session.outputs(), 10);
    /// # Ok::<(), inkgrad::Error>(())
    /// ```
    #[allow(clippy::new_ret_no_self)] // A spec also needs layers, loss and optimiser.
    pub fn new(input: impl Into<Vec<usize>>) -> SpecBuilder {
        SpecBuilder::new(&input.into())
    }
}

impl SpecBuilder {
    /// Appends a layer.
    pub fn layer(self, layer: impl Into<LayerSpec>) -> Self {
        self.layers([layer.into()])
    }

    /// Appends layers.
    pub fn layers(self, layers: impl IntoIterator<Item = LayerSpec>) -> Self {
        Self(self.0.extend("layers", layers.into_iter().map(|layer| layer.0)))
    }

    /// Sets the loss.
    pub fn loss(self, loss: impl Into<LossSpec>) -> Self {
        Self(self.0.set("loss", loss.into().0))
    }

    /// Sets the optimiser.
    pub fn optimizer(self, optimizer: impl Into<OptimizerSpec>) -> Self {
        Self(self.0.set("optimizer", optimizer.into().0))
    }

    /// Sets the learning rate schedule; by default `constant`.
    pub fn schedule(self, schedule: impl Into<ScheduleSpec>) -> Self {
        Self(self.0.set("schedule", schedule.into().0))
    }

    /// Sets early stopping; by default there is none.
    pub fn early_stopping(self, early_stopping: EarlyStopping) -> Self {
        Self(self.0.set("early_stopping", early_stopping.0.into()))
    }

    /// Sets the augmentation of training images; by default there is none.
    pub fn augment(self, augment: Augment) -> Self {
        Self(self.0.set("augment", augment.0.into()))
    }

    /// Checks the spec and fills in defaults.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first field that is invalid or missing.
    pub fn build(self) -> Result<Spec> {
        Spec::read(&JsonValue::from(self.0))
    }
}

impl From<SpecBuilder> for JsonValue {
    fn from(builder: SpecBuilder) -> Self {
        let given: ConfigBuilder = builder.0;
        given.into()
    }
}
