//! The `inkraft` program.

fn main() {}
