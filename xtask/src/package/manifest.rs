//! The package.json of the package: nothing in it that a tool would add, nothing that a bundler could trip over.

use serde_json::{Map, Value, json};

use crate::process::{Context, Result, output};
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;

/// Its text; name, version, description and keywords are the crate's.
pub(crate) fn text(workspace: &Workspace) -> Result<String> {
    let metadata =
        output(workspace.command("cargo").args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let core =
        packages.iter().find(|package| package["name"] == "inkgrad").context("no crate named inkgrad")?;

    let mut exports = Map::new();
    exports.insert(".".into(), json!({ "types": "./inkgrad.d.ts", "default": "./inkgrad.js" }));
    let plain = BUILDS.iter().map(Build::file).chain(["inkgrad.schema.json".into(), "package.json".into()]);
    for file in plain {
        let path = format!("./{file}");
        exports.insert(path.clone(), path.into());
    }
    let manifest = json!({
        "name": "inkgrad",
        "version": core["version"],
        "description": core["description"],
        "keywords": core["keywords"],
        "license": core["license"],
        "type": "module",
        "exports": exports,
        "types": "./inkgrad.d.ts",
        "sideEffects": false,
        "files": ["*.js", "*.d.ts", "*.wasm", "*.json", "LICENSE-*"],
        "engines": { "node": ">=20" },
    });
    Ok(serde_json::to_string_pretty(&manifest).context("package.json")? + "\n")
}
