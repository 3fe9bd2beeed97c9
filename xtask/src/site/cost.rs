//! What the built page costs to load: what a first visit loads until the page is ready, and each part that is loaded
//! later, when it is asked for.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::assets::{self, LIBRARY};
use crate::budgets::{self, Spent};
use crate::files;
use crate::package::GPU;
use crate::process::{Context, Result};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;

/// The folder of the page's scripts inside the page, as the graph names it.
const BUILT: &str = "build";

/// Measures the page in `dist` and holds it to `xtask/budgets.json`. Data and fonts count in the first load alone.
pub(super) fn check_budgets(workspace: &Workspace, dist: &Path) -> Result {
    let graph: Value =
        serde_json::from_str(&files::read_text(&assets::graph(workspace))?).context("the page's graph")?;
    let scripts = Scripts::read(&graph)?;
    let mut page = 0;
    for name in &scripts.first {
        page += budgets::cost(&dist.join(name))?;
    }
    let library = dist.join(BUILT).join(LIBRARY);
    let mut binary = 0;
    for build in &BUILDS {
        binary = binary.max(budgets::cost(&library.join(build.file()))?);
    }
    let mut libraries = 0;
    for path in files::walk(&library)?.iter().filter(|path| is_code(path) && !path.ends_with(GPU)) {
        libraries += budgets::cost(path)?;
    }
    let index = budgets::cost(&dist.join("index.html"))?;
    let shards = first_shards(&dist.join(BUILT).join("data/mnist"))?;
    let visit = "a first visit: page and its libraries, one binary, first shards".to_owned();
    let mut spent = vec![
        Spent {
            budget: "page",
            what: "the page's scripts and styles of the first load".to_owned(),
            bytes: page,
        },
        Spent { budget: "first_load", what: visit, bytes: index + page + libraries + binary + shards },
    ];
    let later = |what: String, bytes| Spent { budget: "later_part", what: format!("later: {what}"), bytes };
    spent.push(later(GPU.to_owned(), budgets::cost(&library.join(GPU))?));
    let mut bench = 0;
    for path in files::walk(&dist.join(BUILT).join("bench"))?.iter().filter(|path| is_code(path)) {
        bench += budgets::cost(path)?;
    }
    spent.push(later("the benchmark's page".to_owned(), bench));
    for (name, files) in scripts.later {
        let mut bytes = 0;
        for file in &files {
            bytes += budgets::cost(&dist.join(file))?;
        }
        spent.push(later(name, bytes));
    }
    budgets::check(workspace, &spent)
}

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js" || extension == "css")
}

/// The page's own files by when they are loaded.
#[derive(Debug, Default, PartialEq)]
struct Scripts {
    /// With the page: its entries and what they import.
    first: BTreeSet<String>,
    /// What an `import()` of the page asks for, by its source, each with all that comes with it.
    later: Vec<(String, BTreeSet<String>)>,
}

impl Scripts {
    /// Reads what esbuild has written of a bundle's outputs.
    fn read(graph: &Value) -> Result<Self> {
        let outputs = graph["outputs"].as_object().context("the page's graph has no outputs")?;
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

/// What the manifest and the first shards of the parts that come with the page cost.
fn first_shards(folder: &Path) -> Result<usize> {
    let path = folder.join("manifest.json");
    let manifest: Value = serde_json::from_str(&files::read_text(&path)?).context(path.display())?;
    let parts = manifest["parts"].as_object().context("manifest.json has no parts")?;
    let heads = parts.values().filter(|part| part["head"] != 0).map(|part| &part["shards"][0]);
    let bytes = heads.flat_map(|shard| [&shard["inputs"]["bytes"], &shard["labels"]["bytes"]]);
    let bytes: u64 = bytes.filter_map(Value::as_u64).sum();
    Ok(bytes as usize + budgets::cost(&path)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Scripts;

    #[test]
    fn tells_what_comes_with_the_page_from_what_comes_later() {
        let import = |path: &str, kind: &str| json!({ "path": path, "kind": kind });
        let graph = json!({ "outputs": {
            "build/main.js": { "entryPoint": "main.js", "imports": [
                import("build/shared.js", "import-statement"),
                import("build/export.js", "dynamic-import"),
                { "path": "./library/inkgrad.js", "kind": "import-statement", "external": true },
            ] },
            "build/styles.css": { "entryPoint": "main.css", "imports": [] },
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
                first: names(&["build/main.js", "build/shared.js", "build/styles.css"]),
                later: vec![("export.js".to_owned(), names(&["build/export.js", "build/zip.js"]))],
            }
        );
    }
}
