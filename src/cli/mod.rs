//! The command line: everything that talks to a person.

#[cfg(feature = "author")]
pub mod secret;
//! The command line.

pub mod help;
pub mod help_de;
