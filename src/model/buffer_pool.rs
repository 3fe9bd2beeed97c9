//! A pool of buffers, so that repeated predictions do not allocate.

use std::sync::Mutex;

use super::buffers::Buffers;
use super::network::Network;
use crate::Result;

/// A pool of one. If it is empty, a call allocates its own buffers, so that no call waits for another.
#[derive(Default)]
pub(crate) struct BufferPool(Mutex<Option<Buffers>>);

impl BufferPool {
    /// Runs `work` with buffers for `samples` samples. Their initial contents are undefined.
    ///
    /// # Errors
    /// Kind `memory`, and those of the work.
    pub fn with<T>(
        &self,
        network: &Network,
        samples: usize,
        work: impl FnOnce(&mut Buffers) -> Result<T>,
    ) -> Result<T> {
        let pooled = self.0.try_lock().ok().and_then(|mut pooled| pooled.take());
        let mut buffers = match pooled {
            Some(buffers) => buffers,
            None => network.buffers(0)?,
        };
        network.reserve(&mut buffers, samples)?;
        let result = work(&mut buffers);
        if let Ok(mut pooled) = self.0.try_lock() {
            *pooled = Some(buffers);
        }
        result
    }
}
