//! Certificates of force, judged: what holds gives the answer that a seed gives.
#![no_main]

use std::sync::LazyLock;

use inkraft::format::anchor::Anchor;
use inkraft::format::certificate::Certificate;
use inkraft::verify::{Trust, certificate};
use libfuzzer_sys::fuzz_target;

const SEEDS: [&[u8]; 3] = [
    include_bytes!("../seeds/force/answer"),
    include_bytes!("../seeds/force/ruled"),
    include_bytes!("../seeds/force/absent"),
];

static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let anchor = Anchor::parse(include_bytes!("../seeds/anchor/witnesses")).expect("a seed");
    Trust { anchor: Some(anchor), ..Trust::default() }
});

/// What a certificate shows beside the question, which anybody may ask.
fn shown(bytes: &[u8]) -> Certificate {
    let mut certificate = Certificate::parse(bytes).expect("a certificate that holds");
    (certificate.on, certificate.known) = ("2020-01-01".parse().expect("a day"), None);
    // Lines of keys that nobody knows are passed over, and told.
    certificate.checkpoint = Vec::new();
    // No authority is pinned here, so a stamp proves nothing, and parts of it nobody signed.
    certificate.stamp = None;
    // That of two names between the same neighbours the archive has neither, one certificate proves.
    certificate.policy = "x".parse().expect("an id");
    certificate
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(held) = certificate(bytes, &TRUST) {
        assert!(held.log.confirmed.suffices(), "forged cosignatures");
        assert!(SEEDS.iter().any(|seed| shown(seed) == shown(bytes)), "a forged certificate");
    }
});
