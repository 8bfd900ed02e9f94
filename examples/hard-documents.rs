//! Writes documents that are hard to set, for validators.
//!
//! `cargo run --example hard-documents -- DIR`: as PDFs. `… -- --drafts DIR`: as drafts that `inkraft sign` takes,
//! `DIR/<id>/policy.toml` with assets beside it.
//!
//! The folder must exist. Exit codes: 0 written, 2 usage.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/it/hard.rs"]
mod hard;

/// The documents that are drafts of policies of their own, and say what is hard.
const DRAFTS: &[&str] = &["minimal", "metadata", "everything", "bylaws", "long"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--drafts", folder] => drafts(Path::new(folder)),
        [folder] if !folder.starts_with('-') => pdfs(Path::new(folder)),
        _ => {
            eprintln!("usage: hard-documents [--drafts] DIR");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn pdfs(folder: &Path) {
    for document in hard::all() {
        let path = folder.join(format!("{}.pdf", document.name));
        std::fs::write(&path, document.set()).unwrap();
        println!("{}", path.display());
    }
}

fn drafts(folder: &Path) {
    for document in hard::all().into_iter().filter(|d| !d.draft && DRAFTS.contains(&d.name.as_str())) {
        let folder = folder.join(&document.name);
        std::fs::create_dir_all(folder.join("assets")).unwrap();
        let mut toml = document.toml;
        if !toml.contains("[effect]") {
            toml += "\n[effect]\nfrom = 2024-04-01\n";
        }
        std::fs::write(folder.join("policy.toml"), toml).unwrap();
        for (name, bytes) in document.assets {
            std::fs::write(folder.join("assets").join(name), bytes).unwrap();
        }
        println!("{}", document.name);
    }
}
