//! The paths of repository, target folder and installed tools, and the environment of child processes.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Context, Result};
use crate::tools;

/// The folders that all commands use.
pub(crate) struct Workspace {
    /// The root of the repository.
    pub root: PathBuf,
    /// Cargo's target folder. Each wasm binary has its own folder inside.
    pub target: PathBuf,
    /// Tools that `setup` installs, shared by all clones on this machine: `NAME-VERSION/bin`.
    pub tools: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask is not in a repository")?
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let cache = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .unwrap_or_else(|| target.clone());
        Ok(Self { root, target, tools: cache.join("inkgrad/tools") })
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// A command that runs in the root. PATH begins with the installed tools and `node_modules/.bin`.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.search_path()).stdin(std::process::Stdio::null());
        command
    }

    /// The path of a program on that PATH.
    pub(crate) fn find_program(&self, name: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path()).map(|dir| dir.join(name)).find(|path| path.is_file())
    }

    /// Locks out other xtask processes. Dropping the file releases the lock.
    pub(crate) fn lock(&self, name: &str) -> Result<File> {
        let folder = self.target.join("xtask");
        fs::create_dir_all(&folder).context(folder.display())?;
        let path = folder.join(format!("{name}.lock"));
        let file = File::create(&path).context(path.display())?;
        if file.try_lock().is_err() {
            println!("waiting for another xtask to finish ({name}) …");
            file.lock().context(path.display())?;
        }
        Ok(file)
    }

    /// The folders of the installed tools' programs.
    pub(crate) fn tool_folders(&self) -> impl Iterator<Item = PathBuf> {
        tools::folders().map(|name| self.tools.join(name).join("bin"))
    }

    fn search_path(&self) -> OsString {
        let mut folders: Vec<PathBuf> = self.tool_folders().collect();
        folders.push(self.path("node_modules/.bin"));
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        env::join_paths(folders).expect("no folder on PATH contains the separator")
    }
}
