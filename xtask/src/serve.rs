//! `cargo xtask serve [--port N]`: the page on this machine, there as soon as one binary is, and made again whenever a
//! source changes.

mod host;

use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};
use std::{fs, thread};

use crate::assets::{self, Size};
use crate::process::{Context, Result, heading};
use crate::timing::table;
use crate::wasm::{BUILDS, Build};
use crate::workspace::Workspace;
use crate::{files, site};
use host::Host;

/// Where the page is unless another port is asked for.
const PORT: u16 = 8080;

/// What the page is made of, as Trunk.toml has it.
const SOURCES: [&str; 6] = ["index.html", "Cargo.toml", "src", "package", "www", "data"];

/// The build writes these.
const WRITTEN: &str = "package/generated";

/// How often the sources are looked at.
const LOOK: Duration = Duration::from_secs(1);

/// The command. The port is taken first: an error of that kind should not come after minutes.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result {
    let start = Instant::now();
    let host = Host::open(read_port(arguments)?)?;
    let address = host.address();
    heading(format!("serve: the page will be at {address} in a few minutes; Ctrl+C ends this"));

    let mut seen = sources(workspace)?;
    make(workspace, &BUILDS[..1])?;
    host.answer(site::folder(workspace));
    table("what took how long", start.elapsed());
    heading(format!("inkgrad is at {address}"));

    println!("the other binary, for browsers with relaxed SIMD, follows; until then they run the first");
    let start = Instant::now();
    match make(workspace, &BUILDS) {
        Ok(()) => table("both binaries are there: load the page anew for the faster one", start.elapsed()),
        Err(message) => eprintln!("{message}\nthe page goes on with the binary that is there"),
    }
    loop {
        thread::sleep(LOOK);
        let now = sources(workspace)?;
        if now != seen {
            seen = now;
            heading("serve: a source has changed");
            // One binary first, as at the beginning.
            match make(workspace, &BUILDS[..1]).and_then(|()| make(workspace, &BUILDS)) {
                Ok(()) => println!("the page is made anew"),
                Err(message) => eprintln!("{message}\nthe page stays as it was"),
            }
        }
    }
}

fn make(workspace: &Workspace, builds: &[Build]) -> Result {
    assets::make(workspace, builds, Size::Small)?;
    site::gather(workspace)
}

fn read_port(arguments: &[String]) -> Result<u16> {
    match arguments {
        [] => Ok(PORT),
        [name, port] if name == "--port" => port.parse().context(format!("--port {port}")),
        _ => Err(format!("expected nothing or `--port N`, found `{}`", arguments.join(" "))),
    }
}

/// Every source with the time of its last change.
fn sources(workspace: &Workspace) -> Result<Vec<(PathBuf, Option<SystemTime>)>> {
    let written = workspace.path(WRITTEN);
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
    fn takes_a_port_and_nothing_else() {
        let given = |words: &[&str]| read_port(&words.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(given(&[]), Ok(8080));
        assert_eq!(given(&["--port", "9000"]), Ok(9000));
        assert!(given(&["--port"]).is_err());
        assert!(given(&["--port", "65536"]).is_err());
        assert!(given(&["--open"]).is_err());
    }
}
