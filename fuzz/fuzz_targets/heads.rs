//! The heads at a size.
#![no_main]

use inkraft::format::heads::Heads;

inkraft_fuzz::codec!(|bytes| Heads::parse(bytes).map(|heads| heads.bytes()));
