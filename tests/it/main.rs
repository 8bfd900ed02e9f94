//! The integration tests, one binary: one module an area.

// clippy.toml allows these in test functions; here all functions are for tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[cfg(feature = "author")]
mod adopted;
#[cfg(all(feature = "author", unix))]
mod agent;
#[cfg(feature = "author")]
mod amendments;
#[cfg(feature = "author")]
mod answers;
#[cfg(feature = "author")]
mod bad_document;
#[cfg(feature = "author")]
mod bad_draft;
#[cfg(feature = "author")]
mod bad_input;
#[cfg(feature = "author")]
mod bad_place;
#[cfg(feature = "author")]
mod bad_translation;
mod cases;
#[cfg(feature = "author")]
mod certificates;
mod codecs;
mod consequences;
#[cfg(feature = "author")]
mod corrected;
#[cfg(feature = "author")]
mod cosigned;
#[cfg(all(feature = "author", unix))]
mod custody;
#[cfg(feature = "author")]
mod disputed;
#[cfg(feature = "author")]
mod due;
#[cfg(feature = "author")]
mod edition;
#[cfg(all(feature = "author", target_os = "linux"))]
mod faults;
#[cfg(feature = "author")]
mod forge;
#[cfg(feature = "author")]
mod four_eyes;
#[cfg(feature = "author")]
mod further;
#[cfg(all(feature = "author", unix))]
mod fuzz_seeds;
#[cfg(feature = "author")]
mod growth;
#[cfg(feature = "author")]
mod hard;
#[cfg(feature = "author")]
mod help;
mod in_force;
mod layers;
#[cfg(feature = "author")]
mod life;
#[cfg(feature = "author")]
mod lost_keys;
#[cfg(feature = "author")]
mod materials;
#[cfg(all(feature = "author", unix))]
mod matrix;
#[cfg(all(feature = "author", unix))]
mod matrix_beside;
#[cfg(feature = "author")]
mod officer;
#[cfg(unix)]
mod openssl;
#[cfg(feature = "author")]
mod pages;
#[cfg(unix)]
mod paper;
#[cfg(unix)]
mod pki;
#[cfg(feature = "author")]
mod promises;
#[cfg(feature = "author")]
mod ranges;
#[cfg(feature = "author")]
mod renditions;
#[cfg(feature = "author")]
mod reviewed;
#[cfg(feature = "author")]
mod reviews;
#[cfg(all(feature = "author", unix))]
mod rich;
#[cfg(feature = "author")]
mod seal_keys;
#[cfg(all(feature = "author", unix))]
mod sealed;
#[cfg(unix)]
mod seals;
#[cfg(feature = "author")]
mod sheet;
#[cfg(all(feature = "author", unix))]
mod signed;
#[cfg(feature = "author")]
mod site;
#[cfg(feature = "author")]
mod slip;
mod slow_model;
#[cfg(all(feature = "author", unix))]
mod stamps;
#[cfg(feature = "author")]
mod structure;
#[cfg(feature = "author")]
mod tagged;
#[cfg(feature = "author")]
mod tamper;
#[cfg(feature = "author")]
mod tamper_bytes;
#[cfg(feature = "author")]
mod tamper_certificate;
#[cfg(feature = "author")]
mod tamper_charter;
#[cfg(feature = "author")]
mod tamper_cli;
#[cfg(feature = "author")]
mod tamper_files;
#[cfg(feature = "author")]
mod tamper_gaps;
#[cfg(feature = "author")]
mod tamper_log;
#[cfg(feature = "author")]
mod tamper_records;
#[cfg(feature = "author")]
mod tamper_renditions;
#[cfg(feature = "author")]
mod tamper_rulings;
#[cfg(feature = "author")]
mod tamper_source;
#[cfg(all(feature = "author", unix))]
mod tamper_stamps;
#[cfg(feature = "author")]
mod templates;
#[cfg(all(feature = "author", unix))]
mod threats;
#[cfg(all(feature = "author", target_os = "linux"))]
mod together;
#[cfg(unix)]
mod tokens;
#[cfg(all(feature = "author", unix))]
mod tsa;
#[cfg(feature = "author")]
mod usage;
#[cfg(feature = "author")]
mod verified;
#[cfg(feature = "author")]
mod withheld;
#[cfg(feature = "author")]
mod witnesses;
mod worked_example;
