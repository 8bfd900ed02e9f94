//! Typesets a document from its archived source and signs the PDF, with a key that is made for it and lies open.
//!
//! `cargo run --example seal-document -- FOLDER FILE`: reads `policy.json` and `template.typ` from the folder, for
//! `benches/run.sh`. What `inkraft sign` does besides is left out: opening encrypted keys, verifying, asking, logging; so
//! it can be compared with a typesetter and a signing program, which do none of it. Exit codes: 0 written, 2 usage.

#![allow(clippy::disallowed_methods, reason = "a program of its own")]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::ExitCode;

use inkraft::seal::{Holder, SealError, SealKey, Wording, seal};
use inkraft::typeset::typeset;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, file] = args.as_slice() else {
        return ExitCode::from(2);
    };
    let read = |name: &str| std::fs::read(Path::new(folder).join(name)).unwrap();
    let typeset = typeset(&read("policy.json"), &read("template.typ"), &[]).unwrap();
    let at = "2018-07-02T10:00:00+02:00".parse().unwrap();
    let holder = Holder { name: "Erika Muster", organization: "Musterkammer", title: None };
    let key = SealKey::generate(holder, at).unwrap();
    let wording = Wording {
        name: "Erika Muster".to_owned(),
        reason: "nur zum Messen".to_owned(),
        location: "muster.example".to_owned(),
        field: "PDF-Signatur".to_owned(),
        at,
    };
    let no_stamp = None::<fn(&[u8]) -> Result<Vec<u8>, SealError>>;
    std::fs::write(file, seal(&typeset, &key, &wording, no_stamp).unwrap()).unwrap();
    ExitCode::SUCCESS
}
