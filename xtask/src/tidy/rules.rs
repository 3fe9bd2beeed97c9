//! The repository rules as data: a new rule is a new line.

/// Maximum number of lines by file extension.
pub(super) const MAX_LINES: [(&str, usize); 5] =
    [("rs", 400), ("js", 300), ("jsx", 300), ("ts", 300), ("css", 300)];

/// Files under `from`, except those under `except`, must not import the modules in `forbidden`.
pub(super) struct ImportRule {
    pub from: &'static str,
    pub except: &'static str,
    pub forbidden: &'static [&'static str],
}

/// No path begins with this text.
const NO_EXCEPTION: &str = "\0";

/// kernels ← activations ← schema ← layers, losses, optimizers, schedules ← spec ← model ← trainer ← session ← parallel
/// ← bindings. In `www/`, page and worker import `storage`, which imports `shared`, never each other. The
/// service worker imports none of them.
pub(super) const IMPORT_RULES: &[ImportRule] = &[
    ImportRule {
        from: "src/kernels/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/activations/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/schema/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/layers/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/losses/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/optimizers/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/schedules/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/data/",
        except: NO_EXCEPTION,
        forbidden: &[
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
    ImportRule {
        from: "src/spec/",
        except: NO_EXCEPTION,
        forbidden: &[
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    ImportRule {
        from: "src/formats/",
        except: NO_EXCEPTION,
        forbidden: &[
            "crate::layers",
            "crate::losses",
            "crate::optimizers",
            "crate::schedules",
            "crate::data",
            "crate::model",
            "crate::trainer",
            "crate::session",
            "crate::parallel",
            "crate::bindings",
        ],
    },
    ImportRule {
        from: "src/model/",
        except: NO_EXCEPTION,
        forbidden: &["crate::trainer", "crate::session", "crate::parallel", "crate::bindings"],
    },
    ImportRule {
        from: "src/trainer/",
        except: NO_EXCEPTION,
        forbidden: &["crate::session", "crate::parallel", "crate::bindings"],
    },
    ImportRule {
        from: "src/session/",
        except: NO_EXCEPTION,
        forbidden: &["crate::parallel", "crate::bindings"],
    },
    ImportRule { from: "src/parallel/", except: NO_EXCEPTION, forbidden: &["crate::bindings"] },
    ImportRule {
        from: "src/",
        except: "src/bindings/",
        forbidden: &["wasm_bindgen", "js_sys", "web_sys", "serde_wasm_bindgen"],
    },
    ImportRule {
        from: "www/shared/",
        except: NO_EXCEPTION,
        forbidden: &[
            "../page/",
            "../worker/",
            "../storage/",
            "../bench/",
            "../../page/",
            "../../worker/",
            "../../storage/",
            "../../bench/",
        ],
    },
    ImportRule {
        from: "www/storage/",
        except: NO_EXCEPTION,
        forbidden: &["../page/", "../worker/", "../bench/"],
    },
    ImportRule {
        from: "www/page/",
        except: NO_EXCEPTION,
        forbidden: &["../worker/", "../../worker/", "service-worker/", "../bench/", "../../bench/"],
    },
    ImportRule {
        from: "www/worker/",
        except: NO_EXCEPTION,
        forbidden: &["../page/", "../../page/", "service-worker/", "../bench/"],
    },
    ImportRule {
        from: "www/service-worker/",
        except: NO_EXCEPTION,
        forbidden: &["../page/", "../worker/", "../shared/", "../bench/"],
    },
    ImportRule { from: "www/bench/", except: NO_EXCEPTION, forbidden: &["../page/"] },
];

/// Folders whose files must not import each other, except those in `shared`.
pub(super) struct SiblingRule {
    pub folder: &'static str,
    pub shared: &'static [&'static str],
}

pub(super) const SIBLING_RULES: &[SiblingRule] = &[
    SiblingRule { folder: "src/activations/", shared: &["mod"] },
    SiblingRule { folder: "src/layers/", shared: &["mod", "layer", "parts"] },
    SiblingRule { folder: "src/losses/", shared: &["mod"] },
    // AdamW is Adam with decoupled weight decay.
    SiblingRule { folder: "src/optimizers/", shared: &["mod", "adam"] },
    SiblingRule { folder: "src/schedules/", shared: &["mod"] },
];

/// Features of the page, a folder each. No file of `within` imports a feature's files, except the feature itself, the
/// registry, which imports each `entry`, and the page's frame, which may read `shared`.
pub(super) struct FeatureRule {
    pub within: &'static str,
    pub folder: &'static str,
    pub registry: &'static str,
    pub entry: &'static str,
    pub shared: &'static [&'static str],
}

/// The drawing is a part of the page's state: the frame keeps it, and sends its ink to the predictor.
pub(super) const FEATURE_RULE: FeatureRule = FeatureRule {
    within: "www/page/",
    folder: "www/page/features/",
    registry: "www/page/registry.js",
    entry: "feature.js",
    shared: &["draw/strokes.js", "draw/ink.js"],
};

/// Words that files must not contain, except those under `except`.
pub(super) struct ForbiddenWords {
    pub words: &'static [&'static str],
    pub except: &'static [&'static str],
    /// Comments may contain the word.
    pub in_code: bool,
    pub why: &'static str,
}

/// The rules contain the words that they forbid.
const RULES: &str = "xtask/src/tidy";

pub(super) const FORBIDDEN_WORDS: &[ForbiddenWords] = &[
    ForbiddenWords {
        words: &["TODO", "FIXME", "XXX", "todo!", "unimplemented!"],
        except: &[RULES],
        in_code: false,
        why: "unfinished work belongs in an issue",
    },
    ForbiddenWords {
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
            "files/tests/fuzz/allocator.rs",
            "CONTRIBUTING.md",
        ],
        in_code: true,
        why: "unsafe code is allowed only in src/kernels and in the counting allocators of tests",
    },
    ForbiddenWords {
        words: &["/home/", "/Users/", "/root/", "/work/", "/tmp/", "C:\\"],
        except: &[RULES],
        in_code: false,
        why: "a path of a local machine",
    },
    ForbiddenWords {
        words: &["registry.npmjs.org", "registry.yarnpkg.com", "index.crates.io", "static.crates.io"],
        except: &[RULES],
        in_code: false,
        why: "the registry is a setting of the user's machine",
    },
];
