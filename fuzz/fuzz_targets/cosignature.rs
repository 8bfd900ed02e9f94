//! Files of cosignatures; whatever a witness of the seeds confirms is what it confirmed there.
#![no_main]

use std::sync::LazyLock;

use inkraft::format::anchor::Anchor;
use inkraft::format::checkpoint::Checkpoint;
use inkraft::format::cosignature;
use inkraft::format::note::Signature;

/// The anchor that names the witnesses.
static ANCHOR: LazyLock<Anchor> =
    LazyLock::new(|| Anchor::parse(include_bytes!("../seeds/anchor/witnesses")).expect("a seed"));

/// The text that they signed.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    Checkpoint::parse(include_bytes!("../seeds/checkpoint/cosigned")).expect("a seed").note.text
});

static SIGNED: LazyLock<Vec<Signature>> =
    LazyLock::new(|| cosignature::parse(include_bytes!("../seeds/cosignature/newest")).expect("a seed"));

inkraft_fuzz::codec!(|bytes| {
    cosignature::parse(bytes).ok().map(|lines| {
        for line in &lines {
            let confirms = |key: &cosignature::WitnessKey| key.confirms(&TEXT, line).is_some();
            if ANCHOR.witnesses.all().any(|witness| confirms(&witness.key)) {
                assert!(SIGNED.contains(line), "a forged cosignature");
            }
        }
        cosignature::file(lines).expect("lines that were read")
    })
});
