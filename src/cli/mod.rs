//! The command line.

pub mod help;
pub mod help_de;
