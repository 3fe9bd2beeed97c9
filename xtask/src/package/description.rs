//! The spec's JSON Schema and TypeScript types: the core describes itself (`examples/describe.rs`), here they find
//! their place in the package.

use crate::process::{Result, output};
use crate::workspace::Workspace;
use crate::{files, generators};

/// Asks the core and writes `package/generated/inkgrad.schema.json` and `spec.d.ts`.
pub(super) fn write(workspace: &Workspace) -> Result {
    let generated = workspace.path("package/generated");
    for (what, name) in [("schema", "inkgrad.schema.json"), ("types", "spec.d.ts")] {
        let described = output(generators::command(workspace, "describe").arg(what))?;
        files::write(&generated.join(name), described)?;
    }
    Ok(())
}

/// The package's types in one file: the entry's, with each module that it passes on in the place of its `export`.
pub(super) fn types(workspace: &Workspace) -> Result<String> {
    let entry = without_imports(&files::read_text(&workspace.path("package/inkgrad.d.ts"))?);
    let mut text = String::new();
    for line in entry.lines() {
        match passed_on(line) {
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

/// The text without its `import …;`, each of one line or of several: in one file nothing has to be brought from another.
fn without_imports(text: &str) -> String {
    let mut importing = false;
    let mut kept = String::new();
    for line in text.lines() {
        importing |= line.starts_with("import ");
        if !importing {
            kept.push_str(line);
            kept.push('\n');
        }
        importing &= !line.ends_with(';');
    }
    kept
}

/// The module of `export * from './MODULE';`, which in the package is no file of its own.
fn passed_on(line: &str) -> Option<&str> {
    line.strip_prefix("export * from './")?.strip_suffix("';")
}
