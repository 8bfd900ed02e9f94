//! Entries of the log.
#![no_main]

use inkraft::format::entry::Entry;

inkraft_fuzz::codec!(|bytes| Entry::parse(bytes)
    .ok()
    .map(|entry| entry.bytes().expect("an entry that was read")));
