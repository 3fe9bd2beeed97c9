//! The browsers for tests and benchmarks, from Debian's packages.

use std::path::Path;

use super::debian;
use crate::process::Result;
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
    let otherwise = format!(
        "On a system without apt-get, put the programs (or links to them) at {}",
        PACKAGES.map(|(_, program)| program).join(", ")
    );
    debian::install(workspace, &missing, "the tests need Chromium, Firefox and WebKit", &otherwise)
}
