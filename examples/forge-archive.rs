//! Makes a large archive with keys of its own, for measurements.
//!
//! `cargo run --example forge-archive -- DIR POLICIES VERSIONS BYTES`
//!
//! Writes `DIR/archive` with so many adopted versions of each policy, each PDF of so many bytes, and
//! `DIR/keys/anchor`. With 0 bytes only the log is written, and no PDF. The secret keys are forgotten. Exit codes:
//! 0 made, 2 usage.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::ExitCode;

#[path = "../tests/it/forge.rs"]
mod forge;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u32> = arguments.iter().skip(1).filter_map(|a| a.parse().ok()).collect();
    let ([dir, _, _, _], [policies, versions, bytes]) = (arguments.as_slice(), numbers.as_slice()) else {
        eprintln!("usage: forge-archive DIR POLICIES VERSIONS BYTES");
        return ExitCode::from(2);
    };
    let forge = match bytes {
        0 => forge::Forge::log_of(Path::new(dir), *policies, *versions),
        bytes => forge::Forge::versions(Path::new(dir), *policies, *versions, *bytes as usize),
    };
    println!("{} entries in {}", forge.tree.size(), forge.dir().root().display());
    ExitCode::SUCCESS
}
