//! Reshape: a sample's numbers, in their order, under another shape.

use super::BuildLayer;
use super::parts::view::View;
use crate::memory::product;
use crate::schema::field::{Default, Field, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};
use crate::{Code, Error};

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: "reshape",
    about: for_docs("Gives a sample's numbers another shape, in the same order."),
    fields: &[Field::new("shape", Type::Shape, Default::Required, "The shape of one sample of the output.")],
    build: |record, input| {
        let shape = record.shape("shape");
        let (found, expected) = (product(shape), product(input));
        if found == expected && shape.len() <= 3 {
            return Ok(Box::new(View { output: shape.to_vec() }));
        }
        let expected = format!("at most three sizes whose product is {expected}, as in {input:?}");
        Err(Error::mismatch(Code::Spec, expected, format!("{shape:?}")).at("shape"))
    },
    examples: for_tests(&[(r#"{"kind":"reshape","shape":[3,4]}"#, &[2, 6])]),
};
