//! Fields, their types, defaults and checks: what a spec is made of.
//!
//! A layer, loss, optimiser or schedule declares its fields once, by `fields!`: checks, defaults, typed
//! values, the builder and the published schema all come from there.

pub(crate) mod declare;
pub mod field;
pub mod given;
pub mod init;
pub mod json_value;
pub mod kind;
pub mod record;
pub mod setting;
pub mod value;
