//! The schedules, one file each: the learning rate of every optimiser step.

use crate::Result;
use crate::kernels::cosine_and_sine;
use crate::schema::kind::Kind;
use crate::schema::record::Record;

/// Declares the files of this folder that hold a schedule; each has a `KIND` and a builder.
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

/// Every kind of schedule, in the order in which they are shown.
pub fn kinds() -> &'static [&'static Kind<BuildSchedule>] {
    KINDS
}

/// Makes a schedule from its checked fields; an error names the field that does not fit the others.
pub type BuildSchedule = fn(&Record) -> Result<Box<dyn Schedule>>;

/// A learning rate as a function of the step.
pub trait Schedule: Send + Sync {
    /// The rate of step `t`, counted from 0; `rate` is the optimiser's own.
    fn rate(&self, t: u64, rate: f64) -> f64;
}

/// Half a cosine that leads from `from` at 0 to `to` at 1 (I. Loshchilov and F. Hutter, "SGDR", 2017, eq. 5),
/// and stays there.
fn half_cosine(from: f64, to: f64, progress: f64) -> f64 {
    to + (from - to) * 0.5 * (1.0 + cosine_and_sine(0.5 * progress.min(1.0))[0])
}
