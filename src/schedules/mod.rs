//! The learning rate schedules, one file each.

use crate::Result;
use crate::kernels::cosine_and_sine;
use crate::schema::config::Config;
use crate::schema::kind::Kind;

/// Declares the modules of this folder. Each holds one schedule: a `KIND` and a builder.
macro_rules! schedules {
    ($($file:ident::$Builder:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$Builder;)+
        static KINDS: &[&Kind<BuildSchedule>] = &[$(&$file::KIND),+];
    };
}

schedules![
    constant::Constant,
    step::Step,
    exponential::Exponential,
    cosine::Cosine,
    warmup_cosine::WarmupCosine,
    one_cycle::OneCycle,
];

/// Every kind of schedule, in display order.
pub fn kinds() -> &'static [&'static Kind<BuildSchedule>] {
    KINDS
}

/// Builds a schedule from its validated fields. An error names the field that conflicts with the others.
pub type BuildSchedule = fn(&Config) -> Result<Box<dyn Schedule>>;

/// A learning rate as a function of the step.
pub trait Schedule: Send + Sync {
    /// The learning rate of step `t`, counted from 0; `rate` is the optimiser's base rate.
    fn rate(&self, t: u64, rate: f64) -> f64;
}

/// Cosine annealing from `from` at progress 0 to `to` at progress 1 and beyond (I. Loshchilov and F. Hutter, "SGDR", 2017,
/// eq. 5).
fn half_cosine(from: f64, to: f64, progress: f64) -> f64 {
    to + (from - to) * 0.5 * (1.0 + cosine_and_sine(0.5 * progress.min(1.0))[0])
}
