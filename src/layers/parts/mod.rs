//! What several layers are made of, and no layer itself: a layer's file may use these, and never another layer's.

pub(super) mod fields;
pub(super) mod input;
pub(super) mod normalise;
pub(super) mod pooling;
pub(super) mod recurrent;
pub(super) mod sequential;
pub(super) mod split;
pub(super) mod view;
