//! Flatten: reshapes each sample to one axis.

use super::BuildLayer;
use super::parts::view::View;
use crate::memory::checked_product;
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    layer Flatten "flatten"
    "Flattens each sample to one axis."
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Flatten::KIND,
    about: Flatten::ABOUT,
    fields: &[],
    build: |_, input, _| Ok(Box::new(View { output: vec![checked_product(input)?] })),
    examples: for_tests(&[(r#"{"kind":"flatten"}"#, &[2, 3, 2])]),
};
