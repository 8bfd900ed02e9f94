//! `new`: a draft to start from.
//!
//! Specification: `docs/policy-data.md`. Writes one file and overwrites none.

use std::path::PathBuf;

use super::archive_args::{NoId, shown};
use super::out::{Failure, Out};
use super::workspace::Workspace;
use super::{Env, archive_args};
use crate::base::{Id, Lang, Say, lang};
use crate::store::{WriteError, create_file};

/// Make a draft to start from
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft new house-rules\n  inkraft new house-rules --title \"House rules of the chamber\""
)]
pub struct Args {
    /// The policy's id: lower-case letters, digits, hyphens; it never changes
    policy: String,
    /// The title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

/// The draft is there already.
#[derive(Debug)]
struct Drafted {
    path: PathBuf,
    policy: Id,
}

impl Say for Drafted {
    fn fact(&self, lang: Lang) -> String {
        let path = self.path.display();
        lang::say!(lang, "den Entwurf {path} gibt es schon", "there is a draft {path} already")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let policy = &self.policy;
        Some(lang::say!(
            lang,
            "Ihn bearbeiten und mit `inkraft check {policy}` prüfen: auch die nächste Fassung entsteht aus ihm.",
            "Edit it and check it with `inkraft check {policy}`: the next version is made from it as well."
        ))
    }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let policy: Id = args.policy.parse().map_err(NoId)?;
    let workspace = Workspace::find(env)?;
    let today = archive_args::in_zone(env.now, &workspace.config.time_zone)?.day();
    let title = args.title.unwrap_or_else(|| lang.pick("Hausordnung", "House rules").to_owned());
    let quoted = super::workspace::quoted;
    let (title, publisher, month) =
        (quoted(&title), quoted(&workspace.config.publisher), &today.to_string()[..7]);
    let text = lang::say!(
        lang,
        "# Entwurf. Prüfen: inkraft check {policy}   Ansehen: inkraft preview {policy}\n\
         title = {title}\n\
         language = \"de\"\n\
         publisher = {publisher}\n\
         as_of = \"{month}\"                 # der Stand: ein Tag oder ein Monat\n\
         \n\
         [effect]\n\
         from = {today}                 # der erste Tag in Kraft\n\
         # last_day = {today}           # der letzte Tag in Kraft, wenn er feststeht\n\
         \n\
         [[sections]]\n\
         label = \"1.\"\n\
         heading = \"Geltungsbereich\"\n\
         text = '''\n\
         Diese Regelung gilt für …\n\
         \n\
         - ein Punkt,\n\
         - noch ein Punkt.\n\
         '''\n",
        "# Draft. Check it: inkraft check {policy}   Look at it: inkraft preview {policy}\n\
         title = {title}\n\
         language = \"en\"\n\
         publisher = {publisher}\n\
         as_of = \"{month}\"                 # a day or a month\n\
         \n\
         [effect]\n\
         from = {today}                 # the first day in force\n\
         # last_day = {today}           # the last day in force, if it is settled\n\
         \n\
         [[sections]]\n\
         label = \"1.\"\n\
         heading = \"Scope\"\n\
         text = '''\n\
         These rules apply to …\n\
         \n\
         - one item,\n\
         - another item.\n\
         '''\n"
    );
    let path = workspace.draft(&policy, None);
    let shown = shown(&path, env);
    create_file(&path, text.as_bytes(), false).map_err(|e| match e {
        WriteError::Exists(_) => Failure::new(Drafted { path: shown.clone(), policy: policy.clone() }),
        e => e.into(),
    })?;
    let path = shown;
    let path = path.display();
    out.say(&lang::say!(lang, "Entwurf angelegt: {path}", "Draft made: {path}"));
    Ok(0)
}
