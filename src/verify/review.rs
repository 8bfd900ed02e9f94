//! Holds the archived report of a review against the record that was signed over it.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 6. Takes the bytes, which are those that the record
//! hashes; gives the first field in which they say something else, or that a newer version wrote them.

use super::finding::What;
use super::replay::Standing;
use crate::format::record::Body;
use crate::format::review::Report;

/// What a report says otherwise than its record; `None` if they agree.
pub fn says_else(bytes: &[u8], standing: &Standing) -> Option<What> {
    let Body::Review(review) = &standing.record.body else { return None };
    let differs = match Report::parse(bytes) {
        Ok(report) => report.differs(review),
        Err(_) => Some("format"),
    };
    differs.map(|field| Report::newer(bytes).map_or(What::Source(field), What::Newer))
}
