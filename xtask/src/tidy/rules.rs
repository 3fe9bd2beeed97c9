//! The rules of tidiness as data: a new one is a line here.

/// The most lines that a file of this kind may have.
pub(super) const LENGTHS: [(&str, usize); 4] = [("rs", 400), ("js", 300), ("ts", 300), ("css", 300)];

/// Files under `of` must not name any of `never`; those under `except` may.
pub(super) struct Import {
    pub of: &'static str,
    pub except: &'static str,
    pub never: &'static [&'static str],
}

/// No path begins with it.
const NOTHING: &str = "\0";

/// kernels ← activations ← schema ← layers, losses, optimizers, schedules ← spec ← model ← trainer ← session ← parallel ← bindings, and in `www/` page and
/// worker on shared, never on each other.
pub(super) const IMPORTS: &[Import] = &[
    Import {
        of: "src/kernels/",
        except: NOTHING,
        never: &[
            "crate::activations",
            "crate::schema",
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/activations/",
        except: NOTHING,
        never: &[
            "crate::schema",
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/schema/",
        except: NOTHING,
        never: &[
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/layers/",
        except: NOTHING,
        never: &[
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/losses/",
        except: NOTHING,
        never: &[
            "crate::layers",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/optimizers/",
        except: NOTHING,
        never: &[
            "crate::layers",
            "crate::losses",
            "crate::schedules",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/schedules/",
        except: NOTHING,
        never: &[
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::data",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/data/",
        except: NOTHING,
        never: &[
            "crate::activations",
            "crate::schema",
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::spec",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    Import {
        of: "src/spec/",
        except: NOTHING,
        never: &["crate::model", "crate::trainer", "crate::session", "crate::parallel", "crate::bindings"],
    },
    Import {
        of: "src/model/",
        except: NOTHING,
        never: &["crate::trainer", "crate::session", "crate::parallel", "crate::bindings"],
    },
    Import {
        of: "src/trainer/",
        except: NOTHING,
        never: &["crate::session", "crate::parallel", "crate::bindings"],
    },
    Import { of: "src/session/", except: NOTHING, never: &["crate::parallel", "crate::bindings"] },
    Import { of: "src/parallel/", except: NOTHING, never: &["crate::bindings"] },
    Import {
        of: "src/",
        except: "src/bindings/",
        never: &["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"],
    },
    Import {
        of: "www/shared/",
        except: NOTHING,
        never: &["../page/", "../worker/", "../../page/", "../../worker/", "../bench/", "../../bench/"],
    },
    Import {
        of: "www/page/",
        except: NOTHING,
        never: &["../worker/", "../../worker/", "../bench/", "../../bench/"],
    },
    Import { of: "www/worker/", except: NOTHING, never: &["../page/", "../../page/", "../bench/"] },
    Import { of: "www/bench/", except: NOTHING, never: &["../page/"] },
];

/// Folders whose files are siblings, one idea each: none names another. `shared` are no siblings but what they all
/// stand on.
pub(super) struct Siblings {
    pub folder: &'static str,
    pub shared: &'static [&'static str],
}

pub(super) const SIBLINGS: &[Siblings] = &[
    Siblings { folder: "src/activations/", shared: &["mod"] },
    Siblings { folder: "src/layers/", shared: &["mod", "layer", "parts"] },
    Siblings { folder: "src/losses/", shared: &["mod"] },
    // AdamW is Adam with another decay.
    Siblings { folder: "src/optimizers/", shared: &["mod", "adam"] },
    Siblings { folder: "src/schedules/", shared: &["mod"] },
];

/// Words that must not stand in a file, save in those under `except`.
pub(super) struct Forbidden {
    pub words: &'static [&'static str],
    pub except: &'static [&'static str],
    /// A comment may hold the word.
    pub in_code: bool,
    pub why: &'static str,
}

/// This file has to spell out what it forbids; lock files name where a package is from.
const RULES: &str = "xtask/src/tidy";

pub(super) const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        words: &["TODO", "FIXME", "XXX", "todo!", "unimplemented!"],
        except: &[RULES],
        in_code: false,
        why: "unfinished work belongs in an issue",
    },
    Forbidden {
        words: &["unsafe"],
        except: &[
            "src/kernels/",
            "tests/",
            RULES,
            "Cargo.toml",
            "index.html",
            "www/bench/bench.html",
            "package/binary.js",
            "package/README.md",
            "ARCHITECTURE.md",
            "CONTRIBUTING.md",
        ],
        in_code: true,
        why: "unsafe code stands in src/kernels alone, and in the tests' allocators that count",
    },
    Forbidden {
        words: &["/home/", "/Users/", "/root/", "/work/", "/tmp/", "C:\\"],
        except: &[RULES],
        in_code: false,
        why: "a path of somebody's machine",
    },
    Forbidden {
        words: &["registry.npmjs.org", "registry.yarnpkg.com", "index.crates.io", "static.crates.io"],
        except: &[RULES],
        in_code: false,
        why: "where packages come from is the configuration of a person's machine",
    },
];
