//! Specs from builders equal specs from JSON, for every kind and field.

use inkgrad::layers::{self, Activation, Padding};
use inkgrad::losses::{self, BinaryCrossEntropy, CrossEntropy, HalfSquaredError, Mse};
use inkgrad::optimizers::{self, Adagrad, Adam, AdamW, Adamax, Lion, RmsProp, Sgd};
use inkgrad::schedules::{self, Constant, Cosine, Exponential, OneCycle, Step, WarmupCosine};
use inkgrad::schema::field::Field;
use inkgrad::schema::init::Init;
use inkgrad::schema::kind::Kind;
use inkgrad::spec::{Augment, EarlyStopping, LayerSpec, LossSpec, Monitor, OptimizerSpec, ScheduleSpec};
use inkgrad::{Spec, activations};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A spec with one layer, loss, optimiser and schedule, from JSON.
fn json(layer: &Value, loss: &Value, optimizer: &Value, schedule: &Value) -> String {
    let spec = json!({
        "input": [1, 4, 4], "layers": [layer], "loss": loss, "optimizer": optimizer, "schedule": schedule,
    });
    Spec::from_json(&spec.to_string()).unwrap_or_else(|error| panic!("{spec}: {error}")).to_json()
}

fn from_builders(
    layer: impl Into<LayerSpec>,
    loss: impl Into<LossSpec>,
    optimizer: impl Into<OptimizerSpec>,
    schedule: impl Into<ScheduleSpec>,
) -> String {
    let spec = Spec::new([1, 4, 4]).layer(layer).loss(loss).optimizer(optimizer).schedule(schedule);
    spec.build().expect("a spec").to_json()
}

/// Checks that the objects have every field of every kind.
fn assert_complete<B>(kinds: &[&Kind<B>], common: &[Field], given: &[&Value]) {
    for kind in kinds {
        let object = given.iter().find(|object| object["kind"] == kind.name);
        let object = object.unwrap_or_else(|| panic!("{} has no builder here", kind.name));
        for field in kind.fields.iter().chain(common) {
            assert!(object.get(field.name).is_some(), "{}.{} is not set here", kind.name, field.name);
        }
    }
}

#[test]
#[allow(clippy::too_many_lines)] // A row for each kind.
fn every_layer_has_a_builder() {
    let zeros = json!({ "constant": 0.5 });
    let layers: Vec<(LayerSpec, Value)> = vec![
        (
            layers::Dense::new(3)
                .relu()
                .init(Init::Constant(0.5))
                .bias(false)
                .name("a")
                .trainable(false)
                .into(),
            json!({ "kind": "dense", "units": 3, "activation": "relu", "init": zeros, "bias": false }),
        ),
        (
            layers::Conv2d::new(2, 3)
                .stride(2)
                .padding(Padding::Same)
                .gelu_tanh()
                .init(Init::HeNormal)
                .bias(false)
                .name("a")
                .trainable(false)
                .into(),
            json!({
                "kind": "conv2d", "filters": 2, "kernel": 3, "stride": 2, "padding": "same",
                "activation": "gelu_tanh", "init": "he_normal", "bias": false,
            }),
        ),
        (
            layers::MaxPool2d::new(2).stride(1).name("a").trainable(false).into(),
            json!({ "kind": "max_pool2d", "size": 2, "stride": 1 }),
        ),
        (
            layers::AvgPool2d::new(2).stride(1).name("a").trainable(false).into(),
            json!({ "kind": "avg_pool2d", "size": 2, "stride": 1 }),
        ),
        (
            layers::GlobalAvgPool2d::new().name("a").trainable(false).into(),
            json!({ "kind": "global_avg_pool2d" }),
        ),
        (layers::Flatten::new().name("a").trainable(false).into(), json!({ "kind": "flatten" })),
        (
            layers::Reshape::new(&[2, 8]).name("a").trainable(false).into(),
            json!({ "kind": "reshape", "shape": [2, 8] }),
        ),
        (
            layers::Dropout::new(0.25).name("a").trainable(false).into(),
            json!({ "kind": "dropout", "rate": 0.25 }),
        ),
        (
            layers::BatchNorm::new().momentum(0.2).epsilon(0.001).name("a").trainable(false).into(),
            json!({ "kind": "batch_norm", "momentum": 0.2, "epsilon": 0.001 }),
        ),
        (
            layers::LayerNorm::new().epsilon(0.001).name("a").trainable(false).into(),
            json!({ "kind": "layer_norm", "epsilon": 0.001 }),
        ),
        (
            Activation::new("silu").name("a").trainable(false).into(),
            json!({ "kind": "activation", "function": "silu" }),
        ),
        (
            layers::Rnn::new(3).return_sequences(true).init(Init::Zeros).name("a").trainable(false).into(),
            json!({ "kind": "rnn", "units": 3, "return_sequences": true, "init": "zeros" }),
        ),
        (
            layers::Lstm::new(3).return_sequences(true).init(Init::Zeros).name("a").trainable(false).into(),
            json!({ "kind": "lstm", "units": 3, "return_sequences": true, "init": "zeros" }),
        ),
        (
            layers::Gru::new(3).return_sequences(true).init(Init::Zeros).name("a").trainable(false).into(),
            json!({ "kind": "gru", "units": 3, "return_sequences": true, "init": "zeros" }),
        ),
        (layers::Rows::new().name("a").trainable(false).into(), json!({ "kind": "rows" })),
        (
            layers::Patches::new(2, 3)
                .tanh()
                .init(Init::GlorotNormal)
                .bias(false)
                .name("a")
                .trainable(false)
                .into(),
            json!({
                "kind": "patches", "size": 2, "units": 3, "activation": "tanh", "init": "glorot_normal",
                "bias": false,
            }),
        ),
        (
            layers::TransformerEncoder::new(2, 8).silu().name("a").trainable(false).into(),
            json!({ "kind": "transformer_encoder", "heads": 2, "hidden": 8, "activation": "silu" }),
        ),
        (
            layers::Residual::new([layers::Conv2d::new(1, 3).padding(Padding::Same).into()])
                .name("a")
                .trainable(false)
                .into(),
            json!({
                "kind": "residual",
                "layers": [{ "kind": "conv2d", "filters": 1, "kernel": 3, "padding": "same" }],
            }),
        ),
        (layers::MeanPool::new().name("a").trainable(false).into(), json!({ "kind": "mean_pool" })),
    ];
    let mut given = Vec::new();
    for (layer, mut value) in layers {
        value["name"] = json!("a");
        value["trainable"] = json!(false);
        let [loss, optimizer, schedule] = [
            json!({ "kind": "mse" }),
            json!({ "kind": "sgd", "learning_rate": 1 }),
            json!({ "kind": "constant" }),
        ];
        let expected = json(&value, &loss, &optimizer, &schedule);
        assert_eq!(from_builders(layer, Mse::new(), Sgd::new(1.0), Constant::new()), expected);
        given.push(value);
    }
    let names = [json!("name"), json!("trainable")];
    assert!(
        given.iter().all(|layer| names.iter().all(|name| layer.get(name.as_str().expect("text")).is_some()))
    );
    assert_complete(layers::kinds(), &[], &given.iter().collect::<Vec<_>>());
}

#[test]
fn every_activation_has_a_setter() {
    let setters: Vec<layers::Dense> = {
        let dense = || layers::Dense::new(2);
        vec![
            dense().linear(),
            dense().sigmoid(),
            dense().tanh(),
            dense().relu(),
            dense().leaky_relu(),
            dense().elu(),
            dense().gelu(),
            dense().gelu_tanh(),
            dense().silu(),
            dense().softplus(),
            dense().softmax(),
        ]
    };
    assert_eq!(setters.len(), activations::all().len());
    for (setter, function) in setters.into_iter().zip(activations::all()) {
        assert_eq!(setter, layers::Dense::new(2).activation(function.name()));
    }
}

#[test]
fn every_loss_optimizer_and_schedule_has_a_builder() {
    let losses: Vec<(LossSpec, Value)> = vec![
        (
            CrossEntropy::new().label_smoothing(0.1).into(),
            json!({ "kind": "cross_entropy", "label_smoothing": 0.1 }),
        ),
        (Mse::new().into(), json!({ "kind": "mse" })),
        (HalfSquaredError::new().into(), json!({ "kind": "half_squared_error" })),
        (BinaryCrossEntropy::new().into(), json!({ "kind": "binary_cross_entropy" })),
    ];
    let adam = |kind: &str| json!({ "kind": kind, "learning_rate": 0.5, "weight_decay": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 0.01 });
    let optimizers: Vec<(OptimizerSpec, Value)> = vec![
        (
            Sgd::new(0.5).weight_decay(0.1).momentum(0.9).nesterov(true).into(),
            json!({ "kind": "sgd", "learning_rate": 0.5, "weight_decay": 0.1, "momentum": 0.9, "nesterov": true }),
        ),
        (Adam::new(0.5).weight_decay(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).into(), adam("adam")),
        (AdamW::new(0.5).weight_decay(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).into(), adam("adamw")),
        (Adamax::new(0.5).weight_decay(0.1).beta1(0.8).beta2(0.9).epsilon(0.01).into(), adam("adamax")),
        (
            RmsProp::new(0.5).weight_decay(0.1).decay(0.9).epsilon(0.01).into(),
            json!({ "kind": "rmsprop", "learning_rate": 0.5, "weight_decay": 0.1, "decay": 0.9, "epsilon": 0.01 }),
        ),
        (
            Adagrad::new(0.5).weight_decay(0.1).epsilon(0.01).into(),
            json!({ "kind": "adagrad", "learning_rate": 0.5, "weight_decay": 0.1, "epsilon": 0.01 }),
        ),
        (
            Lion::new(0.5).weight_decay(0.1).beta1(0.8).beta2(0.9).into(),
            json!({ "kind": "lion", "learning_rate": 0.5, "weight_decay": 0.1, "beta1": 0.8, "beta2": 0.9 }),
        ),
    ];
    let schedules: Vec<(ScheduleSpec, Value)> = vec![
        (Constant::new().into(), json!({ "kind": "constant" })),
        (Step::new(10, 0.5).into(), json!({ "kind": "step", "every": 10, "factor": 0.5 })),
        (Exponential::new(0.9).into(), json!({ "kind": "exponential", "factor": 0.9 })),
        (Cosine::new(10).minimum(0.1).into(), json!({ "kind": "cosine", "steps": 10, "minimum": 0.1 })),
        (
            WarmupCosine::new(2, 10).minimum(0.1).into(),
            json!({ "kind": "warmup_cosine", "warmup_steps": 2, "steps": 10, "minimum": 0.1 }),
        ),
        (OneCycle::new(10, 0.5).into(), json!({ "kind": "one_cycle", "steps": 10, "maximum": 0.5 })),
    ];
    assert_complete(losses::kinds(), &[], &losses.iter().map(|(_, value)| value).collect::<Vec<_>>());
    let given: Vec<_> = optimizers.iter().map(|(_, value)| value).collect();
    assert_complete(optimizers::kinds(), optimizers::COMMON, &given);
    assert_complete(schedules::kinds(), &[], &schedules.iter().map(|(_, value)| value).collect::<Vec<_>>());
    let flatten = || layers::Flatten::new();
    let layer = json!({ "kind": "flatten" });
    let (loss, optimizer, schedule) = (&losses[1], &optimizers[0], &schedules[0]);
    for (one, value) in &losses {
        let expected = json(&layer, value, &optimizer.1, &schedule.1);
        assert_eq!(from_builders(flatten(), one.clone(), optimizer.0.clone(), schedule.0.clone()), expected);
    }
    for (one, value) in &optimizers {
        let expected = json(&layer, &loss.1, value, &schedule.1);
        assert_eq!(from_builders(flatten(), loss.0.clone(), one.clone(), schedule.0.clone()), expected);
    }
    for (one, value) in &schedules {
        let expected = json(&layer, &loss.1, &optimizer.1, value);
        assert_eq!(from_builders(flatten(), loss.0.clone(), optimizer.0.clone(), one.clone()), expected);
    }
}

#[test]
fn a_full_spec_from_builders_equals_the_one_from_json() {
    let json = r#"{"version":1,"seed":42,"input":[1,8,8],"batch_size":64,"shuffle":false,"clip_norm":1.5,"l1":0.1,"l2":0.2,
        "layers":[{"kind":"flatten"},{"kind":"dense","units":4,"activation":"tanh"},{"kind":"dense","units":3}],
        "loss":{"kind":"cross_entropy"},"optimizer":{"kind":"adam","learning_rate":0.001},"schedule":{"kind":"cosine","steps":9},
        "early_stopping":{"monitor":"validation_accuracy","patience":2,"min_delta":0.01,"restore_best":false},
        "augment":{"shift":1,"rotate":2,"scale":0.1,"elastic":3}}"#;
    let spec = Spec::new([1, 8, 8])
        .version(1)
        .seed(7)
        .seed(42)
        .batch_size(64)
        .shuffle(false)
        .clip_norm(1.5)
        .l1(0.1)
        .l2(0.2)
        .layer(layers::Flatten::new())
        .layers([layers::Dense::new(4).tanh().into(), layers::Dense::new(3).into()])
        .loss(CrossEntropy::new())
        .optimizer(Adam::new(0.001))
        .schedule(Cosine::new(9))
        .early_stopping(
            EarlyStopping::new()
                .monitor(Monitor::ValidationAccuracy)
                .patience(2)
                .min_delta(0.01)
                .restore_best(false),
        )
        .augment(Augment::new().shift(1.0).rotate(2.0).scale(0.1).elastic(3.0))
        .build()
        .expect("a spec");
    assert_eq!(spec, Spec::from_json(json).expect("a spec"));
    let given: Value = serde_json::from_str(json).expect("JSON");
    let filled: Value = serde_json::from_str(&spec.to_json()).expect("JSON");
    let names = |value: &Value| {
        let mut names: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
        names.sort();
        names
    };
    for part in ["/early_stopping", "/augment", ""] {
        let [given, filled] = [&given, &filled].map(|spec| names(spec.pointer(part).expect("an object")));
        assert_eq!(given, filled, "every field of {part} is set here");
    }
}

#[test]
fn a_wrong_builder_gives_the_error_of_wrong_json() {
    let spec = || Spec::new([4]).loss(Mse::new()).optimizer(Sgd::new(0.1));
    let error_of = |spec: inkgrad::spec::SpecBuilder| spec.build().expect_err("a wrong spec").to_string();
    assert_eq!(error_of(spec()), "layers: expected a list of layers, found nothing");
    assert_eq!(
        error_of(spec().layer(layers::Dense::new(0))),
        "layers[0].units: expected a positive integer, found 0"
    );
    assert_eq!(
        error_of(spec().layer(layers::Dropout::new(f64::NAN))),
        "layers[0].rate: expected a number from 0 up to, but not including, 1, found NaN"
    );
    assert_eq!(
        error_of(Spec::new([4]).layer(layers::Dense::new(1)).loss(Mse::new())),
        "optimizer: expected an object, found null"
    );
}
