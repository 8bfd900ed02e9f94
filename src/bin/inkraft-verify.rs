//! The `inkraft-verify` program: the reading commands only.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(inkraft::main_of(inkraft::cli::Program::Verify))
}
