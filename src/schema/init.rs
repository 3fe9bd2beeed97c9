//! Weight initializers.

use super::json_value::JsonValue;

/// A weight initializer. `inputs` is the fan-in of the weight, `outputs` its fan-out.
///
/// He: K. He et al., "Delving Deep into Rectifiers" (2015), eq. 10. Glorot: X. Glorot and Y. Bengio,
/// "Understanding the difficulty of training deep feedforward neural networks" (2010), eq. 16.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Init {
    /// Uniform in ±√(6 / inputs).
    HeUniform,
    /// Normal with standard deviation √(2 / inputs).
    HeNormal,
    /// Uniform in ±√(6 / (inputs + outputs)).
    GlorotUniform,
    /// Normal with standard deviation √(2 / (inputs + outputs)).
    GlorotNormal,
    /// All zero.
    Zeros,
    /// All equal to this.
    Constant(f64),
}

/// The initializers that a spec gives by name.
pub const NAMED: [Init; 5] =
    [Init::HeUniform, Init::HeNormal, Init::GlorotUniform, Init::GlorotNormal, Init::Zeros];

impl Init {
    /// Its name in the spec.
    pub fn name(self) -> &'static str {
        match self {
            Self::HeUniform => "he_uniform",
            Self::HeNormal => "he_normal",
            Self::GlorotUniform => "glorot_uniform",
            Self::GlorotNormal => "glorot_normal",
            Self::Zeros => "zeros",
            Self::Constant(_) => "constant",
        }
    }

    /// Reads a name, or an object with the single field `constant`.
    pub(super) fn read(json: &JsonValue) -> Option<Self> {
        match json {
            JsonValue::Text(name) => NAMED.into_iter().find(|init| init.name() == name),
            JsonValue::Map(fields) => match fields.as_slice() {
                [(name, JsonValue::Number(value))] if name == "constant" && (*value as f32).is_finite() => {
                    Some(Self::Constant(*value))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The distribution for a weight with this fan-in and fan-out.
    pub fn initial(self, inputs: usize, outputs: usize) -> Initial {
        let (inputs, both) = (inputs as f32, inputs.saturating_add(outputs) as f32);
        match self {
            Self::HeUniform => Initial::Uniform((6.0 / inputs).sqrt()),
            Self::HeNormal => Initial::Normal((2.0 / inputs).sqrt()),
            Self::GlorotUniform => Initial::Uniform((6.0 / both).sqrt()),
            Self::GlorotNormal => Initial::Normal((2.0 / both).sqrt()),
            Self::Zeros => Initial::Constant(0.0),
            Self::Constant(value) => Initial::Constant(value as f32),
        }
    }
}

/// The initial values of a tensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// All equal to this.
    Constant(f32),
    /// Uniform between ± this.
    Uniform(f32),
    /// Normal with mean 0 and this standard deviation.
    Normal(f32),
}

/// The valid values, as an error describes them.
pub(super) fn words() -> String {
    let names: Vec<_> = NAMED.iter().map(|init| init.name()).collect();
    format!("one of {}, or {{ \"constant\": c }}", names.join(", "))
}
