//! Buffers that are kept between calls, so that repeated predictions allocate nothing.

use std::sync::Mutex;

use super::buffers::Buffers;
use super::network::Network;
use crate::Result;

/// A pool of one. A call that finds it empty allocates buffers of its own, so that no call waits for another.
#[derive(Default)]
pub(crate) struct BufferPool(Mutex<Option<Buffers>>);

impl BufferPool {
    /// Runs `work` with buffers for so many samples; what they hold at first has no meaning.
    ///
    /// # Errors
    /// Kind `memory`, and those of the work.
    pub fn with<T>(
        &self,
        network: &Network,
        samples: usize,
        work: impl FnOnce(&mut Buffers) -> Result<T>,
    ) -> Result<T> {
        let kept = self.0.try_lock().ok().and_then(|mut kept| kept.take());
        let mut buffers = match kept {
            Some(buffers) => buffers,
            None => network.buffers(0)?,
        };
        network.reserve(&mut buffers, samples)?;
        let result = work(&mut buffers);
        if let Ok(mut kept) = self.0.try_lock() {
            *kept = Some(buffers);
        }
        result
    }
}
