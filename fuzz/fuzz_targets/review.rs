//! Reports of reviews.
#![no_main]

use inkraft::format::review::Report;

inkraft_fuzz::codec!(|bytes| {
    let _ = Report::newer(bytes);
    Report::parse(bytes).ok().map(|report| report.bytes().expect("a report that was read"))
});
