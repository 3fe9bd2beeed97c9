//! [`Names`]: a list of names in a single string, for the columns of a table or the classes of a data set.

use std::borrow::Cow;

use super::reserve;
use crate::Result;

/// Names in order, stored in a single string.
///
/// A million one-letter names take 2 MB here, and 26 MB as separate strings: too much for a reader with a memory bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, each terminated by a line feed.
    text: String,
}

impl Names {
    /// An empty list with capacity for exactly `bytes` bytes of names, line feeds included.
    pub(super) fn with_capacity(bytes: usize) -> Result<Self> {
        let text = String::from_utf8(reserve(bytes)?).unwrap_or_default();
        Ok(Self { text })
    }

    /// Appends a name, which must not contain a line feed.
    pub(super) fn push(&mut self, name: &str) {
        debug_assert!(!name.contains('\n'), "a line feed ends a name");
        self.text.push_str(name);
        self.text.push('\n');
    }

    /// The name that begins at this byte.
    pub(super) fn at(&self, offset: usize) -> &str {
        let text = self.text.get(offset..).unwrap_or_default();
        text.split_once('\n').map_or(text, |(name, _)| name)
    }

    /// The number of bytes, line feeds included: where the next name begins.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
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

    /// The index of the first name that equals `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.iter().position(|known| known == name)
    }
}

/// A name on one line.
pub(super) fn one_line(name: &str) -> Cow<'_, str> {
    let is_end = ['\r', '\n'];
    if name.contains(is_end) { name.replace(is_end, " ").into() } else { name.into() }
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
        assert_eq!((names.len(), names.at(0), names.at(1), names.bytes()), (4, "", "a b", 9));
        assert_eq!((names.position("ö"), names.position("x")), (Some(2), None));
    }
}
