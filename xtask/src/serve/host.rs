//! A host of static files for this machine alone, with the headers that let the page share memory among its workers.

use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::process::{Context, Result};

/// Types by the ending of a file's name; what has none here is bytes.
const TYPES: [(&str, &str); 6] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
];

/// With every answer: the first two isolate the page, the last makes browsers ask again after each build.
const HEADERS: [(&str, &str); 3] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cache-Control", "no-cache"),
];

/// Requests that are answered at the same time.
const THREADS: usize = 4;

/// A port of this machine that is ours. Who asks before [`Host::answer()`] waits.
pub(super) struct Host {
    server: Arc<Server>,
}

impl Host {
    /// Takes a port.
    pub(super) fn open(port: u16) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port))
            .context(format!("port {port} cannot be had; `--port N` takes another"))?;
        Ok(Self { server: Arc::new(server) })
    }

    /// The page's address.
    pub(super) fn address(&self) -> String {
        format!("http://{}/", self.server.server_addr())
    }

    /// Answers from now on with the files of a folder.
    pub(super) fn answer(&self, folder: PathBuf) {
        let folder = Arc::new(folder);
        for _ in 0..THREADS {
            let (server, folder) = (Arc::clone(&self.server), Arc::clone(&folder));
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    answer(request, &folder);
                }
            });
        }
    }
}

/// Answers one request. A browser that goes away before it has the answer is no fault.
fn answer(request: Request, folder: &Path) {
    let (status, ending, body) = match request.method() {
        Method::Get | Method::Head => found(folder, request.url()),
        _ => (405, "", Vec::new()),
    };
    let kind =
        TYPES.iter().find(|(of, _)| *of == ending).map_or("application/octet-stream", |(_, kind)| *kind);
    let length = body.len();
    let mut response = Response::new(
        status.into(),
        Vec::new(),
        Box::new(std::io::Cursor::new(body)) as Box<dyn Read>,
        Some(length),
        None,
    )
    .with_chunked_threshold(usize::MAX);
    for (name, value) in HEADERS.into_iter().chain([("Content-Type", kind)]) {
        response.add_header(Header::from_bytes(name, value).expect("our headers are plain ASCII"));
    }
    let _ = request.respond(response);
}

/// The status, the ending of the file's name and its bytes. None of our names needs an escape.
fn found<'a>(folder: &Path, url: &'a str) -> (u16, &'a str, Vec<u8>) {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    match inside.then(|| fs::read(folder.join(path))) {
        Some(Ok(bytes)) => {
            (200, path.extension().and_then(|ending| ending.to_str()).unwrap_or_default(), bytes)
        }
        _ => (404, "", Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::Host;
    use crate::files;

    fn ask(host: &Host, line: &str) -> String {
        let address = host.address();
        let mut stream = TcpStream::connect(address.trim_start_matches("http://").trim_matches('/')).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn answers_with_files_of_its_folder_alone() {
        let folder = std::env::temp_dir().join(format!("inkgrad-host-{}", std::process::id()));
        files::write(&folder.join("site/index.html"), "the page").unwrap();
        files::write(&folder.join("site/build/core.wasm"), "a binary").unwrap();
        files::write(&folder.join("secret.html"), "no file of the page").unwrap();
        let host = Host::open(0).unwrap();
        host.answer(folder.join("site"));

        let page = ask(&host, "GET /?build=simd128");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.ends_with("\r\n\r\nthe page"), "{page}");
        for header in [
            "Content-Type: text/html; charset=utf-8",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
        ] {
            assert!(page.contains(header), "{header} is missing in {page}");
        }
        let binary = ask(&host, "GET /build/core.wasm");
        assert!(binary.contains("Content-Type: application/wasm"), "{binary}");
        for (line, status) in [
            ("GET /missing.js", "404"),
            ("GET /build", "404"),
            ("GET /../secret.html", "404"),
            ("GET //../secret.html", "404"),
            ("POST /", "405"),
        ] {
            assert!(ask(&host, line).starts_with(&format!("HTTP/1.1 {status}")), "{line}");
        }
        files::remove_folder(&folder).unwrap();
    }
}
