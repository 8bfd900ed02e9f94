//! Runs a file of in-force cases against this crate's timeline.
//!
//! `cargo run --no-default-features --example in-force-cases -- FILE`
//!
//! Specification of the file: `docs/in-force.md`, "Case files". Names each difference on standard
//! output and ends with `N questions, M differences`. Exit codes: 0 no difference, 1 some, 2 the file
//! could not be read.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]

use std::process::ExitCode;

#[path = "../tests/it/cases.rs"]
mod cases;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(file), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: in-force-cases FILE");
        return ExitCode::from(2);
    };
    let text = std::fs::read_to_string(&file).map_err(|e| e.to_string());
    match text.and_then(|text| cases::run(&text)) {
        Ok(report) => {
            report.differences.iter().for_each(|difference| println!("{difference}"));
            report.notes.iter().for_each(|note| println!("note: {note}"));
            println!("{} lists of periods, {} refusals", report.lists, report.refused);
            println!("{} questions, {} differences", report.questions, report.differences.len());
            ExitCode::from(u8::from(!report.differences.is_empty()))
        }
        Err(why) => {
            eprintln!("{}: {why}", file.to_string_lossy());
            ExitCode::from(2)
        }
    }
}
