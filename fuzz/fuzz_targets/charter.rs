//! Charters, as they stand in a record.
#![no_main]

use inkraft::format::canonical;
use inkraft::format::charter::Charter;

inkraft_fuzz::codec!(|bytes| {
    let charter: Option<Charter> = inkraft_fuzz::text(bytes).and_then(|text| canonical::read(text).ok());
    charter.map(|charter| {
        let _ = charter.check("forge.example/regelwerk");
        canonical::write(&charter).expect("a charter that was read").into_bytes()
    })
});
