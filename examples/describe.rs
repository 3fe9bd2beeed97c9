//! Prints what the spec may hold: `cargo run --example describe schema` as JSON Schema, `… types` as TypeScript.

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("schema") => print!("{}", inkgrad::spec::describe::json_schema()),
        Some("types") => print!("{}", inkgrad::spec::describe::typescript()),
        _ => eprintln!("usage: describe schema | types"),
    }
}
