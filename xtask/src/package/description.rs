//! The spec's JSON Schema and TypeScript types: the core describes itself (`examples/describe.rs`), here they find
//! their place in the package.

use std::fs;

use serde_json::Value;

use crate::files;
use crate::process::{Context, Result, output};
use crate::workspace::Workspace;

/// Where `package/inkgrad.d.ts` takes the types of the spec from; in the package there is one file of types.
const SPEC: &str = "'./generated/spec.js'";

/// Asks the core for its description and writes `package/generated/inkgrad.schema.json` and `spec.d.ts`.
pub(crate) fn write(workspace: &Workspace) -> Result {
    let mut describe = workspace.command("cargo");
    let text = output(describe.args(["run", "--quiet", "--package", "inkgrad", "--example", "describe"]))?;
    let description: Value =
        serde_json::from_str(&text).context("what `cargo run --example describe` printed")?;
    let generated = workspace.path("package/generated");
    let schema = serde_json::to_string_pretty(&description["schema"]).context("the schema")? + "\n";
    let types = description["types"].as_str().context("the description has no `types`")?;
    files::write(&generated.join("inkgrad.schema.json"), schema)?;
    files::write(&generated.join("spec.d.ts"), types)
}

/// The package's types in one file: the entry's, with the spec's in the place of `export … from` their module.
pub(crate) fn types(workspace: &Workspace) -> Result<String> {
    let entry = files::read_text(&workspace.path("package/inkgrad.d.ts"))?;
    let spec = fs::read_to_string(workspace.path("package/generated/spec.d.ts")).context("spec.d.ts")?;
    let mut text = String::new();
    for line in entry.lines().filter(|line| !(line.starts_with("import ") && line.contains(SPEC))) {
        let place = line.starts_with("export ") && line.contains(SPEC);
        text.push_str(if place { spec.trim_end() } else { line });
        text.push('\n');
    }
    Ok(text)
}
