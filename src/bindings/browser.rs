//! Access to the host: the clock, and the console for panics.

use core::cell::OnceCell;

use js_sys::{Reflect, global};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Performance, console};

thread_local! {
    static CLOCK: OnceCell<Performance> = const { OnceCell::new() };
}

/// The host's clock in milliseconds: `performance.now()`, which pages, workers and Node have.
fn now() -> f64 {
    let find = || Reflect::get(&global(), &JsValue::from_str("performance")).unwrap_or_default();
    CLOCK.with(|clock| clock.get_or_init(|| find().unchecked_into()).now())
}

/// A time slice for a piece of work.
pub(super) struct Slice {
    end: f64,
}

impl Slice {
    /// A slice that starts now. If `milliseconds` is infinite, it never ends and the clock is not read.
    pub(super) fn of(milliseconds: f64) -> Self {
        Self { end: if milliseconds.is_finite() { now() + milliseconds } else { milliseconds } }
    }

    /// Whether it has ended.
    pub(super) fn is_over(&self) -> bool {
        self.end.is_finite() && now() >= self.end
    }
}

/// Prints the message of a panic to the console: the trap after it has no message.
#[wasm_bindgen]
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&panic.to_string().into())));
}
