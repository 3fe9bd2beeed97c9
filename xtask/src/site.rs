//! `cargo xtask build` and `cargo xtask serve`: Trunk with everything it needs, and what the page costs to load.

use std::path::Path;

use serde_json::Value;

use crate::assets::LIBRARY;
use crate::budgets::{self, Spent};
use crate::process::{Context, Result, heading, run, watch};
use crate::wasm::BUILDS;
use crate::workspace::Workspace;
use crate::{files, package, setup};

/// The page as static files in `dist/`, for any host and any sub-path.
pub(crate) fn build(workspace: &Workspace, _arguments: &[String]) -> Result {
    setup::ensure(workspace, &setup::SITE)?;
    heading("build: dist/");
    make(workspace)?;
    package::check_budgets(workspace)?;
    check_budgets(workspace, &workspace.path("dist"))
}

/// Makes `dist/`, the tools being there.
pub(crate) fn make(workspace: &Workspace) -> Result {
    run(trunk(workspace, "build").arg("--release"))
}

/// Builds the page, serves it on this machine and builds it again when a source changes; further arguments go to Trunk
/// (`--port 9000`).
pub(crate) fn serve(workspace: &Workspace, arguments: &[String]) -> Result {
    setup::ensure(workspace, &setup::SITE)?;
    heading("serve: building, then serving; Ctrl+C ends it");
    let mut address = None;
    watch(trunk(workspace, "serve").arg("--release").args(arguments), |line| {
        let found = line.find("http://").map(|at| line[at..].trim().to_string());
        if address.is_none() && found.is_some() {
            address = found;
            heading(format!("inkgrad is at {}", address.as_deref().unwrap_or_default()));
        }
    })
}

fn trunk(workspace: &Workspace, command: &str) -> std::process::Command {
    let mut trunk = workspace.command("trunk");
    // Trunk takes NO_COLOR for a yes or no of its own and stops at any other value.
    trunk.arg(command).env_remove("NO_COLOR");
    trunk
}

/// Measures the built page: its own scripts and styles, and all that a first visit loads until the page is ready.
fn check_budgets(workspace: &Workspace, dist: &Path) -> Result {
    let built = dist.join("build");
    let mut page = 0;
    for path in files::walk(&built)?.iter().filter(|path| path.parent() == Some(&built)) {
        if path.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            page += budgets::cost(path)?;
        }
    }
    let mut binary = 0;
    for build in &BUILDS {
        binary = binary.max(budgets::cost(&built.join(LIBRARY).join(build.file()))?);
    }
    let mut libraries = 0;
    for path in files::walk(&built.join(LIBRARY))?
        .iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "js"))
    {
        libraries += budgets::cost(path)?;
    }
    let index = budgets::cost(&dist.join("index.html"))?;
    let shards = first_shards(&built.join("data/mnist"))?;
    let visit = "a first visit: page and its libraries, one binary, first shards".to_string();
    budgets::check(
        workspace,
        &[
            Spent { budget: "page", what: "the page's scripts and styles".to_string(), bytes: page },
            Spent { budget: "first_load", what: visit, bytes: index + page + libraries + binary + shards },
        ],
    )
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
