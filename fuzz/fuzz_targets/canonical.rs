//! Canonical text of any shape.
#![no_main]

use inkraft::format::canonical;
use serde_json::Value;

inkraft_fuzz::codec!(|bytes| {
    let value: Option<Value> = inkraft_fuzz::text(bytes).and_then(|text| canonical::read(text).ok());
    value.map(|value| canonical::write(&value).expect("a value that was read").into_bytes())
});
