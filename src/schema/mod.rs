//! Fields, their types, defaults and checks: what a spec is made of.
//!
//! A layer, loss, optimiser or schedule describes itself by a [`kind::Kind`] with a table of [`field::Field`]s;
//! checks, defaults and the published schema all read those tables.

pub mod field;
pub mod init;
pub mod json;
pub mod kind;
pub mod raw;
pub mod record;
pub mod value;
