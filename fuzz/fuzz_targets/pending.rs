//! Pending records with their files.
#![no_main]

use inkraft::format::pending::Pending;

inkraft_fuzz::codec!(|bytes| {
    Pending::parse(bytes).ok().map(|pending| {
        // Where the files go follows from the record: there is a place for each.
        let files = pending.files.len();
        let name = pending.name();
        assert!(!name.contains(['/', '\\', '\0']), "{name}");
        let again = pending.bytes();
        assert_eq!(pending.placed(1).len(), files);
        again
    })
});
