//! `slip`: the print-only sheet for the paper file, which tells of one version of a verified archive.
//!
//! Specification: `docs/slip.md`. The words are [`Told`]'s, their places `crate::slip`'s. Nothing on the sheet depends
//! on the clock: it says what is known after the archive's last entry.

use std::path::PathBuf;

use serde::Deserialize;

use super::answer;
use super::archive_args::{ArchiveArgs, Opened, shown};
use super::in_force::NoPolicy;
use super::out::{Failure, Out};
use super::slip_told::Told;
use super::{Env, report, told};
use crate::base::{Id, Lang, Say, lang, limits};
use crate::format::files::Files;
use crate::format::layout::Place;
use crate::format::record::{Body, FileRef, Stream};
use crate::store::create_output;
use crate::verify::{self, Anchored, Log};

/// Write the sheet for the paper file: a page about one version, for printing
///
/// It names the version and the period in force, the hash of the archived PDF in groups, who signed with which key, and the entry in the log; a QR code leads to the PDF. Records and log are verified first, and the PDF is compared with its record.
///
/// For printing only: it is neither accessible nor PDF/A. What is archived is the PDF.
///
/// Exit codes: 0 written; 1 the archive does not hold or is not anchored, or the version is withheld; 2 it could not be written.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft slip house-rules\n  inkraft slip house-rules --version 2 -o slip.pdf\n  inkraft-verify slip house-rules --archive copy --trust anchor"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The version (default: the newest)
    #[arg(long = "version", value_name = "N")]
    number: Option<u32>,
    /// The sheet's file (default: ID-vN-slip.pdf here); it must not exist yet
    #[arg(long, short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    from: ArchiveArgs,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let lang = out.lang;
    let opened = args.from.open(env)?;
    let log = verify::log(&opened.dir, &opened.trust).map_err(|f| report::refuse(out, false, &f))?;
    report::sound(out, false, &log)?;
    let Some(anchor) = opened.trust.anchor.as_ref().filter(|_| log.anchored == Anchored::Yes) else {
        let (fact, advice) = report::not_anchored(lang);
        return Err(Failure::told(fact, Some(advice)).code(1));
    };
    let known = || log.state.histories.keys().cloned().collect();
    let id = log.state.histories.keys().find(|id| id.as_str() == args.policy).cloned();
    let id = id.ok_or_else(|| NoPolicy { asked: args.policy, known: known() })?;
    let Some(found) = found(&log, &id, args.number) else {
        let versions = numbers(&log, &id);
        return Err(NoVersion { id, asked: args.number, versions }.into());
    };
    if let Some((entry, withhold)) = log.state.withheld(found.standing) {
        let why = told::withheld(withhold, lang);
        return Err(Failure::new(Withheld { version: found.issue.version, entry, why }).code(1));
    }
    let address = address(&found, &opened)?;
    let bytes = found.slip(anchor.first, address.as_deref(), lang).pdf()?;
    let path = match args.output {
        Some(path) => env.cwd.join(path),
        None => {
            let kind = lang.pick("aktenblatt", "slip");
            env.cwd.join(format!("{id}-v{}-{kind}.pdf", found.issue.version))
        }
    };
    create_output(&path, &bytes)?;
    let (path, size) = (shown(&path, env), bytes.len().div_ceil(1000));
    let path = path.display();
    out.say(&lang::say!(
        lang,
        "Geschrieben: {path} ({size} kB), nur zum Drucken",
        "Written: {path} ({size} kB), for printing only"
    ));
    Ok(0)
}

/// The numbers of the versions that a policy has.
fn numbers(log: &Log, id: &Id) -> Vec<u32> {
    let stream = Stream::Policy(id.clone());
    let versions = log.state.stream(&stream).filter_map(|s| match &s.record.body {
        Body::Issue(issue) => Some(issue.version),
        _ => None,
    });
    versions.collect()
}

/// The version of this number, or the newest.
fn found<'a>(log: &'a Log, id: &'a Id, number: Option<u32>) -> Option<Told<'a>> {
    let number = number.or_else(|| numbers(log, id).last().copied())?;
    let (entry, _) = log.state.issue(id, number)?;
    let (standing, issue) = answer::issue(log, entry)?;
    Some(Told { log, id, standing, issue, last: log.state.logged? })
}

/// The permanent address that stands in the PDF, if any. PDF and source are held against the record.
fn address(found: &Told<'_>, opened: &Opened) -> Result<Option<String>, Failure> {
    let Some(files) = Files::of(&found.standing.record.body, found.standing.index) else { return Ok(None) };
    checked(opened, &files.pdf_place(), files.pdf, limits::PDF)?;
    let Some(typeset) = files.typeset else { return Ok(None) };
    let source = checked(opened, &files.source_place(), typeset.source, limits::SOURCE)?;
    Ok(serde_json::from_slice::<Source>(&source).ok().and_then(|s| s.edition.address))
}

/// As much of a source as the sheet needs.
#[derive(Deserialize)]
struct Source {
    edition: Edition,
}

#[derive(Deserialize)]
struct Edition {
    address: Option<String>,
}

/// A file of the archive, as its record has it.
fn checked(opened: &Opened, place: &Place, expected: FileRef, limit: u64) -> Result<Vec<u8>, Failure> {
    let bytes = opened.dir.read(place, limit).map_err(|e| Failure::new(e).code(1))?;
    if FileRef::of(&bytes) == expected {
        Ok(bytes)
    } else {
        Err(Failure::new(Altered(place.to_string())).code(1))
    }
}

/// A file is not the one that was logged.
#[derive(Debug)]
struct Altered(String);

impl Say for Altered {
    fn fact(&self, lang: Lang) -> String {
        let path = &self.0;
        lang::say!(
            lang,
            "kein Aktenblatt, denn {path} ist nicht die eingetragene Datei",
            "no slip, because {path} is not the file that was logged"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "`inkraft verify` prüft das ganze Archiv; die Datei aus einer anderen Kopie wiederherstellen.",
            "`inkraft verify` checks the whole archive; restore the file from another copy."
        ))
    }
}

/// There is no such version.
#[derive(Debug)]
struct NoVersion {
    id: Id,
    asked: Option<u32>,
    versions: Vec<u32>,
}

impl Say for NoVersion {
    fn fact(&self, lang: Lang) -> String {
        let id = &self.id;
        match self.asked {
            Some(asked) => {
                lang::say!(lang, "„{id}“ hat keine Fassung {asked}", "\"{id}\" has no version {asked}")
            }
            None => lang::say!(lang, "„{id}“ hat noch keine Fassung", "\"{id}\" has no version yet"),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let all = self.versions.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        (!all.is_empty()).then(|| lang::say!(lang, "Vorhanden: {all}.", "There are: {all}."))
    }
}

/// The version's files are withheld.
#[derive(Debug)]
struct Withheld {
    version: u32,
    entry: u64,
    why: String,
}

impl Say for Withheld {
    fn fact(&self, lang: Lang) -> String {
        let Self { version, entry, why } = self;
        lang::say!(
            lang,
            "Fassung {version} ist gesperrt (Eintrag {entry}, {why}); für sie gibt es kein Aktenblatt",
            "version {version} is withheld (entry {entry}, {why}); there is no slip for it"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "`inkraft history` nennt, was zu ihr eingetragen ist.",
            "`inkraft history` lists what is logged about it."
        ))
    }
}
