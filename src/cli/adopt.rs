//! `sign --adopt`: a PDF that was never typeset here becomes a version.
//!
//! Specification: `docs/archive-format.md`, "issue", `adopted`. There is no draft and no source: what is known of the
//! text is what the officer states. The file is taken as it is and nothing is claimed of it, nor of the days on which
//! it applied: it is logged today. Shows what will be signed, asks, then does everything or nothing.

use std::path::PathBuf;

use super::archive_args::{day, shown};
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::event::{self, EventArgs};
use super::given::{begins, line};
use super::links::Links;
use super::out::{Failure, Out};
use super::pdf_file::PdfFile;
use super::{Env, edition, past, told};
use crate::base::effect::Effect;
use crate::base::{AsOf, Day, Id, Lang, Say, lang};
use crate::format::layout::Place;
use crate::format::record::{Body, FileRef, Issue};

/// What is stated of a PDF that is adopted; everywhere else the draft says it.
#[derive(Debug, clap::Args)]
pub struct AdoptArgs {
    /// Take over a PDF that existed before as this version, with --title, --as-of and --from
    #[arg(long = "adopt", value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// With --adopt: the title in the PDF
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// With --adopt: the day or month of the text
    #[arg(long, value_name = "MONTH")]
    as_of: Option<String>,
    /// With --adopt: the language of the text (default: that of the version before, else de)
    #[arg(long, value_name = "LANGUAGE", value_parser = ["de", "en"])]
    language: Option<String>,
    /// With --adopt: what the version calls itself, where it is not the number
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
}

impl AdoptArgs {
    /// Without a PDF to adopt, the draft says all this.
    pub fn must_be_absent(&self) -> Result<(), Failure> {
        let given = [
            ("--title", "title", self.title.is_some()),
            ("--as-of", "as_of", self.as_of.is_some()),
            ("--language", "language", self.language.is_some()),
            ("--label", "label", self.label.is_some()),
        ];
        match given.into_iter().find(|(.., given)| *given) {
            Some((flag, field, _)) => Err(NotAdopted::NoFile(flag, field).into()),
            None => Ok(()),
        }
    }
}

/// All that `sign` was told.
#[derive(Debug)]
pub struct Adopting {
    /// The policy.
    pub id: Id,
    /// The first day in force.
    pub from: Option<String>,
    /// The last day in force.
    pub last_day: Option<String>,
    /// What it says of other versions and policies.
    pub links: Links,
    /// What is stated of the PDF.
    pub adopt: AdoptArgs,
    /// What happened to it.
    pub events: EventArgs,
    /// How it is signed.
    pub sign: SignArgs,
}

/// Runs `sign --adopt`.
pub fn run(all: Adopting, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let Adopting { id, from, last_day, links, adopt, events, sign } = all;
    let title = adopt.title.as_deref().map(line).filter(|title| !title.is_empty());
    let missing: Vec<&'static str> =
        [("--title", title.is_some()), ("--as-of", adopt.as_of.is_some()), ("--from", from.is_some())]
            .into_iter()
            .filter_map(|(flag, given)| (!given).then_some(flag))
            .collect();
    let (Some(path), Some(title), Some(stand), Some(from)) = (adopt.file, title, adopt.as_of, from) else {
        return Err(NotAdopted::Missing(missing).into());
    };
    let file = PdfFile::read(&path, env, out)?;
    let session = Session::begin(&sign, env, out)?;
    let today = session.now.day();
    let version = past::next_version(&session.log, &id);
    let effect = Effect {
        until: last_day.as_deref().map(|last| day(last, today)).transpose()?.map(Day::next),
        ..Effect::starting(day(&from, today)?)
    };
    commit::ends_after_beginning(&effect)?;
    links.check(&session, &id, version, begins(&effect).0, out)?;
    file.check_known(&session.log, out)?;
    let before = session.log.state.issue(&id, version.saturating_sub(1)).map(|(_, i)| i.language.clone());
    let issue = Issue {
        policy: id.clone(),
        version,
        effect,
        title,
        language: adopt.language.or(before).unwrap_or_else(|| "de".to_owned()),
        as_of: as_of(&stand, today)?,
        pdf: FileRef::of(&file.bytes),
        typeset: None,
        label: adopt.label.as_deref().map(line).filter(|label| !label.is_empty()),
        amends: links.amends,
        adopted: true,
        replaces: links.replaces.clone(),
        events: events.read(today, out)?,
    };
    let ends = ends_later(&session, &issue);
    tell(out, &session, &issue, &links, &file);
    let record = session.record(Body::Issue(Box::new(issue)));
    record.text()?;
    commit::show(out, &session, &record, &session.consequences(&record)?);
    if let Some(ends) = ends {
        out.warning(&ends);
    }
    confirm(out.lang.pick("Unterschreiben?", "Sign?"), sign.yes, out)?;
    let keys = unlock(&session, &record.body, None, &sign, out)?;
    let place = Place::Pdf(id, version);
    let became = session.commit(&record, vec![(place.clone(), file.bytes)], &keys)?;
    if let Some(session) = commit::told(out, env, became) {
        out.say(&format!("  {}", shown(&session.workspace.archive().path(&place), env).display()));
    }
    Ok(0)
}

/// The "Stand" as a user types it: `2018-07`, `07.2018`, or a day.
fn as_of(text: &str, today: Day) -> Result<AsOf, Failure> {
    let german = || {
        let (month, year) = text.split_once('.')?;
        format!("{year}-{month:0>2}").parse().ok()
    };
    match text.parse().ok().or_else(german) {
        Some(as_of) => Ok(as_of),
        None => Ok(AsOf::Day(day(text, today).map_err(|_| NotAdopted::Stand(text.to_owned()))?)),
    }
}

/// A version that begins later than the adopted one, which would be ended by it.
fn ends_later(session: &Session, issue: &Issue) -> Option<EndsLater> {
    let from = begins(&issue.effect).0;
    let history = session.history(&issue.policy);
    let view = history.latest();
    let others = view.spans().iter().filter_map(|s| Some((s.period?.from, s.version)));
    let (begins, version) = others.filter(|(begins, _)| *begins >= from).min()?;
    let spared = issue.effect.until.is_some_and(|until| until <= begins);
    (!spared).then_some(EndsLater { version, begins })
}

fn tell(out: &mut Out, session: &Session, issue: &Issue, links: &Links, file: &PdfFile) {
    let lang = out.lang;
    let (version, stand) = (issue.version, issue.as_of.long(lang));
    let label = issue.label.as_ref().map_or_else(String::new, |label| format!(" „{label}“"));
    let (path, bytes, hash) = (file.path.display(), file.bytes.len(), issue.pdf.sha256);
    let language = lang::name_of(&issue.language, lang);
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), issue.policy.to_string()),
        (lang.pick("Titel", "Title"), issue.title.clone()),
        (
            lang.pick("Fassung", "Version"),
            lang::say!(
                lang,
                "{version}{label} (Stand {stand}, {language})",
                "{version}{label} (as of {stand}, {language})"
            ),
        ),
        (
            lang.pick("Übernommen", "Adopted"),
            lang::say!(
                lang,
                "{path}, wie es ist: ohne Quelldaten, Barrierefreiheit nicht geprüft",
                "{path}, as it is: without source data, accessibility not checked"
            ),
        ),
        (lang.pick("In Kraft", "In force"), told::beginning(&issue.effect, lang)),
    ];
    rows.extend(links.rows(lang));
    rows.extend(event::rows(&issue.events, lang));
    rows.extend([
        ("PDF", lang::say!(lang, "{bytes} Bytes, SHA-256 {hash}", "{bytes} bytes, SHA-256 {hash}")),
        (lang.pick("Zeichnet", "Signs"), edition::signs(session)),
        (lang.pick("Schlüssel", "Key"), session.officer.name.clone()),
    ]);
    out.rows(&rows);
}

/// Why nothing is adopted.
#[derive(Debug)]
enum NotAdopted {
    /// What has to be stated and was not.
    Missing(Vec<&'static str>),
    /// There is no PDF to adopt, and the draft says this: the flag, and the field of the draft.
    NoFile(&'static str, &'static str),
    /// No day or month.
    Stand(String),
}

impl Say for NotAdopted {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Missing(flags) => {
                let flags = flags.join(", ");
                lang::say!(
                    lang,
                    "aus dem PDF allein ist nicht zu erkennen, was es ist; es fehlt: {flags}",
                    "the PDF alone does not say what it is; missing: {flags}"
                )
            }
            Self::NoFile(flag, _) => {
                lang::say!(lang, "{flag} gehört zu --adopt", "{flag} belongs to --adopt")
            }
            Self::Stand(text) => {
                lang::say!(lang, "„{text}“ ist kein Tag und kein Monat", "\"{text}\" is no day and no month")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Missing(_) => lang::say!(
                lang,
                "Mit --title den Titel, mit --as-of den Stand (2018-07) und mit --from den ersten Tag in Kraft angeben; galt es nur bis zu einem Tag, auch --last-day.",
                "Give the title with --title, the day or month of the text with --as-of (2018-07) and the first day in force with --from; if it applied to some day only, also --last-day."
            ),
            Self::NoFile(_, field) => lang::say!(
                lang,
                "Ohne --adopt DATEI sagt es der Entwurf: `{field}` in policy.toml.",
                "Without --adopt FILE the draft says it: `{field}` in policy.toml."
            ),
            Self::Stand(_) => {
                lang::say!(
                    lang,
                    "Zum Beispiel 2018-07 oder 25.07.2018.",
                    "For instance 2018-07 or 2018-07-25."
                )
            }
        })
    }
}

/// An old text that is adopted later ranks after the newer ones and ends them, unless it is bounded.
#[derive(Debug)]
struct EndsLater {
    version: u32,
    begins: Day,
}

impl Say for EndsLater {
    fn fact(&self, lang: Lang) -> String {
        let (version, begins) = (self.version, self.begins.short(lang));
        lang::say!(
            lang,
            "die übernommene Fassung tritt an die Stelle von Fassung {version}, die ab {begins} gilt",
            "the adopted version takes the place of version {version}, which applies from {begins}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let last = self.begins.previous().short(lang);
        Some(lang::say!(
            lang,
            "Galt sie nur davor, ihren letzten Tag angeben, etwa --last-day {last}.",
            "If it only applied before, state its last day, such as --last-day {last}."
        ))
    }
}
