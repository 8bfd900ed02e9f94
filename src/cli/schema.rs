//! `schema`: the JSON Schema of policy data, for editors and programs.
//!
//! Specification: `docs/policy-data.md`, "The same as JSON".

use std::path::PathBuf;

use super::Env;
use super::archive_args::shown;
use super::out::{Failure, Out};
use crate::base::lang;
use crate::policy::schema;
use crate::store::replace_file;

/// Print the JSON Schema of policy data
///
/// Editors that know TOML complete and check a draft by it: write it beside the drafts and put `#:schema ../policy.schema.json` on the first line of each.
///
/// Exit codes: 0 it was written; 2 it could not be.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft schema -o documents/policy.schema.json")]
pub struct Args {
    /// The file to write (default: standard output)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let schema = schema(out.lang);
    let Some(path) = args.output else {
        out.say(schema.trim_end());
        return Ok(0);
    };
    let path = env.cwd.join(path);
    replace_file(&path, schema.as_bytes())?;
    let path = shown(&path, env);
    let path = path.display();
    out.say(&lang::say!(out.lang, "Schema geschrieben: {path}", "Schema written: {path}"));
    Ok(0)
}
