//! A session as JavaScript holds it.

use wasm_bindgen::prelude::wasm_bindgen;

use super::query::Query;
use crate::session::{Session, Steps};
use crate::{Error, ErrorKind};

/// A session and its running call, if any.
#[wasm_bindgen]
pub struct Handle {
    pub(super) session: Session,
    pub(super) run: Option<Steps>,
    pub(super) query: Option<Query>,
}

impl From<Session> for Handle {
    fn from(session: Session) -> Self {
        Self { session, run: None, query: None }
    }
}

/// The error for a call that was not started.
pub(super) fn not_begun() -> Error {
    Error::new(ErrorKind::State, "nothing has been begun").named("not_begun")
}
