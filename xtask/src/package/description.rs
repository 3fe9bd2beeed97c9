//! The spec's JSON Schema and TypeScript types: the core describes itself (`examples/describe.rs`), here they find
//! their place in the package.

use crate::files;
use crate::process::{Result, output};
use crate::workspace::Workspace;

/// Where `package/inkgrad.d.ts` takes the types of the spec from; in the package there is one file of types.
const SPEC: &str = "'./generated/spec.js'";

/// Asks the core and writes `package/generated/inkgrad.schema.json` and `spec.d.ts`.
pub(super) fn write(workspace: &Workspace) -> Result {
    let generated = workspace.path("package/generated");
    for (what, name) in [("schema", "inkgrad.schema.json"), ("types", "spec.d.ts")] {
        let mut describe = workspace.command("cargo");
        describe.args(["run", "--quiet", "--package", "inkgrad", "--example", "describe", what]);
        files::write(&generated.join(name), output(&mut describe)?)?;
    }
    Ok(())
}

/// The package's types in one file: the entry's, with the spec's in the place of `export … from` their module.
pub(super) fn types(workspace: &Workspace) -> Result<String> {
    let entry = files::read_text(&workspace.path("package/inkgrad.d.ts"))?;
    let spec = files::read_text(&workspace.path("package/generated/spec.d.ts"))?;
    let mut text = String::new();
    for line in entry.lines().filter(|line| !(line.starts_with("import ") && line.contains(SPEC))) {
        let place = line.starts_with("export ") && line.contains(SPEC);
        text.push_str(if place { spec.trim_end() } else { line });
        text.push('\n');
    }
    Ok(text)
}
