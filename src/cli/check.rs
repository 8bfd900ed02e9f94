//! `check` and `preview`: is a draft right, and what will it look like?
//!
//! Specification: `docs/policy-data.md`. Neither needs a key, and neither changes the archive.

use std::path::PathBuf;

use super::archive_args::NoId;
use super::archive_args::shown;
use super::materials::{self, Materials};
use super::out::{Failure, Out, count};
use super::translation::{self, Differs};
use super::workspace::Workspace;
use super::{Env, edition};
use crate::base::effect::Effect;
use crate::base::{Id, Lang, Say, lang};
use crate::policy::{self, Policy};
use crate::store::replace_file;

/// Check a draft
///
/// Shows every mistake with file and line, and says what to do. The archive is not touched.
///
/// Exit codes: 0 it is in order; 1 it is not; 2 it could not be checked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft check house-rules\n  inkraft check house-rules --language en")]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The translation into this language, in policy.LANGUAGE.toml
    #[arg(long, value_name = "LANGUAGE", value_parser = ["de", "en"])]
    language: Option<String>,
}

/// Typeset a draft, marked as such
///
/// The PDF is there to be looked at: every page says that it is a draft, and it is neither signed nor logged.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft preview house-rules\n  inkraft preview house-rules -o draft.pdf"
)]
pub struct PreviewArgs {
    /// The policy's id
    policy: String,
    /// The translation into this language, in policy.LANGUAGE.toml
    #[arg(long, value_name = "LANGUAGE", value_parser = ["de", "en"])]
    language: Option<String>,
    /// The PDF to write (default: beside the draft)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Reads and parses a draft; prints every problem with its line.
pub fn draft(workspace: &Workspace, policy: &Id, env: &Env, out: &mut Out) -> Result<Policy, Failure> {
    read(workspace, policy, None, env, out)
}

/// Reads and parses a draft, or that of a translation.
pub fn read(
    workspace: &Workspace,
    policy: &Id,
    translation: Option<Lang>,
    env: &Env,
    out: &mut Out,
) -> Result<Policy, Failure> {
    let (file, text) = workspace.read_draft(policy, translation, env)?;
    let images = materials::images(workspace, policy);
    let images: Vec<&str> = images.iter().map(String::as_str).collect();
    policy::parse(&file, &text, Some(&images)).map_err(|problems| {
        for problem in &problems {
            out.raw_error(problem.render(&file, &text, out.lang, out.color()).trim_end());
        }
        let lang = out.lang;
        let n = count(problems.len() as u64, lang.pick("Fehler", "mistake"), lang.pick("Fehler", "mistakes"));
        let fact = lang::say!(
            lang,
            "{file}: {n} im Entwurf; es wurde nichts geändert",
            "{file}: {n} in the draft; nothing was changed"
        );
        Failure::told(fact, None).code(1)
    })
}

/// Runs `check`.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let workspace = Workspace::find(env)?;
    let (policy, original) = translation::asked(&workspace, &id, args.language.as_deref(), env, out)?;
    let materials = Materials::gather(&workspace, &id, &policy, env, out)?;
    let (unused, rows) = (materials.unused.clone(), materials.rows(out.lang));
    // What no font can set shows only when it is set.
    let pdf =
        edition::typeset_draft(&workspace, &id, policy.clone(), original.as_ref(), materials, env, out)?;
    let (title, kb) = (&policy.title, pdf.len().div_ceil(1000));
    let (one, many) = (out.lang.pick("Abschnitt", "section"), out.lang.pick("Abschnitte", "sections"));
    let sections = count(policy.sections.len() as u64, one, many);
    out.say(&lang::say!(
        out.lang,
        "„{title}“ ist in Ordnung: {sections}, als PDF {kb} kB.",
        "\"{title}\" is in order: {sections}, {kb} kB as a PDF."
    ));
    out.rows(&rows);
    // What the original needs is no less used for not being in its translation.
    for image in unused.into_iter().filter(|_| original.is_none()) {
        out.warning(&Unused(image));
    }
    match &original {
        Some(original) => Differs::of(&policy, original).iter().for_each(|differs| out.warning(differs)),
        None if policy.effect.is_none() => out.warning(&NoEffect),
        None => {}
    }
    for outdated in policy::lint(&policy) {
        out.warning(&outdated);
    }
    Ok(0)
}

/// Runs `preview`.
pub fn preview(args: PreviewArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let workspace = Workspace::find(env)?;
    let (policy, original) = translation::asked(&workspace, &id, args.language.as_deref(), env, out)?;
    let materials = Materials::gather(&workspace, &id, &policy, env, out)?;
    let language = original.as_ref().map(|_| Lang::from(policy.language));
    if original.is_none() && policy.effect.is_none() {
        out.warning(&NoEffect);
    }
    let pdf = edition::typeset_draft(&workspace, &id, policy, original.as_ref(), materials, env, out)?;
    let path = match &args.output {
        Some(path) => env.cwd.join(path),
        None => {
            let tail = language.map_or_else(String::new, |l| format!("-{}", l.tag()));
            let name = format!("{id}-{}{tail}.pdf", out.lang.pick("entwurf", "draft"));
            workspace.draft(&id, None).with_file_name(name)
        }
    };
    replace_file(&path, &pdf)?;
    let path = shown(&path, env);
    let path = path.display();
    out.say(&lang::say!(out.lang, "Entwurf gesetzt: {path}", "Draft typeset: {path}"));
    Ok(0)
}

/// Nothing refers to an image.
#[derive(Debug)]
struct Unused(PathBuf);

impl Say for Unused {
    fn fact(&self, lang: Lang) -> String {
        let path = self.0.display();
        lang::say!(
            lang,
            "{path}: auf dieses Bild verweist nichts; es wird weder gesetzt noch archiviert",
            "{path}: nothing refers to this image; it is neither typeset nor archived"
        )
    }
}

/// A draft does not say when it takes effect.
#[derive(Debug)]
pub struct NoEffect;

impl Say for NoEffect {
    fn fact(&self, lang: Lang) -> String {
        lang::say!(
            lang,
            "es ist nicht gesagt, ab wann die Fassung gilt",
            "it is not said from when the version applies"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Im Entwurf [effect] from = JJJJ-MM-TT angeben, oder --from.",
            "Give [effect] from = YYYY-MM-DD in the draft, or --from."
        ))
    }
}

/// The effect of a draft: what it says, or from the day given on the command line.
pub fn effect_of(policy: &Policy, from: Option<Effect>) -> Result<Effect, Failure> {
    from.or_else(|| policy.effect.clone()).ok_or_else(|| NoEffect.into())
}
