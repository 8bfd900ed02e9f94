//! Holds the archived report of a review against the record that was signed over it.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 6. Takes the bytes, which are those that the record
//! hashes; gives the first field in which they say something else.

use super::replay::Standing;
use crate::format::record::Body;
use crate::format::review::Report;

/// The first field in which a report differs from its record; `None` if they agree.
pub fn differs(bytes: &[u8], standing: &Standing) -> Option<&'static str> {
    let Body::Review(review) = &standing.record.body else { return None };
    match Report::parse(bytes) {
        Ok(report) => report.differs(review),
        Err(_) => Some("format"),
    }
}
