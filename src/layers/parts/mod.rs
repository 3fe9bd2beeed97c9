//! Code that several layers share. A layer may use these modules but never another layer.

pub(super) mod fields;
pub(super) mod input;
pub(super) mod normalise;
pub(super) mod pooling;
pub(super) mod recurrent;
pub(super) mod sequential;
pub(super) mod split;
pub(super) mod view;
