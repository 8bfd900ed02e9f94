//! The integration tests, one binary: one module an area.

// clippy.toml allows these in test functions; here all functions are for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(feature = "author")]
mod answers;
#[cfg(feature = "author")]
mod bad_draft;
#[cfg(feature = "author")]
mod bad_input;
#[cfg(feature = "author")]
mod bad_place;
mod cases;
mod consequences;
#[cfg(feature = "author")]
mod help;
mod in_force;
#[cfg(feature = "author")]
mod officer;
#[cfg(feature = "author")]
mod pages;
#[cfg(feature = "author")]
mod site;
mod slow_model;
#[cfg(feature = "author")]
mod usage;
#[cfg(feature = "author")]
mod verified;
