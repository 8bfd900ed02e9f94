//! Writes documents that are hard to set as PDFs, for validators.
//!
//! `cargo run --example hard-documents -- DIR`
//!
//! The folder must exist. Exit codes: 0 written, 2 usage.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/it/hard.rs"]
mod hard;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        eprintln!("usage: hard-documents DIR");
        return ExitCode::from(2);
    };
    for document in hard::all() {
        let path = Path::new(folder).join(format!("{}.pdf", document.name));
        std::fs::write(&path, document.set()).unwrap();
        println!("{}", path.display());
    }
    ExitCode::SUCCESS
}
