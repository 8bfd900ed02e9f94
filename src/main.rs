//! The `inkraft` program: hands clock, arguments and folders to the library and exits with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(inkraft::main_of(inkraft::cli::Program::Inkraft))
}
