//! `translate`: a translation becomes another file of a version.
//!
//! Specification: `docs/archive-format.md`, "rendition"; `docs/policy-data.md`, "Translations". Reads the draft of the
//! translation; `render` does the rest.

use super::archive_args::NoId;
use super::archive_args::shown;
use super::commit::SignArgs;
use super::event::EventArgs;
use super::materials::Materials;
use super::out::{Failure, Out};
use super::render::{self, Made, Wanted};
use super::workspace::Workspace;
use super::{Env, translation};
use crate::base::{Id, Purpose};

/// Sign a translation of a version
///
/// The draft of the translation is policy.LANGUAGE.toml beside policy.toml. It becomes another file of the version; which version is in force when does not change. Of several translations into one language the last is offered; all stay in the archive.
///
/// Exit codes: 0 logged; 1 declined, or the draft or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft check house-rules --language en\n  inkraft translate house-rules --to en\n  inkraft translate house-rules --to en --version 2"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The language of the translation
    #[arg(long, value_name = "LANGUAGE", value_parser = ["de", "en"])]
    to: String,
    /// The version that is translated (default: the newest that is not withdrawn)
    #[arg(long = "version", value_name = "N")]
    version_number: Option<u32>,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let to = translation::language_of(&args.to);
    // What is wrong with the draft is said before the archive is looked at.
    let workspace = Workspace::find(env)?;
    let policy = translation::read(&workspace, &id, to, env, out)?;
    let file = shown(&workspace.draft(&id, Some(to)), env);
    let materials = Materials::gather(&workspace, &id, &policy, env, out)?;
    let wanted = Wanted {
        id,
        version: args.version_number,
        purpose: Purpose::Translation,
        language: Some(to.tag().to_owned()),
        title: None,
        reason: None,
        from: Made::Draft(Box::new(policy), materials, file),
    };
    render::run(wanted, &args.events, &args.sign, env, out)
}
