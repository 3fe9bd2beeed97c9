//! Writes the JSON Schema and the TypeScript types of a spec to the package. `examples/describe.rs` generates them.

use crate::process::{Result, output};
use crate::workspace::Workspace;
use crate::{files, generators};

/// Writes `package/generated/inkgrad.schema.json`, the same as a module (`schema.js`), and `spec.d.ts`.
pub(super) fn write(workspace: &Workspace) -> Result {
    let generated = workspace.path("package/generated");
    for (what, name) in [("schema", "inkgrad.schema.json"), ("types", "spec.d.ts")] {
        let described = output(generators::command(workspace, "describe").arg(what))?;
        if what == "schema" {
            files::write(
                &generated.join("schema.js"),
                format!("export default {};\n", described.trim_end()),
            )?;
        }
        files::write(&generated.join(name), described)?;
    }
    Ok(())
}

/// The package's types in one file: those of the entry, with each re-exported module inlined.
pub(super) fn types(workspace: &Workspace) -> Result<String> {
    let entry = without_imports(&files::read_text(&workspace.path("package/inkgrad.d.ts"))?);
    let mut text = String::new();
    for line in entry.lines() {
        match re_exported(line) {
            Some(module) => {
                let path = workspace.path("package").join(module).with_extension("d.ts");
                text.push_str(without_imports(&files::read_text(&path)?).trim());
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    Ok(text)
}

/// The text without its import statements, of one line or several: one file needs none.
fn without_imports(text: &str) -> String {
    let mut importing = false;
    let mut output_text = String::new();
    for line in text.lines() {
        importing |= line.starts_with("import ");
        if !importing {
            output_text.push_str(line);
            output_text.push('\n');
        }
        importing &= !line.ends_with(';');
    }
    output_text
}

/// The module of `export * from './MODULE';`. The package has no separate file for it.
fn re_exported(line: &str) -> Option<&str> {
    line.strip_prefix("export * from './")?.strip_suffix("';")
}
