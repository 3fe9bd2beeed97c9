//! Tools that `setup` installs by `cargo install`, with their versions. `workspace` adds their folders to PATH.

/// A tool that `cargo install` installs.
pub(crate) struct Tool {
    /// The crate to install.
    pub crate_name: &'static str,
    pub version: &'static str,
    /// Its programs. `--version` of the first one prints the version.
    pub programs: &'static [&'static str],
    pub arguments: &'static [&'static str],
    /// About how long the installation takes on two cores.
    pub minutes: &'static str,
}

/// Its version must equal that of the crate `wasm-bindgen`.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    crate_name: "wasm-bindgen-cli",
    version: "0.2.129",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    arguments: &[],
    minutes: "two minutes",
};

pub(crate) const WASM_PACK: Tool = Tool {
    crate_name: "wasm-pack",
    version: "0.15.1",
    programs: &["wasm-pack"],
    arguments: &[],
    minutes: "one minute",
};

/// Firefox's web driver, for tests that wasm-pack runs in Firefox.
pub(crate) const GECKODRIVER: Tool = Tool {
    crate_name: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    arguments: &[],
    minutes: "one minute",
};

/// The newest version that Rust 1.95 compiles, without the features that need OpenSSL or show update notices.
pub(crate) const TRUNK: Tool = Tool {
    crate_name: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    arguments: &["--no-default-features", "--features", "rustls"],
    minutes: "five minutes",
};

impl Tool {
    /// Its folder inside the folder of all tools.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.crate_name, self.version)
    }
}

/// The folders of these versions, inside the folder of all tools.
pub(crate) fn folders() -> impl Iterator<Item = String> {
    [WASM_BINDGEN, WASM_PACK, TRUNK, GECKODRIVER].iter().map(Tool::folder)
}

#[cfg(test)]
mod tests {
    use super::WASM_BINDGEN;

    #[test]
    fn wasm_bindgen_has_the_version_of_the_lock_file() {
        let lock = include_str!("../../Cargo.lock");
        let expected = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(
            lock.contains(&expected),
            "Cargo.lock has another wasm-bindgen than {}",
            WASM_BINDGEN.version
        );
    }
}
