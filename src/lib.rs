//! Signed, accessible policy records, and a proof of which version was in force on each day.
//!
//! The crate is one pipeline; the modules are in its order, and none imports one that comes after it:
//! policy data is parsed (`policy`), typeset to a PDF (`typeset`), signed (`seal`), appended to a log
//! (`archive`), judged (`verify`) and put on a page (`publish`). `docs/architecture.md` tells more.

pub mod base;
pub mod cli;
pub mod format;
#[cfg(feature = "author")]
pub mod seal;

pub mod cli;
