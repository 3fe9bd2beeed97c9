//! Flatten: one sample as one row of numbers.

use super::BuildLayer;
use super::parts::view::View;
use crate::memory::product;
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: "flatten",
    about: for_docs("Lays a sample's numbers out in one row."),
    fields: &[],
    build: |_, input| Ok(Box::new(View { output: vec![product(input)] })),
    examples: for_tests(&[(r#"{"kind":"flatten"}"#, &[2, 3, 2])]),
};
