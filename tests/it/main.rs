//! The integration tests, one binary: one module an area.

// clippy.toml allows these in test functions; here all functions are for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod codecs;
mod consequences;
#[cfg(feature = "author")]
mod forge;
mod in_force;
#[cfg(feature = "author")]
mod officer;
#[cfg(feature = "author")]
mod site;
mod slow_model;
#[cfg(feature = "author")]
mod tamper;
#[cfg(feature = "author")]
mod tamper_bytes;
#[cfg(feature = "author")]
mod tamper_charter;
#[cfg(feature = "author")]
mod tamper_cli;
#[cfg(feature = "author")]
mod tamper_files;
#[cfg(feature = "author")]
mod tamper_log;
#[cfg(feature = "author")]
mod tamper_records;
#[cfg(feature = "author")]
mod tamper_source;
