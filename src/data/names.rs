//! A list of names in one piece of text: the columns of a table, the classes of a data set.

use super::reserve;
use crate::Result;

/// Names in order, kept in a single string.
///
/// A million columns named by one letter each cost two megabytes here, and twenty-four more as strings of
/// their own: a reader that promises to stay within a bound cannot hand those out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, each ended by a line feed.
    text: String,
}

impl Names {
    /// Room for exactly `bytes` bytes of names, the line feeds counted in.
    pub(super) fn with_room(bytes: usize) -> Result<Self> {
        let text = String::from_utf8(reserve(bytes)?).unwrap_or_default();
        Ok(Self { text })
    }

    /// Adds a name, which must hold no line feed, at the end.
    pub(super) fn push(&mut self, name: &str) {
        debug_assert!(!name.contains('\n'), "a line feed ends a name");
        self.text.push_str(name);
        self.text.push('\n');
    }

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('\n')
    }

    /// The number of names.
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there are no names.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The place of the first name that reads `name`, counted from 0.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.iter().position(|known| known == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_order_and_may_be_empty() {
        let mut names = Names::default();
        assert!(names.is_empty());
        for name in ["", "a b", "ö", ""] {
            names.push(name);
        }
        assert_eq!(names.iter().collect::<Vec<_>>(), ["", "a b", "ö", ""]);
        assert_eq!(names.len(), 4);
        assert_eq!((names.position("ö"), names.position("x")), (Some(2), None));
    }
}
