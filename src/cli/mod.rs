//! The command line: everything that talks to a person.

#[cfg(feature = "author")]
pub mod secret;
