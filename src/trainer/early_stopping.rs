//! Early stopping: what is watched, how long it has not improved, and the best parameters so far.

use crate::spec::{Monitor, Spec};

/// The state of early stopping.
pub(crate) struct EarlyStopping {
    /// Whether the accuracy is watched, which should grow; else the loss, which should fall.
    pub by_accuracy: bool,
    patience: u32,
    min_delta: f64,
    restore_best: bool,
    /// Whether an epoch has ended and waits to be judged.
    pub due: bool,
    /// Epochs since the last improvement.
    pub waited: u32,
    /// The best value of what is watched; none before the first epoch's end.
    pub best: Option<f64>,
    /// The parameters that gave it, where they are to come back.
    pub best_parameters: Vec<f32>,
}

impl EarlyStopping {
    /// The beginning of early stopping, if the spec asks for it.
    pub fn of(spec: &Spec) -> Option<Self> {
        let values = spec.early_stopping()?;
        Some(Self {
            by_accuracy: values.monitor == Monitor::ValidationAccuracy,
            patience: values.patience,
            min_delta: values.min_delta,
            restore_best: values.restore_best,
            due: false,
            waited: 0,
            best: None,
            best_parameters: Vec::new(),
        })
    }

    /// The same settings' state taken over from before they were changed; what was best under another measure
    /// is not best under this one.
    pub fn continued(mut self, before: Option<Self>) -> Self {
        if let Some(before) = before.filter(|before| before.by_accuracy == self.by_accuracy) {
            (self.due, self.waited, self.best) = (before.due, before.waited, before.best);
            self.best_parameters = before.best_parameters;
        }
        // What is to be restored was never kept: the next epoch's value is the first that counts.
        if self.restore_best && self.best_parameters.is_empty() {
            self.best = None;
        }
        self
    }

    /// Counts from 0 again.
    pub fn wait_again(&mut self) {
        self.waited = 0;
    }

    /// Takes note of an epoch's end; says whether training should stop.
    pub fn judge(&mut self, loss: f64, accuracy: Option<f64>, parameters: &[f32]) -> bool {
        self.due = false;
        let value = if self.by_accuracy { accuracy.unwrap_or(0.0) } else { loss };
        let gain = |best: f64| if self.by_accuracy { value - best } else { best - value };
        // A value that is not a number is no improvement on anything.
        if self.best.map_or(!value.is_nan(), |best| gain(best) > self.min_delta) {
            self.best = Some(value);
            self.waited = 0;
            if self.restore_best {
                self.best_parameters.clear();
                self.best_parameters.extend_from_slice(parameters);
            }
            return false;
        }
        self.waited += 1;
        self.waited >= self.patience
    }

    /// Brings the best parameters back, where that is wanted.
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
    fn what_was_not_kept_is_not_the_best_once_it_is_to_be_restored() {
        let mut before = stopping(false);
        assert!(!before.judge(0.1, None, &[1.0]));
        let mut after = stopping(true).continued(Some(before));
        assert!(!after.judge(0.5, None, &[2.0]), "the first value that counts");
        assert!(after.judge(0.6, None, &[3.0]));
        let mut parameters = [3.0];
        after.restore(&mut parameters);
        assert_eq!(parameters, [2.0]);
    }
}
