//! Detached CMS signatures over one content: what holds is a seed's signature.
#![no_main]

use std::sync::LazyLock;

use inkraft::base::Digest;
use inkraft::verify::cms::check_detached;
use inkraft_fuzz::CONTENT;
use libfuzzer_sys::fuzz_target;

static SIGNERS: LazyLock<Vec<Digest>> = LazyLock::new(|| {
    let seeds: [&[u8]; 4] = [
        include_bytes!("../seeds/cms/p256"),
        include_bytes!("../seeds/cms/p384"),
        include_bytes!("../seeds/cms/rsa"),
        include_bytes!("../seeds/cms/pss"),
    ];
    let signer = |seed| check_detached(seed, &[CONTENT]).expect("a seed").certificate.sha256();
    seeds.into_iter().map(signer).collect()
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signed) = check_detached(bytes, &[CONTENT]) {
        assert!(SIGNERS.contains(&signed.certificate.sha256()), "a forged signature");
    }
});
