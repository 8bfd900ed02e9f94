//! The integration tests, one binary: one module an area.

// clippy.toml allows these in test functions; here all functions are for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod consequences;
#[cfg(all(feature = "author", target_os = "linux"))]
mod faults;
#[cfg(feature = "author")]
mod growth;
mod in_force;
#[cfg(feature = "author")]
mod officer;
#[cfg(feature = "author")]
mod site;
mod slow_model;
#[cfg(all(feature = "author", target_os = "linux"))]
mod together;
