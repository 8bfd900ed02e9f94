//! The architecture, held: who may import whom, who may touch files, who may print.
//!
//! Specification: `docs/architecture.md`, "Layers". Reads the sources as text, so that it sees both feature
//! sets at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module and what it may import; the table of `docs/architecture.md`.
const LAYERS: [(&str, &[&str]); 16] = [
    ("base", &[]),
    ("policy", &["base"]),
    ("format", &["base"]),
    ("store", &["base", "format"]),
    ("qr", &[]),
    ("slip", &["base", "qr"]),
    ("typeset", &["base", "policy", "qr"]),
    ("seal", &["base", "format"]),
    ("timeline", &["base", "format"]),
    ("manifest", &["base", "format", "timeline"]),
    ("archive", &["base", "format", "manifest", "policy", "seal", "store", "timeline", "typeset"]),
    ("verify", &["base", "format", "manifest", "store", "timeline"]),
    ("prove", &["base", "format", "store", "verify"]),
    ("publish", &["base", "format", "timeline", "verify"]),
    (
        "cli",
        &[
            "archive", "base", "format", "manifest", "policy", "prove", "publish", "seal", "slip", "store",
            "timeline", "typeset", "verify",
        ],
    ),
    ("environment", &["base", "cli"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file below `src`, its module, and its text without tests and comments.
fn modules() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let mut all = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let module = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        if ["lib", "main", "bin"].contains(&module.as_str())
            || name.ends_with("tests.rs")
            || name.contains("/tests/")
        {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let code: String =
            text.lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
        all.push((module, name, code));
    }
    all
}

#[test]
fn nothing_imports_upward() {
    let allowed: BTreeMap<_, _> = LAYERS.into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, file, code) in modules() {
        let may = allowed
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{file}: the module {module} has no layer"));
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let other: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if !allowed.contains_key(other.as_str()) {
                continue;
            }
            seen += 1;
            if other != module && !may.contains(&other.as_str()) {
                wrong.push(format!("{file} imports {other}"));
            }
        }
    }
    assert!(seen > 100, "the test found only {seen} imports: it no longer reads the sources");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_table_in_the_documentation_is_this_one() {
    let doc = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();
    for (module, may) in LAYERS {
        let may = if may.is_empty() { "–".to_owned() } else { may.join(", ") };
        let row = doc.lines().find(|l| l.starts_with(&format!("| `{module}` |"))).unwrap_or_default();
        assert!(
            row.ends_with(&format!("| {may} |")),
            "docs/architecture.md: `{module}` may import {may}, but says: {row}"
        );
    }
}

#[test]
fn only_the_named_places_touch_the_system() {
    // What may ask or tell the system, and where.
    let places: [(&str, &[&str]); 5] = [
        ("std::fs", &["store/", "cli/secret.rs", "cli/init.rs", "cli/workspace.rs"]),
        ("std::env::", &["environment.rs"]),
        ("SystemTime", &["environment.rs"]),
        ("println!", &["environment.rs"]),
        ("process::exit", &[]),
    ];
    let mut wrong = Vec::new();
    for (_, file, code) in modules() {
        for (what, may) in places {
            if code.contains(what) && !may.iter().any(|m| file.starts_with(m)) {
                wrong.push(format!("{file}: {what}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
