//! Every GPU program of `package/gpu/programs.json` is valid WGSL according to naga, and its entry points use the listed
//! bindings.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use naga::valid::{Capabilities, ShaderStages, SubgroupOperationSet, ValidationFlags, Validator};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("package/gpu")
}

fn programs() -> serde_json::Map<String, Value> {
    let text = fs::read_to_string(folder().join("programs.json")).expect("the list of programs");
    serde_json::from_str(&text).expect("a map of programs")
}

/// The variants of a program, each with its files. A file that differs between variants is a map in the list; it may be
/// missing for some.
fn variants(program: &Value) -> BTreeMap<&str, Vec<&str>> {
    let files = program["files"].as_array().expect("files");
    let mut names: BTreeSet<&str> =
        files.iter().filter_map(Value::as_object).flatten().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() {
        names.insert("only");
    }
    let of = |name| files.iter().filter_map(|file| file.as_str().or_else(|| file[name].as_str())).collect();
    names.into_iter().map(|name| (name, of(name))).collect()
}

/// The code without `enable` and `requires` directives, which naga does not support, and the capabilities that they declare.
fn naga_code(code: &str) -> (String, Capabilities) {
    let declared = code.starts_with(&shader("subgroups"));
    let lines = code.lines().filter(|line| !line.starts_with("enable ") && !line.starts_with("requires "));
    let capabilities = if declared { Capabilities::SUBGROUP } else { Capabilities::empty() };
    (lines.collect::<Vec<_>>().join("\n"), capabilities)
}

fn shader(name: &str) -> String {
    let path = folder().join(format!("shaders/{name}.wgsl"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_program_is_valid_and_uses_its_bindings() {
    let programs = programs();
    assert!(programs.len() > 20);
    let variants_of_all = programs.iter().flat_map(|(name, program)| {
        variants(program)
            .into_iter()
            .map(move |(variant, files)| (format!("{name}, {variant}"), program, files))
    });
    for (name, program, files) in variants_of_all {
        let whole = files.into_iter().map(shader).collect::<Vec<_>>().join("\n");
        let (code, capabilities) = naga_code(&whole);
        let module = naga::front::wgsl::parse_str(&code)
            .unwrap_or_else(|error| panic!("{name}: {}", error.emit_to_string(&code)));
        let info = Validator::new(ValidationFlags::all(), capabilities)
            .subgroup_stages(ShaderStages::COMPUTE)
            .subgroup_operations(SubgroupOperationSet::all())
            .validate(&module)
            .unwrap_or_else(|error| panic!("{name}: {}", error.emit_to_string(&code)));
        let bindings = program["bindings"].as_object().expect("bindings");
        assert_eq!(module.entry_points.len(), bindings.len(), "{name}: entry points");
        for (index, entry) in module.entry_points.iter().enumerate() {
            let listed =
                bindings.get(&entry.name).unwrap_or_else(|| panic!("{name}: {} is not listed", entry.name));
            let listed: BTreeSet<u64> =
                listed.as_object().expect("numbers").values().filter_map(Value::as_u64).collect();
            let used = module.global_variables.iter().filter_map(|(handle, variable)| {
                let used = !info.get_entry_point(index)[handle].is_empty();
                variable.binding.filter(|_| used).map(|binding| u64::from(binding.binding))
            });
            assert_eq!(used.collect::<BTreeSet<_>>(), listed, "{name}: bindings of {}", entry.name);
        }
    }
}

#[test]
fn every_shader_is_part_of_a_program() {
    let programs = programs();
    let used: BTreeSet<String> = programs
        .values()
        .flat_map(variants)
        .flat_map(|(_, files)| files)
        .map(|file| format!("{file}.wgsl"))
        .collect();
    let mut found = BTreeSet::new();
    let shaders = folder().join("shaders");
    let mut folders = vec![shaders.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&shaders).expect("inside").to_string_lossy().into_owned();
                found.insert(name);
            }
        }
    }
    assert_eq!(found, used);
}
