//! Sizes of the built page: what the first visit loads, and each part that is loaded on demand.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::assets::{self, LIBRARY_FOLDER};
use crate::budgets::{self, MeasuredSize};
use crate::files;
use crate::package::{GPU_MODULE, ONWARD_MODULE};
use crate::process::{Context, Result};
use crate::wasm::{BUILDS, Build, MODULES};
use crate::workspace::Workspace;

/// Modules of the package that are loaded when they are asked for, and their budgets.
fn later_modules() -> Vec<(String, &'static str)> {
    let others = [GPU_MODULE, ONWARD_MODULE].map(|module| (module.to_owned(), "later_part"));
    MODULES.iter().map(|build: &Build| (build.module(), build.name)).chain(others).collect()
}

/// The folder of the scripts inside the page, as in the import graph.
const BUILD_FOLDER: &str = "build";

/// Compares the sizes of the page in `dist` with `xtask/budgets.json`. Data and fonts count in the first load only.
pub(super) fn check_budgets(workspace: &Workspace, dist: &Path) -> Result {
    let graph: Value = serde_json::from_str(&files::read_text(&assets::import_graph(workspace))?)
        .context("the import graph of the page")?;
    let scripts = Scripts::read(&graph)?;
    let mut page = 0;
    for name in &scripts.first {
        page += budgets::transfer_size(&dist.join(name))?;
    }
    let library = dist.join(BUILD_FOLDER).join(LIBRARY_FOLDER);
    let mut binary = 0;
    for build in &BUILDS {
        binary = binary.max(budgets::transfer_size(&library.join(build.file()))?);
    }
    let mut libraries = 0;
    let later = |path: &Path| later_modules().iter().any(|(name, _)| path.ends_with(name));
    for path in files::walk(&library)?.iter().filter(|path| is_code(path) && !later(path)) {
        libraries += budgets::transfer_size(path)?;
    }
    let index = budgets::transfer_size(&dist.join("index.html"))?;
    let shards = first_shards(&dist.join(BUILD_FOLDER).join("data/mnist"))?;
    let visit = "a first visit: page and its libraries, one binary, first shards".to_owned();
    let mut sizes = vec![
        MeasuredSize {
            budget: "page",
            what: "the page's scripts and styles of the first load".to_owned(),
            bytes: page,
        },
        MeasuredSize { budget: "first_load", what: visit, bytes: index + page + libraries + binary + shards },
    ];
    let later =
        |what: String, bytes| MeasuredSize { budget: "later_part", what: format!("later: {what}"), bytes };
    for (name, budget) in later_modules() {
        let bytes = budgets::transfer_size(&library.join(&name))?;
        sizes.push(MeasuredSize { budget, what: format!("later: {name}"), bytes });
    }
    let mut bench = 0;
    for path in files::walk(&dist.join(BUILD_FOLDER).join("bench"))?.iter().filter(|path| is_code(path)) {
        bench += budgets::transfer_size(path)?;
    }
    sizes.push(later("the benchmark's page".to_owned(), bench));
    for (name, files) in scripts.later {
        let mut bytes = 0;
        for file in &files {
            bytes += budgets::transfer_size(&dist.join(file))?;
        }
        sizes.push(later(name, bytes));
    }
    budgets::check(workspace, &sizes)
}

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js" || extension == "css")
}

/// The page's own files, by the time of loading.
#[derive(Debug, Default, PartialEq)]
struct Scripts {
    /// Loaded at the start: the entry points and their static imports.
    first: BTreeSet<String>,
    /// Loaded by a dynamic `import()`: the source, and its files.
    later: Vec<(String, BTreeSet<String>)>,
}

impl Scripts {
    /// Reads esbuild's metafile.
    fn read(graph: &Value) -> Result<Self> {
        let outputs = graph["outputs"].as_object().context("the import graph of the page has no outputs")?;
        let imports = |name: &str, kind: &'static str| {
            let imports = outputs.get(name).and_then(|output| output["imports"].as_array());
            imports.into_iter().flatten().filter_map(move |import| {
                let ours = import["external"] != true && import["kind"] == kind;
                import["path"].as_str().filter(|_| ours).map(str::to_owned)
            })
        };
        let closure = |from: Vec<String>| {
            let mut all = BTreeSet::new();
            let mut open = from;
            while let Some(name) = open.pop() {
                if all.insert(name.clone()) {
                    let styles = outputs.get(&name).and_then(|output| output["cssBundle"].as_str());
                    open.extend(styles.map(str::to_owned));
                    open.extend(
                        ["import-statement", "import-rule"].iter().flat_map(|kind| imports(&name, kind)),
                    );
                }
            }
            all
        };
        let lazy: BTreeSet<String> =
            outputs.keys().flat_map(|name| imports(name, "dynamic-import")).collect();
        let entries = outputs
            .iter()
            .filter(|(name, output)| output.get("entryPoint").is_some() && !lazy.contains(*name));
        let first = closure(entries.map(|(name, _)| name.clone()).collect());
        let part = |name: &String| {
            let files = closure(vec![name.clone()]).difference(&first).cloned().collect();
            let source = outputs.get(name).and_then(|output| output["entryPoint"].as_str());
            (source.unwrap_or(name).to_owned(), files)
        };
        let later = lazy.iter().filter(|name| !first.contains(*name)).map(part).collect();
        Ok(Self { first, later })
    }
}

/// Bytes of the manifest and of the first shards that the page loads before it starts.
fn first_shards(folder: &Path) -> Result<usize> {
    let path = folder.join("manifest.json");
    let manifest: Value = serde_json::from_str(&files::read_text(&path)?).context(path.display())?;
    let parts = manifest["parts"].as_object().context("manifest.json has no parts")?;
    let heads = parts.values().filter(|part| part["head"] != 0).map(|part| &part["shards"][0]);
    let bytes = heads.flat_map(|shard| [&shard["inputs"]["bytes"], &shard["labels"]["bytes"]]);
    let bytes: u64 = bytes.filter_map(Value::as_u64).sum();
    Ok(bytes as usize + budgets::transfer_size(&path)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Scripts;

    #[test]
    fn separates_static_from_dynamic_imports() {
        let import = |path: &str, kind: &str| json!({ "path": path, "kind": kind });
        let graph = json!({ "outputs": {
            "build/main.js": { "entryPoint": "main.js", "cssBundle": "build/main.css", "imports": [
                import("build/shared.js", "import-statement"),
                import("build/export.js", "dynamic-import"),
                { "path": "./library/inkgrad.js", "kind": "import-statement", "external": true },
            ] },
            "build/main.css": { "imports": [] },
            "build/shared.js": { "imports": [] },
            "build/export.js": { "entryPoint": "export.js", "imports": [
                import("build/shared.js", "import-statement"),
                import("build/zip.js", "import-statement"),
            ] },
            "build/zip.js": { "imports": [] },
        } });
        let scripts = Scripts::read(&graph).unwrap();
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        assert_eq!(
            scripts,
            Scripts {
                first: names(&["build/main.css", "build/main.js", "build/shared.js"]),
                later: vec![("export.js".to_owned(), names(&["build/export.js", "build/zip.js"]))],
            }
        );
    }
}
