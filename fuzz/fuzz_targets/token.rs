//! Time stamps about one content: what holds states a seed's time.
#![no_main]

use std::sync::LazyLock;

use inkraft::base::Digest;
use inkraft::verify::token::check;
use inkraft_fuzz::CONTENT;
use libfuzzer_sys::fuzz_target;

static STAMPS: LazyLock<Vec<(i64, Digest)>> = LazyLock::new(|| {
    let seeds: [&[u8]; 2] = [include_bytes!("../seeds/token/p256"), include_bytes!("../seeds/token/rsa")];
    let stamp = |seed| check(seed, CONTENT).map(|token| (token.time, token.signer.sha256())).expect("a seed");
    seeds.into_iter().map(stamp).collect()
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(token) = check(bytes, CONTENT) {
        assert!(STAMPS.contains(&(token.time, token.signer.sha256())), "a forged time stamp");
    }
});
