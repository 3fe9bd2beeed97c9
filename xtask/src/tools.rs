//! The tools that `cargo install` installs for us: crate, version and folder of each. `setup` installs them, and
//! `workspace` puts their folders on the search path.

/// A tool that `cargo install` installs.
pub(crate) struct Tool {
    /// The crate to install.
    pub crate_name: &'static str,
    pub version: &'static str,
    /// The programs that it installs. The first one tells the version by `--version`.
    pub programs: &'static [&'static str],
    pub arguments: &'static [&'static str],
    /// About how long the installation takes on two cores.
    pub minutes: &'static str,
}

/// Its version must be exactly that of the crate `wasm-bindgen`.
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

/// Firefox's driver, for tests that wasm-pack runs in Firefox.
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
    /// Its folder inside that of all tools.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.crate_name, self.version)
    }
}

/// The folders of these versions, inside that of all tools.
pub(crate) fn folders() -> impl Iterator<Item = String> {
    [WASM_BINDGEN, WASM_PACK, TRUNK, GECKODRIVER].iter().map(Tool::folder)
}

#[cfg(test)]
mod tests {
    use super::WASM_BINDGEN;

    #[test]
    fn the_command_is_of_the_version_that_the_lock_file_has_of_the_crate() {
        let lock = include_str!("../../Cargo.lock");
        let wanted = format!("name = \"wasm-bindgen\"\nversion = \"{}\"\n", WASM_BINDGEN.version);
        assert!(lock.contains(&wanted), "Cargo.lock has another wasm-bindgen than {}", WASM_BINDGEN.version);
    }
}
