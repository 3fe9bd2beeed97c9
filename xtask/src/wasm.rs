//! Builds the wasm binaries: the core's for each instruction set, the reader of files, and the formats. Cargo, then wasm-bindgen, then
//! wasm-opt; then functions are sorted.

use std::env;
use std::path::PathBuf;

use crate::process::{Context, Result, output, run};
use crate::workspace::Workspace;
use crate::{files, generators};

/// The Rust target of the binaries.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A binary of the package: its name in the API and in file names, and its target features.
pub(crate) struct Build {
    pub name: &'static str,
    /// The crate that it is compiled from: its library, or one of its examples.
    package: &'static str,
    example: Option<&'static str>,
    /// Cargo's `opt-level`: 2 for what computes, `z` for what is small.
    opt_level: &'static str,
    features: &'static str,
}

/// Every current browser runs the first. The second needs relaxed SIMD, for fused multiply-add.
pub(crate) const BUILDS: [Build; 2] = [
    Build { name: "simd128", package: "inkgrad", example: None, opt_level: "2", features: "+simd128" },
    Build {
        name: "relaxed-simd",
        package: "inkgrad",
        example: None,
        opt_level: "2",
        features: "+simd128,+relaxed-simd",
    },
];

/// What is loaded when it is first used: the reader of files, exports to Keras and to others, and import.
pub(crate) const MODULES: [Build; 4] = [
    Build { name: "files", package: "inkgrad-files", example: None, opt_level: "z", features: "" },
    Build {
        name: "export",
        package: "inkgrad-formats",
        example: Some("export"),
        opt_level: "z",
        features: "",
    },
    Build { name: "keras", package: "inkgrad-formats", example: Some("keras"), opt_level: "z", features: "" },
    Build {
        name: "import",
        package: "inkgrad-formats",
        example: Some("import"),
        opt_level: "z",
        features: "",
    },
];

/// Compiler flags for a small binary. The kernels are vectorized and unrolled by hand. Automatic vectorization, inlining
/// and unrolling make the binary 25 % larger and no faster. Inlining of error paths costs 1.4 KB after gzip. Instructions
/// keep the order of the source: the matrix product interleaves its accumulators to hide the latency of multiply-add.
const SIZE_FLAGS: [&str; 6] = [
    "-Cno-vectorize-loops",
    "-Cno-vectorize-slp",
    "-Cllvm-args=-inline-cold-callsite-threshold=0",
    "-Cllvm-args=-inlinecold-threshold=0",
    "-Cllvm-args=-unroll-runtime=0",
    "-Cllvm-args=-pre-RA-sched=source",
];

/// Options of wasm-opt, chosen by experiment for the smallest size after gzip. Inlining of one-caller functions is off.
/// `--low-memory-unused` is valid because the first kilobyte is the end of the stack and is never read. The `--enable` options
/// are the features that rustc and the two builds emit.
const WASM_OPT: [&str; 15] = [
    "-O3",
    "--converge",
    "--one-caller-inline-max-function-size=1",
    "--low-memory-unused",
    "--enable-simd",
    "--enable-relaxed-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

impl Build {
    /// The name of the binary in the package.
    pub(crate) fn file(&self) -> String {
        format!("inkgrad-{}.wasm", self.name)
    }

    /// The name of the module that embeds the binary, for one of [`MODULES`].
    pub(crate) fn module(&self) -> String {
        format!("inkgrad-{}.js", self.name)
    }

    /// Cargo's target folder for this binary. Each has its own, so that they do not invalidate each other's cache; those of
    /// one crate and of the same flags share one.
    pub(crate) fn target(&self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(if self.example.is_some() { "formats" } else { self.name })
    }

    /// Flags for `CARGO_ENCODED_RUSTFLAGS`. They replace the user's flags, and remove local paths from the binary.
    pub(crate) fn rustflags(&self, workspace: &Workspace) -> String {
        let root = workspace.root.display();
        let mut flags = vec![
            format!("-Ctarget-feature={}", self.features),
            format!("--remap-path-prefix={root}=inkgrad"),
        ];
        flags.extend(SIZE_FLAGS.map(str::to_string));
        // What is loaded when it is first used has no loop that counts: the least inlining makes it a tenth smaller.
        let inlining = if self.opt_level == "z" { 5 } else { 100 };
        flags.push(format!("-Cllvm-args=-inline-threshold={inlining}"));
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        if let Some(home) = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))) {
            flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
        }
        flags.join("\u{1f}")
    }

    /// Compiles the core for this binary.
    pub(crate) fn compile(&self, workspace: &Workspace) -> Result {
        println!("compiling the {} binary", self.name);
        let arguments =
            ["build", "--quiet", "--release", "--package", self.package, "--target", TARGET, "--target-dir"];
        let part = self.example.map_or_else(|| vec!["--lib"], |name| vec!["--example", name]);
        run(workspace
            .command("cargo")
            .args(&arguments[..3])
            .args(part)
            .args(&arguments[3..])
            .arg(self.target(workspace))
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level)
            .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags(workspace)))
    }

    /// Runs wasm-bindgen, wasm-opt and `order` on the output of [`Build::compile()`]. Returns the folder of `inkgrad.js`,
    /// `inkgrad.d.ts`, `inkgrad_bg.wasm` (wasm-bindgen), `optimised.wasm` (wasm-opt) and `inkgrad.wasm`.
    pub(crate) fn finish(&self, workspace: &Workspace) -> Result<PathBuf> {
        let target = self.target(workspace);
        let built = target.join(TARGET).join("release");
        let (built, folder) = match self.example {
            Some(name) => (built.join(format!("examples/{name}.wasm")), target.join("package").join(name)),
            None => (built.join(format!("{}.wasm", self.package.replace('-', "_"))), target.join("package")),
        };
        let cache_key = format!("{} {}", files::sha256(files::read(&built)?), tools_key(workspace)?);
        let stamp = folder.join("cache-key");
        if files::read_text(&stamp).is_ok_and(|old| old == cache_key) {
            return Ok(folder);
        }
        println!("optimising the {} binary", self.name);
        files::remove_folder(&folder)?;
        run(generators::command(workspace, "glue").args([&built, &folder]))?;
        let mut optimise = workspace.command("wasm-opt");
        optimise
            .args(WASM_OPT)
            .arg(folder.join("inkgrad_bg.wasm"))
            .arg("--output")
            .arg(folder.join("optimised.wasm"));
        output(&mut optimise).context("wasm-opt")?;
        let [from, to] = ["optimised.wasm", "inkgrad.wasm"].map(|name| folder.join(name));
        run(generators::command(workspace, "order").args([from, to]))?;
        files::write(&stamp, cache_key)?;
        Ok(folder)
    }
}

/// What the optimised binary depends on besides the compiled one: our programs, the options, and, in the lock files, the versions
/// of binaryen and wasm-bindgen.
fn tools_key(workspace: &Workspace) -> Result<String> {
    let generators = "xtask/generators/src";
    let sources = [
        &format!("{generators}/glue.rs"),
        &format!("{generators}/order.rs"),
        "package-lock.json",
        "Cargo.lock",
    ]
    .map(|path| files::read(&workspace.path(path)));
    let sources = sources.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(format!("{} {}", WASM_OPT.join(" "), files::sha256(sources.concat())))
}
