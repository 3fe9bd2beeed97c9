//! The macro with which a layer, loss, optimiser or schedule declares its fields once.

/// Declares the fields of a kind. One declaration generates the field table (for checks, defaults and the schema), a struct
/// of typed values, and a builder.
///
/// ```text
/// fields! {
///     layer Dense "dense" "A fully connected layer." => Values {
///         required { units: usize = integer(1).start(32), "The number of outputs."; }
///         optional { bias: bool = boolean(true), "Whether a learned bias is added."; }
///     }
/// }
/// ```
///
/// generates `Values { units, bias }`, which implements [`Settings`](crate::schema::setting::Settings), and the builder
/// `Dense::new(units).bias(false)`. Required fields have no default and are the arguments of `new`. Variants:
///
/// - without `=> Values`: only the builder;
/// - `values Values { … }`: only the table and the struct, for fields that several kinds share;
/// - a kind without fields: no field list.
macro_rules! fields {
    (values $Values:ident $fields:tt) => {
        $crate::schema::declare::fields!(@values $Values $fields);
    };
    (plain $Builder:ident $about:literal => $Values:ident $fields:tt) => {
        $crate::schema::declare::fields!(@values $Values $fields);
        $crate::schema::declare::fields!(@plain $Builder $about $fields);
    };
    ($family:ident $Builder:ident $name:literal $about:literal => $Values:ident $fields:tt) => {
        $crate::schema::declare::fields!(@values $Values $fields);
        $crate::schema::declare::fields!(@$family $Builder $name $about $fields);
    };
    ($family:ident $Builder:ident $name:literal $about:literal) => {
        $crate::schema::declare::fields!(@$family $Builder $name $about { required {} optional {} });
    };
    ($family:ident $Builder:ident $name:literal $about:literal $fields:tt) => {
        $crate::schema::declare::fields!(@$family $Builder $name $about $fields);
    };

    (@values $Values:ident {
        required { $($needed:ident: $Needed:ty = $need:expr, $need_about:literal;)* }
        optional { $($other:ident: $Other:ty = $setting:expr, $other_about:literal;)* }
    }) => {
        /// The values of the fields, checked and with defaults filled in.
        #[derive(Clone)]
        pub(crate) struct $Values {
            $(#[doc = $need_about] pub $needed: $Needed,)*
            $(#[doc = $other_about] pub $other: $Other,)*
        }

        impl $crate::schema::setting::Settings for $Values {
            const FIELDS: &'static [$crate::schema::field::Field] = &[
                $({
                    const SETTING: $crate::schema::setting::Typed<$Needed> = $need;
                    SETTING.required(stringify!($needed), $need_about)
                },)*
                $({
                    const SETTING: $crate::schema::setting::Typed<$Other> = $setting;
                    SETTING.optional(stringify!($other), $other_about)
                },)*
            ];

            fn take(values: &mut dyn Iterator<Item = &$crate::schema::value::Value>) -> Self {
                let _ = &values;
                Self {
                    $($needed: $crate::schema::setting::next::<$Needed>(values),)*
                    $($other: $crate::schema::setting::next::<$Other>(values),)*
                }
            }
        }

        // A derived default names a field that precedes it.
        const _: () = $crate::schema::field::check_derived_defaults(<$Values as $crate::schema::setting::Settings>::FIELDS);
    };

    (@layer $Builder:ident $name:literal $about:literal $fields:tt) => {
        $crate::schema::declare::fields!(@builder LayerSpec $Builder $name $about [] $fields);

        impl $Builder {
            /// The name of the layer; by default its kind and index.
            pub fn name(self, name: &str) -> Self {
                Self(self.0.set("name", $crate::schema::json_value::JsonValue::Text(name.to_owned())))
            }

            /// Whether training changes the layer's parameters.
            pub fn trainable(self, trainable: bool) -> Self {
                Self(self.0.set("trainable", $crate::schema::json_value::JsonValue::Boolean(trainable)))
            }
        }
    };
    (@optimizer $Builder:ident $name:literal $about:literal $fields:tt) => {
        $crate::schema::declare::fields!(@builder OptimizerSpec $Builder $name $about [learning_rate: f64,] $fields);

        impl $Builder {
            /// Weight decay: the coefficient of the pull of every parameter towards 0.
            pub fn weight_decay(self, weight_decay: f64) -> Self {
                Self(self.0.set("weight_decay", $crate::schema::json_value::JsonValue::Number(weight_decay)))
            }
        }
    };
    (@loss $Builder:ident $name:literal $about:literal $fields:tt) => {
        $crate::schema::declare::fields!(@builder LossSpec $Builder $name $about [] $fields);
    };
    (@schedule $Builder:ident $name:literal $about:literal $fields:tt) => {
        $crate::schema::declare::fields!(@builder ScheduleSpec $Builder $name $about [] $fields);
    };
    (@builder $Spec:ident $Builder:ident $name:literal $about:literal [$($common:ident: $Common:ty,)*] $fields:tt) => {
        #[doc = $about]
        #[derive(Clone, Debug, PartialEq)]
        #[must_use]
        pub struct $Builder(pub(super) $crate::schema::config_builder::ConfigBuilder);

        impl $Builder {
            /// Its name in the field `kind` of a spec.
            pub const KIND: &'static str = $name;
            pub(super) const ABOUT: &'static str = $crate::schema::kind::for_docs($about);
        }

        impl From<$Builder> for $crate::schema::config_builder::$Spec {
            fn from(builder: $Builder) -> Self {
                Self(builder.0.into())
            }
        }

        $crate::schema::declare::fields! {
            @setters $Builder ($crate::schema::config_builder::ConfigBuilder::of_kind($name)) [$($common: $Common,)*] $fields
        }
    };
    (@plain $Builder:ident $about:literal $fields:tt) => {
        #[doc = $about]
        #[derive(Clone, Debug, PartialEq)]
        #[must_use]
        pub struct $Builder(pub(super) $crate::schema::config_builder::ConfigBuilder);

        $crate::schema::declare::fields! {
            @setters $Builder ($crate::schema::config_builder::ConfigBuilder::default()) [] $fields
        }
    };
    (@setters $Builder:ident ($given:expr) [$($common:ident: $Common:ty,)*] {
        required { $($needed:ident: $Needed:ty = $need:expr, $need_about:literal;)* }
        optional { $($other:ident: $Other:ty = $setting:expr, $other_about:literal;)* }
    }) => {
        impl $Builder {
            /// A builder with the required fields; the others have their defaults.
            #[allow(clippy::new_without_default)] // Some kinds have required fields.
            pub fn new(
                $($needed: <$Needed as $crate::schema::setting::Setting>::ConfigBuilder<'_>,)*
                $($common: $Common,)*
            ) -> Self {
                Self(
                    $given
                    $(.set(
                        stringify!($needed),
                        <$Needed as $crate::schema::setting::Setting>::to_json($needed),
                    ))*
                    $(.set(
                        stringify!($common),
                        <$Common as $crate::schema::setting::Setting>::to_json($common),
                    ))*
                )
            }

            $(
                #[doc = $other_about]
                pub fn $other(self, $other: <$Other as $crate::schema::setting::Setting>::ConfigBuilder<'_>) -> Self {
                    let value = <$Other as $crate::schema::setting::Setting>::to_json($other);
                    Self(self.0.set(stringify!($other), value))
                }
            )*
        }
    };
}

pub(crate) use fields;
