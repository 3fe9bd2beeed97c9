//! `cargo xtask publish --dry-run [vVERSION]`: all of a publication but the publication. The files of crate and package are
//! those of `published.json`, and the dry runs of cargo and npm pass; a tag must be the version, which the changelog must have.
//! What publishes is `.github/workflows/release.yml`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::process::{Context, Result, heading, output, run as run_command};
use crate::setup::{self, Requirement};
use crate::workspace::Workspace;
use crate::{files, package};

/// The command.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let tag = match arguments {
        [flag] if flag == "--dry-run" => None,
        [flag, tag] if flag == "--dry-run" => Some(tag),
        _ => {
            return Err("cargo xtask publish --dry-run [vVERSION]; the release workflow publishes".to_owned());
        }
    };
    if let Some(tag) = tag {
        check_version(workspace, tag)?;
    }
    setup::ensure(workspace, &[Requirement::WasmTarget, Requirement::NodePackages])?;
    package::make(workspace)?;
    check_files(workspace)?;
    heading("publish: the package, by npm");
    run_command(workspace.command("npm").args(["publish", "./pkg", "--dry-run"]))?;
    heading("publish: the crate, by cargo, which builds it alone");
    let mut cargo = workspace.command("cargo");
    run_command(cargo.args(["publish", "--package", "inkgrad", "--dry-run", "--allow-dirty"]))
}

/// The files that cargo and npm would pack are exactly those of `published.json`. The package must be built.
pub(crate) fn check_files(workspace: &Workspace) -> Result {
    let expected = files::read_text(&workspace.path("xtask/published.json"))?;
    let expected: Value = serde_json::from_str(&expected).context("xtask/published.json")?;

    let sources = names(&expected["crate"]["sources"])?;
    let mut git = workspace.command("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"]).args(&sources);
    let mut of_crate = names(&expected["crate"]["files"])?;
    of_crate.extend(output(&mut git)?.lines().map(str::to_owned));
    let mut cargo = workspace.command("cargo");
    let packed = output(cargo.args(["package", "--package", "inkgrad", "--list", "--allow-dirty"]))?;
    compare("crate", &of_crate, &packed.lines().map(str::to_owned).collect())?;

    let packed = output(workspace.command("npm").args(["pack", "./pkg", "--dry-run", "--json", "--silent"]))?;
    let packed: Value = serde_json::from_str(&packed).context("npm pack --json")?;
    let listed = packed[0]["files"].as_array().context("npm pack lists no files")?;
    let listed = listed.iter().filter_map(|file| file["path"].as_str()).map(str::to_owned).collect();
    compare("package", &names(&expected["package"]["files"])?, &listed)
}

fn names(list: &Value) -> Result<BTreeSet<String>> {
    let list = list.as_array().context("xtask/published.json lacks a list")?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn compare(what: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>) -> Result {
    let list = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "the {what} has other files than xtask/published.json lists; too many: [{}]; missing: [{}]",
        list(found.difference(expected).collect()),
        list(expected.difference(found).collect())
    ))
}

/// A tag is the version of the crate, which the changelog must have.
fn check_version(workspace: &Workspace, tag: &str) -> Result {
    let version = tag.strip_prefix('v').unwrap_or_default();
    let manifest = files::read_text(&workspace.path("Cargo.toml"))?;
    if !manifest.contains(&format!("\nversion = \"{version}\"\n")) {
        return Err(format!("the tag {tag} is not the version in Cargo.toml"));
    }
    let changelog = files::read_text(&workspace.path("CHANGELOG.md"))?;
    let dated = changelog.lines().any(|line| line.starts_with(&format!("## [{version}] - ")));
    dated.then_some(()).context(format!("CHANGELOG.md has no line `## [{version}] - DATE`"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::compare;

    #[test]
    fn names_what_differs() {
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert!(compare("crate", &set(&["a", "b"]), &set(&["b", "a"])).is_ok());
        let message = compare("crate", &set(&["a", "b"]), &set(&["b", "c"])).unwrap_err();
        assert!(message.ends_with("too many: [c]; missing: [a]"), "{message}");
    }
}
