//! Certificates of force as a file; target `force` judges them.
#![no_main]

use inkraft::format::certificate::Certificate;

inkraft_fuzz::codec!(|bytes| Certificate::parse(bytes).ok().map(|certificate| certificate.bytes()));
