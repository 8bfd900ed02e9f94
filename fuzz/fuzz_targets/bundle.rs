//! Bundles of entries; the first byte says how many there must be.
#![no_main]

use inkraft::format::tile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((width, bytes)) = bytes.split_first() else { return };
    // 0 stands for the 256 of a full one.
    let width = if *width == 0 { 256 } else { u16::from(*width) };
    if let Some(entries) = tile::split(bytes, width) {
        assert_eq!(entries.len(), usize::from(width));
        assert!(tile::bundle(entries).as_deref() == Some(bytes), "read, and written otherwise");
    }
});
