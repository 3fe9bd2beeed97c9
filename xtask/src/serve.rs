//! `cargo xtask serve [--port N]`: builds the page with the first binary, serves it, builds the second binary, and
//! rebuilds when a source changes.

mod static_server;

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};
use std::{fs, thread};

use crate::assets::{self, Output};
use crate::process::{Context, Result, heading};
use crate::timing::table;
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;
use crate::{files, site};
use static_server::StaticServer;

/// The port without `--port`.
const DEFAULT_PORT: u16 = 8080;

/// Files and folders to watch; the same as in Trunk.toml.
const SOURCES: [&str; 8] = ["index.html", "Cargo.toml", "src", "package", "www", "data", "docs", "examples"];

/// The build writes to this folder: it is not watched.
const GENERATED: &str = "package/generated";

/// Time between two checks of the sources.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The command. It binds the port before the build: the build takes minutes.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let start = Instant::now();
    let server = StaticServer::bind(read_port(arguments)?)?;
    let address = server.address();
    heading(format!("serve: the page will be at {address} in a few minutes; Ctrl+C stops the server"));

    let mut seen = sources(workspace)?;
    make(workspace, &BUILDS[..1])?;
    server.serve(site::dist_folder(workspace));
    table("durations", start.elapsed());
    heading(format!("inkgrad is at {address}"));

    println!("building the binary for relaxed SIMD; until it is ready, all browsers run the simd128 binary");
    let start = Instant::now();
    match make(workspace, &BUILDS) {
        Ok(()) => table("both binaries are ready: reload the page for the faster one", start.elapsed()),
        Err(message) => eprintln!("{message}\nthe page keeps the simd128 binary"),
    }
    loop {
        thread::sleep(POLL_INTERVAL);
        let now = sources(workspace)?;
        if now != seen {
            seen = now;
            heading("serve: a source has changed");
            // One binary first, as at the start.
            match make(workspace, &BUILDS[..1]).and_then(|()| make(workspace, &BUILDS)) {
                Ok(()) => println!("the page is rebuilt"),
                Err(message) => eprintln!("{message}\nthe page is unchanged"),
            }
        }
    }
}

fn make(workspace: &Workspace, builds: &[Build]) -> Result {
    assets::make(workspace, builds, Output::Minified)?;
    site::copy_page(workspace, site::Purpose::Development)
}

fn read_port(arguments: &[String]) -> Result<u16> {
    match arguments {
        [] => Ok(DEFAULT_PORT),
        [name, port] if name == "--port" => port.parse().context(format!("--port {port}")),
        _ => Err(format!("expected nothing or `--port N`, found `{}`", arguments.join(" "))),
    }
}

/// Every source with its modification time.
fn sources(workspace: &Workspace) -> Result<Vec<(PathBuf, Option<SystemTime>)>> {
    let written = workspace.path(GENERATED);
    let mut found = Vec::new();
    for source in SOURCES.map(|source| workspace.path(source)) {
        let paths = if source.is_dir() { files::walk(&source)? } else { vec![source] };
        found.extend(paths.into_iter().filter(|path| !path.starts_with(&written)));
    }
    let changed = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
    Ok(found.into_iter().map(|path| (path.clone(), changed(&path))).collect())
}

#[cfg(test)]
mod tests {
    use super::read_port;

    #[test]
    fn accepts_a_port_only() {
        let given = |words: &[&str]| read_port(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(given(&[]), Ok(8080));
        assert_eq!(given(&["--port", "9000"]), Ok(9000));
        assert!(given(&["--port"]).is_err());
        assert!(given(&["--port", "65536"]).is_err());
        assert!(given(&["--open"]).is_err());
    }
}
