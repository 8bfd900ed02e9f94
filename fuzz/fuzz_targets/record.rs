//! The text of a record.
#![no_main]

use inkraft::format::record::Record;

inkraft_fuzz::codec!(|bytes| {
    let record = inkraft_fuzz::text(bytes).and_then(|text| Record::parse(text).ok());
    // What was read can be written: a manifest, a page and a certificate rest on it.
    record.map(|record| record.text().expect("a record that was read").into_bytes())
});
