//! `prove`: a certificate of force, one file that proves an answer to a stranger.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". Makes it, checks it as every reader will, and
//! only then writes it; with its sheet, where one is asked for, or neither.

use std::path::PathBuf;

use super::archive_args::{self, ArchiveArgs, NoId, shown};
use super::certificate::{print, verdict};
use super::certificate_told::Told;
use super::out::{Failure, Out};
use super::{Env, report};
use crate::base::{Id, Lang, Say, lang};
#[cfg(feature = "author")]
use crate::format::anchor::Anchor;
use crate::prove;
use crate::store::create_outputs;
use crate::verify::{self, Anchored, Finding, Level, What};
#[cfg(feature = "author")]
use crate::verify::{Authorities, Trust};

/// Write a certificate of force: one file that proves what was in force on a day
///
/// Whoever has the file and the trust anchor can check it offline with verify, without the archive. It also proves that the archive has no such policy.
///
/// What the certificate needs of the archive is checked, as its reader will; the rest, verify checks.
///
/// Exit codes: 0 written, whatever the answer; 1 that part of the archive does not hold, or it is not anchored; 2 it could not be written.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft prove house-rules --on 2025-12-31 -o certificate.txt\n  inkraft prove house-rules --on 2025-12-31 --as-known 2025-06-30 -o then.txt\n  inkraft prove house-rules --on 2025-12-31 -o certificate.txt --pdf-out certificate.pdf\n  inkraft verify certificate.txt --trust anchor --pdf house-rules-v2.pdf"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The day that is asked about (default: today)
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Only records logged by the end of this day count (default: all)
    #[arg(long, value_name = "DAY")]
    as_known: Option<String>,
    /// The certificate's file; it must not exist yet
    #[arg(long, short = 'o', value_name = "FILE")]
    output: PathBuf,
    /// Also a sheet for people: a PDF that tells what the certificate proves, with the certificate attached; it must not exist yet
    #[cfg(feature = "author")]
    #[arg(long, value_name = "FILE")]
    pdf_out: Option<PathBuf>,
    #[command(flatten)]
    from: ArchiveArgs,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let policy: Id = args.policy.parse().map_err(NoId)?;
    let opened = args.from.open(env)?;
    let gathered =
        prove::gather(&opened.dir, &policy, &opened.trust.witnesses()).map_err(|f| refused(&f, out))?;
    let today = archive_args::in_zone(env.now, &gathered.time_zone)?.day();
    let day = |text: &Option<String>| text.as_deref().map(|d| archive_args::day(d, today)).transpose();
    let (on, known) = (day(&args.on)?.unwrap_or(today), day(&args.as_known)?);
    let bytes = gathered.asked(on, known).bytes();
    let certified = verify::certificate(&bytes, &opened.trust).map_err(|f| refused(&f, out))?;
    // What a stranger could not see: this archive is an older one than this machine knows.
    if let Some(older) = certified.notes.iter().find(|f| matches!(f.what, What::Older { .. })) {
        return Err(refused(older, out));
    }
    if certified.log.state.histories.is_empty() {
        out.warning(&NoRecord(certified.certificate.policy.clone()));
    }
    let path = env.cwd.join(&args.output);
    #[cfg(feature = "author")]
    let sheet = match &args.pdf_out {
        Some(path) => {
            // The same certificate gives the same sheet, whomever its maker believes.
            let anchor = opened.trust.anchor.map(|a| Anchor::new(&a.origin, a.first));
            let trust = Trust { authorities: Authorities::default(), anchor, ..opened.trust };
            let certified = verify::certificate(&bytes, &trust).map_err(|f| refused(&f, out))?;
            Some((env.cwd.join(path), super::sheet::made(&certified, &bytes, out)?))
        }
        None => None,
    };
    #[cfg(not(feature = "author"))]
    let sheet: Option<(PathBuf, Vec<u8>)> = None;
    let mut files = vec![(path.as_path(), bytes.as_slice())];
    files.extend(sheet.as_ref().map(|(path, pdf)| (path.as_path(), pdf.as_slice())));
    create_outputs(&files)?;
    print(out, &Told::of(&certified, today, out.lang));
    report::findings(out, &certified.notes, Level::Note);
    verdict(out, &certified, true);
    for (path, bytes) in files {
        let (path, size) = (shown(path, env), bytes.len().div_ceil(1000));
        let path = path.display();
        out.say(&lang::say!(out.lang, "Geschrieben: {path} ({size} kB)", "Written: {path} ({size} kB)"));
    }
    Ok(if certified.log.anchored == Anchored::Yes { 0 } else { 1 })
}

/// The certificate will prove that there is no such policy: perhaps the id was mistyped.
#[derive(Debug)]
struct NoRecord(Id);

impl Say for NoRecord {
    fn fact(&self, lang: Lang) -> String {
        let id = &self.0;
        lang::say!(
            lang,
            "das Archiv kennt keine Regelung „{id}“; eben das beweist der Nachweis",
            "the archive has no policy \"{id}\"; that is what the certificate proves"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "`inkraft history` nennt die Regelungen, die es gibt.",
            "`inkraft history` lists the policies that there are."
        ))
    }
}

/// The archive gives no certificate that holds: says why, and who names the file at fault.
fn refused(finding: &Finding, out: &mut Out) -> Failure {
    let (lang, newer) = (out.lang, matches!(finding.what, What::Newer(_)));
    let (at, fact) = (report::place(&finding.at, lang), finding.what.fact(lang));
    if let What::Certificate(_) = finding.what {
        // Larger than any reader takes.
        return Failure::told(fact, None);
    }
    let fact = lang::say!(
        lang,
        "kein Nachweis, denn das Archiv hält der Prüfung nicht stand: {at}: {fact}",
        "no certificate, because the archive does not hold: {at}: {fact}"
    );
    let advice = lang::say!(
        lang,
        "`inkraft verify` prüft das ganze Archiv und nennt die Datei, an der es liegt.",
        "`inkraft verify` checks the whole archive and names the file at fault."
    );
    let advice = if newer { finding.what.advice(lang) } else { Some(advice) };
    Failure::told(fact, advice).code(if newer { 2 } else { 1 })
}
