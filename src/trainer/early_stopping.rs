//! Early stopping: the best monitored value so far, its parameters, and the epochs since then.

use crate::spec::{Monitor, Spec};

/// The state of early stopping.
pub(crate) struct EarlyStopping {
    /// Whether the monitored value is the validation accuracy, to be maximised; otherwise it is the loss, to be minimised.
    pub monitors_accuracy: bool,
    patience: u32,
    min_delta: f64,
    restore_best: bool,
    /// Whether an epoch has ended and must be validated before the next step.
    pub evaluation_due: bool,
    /// Epochs since the last improvement.
    pub epochs_without_improvement: u32,
    /// The best monitored value; `None` before the end of the first epoch.
    pub best: Option<f64>,
    /// The parameters with the best value; empty unless they are to be restored.
    pub best_parameters: Vec<f32>,
}

impl EarlyStopping {
    /// The initial state, if the spec has early stopping.
    pub fn of(spec: &Spec) -> Option<Self> {
        let values = spec.early_stopping()?;
        Some(Self {
            monitors_accuracy: values.monitor == Monitor::ValidationAccuracy,
            patience: values.patience,
            min_delta: values.min_delta,
            restore_best: values.restore_best,
            evaluation_due: false,
            epochs_without_improvement: 0,
            best: None,
            best_parameters: Vec::new(),
        })
    }

    /// Takes over the state from before a change of settings, if the monitored value is the same.
    pub fn resume_from(mut self, before: Option<Self>) -> Self {
        if let Some(before) = before.filter(|before| before.monitors_accuracy == self.monitors_accuracy) {
            (self.evaluation_due, self.epochs_without_improvement, self.best) =
                (before.evaluation_due, before.epochs_without_improvement, before.best);
            self.best_parameters = before.best_parameters;
        }
        // The parameters of the best value were not stored: start again with the next epoch.
        if self.restore_best && self.best_parameters.is_empty() {
            self.best = None;
        }
        self
    }

    /// Sets the count of epochs without improvement to 0.
    pub fn reset_patience(&mut self) {
        self.epochs_without_improvement = 0;
    }

    /// Records the validation results of an epoch. Returns whether training should stop.
    pub fn record_epoch(&mut self, loss: f64, accuracy: Option<f64>, parameters: &[f32]) -> bool {
        self.evaluation_due = false;
        let value = if self.monitors_accuracy { accuracy.unwrap_or(0.0) } else { loss };
        let improvement = |best: f64| if self.monitors_accuracy { value - best } else { best - value };
        // NaN is never an improvement.
        if self.best.map_or(!value.is_nan(), |best| improvement(best) > self.min_delta) {
            self.best = Some(value);
            self.epochs_without_improvement = 0;
            if self.restore_best {
                self.best_parameters.clear();
                self.best_parameters.extend_from_slice(parameters);
            }
            return false;
        }
        self.epochs_without_improvement += 1;
        self.epochs_without_improvement >= self.patience
    }

    /// Restores the best parameters, if the spec asks for it.
    pub fn restore(&self, parameters: &mut [f32]) {
        if self.restore_best && self.best_parameters.len() == parameters.len() {
            parameters.copy_from_slice(&self.best_parameters);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EarlyStopping;
    use crate::Spec;

    fn stopping(restore_best: bool) -> EarlyStopping {
        let json = format!(
            r#"{{"input":[1],"layers":[{{"kind":"dense","units":1}}],"loss":{{"kind":"mse"}},
                "optimizer":{{"kind":"sgd","learning_rate":0.1}},
                "early_stopping":{{"patience":1,"restore_best":{restore_best}}}}}"#
        );
        EarlyStopping::of(&Spec::from_json(&json).expect("a spec")).expect("early stopping")
    }

    #[test]
    fn turning_on_restore_best_discards_a_best_value_without_parameters() {
        let mut before = stopping(false);
        assert!(!before.record_epoch(0.1, None, &[1.0]));
        let mut after = stopping(true).resume_from(Some(before));
        assert!(!after.record_epoch(0.5, None, &[2.0]), "the first recorded value");
        assert!(after.record_epoch(0.6, None, &[3.0]));
        let mut parameters = [3.0];
        after.restore(&mut parameters);
        assert_eq!(parameters, [2.0]);
    }
}
