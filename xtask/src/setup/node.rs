//! Checks Node and installs the npm packages of package-lock.json.

use std::path::Path;

use crate::files;
use crate::process::{Context, Result, heading, output, run};
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;

const HOW_TO_GET_NODE: &str = "install Node 20 or newer with npm, from https://nodejs.org or from your system \
     (`apt-get install nodejs npm` where that is new enough), then run this again";

/// Installs the packages of the root, and creates the folder that Trunk watches.
pub(super) fn packages(workspace: &Workspace) -> Result {
    check_node(workspace)?;
    files::create_folder(&workspace.path("package/generated"))?;
    npm_packages(workspace, Path::new(""))
}

/// Installs the packages of `FOLDER/package-lock.json` in `FOLDER/node_modules`, with a stamp file of the lock file's
/// hash. Install scripts do not run: no package needs one, and some download files. `npm ci` is not used: it requires
/// the optional packages of every platform, which a mirror of the registry may not have.
pub(crate) fn npm_packages(workspace: &Workspace, folder: &Path) -> Result {
    let folder = workspace.path(folder);
    let expected = files::sha256(files::read(&folder.join("package-lock.json"))?);
    let stamp = folder.join("node_modules/.inkgrad-lock");
    if files::read_text(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }
    heading(format!("setup: the packages of {}, by npm", folder.join("package-lock.json").display()));
    let mut npm = workspace.command("npm");
    run(npm
        .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    files::write(&stamp, expected)
}

fn check_node(workspace: &Workspace) -> Result {
    let version = output(workspace.command("node").arg("--version"));
    let version = version.map_err(|error| format!("{HOW_TO_GET_NODE} ({error})"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    let major: u32 = major.parse().context(format!("`node --version` printed {version:?}"))?;
    if major < OLDEST_NODE {
        return Err(format!("{HOW_TO_GET_NODE} (found {})", version.trim()));
    }
    workspace.find_program("npm").map(drop).context(format!("{HOW_TO_GET_NODE} (found no npm)"))
}
