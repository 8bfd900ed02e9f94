//! The `inkraft-verify` program: the reading commands only.

fn main() {}
