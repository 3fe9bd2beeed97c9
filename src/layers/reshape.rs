//! Reshape: changes the shape of a sample, row-major.

use super::BuildLayer;
use super::parts::view::View;
use crate::memory::checked_product;
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, shape};
use crate::{Error, ErrorKind};

fields! {
    layer Reshape "reshape"
    "Changes the shape of each sample; the order of its values stays."
    => Values {
        required {
            shape: Vec<usize> = shape().start_by(other_shape), "The shape of one sample of the output.";
        }
        optional {}
    }
}

/// The shape in a new form: a square image of one channel if the size allows it, otherwise one axis.
fn other_shape(input: &[usize]) -> Vec<usize> {
    let product = input.iter().product::<usize>();
    let side = product.isqrt();
    if input.len() < 3 && side * side == product { vec![1, side, side] } else { vec![product] }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Reshape::KIND,
    about: Reshape::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| {
        let shape = Values::of(config).shape;
        let product = checked_product(input)?;
        if checked_product(&shape).is_ok_and(|found| found == product) && shape.len() <= 3 {
            return Ok(Box::new(View { output: shape }));
        }
        let expected = format_args!("at most three sizes whose product is {product}, as in {input:?}");
        Err(Error::mismatch(ErrorKind::Spec, expected, format_args!("{shape:?}"))
            .named("wrong_reshape")
            .value("product", product)
            .value("input", format_args!("{input:?}"))
            .at("shape"))
    },
    examples: for_tests(&[(r#"{"kind":"reshape","shape":[3,4]}"#, &[2, 6])]),
};
