//! Signed, accessible policy records, and a proof of which version was in force on each day.
//!
//! The crate is one pipeline; the modules stand in its order, and none imports one that comes after it:
//! policy data is parsed (`policy`), typeset to a PDF (`typeset`), signed (`seal`), appended to a log
//! (`archive`), judged (`verify`), proven to strangers (`prove`) and put on a page (`publish`). `docs/architecture.md` tells more.
//!
//! Without the feature `author` only what reads and checks is built: no typesetting, no secret keys.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests make and spoil files"))]

pub mod base;
#[cfg(feature = "author")]
pub mod policy;

pub mod format;
pub mod store;

#[cfg(feature = "slip")]
pub mod qr;
#[cfg(feature = "slip")]
pub mod slip;
#[cfg(feature = "author")]
pub mod typeset;

#[cfg(feature = "author")]
pub mod seal;

pub mod timeline;

pub mod manifest;

#[cfg(feature = "author")]
pub mod archive;

pub mod verify;

pub mod prove;
pub mod publish;

pub mod cli;
mod environment;

pub use environment::main_of;
