//! Signatures in PDFs, judged by a charter: what holds and is the officer's is a seed.
#![no_main]

use std::sync::LazyLock;

use inkraft::format::charter::{Charter, CharterSeal, RULES, Threshold};
use inkraft::verify::chain::Authorities;
use inkraft::verify::seal::{Belief, judge, read};
use libfuzzer_sys::fuzz_target;

/// What the officer of the charter signed.
const SIGNED: [&[u8]; 2] = [include_bytes!("../seeds/pdf/signed"), include_bytes!("../seeds/pdf/stamped")];

static CHARTER: LazyLock<Charter> = LazyLock::new(|| {
    let seal = |file: &[u8]| {
        let certificate = read(file).expect("a seed")[0].sha256().expect("a seed that holds");
        CharterSeal { certificate, person: None }
    };
    Charter {
        rules: RULES,
        time_zone: "Europe/Berlin".to_owned(),
        publishers: Vec::new(),
        people: Vec::new(),
        keys: Vec::new(),
        seals: vec![seal(SIGNED[0])],
        threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
        revoked: Vec::new(),
        acknowledged: Vec::new(),
        confirmed: Vec::new(),
        voided: Vec::new(),
    }
});

/// Whether a file is what was signed: the signature itself covers all but its own digits.
fn is_signed(file: &[u8], signed: &[u8]) -> bool {
    let from = signed.windows(11).position(|w| w == b"/Contents <").map_or(0, |at| at + 10);
    let until = from + signed[from..].iter().position(|b| *b == b'>').unwrap_or(0);
    file.len() == signed.len() && file[..from] == signed[..from] && file[until..] == signed[until..]
}

fuzz_target!(|file: &[u8]| {
    let authorities = Authorities::default();
    let _ = judge(file, Some(&CHARTER), Belief { authorities: &authorities, existed: 1_800_000_000 });
    for seal in read(file).unwrap_or_default() {
        assert!(seal.start < file.len() && seal.covers <= file.len());
        if seal.is_intact() && seal.known(&CHARTER).is_some() {
            assert!(SIGNED.iter().any(|signed| is_signed(file, signed)), "a forged signature");
        }
    }
});
