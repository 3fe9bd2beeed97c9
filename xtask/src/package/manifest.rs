//! The package's package.json.

use serde_json::{Map, Value, json};

use crate::process::{Context, Result, output};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;

/// Types of a binary: attw requires types for every export.
pub(super) const BINARY_TYPES: (&str, &str) = (
    "binary.d.ts",
    "/** A WebAssembly binary, nothing that JavaScript imports: its address goes to `load({ wasm })`. */\nexport {};\n",
);

/// Its text. Version, description and keywords come from the crate.
pub(crate) fn text(workspace: &Workspace) -> Result<String> {
    let metadata =
        output(workspace.command("cargo").args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let core =
        packages.iter().find(|package| package["name"] == "inkgrad").context("no crate named inkgrad")?;

    let mut exports = Map::new();
    exports.insert(".".into(), json!({ "types": "./inkgrad.d.ts", "default": "./inkgrad.js" }));
    for build in &BUILDS {
        let path = format!("./{}", build.file());
        let types = format!("./{}", BINARY_TYPES.0);
        exports.insert(path.clone(), json!({ "types": types, "default": path }));
    }
    for path in ["./inkgrad.schema.json", "./package.json"] {
        exports.insert(path.into(), path.into());
    }
    let mut manifest = json!({
        "name": "inkgrad",
        "version": core["version"],
        "description": core["description"],
        "keywords": core["keywords"],
        "license": core["license"],
        "type": "module",
        "main": "./inkgrad.js",
        "exports": exports,
        "types": "./inkgrad.d.ts",
        "sideEffects": false,
        "files": ["*.js", "*.d.ts", "*.wasm", "*.json", "LICENSE-*"],
        "engines": { "node": ">=20" },
    });
    if let Some(repository) = core["repository"].as_str() {
        manifest["repository"] = json!({ "type": "git", "url": format!("git+{repository}.git") });
    }
    Ok(serde_json::to_string_pretty(&manifest).context("package.json")? + "\n")
}
