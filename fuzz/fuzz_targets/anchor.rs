//! Trust anchors.
#![no_main]

use inkraft::format::anchor::Anchor;

inkraft_fuzz::codec!(|bytes| Anchor::parse(bytes).ok().map(|anchor| anchor.text().into_bytes()));
