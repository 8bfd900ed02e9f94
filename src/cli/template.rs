//! `template`: the built-in template, to start one's own from.
//!
//! Specification: `docs/template.md`. Needs no workspace; overwrites no file.

use std::path::PathBuf;

use super::Env;
use super::archive_args::shown;
use super::out::{Failure, Out};
use crate::base::lang;
use crate::store::create_file;
use crate::typeset;

/// Print the built-in template, to start your own from
///
/// A template decides how the PDF looks. Put yours at documents/ID/template.typ for one policy or at house/template.typ for all, with images and fonts in the folder assets beside it; preview shows the result.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft template -o house/template.typ\n  inkraft template > template.typ"
)]
pub struct Args {
    /// The file to make (default: print it)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let Some(path) = args.output.map(|p| env.cwd.join(p)) else {
        out.bytes(typeset::TEMPLATE);
        return Ok(0);
    };
    create_file(&path, typeset::TEMPLATE, false)?;
    let path = shown(&path, env);
    let path = path.display();
    out.say(&lang::say!(out.lang, "Vorlage angelegt: {path}", "Template made: {path}"));
    Ok(0)
}
