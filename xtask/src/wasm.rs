//! One wasm binary of the core per instruction set: cargo, then wasm-bindgen, then wasm-opt.

use std::env;
use std::path::PathBuf;

use crate::process::{Context, Result, output, run};
use crate::workspace::Workspace;
use crate::{files, generators};

/// The target that the browser's binaries are built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A binary of the package: its name in the interface and in file names, and the features that it needs.
pub(crate) struct Build {
    pub name: &'static str,
    features: &'static str,
}

/// Every current browser runs the first; the second needs relaxed SIMD, for its fused multiply-add.
pub(crate) const BUILDS: [Build; 2] = [
    Build { name: "simd128", features: "+simd128" },
    Build { name: "relaxed-simd", features: "+simd128,+relaxed-simd" },
];

/// How much rustc may spend of the binary's budget on speed. The kernels are written in vectors and unrolled by hand:
/// what the compiler adds by itself to all other code makes the binary a quarter larger and nothing faster. Nor is it to
/// inline what errors alone reach (1.4 KB after gzip), or to rearrange what is written: the products' sums take turns
/// there, so that none waits for its last multiply-add.
const LEAN: [&str; 7] = [
    "-Cno-vectorize-loops",
    "-Cno-vectorize-slp",
    "-Cllvm-args=-inline-threshold=100",
    "-Cllvm-args=-inline-cold-callsite-threshold=0",
    "-Cllvm-args=-inlinecold-threshold=0",
    "-Cllvm-args=-unroll-runtime=0",
    "-Cllvm-args=-pre-RA-sched=source",
];

/// How wasm-opt works, by trial, for the least size after gzip: what it inlines by itself is seldom worth its bytes, and
/// the lowest kilobyte, where a stack would end that has overflowed, is never read, so that offsets go into loads. In the
/// order of their names, functions that are alike stand together for gzip: 1.6 % of the size. Then what it
/// may use: all that rustc's wasm target and our two builds emit, and every browser with SIMD runs.
const WASM_OPT: [&str; 16] = [
    "-O3",
    "--converge",
    "--one-caller-inline-max-function-size=1",
    "--low-memory-unused",
    "--reorder-functions-by-name",
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

    /// The folder that cargo builds this binary in; its own, so that the two never overwrite each other's work.
    pub(crate) fn target(&self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(self.name)
    }

    /// Cargo's flags for this binary, as `CARGO_ENCODED_RUSTFLAGS` wants them: they replace a person's own, and paths
    /// of the machine that builds are kept out of the binary.
    pub(crate) fn rustflags(&self, workspace: &Workspace) -> String {
        let root = workspace.root.display();
        let mut flags = vec![
            format!("-Ctarget-feature={}", self.features),
            format!("--remap-path-prefix={root}=inkgrad"),
        ];
        flags.extend(LEAN.map(str::to_string));
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        if let Some(home) = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))) {
            flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
        }
        flags.join("\u{1f}")
    }

    /// Compiles the core for this binary.
    pub(crate) fn compile(&self, workspace: &Workspace) -> Result {
        println!("compiling the {} binary", self.name);
        let arguments = [
            "build",
            "--quiet",
            "--release",
            "--lib",
            "--package",
            "inkgrad",
            "--target",
            TARGET,
            "--target-dir",
        ];
        run(workspace
            .command("cargo")
            .args(arguments)
            .arg(self.target(workspace))
            .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags(workspace)))
    }

    /// Makes of what [`Build::compile()`] has left the binary and its JavaScript glue, and gives their folder:
    /// `inkgrad.js`, `inkgrad.d.ts`, `inkgrad_bg.wasm` by wasm-bindgen and `inkgrad.wasm` by wasm-opt.
    pub(crate) fn finish(&self, workspace: &Workspace) -> Result<PathBuf> {
        let target = self.target(workspace);
        let built = target.join(TARGET).join("release/inkgrad.wasm");
        let folder = target.join("package");
        let recipe = format!(
            "{} {} {}",
            files::sha256(files::read(&built)?),
            WASM_OPT.join(" "),
            lock_hash(workspace)?
        );
        let stamp = folder.join("recipe");
        if files::read_text(&stamp).is_ok_and(|old| old == recipe) {
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
            .arg(folder.join("inkgrad.wasm"));
        output(&mut optimise).context("wasm-opt")?;
        files::write(&stamp, recipe)?;
        Ok(folder)
    }
}

/// The tools' versions, as one hash: another binaryen or wasm-bindgen makes the binary again.
fn lock_hash(workspace: &Workspace) -> Result<String> {
    let locks =
        [files::read(&workspace.path("package-lock.json"))?, files::read(&workspace.path("Cargo.lock"))?];
    Ok(files::sha256(locks.concat()))
}
