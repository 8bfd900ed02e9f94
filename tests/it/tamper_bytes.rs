//! Every byte counts: one flipped bit anywhere is detected, and the finding names the file.

use inkraft::format::anchor::Anchor;
use inkraft::verify::{Level, Where};
use rayon::prelude::*;

use crate::site::snapshot;
use crate::tamper::{Attack, SIZE};

/// What the findings may name when a byte of this file is flipped: the file itself; for a bundle also an
/// entry in it.
fn names(path: &str, at: &Where) -> bool {
    match at {
        Where::File(named) => named == path,
        Where::Entry(_) => path.starts_with("tile/entries/"),
    }
}

/// Flips bits of every `step`th byte of one file in a copy of its own; gives how many were tried, and what
/// was missed or blamed on others.
fn flip(path: &str, step: usize) -> (usize, Vec<String>) {
    let attack = Attack::new();
    let good = attack.read(path);
    let mut tried = 0;
    let mut missed = Vec::new();
    for at in (0..good.len()).step_by(step) {
        // The one file that anybody may replace gets the bits that turn digits into digits as well.
        let bits =
            if path == "checkpoint" { vec![0x01, 0x02, 0x04, 0x20, 0x80] } else { vec![1 << (at % 8)] };
        for bit in bits {
            let mut bad = good.clone();
            bad[at] ^= bit;
            attack.put(path, &bad);
            let report = attack.verify();
            tried += 1;
            let named = report.findings.iter().any(|f| f.level == Level::Failure && names(path, &f.at));
            if report.holds() || !named {
                missed.push(format!("{path} byte {at} bit {bit:#x}: {:?}", report.findings));
            }
        }
    }
    (tried, missed)
}

#[test]
fn every_flipped_byte_is_detected_and_its_file_named() {
    let attack = Attack::new();
    let root = attack.path("");
    let files: Vec<String> = snapshot(&root)
        .into_iter()
        .filter(|(path, _)| path.is_file())
        .map(|(path, _)| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|path| !path.starts_with('.'))
        .collect();
    assert!(files.len() > 25, "{files:?}");
    // These are hashed or compared whole, so that a sample of their bytes does; of all others every byte.
    let newest = format!("tile/entries/000.p/{SIZE}");
    let step = |path: &str| match path {
        p if p.ends_with(".pdf") => 211,
        p if p.contains("/source/") => 13,
        p if p.starts_with("tile/entries/") && p != newest => 7,
        _ => 1,
    };
    let results: Vec<_> = files.par_iter().map(|path| flip(path, step(path))).collect();
    let tried: usize = results.iter().map(|(tried, _)| tried).sum();
    let missed: Vec<_> = results.into_iter().flat_map(|(_, missed)| missed).collect();
    println!("{} files: {tried} flips tried, {} detected", files.len(), tried - missed.len());
    assert!(missed.is_empty(), "{} of {tried} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn every_flipped_byte_of_the_trust_anchor_is_detected() {
    let mut attack = Attack::new();
    let good = attack.forge.anchor().text().into_bytes();
    for at in 0..good.len() {
        for bit in [0x01, 0x04, 0x20, 0x80] {
            let mut bad = good.clone();
            bad[at] ^= bit;
            // What cannot be read as an anchor is refused before anything is verified.
            let Ok(anchor) = Anchor::parse(&bad) else { continue };
            attack.trust.anchor = Some(anchor);
            assert!(!attack.verify().holds(), "byte {at} bit {bit:#x}");
        }
    }
}
