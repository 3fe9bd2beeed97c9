//! A server of static files on localhost. Its headers isolate the page, so that workers can use shared memory.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Method, Request, Server, StatusCode};

use crate::process::{Context, Result};

/// Content types by file extension; all others are `application/octet-stream`.
const CONTENT_TYPES: [(&str, &str); 7] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("wasm", "application/wasm"),
];

/// Headers of every response. The first two make the page cross-origin isolated; the last makes browsers revalidate.
const HEADERS: [(&str, &str); 3] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cache-Control", "no-cache"),
];

/// Threads that handle requests.
const THREADS: usize = 4;

/// A server on a bound port. Requests before [`StaticServer::serve()`] wait.
pub(super) struct StaticServer {
    server: Arc<Server>,
}

impl StaticServer {
    /// Binds a port on localhost.
    pub(super) fn bind(port: u16) -> Result<Self> {
        let server = Server::http(("127.0.0.1", port))
            .context(format!("port {port} is not available; choose another with `--port N`"))?;
        Ok(Self { server: Arc::new(server) })
    }

    /// The page's address.
    pub(super) fn address(&self) -> String {
        format!("http://{}/", self.server.server_addr())
    }

    /// Starts to serve the files of a folder.
    pub(super) fn serve(&self, folder: PathBuf) {
        let folder = Arc::new(folder);
        for _ in 0..THREADS {
            let (server, folder) = (Arc::clone(&self.server), Arc::clone(&folder));
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    respond(request, &folder);
                }
            });
        }
    }
}

/// Handles one request. A closed connection is not an error.
///
/// Each response ends its connection. `tiny_http` gives a connection to a thread of its pool for as long as it lives, and
/// counts a thread as free until it wakes: of six connections that a browser opens at once, some may never get one while
/// the others are kept alive. `Response` does not let the header be set, so the response is written here.
fn respond(request: Request, folder: &Path) {
    let (status, extension, body) = match request.method() {
        Method::Get | Method::Head => find_file(folder, request.url()),
        _ => (405, "", Vec::new()),
    };
    let kind = CONTENT_TYPES
        .iter()
        .find(|(known, _)| *known == extension)
        .map_or("application/octet-stream", |(_, kind)| *kind);
    let _ = write_response(request, status, kind, &body);
}

fn write_response(request: Request, status: u16, kind: &str, body: &[u8]) -> io::Result<()> {
    let with_body = *request.method() != Method::Head;
    let mut writer = request.into_writer();
    write!(writer, "HTTP/1.1 {status} {}\r\n", StatusCode(status).default_reason_phrase())?;
    let length = body.len().to_string();
    let own = [("Content-Type", kind), ("Content-Length", &length), ("Connection", "close")];
    for (name, value) in HEADERS.into_iter().chain(own) {
        write!(writer, "{name}: {value}\r\n")?;
    }
    writer.write_all(b"\r\n")?;
    if with_body {
        writer.write_all(body)?;
    }
    writer.flush()
}

/// Returns status, file extension and bytes. Paths are not percent-decoded: no file name requires it.
fn find_file<'a>(folder: &Path, url: &'a str) -> (u16, &'a str, Vec<u8>) {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let names_folder = path.is_empty() || path.ends_with('/');
    let path = Path::new(path.trim_end_matches('/'));
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let named = folder.join(path);
    let file = if names_folder { named.join("index.html") } else { named };
    match inside.then(|| fs::read(file)) {
        Some(Ok(bytes)) if names_folder => (200, "html", bytes),
        Some(Ok(bytes)) => {
            (200, path.extension().and_then(|extension| extension.to_str()).unwrap_or_default(), bytes)
        }
        _ => (404, "", Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::StaticServer;
    use crate::files;

    fn request(server: &StaticServer, line: &str) -> String {
        let address = server.address();
        let mut stream = TcpStream::connect(address.trim_start_matches("http://").trim_matches('/')).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    /// A browser opens six connections at once and closes each when the response says so.
    #[test]
    fn each_of_many_connections_is_answered_and_ended() {
        let folder = std::env::temp_dir().join(format!("inkgrad-many-connections-{}", std::process::id()));
        files::write(&folder.join("index.html"), "the page").unwrap();
        let server = StaticServer::bind(0).unwrap();
        server.serve(folder.clone());
        let address = server.address();
        let address = address.trim_start_matches("http://").trim_matches('/');
        let mut streams: Vec<TcpStream> = (0..24).map(|_| TcpStream::connect(address).unwrap()).collect();
        for stream in &mut streams {
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            write!(stream, "GET / HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
        }
        for mut stream in streams {
            let mut bytes = Vec::new();
            while !bytes.ends_with(b"the page") {
                let mut part = [0; 1024];
                let length = stream.read(&mut part).expect("an answer");
                assert_ne!(length, 0, "the connection ended before the page");
                bytes.extend(&part[..length]);
            }
            assert!(String::from_utf8_lossy(&bytes).contains("\r\nConnection: close\r\n"));
        }
        files::remove_folder(&folder).unwrap();
    }

    #[test]
    fn serves_only_files_of_its_folder() {
        let folder = std::env::temp_dir().join(format!("inkgrad-static-server-{}", std::process::id()));
        files::write(&folder.join("site/index.html"), "the page").unwrap();
        files::write(&folder.join("site/build/core.wasm"), "a binary").unwrap();
        files::write(&folder.join("site/docs/index.html"), "the documentation").unwrap();
        files::write(&folder.join("secret.html"), "no file of the page").unwrap();
        let server = StaticServer::bind(0).unwrap();
        server.serve(folder.join("site"));

        let page = request(&server, "GET /?build=simd128");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.ends_with("\r\n\r\nthe page"), "{page}");
        for header in [
            "Content-Type: text/html; charset=utf-8",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
        ] {
            assert!(page.contains(header), "{header} is missing in {page}");
        }
        let documentation = request(&server, "GET /docs/");
        assert!(documentation.ends_with("\r\n\r\nthe documentation"), "{documentation}");
        let binary = request(&server, "GET /build/core.wasm");
        assert!(binary.contains("Content-Type: application/wasm"), "{binary}");
        for (line, status) in [
            ("GET /missing.js", "404"),
            ("GET /build", "404"),
            ("GET /build/", "404"),
            ("GET /../secret.html", "404"),
            ("GET //../secret.html", "404"),
            ("POST /", "405"),
        ] {
            assert!(request(&server, line).starts_with(&format!("HTTP/1.1 {status}")), "{line}");
        }
        files::remove_folder(&folder).unwrap();
    }
}
