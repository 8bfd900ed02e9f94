//! `verify`: does an archive hold, or: which version of which policy is this PDF?
//!
//! Specification: `docs/archive-format.md`, "Verification".

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::archive_args::{self, ArchiveArgs, shown};
use super::out::{Failure, Out, count};
use super::remember::remember;
use super::{Env, certificate, dispute, pdf, report, witnessed};
use crate::base::{Lang, Say, lang, limits};
use crate::format::certificate::is_certificate;
use crate::format::record::Body;
use crate::store::read_file;
use crate::verify::{self, Anchored, Level, Log, Report, Scope, What};

/// Check an archive or a certificate of force, or tell which version a PDF is
///
/// Needs no network and no key, and changes nothing in what is checked. A certificate needs nothing but the trust anchor. The state of an archive that holds is remembered for the next time (--no-memory: it is not), so that an older one is noticed.
///
/// Exit codes: 0 it holds; 1 it does not hold, or is not anchored; 2 it could not be checked.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft verify\n  inkraft verify archive --trust keys/anchor --json\n  inkraft verify copy-of-the-log --log-only --trust anchor\n  inkraft verify house-rules-v2.pdf\n  inkraft verify certificate.txt --trust anchor --pdf house-rules-v2.pdf"
)]
pub struct Args {
    /// An archive's folder, a PDF or a certificate of force (default: the archive)
    target: Option<PathBuf>,
    /// With a certificate: whether this file is the version that was in force
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    #[command(flatten)]
    from: ArchiveArgs,
    /// Typeset every version and rendition again from its archived source and compare the bytes
    #[cfg(feature = "author")]
    #[arg(long, conflicts_with = "log_only")]
    rebuild: bool,
    /// Check the log alone, without the files of versions: for copies that hold only the log
    #[arg(long)]
    log_only: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    if args.pdf.is_some() && args.target.as_deref().is_none_or(|t| env.cwd.join(t).is_dir()) {
        return Err(WrongFile::NoCertificate(args.target.unwrap_or_default()).into());
    }
    let target = args.target.as_deref().map(|t| env.cwd.join(t));
    match target {
        Some(path) if path.is_file() => file(&path, &args, env, out),
        Some(path) if !path.is_dir() => {
            Err(NoTarget { missing: !path.exists(), path: shown(&path, env) }.into())
        }
        Some(path) => archive(archive_args::open(&path, &args.from, env)?, &args, env, out),
        None => archive(args.from.open(env)?, &args, env, out),
    }
}

/// Checks a file: a certificate, or a PDF.
fn file(path: &Path, args: &Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let bytes = read_file(path, limits::PDF.max(limits::CERTIFICATE))?;
    let named = || shown(path, env);
    if args.log_only {
        return Err(WrongFile::NoLog(named()).into());
    }
    if is_certificate(&bytes) {
        #[cfg(feature = "author")]
        if args.rebuild {
            return Err(WrongFile::ArchiveOnly(named()).into());
        }
        if args.from.archive.is_some() {
            return Err(WrongFile::ArchiveOnly(named()).into());
        }
        let pdf = args.pdf.as_deref().map(|pdf| read_file(&env.cwd.join(pdf), limits::PDF)).transpose()?;
        return certificate::run(&bytes, pdf.as_deref(), &args.from, args.json, env, out);
    }
    if args.pdf.is_some() {
        return Err(WrongFile::NoCertificate(named()).into());
    }
    if !bytes.starts_with(b"%PDF-") {
        return Err(WrongFile::Neither(named()).into());
    }
    pdf::run(&bytes, &args.from, args.json, env, out)
}

fn archive(opened: archive_args::Opened, args: &Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let bar = progress(env);
    let tick = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let scope = if args.log_only { Scope::Log } else { Scope::Whole };
    let report = verify::archive_as(&opened.dir, &opened.trust, scope, &tick);
    bar.finish_and_clear();
    #[cfg(feature = "author")]
    let (report, rebuilt) = super::rebuild::when(args.rebuild, &opened.dir, report);
    #[cfg(not(feature = "author"))]
    let rebuilt: Option<NotBuilt> = None;
    let holds = report.holds();
    if args.json {
        print_json(out, &report, rebuilt.map(|r| r.json()));
    } else {
        let without_memory = args.from.no_memory;
        print(out, &report, opened.anchor.as_ref(), without_memory, rebuilt.map(|r| r.row(out.lang)));
        verdict(out, &report, holds);
    }
    remember(&opened, &report, out);
    Ok(match (holds, report.judged()) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    })
}

/// A build without a typesetter rebuilds nothing.
#[cfg(not(feature = "author"))]
enum NotBuilt {}

#[cfg(not(feature = "author"))]
impl NotBuilt {
    fn json(&self) -> serde_json::Value {
        match *self {}
    }

    fn row(&self, _: Lang) -> (&'static str, String) {
        match *self {}
    }
}

fn progress(env: &Env) -> ProgressBar {
    let target = if env.terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}

fn print_json(out: &mut Out, report: &Report, rebuilt: Option<serde_json::Value>) {
    let mut value = json!({
        "format": "inkraft/report/1",
        "holds": report.holds(),
        "findings": report::findings_json(&report.findings),
        "files": report.looked.files,
        "bytes": report.looked.bytes,
        "seals": report.looked.seals,
    });
    if report.scope == Scope::Log {
        value["log_only"] = true.into();
    }
    if let Some(log) = &report.log {
        value["log"] = report::basis_json(log);
        value["policies"] = log.state.histories.len().into();
        value["logged"] = log.state.logged.map(|t| t.to_string()).into();
        let rulings = [("disputed", &log.state.disputed), ("voided", &log.state.voided)];
        for (name, entries) in rulings.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            value[name] = json!(entries);
        }
        if log.stamps.count() > 0 {
            value["stamps"] = json!({ "count": log.stamps.count(), "proving": log.stamps.proving() });
        }
    }
    if let Some(rebuilt) = rebuilt {
        value["rebuild"] = rebuilt;
    }
    out.json(&value);
}

fn print(
    out: &mut Out,
    report: &Report,
    anchor: Option<&(PathBuf, bool)>,
    without_memory: bool,
    more: Option<(&'static str, String)>,
) {
    let lang = out.lang;
    if let Some(log) = &report.log {
        let size = count(log.tree().size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
        let last = log.state.logged.map_or(String::new(), |t| {
            let (day, clock) = (t.day().short(lang), t.clock());
            lang::say!(lang, ", der letzte vom {day}, {clock} Uhr", ", the last of {day}, {clock}")
        });
        let of = |kind: fn(&Body) -> bool| {
            log.state.standing.values().filter(|s| kind(&s.record.body)).count() as u64
        };
        let (versions, renditions) =
            (of(|b| matches!(b, Body::Issue(_))), of(|b| matches!(b, Body::Rendition(_))));
        let policies = log.state.histories.len() as u64;
        let policies = count(policies, lang.pick("Regelung", "policy"), lang.pick("Regelungen", "policies"));
        let versions = count(versions, lang.pick("Fassung", "version"), lang.pick("Fassungen", "versions"));
        let more_files = match renditions {
            0 => String::new(),
            n => {
                let (one, many) = (
                    lang.pick("weitere Ausgabe", "other rendition"),
                    lang.pick("weitere Ausgaben", "other renditions"),
                );
                format!(", {}", count(n, one, many))
            }
        };
        let files = count(report.looked.files, lang.pick("Datei", "file"), lang.pick("Dateien", "files"));
        let bytes = size_of(report.looked.bytes, lang);
        let seals = match report.looked.seals {
            0 => String::new(),
            n => {
                let (one, many) = (
                    lang.pick("PDF-Signatur", "PDF signature"),
                    lang.pick("PDF-Signaturen", "PDF signatures"),
                );
                format!(", {}", count(n, one, many))
            }
        };
        let trust = match log.anchored {
            Anchored::Yes => {
                let at = anchor.map(|(path, _)| path.display().to_string()).unwrap_or_default();
                let found = match anchor {
                    Some((_, false)) => {
                        lang.pick(", neben dem Archiv gefunden", ", found beside the archive")
                    }
                    _ => "",
                };
                lang::say!(
                    lang,
                    "die Gründungsregelung ist die des Vertrauensankers ({at}{found})",
                    "the founding charter is the trust anchor's ({at}{found})"
                )
            }
            Anchored::No => report::not_anchored(lang).0,
        };
        let against = |told: fn(&What) -> Option<u64>| report.findings.iter().find_map(|f| told(&f.what));
        let fork = against(|what| if let What::Fork { seen } = what { Some(*seen) } else { None });
        let rollback = against(|what| if let What::Rollback { seen } = what { Some(*seen) } else { None });
        let earlier = match (log.compared, fork, rollback) {
            (true, Some(seen), _) => lang::say!(
                lang,
                "setzt den zuletzt bekannten Stand {seen} nicht fort",
                "does not continue the size {seen} last seen here"
            ),
            (true, None, Some(seen)) => lang::say!(
                lang,
                "älter als der zuletzt bekannte Stand {seen}",
                "older than the size {seen} last seen here"
            ),
            (true, None, None) => lang::say!(
                lang,
                "setzt den zuletzt bekannten Stand fort",
                "continues the state last seen here"
            ),
            (false, ..) if without_memory => lang::say!(
                lang,
                "nicht mit einem früheren Stand verglichen (--no-memory)",
                "not compared with an earlier state (--no-memory)"
            ),
            (false, ..) => lang::say!(
                lang,
                "kein früher bekannter Stand zum Vergleich",
                "no earlier state known here to compare with"
            ),
        };
        let mut rows = vec![
            (lang.pick("Archiv", "Archive"), log.origin().to_owned()),
            (lang.pick("Register", "Log"), format!("{size}{last}")),
            (lang.pick("Wurzel", "Root"), log.tree().root.to_string()),
            (lang.pick("Vertrauen", "Trust"), trust),
            (lang.pick("Vergleich", "Earlier"), earlier),
        ];
        rows.extend(witnessed::row(log, lang).map(|row| (lang.pick("Zeugen", "Witnesses"), row)));
        rows.extend(stamps(log, lang));
        let content = match report.scope {
            Scope::Whole => lang::say!(
                lang,
                "{policies}, {versions}{more_files}, {files} ({bytes}){seals} geprüft",
                "{policies}, {versions}{more_files}, {files} ({bytes}){seals} checked"
            ),
            Scope::Log => lang::say!(
                lang,
                "{policies}, {versions}{more_files}; ihre Dateien wurden nicht angesehen (--log-only)",
                "{policies}, {versions}{more_files}; their files were not looked at (--log-only)"
            ),
        };
        rows.push((lang.pick("Inhalt", "Content"), content));
        rows.extend(disputed(log, lang));
        rows.extend(more);
        out.rows(&rows);
    }
    report::findings(out, &report.findings, Level::Failure);
    report::findings(out, &report.findings, Level::Note);
}

/// The records that wait for a decision: the archive holds, what is in force may be undetermined.
fn disputed(log: &Log, lang: Lang) -> Option<(&'static str, String)> {
    let entries: Vec<u64> = log.state.disputed.iter().copied().collect();
    let records =
        count(entries.len() as u64, lang.pick("Erklärung", "record"), lang.pick("Erklärungen", "records"));
    let list = dispute::entries(&entries, lang);
    let text = lang::say!(
        lang,
        "{records} ({list}): bestätigen oder für unwirksam erklären",
        "{records} ({list}): confirm or void them"
    );
    (!entries.is_empty()).then_some((lang.pick("Strittig", "Disputed"), text))
}

/// How many time stamps there are, and what they prove to whom.
fn stamps(log: &Log, lang: Lang) -> Vec<(&'static str, String)> {
    let stamps = &log.stamps;
    if stamps.count() == 0 {
        return Vec::new();
    }
    let all = count(
        stamps.count() as u64,
        lang.pick("Zeitstempel", "time stamp"),
        lang.pick("Zeitstempel", "time stamps"),
    );
    let text = if !stamps.is_pinned() {
        lang::say!(
            lang,
            "{all}; kein Zeitstempeldienst ist hier bekannt, deshalb beweisen sie keine Zeit (--authorities)",
            "{all}; no authority is known here, so they prove no time (--authorities)"
        )
    } else {
        let proving = stamps.proving();
        lang::say!(
            lang,
            "{all}, davon {proving} mit bewiesener Zeit",
            "{all}, {proving} of which prove a time"
        )
    };
    let mut rows = vec![(lang.pick("Zeitstempel", "Stamps"), text)];
    if let Some(proof) = stamps.newest() {
        let entries = count(proof.size, lang.pick("Eintrag", "entry"), lang.pick("Einträge", "entries"));
        let when = report::proven(&proof, log, lang);
        rows.push((lang.pick("Bewiesen", "Proven"), format!("{entries}, {when}")));
    }
    rows
}

fn verdict(out: &mut Out, report: &Report, holds: bool) {
    let lang = out.lang;
    let failures = report.findings.iter().filter(|f| f.level == Level::Failure).count();
    if holds && report.scope == Scope::Log {
        out.say(&lang::say!(
            lang,
            "Ergebnis: Das Register ist unversehrt; alle seine Signaturen sind kryptographisch gültig. Ob die Dateien der Fassungen da und unversehrt sind, wurde nicht geprüft.",
            "Result: the log is intact; all its signatures are cryptographically valid. Whether the files of versions are there and intact was not checked."
        ));
    } else if holds {
        out.say(&lang::say!(
            lang,
            "Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.",
            "Result: the archive is intact; all signatures are cryptographically valid."
        ));
    } else if failures == 0 {
        let (_, advice) = report::not_anchored(lang);
        out.say(&lang::say!(
            lang,
            "Ergebnis: In sich stimmig, aber nicht verankert; das ist kein Nachweis.",
            "Result: consistent in itself, but not anchored; that proves nothing."
        ));
        out.say(&advice);
    } else {
        let failures =
            count(failures as u64, lang.pick("Fehler", "failure"), lang.pick("Fehler", "failures"));
        out.say(&lang::say!(
            lang,
            "Ergebnis: Das Archiv hält der Prüfung nicht stand ({failures}).",
            "Result: the archive does not hold ({failures})."
        ));
    }
}

fn size_of(bytes: u64, lang: Lang) -> String {
    let (whole, tenth) = (bytes / 1_000_000, bytes / 100_000 % 10);
    match (bytes, lang) {
        (..1_000_000, _) => format!("{} kB", bytes.div_ceil(1000)),
        (_, Lang::De) => format!("{whole},{tenth} MB"),
        (_, Lang::En) => format!("{whole}.{tenth} MB"),
    }
}

/// What was named is neither a folder nor a file.
#[derive(Debug)]
struct NoTarget {
    path: PathBuf,
    missing: bool,
}

impl Say for NoTarget {
    fn fact(&self, lang: Lang) -> String {
        let path = self.path.display();
        if self.missing {
            return lang::say!(lang, "{path} gibt es nicht", "{path} does not exist");
        }
        lang::say!(
            lang,
            "{path} ist weder ein Ordner noch eine gewöhnliche Datei",
            "{path} is neither a folder nor a regular file"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Den Ordner eines Archivs, ein PDF oder einen Geltungsnachweis angeben.",
            "Name an archive's folder, a PDF or a certificate of force."
        ))
    }
}

/// A file that is not what the command can work on, or not with these arguments.
#[derive(Debug)]
enum WrongFile {
    /// `--pdf` was given with something else than a certificate; without a path, with none.
    NoCertificate(PathBuf),
    /// A certificate was given with what only an archive has.
    ArchiveOnly(PathBuf),
    /// `--log-only` was given with something else than an archive.
    NoLog(PathBuf),
    /// Neither a PDF nor a certificate.
    Neither(PathBuf),
}

impl Say for WrongFile {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoCertificate(path) if path.as_os_str().is_empty() => lang::say!(
                lang,
                "--pdf gehört zu einem Geltungsnachweis",
                "--pdf goes with a certificate of force"
            ),
            Self::NoCertificate(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist kein Geltungsnachweis, zu dem --pdf gehören könnte",
                    "{path} is no certificate of force that --pdf could go with"
                )
            }
            Self::NoLog(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist kein Archiv, zu dem --log-only gehören könnte",
                    "{path} is no archive that --log-only could go with"
                )
            }
            Self::ArchiveOnly(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist ein Geltungsnachweis; er wird ohne Archiv geprüft, --archive und --rebuild passen nicht dazu",
                    "{path} is a certificate of force; it is checked without an archive, --archive and --rebuild do not go with it"
                )
            }
            Self::Neither(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist weder ein PDF noch ein unveränderter Geltungsnachweis",
                    "{path} is neither a PDF nor an unaltered certificate of force"
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::NoCertificate(_) => lang::say!(
                lang,
                "`inkraft verify FASSUNG.pdf` sagt, welche Fassung ein PDF ist.",
                "`inkraft verify VERSION.pdf` tells which version a PDF is."
            ),
            Self::ArchiveOnly(_) | Self::NoLog(_) => lang::say!(
                lang,
                "`inkraft verify` ohne diese Datei prüft das Archiv.",
                "`inkraft verify` without this file checks the archive."
            ),
            Self::Neither(_) => lang::say!(
                lang,
                "Ein Nachweis beginnt mit den Zeichen inkraft/certificate/; als Anhang verschicken, nicht als Text einer Nachricht.",
                "A certificate begins with the characters inkraft/certificate/; send it as an attachment, not as the text of a message."
            ),
        })
    }
}
