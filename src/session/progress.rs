//! Where a session stands within its epoch.

use super::{Part, Session};
use crate::Result;

impl Session {
    /// How many steps it is to the end of the epoch at hand, at least one.
    ///
    /// # Errors
    /// Code `state` without training data.
    pub fn steps_left_in_epoch(&self) -> Result<u64> {
        let (data, _) = self.known_data(Part::Train, "there is nothing to learn from")?;
        Ok((data.len() - self.clock.position).div_ceil(self.spec.batch_size()) as u64)
    }

    /// How many whole epochs there have been since the session was created.
    pub fn epochs(&self) -> u64 {
        self.clock.epoch
    }

    /// Whether a part of the data has been set.
    pub fn has_data(&self, part: Part) -> bool {
        self.data[part as usize].is_some()
    }
}
