//! `correct` and `rendition`: a corrected text of a version, and other files of it.
//!
//! Specification: `docs/archive-format.md`, "rendition"; `docs/policy-data.md`, "Corrections". Reads the draft, or takes
//! a PDF that was made elsewhere; `render` does the rest.

use std::path::{Path, PathBuf};

use super::archive_args::NoId;
use super::archive_args::shown;
use super::change::reason;
use super::commit::SignArgs;
use super::event::EventArgs;
use super::given::line;
use super::materials::Materials;
use super::out::{Failure, Out};
use super::pdf_file::PdfFile;
use super::render::{self, Made, Wanted};
use super::workspace::Workspace;
use super::{Env, check, translation};
use crate::base::{Id, Lang, Purpose, Say, lang};
use crate::format::record::is_language;

/// Sign a correction of a version
///
/// The corrected text is the draft policy.toml, or a PDF that was made elsewhere. It applies in the place of the version's for its whole period; which version is in force when does not change. What was issued stays in the archive. A change of what is meant is no correction but a new version.
///
/// Exit codes: 0 logged; 1 declined, or the draft or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft correct house-rules --reason \"misprint in section 2\"\n  inkraft correct house-rules --version 1 --pdf corrected.pdf \\\n      --reason \"page 3 was missing\""
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The version that is corrected (default: the newest that is not withdrawn)
    #[arg(long = "version", value_name = "N")]
    version_number: Option<u32>,
    /// What was wrong, in words
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    file: FileArgs,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// Sign another file of a version
///
/// consolidated is the text as amended, reissue the same text made anew, accessible an edition for people who cannot use the version's. Without --pdf, reissue typesets the archived text with today's template, the others the draft. Which version is in force when does not change; of one purpose and language the last is offered. That an edition is accessible is your statement: nothing checks it.
///
/// Exit codes: 0 logged; 1 declined, or the draft or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft rendition house-rules --purpose accessible --pdf large-print.pdf\n  inkraft rendition house-rules --purpose reissue --version 1 --reason \"new logo\"\n  inkraft rendition house-rules --purpose consolidated --language en"
)]
pub struct RenditionArgs {
    /// The policy's id
    policy: String,
    /// What it is for
    #[arg(long, value_name = "PURPOSE", value_parser = ["consolidated", "reissue", "accessible"])]
    purpose: String,
    /// The version (default: the newest that is not withdrawn)
    #[arg(long = "version", value_name = "N")]
    version_number: Option<u32>,
    /// Its language, where it is not the version's; the draft is then policy.LANGUAGE.toml
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Why it is made, in words
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    file: FileArgs,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// A file that was made elsewhere.
#[derive(Debug, clap::Args)]
struct FileArgs {
    /// A PDF that was made elsewhere, taken as it is
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// The title in that PDF, where it is not the version's
    #[arg(long, value_name = "TEXT", requires = "pdf")]
    title: Option<String>,
}

impl FileArgs {
    fn title(&self) -> Option<String> {
        self.title.as_deref().map(line).filter(|title| !title.is_empty())
    }
}

/// Runs `correct`.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let reason = reason(&args.reason)?;
    let from = made(&id, None, args.file.pdf.as_deref(), env, out)?;
    let wanted = Wanted {
        id,
        version: args.version_number,
        purpose: Purpose::Correction,
        language: None,
        title: args.file.title(),
        reason: Some(reason),
        from,
    };
    render::run(wanted, &args.events, &args.sign, env, out)
}

/// Runs `rendition`.
pub fn rendition(args: RenditionArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let id: Id = args.policy.parse().map_err(NoId)?;
    let purpose = match args.purpose.as_str() {
        "consolidated" => Purpose::Consolidated,
        "reissue" => Purpose::Reissue,
        _ => Purpose::Accessible,
    };
    let pdf = args.file.pdf.as_deref();
    if let Some(language) = args.language.as_ref().filter(|tag| !is_language(tag)) {
        return Err(BadLanguage::NoTag(language.clone()).into());
    }
    let from = match (purpose, pdf) {
        (Purpose::Reissue, None) => Made::Archived,
        _ => made(&id, args.language.as_deref(), pdf, env, out)?,
    };
    let wanted = Wanted {
        id,
        version: args.version_number,
        purpose,
        language: args.language,
        title: args.file.title(),
        reason: args.reason.as_deref().map(reason).transpose()?,
        from,
    };
    render::run(wanted, &args.events, &args.sign, env, out)
}

/// The PDF that was named, or the draft; what is wrong with it is said before the archive is looked at.
fn made(
    id: &Id,
    language: Option<&str>,
    pdf: Option<&Path>,
    env: &Env,
    out: &mut Out,
) -> Result<Made, Failure> {
    if let Some(path) = pdf {
        return Ok(Made::File(PdfFile::read(path, env, out)?));
    }
    let workspace = Workspace::find(env)?;
    let language = match language {
        None => None,
        Some("de") => Some(Lang::De),
        Some("en") => Some(Lang::En),
        Some(other) => return Err(BadLanguage::NotTypeset(other.to_owned()).into()),
    };
    let policy = match language {
        None => check::draft(&workspace, id, env, out)?,
        Some(language) => translation::read(&workspace, id, language, env, out)?,
    };
    let file = shown(&workspace.draft(id, language), env);
    let materials = Materials::gather(&workspace, id, &policy, env, out)?;
    Ok(Made::Draft(Box::new(policy), materials, file))
}

/// A language in which there can be no such file.
#[derive(Debug)]
enum BadLanguage {
    /// It is no language tag.
    NoTag(String),
    /// Nothing is typeset in it.
    NotTypeset(String),
}

impl Say for BadLanguage {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoTag(tag) => {
                lang::say!(lang, "„{tag}“ ist kein Sprachkürzel", "\"{tag}\" is not a language tag")
            }
            Self::NotTypeset(tag) => lang::say!(
                lang,
                "in der Sprache „{tag}“ kann nicht gesetzt werden",
                "nothing can be typeset in the language \"{tag}\""
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoTag(_) => {
                lang::say!(lang, "Zum Beispiel de, en oder hsb.", "For instance de, en or hsb.")
            }
            Self::NotTypeset(_) => lang::say!(
                lang,
                "Mit --pdf eine fertige Datei angeben; gesetzt wird in de und en.",
                "Name a finished file with --pdf; de and en are typeset."
            ),
        })
    }
}
