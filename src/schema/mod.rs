//! Fields, their types, defaults and checks: what a spec is made of.
//!
//! A layer, loss, optimiser or schedule declares its fields once, with `fields!`. Checks, defaults, typed config structs, the
//! builder and the published schema are generated from that.

pub mod config;
pub mod config_builder;
pub(crate) mod declare;
pub mod field;
pub mod init;
pub mod json_value;
pub mod kind;
pub mod setting;
pub mod value;
