//! The browsers for tests and benchmarks, from Debian's packages.

use std::path::Path;

use crate::process::{Result, heading, output, run};
use crate::workspace::Workspace;

/// Debian packages and their programs. webdriver.json, `tests/page/browsers.js` and `tests/page/webdriver.js` name the same paths.
const PACKAGES: [(&str, &str); 5] = [
    ("chromium", "/usr/bin/chromium"),
    ("chromium-driver", "/usr/bin/chromedriver"),
    ("firefox-esr", "/usr/bin/firefox-esr"),
    ("webkit2gtk-driver", "/usr/bin/WebKitWebDriver"),
    ("xvfb", "/usr/bin/Xvfb"),
];

/// Chromium's web driver.
pub(crate) const CHROMEDRIVER: &str = PACKAGES[1].1;

/// Installs the packages of missing programs. Without root rights, the error contains the command to run.
pub(super) fn ensure(workspace: &Workspace) -> Result {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, program)| !Path::new(program).exists())
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let manual_command = format!("apt-get install --yes --no-install-recommends {}", missing.join(" "));
    heading(format!("setup: the browsers for the tests ({}), by apt-get", missing.join(", ")));
    let is_root = output(workspace.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let can_sudo = !is_root && output(workspace.command("sudo").args(["-n", "true"])).is_ok();
    if workspace.find_program("apt-get").is_none() || !(is_root || can_sudo) {
        return Err(format!(
            "the tests need Chromium, Firefox and WebKit, and these packages are missing: {}. Installation needs root. Please run\n\n    \
             sudo apt-get update && sudo {manual_command}\n\nthen run this command again. On a system without apt-get, \
             put the programs (or links to them) at {}",
            missing.join(", "),
            PACKAGES.map(|(_, program)| program).join(", ")
        ));
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.args(["-n", "apt-get"]);
        }
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}
