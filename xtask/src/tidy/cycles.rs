//! Finds import cycles between files of the core, xtask, the package and the page.
//!
//! A `mod.rs`, `lib.rs` or `main.rs` is ignored: it declares its children and re-exports their items.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Roots of the checked crates, the longer first.
const ROOTS: [&str; 2] = ["xtask/src/", "src/"];

/// The files that each file imports.
type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Returns each cycle once, as `a → b → a`.
pub(super) fn cycles(files: &[(&str, &str)]) -> Vec<String> {
    let paths: BTreeSet<&str> = files.iter().map(|(path, _)| *path).filter(|path| is_checked(path)).collect();
    let graph: Graph<'_> = files
        .iter()
        .filter(|(path, _)| paths.contains(path))
        .map(|(path, text)| (*path, imports(path, text, &paths)))
        .collect();
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for start in graph.keys() {
        if let Some(cycle) = path_between(&graph, start, start)
            && known.insert(cycle.iter().copied().collect::<BTreeSet<_>>())
        {
            found.push(format!("import cycle: {} → {start}", cycle.join(" → ")));
        }
    }
    found
}

fn is_checked(path: &str) -> bool {
    let rust = ROOTS.iter().any(|root| path.starts_with(root)) && is(path, "rs");
    let script =
        (path.starts_with("package/") || path.starts_with("www/")) && (is(path, "js") || is(path, "jsx"));
    (rust && !path.ends_with("/mod.rs") && !path.ends_with("src/lib.rs") && !path.ends_with("src/main.rs"))
        || script
}

fn is(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// The shortest path along imports, `from` first; `to` itself is left out. Breadth first.
fn path_between<'a>(graph: &Graph<'a>, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut paths = std::collections::VecDeque::from([vec![from]]);
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop_front() {
        for next in graph.get(path.last()?).into_iter().flatten() {
            if *next == to {
                return Some(path);
            }
            if seen.insert(*next) {
                paths.push_back([path.clone(), vec![*next]].concat());
            }
        }
    }
    None
}

fn imports<'a>(path: &str, text: &str, paths: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let found: Vec<String> =
        if is(path, "rs") { rust_imports(path, text) } else { script_imports(path, text) };
    let resolve = |found: &String| {
        // Of a Rust path the longest beginning that is a file.
        let mut rest = found.as_str();
        loop {
            let whole = !is(path, "rs") || is(found, "rs");
            let file = if whole { rest.to_owned() } else { format!("{rest}.rs") };
            if let Some(known) = paths.get(file.as_str()).filter(|known| **known != path) {
                return Some(*known);
            }
            rest = rest.rsplit_once('/').filter(|_| !whole)?.0;
        }
    };
    found.iter().filter_map(resolve).collect()
}

/// The paths that the `use` statements name, as file paths; without their ending where an item may follow.
fn rust_imports(path: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join(" ");
    let trees = code.match_indices("use ").filter_map(|(at, _)| {
        let end = code[at..].find(';')?;
        Some(&code[at + 4..at + end])
    });
    trees.flat_map(expand).filter_map(|item| absolute(path, &item)).collect()
}

/// A path in a `use` as a file path. One that begins with neither `crate` nor `super` is that of a child.
fn absolute(path: &str, item: &str) -> Option<String> {
    let root = ROOTS.iter().find(|root| path.starts_with(**root))?;
    let mut base = path.trim_end_matches(".rs").to_owned();
    let mut rest = item;
    if let Some(inner) = rest.strip_prefix("crate::") {
        (base, rest) = (root.trim_end_matches('/').to_owned(), inner);
    }
    while let Some(inner) = rest.strip_prefix("super::") {
        base = base.rsplit_once('/')?.0.to_owned();
        rest = inner;
    }
    if rest == item {
        // A child of this file, or another crate, which is no file.
        let child = rest.strip_prefix("self::").unwrap_or(rest).split("::").next()?;
        return Some(format!("{base}/{child}.rs"));
    }
    Some(format!("{base}/{}", rest.replace("::", "/")))
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((prefix, inner)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let (mut depth, mut item, mut items) = (0, String::new(), Vec::new());
    for letter in inner.trim_end().strip_suffix('}').unwrap_or(inner).chars().chain([',']) {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if letter == ',' && depth == 0 {
            items.push(std::mem::take(&mut item));
        } else {
            item.push(letter);
        }
    }
    let items = items.into_iter().filter(|item| !item.trim().is_empty());
    items.flat_map(|item| expand(&format!("{}{}", prefix.trim(), item.trim()))).collect()
}

/// The files that import lines name; types in comments do not count.
fn script_imports(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let statements = text.lines().filter(|line| {
        line.starts_with("import ") || line.starts_with("} from ") || line.starts_with("export ")
    });
    let named = statements.filter_map(|line| Some(line.rsplit_once("from '")?.1.split_once('\'')?.0));
    named.filter(|name| name.starts_with('.')).map(|name| join(folder, name)).collect()
}

/// A relative path as one from the root.
pub(super) fn join(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn reports_cycles_only() {
        let no_cycle =
            [("src/a/b.rs", "use super::c::C;"), ("src/a/c.rs", "use crate::d::D;"), ("src/d.rs", "")];
        assert!(cycles(&no_cycle).is_empty());
        let cycle =
            [("src/a/b.rs", "use super::c::C;"), ("src/a/c.rs", "use crate::{d, a::{x, b::{B, E}}};")];
        assert_eq!(cycles(&cycle), ["import cycle: src/a/b.rs → src/a/c.rs → src/a/b.rs"]);
        let three = [
            ("src/a.rs", "use crate::b::B;"),
            ("src/b.rs", "use crate::c::C;"),
            ("src/c.rs", "use crate::a::A;"),
        ];
        assert_eq!(cycles(&three).len(), 1);
    }

    #[test]
    fn ignores_re_exports_and_tests() {
        let files = [
            ("src/a/mod.rs", "mod b;\npub use self::b::B;"),
            ("src/a/b.rs", "use super::B;\n#[cfg(test)]\nmod tests {\n use crate::c::C;\n}"),
            ("src/c.rs", "use crate::a::b::B;"),
        ];
        assert!(cycles(&files).is_empty());
    }

    #[test]
    fn reads_import_lines_of_scripts() {
        let cycle = [
            ("package/a.js", "import { b } from './w/b.js';"),
            ("package/w/b.js", "import {\n  a,\n} from '../a.js';"),
        ];
        assert_eq!(cycles(&cycle).len(), 1);
        let types = [
            ("package/a.js", "import { b } from './b.js';"),
            ("package/b.js", "/** @typedef {import('./a.js').A} A */"),
        ];
        assert!(cycles(&types).is_empty());
    }
}
